#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "exifscrub/byte_source.hpp"

namespace exifscrub {

/// Reads a source front to back through windows as long as they may be, so that small structures one after
/// another cost no read of their own. The source is borrowed; nobody else may ask it for a window meanwhile.
class SlidingWindow {
 public:
  /// @param step  bytes that are asked for at once, at most ByteSource::max_window
  explicit SlidingWindow(ByteSource& source, std::size_t step = ByteSource::max_window)
      : source_(source), size_(source.size()), step_(step) {}

  [[nodiscard]] std::uint64_t size() const { return size_; }

  /// All the window holds from `offset` on, at least `wanted` bytes; fewer only where the source ends.
  /// Valid until the next call.
  /// @param wanted  at most ByteSource::max_window
  [[nodiscard]] Result<Bytes> at(std::uint64_t offset, std::size_t wanted) {
    if (offset >= size()) return Bytes{};
    const std::uint64_t rest = size() - offset;
    const bool inside = offset >= begin_ && offset - begin_ <= held_.size();
    if (!inside || held_.size() - (offset - begin_) < std::min<std::uint64_t>(wanted, rest)) {
      const auto length = static_cast<std::size_t>(std::min<std::uint64_t>(std::max(step_, wanted), rest));
      begin_ = offset;
      held_ = {};
      EXS_TRY(held_, source_.window(offset, length));
    }
    return held_.subspan(static_cast<std::size_t>(offset - begin_));
  }

  /// The first byte in [from, size) that is not zero, or size.
  [[nodiscard]] Result<std::uint64_t> skip_zeros(std::uint64_t from) {
    while (from < size()) {
      EXS_TRY(const Bytes bytes, at(from, 1));
      const auto found = std::find_if(bytes.begin(), bytes.end(), [](Byte byte) { return byte != 0; });
      from += static_cast<std::uint64_t>(found - bytes.begin());
      if (found != bytes.end()) break;
    }
    return from;
  }

  /// Says that somebody else has asked the source for a window.
  void forget() { held_ = {}; }

 private:
  ByteSource& source_;
  std::uint64_t size_;
  std::size_t step_;
  std::uint64_t begin_ = 0;
  Bytes held_;
};

}  // namespace exifscrub
