#include <algorithm>
#include <array>

#include "container/mpf.hpp"
#include "inspect/block_scribe.hpp"
#include "inspect/exif_numbers.hpp"
#include "inspect/ifd_scribe.hpp"
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
  MpfScribe(BlockScribe& scribe, const TiffHeader& header)
      : scribe_(scribe), bytes_(scribe.bytes()), header_(header), notation_(scribe, header.grammar) {}

  void run() {
    notation_.describe_header("MPF header", 0, header_, notation_.lead(header_.first_ifd, "MP index IFD"));
    std::uint64_t at = header_.first_ifd;
    // The index, and the attributes of this image behind it.
    for (int i = 0; i < 2 && at >= 8 && at < bytes_.size(); ++i) at = describe_table(at, i);
  }

 private:
  std::uint64_t describe_table(std::uint64_t at, int number) {
    const auto table = read_ifd_table(bytes_, notation_.grammar(), at);
    if (!table) return 0;
    notation_.open_table(number == 0 ? "MP index IFD" : "MP attribute IFD", *table);
    for (std::uint32_t i = 0; i < table->count; ++i)
      describe_entry(read_ifd_entry(bytes_, notation_.grammar(), *table, i));
    notation_.describe_link(*table, notation_.lead(table->next, "MP attribute IFD"));
    scribe_.close();
    return table->next;
  }

  void describe_entry(const IfdEntry& entry) {
    const auto row = std::ranges::find(mpf_tags, entry.tag, &MpfTag::id);
    EntryWords words;
    words.name = row != mpf_tags.end() ? row->name : scribe_.keep("MPF_" + hex_tag(entry.tag));
    words.group = "MPF0";
    words.number = entry.value.empty() ? "" : exif_number(bytes_, notation_.grammar(), entry, nullptr);
    words.value = is_list(entry) ? counted(entry.count / 16, "image", "images") : words.number;
    if (is_list(entry)) words.number.clear();
    notation_.open_entry(entry, words);
    if (entry.out_of_line && !entry.value.empty()) describe_value(entry, words.name);
    scribe_.close();
  }

  static bool is_list(const IfdEntry& entry) { return entry.tag == 0xB002; }

  void describe_value(const IfdEntry& entry, std::string_view name) {
    Field& value = notation_.open_value(entry, name, FieldKind::value, {});
    value.is_detail = !is_list(entry);
    const auto index = is_list(entry) ? read_mpf(bytes_) : Result<MpfIndex>{MpfIndex{}};
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
  TiffHeader header_;
  IfdScribe notation_;
};

}  // namespace

void describe_mpf(BlockScribe& scribe) {
  const Bytes bytes = scribe.bytes();
  const auto header = read_tiff_header(bytes);
  if (header)
    MpfScribe{scribe, *header}.run();
  else
    scribe.add({FieldKind::unknown, "unreadable", {0, bytes.size()}, std::string{header.error().what}});
}

}  // namespace exifscrub
