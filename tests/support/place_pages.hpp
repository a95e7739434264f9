#pragma once

#include <fcntl.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <limits>

#include "geo/place_table.hpp"

namespace exifscrub::test {

inline constexpr std::size_t pages_unknown = std::numeric_limits<std::size_t>::max();

/// Pages in the middle third of the table that this process has mapped. The kernel maps pages around one that
/// is read, as many as lie together in its cache: the outer thirds may come with their neighbours.
inline std::size_t place_pages_in_use() {
  constexpr std::uintptr_t page = 4096;
  const std::uintptr_t third = place_table::bytes().size() / 3;
  const std::uintptr_t begin = reinterpret_cast<std::uintptr_t>(place_table::bytes().data()) + third;
  const std::uintptr_t end = begin + third;
  const int file = ::open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);
  if (file < 0) return pages_unknown;
  std::size_t in_use = 0;
  for (std::uintptr_t at = begin / page; at < end / page; ++at) {
    std::uint64_t entry = 0;
    const auto got = ::pread(file, &entry, sizeof entry, static_cast<off_t>(at * sizeof entry));
    if (got != sizeof entry) return pages_unknown;
    in_use += entry >> 63;
  }
  ::close(file);
  return in_use;
}

}  // namespace exifscrub::test
