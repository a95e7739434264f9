#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "exifscrub/finding.hpp"

namespace exifscrub {

/// How far apart photos may be to be counted together.
enum class PlaceLevel : std::uint8_t {
  country,
  place,  ///< town, below its region and country
};

/// Photos counted together: those of a country, of a region in it, or near a town in that.
struct PlaceGroup {
  /// ISO 3166-1 alpha-2 code, region or town. Empty: the country of photos that no place is near; the region
  /// of towns for which GeoNames has none.
  std::string name;
  std::size_t photos = 0;
  std::vector<PlaceGroup> parts;  ///< of a country its regions, of a region its towns; down to the level

  friend bool operator==(const PlaceGroup&, const PlaceGroup&) = default;
};

/// Counts photos by country, region and town as they come. Grows with the number of different towns only.
/// One thread at a time.
class PlaceCounts {
 public:
  /// Counts a photo. One whose nearest place is not near is counted as far from any: its country is unknown.
  void add(const NearestPlace& nearest);

  /// The countries, down to that level: most photos first, then by name, among the parts too.
  [[nodiscard]] std::vector<PlaceGroup> groups(PlaceLevel level) const;

 private:
  using Key = std::tuple<std::string, std::string, std::string>;
  std::map<Key, std::size_t> counts_;  ///< by country, region, town
};

}  // namespace exifscrub
