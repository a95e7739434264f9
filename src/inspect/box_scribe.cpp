#include "inspect/box_scribe.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "base/cursor.hpp"
#include "inspect/exif_numbers.hpp"
#include "metadata/block_findings.hpp"

namespace exifscrub {
namespace {

std::string_view note_of(BoxType type) {
  struct Row {
    BoxType type;
    std::string_view note;
  };
  static constexpr auto rows = std::to_array<Row>({
      {"ftyp", "which kind of file this is"},
      {"moov", "the movie's index and metadata"},
      {"mdat", "the picture and sound themselves"},
      {"trak", "one track"},
      {"mdia", "what the track plays"},
      {"stbl", "where the samples of the track are"},
      {"udta", "user data: titles, places, the camera"},
      {"meta", "metadata"},
      {"keys", "names of metadata items"},
      {"ilst", "values of metadata items"},
      {"mvhd", "movie header: dates, duration"},
      {"tkhd", "track header: dates, size"},
      {"mdhd", "media header: dates, language"},
      {"hdlr", "who plays it"},
      {"jumb", "JUMBF superbox"},
      {"jumd", "what the superbox holds"},
      {"cbor", "structured data (CBOR)"},
      {"json", "structured data (JSON)"},
      {"free", "unused room"},
      {"skip", "unused room"},
  });
  const auto row = std::ranges::find(rows, type, &Row::type);
  return row == rows.end() ? std::string_view{} : row->note;
}

/// The name that people know, or the number by which a list of items calls its own.
std::string name_of(BoxType type) {
  return type.code() < 0x10000 ? "item " + std::to_string(type.code()) : type.text();
}

/// A field at a fixed place of a box's payload.
struct FixedField {
  BoxType box;
  Byte version;  ///< the payload's first byte must be this; 0xFF: any
  std::uint8_t offset;
  std::uint8_t length;
  std::string_view name;  ///< ExifTool's where it has one
  enum class As : std::uint8_t { number, characters, fixed } as;
};

constexpr Byte any = 0xFF;

constexpr auto fixed_fields = std::to_array<FixedField>({
    {"ftyp", any, 0, 4, "MajorBrand", FixedField::As::characters},
    {"ftyp", any, 4, 4, "MinorVersion", FixedField::As::number},
    {"mvhd", 0, 12, 4, "TimeScale", FixedField::As::number},
    {"mvhd", 0, 16, 4, "Duration", FixedField::As::number},
    {"mvhd", 1, 20, 4, "TimeScale", FixedField::As::number},
    {"mvhd", 1, 24, 8, "Duration", FixedField::As::number},
    {"tkhd", 0, 12, 4, "TrackID", FixedField::As::number},
    {"tkhd", 0, 76, 4, "ImageWidth", FixedField::As::fixed},
    {"tkhd", 0, 80, 4, "ImageHeight", FixedField::As::fixed},
    {"tkhd", 1, 20, 4, "TrackID", FixedField::As::number},
    {"tkhd", 1, 88, 4, "ImageWidth", FixedField::As::fixed},
    {"tkhd", 1, 92, 4, "ImageHeight", FixedField::As::fixed},
    {"mdhd", 0, 12, 4, "MediaTimeScale", FixedField::As::number},
    {"mdhd", 0, 16, 4, "MediaDuration", FixedField::As::number},
    {"mdhd", 1, 20, 4, "MediaTimeScale", FixedField::As::number},
    {"mdhd", 1, 24, 8, "MediaDuration", FixedField::As::number},
    {"hdlr", any, 8, 4, "HandlerType", FixedField::As::characters},
    {"stsd", any, 4, 4, "number of descriptions", FixedField::As::number},
    {"stsd", any, 12, 4, "format", FixedField::As::characters},
    {"stts", any, 4, 4, "number of entries", FixedField::As::number},
    {"stsc", any, 4, 4, "number of entries", FixedField::As::number},
    {"stsz", any, 8, 4, "number of samples", FixedField::As::number},
    {"stco", any, 4, 4, "number of chunks", FixedField::As::number},
    {"co64", any, 4, 4, "number of chunks", FixedField::As::number},
});

std::string words_of(const FixedField& field, Bytes bytes) {
  switch (field.as) {
    case FixedField::As::characters:
      return text_value(bytes);
    case FixedField::As::number:
      return std::to_string(bytes.size() == 8 ? load_u64(bytes.data(), ByteOrder::big)
                                              : load_u32(bytes.data(), ByteOrder::big));
    case FixedField::As::fixed:
      return general_text(load_u32(bytes.data(), ByteOrder::big) / 65536.0, 8);
  }
  return {};
}

}  // namespace

void open_box(BlockScribe& scribe, const Box& box, std::string words) {
  const std::string size = counted(box.at.length, "byte", "bytes");
  if (!words.empty()) words += ", ";
  Field& field = scribe.open({box.type == BoxType{"mdat"} ? FieldKind::image : FieldKind::structure,
                              scribe.keep(name_of(box.type)), box.at, words + size, note_of(box.type)});
  field.is_heading = true;
  const std::uint64_t at = box.at.offset;
  Field& head = scribe.open(
      {FieldKind::structure, "box header", extent_between(at, box.payload.offset), box.type.text()});
  head.is_row = head.is_detail = true;
  scribe.add_detail({FieldKind::length, "size", {at, 4}, size});
  scribe.add_detail({FieldKind::type, "type", {at + 4, 4}, box.type.text(), note_of(box.type)});
  const Extent more = extent_between(at + 8, box.payload.offset);
  if (!more.empty()) scribe.add_detail({FieldKind::length, "long size or user type", more, {}});
  scribe.close();
}

void describe_fixed_fields(BlockScribe& scribe, const Box& box) {
  const Bytes payload = scribe.bytes(box.payload);
  for (const FixedField& field : fixed_fields) {
    if (field.box != box.type || payload.size() < std::size_t{field.offset} + field.length) continue;
    if (field.version != any && payload[0] != field.version) continue;
    const bool is_count = field.name.starts_with("number of");
    Field& added = scribe.add({is_count ? FieldKind::entry_count : FieldKind::value,
                               field.name,
                               {box.payload.offset + field.offset, field.length},
                               words_of(field, payload.subspan(field.offset, field.length))});
    added.is_detail = is_count;
  }
}

}  // namespace exifscrub
