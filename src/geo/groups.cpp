#include "geo/groups.hpp"

#include <algorithm>

#include "geo/places.hpp"

namespace exifscrub {
namespace {

/// The last group, if it is of that name, or a new one: what belongs together comes together.
PlaceGroup& group_named(const std::string& name, std::vector<PlaceGroup>& groups) {
  if (groups.empty() || groups.back().name != name) groups.push_back({name, 0, {}});
  return groups.back();
}

void sort_by_photos(std::vector<PlaceGroup>& groups) {
  std::ranges::stable_sort(groups, std::ranges::greater(), &PlaceGroup::photos);
  for (PlaceGroup& group : groups) sort_by_photos(group.parts);
}

}  // namespace

void PlaceCounts::add(const NearestPlace& nearest) {
  ++counts_[is_near(nearest) ? Key{nearest.country, nearest.region, nearest.name} : Key{}];
}

std::vector<PlaceGroup> PlaceCounts::groups(PlaceLevel level) const {
  std::vector<PlaceGroup> countries;
  for (const auto& [key, photos] : counts_) {
    const auto& [country_name, region_name, town_name] = key;
    PlaceGroup& country = group_named(country_name, countries);
    country.photos += photos;
    if (level == PlaceLevel::country || country_name.empty()) continue;
    PlaceGroup& region = group_named(region_name, country.parts);
    region.photos += photos;
    group_named(town_name, region.parts).photos += photos;
  }
  sort_by_photos(countries);
  return countries;
}

}  // namespace exifscrub
