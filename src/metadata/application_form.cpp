#include "metadata/application_form.hpp"

#include <algorithm>
#include <string_view>

#include "base/bytes.hpp"
#include "base/cursor.hpp"

namespace exifscrub {
namespace {

using namespace std::string_view_literals;

bool is_tiff(Bytes bytes) { return starts_with(bytes, "II*\0"sv) || starts_with(bytes, "MM\0*"sv); }

/// Lines of any encoding, with zeros where cameras end them.
bool is_text(Bytes bytes) {
  return std::ranges::all_of(bytes, [](Byte byte) {
    return (byte >= 0x20 && byte != 0x7F) || byte == '\t' || byte == '\n' || byte == '\r' || byte == 0;
  });
}

/// A heap ends with the place of its directory: a count 2, and entries of 10.
bool is_ciff(Bytes heap) {
  if (heap.size() < 6) return false;
  const auto fits = [&](ByteOrder order) {
    const std::uint64_t room = heap.size() - 6;
    const std::uint64_t directory = load_u32(&heap[heap.size() - 4], order);
    return directory <= room && 10ULL * load_u16(&heap[directory], order) <= room - directory;
  };
  return fits(ByteOrder::little) || fits(ByteOrder::big);
}

/// A date at 4D of the segment, 5 bytes less behind its signature.
bool is_qvci(Bytes bytes) {
  constexpr std::size_t date = 0x48, length = 20;
  return bytes.size() >= date + length && is_text(bytes.subspan(date, length));
}

/// Version 0 | 1: list of contents, 2: data of a stream, 3: reserved
bool is_fpxr(Bytes bytes) { return bytes.size() >= 2 && bytes[0] == 0 && bytes[1] >= 1 && bytes[1] <= 3; }

/// Length of the description 2 | description | length of the comment 2 | comment
bool is_jps(Bytes bytes) {
  Cursor cursor{bytes};
  cursor.skip(cursor.u16());
  const Bytes comment = cursor.take(cursor.u16());
  return cursor && is_text(comment) && all_zero(cursor.take(cursor.remaining()));
}

/// Its length, the signature's with it.
bool is_qti(Bytes bytes) {
  constexpr std::uint64_t signature = 19;
  return bytes.size() >= 4 && load_u32(bytes.data(), ByteOrder::little) <= bytes.size() + signature;
}

/// Byte order 2 | 18 bytes | type 2, length with itself 2 ...
bool is_rmeta(Bytes bytes) {
  constexpr std::size_t header = 20;
  if (bytes.size() < header + 4 || !(starts_with(bytes, "II"sv) || starts_with(bytes, "MM"sv))) return false;
  const ByteOrder order = bytes[0] == 'I' ? ByteOrder::little : ByteOrder::big;
  const std::uint64_t length = load_u16(&bytes[header + 2], order);
  return length >= 2 && length <= bytes.size() - header - 2;
}

/// MIL-STD-188-198A: version, and twelve numbers.
bool is_nitf(Bytes bytes) { return bytes.size() <= 32; }

bool is_ducky(Bytes bytes) {
  constexpr std::uint16_t most_known = 3;
  Cursor cursor{bytes};
  while (cursor && cursor.remaining() >= 4) {
    const std::uint16_t tag = cursor.u16();
    if (tag == 0) break;
    if (tag > most_known) return false;
    cursor.skip(cursor.u16());
  }
  return static_cast<bool>(cursor);
}

/// Zeros and a version in front of a text of elements.
bool is_media_jukebox(Bytes bytes) {
  constexpr std::size_t most = 16;
  const auto element = std::find(bytes.begin(), bytes.end(), static_cast<Byte>('<'));
  const auto front = static_cast<std::size_t>(element - bytes.begin());
  return is_text(bytes) || (front <= most && is_text(bytes.subspan(front)));
}

/// A number for the kind of picture that follows.
bool is_adobe_cm(Bytes bytes) { return bytes.size() <= 8; }

}  // namespace

bool has_announced_form(Dialect dialect, Bytes bytes) {
  switch (dialect) {
    case Dialect::parrot:
    case Dialect::meta:
    case Dialect::eppim:
    case Dialect::huawei:
      return is_tiff(bytes);
    case Dialect::ciff:
      return is_ciff(bytes);
    case Dialect::qvci:
      return is_qvci(bytes);
    case Dialect::fpxr:
      return is_fpxr(bytes);
    case Dialect::jps:
      return is_jps(bytes);
    case Dialect::qti:
      return is_qti(bytes);
    case Dialect::rmeta:
      return is_rmeta(bytes);
    case Dialect::nitf:
      return is_nitf(bytes);
    case Dialect::ducky:
      return is_ducky(bytes);
    case Dialect::media_jukebox:
      return is_media_jukebox(bytes);
    case Dialect::adobe_cm:
      return is_adobe_cm(bytes);
    case Dialect::ocad:
    case Dialect::dji_dbg:
    case Dialect::seal:
    case Dialect::graphic_converter:
      return is_text(bytes);
    default:
      return true;
  }
}

}  // namespace exifscrub
