#include "report/field_tree.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "report/field_words.hpp"
#include "report/words.hpp"

namespace exifscrub {
namespace {

/// Fields of one parent that are shown without being asked for all.
constexpr std::size_t most_siblings = 200;
/// Parts of the picture in a row that are shown one by one.
constexpr std::size_t most_picture_parts = 8;
constexpr std::size_t most_lines_of_a_value = 2;

std::string_view colour_of_role(Role role) {
  switch (role) {
    case Role::metadata:
      return "\x1b[38;5;136m";
    case Role::unknown:
      return "\x1b[31m";
    case Role::viewer:
      return "\x1b[36m";
    case Role::image:
    case Role::empty:
      return "";
  }
  return "";
}

class Tree {
 public:
  Tree(const Inspection& inspection, const TreeSettings& settings)
      : inspection_(inspection),
        map_(inspection.fields),
        settings_(settings),
        actions_(region_actions(inspection)),
        digits_(offset_digits(inspection.layout.size)) {}

  std::string run() {
    const std::size_t parts = map_.fields.empty() ? 0 : map_.fields[0].end;
    for (std::uint32_t i = 1; i < parts;) i = put(i);
    put_beside();
    if (!map_.complete) out_ += "note: the file has more fields than are shown here\n";
    for (const Note& note : inspection_.layout.notes) {
      out_ += "note: " + sanitise_for_terminal(note.what) + " at " + hex_text(note.offset) + '\n';
    }
    for (const std::string& note : inspection_.outcome.notes)
      out_ += "note: " + sanitise_for_terminal(note) + '\n';
    return std::move(out_);
  }

 private:
  /// Puts the field and what is in it. @return the index of the next one to look at
  std::uint32_t put(std::uint32_t index) {
    const Field& field = map_.fields[index];
    if (field.is_detail && !settings_.all) return field.end;
    if (const std::uint32_t behind = fold_picture(index); behind != index) return behind;
    put_line(field);
    if (!settings_.all) {
      if (const std::uint32_t behind = fold_siblings(index); behind != 0) return behind;
    }
    return index + 1;
  }

  [[nodiscard]] bool is_picture_part(const Field& field) const {
    return field.region != no_index && field.kind == FieldKind::image && !field.name.starts_with("SOF");
  }

  /// Many tables and scans one after another (progressive pictures): the first, how many, the last.
  std::uint32_t fold_picture(std::uint32_t index) {
    if (settings_.all || index < folded_up_to_ || !is_picture_part(map_.fields[index])) return index;
    std::uint32_t end = index;
    std::uint32_t last = index;
    std::size_t count = 0;
    const std::uint32_t limit = map_.fields[map_.fields[index].parent].end;
    while (end < limit && is_picture_part(map_.fields[end])) {
      last = end;
      end = map_.fields[end].end;
      ++count;
    }
    folded_up_to_ = end;
    if (count <= most_picture_parts) return index;
    std::uint32_t at = index;
    for (int i = 0; i < 4; ++i) {
      put_line(map_.fields[at]);
      at = map_.fields[at].end;
    }
    const std::uint64_t from = first_offset(map_.fields[at]);
    put_remark(map_.fields[at], from,
               "... " + std::to_string(count - 5) + " more parts of the picture, " +
                   count_text(first_offset(map_.fields[last]) - from, "byte", "bytes"));
    put_line(map_.fields[last]);
    return end;
  }

  /// Behind the last field of a long list that is shown: how many more there are.
  std::uint32_t fold_siblings(std::uint32_t index) {
    const Field& field = map_.fields[index];
    if (field.depth >= shown_.size()) shown_.resize(field.depth + 1U);
    auto& [parent, count] = shown_[field.depth];
    if (parent != field.parent) {
      parent = field.parent;
      count = 0;
    }
    if (++count < most_siblings || field.parent == no_index) return 0;
    std::size_t more = 0;
    const std::uint32_t end = map_.fields[field.parent].end;
    for (std::uint32_t i = field.end; i < end; i = map_.fields[i].end)
      more += map_.fields[i].is_detail ? 0U : 1U;
    if (more == 0) return 0;
    put_remark(field, first_offset(map_.fields[field.end]),
               "... " + std::to_string(more) + " more; -v shows all");
    return end;
  }

  [[nodiscard]] std::uint64_t first_offset(const Field& field) const {
    const auto where = map_.where(field);
    return where.empty() ? 0 : where.front().offset;
  }

  [[nodiscard]] std::uint64_t length_of(const Field& field) const {
    std::uint64_t length = 0;
    for (const Extent extent : map_.where(field)) length += extent.length;
    return length;
  }

  [[nodiscard]] std::size_t name_column(const Field& field) const {
    return digits_ + 2 + 2 * std::min<std::size_t>(field.depth - 1U, 12);
  }

  void put_remark(const Field& like, std::uint64_t offset, std::string_view text) {
    out_ += hex_digits(offset, digits_);
    out_.append(name_column(like) - digits_, ' ');
    out_ += text;
    out_ += '\n';
  }

  void put_line(const Field& field) {
    std::string line =
        map_.where(field).empty() ? std::string(digits_, ' ') : hex_digits(first_offset(field), digits_);
    line.append(name_column(field) - digits_, ' ');
    std::size_t column = name_column(field);
    const std::size_t value_column = digits_ + (settings_.width >= 110 ? 42 : 32);
    const std::string name = sanitise_for_terminal(field.name);
    append_coloured(line, name, name_colour(field));
    column += display_width(name);
    std::string type;
    if (!field.type.empty()) {
      type = std::string{field.type};
      if (field.count != 1) type += '[' + std::to_string(field.count) + ']';
    }
    const auto pad_to = [&](std::size_t target) {
      const std::size_t blanks = column < target ? target - column : 1;
      line.append(blanks, ' ');
      column += blanks;
    };
    const std::string value = value_text(field);
    const std::string mark = mark_text(field);
    if (value.empty() && type.empty() && mark.empty()) return finish(line);
    pad_to(value_column);
    if (!type.empty()) {
      append_coloured(line, type, "\x1b[2m");
      column += type.size();
      if (!value.empty() || !mark.empty()) pad_to(value_column + 12);
    }
    put_wrapped(std::move(line), column, value, field, mark);
  }

  /// Puts the value and the mark behind it, on as many lines as it may take.
  void put_wrapped(std::string line, std::size_t column, const std::string& value, const Field& field,
                   const std::string& mark) {
    const std::size_t start = std::min(column, settings_.width - 24);
    const std::size_t room = settings_.width - start;
    if (column > start) {
      finish(line);
      line.assign(start, ' ');
    }
    const std::size_t lines = settings_.all ? ~std::size_t{0} : most_lines_of_a_value;
    const std::string_view colour =
        field.kind == FieldKind::structure && field.leak_class != LeakClass::location ? std::string_view{}
                                                                                      : colour_of(field.kind);
    const std::vector<std::string> parts = lines_of(value, room, lines);
    for (std::size_t n = 0; n < parts.size(); ++n) {
      if (n > 0) {
        finish(line);
        line.assign(start, ' ');
      }
      append_coloured(line, parts[n], colour);
    }
    if (!mark.empty()) {
      const std::size_t used = display_width(parts.back());
      if (used > 0 && used + 1 + mark.size() > room) {
        finish(line);
        line.assign(start, ' ');
      } else if (used > 0) {
        line += ' ';
      }
      append_coloured(line, mark, field.leak_class == LeakClass::location ? "\x1b[1;31m" : "\x1b[38;5;136m");
    }
    finish(line);
  }

  void finish(std::string& line) {
    while (line.ends_with(' ')) line.pop_back();
    out_ += line;
    out_ += '\n';
  }

  void append_coloured(std::string& line, std::string_view text, std::string_view colour) const {
    if (!settings_.colour || colour.empty() || text.empty()) {
      line += text;
      return;
    }
    line += colour;
    line += text;
    line += colour_off;
  }

  [[nodiscard]] std::string_view name_colour(const Field& field) const {
    if (field.region != no_index) return colour_of_role(inspection_.layout.regions[field.region].role);
    if (field.leak_class == LeakClass::location) return colour_of(FieldKind::location);
    if (field.is_heading) return "\x1b[1m";
    if (field.is_detail) return colour_of(field.kind);
    return {};
  }

  [[nodiscard]] std::string value_text(const Field& field) const {
    std::string value = sanitise_for_terminal(field.value);
    const auto add = [&value](std::string_view text) {
      if (!value.empty()) value += ", ";
      value += text;
    };
    if (field.region != no_index || field.depth == 1) add(count_text(length_of(field), "byte", "bytes"));
    const bool is_stream =
        field.depth > 0 && field.region == no_index && field.is_heading && field.value.empty();
    if (is_stream && field.depth > 1) add(count_text(length_of(field), "byte", "bytes"));
    if (field.depth == 1 && !field.note.empty() && field.region == no_index) add(field.note);
    if (field.region != no_index && inspection_.layout.regions[field.region].role != Role::image) {
      add(name_of(inspection_.layout.regions[field.region].role));
    }
    return value;
  }

  [[nodiscard]] std::string mark_text(const Field& field) const {
    std::string mark;
    if (field.leak_class) mark = '[' + std::string{name_of(*field.leak_class)} + ']';
    if (field.region == no_index || actions_.empty()) return mark;
    const RegionAction& action = actions_[field.region];
    if (!mark.empty()) mark += ' ';
    mark += "=> " + std::string{action.name};
    if (action.bytes > 0)
      mark += (action.name == "replace" ? " by " : " ") + count_text(action.bytes, "byte", "bytes");
    return mark;
  }

  void put_beside() {
    bool first = true;
    for (const Finding& finding : inspection_.outcome.findings) {
      if (!finding.where.empty()) continue;
      if (first) out_ += "beside the file\n";
      first = false;
      out_ += "  " + sanitise_for_terminal(finding.name);
      if (!finding.value.empty()) out_ += " = " + sanitise_for_terminal(finding.value);
      out_ += " [" + std::string{name_of(finding.leak_class)} + "]\n";
    }
  }

  const Inspection& inspection_;
  const FieldMap& map_;
  const TreeSettings& settings_;
  std::vector<RegionAction> actions_;
  std::size_t digits_;
  std::uint32_t folded_up_to_ = 0;
  std::vector<std::pair<std::uint32_t, std::size_t>>
      shown_;  ///< by depth: parent and how many of it were shown
  std::string out_;
};

}  // namespace

std::string tree_text(const Inspection& inspection, const TreeSettings& settings) {
  return Tree{inspection, settings}.run();
}

}  // namespace exifscrub
