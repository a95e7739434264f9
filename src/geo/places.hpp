#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "exifscrub/finding.hpp"
#include "exifscrub/position.hpp"

namespace exifscrub {

/// The place of GeoNames that lies nearest to a position. That a photo was taken *in* it is not said: close
/// to a border the nearest place may even lie in the next country.
struct Place {
  std::string_view name;      ///< UTF-8, as its inhabitants write it or romanised; static storage
  std::string_view division;  ///< state, province or region; empty where GeoNames has none
  std::string_view country;   ///< ISO 3166-1 alpha-2, "US"
  Position position;          ///< of the place's centre
  double distance_km = 0;     ///< great circle from the position that was asked for
};

/// How far away the nearest place may be to be called near, kilometres.
inline constexpr double near_km = 50;

[[nodiscard]] inline bool is_near(const NearestPlace& place) { return place.distance_km < near_km; }

/// The nearest of some 171,000 places by true distance, at poles and date line too; empty for a position that
/// is not valid. Takes microseconds and allocates nothing. Any number of threads. 0, 0 is answered like any
/// other position; ask is_null_island() whether it is likely no position at all.
[[nodiscard]] std::optional<Place> nearest_place(Position position);

/// The nearest place as reports have it; empty for 0, 0 too, which is no place but a missing fix.
[[nodiscard]] std::optional<NearestPlace> place_to_report(Position position);

/// "near Las Vegas, US"; from 50 km on "579 km from Takoradi, GH". Never "in".
[[nodiscard]] std::string words_for(const NearestPlace& place);

/// The line that GeoNames' licence asks for wherever place names are shown.
inline constexpr std::string_view place_attribution = "Place data: GeoNames, CC BY 4.0, modified";

}  // namespace exifscrub
