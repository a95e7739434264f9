#pragma once

#include <optional>
#include <string_view>

namespace exifscrub {

/// A position as ISO 6709 writes it.
struct Iso6709 {
  double latitude = 0;   ///< decimal degrees, north positive
  double longitude = 0;  ///< decimal degrees, east positive
  std::optional<double> altitude_m;
};

/// Reads "+48.8500+002.2900+035.000/": two or three signed numbers, latitude as DD, DDMM or DDMMSS, longitude
/// with one digit more, each with decimals; a coordinate system and a slash may follow.
/// @par Spec ISO 6709:2008 annex H
[[nodiscard]] std::optional<Iso6709> read_iso6709(std::string_view text);

}  // namespace exifscrub
