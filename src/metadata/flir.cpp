#include "metadata/flir.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <optional>

#include "base/cursor.hpp"
#include "metadata/blanking.hpp"
#include "metadata/block_findings.hpp"
#include "metadata/exif_values.hpp"

namespace exifscrub {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view group = "FLIR";
constexpr std::uint64_t file_header = 32;
constexpr std::uint64_t table_entry = 32;
constexpr std::uint32_t max_records = 4096;

constexpr std::uint16_t unused = 0, embedded_image = 0x0E, camera_info = 0x20, gps_info = 0x2B;

struct FieldRow {
  std::uint64_t at;
  std::uint64_t length;
  LeakClass leak_class;
  std::string_view tag;
};

/// CameraInfo.
constexpr auto camera_fields = std::to_array<FieldRow>({
    {0x0D4, 32, LeakClass::device, "CameraModel"},
    {0x0F4, 16, LeakClass::device, "CameraPartNumber"},
    {0x104, 16, LeakClass::device, "CameraSerialNumber"},
    {0x114, 16, LeakClass::software, "CameraSoftware"},
    {0x170, 32, LeakClass::device, "LensModel"},
    {0x190, 16, LeakClass::device, "LensPartNumber"},
    {0x1A0, 16, LeakClass::device, "LensSerialNumber"},
    {0x1EC, 16, LeakClass::device, "FilterModel"},
    {0x1FC, 32, LeakClass::device, "FilterPartNumber"},
    {0x21C, 32, LeakClass::device, "FilterSerialNumber"},
});
constexpr Extent date_field{0x384, 10};

struct RecordRow {
  std::uint16_t type;
  LeakClass leak_class;
  std::string_view tag;
};

constexpr auto records = std::to_array<RecordRow>({
    {0x01, LeakClass::device, "RawThermalImage"},
    {0x05, LeakClass::device, "PaintImage"},
    {0x21, LeakClass::text, "MeasurementInfo"},
    {0x22, LeakClass::device, "PaletteInfo"},
    {0x23, LeakClass::text, "TextInfo"},
    {0x2A, LeakClass::device, "PiPInfo"},
    {0x2C, LeakClass::text, "MeterLink"},
    {0x2E, LeakClass::text, "ParameterInfo"},
});

double load_f64(Bytes bytes, std::size_t at) {
  return std::bit_cast<double>(load_u64(&bytes[at], ByteOrder::little));
}
double load_f32(Bytes bytes, std::size_t at) {
  return std::bit_cast<float>(load_u32(&bytes[at], ByteOrder::little));
}

/// Whether a record is a position: GPSInfo, and the copy of it that phones keep in ParameterInfo.
bool is_position(const FlirRecord& record, Bytes bytes) {
  if (record.type == gps_info) return true;
  constexpr std::size_t size = 0x58;
  return bytes.size() >= size && load_u32(bytes.data(), ByteOrder::little) == 1 &&
         (bytes[0x08] == 'N' || bytes[0x08] == 'S') && bytes[0x09] == 0 &&
         (bytes[0x0A] == 'E' || bytes[0x0A] == 'W') && bytes[0x0B] == 0;
}

/// GPSInfo, little-endian whatever the header says.
void read_position(BlockFindings& into, Extent record) {
  constexpr std::size_t size = 0x58;
  const Bytes bytes = into.bytes(record);
  if (bytes.size() < size) {
    into.add(LeakClass::location, group, "GPSInfo", record);
    return;
  }
  const bool blank = std::ranges::all_of(bytes, [](Byte byte) { return byte == 0 || byte == ' '; });
  if (blank) return;
  // The values of some apps are unsigned, of others signed.
  const double north = load_f64(bytes, 0x10);
  const double east = load_f64(bytes, 0x18);
  const double latitude = bytes[0x08] == 'S' ? -std::fabs(north) : north;
  const double longitude = bytes[0x0A] == 'W' ? -std::fabs(east) : east;
  const double altitude = load_f32(bytes, 0x20);
  const auto add = [&](std::string_view tag, std::uint64_t at, std::uint64_t length, std::string value) {
    into.add_value(LeakClass::location, group, tag, {record.offset + at, length}, std::move(value));
  };
  // The record as a whole, so that it goes even when one field alone is not zero.
  into.add_value(LeakClass::location, group, "GPSInfo", record,
                 position_value(latitude, longitude, altitude));
  add("GPSLatitude", 0x10, 8, number_text(latitude));
  add("GPSLongitude", 0x18, 8, number_text(longitude));
  add("GPSAltitude", 0x20, 4, number_text(altitude));
  add("GPSTrack", 0x50, 4, number_text(load_f32(bytes, 0x50)));
  add("GPSImgDirection", 0x54, 4, number_text(load_f32(bytes, 0x54)));
  add("GPSMapDatum", 0x58, 16, text_value(into.bytes({record.offset + 0x58, 16})));
  const bool valid = load_u32(bytes.data(), ByteOrder::little) == 1;
  if (valid) into.add_position(latitude, longitude, altitude);
}

void read_camera(BlockFindings& into, Extent record) {
  for (const FieldRow& field : camera_fields) {
    if (field.at + field.length > record.length) continue;
    into.add_text(field.leak_class, group, field.tag, {record.offset + field.at, field.length});
  }
  if (date_field.end() > record.length) return;
  const Extent at{record.offset + date_field.offset, date_field.length};
  const Bytes bytes = into.bytes(at);
  if (bytes.size() < date_field.length) return;
  into.add_value(LeakClass::time, group, "DateTimeOriginal", at,
                 utc_value(load_u32(bytes.data(), ByteOrder::little)));
}

void read_record(BlockFindings& into, const FlirRecord& record) {
  if (is_position(record, into.bytes(record.data))) return read_position(into, record.data);
  switch (record.type) {
    case camera_info:
      return read_camera(into, record.data);
    case embedded_image:
      return into.add_picture(ImageUse::unindexed, LeakClass::history, group, "EmbeddedImage", record.data);
    default:
      break;
  }
  const auto* row = std::ranges::find(records, record.type, &RecordRow::type);
  if (row != records.end())
    into.add(row->leak_class, group, row->tag, record.data);
  else
    into.add(LeakClass::device, group, into.keep("Record" + std::to_string(record.type)), record.data);
}

}  // namespace

/// "FFF\0" or "AFF\0" | program 16 | version 4 | place of the table 4 | records in it 4. Version 100 to 199
/// in the byte order of the header.
std::optional<FlirDirectory> read_flir_directory(Bytes bytes) {
  if (bytes.size() < 0x20 || (!starts_with(bytes, "FFF\0"sv) && !starts_with(bytes, "AFF\0"sv))) {
    return std::nullopt;
  }
  const std::uint32_t version = load_u32(&bytes[0x14], ByteOrder::big);
  FlirDirectory directory;
  directory.order = version >= 100 && version < 200 ? ByteOrder::big : ByteOrder::little;
  const std::uint64_t table = load_u32(&bytes[0x18], directory.order);
  const std::uint64_t count = std::min(load_u32(&bytes[0x1C], directory.order), max_records);
  if (count == 0 || table < 0x20 || table + count * table_entry > bytes.size()) return std::nullopt;
  directory.table = {table, count * table_entry};
  directory.body = extent_between(directory.table.end(), bytes.size());
  for (std::uint64_t at = table; at < directory.body.offset; at += table_entry) {
    const FlirRecord record{
        load_u16(&bytes[at], directory.order),
        {at, table_entry},
        {load_u32(&bytes[at + 12], directory.order), load_u32(&bytes[at + 16], directory.order)}};
    if (record.type == unused || record.data.empty()) continue;
    if (directory.body.contains(record.data))
      directory.records.push_back(record);
    else
      directory.astray = true;
  }
  return directory;
}

std::string_view flir_record_tag(std::uint16_t type) {
  switch (type) {
    case embedded_image:
      return "EmbeddedImage";
    case camera_info:
      return "CameraInfo";
    case gps_info:
      return "GPSInfo";
    default:
      break;
  }
  const auto* row = std::ranges::find(records, type, &RecordRow::type);
  return row == records.end() ? std::string_view{} : row->tag;
}

void read_flir(const ReadRequest& request, Reading& into) {
  BlockFindings findings{request, into};
  const auto directory = read_flir_directory(request.bytes);
  if (!directory) {
    findings.add(LeakClass::device, group, "FLIR", {0, request.bytes.size()});
    findings.add_unreadable(group, {0, request.bytes.size()});
    return;
  }
  for (const FlirRecord& record : directory->records) read_record(findings, record);
  // What one entry misses may stand where another one seems to be.
  if (directory->astray) findings.add_unreadable(group, extent_between(file_header, request.bytes.size()));
}

Result<Erasure> erase_flir(const EraseRequest& request) {
  Blanking blanking{request.bytes.size()};
  bool position = false;
  for (const BlockFinding* finding : request.selected) {
    for (const Extent at : request.reading->where(*finding)) blanking.fill(at);
    position = position || finding->leak_class == LeakClass::location;
  }
  const auto directory = position ? read_flir_directory(request.bytes) : std::nullopt;
  for (const FlirRecord& record : directory ? directory->records : std::vector<FlirRecord>{}) {
    if (!is_position(record, request.bytes.subspan(record.data.offset, record.data.length))) continue;
    blanking.fill(record.type_at(), 0, Phase::index);
    blanking.fill(record.data);
  }
  Erasure erasure;
  erasure.patches = blanking.patches();
  return erasure;
}

}  // namespace exifscrub
