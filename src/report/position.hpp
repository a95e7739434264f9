#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "exifscrub/finding.hpp"
#include "exifscrub/position.hpp"
#include "report/disclosure.hpp"

namespace exifscrub {

/// What a report tells of a position.
struct ToldPosition {
  Position at;
  std::optional<double> altitude_m;
};

/// The part of a position that `disclosure` lets through, in its datum: empty below coarse, a tenth of a
/// degree without altitude at coarse, all at exact. Empty too for what is no place on earth.
[[nodiscard]] std::optional<ToldPosition> position_told(const Location& location, Disclosure disclosure);
[[nodiscard]] std::optional<ToldPosition> position_told(Position position, Disclosure disclosure);

/// What a report tells of the nearest place. Borrows from the NearestPlace.
struct ToldPlace {
  std::string_view name;   ///< empty: not told; a tenth of a degree would be pointless beside it
  double distance_km = 0;  ///< to a tenth; with the name only
  std::string_view country;
};

/// The part of a place that `disclosure` lets through: empty at none, the country alone at coarse, all at
/// place and exact.
[[nodiscard]] std::optional<ToldPlace> place_told(const std::optional<NearestPlace>& place,
                                                  Disclosure disclosure);

/// The number with at most 7 decimals (about a centimetre), point as separator, no zeros at the end.
[[nodiscard]] std::string number_of_degrees(double degrees);

/// The number with at most 3 decimals.
[[nodiscard]] std::string number_of_metres(double metres);

/// The number with at most 1 decimal.
[[nodiscard]] std::string number_of_kilometres(double kilometres);

}  // namespace exifscrub
