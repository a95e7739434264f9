#pragma once

#include "exifscrub/byte_source.hpp"
#include "syntax/dialect.hpp"

namespace exifscrub {

/// Whether a segment's bytes are of the form that its signature announces: a TIFF stream, a directory, a list of
/// fields that ends where it should, text. True for one whose form nobody has described.
/// @param bytes  what stands behind the signature
/// @par Spec CIFF 1.0 rev. 4; CIPA DC-006; Exif 2.2 annex (FlashPix extensions); ExifTool's tables for the others
[[nodiscard]] bool has_announced_form(Dialect dialect, Bytes bytes);

}  // namespace exifscrub
