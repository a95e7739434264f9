#pragma once

#include <optional>
#include <string>

#include "exifscrub/finding.hpp"
#include "report/disclosure.hpp"

namespace exifscrub {

/// What a report tells of a position.
struct ToldPosition {
  double latitude = 0;   ///< decimal degrees, -90 to 90
  double longitude = 0;  ///< decimal degrees, -180 to 180
  std::optional<double> altitude_m;
};

/// The part of a position that `coordinates` lets through: empty below coarse, a tenth of a degree without
/// altitude at coarse, all at exact. Empty too for what is no place on earth.
[[nodiscard]] std::optional<ToldPosition> position_told(const Location& location, Coordinates coordinates);

/// The number with at most 7 decimals (about a centimetre), point as separator, no zeros at the end.
[[nodiscard]] std::string number_of_degrees(double degrees);

/// The number with at most 3 decimals.
[[nodiscard]] std::string number_of_metres(double metres);

}  // namespace exifscrub
