#include "container/jfif.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "base/bytes.hpp"
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
  if (!is_jfif(payload)) return false;
  const Bytes rest = payload.subspan(thumbnail_width);
  return all_zero(rest);
}

std::vector<Byte> canonical_jfif(Bytes payload) {
  if (!is_jfif(payload)) return {};
  constexpr std::array<Byte, 4> head = {0xFF, marker::app0, 0, 2 + header_length};
  std::vector<Byte> segment(head.size() + header_length, 0);
  std::ranges::copy(head, segment.begin());
  std::ranges::copy(payload.first(thumbnail_width), segment.begin() + head.size());
  return segment;
}

}  // namespace exifscrub
