#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "exifscrub/extent.hpp"

namespace exifscrub {

/// What a number of a text says of a place.
enum class PlaceAxis : std::uint8_t { latitude, longitude, other };

/// A number in a text that is part of a place, with its sign, unit and hemisphere: `"MAPLatitude":"55.69"` in the
/// description that Mapillary writes, `Lat: 48°51'29.99"N` in a caption.
struct TextPlace {
  std::string_view word;  ///< "MAPLatitude", of the text; or the notation's: "geo", "NMEA"
  Extent number;          ///< bytes of the text
  double value = 0;       ///< decimal degrees; metres or degrees where it is something else
  PlaceAxis axis = PlaceAxis::other;
};

/// More than any text has that somebody wrote. A list of that many may not be all.
inline constexpr std::size_t most_text_places = 1U << 14;

/// The places in a text that can be told by how they are written, in its order: numbers behind a word (lat,
/// longitude, altitude, heading ...), coordinates with degree signs or hemispheres, links to maps, geo: links,
/// sentences of NMEA 0183, ISO 6709. Two numbers alone are none, and prose is not understood. Zeros are none:
/// they are what erasing leaves, and no place. Takes time in proportion to the text.
/// @param text  UTF-8 or Latin-1, perhaps with escapes of XML, JSON or links
[[nodiscard]] std::vector<TextPlace> find_text_places(std::string_view text);

}  // namespace exifscrub
