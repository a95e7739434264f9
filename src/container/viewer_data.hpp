#pragma once

#include <cstdint>
#include <optional>

#include "exifscrub/byte_source.hpp"

namespace exifscrub {

/// Whether what stands behind the signature is gain map metadata: the version alone, as in a primary image, or
/// all of it, whose length follows from its flags. Zeros may stand behind it.
/// @par Spec ISO 21496-1 annex C; a common denominator is that of libultrahdr's first streams
[[nodiscard]] bool is_gain_map_metadata(Bytes data);

/// Whether what stands behind the signature is a gain curve of Apple's: a count and as many numbers.
[[nodiscard]] bool is_gain_curve(Bytes data);

/// As many of a profile's first bytes as stated_profile_length() looks at: the header and 256 tags, of which no
/// profile has half.
inline constexpr std::uint64_t profile_front = 132 + 12 * 256;

/// The length of an ICC profile as its header states it.
/// @param front  its first profile_front bytes, or all
/// @return nothing where they are no profile's: no signature, a table that does not end, or a tag outside
/// @par Spec ICC.1:2022 7.2, 7.3
[[nodiscard]] std::optional<std::uint64_t> stated_profile_length(Bytes front);

}  // namespace exifscrub
