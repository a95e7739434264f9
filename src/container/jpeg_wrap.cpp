#include "container/jpeg_wrap.hpp"

#include <string_view>

#include "base/assert.hpp"
#include "container/jpeg_marker.hpp"

namespace exifscrub {

using namespace std::string_view_literals;

namespace {

constexpr std::size_t longest_payload = 0xFFFF - 2;

struct Header {
  Byte marker = 0;
  std::string_view signature;
};

Header header_of(BlockKind kind) {
  switch (kind) {
    case BlockKind::exif:
      return {marker::app1, "Exif\0\0"sv};
    case BlockKind::xmp:
      return {marker::app1, "http://ns.adobe.com/xap/1.0/\0"sv};
    case BlockKind::mpf:
      return {marker::app2, "MPF\0"sv};
    default:
      return {};
  }
}

}  // namespace

std::size_t jpeg_room(BlockKind kind) {
  const Header header = header_of(kind);
  return header.marker == 0 ? 0 : longest_payload - header.signature.size();
}

std::vector<Byte> wrap_jpeg(BlockKind kind, Bytes payload) {
  EXS_ASSERT(payload.size() <= jpeg_room(kind));
  const Header header = header_of(kind);
  const std::size_t length = 2 + header.signature.size() + payload.size();
  std::vector<Byte> segment = {0xFF, header.marker, static_cast<Byte>(length >> 8),
                               static_cast<Byte>(length)};
  segment.reserve(2 + length);
  segment.insert(segment.end(), header.signature.begin(), header.signature.end());
  segment.insert(segment.end(), payload.begin(), payload.end());
  return segment;
}

bool jpeg_may_carry(BlockKind kind, Bytes header) {
  const Byte marker = header_of(kind).marker;
  return marker != 0 && header.size() == jpeg_segment_header && header[1] == marker;
}

}  // namespace exifscrub
