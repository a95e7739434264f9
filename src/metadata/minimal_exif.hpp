#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "exifscrub/byte_source.hpp"

namespace exifscrub {

/// Whether a picture needs a minimal Exif: it is turned, or its colours are Adobe RGB and nothing else says
/// so.
///
/// @param orientation  1 to 8, or 0 for none; 1 needs no block
/// @param interop_r03  the Interoperability IFD says R03
/// @param has_icc      a colour profile stays
/// @par Spec DCF 2.0 (JEITA CP-3461B), "optional colour space": R03 and an uncalibrated ColorSpace
[[nodiscard]] constexpr bool minimal_exif_due(std::uint16_t orientation, bool interop_r03, bool has_icc) {
  return (orientation >= 2 && orientation <= 8) || (interop_r03 && !has_icc);
}

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
