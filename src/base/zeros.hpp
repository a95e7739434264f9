#pragma once

#include <algorithm>
#include <array>
#include <cstdint>

#include "exifscrub/byte_source.hpp"
#include "exifscrub/result.hpp"

namespace exifscrub {

/// Up to `length` zeros, as many as a window has. They take no memory: nobody ever writes to their pages.
[[nodiscard]] inline Bytes zeros_up_to(std::uint64_t length) {
  static std::array<Byte, ByteSource::max_window> zeros;
  return Bytes{zeros}.first(static_cast<std::size_t>(std::min<std::uint64_t>(length, zeros.size())));
}

/// Calls `use(Bytes)` for `length` zeros, window by window, until it fails.
template <class Use>
[[nodiscard]] Result<void> for_zeros(std::uint64_t length, Use use) {
  while (length > 0) {
    const Bytes zeros = zeros_up_to(length);
    EXS_CHECK(use(zeros));
    length -= zeros.size();
  }
  return {};
}

}  // namespace exifscrub
