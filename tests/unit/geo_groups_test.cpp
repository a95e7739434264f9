#include <gtest/gtest.h>

#include "geo/groups.hpp"

namespace exifscrub {
namespace {

PlaceCounts a_journey() {
  PlaceCounts counts;
  const Place vegas{"Las Vegas", "Nevada", "US", {}, 2};
  const Place reno{"Reno", "Nevada", "US", {}, 5};
  const Place springfield_il{"Springfield", "Illinois", "US", {}, 1};
  const Place springfield_mo{"Springfield", "Missouri", "US", {}, 1};
  const Place berlin{"Berlin", "Berlin", "DE", {}, 1};
  const Place at_sea{"Takoradi", "Western", "GH", {}, 579};
  for (const Place& place :
       {reno, vegas, berlin, vegas, springfield_mo, springfield_il, at_sea, vegas, berlin}) {
    counts.add(place);
  }
  return counts;
}

TEST(PlaceCounts, CountriesAddUpTheirTowns) {
  EXPECT_EQ(a_journey().by(PlaceLevel::country),
            (std::vector<PlaceGroup>{{"US", "", "", 6}, {"DE", "", "", 2}, {"", "", "", 1}}));
}

TEST(PlaceCounts, DivisionsAddUpTheirTowns) {
  EXPECT_EQ(a_journey().by(PlaceLevel::division), (std::vector<PlaceGroup>{{"US", "Nevada", "", 4},
                                                                           {"DE", "Berlin", "", 2},
                                                                           {"", "", "", 1},
                                                                           {"US", "Illinois", "", 1},
                                                                           {"US", "Missouri", "", 1}}));
}

TEST(PlaceCounts, TownsOfOneNameInTwoDivisionsAreTwo) {
  EXPECT_EQ(a_journey().by(PlaceLevel::place), (std::vector<PlaceGroup>{{"US", "Nevada", "Las Vegas", 3},
                                                                        {"DE", "Berlin", "Berlin", 2},
                                                                        {"", "", "", 1},
                                                                        {"US", "Illinois", "Springfield", 1},
                                                                        {"US", "Missouri", "Springfield", 1},
                                                                        {"US", "Nevada", "Reno", 1}}));
}

TEST(PlaceCounts, NothingCountedIsNoGroup) { EXPECT_TRUE(PlaceCounts().by(PlaceLevel::place).empty()); }

TEST(PlaceCounts, WordsNameWhatTheLevelKnows) {
  EXPECT_EQ(words_for(PlaceGroup{"US", "Nevada", "Las Vegas", 3}), "near Las Vegas, Nevada, US");
  EXPECT_EQ(words_for(PlaceGroup{"AE", "", "Abū Mūsá", 3}), "near Abū Mūsá, AE");
  EXPECT_EQ(words_for(PlaceGroup{"US", "Nevada", "", 4}), "Nevada, US");
  EXPECT_EQ(words_for(PlaceGroup{"US", "", "", 6}), "US");
  EXPECT_EQ(words_for(PlaceGroup{}), "more than 50 km from any place");
}

}  // namespace
}  // namespace exifscrub
