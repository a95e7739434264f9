#pragma once

#include <string>
#include <string_view>
#include <vector>

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

/// Latitudes, longitudes, altitudes and headings that a text writes as word and number, in its order. Zeros
/// are none: they are what erasing leaves, and no place.
[[nodiscard]] std::vector<TextPlace> find_text_places(std::string_view text);

/// Stands between a tag and the word inside its text in the name of a finding:
/// "ImageDescription.MAPLatitude".
inline constexpr char text_place_mark = '.';

/// A finding of class location for each place in a text that stands at `origin` of the block, and its
/// position where both coordinates are there. Texts are looked at up to their first 64 KiB.
void report_text_places(const ReadRequest& request, std::string_view group, std::string_view tag, Bytes text,
                        std::uint64_t origin, Reading& into);

/// Whether a finding is one of report_text_places.
[[nodiscard]] bool is_text_place(const BlockFinding& finding);

/// A copy of the block's bytes in which the selected text places are overwritten.
[[nodiscard]] std::vector<Byte> without_text_places(const EraseRequest& request);

/// What a number is overwritten with, so that it is gone and a JSON text stays one: spaces between quotes,
/// `null` or a zero behind a quoted word.
[[nodiscard]] std::string erased_text_place(std::string_view text, Extent number);

}  // namespace exifscrub
