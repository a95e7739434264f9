#pragma once

#include <string_view>
#include <vector>

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

/// A directory of a note, and how its offsets are to be taken.
struct NoteDirectory {
  std::uint16_t tag = 0;  ///< of the entry that leads to it; 0: the note's own
  TiffGrammar grammar;
  IfdTable table;
  std::int64_t base = 0;  ///< what offsets of values count from, in bytes of the TIFF stream
};

/// What became of a maker note.
struct MakerNote {
  std::string_view maker;   ///< "Canon", or "MakerNote" when nobody knows it; static, ExifTool's group 1
  bool understood = false;  ///< its fields of place and person were looked for; false: it may hold anything
  ExtentSet outside;        ///< bytes of the block outside the note that its entries own
  std::vector<NoteDirectory> directories;  ///< that were read, the note's own first; none where it is text
};

/// Looks for the fields of place, person and serial number, each a finding of Form::note_field whose stretches
/// are what has to be overwritten, and for embedded pictures. A field that is empty or was erased is no finding. Bounded: one
/// level of sub-directories, 1024 entries each.
/// @param into  receives findings and references; null: only `outside` is wanted
[[nodiscard]] MakerNote read_makernote(const MakerNoteRequest& request, Reading* into);

/// ExifTool's name for an entry in the directory behind the entry `directory` (0: the note's own), where it
/// is one that is looked for as a whole; else empty.
[[nodiscard]] std::string_view makernote_tag(std::string_view maker, std::uint16_t directory,
                                             std::uint16_t tag);

}  // namespace exifscrub
