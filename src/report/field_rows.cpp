#include "report/field_rows.hpp"

#include <algorithm>
#include <string>

namespace exifscrub {
namespace {

struct Claim {
  Extent at;
  std::uint32_t field;
};

/// Sorted so that what lies around something comes before it.
std::vector<Claim> claims_of(const FieldMap& map, std::uint64_t size) {
  std::vector<Claim> claims;
  for (std::uint32_t i = 0; i < map.fields.size(); ++i) {
    for (const Extent at : map.where(map.fields[i])) {
      if (!at.empty() && at.offset < size) {
        claims.push_back({extent_between(at.offset, std::min(at.end(), size)), i});
      }
    }
  }
  std::ranges::sort(claims, [](const Claim& a, const Claim& b) {
    if (a.at.offset != b.at.offset) return a.at.offset < b.at.offset;
    if (a.at.length != b.at.length) return a.at.length > b.at.length;
    return a.field < b.field;
  });
  return claims;
}

/// Puts the headings, rows and folds together.
class Rows {
 public:
  Rows(const FieldMap& map, const HexRequest& request, const std::function<void(const HexRow&)>& take)
      : map_(map), request_(request), take_(take) {}

  void add(FieldSpan span) {
    const std::uint32_t row = row_of(span.field);
    if (row == no_index || row != row_) flush();
    if (row == no_index) return put_long(span);
    row_ = row;
    cells_.push_back(span);
  }

  void flush() {
    if (cells_.empty()) return;
    const std::vector<FieldSpan> cells = std::move(cells_);
    cells_.clear();
    announce(row_, false);
    put_cells(row_, cells);
    row_ = no_index;
  }

 private:
  /// The row that the field is part of, or no_index.
  [[nodiscard]] std::uint32_t row_of(std::uint32_t field) const {
    if (map_.fields[field].is_row) return field;
    const std::uint32_t parent = map_.fields[field].parent;
    const bool is_part = parent != no_index && map_.fields[parent].is_row && !map_.fields[field].is_heading;
    return is_part && !has_inside(field) ? parent : no_index;
  }

  /// A value of an entry that stands elsewhere is a child of the entry's row, but no part of it.
  [[nodiscard]] bool has_inside(std::uint32_t field) const { return map_.fields[field].end > field + 1; }

  /// Announces the headings around `field` that were not around the line before.
  void announce(std::uint32_t field, bool itself) {
    std::vector<std::uint32_t> chain;
    for (std::uint32_t at = field; at != no_index && at != 0; at = map_.fields[at].parent) {
      const bool counts = at != field || (itself && has_inside(at));
      if (map_.fields[at].is_heading && counts) chain.push_back(at);
    }
    std::ranges::reverse(chain);
    std::size_t same = 0;
    while (same < chain.size() && same < chain_.size() && chain[same] == chain_[same]) ++same;
    for (std::size_t i = same; i < chain.size(); ++i) {
      HexRow heading;
      heading.kind = HexRow::Kind::heading;
      heading.field = chain[i];
      take_(heading);
    }
    chain_ = std::move(chain);
    const bool is_entry = map_.fields[field].is_row && !map_.fields[field].type.empty();
    const std::uint32_t table = is_entry ? map_.fields[field].parent : no_index;
    if (is_entry && table != captioned_) {
      captioned_ = table;
      HexRow caption;
      caption.kind = HexRow::Kind::caption;
      caption.field = field;
      take_(caption);
    }
  }

  void put_cells(std::uint32_t label, const std::vector<FieldSpan>& cells) {
    HexRow row;
    row.field = label;
    std::uint64_t used = 0;
    const auto put = [&] {
      if (row.cells.empty()) return;
      row.at = extent_between(row.cells.front().at.offset, row.cells.back().at.end());
      take_(row);
      row.cells.clear();
      row.field = no_index;
      used = 0;
    };
    for (FieldSpan cell : cells) {
      while (!cell.at.empty()) {
        if (used == request_.row_length) put();
        const std::uint64_t length = std::min<std::uint64_t>(cell.at.length, request_.row_length - used);
        row.cells.push_back({{cell.at.offset, length}, cell.field});
        used += length;
        cell.at = extent_between(cell.at.offset + length, cell.at.end());
      }
    }
    put();
  }

  void put_long(FieldSpan span) {
    // Bytes of a structure that are in none of its fields belong to no heading.
    if (!has_inside(span.field)) announce(span.field, true);
    const FieldKind kind = map_.fields[span.field].kind;
    const bool picture =
        kind == FieldKind::image || kind == FieldKind::thumbnail || kind == FieldKind::padding;
    const bool full = picture ? request_.image_data : request_.all || request_.image_data;
    const std::uint64_t shown = (picture ? 2 : 4) * request_.row_length;
    if (full || span.at.length <= shown + request_.row_length) return put_cells(span.field, {span});
    const std::uint64_t head = shown - request_.row_length;
    put_cells(span.field, {{{span.at.offset, head}, span.field}});
    HexRow fold;
    fold.kind = HexRow::Kind::fold;
    fold.field = span.field;
    const std::uint64_t tail = request_.row_length;
    fold.at = extent_between(span.at.offset + head, span.at.end() - tail);
    take_(fold);
    HexRow last;
    last.at = {span.at.end() - tail, tail};
    last.cells.push_back({last.at, span.field});
    take_(last);
  }

  const FieldMap& map_;
  const HexRequest& request_;
  const std::function<void(const HexRow&)>& take_;
  std::vector<std::uint32_t> chain_;
  std::vector<FieldSpan> cells_;
  std::uint32_t row_ = no_index;
  std::uint32_t captioned_ = no_index;
};

std::string lowered(std::string_view text) {
  std::string out{text};
  std::ranges::transform(out, out.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return out;
}

}  // namespace

std::vector<FieldSpan> field_spans(const FieldMap& map, std::uint64_t size) {
  std::vector<FieldSpan> spans;
  std::vector<Claim> open;
  std::uint64_t at = 0;
  const auto advance = [&](std::uint64_t to) {
    while (at < to) {
      while (!open.empty() && open.back().at.end() <= at) open.pop_back();
      const std::uint64_t end = open.empty() ? to : std::min(to, open.back().at.end());
      const std::uint32_t field = open.empty() ? 0 : open.back().field;
      if (!spans.empty() && spans.back().field == field && spans.back().at.end() == at) {
        spans.back().at.length += end - at;
      } else {
        spans.push_back({extent_between(at, end), field});
      }
      at = end;
    }
  };
  for (const Claim& claim : claims_of(map, size)) {
    advance(claim.at.offset);
    open.push_back(claim);
  }
  advance(size);
  return spans;
}

std::vector<Extent> extents_named(const FieldMap& map, std::string_view name) {
  const std::string wanted = lowered(name);
  std::vector<Extent> found;
  for (std::uint32_t i = 0; i < map.fields.size();) {
    const Field& field = map.fields[i];
    const std::string own = lowered(field.name);
    const bool with_group = !field.group.empty() && lowered(field.group) + ":" + own == wanted;
    const bool short_form = own == wanted + " ifd" || (own.starts_with("app") && own.ends_with(" " + wanted));
    if (own != wanted && !with_group && !short_form) {
      ++i;
      continue;
    }
    for (std::uint32_t inside = i; inside < field.end; ++inside) {
      for (const Extent at : map.where(map.fields[inside])) {
        if (!at.empty()) found.push_back(at);
      }
    }
    i = field.end;
  }
  std::ranges::sort(found);
  std::vector<Extent> merged;
  for (const Extent at : found) {
    if (!merged.empty() && at.offset <= merged.back().end()) {
      merged.back() = extent_between(merged.back().offset, std::max(merged.back().end(), at.end()));
    } else {
      merged.push_back(at);
    }
  }
  return merged;
}

void for_each_hex_row(const FieldMap& map, std::uint64_t size, const HexRequest& request,
                      const std::function<void(const HexRow&)>& take) {
  Rows rows{map, request, take};
  auto wanted = request.wanted.begin();
  for (const FieldSpan& span : field_spans(map, size)) {
    if (request.wanted.empty()) {
      rows.add(span);
      continue;
    }
    while (wanted != request.wanted.end() && wanted->end() <= span.at.offset) ++wanted;
    for (auto part = wanted; part != request.wanted.end() && part->offset < span.at.end(); ++part) {
      const Extent both =
          extent_between(std::max(part->offset, span.at.offset), std::min(part->end(), span.at.end()));
      if (!both.empty()) rows.add({both, span.field});
    }
  }
  rows.flush();
}

}  // namespace exifscrub
