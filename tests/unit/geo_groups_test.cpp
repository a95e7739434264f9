#include <gtest/gtest.h>

#include "geo/groups.hpp"

namespace exifscrub {
namespace {

PlaceCounts a_journey() {
  PlaceCounts counts;
  const NearestPlace vegas{"Las Vegas", "Nevada", "US", 2};
  const NearestPlace reno{"Reno", "Nevada", "US", 5};
  const NearestPlace springfield_il{"Springfield", "Illinois", "US", 1};
  const NearestPlace springfield_mo{"Springfield", "Missouri", "US", 1};
  const NearestPlace berlin{"Berlin", "Berlin", "DE", 1};
  const NearestPlace at_sea{"Takoradi", "Western", "GH", 579};
  for (const NearestPlace& place :
       {reno, vegas, berlin, vegas, springfield_mo, springfield_il, at_sea, vegas, berlin}) {
    counts.add(place);
  }
  return counts;
}

TEST(PlaceCounts, CountriesAddUpTheirTowns) {
  EXPECT_EQ(a_journey().groups(PlaceLevel::country),
            (std::vector<PlaceGroup>{{"US", 6, {}}, {"DE", 2, {}}, {"", 1, {}}}));
}

TEST(PlaceCounts, TownsOfOneNameInTwoRegionsAreTwo) {
  EXPECT_EQ(a_journey().groups(PlaceLevel::place),
            (std::vector<PlaceGroup>{{"US",
                                      6,
                                      {{"Nevada", 4, {{"Las Vegas", 3, {}}, {"Reno", 1, {}}}},
                                       {"Illinois", 1, {{"Springfield", 1, {}}}},
                                       {"Missouri", 1, {{"Springfield", 1, {}}}}}},
                                     {"DE", 2, {{"Berlin", 2, {{"Berlin", 2, {}}}}}},
                                     {"", 1, {}}}));
}

TEST(PlaceCounts, ATownWithoutARegionStandsBelowANamelessOne) {
  PlaceCounts counts;
  counts.add({"Abū Mūsá", "", "AE", 3});
  EXPECT_EQ(counts.groups(PlaceLevel::place),
            (std::vector<PlaceGroup>{{"AE", 1, {{"", 1, {{"Abū Mūsá", 1, {}}}}}}}));
}

TEST(PlaceCounts, NothingCountedIsNoGroup) { EXPECT_TRUE(PlaceCounts().groups(PlaceLevel::place).empty()); }

}  // namespace
}  // namespace exifscrub
