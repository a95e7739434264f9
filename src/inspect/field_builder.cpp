#include "inspect/field_builder.hpp"

#include <algorithm>

namespace exifscrub {

std::uint32_t FieldBuilder::add(Field field, std::span<const Extent> where) {
  const bool hidden = !open_.empty() && open_.back() == no_index;
  if (hidden || map_.fields.size() == FieldMap::max_fields || open_.size() >= deepest) {
    map_.complete = false;
    return no_index;
  }
  const auto index = static_cast<std::uint32_t>(map_.fields.size());
  field.parent = current();
  field.depth = static_cast<std::uint16_t>(open_.size());
  field.end = index + 1;
  field.first_extent = static_cast<std::uint32_t>(map_.extents.size());
  field.extent_count = static_cast<std::uint32_t>(where.size());
  map_.extents.insert(map_.extents.end(), where.begin(), where.end());
  words_ += field.value.size() + field.number.size();
  if (words_ > FieldMap::max_words) {
    field.value.clear();
    field.number.clear();
    map_.complete = false;
  }
  map_.fields.push_back(std::move(field));
  return index;
}

std::uint32_t FieldBuilder::open(Field field, std::span<const Extent> where) {
  const std::uint32_t index = add(std::move(field), where);
  open_.push_back(index);
  return index;
}

bool FieldBuilder::leaves_out() {
  if (map_.fields.size() < FieldMap::max_fields) return false;
  map_.complete = false;
  return true;
}

void FieldBuilder::close() {
  if (open_.back() != no_index) {
    map_.fields[open_.back()].end = static_cast<std::uint32_t>(map_.fields.size());
  }
  open_.pop_back();
}

std::string_view FieldBuilder::keep(std::string text) {
  if (text.empty()) return {};
  words_ += text.size();
  return map_.texts.keep(std::move(text));
}

void FieldBuilder::anchor(std::uint32_t field) {
  if (field == no_index || map_.fields[field].extent_count == 0) return;
  anchors_.emplace_back(map_.where(map_.fields[field]).front().offset, field);
}

void FieldBuilder::resolve_targets() {
  std::ranges::sort(anchors_);
  for (Field& field : map_.fields) {
    if (!field.points_to) continue;
    const auto found = std::ranges::lower_bound(anchors_, field.points_to->offset, {},
                                                &std::pair<std::uint64_t, std::uint32_t>::first);
    if (found != anchors_.end() && found->first == field.points_to->offset) field.target = found->second;
  }
}

}  // namespace exifscrub
