#include "exifscrub/position.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace exifscrub {

bool is_valid(Position position) {
  return std::abs(position.latitude) <= 90 && std::abs(position.longitude) <= 180;  // false for NaN
}

bool is_null_island(Position position) {
  return std::abs(position.latitude) < 5e-7 && std::abs(position.longitude) < 5e-7;
}

double distance_m(Position a, Position b) {
  constexpr double radians_per_degree = std::numbers::pi / 180;
  const double phi_a = a.latitude * radians_per_degree;
  const double phi_b = b.latitude * radians_per_degree;
  const double sin_latitude = std::sin((phi_b - phi_a) / 2);
  const double sin_longitude = std::sin((b.longitude - a.longitude) * radians_per_degree / 2);
  const double haversine =
      sin_latitude * sin_latitude + std::cos(phi_a) * std::cos(phi_b) * sin_longitude * sin_longitude;
  return 2 * earth_radius_m * std::asin(std::sqrt(std::min(haversine, 1.0)));
}

}  // namespace exifscrub
