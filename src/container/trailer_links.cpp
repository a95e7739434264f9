#include "container/trailer_links.hpp"

#include <algorithm>
#include <array>

#include "base/cursor.hpp"

namespace exifscrub {

using namespace std::string_view_literals;

namespace {

Link absolute(std::uint64_t field, ByteOrder order, Extent target) {
  Link link;
  link.quantity = Link::Quantity::offset;
  link.encoding = order == ByteOrder::big ? Encoding::u32_big : Encoding::u32_little;
  link.field = {field, 4};
  link.target = target;
  return link;
}

Result<Bytes> window_of(ByteSource& file, Extent at) {
  return file.window(at.offset, static_cast<std::size_t>(std::min<std::uint64_t>(at.length, 0x10000)));
}

/// "AXS!" | version 2 | count 2 | 0 4 | count times {tag 4, length 4, place 4} | data | "AXS!" | place of the
/// header 4 | checksum 4
Result<std::vector<Link>> links_of_afcp(ByteSource& file, Extent at) {
  constexpr std::uint64_t header = 12, entry = 12, place_in_entry = 8;
  std::vector<Link> links;
  EXS_TRY(const Bytes head, window_of(file, at));
  if (head.size() < 2 * header) return links;
  const ByteOrder order = head[3] == '*' ? ByteOrder::little : ByteOrder::big;
  Cursor cursor{head, order};
  cursor.skip(6);
  std::uint32_t left = cursor.u16();
  for (cursor.skip(4); left > 0; --left) {
    const std::uint64_t field = at.offset + cursor.position() + place_in_entry;
    cursor.skip(4);
    const std::uint64_t length = cursor.u32();
    const Extent target{cursor.u32(), length};
    if (!cursor) break;
    if (at.contains(target)) links.push_back(absolute(field, order, target));
  }
  EXS_TRY(const Bytes told, file.window(at.end() - 8, 4));
  // Places that are wrong already stay so: all of them count from where the trailer once stood.
  if (load_u32(told.data(), order) != at.offset) return std::vector<Link>{};
  links.push_back(absolute(at.end() - 8, order, {at.offset, entry}));
  return links;
}

/// "QDIO" | 101 4 | 1 4 | where the sound starts 4 | where it ends 4 | 20 4 | "QDIO" | "BS"
Result<std::vector<Link>> links_of_sound(ByteSource& file, Extent& at) {
  constexpr std::uint64_t index = 30;
  std::vector<Link> links;
  if (at.length < index) return links;
  EXS_TRY(const Bytes tail, file.window(at.end() - index, index));
  if (!starts_with(tail, "QDIO"sv) || !starts_with(tail.subspan(24), "QDIOBS"sv)) return links;
  const std::uint64_t begin = at.end() - index;
  at.length -= index;
  for (const std::uint64_t field : {std::uint64_t{12}, std::uint64_t{16}}) {
    const std::uint64_t place = load_u32(&tail[field], ByteOrder::little);
    if (place >= at.offset && place <= at.end()) {
      links.push_back(absolute(begin + field, ByteOrder::little, {place, 0}));
    }
  }
  return links;
}

/// Blocks {0 2, type 2, length of the name 4, name, data} | "SEFH" | version 4 | count 4 | count times {0 2,
/// type 2, distance before SEFH 4, length 4} | length 4 | "SEFT"
Result<std::vector<Link>> links_of_seft(ByteSource& file, Extent at) {
  constexpr std::uint16_t motion_photo = 0x0A30;
  EXS_TRY(std::vector<Link> links, links_of_sound(file, at));
  if (at.length < 8) return links;
  EXS_TRY(const Bytes foot, file.window(at.end() - 8, 8));
  const std::uint64_t length = load_u32(foot.data(), ByteOrder::little);
  if (!starts_with(foot.subspan(4), "SEFT"sv) || length > at.length - 8) return links;
  const std::uint64_t directory = at.end() - 8 - length;
  std::vector<Extent> videos;
  EXS_TRY(const Bytes entries, window_of(file, {directory, length}));
  Cursor cursor{entries, ByteOrder::little};
  cursor.skip(8);
  for (std::uint32_t left = cursor.u32(); left > 0; --left) {
    cursor.skip(2);
    const std::uint16_t type = cursor.u16();
    const std::uint64_t distance = cursor.u32();
    const std::uint64_t size = cursor.u32();
    if (!cursor) break;
    const bool inside = distance <= directory - at.offset && size <= distance;
    if (type == motion_photo && inside) videos.push_back({directory - distance, size});
  }
  for (const Extent block : videos) {
    // Name "MotionPhoto_Data", data "mpv2" | where the video starts 4 | its length 4, both big-endian.
    EXS_TRY(const Bytes bytes, window_of(file, block));
    constexpr std::uint64_t name_length_at = 4;
    if (bytes.size() < 8) continue;
    const std::uint64_t data = 8ULL + load_u32(&bytes[name_length_at], ByteOrder::little);
    if (data > bytes.size() || bytes.size() - data < 12 || !starts_with(bytes.subspan(data), "mpv2"sv))
      continue;
    const Extent video{load_u32(&bytes[data + 4], ByteOrder::big),
                       load_u32(&bytes[data + 8], ByteOrder::big)};
    if (video.end() <= directory) links.push_back(absolute(block.offset + data + 4, ByteOrder::big, video));
  }
  return links;
}

}  // namespace

Result<std::vector<Link>> links_of_trailer(ByteSource& file, const Trailer& trailer) {
  if (trailer.block == BlockKind::seft) return links_of_seft(file, trailer.at);
  if (trailer.dialect == Dialect::afcp) return links_of_afcp(file, trailer.at);
  return std::vector<Link>{};
}

}  // namespace exifscrub
