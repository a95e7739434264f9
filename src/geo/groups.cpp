#include "geo/groups.hpp"

#include <algorithm>

namespace exifscrub {

std::string words_for(const PlaceGroup& group) {
  if (group.country.empty())
    return "more than " + std::to_string(static_cast<int>(near_km)) + " km from any place";
  std::string words(group.place.empty() ? "" : "near " + std::string(group.place));
  for (const std::string_view name : {group.division, group.country}) {
    if (!words.empty() && !name.empty()) words += ", ";
    words += name;
  }
  return words;
}

void PlaceCounts::add(const Place& nearest) {
  ++counts_[is_near(nearest) ? Key{nearest.country, nearest.division, nearest.name} : Key{}];
}

std::vector<PlaceGroup> PlaceCounts::by(PlaceLevel level) const {
  std::vector<PlaceGroup> groups;  // counts_ is sorted, so what belongs together stands together
  for (const auto& [key, photos] : counts_) {
    PlaceGroup group{std::get<0>(key), std::get<1>(key), std::get<2>(key), 0};
    if (level < PlaceLevel::place) group.place = {};
    if (level < PlaceLevel::division) group.division = {};
    const bool same = !groups.empty() && groups.back().country == group.country &&
                      groups.back().division == group.division && groups.back().place == group.place;
    if (!same) groups.push_back(group);
    groups.back().photos += photos;
  }
  std::stable_sort(groups.begin(), groups.end(),
                   [](const PlaceGroup& a, const PlaceGroup& b) { return a.photos > b.photos; });
  return groups;
}

}  // namespace exifscrub
