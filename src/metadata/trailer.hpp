#pragma once

#include "metadata/language.hpp"

namespace exifscrub {

/// Reads a trailer that a container knows by name: MIE, AFCP, FotoStation, PhotoMechanic, CanonVRD, Nikon NX,
/// Insta360, Vivo, OnePlus, ZIP, Pixel (ReadRequest::dialect).
///
/// Embedded Exif, XMP, IPTC and pictures become references, GPS records positions. A part that its trailer's
/// directory does not name is class unknown; one that cannot be followed is a leftover of class location, so
/// that a removal of location zeroes it. Any other trailer is one finding of class unknown.
void read_trailer(const ReadRequest& request, Reading& into);

/// Zeroes the selected parts; directories and footers stay, so that every other part is still found.
[[nodiscard]] Result<Erasure> erase_trailer(const EraseRequest& request);

}  // namespace exifscrub
