#include <algorithm>
#include <array>

#include "container/mpf.hpp"
#include "inspect/block_scribe.hpp"
#include "inspect/exif_words.hpp"
#include "syntax/ifd.hpp"

namespace exifscrub {
namespace {

struct MpfTag {
  std::uint16_t id;
  std::string_view name;
};

// CIPA DC-007 tables 3 and 5
constexpr auto mpf_tags = std::to_array<MpfTag>({
    {0xB000, "MPFVersion"},         {0xB001, "NumberOfImages"},   {0xB002, "MPImageList"},
    {0xB003, "ImageUIDList"},       {0xB004, "TotalFrames"},      {0xB101, "MPIndividualNum"},
    {0xB201, "PanOrientation"},     {0xB202, "PanOverlapH"},      {0xB203, "PanOverlapV"},
    {0xB204, "BaseViewpointNum"},   {0xB205, "ConvergenceAngle"}, {0xB206, "BaselineLength"},
    {0xB207, "VerticalDivergence"}, {0xB208, "AxisDistanceX"},    {0xB209, "AxisDistanceY"},
    {0xB20A, "AxisDistanceZ"},      {0xB20B, "YawAngle"},         {0xB20C, "PitchAngle"},
    {0xB20D, "RollAngle"},
});

std::string_view type_words(std::uint32_t type) {
  switch (type) {
    case 0x000000:
      return "undefined";
    case 0x010001:
      return "large thumbnail, VGA";
    case 0x010002:
      return "large thumbnail, full HD";
    case 0x020001:
      return "panorama";
    case 0x020002:
      return "disparity";
    case 0x020003:
      return "multi-angle";
    case 0x030000:
      return "primary image";
    case 0x040000:
      return "original preserved";
    case 0x050000:
      return "gain map";
    default:
      return "unknown type";
  }
}

class MpfScribe {
 public:
  explicit MpfScribe(BlockScribe& scribe) : scribe_(scribe), bytes_(scribe.bytes()) {}

  void run() {
    const auto header = read_tiff_header(bytes_);
    if (!header) {
      scribe_.add({FieldKind::unknown, "unreadable", {0, bytes_.size()}, std::string{header.error().what}});
      return;
    }
    grammar_ = header->grammar;
    const bool big = grammar_.order == ByteOrder::big;
    Field& head = scribe_.open({FieldKind::header,
                                "MPF header",
                                {0, 8},
                                big ? "big-endian (MM)" : "little-endian (II)",
                                "offsets of further images count from here"});
    head.is_row = true;
    scribe_.add_detail({FieldKind::header, "byte order", {0, 2}, big ? "MM" : "II"});
    scribe_.add_detail({FieldKind::header, "magic", {2, 2}, "42"});
    scribe_.add_detail({FieldKind::offset,
                        "offset of the index",
                        {4, 4},
                        hex_offset(scribe_.file_offset(header->first_ifd))});
    scribe_.point_to({header->first_ifd, 1});
    scribe_.close();
    std::uint64_t at = header->first_ifd;
    // The index, and the attributes of this image behind it.
    for (int i = 0; i < 2 && at >= 8 && at < bytes_.size(); ++i) at = describe_table(at, i);
  }

 private:
  std::uint64_t describe_table(std::uint64_t at, int number) {
    const auto table = read_ifd_table(bytes_, grammar_, at);
    if (!table) return 0;
    Field& field = scribe_.open({FieldKind::structure, number == 0 ? "MP index IFD" : "MP attribute IFD",
                                 table->at, counted(table->declared, "entry", "entries")});
    field.is_heading = true;
    scribe_.anchor();
    scribe_.add_detail(
        {FieldKind::entry_count, "number of entries", {at, 2}, std::to_string(table->declared)});
    for (std::uint32_t i = 0; i < table->count; ++i)
      describe_entry(read_ifd_entry(bytes_, grammar_, *table, i));
    const std::uint64_t link = at + 2 + table->count * std::uint64_t{12};
    if (table->at.end() > link) {
      scribe_.add_detail(
          {FieldKind::offset,
           "next IFD",
           {link, 4},
           table->next == 0 ? "0: none follows" : hex_offset(scribe_.file_offset(table->next))});
    }
    scribe_.close();
    return table->next;
  }

  void describe_entry(const IfdEntry& entry) {
    const auto row = std::ranges::find(mpf_tags, entry.tag, &MpfTag::id);
    const std::string_view name =
        row != mpf_tags.end() ? row->name : scribe_.keep("MPF_" + hex_offset(entry.tag));
    BlockField field{FieldKind::structure, name, entry.at, exif_number(bytes_, grammar_, entry, nullptr)};
    if (entry.tag == 0xB002) field.value = counted(entry.count / 16, "image", "images");
    if (entry.out_of_line) field.also = entry.value;
    Field& opened = scribe_.open(std::move(field));
    opened.is_row = true;
    opened.type = name_of_type(entry.type);
    opened.count = entry.count;
    scribe_.make_tag("MPF0", {entry.at});
    const std::uint64_t at = entry.at.offset;
    scribe_.add_detail({FieldKind::tag, "tag", {at, 2}, hex_offset(entry.tag) + " " + std::string{name}});
    scribe_.add_detail({FieldKind::type,
                        "type",
                        {at + 2, 2},
                        std::to_string(entry.type) + ": " + std::string{name_of_type(entry.type)}});
    scribe_.add_detail({FieldKind::count, "count", {at + 4, 4}, std::to_string(entry.count)});
    if (entry.out_of_line) {
      scribe_.add_detail({FieldKind::offset,
                          "offset",
                          {at + 8, 4},
                          "-> value at " + hex_offset(scribe_.file_offset(entry.value.offset))});
      scribe_.point_to(entry.value);
      describe_value(entry, name);
    } else {
      scribe_.add_detail({FieldKind::value, "value", {at + 8, 4}, {}});
    }
    scribe_.close();
  }

  void describe_value(const IfdEntry& entry, std::string_view name) {
    if (entry.value.empty()) return;
    Field& value = scribe_.open({FieldKind::value, name, entry.value, {}});
    value.is_heading = true;
    value.is_detail = entry.tag != 0xB002;
    scribe_.anchor();
    const auto index = entry.tag == 0xB002 ? read_mpf(bytes_) : Result<MpfIndex>{MpfIndex{}};
    if (index) {
      for (std::size_t i = 0; i < index->entries.size(); ++i) describe_image(index->entries[i], i);
    }
    scribe_.close();
  }

  void describe_image(const MpfEntry& image, std::size_t number) {
    const std::uint64_t base = scribe_.file_offset(0);
    const std::uint64_t place = number == 0 && image.offset == 0 ? 0 : base + image.offset;
    const std::uint32_t type = image.attributes & 0xFFFFFF;
    Field& field = scribe_.open({FieldKind::structure,
                                 "image entry",
                                 {image.at, 16},
                                 std::string{type_words(type)} + ", " + counted(image.size, "byte", "bytes") +
                                     (number == 0 ? ", this image" : " at " + hex_offset(place))});
    field.is_row = true;
    if (number > 0) field.points_to = Extent{place, image.size};
    std::string flags = hex_offset(image.attributes) + ": " + std::string{type_words(type)};
    if ((image.attributes & 0x80000000U) != 0) flags += ", dependent parent";
    if ((image.attributes & 0x40000000U) != 0) flags += ", dependent child";
    if ((image.attributes & 0x20000000U) != 0) flags += ", representative";
    scribe_.add_detail(
        {FieldKind::type, "attributes", {image.at, 4}, flags, "flags, format and type of the image"});
    scribe_.add_detail({FieldKind::length, "size", {image.at + 4, 4}, counted(image.size, "byte", "bytes")});
    Field& offset = scribe_.add_detail({FieldKind::offset,
                                        "offset",
                                        {image.at + 8, 4},
                                        number == 0 ? "0: this image" : "-> image at " + hex_offset(place),
                                        "counted from the MPF header"});
    if (number > 0) offset.points_to = Extent{place, image.size};
    scribe_.add_detail({FieldKind::value,
                        "dependent images",
                        {image.at + 12, 4},
                        std::to_string(image.dependent1) + ", " + std::to_string(image.dependent2)});
    scribe_.close();
  }

  BlockScribe& scribe_;
  Bytes bytes_;
  TiffGrammar grammar_;
};

}  // namespace

void describe_mpf(BlockScribe& scribe) { MpfScribe{scribe}.run(); }

}  // namespace exifscrub
