#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace exifscrub::fuzz {

/// Makes the length fields of a mutated JPEG point at the next marker, or else at the end: most mutations
/// would die at the first wrong length otherwise. Scans and what follows them stay as they are.
inline void repair_segments(std::uint8_t* data, std::size_t size) {
  std::size_t at = 2;
  while (size >= 6 && at < size - 4 && data[at] == 0xFF) {
    const std::uint8_t marker = data[at + 1];
    if (marker == 0xDA || marker == 0xD9) return;
    const std::size_t length = static_cast<std::size_t>(data[at + 2] << 8 | data[at + 3]);
    const std::size_t next = at + 2 + length;
    if (length >= 2 && next < size && data[next] == 0xFF) {
      at = next;
      continue;
    }
    const std::size_t limit = std::min(size, at + 2 + 0xFFFF);
    std::size_t found = at + 4;
    while (found + 1 < limit && !(data[found] == 0xFF && data[found + 1] >= 0xC0 && data[found + 1] != 0xFF))
      ++found;
    const std::size_t repaired = found - at - 2;
    data[at + 2] = static_cast<std::uint8_t>(repaired >> 8);
    data[at + 3] = static_cast<std::uint8_t>(repaired);
    at = found;
  }
}

}  // namespace exifscrub::fuzz
