#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "exifscrub/byte_source.hpp"

namespace exifscrub {

/// The smallest TIFF stream that says so, big-endian: 26, 86 or 98 bytes.
///
/// @param orientation  2 to 8 are written, any other is left out
/// @param adobe_rgb    whether ColorSpace and Interoperability R03 are written
/// @param color_space  value of Exif 0xA001; 0 becomes 0xFFFF, uncalibrated
/// @return empty when there is nothing to say
[[nodiscard]] std::vector<Byte> minimal_exif(std::uint16_t orientation, bool adobe_rgb,
                                             std::uint16_t color_space);

/// What a minimal Exif says.
struct MinimalExif {
  std::uint16_t orientation = 0;
  bool adobe_rgb = false;
  std::uint16_t color_space = 0;
};

/// Reads a block that is, byte for byte, what minimal_exif() writes, perhaps followed by zeros; nothing else.
[[nodiscard]] std::optional<MinimalExif> read_minimal_exif(Bytes tiff);

}  // namespace exifscrub
