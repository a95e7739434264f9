#pragma once

#include <atomic>

#include "io/file_system.hpp"

namespace exifscrub {

/// Raised by a signal handler: what has not been committed is to be undone. Null where nobody interrupts.
using StopFlag = const std::atomic<bool>*;

[[nodiscard]] inline bool stopped(StopFlag stop) {
  return stop != nullptr && stop->load(std::memory_order_relaxed);
}

/// What a file gets that was given up because the stop flag was raised: Errc::io with EINTR.
[[nodiscard]] Error interrupted();

/// Reads until `into` is full or the file ends; the number of bytes read.
[[nodiscard]] Result<std::size_t> read_fully(FileSystem& files, int descriptor, std::uint64_t offset,
                                             std::span<Byte> into);

[[nodiscard]] Result<void> write_fully(FileSystem& files, int descriptor, std::uint64_t offset, Bytes bytes);

/// Copies `what` of `from` to `at` of `to`, which has nothing there yet: by sharing blocks where the file system
/// can, otherwise by reading and writing. Holes stay holes.
/// @return changed when `from` ends too early; interrupted() when stopped.
[[nodiscard]] Result<void> copy_fully(FileSystem& files, int from, Extent what, int to, std::uint64_t at,
                                      StopFlag stop);

}  // namespace exifscrub
