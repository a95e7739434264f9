#include "container/jfif.hpp"

#include <string_view>

#include "base/assert.hpp"
#include "base/cursor.hpp"
#include "container/jpeg_marker.hpp"

namespace exifscrub {
namespace {

// "JFIF\0" | version 2 | units 1 | X density 2 | Y density 2 | thumbnail width 1 | height 1 | RGB of both
constexpr std::size_t header_length = 14, thumbnail_width = 12, thumbnail_height = 13;

}  // namespace

bool is_jfif(Bytes payload) {
  return payload.size() >= header_length && starts_with(payload, std::string_view{"JFIF\0", 5});
}

bool is_canonical_jfif(Bytes payload) {
  return payload.size() == header_length && is_jfif(payload) && payload[thumbnail_width] == 0 &&
         payload[thumbnail_height] == 0;
}

std::vector<Byte> canonical_jfif(Bytes payload) {
  EXS_ASSERT(is_jfif(payload));
  std::vector<Byte> segment = {0xFF, marker::app0, 0, 2 + header_length};
  segment.insert(segment.end(), payload.begin(), payload.begin() + thumbnail_width);
  segment.insert(segment.end(), {0, 0});
  return segment;
}

}  // namespace exifscrub
