#pragma once

#include <algorithm>
#include <cstdint>
#include <string_view>

#include "exifscrub/byte_source.hpp"

namespace exifscrub {

enum class ByteOrder : std::uint8_t { little, big };

/// Big- or little-endian number at the start of `bytes`, which must be long enough.
[[nodiscard]] constexpr std::uint16_t load_u16(const Byte* at, ByteOrder order) {
  return order == ByteOrder::big ? static_cast<std::uint16_t>(at[0] << 8 | at[1])
                                 : static_cast<std::uint16_t>(at[1] << 8 | at[0]);
}
[[nodiscard]] constexpr std::uint32_t load_u32(const Byte* at, ByteOrder order) {
  const std::uint32_t first = load_u16(at, order);
  const std::uint32_t second = load_u16(at + 2, order);
  return order == ByteOrder::big ? first << 16 | second : second << 16 | first;
}
[[nodiscard]] constexpr std::uint64_t load_u64(const Byte* at, ByteOrder order) {
  const std::uint64_t first = load_u32(at, order);
  const std::uint64_t second = load_u32(at + 4, order);
  return order == ByteOrder::big ? first << 32 | second : second << 32 | first;
}

constexpr void store_u16(Byte* at, std::uint16_t value, ByteOrder order) {
  const auto high = static_cast<Byte>(value >> 8);
  const auto low = static_cast<Byte>(value);
  at[0] = order == ByteOrder::big ? high : low;
  at[1] = order == ByteOrder::big ? low : high;
}
constexpr void store_u32(Byte* at, std::uint32_t value, ByteOrder order) {
  const auto high = static_cast<std::uint16_t>(value >> 16);
  const auto low = static_cast<std::uint16_t>(value);
  store_u16(at, order == ByteOrder::big ? high : low, order);
  store_u16(at + 2, order == ByteOrder::big ? low : high, order);
}

/// Reads numbers and stretches out of bytes, one after another, and cannot read outside them: a read
/// past the end yields 0 (or an empty stretch) and sets a flag that stays. Check the cursor once per
/// structure and never use a length before the check.
class Cursor {
 public:
  /// @param base  what `offset()` is at the start of `bytes`, so that errors can name a place in the file
  explicit Cursor(Bytes bytes, ByteOrder order = ByteOrder::big, std::uint64_t base = 0)
      : bytes_(bytes), base_(base), order_(order) {}

  explicit operator bool() const { return !failed_; }
  [[nodiscard]] std::uint64_t offset() const { return base_ + at_; }
  [[nodiscard]] std::size_t position() const { return at_; }
  [[nodiscard]] std::size_t remaining() const { return bytes_.size() - at_; }
  [[nodiscard]] ByteOrder order() const { return order_; }
  void set_order(ByteOrder order) { order_ = order; }

  std::uint8_t u8() {
    const Bytes got = take(1);
    return got.empty() ? std::uint8_t{0} : got[0];
  }
  std::uint16_t u16() {
    const Bytes got = take(2);
    return got.empty() ? std::uint16_t{0} : load_u16(got.data(), order_);
  }
  std::uint32_t u32() {
    const Bytes got = take(4);
    return got.empty() ? 0U : load_u32(got.data(), order_);
  }
  std::uint64_t u64() {
    const Bytes got = take(8);
    return got.empty() ? 0U : load_u64(got.data(), order_);
  }

  /// The next `length` bytes, or an empty stretch and failure.
  Bytes take(std::uint64_t length) {
    if (failed_ || length > remaining()) {
      failed_ = true;
      return {};
    }
    const Bytes got = bytes_.subspan(at_, static_cast<std::size_t>(length));
    at_ += static_cast<std::size_t>(length);
    return got;
  }
  void skip(std::uint64_t length) { take(length); }

  /// Goes to `position`, counted from the start of the bytes.
  void seek(std::uint64_t position) {
    if (position > bytes_.size()) {
      failed_ = true;
    } else if (!failed_) {
      at_ = static_cast<std::size_t>(position);
    }
  }

  /// Whether the next bytes spell `text`; does not move.
  [[nodiscard]] bool looking_at(std::string_view text) const {
    return !failed_ && remaining() >= text.size() &&
           std::equal(text.begin(), text.end(), bytes_.begin() + static_cast<std::ptrdiff_t>(at_),
                      [](char c, Byte b) { return static_cast<Byte>(c) == b; });
  }

 private:
  Bytes bytes_;
  std::uint64_t base_;
  std::size_t at_ = 0;
  ByteOrder order_;
  bool failed_ = false;
};

/// Whether `bytes` begin with `text`.
[[nodiscard]] inline bool starts_with(Bytes bytes, std::string_view text) {
  return Cursor{bytes}.looking_at(text);
}

}  // namespace exifscrub
