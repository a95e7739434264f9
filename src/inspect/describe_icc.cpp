#include <algorithm>
#include <array>

#include "base/cursor.hpp"
#include "inspect/block_scribe.hpp"
#include "inspect/exif_numbers.hpp"
#include "metadata/block_findings.hpp"

namespace exifscrub {
namespace {

struct HeaderRow {
  std::uint64_t at;
  std::uint64_t length;
  std::string_view name;  ///< ExifTool's
  enum class As : std::uint8_t { text, number, version, date, hex, xyz } as;
};

// ICC.1 7.2
constexpr auto header_rows = std::to_array<HeaderRow>({
    {0, 4, "ProfileSize", HeaderRow::As::number},
    {4, 4, "ProfileCMMType", HeaderRow::As::text},
    {8, 4, "ProfileVersion", HeaderRow::As::version},
    {12, 4, "ProfileClass", HeaderRow::As::text},
    {16, 4, "ColorSpaceData", HeaderRow::As::text},
    {20, 4, "ProfileConnectionSpace", HeaderRow::As::text},
    {24, 12, "ProfileDateTime", HeaderRow::As::date},
    {36, 4, "ProfileFileSignature", HeaderRow::As::text},
    {40, 4, "PrimaryPlatform", HeaderRow::As::text},
    {44, 4, "CMMFlags", HeaderRow::As::number},
    {48, 4, "DeviceManufacturer", HeaderRow::As::text},
    {52, 4, "DeviceModel", HeaderRow::As::text},
    {56, 8, "DeviceAttributes", HeaderRow::As::hex},
    {64, 4, "RenderingIntent", HeaderRow::As::number},
    {68, 12, "ConnectionSpaceIlluminant", HeaderRow::As::xyz},
    {80, 4, "ProfileCreator", HeaderRow::As::text},
    {84, 16, "ProfileID", HeaderRow::As::hex},
});

struct TagRow {
  std::string_view signature;
  std::string_view name;
};

// ICC.1 clause 9 and the private tags that profilers write, by ExifTool's names.
constexpr auto tag_rows = std::to_array<TagRow>({
    {"A2B0", "AToB0"},
    {"A2B1", "AToB1"},
    {"A2B2", "AToB2"},
    {"B2A0", "BToA0"},
    {"B2A1", "BToA1"},
    {"B2A2", "BToA2"},
    {"bXYZ", "BlueMatrixColumn"},
    {"bTRC", "BlueTRC"},
    {"chad", "ChromaticAdaptation"},
    {"chrm", "Chromaticity"},
    {"cprt", "ProfileCopyright"},
    {"desc", "ProfileDescription"},
    {"dmdd", "DeviceModelDesc"},
    {"dmnd", "DeviceMfgDesc"},
    {"dscm", "ProfileDescriptionML"},
    {"gamt", "Gamut"},
    {"gTRC", "GreenTRC"},
    {"gXYZ", "GreenMatrixColumn"},
    {"kTRC", "GrayTRC"},
    {"lumi", "Luminance"},
    {"meas", "Measurement"},
    {"meta", "Metadata"},
    {"mmod", "MakeAndModel"},
    {"MS00", "WCSProfiles"},
    {"ndin", "NativeDisplayInfo"},
    {"bkpt", "MediaBlackPoint"},
    {"rTRC", "RedTRC"},
    {"rXYZ", "RedMatrixColumn"},
    {"targ", "CharTarget"},
    {"tech", "Technology"},
    {"vcgt", "VideoCardGamma"},
    {"view", "ViewingCondDesc"},
    {"vued", "ViewingCondDesc"},
    {"wtpt", "MediaWhitePoint"},
    {"cicp", "ColorSpaceData"},
    {"aarg", "AARG"},
    {"aagg", "AAGG"},
    {"aabg", "AABG"},
});

std::string text_of(Bytes bytes) {
  std::string text;
  for (const Byte byte : bytes) text += byte >= 0x20 && byte < 0x7F ? static_cast<char>(byte) : ' ';
  while (text.ends_with(' ')) text.pop_back();
  return text;
}

/// Three numbers of 16.16 bits each.
std::string xyz_of(Bytes bytes) {
  std::string text;
  for (std::size_t i = 0; i + 4 <= bytes.size() && i < 12; i += 4) {
    const auto fixed = static_cast<std::int32_t>(load_u32(&bytes[i], ByteOrder::big));
    if (!text.empty()) text += ' ';
    text += general_text(fixed / 65536.0, 6);
  }
  return text;
}

std::string date_of(Bytes bytes) {
  constexpr std::array<std::string_view, 6> before = {"", ":", ":", " ", ":", ":"};
  std::string text;
  for (std::size_t i = 0; i < 6; ++i) {
    std::string number = std::to_string(load_u16(&bytes[2 * i], ByteOrder::big));
    if (number.size() < 2) number.insert(0, "0");
    text += std::string{before[i]} + number;
  }
  return text;
}

std::string value_of(const HeaderRow& row, Bytes bytes) {
  switch (row.as) {
    case HeaderRow::As::text:
      return text_of(bytes);
    case HeaderRow::As::number:
      return std::to_string(load_u32(bytes.data(), ByteOrder::big));
    case HeaderRow::As::version:
      return std::to_string(bytes[0]) + "." + std::to_string(bytes[1] >> 4) + "." +
             std::to_string(bytes[1] & 15);
    case HeaderRow::As::date:
      return date_of(bytes);
    case HeaderRow::As::hex:
      return hex_value(bytes);
    case HeaderRow::As::xyz:
      return xyz_of(bytes);
  }
  return {};
}

/// UTF-16 big-endian as far as it is ASCII; the rest is seldom.
std::string localized(Bytes data) {
  Cursor head{data};
  head.skip(8);
  const std::uint32_t records = head.u32();
  head.skip(8);
  const std::uint64_t length = std::min<std::uint64_t>(head.u32(), 2048);
  head.seek(head.u32());
  std::string text;
  const Bytes units = head.take(records == 0 ? 0 : length & ~std::uint64_t{1});
  for (std::size_t i = 0; i + 1 < units.size(); i += 2) {
    const unsigned unit = load_u16(&units[i], ByteOrder::big);
    text += unit >= 0x20 && unit < 0x7F ? static_cast<char>(unit) : unit == 0xA9 ? 'c' : '?';
  }
  return text;
}

std::string tag_value(Bytes data) {
  if (data.size() < 8) return counted(data.size(), "byte", "bytes");
  if (starts_with(data, "XYZ ")) return xyz_of(data.subspan(8));
  if (starts_with(data, "text"))
    return text_of(data.subspan(8).first(std::min<std::size_t>(data.size() - 8, 1024)));
  if (starts_with(data, "mluc")) return localized(data);
  if (starts_with(data, "sig ") && data.size() >= 12) return text_of(data.subspan(8, 4));
  if (starts_with(data, "desc") && data.size() >= 12) {
    const std::uint64_t length =
        std::min<std::uint64_t>({load_u32(&data[8], ByteOrder::big), data.size() - 12, 1024});
    const Bytes text = data.subspan(12, length);
    return std::string(text.begin(), std::find(text.begin(), text.end(), Byte{0}));
  }
  return text_of(data.first(4)) + ", " + counted(data.size(), "byte", "bytes");
}

}  // namespace

void describe_icc(BlockScribe& scribe) {
  const Bytes profile = scribe.bytes();
  if (profile.size() < 132) {
    scribe.add({FieldKind::unknown, "unreadable", {0, profile.size()}, "shorter than a profile's header"});
    return;
  }
  Field& header = scribe.open({FieldKind::header, "profile header", {0, 128}, {}});
  header.is_heading = true;
  for (const HeaderRow& row : header_rows) {
    scribe.add({FieldKind::header,
                row.name,
                {row.at, row.length},
                value_of(row, scribe.bytes({row.at, row.length}))});
    scribe.make_tag("ICC-header", {});
  }
  scribe.close();
  const std::uint32_t declared = load_u32(&profile[128], ByteOrder::big);
  const auto count =
      static_cast<std::uint32_t>(std::min<std::uint64_t>({declared, (profile.size() - 132) / 12, 256}));
  Field& table = scribe.open({FieldKind::structure,
                              "tag table",
                              {128, 4 + std::uint64_t{12} * count},
                              counted(declared, "tag", "tags")});
  table.is_heading = true;
  scribe.add_detail({FieldKind::entry_count, "number of tags", {128, 4}, std::to_string(declared)});
  for (std::uint32_t i = 0; i < count; ++i) {
    const std::uint64_t at = 132 + std::uint64_t{12} * i;
    const std::string signature = text_of(scribe.bytes({at, 4}));
    const auto row = std::ranges::find(tag_rows, signature, &TagRow::signature);
    const std::string_view name = row != tag_rows.end() ? row->name : scribe.keep("ICC_" + signature);
    const std::uint64_t offset = load_u32(&profile[at + 4], ByteOrder::big);
    const std::uint64_t length = load_u32(&profile[at + 8], ByteOrder::big);
    const bool inside = offset <= profile.size() && length <= profile.size() - offset;
    const Extent data = inside ? Extent{offset, length} : Extent{};
    BlockField field{FieldKind::structure,
                     name,
                     {at, 12},
                     inside ? tag_value(scribe.bytes(data)) : "lies outside the profile"};
    field.also = data;
    Field& entry = scribe.open(std::move(field));
    entry.is_row = true;
    scribe.make_tag("ICC_Profile", {data});
    scribe.add_detail({FieldKind::tag, "tag", {at, 4}, signature + " " + std::string{name}});
    scribe.add_detail(
        {FieldKind::offset,
         "offset",
         {at + 4, 4},
         inside ? "-> value at " + hex_offset(scribe.file_offset(offset)) : hex_offset(offset)});
    if (inside) scribe.point_to(data);
    scribe.add_detail({FieldKind::length, "length", {at + 8, 4}, counted(length, "byte", "bytes")});
    if (!data.empty()) {
      Field& value = scribe.add_detail({FieldKind::value, name, data, {}});
      value.is_heading = true;
      scribe.anchor();
    }
    scribe.close();
  }
  scribe.close();
}

}  // namespace exifscrub
