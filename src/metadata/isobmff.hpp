#pragma once

#include "metadata/language.hpp"

namespace exifscrub {

/// Reads an MP4, MOV or 3GP stream, such as the video of a motion photo: user data, item lists and keys,
/// dates of headers, names of handlers, boxes of vendors, timed metadata tracks, free boxes that are not
/// empty, and the media data as one finding of class motion.
///
/// Groups are ExifTool's: UserData, ItemList, Keys, QuickTime, TrackN. Embedded XMP, Exif, JPEG, GPMF and
/// Samsung trailers become references. Stretches where no box can be followed are leftovers of class
/// location: a removal of location zeroes them, so that no damage makes it refuse.
/// @par Spec ISO/IEC 14496-12; 3GPP TS 26.244 8; QuickTime File Format; Camera Motion Metadata
void read_isobmff(const ReadRequest& request, Reading& into);

/// Erases findings at unchanged size: a box is renamed `free` and its payload zeroed; a key gets a name that
/// says nothing and an empty value; dates, names, samples and media data become zeros. No coordinate is ever
/// set to zero under its own name: that would be a place.
[[nodiscard]] Result<Erasure> erase_isobmff(const EraseRequest& request);

}  // namespace exifscrub
