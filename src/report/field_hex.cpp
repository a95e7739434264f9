#include "report/field_hex.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "report/field_rows.hpp"
#include "report/field_words.hpp"
#include "report/words.hpp"

namespace exifscrub {
namespace {

constexpr std::size_t most_margin_lines = 3;

class HexView {
 public:
  HexView(const Inspection& inspection, ByteSource& file, const HexSettings& settings,
          const std::function<bool(std::string_view)>& write)
      : map_(inspection.fields),
        size_(inspection.layout.size),
        file_(file),
        settings_(settings),
        write_(write),
        digits_(offset_digits(size_)),
        row_length_(settings.width >= 110 ? 16 : 12) {}

  Result<void> run() {
    legend();
    HexRequest request;
    request.row_length = row_length_;
    request.all = settings_.all;
    request.image_data = !settings_.wanted.empty();
    request.wanted = settings_.wanted;
    for_each_hex_row(map_, size_, request, [this](const HexRow& row) {
      if (error_ || gone_) return;
      put(row);
    });
    flush();
    if (error_) return *error_;
    return {};
  }

 private:
  void legend() {
    constexpr auto shown = std::to_array<std::pair<FieldKind, std::string_view>>({
        {FieldKind::marker, "marker"},
        {FieldKind::length, "length"},
        {FieldKind::header, "header"},
        {FieldKind::entry_count, "entry count"},
        {FieldKind::tag, "tag"},
        {FieldKind::type, "type"},
        {FieldKind::count, "count"},
        {FieldKind::value, "value"},
        {FieldKind::offset, "offset"},
        {FieldKind::location, "location"},
        {FieldKind::thumbnail, "thumbnail"},
        {FieldKind::image, "image data"},
        {FieldKind::unknown, "unknown"},
    });
    if (!settings_.colour) {
      out_ += "offset, bytes (a bar stands between fields), and what they mean; offsets count from 0\n";
      return;
    }
    std::size_t column = 0;
    for (const auto& [kind, name] : shown) {
      if (column > 0 && column + 2 + name.size() > settings_.width) {
        out_ += '\n';
        column = 0;
      }
      if (column > 0) out_ += "  ";
      coloured(out_, name, colour_of(kind));
      column += name.size() + 2;
    }
    out_ += '\n';
  }

  void coloured(std::string& out, std::string_view text, std::string_view colour) const {
    if (!settings_.colour || colour.empty() || text.empty()) {
      out += text;
      return;
    }
    out += colour;
    out += text;
    out += colour_off;
  }

  void put(const HexRow& row) {
    switch (row.kind) {
      case HexRow::Kind::heading:
        return put_heading(row.field);
      case HexRow::Kind::caption:
        return put_caption();
      case HexRow::Kind::fold:
        out_.append(digits_ + 2, ' ');
        out_ += "... " + count_text(row.at.length, "byte", "bytes") + " more, up to " +
                hex_text(row.at.end() - 1) + '\n';
        return;
      case HexRow::Kind::bytes:
        put_bytes(row);
    }
    if (out_.size() > 32768) flush();
  }

  void put_heading(std::uint32_t field) {
    const bool wide =
        map_.fields[field].region != no_index || map_.fields[field].kind == FieldKind::structure;
    if (wide) out_ += '\n';
    const std::string text = sanitise_for_terminal(heading_text(map_, field));
    for (std::size_t n = 0; const std::string& part : lines_of(
                                text, std::max<std::size_t>(settings_.width, 12) - 2, most_margin_lines)) {
      out_.append(n++ > 0 ? 2 : 0, ' ');
      coloured(out_, part, "\x1b[1m");
      out_ += '\n';
    }
  }

  void put_caption() {
    std::string line(digits_ + 2, ' ');
    line += "tag   type  count       value or offset";
    coloured(out_, line, "\x1b[2m");
    out_ += '\n';
  }

  void put_bytes(const HexRow& row) {
    const auto window = file_.window(row.at.offset, static_cast<std::size_t>(row.at.length));
    if (!window) {
      error_ = window.error();
      return;
    }
    std::string line = hex_digits(row.at.offset, digits_) + "  ";
    std::size_t columns = 0;
    std::uint64_t at = 0;
    for (std::size_t cell = 0; cell < row.cells.size(); ++cell) {
      std::string bytes;
      for (std::uint64_t i = 0; i < row.cells[cell].at.length; ++i) {
        if (i > 0) bytes += ' ';
        bytes += hex_digits((*window)[at++], 2);
      }
      if (cell > 0) line += '|';
      columns += bytes.size() + (cell > 0 ? 1 : 0);
      coloured(line, bytes, colour_of(map_.fields[row.cells[cell].field].kind));
    }
    const std::size_t full = 3 * row_length_ - 1;
    line.append((columns < full ? full - columns : 0) + 2, ' ');
    put_margin(row, *window, std::move(line));
  }

  void put_margin(const HexRow& row, Bytes bytes, std::string line) {
    const std::size_t start = digits_ + 2 + 3 * row_length_ - 1 + 2;
    const std::size_t room = settings_.width > start + 12 ? settings_.width - start : 12;
    if (row.field == no_index) {
      std::string text = preview(bytes);
      coloured(line, text, "\x1b[2m");
      return finish(line);
    }
    const std::string text = sanitise_for_terminal(margin_text(map_, row.field));
    const std::string_view colour = margin_colour(row.field);
    const std::size_t lines = settings_.all || !settings_.wanted.empty() ? 40 : most_margin_lines;
    const std::vector<std::string> parts = lines_of(text, room, lines);
    for (std::size_t n = 0; n < parts.size(); ++n) {
      if (n > 0) line.assign(start, ' ');
      coloured(line, parts[n], colour);
      finish(line);
    }
  }

  [[nodiscard]] std::string_view margin_colour(std::uint32_t field) const {
    const Field& of = map_.fields[field];
    if (of.leak_class == LeakClass::location || of.kind == FieldKind::location)
      return colour_of(FieldKind::location);
    if (of.points_to && of.kind != FieldKind::header) return colour_of(FieldKind::offset);
    return of.kind == FieldKind::structure ? std::string_view{} : colour_of(of.kind);
  }

  /// The bytes as text, a dot for what is none.
  static std::string preview(Bytes bytes) {
    std::string text;
    bool any = false;
    for (const Byte byte : bytes) {
      const bool printable = byte >= 0x20 && byte < 0x7F;
      any = any || (printable && byte != ' ');
      text += printable ? static_cast<char>(byte) : '.';
    }
    return any ? text : std::string{};
  }

  void finish(std::string& line) {
    while (line.ends_with(' ')) line.pop_back();
    out_ += line;
    out_ += '\n';
  }

  void flush() {
    if (!out_.empty() && !write_(out_)) gone_ = true;
    out_.clear();
  }

  const FieldMap& map_;
  std::uint64_t size_;
  ByteSource& file_;
  const HexSettings& settings_;
  const std::function<bool(std::string_view)>& write_;
  std::size_t digits_;
  std::size_t row_length_;
  std::string out_;
  std::optional<Error> error_;
  bool gone_ = false;
};

}  // namespace

std::string margin_text(const FieldMap& map, std::uint32_t index) {
  const Field& field = map.fields[index];
  if (field.end > index + 1 && !field.is_row)
    return "(in none of the fields of " + std::string{field.name} + ")";
  std::string text{field.name};
  std::string value = field.value;
  if (field.is_row && !field.type.empty()) {
    text += ' ' + std::string{field.type};
    if (field.count != 1) text += '[' + std::to_string(field.count) + ']';
    // Where it leads stands in its last part.
    for (std::uint32_t i = index + 1; i < field.end; i = map.fields[i].end) {
      const Field& part = map.fields[i];
      if (part.kind != FieldKind::offset || !part.points_to) continue;
      if (!field.points_to) value = part.value;
      if (field.points_to && !part.value.starts_with("->")) value += " (" + part.value + ")";
    }
  } else if (field.is_detail && value.empty() && field.parent != no_index &&
             map.fields[field.parent].name == field.name) {
    // The bytes of a tag's value: the tag has it in words.
    value = map.fields[field.parent].value;
  }
  if (value == field.name) value.clear();
  if (!value.empty()) text += (value.starts_with("->") ? " " : ": ") + value;
  return text;
}

std::string heading_text(const FieldMap& map, std::uint32_t index) {
  const Field& field = map.fields[index];
  std::string text{field.name};
  if (!field.value.empty()) text += (field.kind == FieldKind::location ? " = " : ", ") + field.value;
  const auto where = map.where(field);
  if (where.empty()) return text;
  std::uint64_t length = 0;
  for (const Extent at : where) length += at.length;
  if (field.kind == FieldKind::location) return text;
  const std::string size = count_text(length, "byte", "bytes");
  if (field.value.find(size) == std::string::npos) text += ", " + size;
  text += " at " + hex_text(where.front().offset);
  return text;
}

Result<void> write_hex(const Inspection& inspection, ByteSource& file, const HexSettings& settings,
                       const std::function<bool(std::string_view)>& write) {
  return HexView{inspection, file, settings, write}.run();
}

}  // namespace exifscrub
