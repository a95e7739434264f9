// Trailers that programs of the press leave behind a picture: all carry IPTC.

#include <array>

#include "base/cursor.hpp"
#include "metadata/trailer_readers.hpp"
#include "syntax/extent_set.hpp"

namespace exifscrub {

using namespace std::string_view_literals;

/// "AXS!" or "AXS*" (little-endian) | version 2 | count 2 | 0 4 | count times {tag 4, length 4, place in the
/// file 4} | data | "AXS!" or "AXS*" | place of this trailer in the file 4 | checksum 4
void read_afcp_trailer(BlockFindings& into) {
  constexpr std::uint64_t footer = 12;
  const Bytes bytes = into.bytes();
  const Extent all{0, bytes.size()};
  if (bytes.size() < 12 + footer) return into.add_unreadable("AFCP", all);
  const ByteOrder order = bytes[3] == '*' ? ByteOrder::little : ByteOrder::big;
  const std::uint64_t start = load_u32(&bytes[bytes.size() - 8], order);
  Cursor cursor{bytes, order};
  cursor.skip(6);
  ExtentSet named;
  std::uint32_t left = cursor.u16();
  for (cursor.skip(4); left > 0; --left) {
    const Bytes tag = cursor.take(4);
    const std::uint64_t length = cursor.u32();
    const std::uint64_t place = cursor.u32();
    if (!cursor) break;
    if (place < start || place - start > bytes.size() || length > bytes.size() - (place - start)) continue;
    const Extent at{place - start, length};
    named.add(at);
    if (starts_with(tag, "IPTC"sv))
      into.refer(BlockKind::iptc, "IPTC", at);
    else if (starts_with(tag, "TEXT"sv))
      into.add_text(LeakClass::text, "AFCP", "Text", at);
    else if (starts_with(tag, "Nail"sv))
      into.add_picture(ImageUse::thumbnail, LeakClass::thumbnail, "AFCP", "ThumbnailImage", at);
    else if (starts_with(tag, "PrVw"sv))
      into.add_picture(ImageUse::preview, LeakClass::thumbnail, "AFCP", "PreviewImage", at);
    else
      into.add(LeakClass::unknown, "AFCP", into.keep("0x" + hex_value(tag)), at);
  }
  named.add({0, cursor.position()});
  named.settle();
  const ExtentSet unnamed = named.gaps_in({0, bytes.size() - footer});
  for (const Extent gap : unnamed.extents()) into.add_unreadable("AFCP", gap);
}

/// Blocks of data and footer {tag 2, length with the footer 4, A1 B2 C3 D4}, found from the end.
void read_foto_station_trailer(BlockFindings& into) {
  constexpr std::uint64_t footer = 10;
  Bytes rest = into.bytes();
  while (rest.size() >= footer && starts_with(rest.last(4), "\xA1\xB2\xC3\xD4"sv)) {
    const std::uint16_t tag = load_u16(&rest[rest.size() - 10], ByteOrder::big);
    const std::uint64_t length = load_u32(&rest[rest.size() - 8], ByteOrder::big);
    if (length < footer || length > rest.size()) break;
    const Extent at{rest.size() - length, length - footer};
    switch (tag) {
      case 1:
        into.refer(BlockKind::iptc, "IPTC", at);
        break;
      case 2:
        into.add(LeakClass::history, "FotoStation", "SoftEdit", at);
        break;
      case 3:
        into.add_picture(ImageUse::thumbnail, LeakClass::thumbnail, "FotoStation", "ThumbnailImage", at);
        break;
      case 4:
        into.add_picture(ImageUse::preview, LeakClass::thumbnail, "FotoStation", "PreviewImage", at);
        break;
      default:
        into.add(LeakClass::unknown, "FotoStation", "Unknown", at);
    }
    rest = rest.first(at.offset);
  }
  into.add_unreadable("FotoStation", {0, rest.size()});
}

/// Datasets as in IPTC, of a record of its own: crop and rotation | their length 4 | "cbipcbbl"
void read_photo_mechanic_trailer(BlockFindings& into) {
  constexpr std::uint64_t footer = 12;
  const std::uint64_t size = into.bytes().size();
  into.add(LeakClass::history, "PhotoMechanic", "SoftEdit", {0, size > footer ? size - footer : size});
}

}  // namespace exifscrub
