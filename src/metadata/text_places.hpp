#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/cursor.hpp"
#include "exifscrub/extent.hpp"
#include "metadata/language.hpp"

namespace exifscrub {

/// A number in a text that the word in front of it names as part of a place: `"MAPLatitude":"55.69"` in the
/// description that Mapillary writes, `lat=48.85` in a caption.
struct TextPlace {
  std::string_view word;  ///< "MAPLatitude"; of the text
  Extent number;          ///< bytes of the text
  double value = 0;
};

/// How a text writes its characters. Places are words and numbers of ASCII in any of them.
struct CharacterForm {
  unsigned bytes = 1;  ///< of one character: 1, 2 (UTF-16) or 4 (UTF-32)
  ByteOrder order = ByteOrder::little;
};

/// The form that a text is in, by where its zeros stand.
[[nodiscard]] CharacterForm form_of_text(Bytes text);
/// Which of UTF-16's two orders a text is in that is known to be UTF-16, in any script.
[[nodiscard]] CharacterForm form_of_utf16(Bytes text);

/// Latitudes, longitudes, altitudes and headings that a text writes as word and number, in its order. Zeros
/// are none: they are what erasing leaves, and no place.
[[nodiscard]] std::vector<TextPlace> find_text_places(std::string_view text);

/// What the word of a place says that its number is.
enum class PlaceAxis : std::uint8_t { latitude, longitude, other };
[[nodiscard]] PlaceAxis axis_of_place(const TextPlace& place);

/// A finding of class location and of Form::text_place, "ImageDescription.MAPLatitude", for each place in a text that stands at `origin` of the block, and its
/// position where both coordinates are there. Texts are looked at up to their first 65,536 characters.
void report_text_places(const ReadRequest& request, std::string_view group, std::string_view tag, Bytes text,
                        CharacterForm form, std::uint64_t origin, Reading& into);
void report_text_places(const ReadRequest& request, std::string_view group, std::string_view tag, Bytes text,
                        std::uint64_t origin, Reading& into);

/// A copy of the block's bytes in which the selected text places are overwritten.
[[nodiscard]] std::vector<Byte> without_text_places(const EraseRequest& request);

/// What a number is overwritten with, so that it is gone and a JSON text stays one: spaces between quotes,
/// `null` or a zero behind a quoted word.
/// @param number  bytes of `text`
[[nodiscard]] std::vector<Byte> erased_text_place(Bytes text, Extent number);

}  // namespace exifscrub
