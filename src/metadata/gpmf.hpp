#pragma once

#include "metadata/language.hpp"

namespace exifscrub {

/// Reads GoPro's metadata: rows of key, type, size and count, nested. Positions, attitude and compass are
/// location; serial number and media identifiers device; the other sensors one finding.
///
/// A finding's stretches are pairs: key 4, value.
/// @par Spec GPMF (github.com/gopro/gpmf-parser)
void read_gpmf(const ReadRequest& request, Reading& into);

/// Zeroes the selected values and renames their keys "EMPT": a zero under the name of a position would be a
/// place.
[[nodiscard]] Result<Erasure> erase_gpmf(const EraseRequest& request);

}  // namespace exifscrub
