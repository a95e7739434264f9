#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "exifscrub/finding.hpp"
#include "exifscrub/position.hpp"
#include "geo/shot.hpp"

namespace exifscrub {

/// Two photos belong to one place when they lie at most this far apart, metres.
inline constexpr double cluster_reach_m = 100;

/// Fewer photos than this make no place.
inline constexpr std::size_t cluster_minimum = 3;

/// What the photos of one place tell about the person behind the camera. Times are local, from the files'
/// own tags; a photo without one counts for size, centre and span only.
struct Cluster {
  std::vector<std::uint32_t> members;  ///< `file` of the shots, in the order of the shots
  Position centre;                     ///< mean of the members, each counted once
  std::optional<NearestPlace> place;   ///< of the centre; empty unless somebody looked it up
  double span_m = 0;                   ///< largest extent in any direction, at most 0.5 % too small
  std::size_t dated = 0;               ///< members with a time
  std::size_t days = 0;                ///< different dates among them
  std::string first_date;              ///< "2024-05-06", or empty
  std::string last_date;
  double night_share = 0;    ///< of the dated: from 19:00 up to 08:00
  double weekend_share = 0;  ///< of the dated: Saturdays and Sundays

  /// Why the place may be somebody's home, in words, one reason an entry; empty when it may not. At least 5
  /// dated photos on at least 3 days, 60 % of them from 19:00 up to 08:00. Never a fact: say "may be".
  std::vector<std::string> home_reasons;

  /// The same for a workplace: at least 5 dated photos on at least 3 days, 70 % of them from Monday to Friday
  /// and from 09:00 up to 18:00.
  std::vector<std::string> workplace_reasons;
};

/// The places that the shots make, and how much work it was to find them.
struct Clustering {
  std::vector<Cluster> clusters;  ///< most members first, then the one that holds the first shot

  /// Distances that were computed between shots, or between groups of them: grows with the number of shots
  /// and not with its square.
  std::uint64_t comparisons = 0;
};

/// DBSCAN with reach 100 m and 3 photos (the photo itself counts), by distance on the sphere. A shot that is
/// within reach of two clusters without joining them belongs to the one whose nearest photo is nearest.
/// Shots whose position is not valid belong to none, and neither do those of a cluster that such neighbours
/// leave with fewer than 3. Who belongs together does not depend on the order of the shots. Time n log n,
/// memory some 200 bytes a shot. Shots at 0, 0, where cameras without a fix say they are, make a cluster too;
/// leave them out beforehand.
[[nodiscard]] Clustering find_clusters(const std::vector<Shot>& shots);

}  // namespace exifscrub
