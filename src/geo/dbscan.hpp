#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "geo/coordinates.hpp"

namespace exifscrub {

/// What DBSCAN asks of a neighbourhood.
struct Density {
  double reach_m = 0;       ///< as far as a neighbour may lie, metres on the sphere, at least 20
  std::size_t minimum = 0;  ///< neighbours of a core point, itself among them, at least 1
};

/// A partition of some of the points into groups.
struct DenseGroups {
  std::vector<std::vector<std::uint32_t>> groups;  ///< numbers ascending; groups by their lowest number
  std::uint64_t comparisons = 0;  ///< distances computed between points, or between boxes around them
};

/// DBSCAN (Ester and others, 1996) on the sphere. A point in reach of several groups that is no core point of
/// any goes to the group of the nearest core point, of the lower number where two are equally near; so the
/// result does not depend on the order of the work. Points that are not valid are in no group.
///
/// Cells of a cubic grid so small that all of a cell are neighbours of each other replace most comparisons:
/// time n log n, also for a million photos on one spot.
[[nodiscard]] DenseGroups find_dense_groups(const std::vector<Position>& points, Density density);

}  // namespace exifscrub
