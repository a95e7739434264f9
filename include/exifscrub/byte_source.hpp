#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "exifscrub/result.hpp"

namespace exifscrub {

using Byte = std::uint8_t;
using Bytes = std::span<const Byte>;

/// Random access to bytes that stand still: a file, memory, a part of either, the planned output of a
/// run, a decoded block. Parsers, readers and the second walker see nothing else of the world.
///
/// A source belongs to one thread. Files are read by pread, never mapped: a mapping dies with SIGBUS
/// when somebody truncates the file.
class ByteSource {
 public:
  /// The longest window, in bytes: it stays in a core's second-level cache.
  static constexpr std::size_t max_window = 256 * 1024;

  virtual ~ByteSource() = default;

  /// Bytes in the source; constant for the source's life.
  [[nodiscard]] virtual std::uint64_t size() const = 0;

  /// Exactly `length` bytes from `offset`, owned by the source and valid until the next call on it.
  /// @return truncated when the source ends before `offset + length`; limit when `length` is above
  ///         max_window; io and changed from files.
  [[nodiscard]] virtual Result<Bytes> window(std::uint64_t offset, std::size_t length) = 0;

  /// Fills `into` with the bytes from `offset`; the same errors, no limit on the length.
  [[nodiscard]] virtual Result<void> read_into(std::uint64_t offset, std::span<Byte> into) = 0;
};

}  // namespace exifscrub
