#include "inspect/block_scribe.hpp"

#include <algorithm>
#include <cstdio>

namespace exifscrub {

std::string hex_offset(std::uint64_t offset) {
  char text[24];
  std::snprintf(text, sizeof text, "0x%llx", static_cast<unsigned long long>(offset));
  return text;
}

std::string hex_tag(std::uint16_t tag) {
  char text[8];
  std::snprintf(text, sizeof text, "0x%04X", static_cast<unsigned>(tag));
  return text;
}

std::string counted(std::uint64_t count, std::string_view one, std::string_view many) {
  std::string text = std::to_string(count);
  text += ' ';
  text += count == 1 ? one : many;
  return text;
}

BlockScribe::BlockScribe(Description& all, std::uint32_t block, Bytes bytes)
    : all_(all), block_(block), bytes_(bytes) {
  for (const std::uint32_t finding : all.findings(block)) {
    const auto places = all.input().reading.where(all.input().reading.findings[finding]);
    if (!places.empty()) findings_.emplace_back(places.front().offset, finding);
  }
  std::ranges::stable_sort(findings_);
  taken_.resize(findings_.size());
  const Block& of = all.input().layout.blocks[block];
  if (of.coding != Coding::mapped) return;
  std::uint64_t start = 0;
  for (const Extent part : of.parts) {
    starts_.push_back(start);
    start += part.length;
  }
}

Bytes BlockScribe::bytes(Extent at) const {
  if (at.offset > bytes_.size()) return {};
  return bytes_.subspan(at.offset, std::min<std::uint64_t>(at.length, bytes_.size() - at.offset));
}

std::vector<Extent> BlockScribe::where(Extent at) const {
  const Block& of = all_.input().layout.blocks[block_];
  // A block in few parts asks for no search; one in many that lies in the file is searched here.
  if (of.coding != Coding::mapped || of.parent != no_index || starts_.size() < 8) {
    return all_.input().bytes.project(block_, at);
  }
  std::vector<Extent> found;
  auto part = static_cast<std::size_t>(std::ranges::upper_bound(starts_, at.offset) - starts_.begin());
  for (part -= part == 0 ? 0 : 1; part < starts_.size() && starts_[part] < at.end(); ++part) {
    const std::uint64_t begin = std::max(at.offset, starts_[part]);
    const std::uint64_t end = std::min(at.end(), starts_[part] + of.parts[part].length);
    if (begin < end) found.push_back({of.parts[part].offset + (begin - starts_[part]), end - begin});
  }
  return found;
}

std::uint64_t BlockScribe::file_offset(std::uint64_t at) const {
  const std::vector<Extent> place = where({at, 1});
  return place.empty() ? 0 : place.front().offset;
}

std::uint32_t BlockScribe::put(BlockField& field, bool opens) {
  Field added;
  added.kind = field.kind;
  added.name = field.name;
  added.value = std::move(field.value);
  added.note = field.note;
  if (added.value.size() > longest_value) {
    // A string of its own: one that is cut off keeps all of its memory, 64 KiB for each entry that shares a value.
    added.value =
        added.value.substr(0, longest_value) + " ... (" + std::to_string(added.value.size()) + " bytes)";
  }
  std::vector<Extent> place = where(field.at);
  if (!field.also.empty()) {
    const std::vector<Extent> also = where(field.also);
    place.insert(place.end(), also.begin(), also.end());
  }
  FieldBuilder& builder = all_.builder();
  last_ = opens ? builder.open(std::move(added), place) : builder.add(std::move(added), place);
  return last_;
}

Field& BlockScribe::add(BlockField field) { return all_.builder().field(put(field, false)); }

Field& BlockScribe::open(BlockField field) { return all_.builder().field(put(field, true)); }

Field& BlockScribe::add_detail(BlockField field) {
  Field& added = add(std::move(field));
  added.is_detail = true;
  return added;
}

void BlockScribe::make_tag(std::string_view group, std::initializer_list<Extent> at) {
  if (last_ == no_index) return;
  Field& tag = last();
  tag.is_tag = true;
  tag.group = group;
  for (const Extent extent : at) tags_[extent].push_back(last_);
}

void BlockScribe::point_to(Extent target) {
  if (last_ == no_index || target.offset >= bytes_.size()) return;
  const std::vector<Extent> place = where({target.offset, std::max<std::uint64_t>(target.length, 1)});
  if (!place.empty()) last().points_to = place.front();
}

/// The tags at one of the finding's places: those of its name, else those at its first place.
std::vector<std::uint32_t> BlockScribe::tags_of(const BlockFinding& finding) const {
  const auto places = all_.input().reading.where(finding);
  std::vector<std::uint32_t> found;
  for (const Extent place : places) {
    const auto at = tags_.find(place);
    if (at == tags_.end()) continue;
    for (const std::uint32_t tag : at->second) {
      if (all_.builder().field(tag).name == finding.tag) found.push_back(tag);
    }
    if (!found.empty()) return found;
  }
  const auto first = tags_.find(places.front());
  return first == tags_.end() ? found : first->second;
}

void BlockScribe::take_findings(Extent within, bool whole) {
  const Reading& reading = all_.input().reading;
  const auto first = std::ranges::lower_bound(findings_, std::pair{within.offset, std::uint32_t{0}});
  for (auto i = static_cast<std::size_t>(first - findings_.begin()); i < findings_.size(); ++i) {
    if (findings_[i].first >= within.end()) break;
    if (taken_[i]) continue;
    taken_[i] = true;
    const BlockFinding& finding = reading.findings[findings_[i].second];
    const auto places = reading.where(finding);
    const std::vector<std::uint32_t> tags = tags_of(finding);
    for (const std::uint32_t tag : tags) all_.builder().field(tag).leak_class = finding.leak_class;
    if (!tags.empty()) continue;
    Field& added = open({finding.leak_class == LeakClass::location ? FieldKind::location : FieldKind::value,
                         keep(std::string{finding.tag}), places.front(), finding.value});
    added.is_tag = true;
    added.group = keep(std::string{finding.group});
    added.leak_class = finding.leak_class;
    if (whole) describe_nested(places.front());
    close();
  }
}

}  // namespace exifscrub
