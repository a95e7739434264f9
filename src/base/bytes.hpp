#pragma once

#include <cstring>
#include <string_view>

#include "exifscrub/byte_source.hpp"

namespace exifscrub {

/// Whether there is nothing but zeros, or nothing at all.
[[nodiscard]] inline bool all_zero(Bytes bytes) {
  return bytes.empty() ||
         (bytes[0] == 0 && std::memcmp(bytes.data(), bytes.data() + 1, bytes.size() - 1) == 0);
}

/// Whether two spans are of the same memory.
[[nodiscard]] inline bool is_same(Bytes a, Bytes b) { return a.data() == b.data() && a.size() == b.size(); }

/// The bytes as characters, whatever they mean.
[[nodiscard]] inline std::string_view as_text(Bytes bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// Whether `text` stands anywhere in `bytes`.
[[nodiscard]] inline bool contains(Bytes bytes, std::string_view text) {
  return as_text(bytes).find(text) != std::string_view::npos;  // at the speed of memchr
}

}  // namespace exifscrub
