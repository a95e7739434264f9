#pragma once

#include "metadata/language.hpp"

namespace exifscrub {

/// Reads an application segment that a container knows by name (ReadRequest::name, "APP5 ssuniqueid"); the
/// block starts behind the segment's signature.
///
/// Fields are findings of their own where the layout is known: Ducky, Picture Info, RMETA, Media Jukebox,
/// DJI's debug text, CIFF, Casio's QVCI, copies of Pentax maker notes. Others are one finding of the class
/// that the segment's content has; TIFF streams become references. A name that is not known is class unknown, and
/// so is a segment that is not of the form that its signature announces: nobody reads it.
void read_application(const ReadRequest& request, Reading& into);

/// Blanks the selected fields: text with spaces, binary values with zeros, cities with what names none.
[[nodiscard]] Result<Erasure> erase_application(const EraseRequest& request);

}  // namespace exifscrub
