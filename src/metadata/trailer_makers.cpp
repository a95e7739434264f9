// Trailers of camera and phone makers, and of their programs.

#include <algorithm>
#include <array>
#include <bit>
#include <nlohmann/json.hpp>

#include "base/bytes.hpp"
#include "base/cursor.hpp"
#include "metadata/exif_values.hpp"
#include "metadata/trailer_readers.hpp"

namespace exifscrub {

using namespace std::string_view_literals;

namespace {

bool speaks_of_place(Bytes bytes) {
  constexpr auto words =
      std::to_array<std::string_view>({"latitude", "Latitude", "longitude", "Longitude", "location",
                                       "Location", "address", "Address", "gps", "GPS"});
  const std::string_view text = as_text(bytes);
  return std::ranges::any_of(words, [text](std::string_view word) { return text.find(word) != text.npos; });
}

/// Records {"IHL Created Optional Item Data", 0 0, ..., tag 4 at 36, length of the data 4, length of the
/// record 4} little-endian: 1 is an Exif block, others are pictures.
void read_canon_ihl(BlockFindings& into, Extent within) {
  constexpr std::uint64_t header = 48;
  std::uint64_t at = within.offset;
  while (within.end() - at >= header) {
    const Bytes head = into.bytes({at, header});
    const std::uint64_t length = load_u32(&head[40], ByteOrder::little);
    const std::uint64_t next = load_u32(&head[44], ByteOrder::little);
    const bool sane = starts_with(head, "IHL Created Optional Item Data\0\0"sv) && next >= header &&
                      next <= within.end() - at && length <= next - header;
    if (!sane) break;
    const Extent data{at + header, length};
    if (load_u32(&head[36], ByteOrder::little) == 1)
      into.refer(BlockKind::exif, "EXIF", data);
    else
      into.add_picture(ImageUse::preview, LeakClass::history, "CanonVRD", "PreviewImage", data);
    at += next;
  }
  into.add_unreadable("CanonVRD", extent_between(at, within.end()));
}

}  // namespace

/// Header 28 | blocks {kind 4, length 4, data} | footer 64
void read_canon_vrd_trailer(BlockFindings& into) {
  constexpr std::uint64_t header = 28;
  constexpr std::uint64_t footer = 64;
  const std::uint64_t size = into.bytes().size();
  if (size < header + footer) return into.add_unreadable("CanonVRD", {0, size});
  Cursor cursor{into.bytes().first(size - footer)};
  cursor.skip(header);
  while (cursor.remaining() > 0) {
    const std::size_t begin = cursor.position();
    const std::uint32_t kind = cursor.u32();
    const std::uint64_t length = cursor.u32();
    const Extent data{cursor.position(), length};
    cursor.skip(length);
    if (!cursor) return into.add_unreadable("CanonVRD", extent_between(begin, size - footer));
    if (kind == 0xFFFF00F5)
      read_canon_ihl(into, data);
    else if (kind == 0xFFFF00F6)
      into.refer(BlockKind::xmp, "XMP", data);
    else
      into.add(LeakClass::history, "CanonVRD", kind == 0xFFFF00F7 ? "DR4" : "EditData", data);
  }
}

/// Header 64 | records {id 4, length 4, data} | footer 20
void read_nikon_nx_trailer(BlockFindings& into) {
  constexpr std::uint64_t header = 64;
  constexpr std::uint64_t footer = 20;
  constexpr std::uint32_t packet = 1;
  const std::uint64_t size = into.bytes().size();
  if (size < header + footer) return into.add_unreadable("NikonApp", {0, size});
  Cursor cursor{into.bytes().first(size - footer)};
  cursor.skip(header);
  while (cursor.remaining() > 0) {
    const std::size_t begin = cursor.position();
    const std::uint32_t id = cursor.u32();
    const std::uint64_t length = cursor.u32();
    const Extent data{cursor.position(), length};
    cursor.skip(length);
    if (!cursor) return into.add_unreadable("NikonApp", extent_between(begin, size - footer));
    if (id == packet)
      into.refer(BlockKind::xmp, "XMP", data);
    else
      into.add(LeakClass::history, "NikonApp", into.keep("Record" + std::to_string(id)), data);
  }
}

namespace {

/// Pairs of {id 1, length 1, value}.
void read_insta360_identity(BlockFindings& into, Extent record) {
  constexpr auto names = std::to_array<std::pair<Byte, std::string_view>>(
      {{0x0A, "SerialNumber"}, {0x12, "Model"}, {0x1A, "Firmware"}, {0x2A, "Parameters"}});
  Cursor cursor{into.bytes(record)};
  while (cursor.remaining() >= 2) {
    const Byte id = cursor.u8();
    const std::uint64_t length = cursor.u8();
    const Extent value{record.offset + cursor.position(), length};
    cursor.skip(length);
    if (!cursor) break;
    const auto* name = std::ranges::find(names, id, &std::pair<Byte, std::string_view>::first);
    if (name == names.end()) continue;
    into.add_text(id == 0x1A ? LeakClass::software : LeakClass::device, "Insta360", name->second, value);
  }
  // Whatever else stands there is the camera's too.
  const std::uint64_t done = record.offset + (cursor ? cursor.position() : 0);
  into.add(LeakClass::device, "Insta360", "MakerNotes", extent_between(done, record.end()));
}

/// Records of 53 bytes: seconds since 1970 4, 4, milliseconds 2, A or V 1, latitude f64, N or S, longitude
/// f64, E or W (O in French), speed f64, track f64, altitude f64
void read_insta360_track(BlockFindings& into, Extent record) {
  constexpr std::uint64_t fix_size = 53;
  std::string value;
  for (std::uint64_t at = record.offset; at + fix_size <= record.end(); at += fix_size) {
    const Bytes fix = into.bytes({at, fix_size});
    const auto number = [&fix](std::size_t place) {
      return std::bit_cast<double>(load_u64(&fix[place], ByteOrder::little));
    };
    if (fix[10] != 'A') continue;
    const double latitude = fix[19] == 'S' ? -number(11) : number(11);
    const double longitude = fix[28] == 'W' || fix[28] == 'O' ? -number(20) : number(20);
    value = position_value(latitude, longitude, number(45));
    into.add_position(latitude, longitude, number(45));
    break;  // the first fix stands for the track
  }
  into.add_value(LeakClass::location, "Insta360", "GPSCoordinates", record, std::move(value));
}

void read_insta360_record(BlockFindings& into, std::uint16_t id, Extent record) {
  switch (id) {
    case 0x101:
      return read_insta360_identity(into, record);
    case 0x200:
      return into.add_picture(ImageUse::preview, LeakClass::thumbnail, "Insta360", "PreviewImage", record);
    case 0x700:
      return read_insta360_track(into, record);
    case 0x300:
      into.add(LeakClass::device, "Insta360", "Accelerometer", record);
      return;
    case 0x400:
      into.add(LeakClass::device, "Insta360", "ExposureTime", record);
      return;
    case 0x600:
      into.add(LeakClass::time, "Insta360", "VideoTimeStamp", record);
      return;
    default:
      into.add(LeakClass::unknown, "Insta360", into.keep("Record" + std::to_string(id)), record);
  }
}

}  // namespace

/// Records, each before its footer {id 2, length 4} little-endian; the last footer begins the 78 bytes that
/// end the trailer.
void read_insta360_trailer(BlockFindings& into) {
  constexpr std::uint64_t footer = 6;
  constexpr std::uint64_t end_size = 78;
  const Bytes bytes = into.bytes();
  if (bytes.size() < end_size) return into.add_unreadable("Insta360", {0, bytes.size()});
  std::uint64_t at = bytes.size() - end_size;
  while (true) {
    const std::uint16_t id = load_u16(&bytes[at], ByteOrder::little);
    const std::uint64_t length = load_u32(&bytes[at + 2], ByteOrder::little);
    if (length > at) break;
    read_insta360_record(into, id, {at - length, length});
    at -= length;
    if (at < footer) break;
    at -= footer;
  }
  into.add_unreadable("Insta360", {0, at});
}

/// "streamdata" and a picture, or a JSON text behind "vivo", up to "}" and 0 | 16 bytes
void read_vivo_trailer(BlockFindings& into) {
  constexpr std::uint64_t footer = 15;
  const Bytes bytes = into.bytes();
  const std::uint64_t end = bytes.size() < footer ? 0 : bytes.size() - footer;
  const std::string_view text = as_text(bytes.first(end));
  const std::uint64_t json = std::min<std::uint64_t>(text.find("vivo{\""), end);
  const Extent info = extent_between(json, end);
  const bool place = speaks_of_place(into.bytes(info));
  into.add_text(place ? LeakClass::location : LeakClass::device, "Vivo", "JSONInfo", info);
  const std::uint64_t picture = text.substr(0, json).find("\xFF\xD8\xFF"sv);
  if (picture < json)
    into.add_picture(ImageUse::unindexed, LeakClass::history, "Vivo", "HDRImage",
                     extent_between(picture, json));
  // The word by which the trailer is found says nothing.
  const std::uint64_t begin = text.starts_with("streamdata"sv) ? 10 : 0;
  into.add(LeakClass::unknown, "Vivo", "StreamData",
           extent_between(begin, std::max(begin, std::min<std::uint64_t>(picture, json))));
}

/// Data | JSON list of {name, offset: distance before the list, length} | "jxrs" | length of list and this 8
void read_oneplus_trailer(BlockFindings& into) {
  constexpr std::uint64_t footer = 8;
  const Bytes bytes = into.bytes();
  const Extent all{0, bytes.size()};
  const std::uint64_t length =
      bytes.size() < footer ? 0 : load_u32(&bytes[bytes.size() - 4], ByteOrder::little);
  if (length < footer || length > bytes.size()) return into.add_unreadable("OnePlus", all);
  const std::uint64_t list = bytes.size() - length;
  std::string json{as_text(bytes.subspan(list, length - footer))};
  while (!json.empty() && json.back() == '\0') json.pop_back();
  const auto items = nlohmann::json::parse(json, nullptr, false);
  std::uint64_t named_from = list;
  std::uint64_t named = 0;
  for (const auto& item : items.is_array() ? items : nlohmann::json::array()) {
    if (!item.is_object()) continue;
    const auto number = [&item](const char* key) {
      const auto found = item.find(key);
      return found != item.end() && found->is_number_unsigned() ? found->get<std::uint64_t>() : 0;
    };
    const std::uint64_t distance = number("offset");
    if (distance == 0 || distance > list) continue;
    const auto name = item.find("name");
    const std::string tag =
        name != item.end() && name->is_string() ? name->get<std::string>() : std::string{};
    const Extent at{list - distance, std::min(number("length"), distance)};
    // Parts stand side by side: a list that names the same bytes again and again would be read as often.
    if (at.length > list - named) return into.add_unreadable("OnePlus", all);
    named += at.length;
    named_from = std::min(named_from, at.offset);
    const LeakClass leak_class = speaks_of_place(into.bytes(at)) ? LeakClass::location : LeakClass::device;
    if (starts_with(into.bytes(at), "\xFF\xD8\xFF"sv)) {
      into.add_picture(ImageUse::unindexed, LeakClass::history, "OnePlus", into.keep(tag), at);
    } else if (BlockFinding* finding = into.add(leak_class, "OnePlus", into.keep(tag), at)) {
      const bool text = into.wants_values() && is_printable(into.bytes(at));
      if (text) finding->value = text_value(into.bytes(at));
    }
  }
  into.add_unreadable("OnePlus", {0, named_from});
}

}  // namespace exifscrub
