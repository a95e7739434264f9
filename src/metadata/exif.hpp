#pragma once

#include <functional>

#include "metadata/language.hpp"

namespace exifscrub {

/// Reads a TIFF stream as Exif carries it: every IFD, one finding a tag, named as ExifTool names them.
///
/// A finding's first stretch is its entry (12 bytes), the second its value where that stands elsewhere. A GPS
/// IFD that gives a place away makes all its tags `location`, one that does not `device`; a hollow one is a
/// single leftover. Thumbnails, maker notes and embedded XMP, IPTC, IRB, ICC and JUMBF become references; a
/// maker note's fields of place and person are findings of this block. Unreferenced bytes are a finding only
/// when they read as text or as a table of GPS entries. With Interoperability R03, ColorSpace and the
/// Interoperability tags have class icc: they are the colour profile.
/// @par Spec Exif 2.32 and 3.0 (CIPA DC-008), TIFF 6.0
void read_exif(const ReadRequest& request, Reading& into);

/// Whether what was read answers all there is to answer.
using EnoughRead = std::function<bool(const Reading&)>;

/// As read_exif, for a reader who wants an answer and not all findings: GPS directories come first, and where they
/// are enough, nothing else of the block is read.
void read_exif_until(const EnoughRead& enough, const ReadRequest& request, Reading& into);

/// Reads of a block that goes whole, and whose findings nobody sees, what decides about the rest of the file: facts and
/// thumbnails.
/// @return false, with nothing added, when only read_exif can tell, or when there may be more findings than bytes
[[nodiscard]] bool read_exif_for_viewer(const ReadRequest& request, Reading& into);

/// Erases findings of read_exif at unchanged size.
///
/// A selected finding loses its entry (later entries and the link move up, the freed bytes become zeros) and
/// its value; a tag of a GPS IFD takes the whole IFD and every pointer to it along. Bytes that a staying
/// entry owns stay, with a note. A directory that is left empty goes with its pointer. Values are patched in
/// phase values, emptied tables in phase index, changed parents in phase pointer, each parent in one patch
/// that must not tear. Applying it to what an interrupted run left finishes that run.
/// @return conflict when a table to erase shares bytes with something that stays; malformed when the block
///         cannot be walked.
[[nodiscard]] Result<Erasure> erase_exif(const EraseRequest& request);

}  // namespace exifscrub
