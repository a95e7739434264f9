#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "exifscrub/byte_source.hpp"
#include "exifscrub/extent.hpp"

namespace exifscrub {

/// The type of a box: four characters, as the number that a big-endian reader sees.
class BoxType {
 public:
  constexpr BoxType() = default;
  constexpr explicit BoxType(std::uint32_t code) : code_(code) {}
  /// @param spelled  four characters, "moov"
  constexpr BoxType(const char (&spelled)[5])  // NOLINT(google-explicit-constructor)
      : code_(std::uint32_t{Byte(spelled[0])} << 24 | std::uint32_t{Byte(spelled[1])} << 16 |
              std::uint32_t{Byte(spelled[2])} << 8 | Byte(spelled[3])) {}

  [[nodiscard]] constexpr std::uint32_t code() const { return code_; }
  /// The characters, those above 7F as the Latin-1 that QuickTime means by them, others as \xNN.
  [[nodiscard]] std::string text() const;

  friend constexpr bool operator==(BoxType, BoxType) = default;
  friend constexpr auto operator<=>(BoxType, BoxType) = default;

 private:
  std::uint32_t code_ = 0;
};

/// A box (atom) of the ISO base media file format.
struct Box {
  BoxType type;
  std::array<Byte, 16> user_type{};  ///< of a `uuid` box
  Extent at;                         ///< header and payload
  Extent payload;
  bool cut = false;  ///< it claims to be longer than what it lies in

  [[nodiscard]] std::uint64_t type_at() const { return at.offset + 4; }
};

/// The box at `offset`, cut at `end`.
/// @param head  the bytes from `offset`, at least 32 or as many as there are before `end`
/// @return nothing when the header does not fit or claims a size below its own
/// @par Spec ISO/IEC 14496-12 4.2: size 0 reaches to the end, size 1 is followed by 64 bits
[[nodiscard]] std::optional<Box> read_box_header(Bytes head, std::uint64_t offset, std::uint64_t end);

/// The boxes of a stretch of bytes, one after another.
class BoxSequence {
 public:
  BoxSequence(Bytes bytes, Extent within);

  /// The next box, or nothing at the end of the stretch and where no box follows.
  [[nodiscard]] std::optional<Box> next();
  /// What is left behind the last box: a terminator, padding, or what nobody can follow.
  [[nodiscard]] Extent rest() const { return extent_between(at_, end_); }

 private:
  Bytes bytes_;
  std::uint64_t at_;
  std::uint64_t end_;
};

}  // namespace exifscrub
