#include <algorithm>
#include <bit>
#include <string>

#include "base/cursor.hpp"
#include "inspect/block_scribe.hpp"
#include "inspect/exif_numbers.hpp"
#include "metadata/block_findings.hpp"
#include "metadata/exif_values.hpp"
#include "metadata/gpmf.hpp"

namespace exifscrub {
namespace {

constexpr unsigned deepest = 16;

struct TypeRow {
  char letter;
  Byte size;
  std::string_view name;
};

// The specification's table of types.
constexpr TypeRow types[] = {
    {'b', 1, "int8"},    {'B', 1, "uint8"},  {'c', 1, "char"},   {'d', 8, "double"}, {'f', 4, "float"},
    {'F', 4, "4 chars"}, {'G', 16, "GUID"},  {'j', 8, "int64"},  {'J', 8, "uint64"}, {'l', 4, "int32"},
    {'L', 4, "uint32"},  {'q', 4, "Q15.16"}, {'Q', 8, "Q31.32"}, {'s', 2, "int16"},  {'S', 2, "uint16"},
    {'U', 1, "date"},    {'?', 0, "mixed"},
};

const TypeRow* type_of(const GpmfRow& row) {
  const auto* type = std::ranges::find(types, static_cast<char>(row.type), &TypeRow::letter);
  return type == std::ranges::end(types) ? nullptr : type;
}

std::string number_at(char letter, Bytes at) {
  const auto u16 = [&] { return load_u16(at.data(), ByteOrder::big); };
  const auto u32 = [&] { return load_u32(at.data(), ByteOrder::big); };
  const auto u64 = [&] { return load_u64(at.data(), ByteOrder::big); };
  switch (letter) {
    case 'b':
      return std::to_string(static_cast<std::int8_t>(at[0]));
    case 'B':
      return std::to_string(at[0]);
    case 's':
      return std::to_string(static_cast<std::int16_t>(u16()));
    case 'S':
      return std::to_string(u16());
    case 'l':
      return std::to_string(static_cast<std::int32_t>(u32()));
    case 'L':
      return std::to_string(u32());
    case 'j':
      return std::to_string(static_cast<std::int64_t>(u64()));
    case 'J':
      return std::to_string(u64());
    case 'q':
      return general_text(static_cast<std::int32_t>(u32()) / 65536.0, 8);
    case 'Q':
      return general_text(static_cast<double>(static_cast<std::int64_t>(u64())) / 4294967296.0, 12);
    case 'f':
      return general_text(std::bit_cast<float>(u32()), 7);
    case 'd':
      return general_text(std::bit_cast<double>(u64()), 15);
    default:
      return {};
  }
}

std::string words_of(const GpmfRow& row, Bytes value) {
  const TypeRow* type = type_of(row);
  if (type == nullptr || type->letter == '?') return counted(value.size(), "byte", "bytes");
  if (type->letter == 'G') return hex_value(value);
  if (type->letter == 'c' || type->letter == 'F' || type->letter == 'U') return text_value(value);
  constexpr std::size_t most = 16;
  const std::size_t numbers = value.size() / type->size;
  std::string text;
  for (std::size_t i = 0; i < std::min(numbers, most); ++i) {
    if (i > 0) text += ' ';
    text += number_at(type->letter, value.subspan(i * type->size));
  }
  if (numbers > most) text += " ... (" + counted(numbers, "number", "numbers") + ")";
  return text;
}

std::string_view note_of(BoxType key) {
  if (key == BoxType{"DEVC"}) return "a device: the camera, or a part of it";
  if (key == BoxType{"STRM"}) return "a stream of measurements";
  if (key == BoxType{"SCAL"}) return "the numbers of the stream are divided by these";
  if (key == BoxType{"SIUN"} || key == BoxType{"UNIT"}) return "units of the stream's numbers";
  if (key == BoxType{"STNM"}) return "the stream's name";
  if (key == BoxType{"EMPT"}) return "what a removal left";
  return {};
}

/// Key, type, size and count: the first eight bytes of a row.
void describe_head(BlockScribe& scribe, const GpmfRow& row) {
  const std::uint64_t at = row.at.offset;
  const TypeRow* type = type_of(row);
  Field& head = scribe.open({FieldKind::structure, "row header", {at, 8}, row.key.text()});
  head.is_row = head.is_detail = true;
  scribe.add_detail({FieldKind::tag, "key", {at, 4}, row.key.text(), note_of(row.key)});
  scribe.add_detail({FieldKind::type,
                     "type",
                     {at + 4, 1},
                     row.type == 0     ? "0: rows"
                     : type != nullptr ? std::string{type->letter} + ": " + std::string{type->name}
                                       : std::to_string(row.type)});
  scribe.add_detail({FieldKind::length, "size", {at + 5, 1}, counted(row.size, "byte", "bytes")});
  scribe.add_detail(
      {FieldKind::count, "count", {at + 6, 2}, std::to_string(row.count), "how many values of that size"});
  scribe.close();
}

void describe_rows(BlockScribe& scribe, Extent within, unsigned depth) {
  GpmfSequence rows{scribe.bytes(), within};
  while (const auto row = rows.next()) {
    const std::string_view tag = gpmf_tag(row->key);
    const bool holds_rows = row->type == 0;
    // A position is made of the row's numbers and a scale: the finding stands below them.
    const bool place = row->key == BoxType{"GPS5"} || row->key == BoxType{"GPS9"};
    Field& field = scribe.open(
        {FieldKind::structure, tag.empty() || place ? scribe.keep(row->key.text()) : tag, row->at,
         holds_rows ? counted(row->at.length, "byte", "bytes") : words_of(*row, scribe.bytes(row->value)),
         note_of(row->key)});
    field.is_heading = holds_rows;
    if (const TypeRow* type = type_of(*row); type != nullptr && !holds_rows) {
      field.type = type->name;
      field.count = type->size == 0 ? row->count : row->value.length / type->size;
    }
    if (!tag.empty() && !place && !row->value.empty()) scribe.make_tag("GoPro", {{row->at.offset, 4}});
    describe_head(scribe, *row);
    if (holds_rows && depth < deepest) {
      describe_rows(scribe, row->value, depth + 1);
    } else if (!row->value.empty()) {
      scribe.add_detail({place ? FieldKind::location : FieldKind::value, "values", row->value, {}});
    }
    if (place) scribe.take_findings({row->at.offset, 1});
    const Extent padding = extent_between(row->value.end(), row->at.end());
    if (!padding.empty()) scribe.add_detail({FieldKind::padding, "padding", padding, {}});
    scribe.close();
  }
  if (!rows.rest().empty()) scribe.add_detail({FieldKind::padding, "rest", rows.rest(), {}});
}

}  // namespace

void describe_gpmf(BlockScribe& scribe) { describe_rows(scribe, {0, scribe.bytes().size()}, 0); }

}  // namespace exifscrub
