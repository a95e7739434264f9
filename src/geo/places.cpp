#include "geo/places.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "base/assert.hpp"
#include "geo/place_table.hpp"

namespace exifscrub {
namespace {

constexpr double radians_per_degree = std::numbers::pi / 180;

/// Looks at cells in the order of their distance, row by row and outwards in each row, and stops where no
/// cell can hold anything nearer than what is found already.
class Search {
 public:
  explicit Search(Position from) : from_(from), cos_latitude_(std::cos(from.latitude * radians_per_degree)) {}

  Place run() {
    constexpr int rows = place_table::rows;
    const int home = static_cast<int>(place_table::row_of(from_.latitude));
    const double above_south_edge = from_.latitude + 90 - home;
    for (int step = 0; step < rows; ++step) {
      const bool south = step <= home && step - 1 + above_south_edge <= latitude_reach_;
      const bool north = home + step < rows && step - above_south_edge <= latitude_reach_;
      if (!south && !north) break;
      if (south) scan_row(static_cast<std::uint32_t>(home - step));
      if (north && step > 0) scan_row(static_cast<std::uint32_t>(home + step));
    }
    return result();
  }

 private:
  void scan_row(std::uint32_t row) {
    constexpr int columns = place_table::columns;
    const int home = static_cast<int>(place_table::column_of(from_.longitude));
    const double east_of_west_edge = from_.longitude + 180 - home;
    const auto column = [&](int step) {
      return static_cast<std::uint32_t>((home + step + columns) % columns);
    };
    scan_cell(row, column(0));
    for (int step = 1; step <= columns / 2; ++step) {
      const bool west = step - 1 + east_of_west_edge <= longitude_reach_;
      const bool east = step - east_of_west_edge <= longitude_reach_;
      if (!west && !east) break;
      if (west) scan_cell(row, column(-step));
      if (east) scan_cell(row, column(step));
    }
  }

  void scan_cell(std::uint32_t row, std::uint32_t column) {
    const auto range = place_table::places_in(row, column);
    for (std::uint32_t place = range.begin; place < range.end; ++place) {
      const Position at = place_table::position_of(place, row, column);
      const double apart = std::abs(at.longitude - from_.longitude);
      if (std::abs(at.latitude - from_.latitude) > latitude_reach_) continue;
      if (std::min(apart, 360 - apart) > longitude_reach_) continue;
      const double distance = distance_m(from_, at);
      if (distance < distance_m_) take(place, row, column, at, distance);
    }
  }

  /// A circle of angle a around latitude p spans asin(sin a / cos p) of longitude to either side, unless it
  /// takes in a pole; the margin covers rounding.
  void take(std::uint32_t place, std::uint32_t row, std::uint32_t column, Position at, double distance) {
    place_ = place, row_ = row, column_ = column, at_ = at, distance_m_ = distance;
    constexpr double margin = 1e-9;
    const double angle = distance / earth_radius_m;
    latitude_reach_ = angle / radians_per_degree + margin;
    const bool takes_in_pole = latitude_reach_ + std::abs(from_.latitude) >= 90;
    longitude_reach_ =
        takes_in_pole ? 180 : std::asin(std::sin(angle) / cos_latitude_) / radians_per_degree + margin;
  }

  [[nodiscard]] Place result() const {
    EXS_ASSERT(at_.has_value());
    const auto division = place_table::division_of(place_);
    return {place_table::name_of(place_, row_, column_), division.name, division.country, *at_,
            distance_m_ / 1000};
  }

  Position from_;
  double cos_latitude_;
  std::uint32_t place_ = 0;
  std::uint32_t row_ = 0;
  std::uint32_t column_ = 0;
  std::optional<Position> at_;
  double distance_m_ = 2 * std::numbers::pi * earth_radius_m;
  double latitude_reach_ = 360;
  double longitude_reach_ = 180;
};

}  // namespace

std::optional<Place> nearest_place(Position position) {
  if (!is_valid(position)) return std::nullopt;
  return Search(position).run();
}

std::optional<NearestPlace> place_to_report(Position position) {
  if (is_null_island(position)) return std::nullopt;
  const std::optional<Place> place = nearest_place(position);
  if (!place) return std::nullopt;
  return NearestPlace{std::string{place->name}, std::string{place->division}, std::string{place->country},
                      place->distance_km};
}

std::string words_for(const NearestPlace& place) {
  const std::string name = place.name + ", " + place.country;
  if (is_near(place)) return "near " + name;
  return std::to_string(std::lround(place.distance_km)) + " km from " + name;
}

}  // namespace exifscrub
