#pragma once

#include "metadata/language.hpp"

namespace exifscrub {

/// Reads FLIR's FFF records, put together from the chunks that APP1 segments carry: position, camera, lens
/// and filter with their serial numbers, the date of the picture; other records as a whole.
/// @par Spec none public; layout as ExifTool documents it (FLIR Tags)
void read_flir(const ReadRequest& request, Reading& into);

/// Zeroes the selected fields. A position goes with its whole record, which its table then calls unused:
/// zeros under the name of a position would be a place.
[[nodiscard]] Result<Erasure> erase_flir(const EraseRequest& request);

}  // namespace exifscrub
