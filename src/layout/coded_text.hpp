#pragma once

#include <cstdint>
#include <vector>

#include "exifscrub/byte_source.hpp"
#include "exifscrub/layout.hpp"
#include "exifscrub/plan.hpp"
#include "exifscrub/result.hpp"

namespace exifscrub {

/// What digits of base64 (RFC 4648, 4; URL-safe digits too) or hex spell, and where the digits stand.
struct CodedText {
  std::vector<Byte> bytes;
  /// Place of each `milestone_distance`-th digit, bytes of the encoded text.
  std::vector<std::uint32_t> milestones;
};

/// Digits between two milestones; a multiple of a group of either coding.
inline constexpr std::size_t milestone_distance = 256;

/// Decodes text in which white space, zero bytes and XML character references may stand between digits.
/// @param coding  base64 or hex
/// @return malformed, with the place in the text, at anything else that is no digit.
[[nodiscard]] Result<CodedText> decode_text(Coding coding, Bytes text);

/// The stretch of `text` from the first to the last digit of the groups that carry `inside`, bytes of what it
/// spells.
[[nodiscard]] Extent locate_text(Coding coding, Bytes text, const std::vector<std::uint32_t>& milestones,
                                 Extent inside);

/// Patches over `text` that make it spell `bytes` with `patches` applied. Only digits are written.
/// @return does_not_fit when a patch reaches behind the end.
[[nodiscard]] Result<std::vector<Patch>> recode_text(Coding coding, Bytes text,
                                                     const std::vector<std::uint32_t>& milestones,
                                                     Bytes bytes, const std::vector<Patch>& patches);

}  // namespace exifscrub
