#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "exifscrub/byte_source.hpp"
#include "exifscrub/finding.hpp"

namespace exifscrub {

/// What the offsets in a maker note count from.
enum class NoteBase : std::uint8_t {
  tiff,        ///< the TIFF header of the Exif block
  note,        ///< a place in the note: see NoteFormat::base
  own_header,  ///< a TIFF header of its own inside the note, which also says where the directory is
  pointed,     ///< the note; where the directory is says a 32-bit little-endian offset in it
  none,        ///< there is no directory: text or fixed fields, none of which gives a place away
  picture,     ///< the note is a JPEG stream
  phase_one,  ///< the note; the directory has entries of 16 bytes, and where it is says a 32-bit offset in it
};

/// How the note of one make of cameras is told and built.
struct NoteFormat {
  std::string_view maker;      ///< ExifTool's group 1
  std::string_view signature;  ///< the note's first bytes; empty: told by `make`
  std::string_view make;       ///< what Exif Make begins with, letters of either case; empty: any
  std::uint16_t ifd;           ///< bytes of the note before the directory, the header or the offset
  NoteBase from;
  std::uint16_t base;  ///< bytes of the note before what offsets count from (NoteBase::note)
};

/// The formats, the first that fits counts.
[[nodiscard]] std::span<const NoteFormat> note_formats();

/// What a note without a directory tells: the characters that stand behind a word.
struct NoteText {
  std::string_view maker;
  std::string_view word;  ///< empty: any run of characters behind the signature, or the one at `at`
  bool wide = false;      ///< UTF-16, little-endian
  LeakClass leak_class;
  std::string_view name;
  std::uint16_t at = 0;  ///< bytes of the note before it; 0: anywhere
};

[[nodiscard]] std::span<const NoteText> note_texts();

/// A field of a maker note that tells about a person, a place or one specimen of a camera.
struct NoteField {
  std::string_view maker;
  std::uint16_t directory;  ///< 0: the note's own; else the tag of the entry that leads to a sub-directory
  std::uint16_t tag;
  LeakClass leak_class;
  std::string_view name;        ///< ExifTool's
  std::uint16_t offset = 0;     ///< part of the value: its first byte ...
  std::uint16_t length = 0;     ///< ... and how many; 0: to the end
  Byte fill = 0;                ///< what erasing writes: 0, where that is no value of its own
  std::uint16_t unset = 0;      ///< a number that also means "not set"
  std::string_view model = {};  ///< what Exif Model ends with; empty: any
  std::uint16_t firmware = 0;   ///< where the firmware's version is if `offset` holds; both move together
};

/// All fields, those of one maker together.
[[nodiscard]] std::span<const NoteField> note_fields();

}  // namespace exifscrub
