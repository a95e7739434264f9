#pragma once

#include <vector>

#include "exifscrub/byte_source.hpp"

namespace exifscrub {

/// The longest side of a thumbnail, pixels.
inline constexpr std::uint32_t thumbnail_side = 160;

/// The most bytes a thumbnail has.
inline constexpr std::size_t thumbnail_bytes = 8 * 1024;

/// A small picture of a JPEG stream, decoded by libjpeg-turbo and encoded anew, so that nothing of the stream
/// but its pixels goes in: no metadata, no bytes that the decoder passed over.
///
/// Hostile streams are cut short: at most 2^28 pixels, 64 MiB of input, 64 MiB of memory for progressive ones
/// and 64 scans; a truncated picture is grey from there on.
/// @param orientation  Exif 0x0112; the result stands upright. Other than 1 to 8 counts as 1
/// @return a baseline JPEG, or nothing when the stream does not decode within these bounds. Thread safe.
[[nodiscard]] std::vector<Byte> thumbnail_of(ByteSource& jpeg, unsigned orientation);

}  // namespace exifscrub
