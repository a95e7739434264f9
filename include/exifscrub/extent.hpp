#pragma once

#include <cstdint>

namespace exifscrub {

/// A stretch of bytes: where it starts and how long it is. Of which space (file, block, literal) the
/// member that holds the extent says; two spaces never share one structure. A value, for any thread.
struct Extent {
  std::uint64_t offset = 0;  ///< bytes from the start of the space
  std::uint64_t length = 0;  ///< bytes

  [[nodiscard]] constexpr std::uint64_t end() const { return offset + length; }
  [[nodiscard]] constexpr bool empty() const { return length == 0; }

  [[nodiscard]] constexpr bool contains(std::uint64_t at) const {
    return at >= offset && at - offset < length;
  }
  [[nodiscard]] constexpr bool contains(Extent other) const {
    return other.offset >= offset && other.end() <= end();
  }
  [[nodiscard]] constexpr bool overlaps(Extent other) const {
    return offset < other.end() && other.offset < end();
  }

  friend constexpr bool operator==(Extent, Extent) = default;
  friend constexpr auto operator<=>(Extent, Extent) = default;
};

/// The extent from `begin` up to, not including, `end`; empty when `end` does not lie behind `begin`.
[[nodiscard]] constexpr Extent extent_between(std::uint64_t begin, std::uint64_t end) {
  return {begin, end > begin ? end - begin : 0};
}

}  // namespace exifscrub
