#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "geo/places.hpp"

namespace exifscrub {

/// How far apart photos may be to be counted together.
enum class PlaceLevel : std::uint8_t {
  country,
  division,  ///< state, province or region
  place,     ///< town
};

/// Photos counted together. Names are static; those finer than the level are empty, and all are where no
/// place is near.
struct PlaceGroup {
  std::string_view country;  ///< ISO 3166-1 alpha-2
  std::string_view division;
  std::string_view place;
  std::size_t photos = 0;

  friend bool operator==(const PlaceGroup&, const PlaceGroup&) = default;
};

/// "near Las Vegas, Nevada, US", "Nevada, US", "US", or "more than 50 km from any place".
[[nodiscard]] std::string words_for(const PlaceGroup& group);

/// Counts photos by country, division and town as they come. Grows with the number of different towns only.
/// One thread at a time.
class PlaceCounts {
 public:
  /// Counts a photo. One whose nearest place is not near is counted as far from any: its country is unknown.
  void add(const Place& nearest);

  /// The groups at that level: most photos first, then by country, division and place.
  [[nodiscard]] std::vector<PlaceGroup> by(PlaceLevel level) const;

 private:
  using Key = std::tuple<std::string_view, std::string_view, std::string_view>;
  std::map<Key, std::size_t> counts_;  ///< by country, division, place
};

}  // namespace exifscrub
