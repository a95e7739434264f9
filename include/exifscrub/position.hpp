#pragma once

namespace exifscrub {

/// A point on the Earth in decimal degrees: latitude north positive, longitude east positive. A value; the
/// functions of this header are pure and may run on any thread.
struct Position {
  double latitude = 0;
  double longitude = 0;

  friend bool operator==(const Position&, const Position&) = default;
};

/// Whether latitude lies within -90..90 and longitude within -180..180; false for NaN and infinity. Every
/// other function of positions takes valid ones only, unless it says otherwise.
[[nodiscard]] bool is_valid(Position position);

/// Whether the position is the one that cameras write when they have no fix: 0, 0, to six decimals.
[[nodiscard]] bool is_null_island(Position position);

/// Radius of the sphere that all distances are measured on: the IUGG mean radius R1, metres.
inline constexpr double earth_radius_m = 6'371'008.8;

/// Great-circle distance, metres. Haversine form: exact to nanometres for neighbours, stable for antipodes;
/// within 0.6 % of the distance on the ellipsoid.
[[nodiscard]] double distance_m(Position a, Position b);

/// A circle on the Earth, the argument of --near.
struct Vicinity {
  Position centre;
  double radius_m = 0;

  /// Whether the valid position lies in the circle or on its edge.
  [[nodiscard]] bool contains(Position position) const { return distance_m(centre, position) <= radius_m; }
};

}  // namespace exifscrub
