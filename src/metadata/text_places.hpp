#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/cursor.hpp"
#include "exifscrub/extent.hpp"
#include "metadata/language.hpp"
#include "metadata/place_notation.hpp"

namespace exifscrub {

/// How a text writes its characters. Places are words and numbers of ASCII in any of them.
struct CharacterForm {
  unsigned bytes = 1;  ///< of one character: 1, 2 (UTF-16) or 4 (UTF-32)
  ByteOrder order = ByteOrder::little;
};

/// The form that a text is in, by where its zeros stand.
[[nodiscard]] CharacterForm form_of_text(Bytes text);
/// A text of Exif: where it begins behind its character code, and the form of what it says.
struct ExifText {
  std::uint64_t begin = 0;  ///< bytes of the value
  CharacterForm form;
};

/// @param is_utf16  what its tag or type says; programs write one byte a character all the same
[[nodiscard]] ExifText exif_text(Bytes value, bool is_utf16);

/// Which of UTF-16's two orders a text is in that is known to be UTF-16, in any script.
[[nodiscard]] CharacterForm form_of_utf16(Bytes text);

/// A finding of class location and of Form::text_place, "ImageDescription.MAPLatitude", for each place in a text
/// that stands at `origin` of the block, and its position where both coordinates are there. Where a text has very
/// many, the last finding is of all the rest.
void report_text_places(const ReadRequest& request, std::string_view group, std::string_view tag, Bytes text,
                        CharacterForm form, std::uint64_t origin, Reading& into);
void report_text_places(const ReadRequest& request, std::string_view group, std::string_view tag, Bytes text,
                        std::uint64_t origin, Reading& into);

/// The same of bytes among which texts stand, in any form: fields of a segment or a maker note.
void report_embedded_places(const ReadRequest& request, std::string_view group, std::string_view tag,
                            Bytes bytes, std::uint64_t origin, Reading& into);

/// The same of many bytes most of which are no text, as a maker note's are: only where characters follow each other is
/// anything searched.
void report_scattered_places(const ReadRequest& request, std::string_view group, std::string_view tag,
                             Bytes bytes, std::uint64_t origin, Reading& into);

/// Whether a text of Exif, perhaps behind a character code, writes a place.
[[nodiscard]] bool has_text_place(Bytes text);

/// A copy of the block's bytes in which the selected text places are overwritten.
[[nodiscard]] std::vector<Byte> without_text_places(const EraseRequest& request);
/// Patches for them, of what `erasure` does not overwrite anyway.
void overwrite_text_places(const EraseRequest& request, Erasure& erasure);

/// What a number is overwritten with, so that it is gone and a JSON text stays one: spaces between quotes,
/// `null` or a zero behind a quoted word.
/// @param number  bytes of `text`
[[nodiscard]] std::vector<Byte> erased_text_place(Bytes text, Extent number);

}  // namespace exifscrub
