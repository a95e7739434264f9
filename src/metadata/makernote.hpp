#pragma once

#include <string_view>

#include "layout/reading.hpp"
#include "syntax/extent_set.hpp"
#include "syntax/ifd.hpp"

namespace exifscrub {

/// A maker note and what its reader needs besides it: many makers count the offsets in their note from the
/// TIFF header around it, and some notes are told apart by the camera's make alone.
struct MakerNoteRequest {
  Bytes tiff;              ///< the Exif block that carries the note; findings are in its bytes
  TiffGrammar grammar;     ///< of that block
  Extent note;             ///< the value of tag 0x927C
  std::string_view make;   ///< Exif Make, or empty
  std::string_view model;  ///< Exif Model, or empty
  std::uint32_t block = no_index;
  bool values = false;  ///< whether findings need their values in words
};

/// What became of a maker note.
struct MakerNote {
  std::string_view maker;   ///< "Canon", or "MakerNote" when nobody knows it; static, ExifTool's group 1
  bool understood = false;  ///< its fields of place and person were looked for; false: it may hold anything
  ExtentSet outside;        ///< bytes of the block outside the note that its entries own
};

/// Looks for the fields of place, person and serial number, each a finding whose stretches are what has to be
/// overwritten, and for embedded pictures. A field that is empty or was erased is no finding. Bounded: one
/// level of sub-directories, 1024 entries each.
/// @param into  receives findings and references; null: only `outside` is wanted
[[nodiscard]] MakerNote read_makernote(const MakerNoteRequest& request, Reading* into);

/// Whether a finding's group is one of read_makernote's, so that its bytes are overwritten where they stand
/// instead of deleting an entry.
[[nodiscard]] bool is_makernote_group(std::string_view group);

/// What the bytes of such a finding are overwritten with: zeros, but where zero names a city or is no digit.
[[nodiscard]] Byte makernote_fill(std::string_view group, std::string_view tag);

}  // namespace exifscrub
