#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "syntax/ifd.hpp"

namespace exifscrub {

/// What a GPS IFD gives away.
enum class GpsSubstance : std::uint8_t {
  place,   ///< a position, altitude, heading or the name of a place
  none,    ///< versions, times, a receiver's state: cameras write such an IFD everywhere
  hollow,  ///< no entries, zeroed entries, or a place whose bytes are all zero: what a removal leaves
           ///< half-way
};

[[nodiscard]] GpsSubstance judge_gps(Bytes tiff, TiffGrammar grammar, const IfdTable& gps);

/// Where a GPS IFD says that the picture was taken. Empty members: not said, or said with 0/0.
struct GpsPosition {
  std::optional<double> latitude;   ///< decimal degrees, north positive, -90 to 90
  std::optional<double> longitude;  ///< decimal degrees, east positive, -180 to 180
  std::optional<double> altitude_m;
};

/// Reads position and altitude: degrees as one, two or three values of any numeric type, references in either
/// case, absent, or contradicted by a sign.
/// @par Spec Exif 2.32 4.6.6 A
[[nodiscard]] GpsPosition read_gps_position(Bytes tiff, TiffGrammar grammar, const IfdTable& gps);

/// A coordinate's entry in words: signed decimal degrees. Says so when latitude and longitude are both 0,
/// where programs put pictures whose position they do not know. Empty for entries that are no coordinate.
[[nodiscard]] std::string gps_degrees_text(Bytes tiff, TiffGrammar grammar, const IfdTable& gps,
                                           const IfdEntry& entry);

/// Whether the 12 bytes at `at` look like an entry of a GPS IFD: a tag and a type that the Exif specification
/// joins. Removals use it to find tables that nothing points at any more.
[[nodiscard]] bool looks_like_gps_entry(Bytes tiff, TiffGrammar grammar, std::uint64_t at);

/// Entries of a GPS table that nothing names as such; Exif 3.0 knows 32 tags.
inline constexpr unsigned most_gps_entries = 32;

/// The table at `at` when all its entries look like those of a GPS IFD, their tags ascend and at least one of them tells
/// a place: one that nothing names as such.
/// @param end  where the table has to end at the latest
[[nodiscard]] std::optional<IfdTable> gps_table_at(Bytes tiff, TiffGrammar grammar, std::uint64_t at,
                                                   std::uint64_t end);

/// Whether an entry of that tag in a GPS IFD is a latitude or a longitude, of the camera or of what it shows.
[[nodiscard]] bool is_coordinate(std::uint16_t gps_tag);

/// Whether a map datum names a country, as the local ones do; the world's does not.
[[nodiscard]] bool is_local_datum(std::string_view datum);

/// Whether an entry of that tag in a GPS IFD can give a place away.
[[nodiscard]] bool tells_place(std::uint16_t gps_tag);

}  // namespace exifscrub
