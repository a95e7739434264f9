#pragma once

#include "exifscrub/byte_source.hpp"

namespace exifscrub {

/// Whether `payload` (of an APP1, from "Exif" on) is the minimal Exif: orientation 2 to 8, or the Interop
/// index R03 with its colour space, or both, as one fixed big-endian TIFF, and zeros to the end. Knows this
/// one form, not TIFF.
/// @par Spec TIFF 6.0 section 2; Exif 2.32 4.6.4 (Orientation, ColorSpace), 4.6.7 (Interoperability); DCF 2.0
/// (R03)
[[nodiscard]] bool is_minimal_exif(Bytes payload);

}  // namespace exifscrub
