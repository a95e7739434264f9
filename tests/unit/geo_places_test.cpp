#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <random>
#include <string>
#include <vector>

#include "geo/place_table.hpp"
#include "geo/places.hpp"
#include "support/place_pages.hpp"

namespace exifscrub {
namespace {

/// Every place as a unit vector, one array an axis: for a search that shares nothing with the grid.
struct AllPlaces {
  std::vector<double> x, y, z;
};

AllPlaces all_places() {
  AllPlaces all;
  for (std::uint32_t row = 0; row < place_table::rows; ++row) {
    for (std::uint32_t column = 0; column < place_table::columns; ++column) {
      const auto range = place_table::places_in(row, column);
      for (auto place = range.begin; place < range.end; ++place) {
        const UnitVector at = unit_vector_of(place_table::position_of(place, row, column));
        all.x.push_back(at.x), all.y.push_back(at.y), all.z.push_back(at.z);
      }
    }
  }
  return all;
}

double brute_force_km(const AllPlaces& all, Position from) {
  const UnitVector at = unit_vector_of(from);
  const double *x = all.x.data(), *y = all.y.data(), *z = all.z.data();
  double best = 4;
  for (std::size_t i = 0, end = all.x.size(); i < end; ++i) {
    const double dx = x[i] - at.x, dy = y[i] - at.y, dz = z[i] - at.z;
    const double squared = dx * dx + dy * dy + dz * dz;
    if (squared < best) best = squared;
  }
  return 2 * std::asin(std::sqrt(best) / 2) * earth_radius_m / 1000;
}

/// Half of the points all over the sphere, the rest where grids go wrong: near places, poles, the date line,
/// the corners of cells.
std::vector<Position> probe_points(const AllPlaces& all, std::size_t count) {
  std::mt19937 random(20240506);
  std::uniform_real_distribution<double> unit(-1, 1);
  std::vector<Position> points;
  while (points.size() < count) {
    switch (points.size() % 10) {
      case 0:
        points.push_back({89 + unit(random), 180 * unit(random)});
        break;
      case 1:
        points.push_back({-89 + unit(random), 180 * unit(random)});
        break;
      case 2:
        points.push_back({90 * unit(random), std::copysign(180 - 1e-3 * (1 + unit(random)), unit(random))});
        break;
      case 3:
        points.push_back({std::floor(89 * unit(random)), std::floor(179 * unit(random))});
        break;
      case 4: {
        const std::size_t i = random() % all.x.size();
        const Position town = position_of({all.x[i], all.y[i], all.z[i]});
        points.push_back({std::clamp(town.latitude + 0.3 * unit(random), -90.0, 90.0),
                          std::clamp(town.longitude + 0.3 * unit(random), -180.0, 180.0)});
        break;
      }
      default:
        points.push_back(position_of({unit(random), unit(random), unit(random)}));
        break;
    }
  }
  return points;
}

TEST(Places, NearestIsThatOfABruteForceSearch) {
  const AllPlaces all = all_places();
  for (const Position at : probe_points(all, 10'000)) {
    const auto place = nearest_place(at);
    ASSERT_TRUE(place);
    ASSERT_NEAR(place->distance_km, brute_force_km(all, at), 1e-5) << decimal_degrees(at);
    ASSERT_NEAR(place->distance_km, distance_m(at, place->position) / 1000, 1e-9) << decimal_degrees(at);
  }
}

struct Known {
  Position at;
  const char* name;
  const char* division;
  const char* country;
};

TEST(Places, KnownPositionsHaveKnownNeighbours) {
  const std::vector<Known> cases{
      {{36.1699, -115.1398}, "Las Vegas", "Nevada", "US"},
      {{78.2233, 15.6469}, "Longyearbyen", "Svalbard", "SJ"},
      {{-54.8019, -68.3030}, "Ushuaia", "Tierra del Fuego", "AR"},
      {{0, 0}, "Takoradi", "Western", "GH"},
  };
  for (const auto& known : cases) {
    const auto place = nearest_place(known.at);
    ASSERT_TRUE(place);
    EXPECT_EQ(place->name, known.name);
    EXPECT_EQ(place->division, known.division);
    EXPECT_EQ(place->country, known.country);
  }
}

TEST(Places, NullIslandIsFarFromEverything) {
  const auto place = nearest_place({0, 0});
  ASSERT_TRUE(place);
  EXPECT_NEAR(place->distance_km, 579, 1);
  EXPECT_FALSE(place_to_report({0, 0}));
  EXPECT_EQ(words_for(place_to_report({0, 0.001}).value()), "579 km from Takoradi, GH");
}

TEST(Places, BothSidesOfTheDateLineAreNeighbours) {
  const auto east = nearest_place({-16.8, 180});
  const auto west = nearest_place({-16.8, -180});
  ASSERT_TRUE(east && west);
  EXPECT_EQ(east->name, west->name);
  EXPECT_NEAR(east->distance_km, west->distance_km, 1e-6);
}

TEST(Places, APoleIsThatFromEveryLongitude) {
  const auto pole = nearest_place({90, 0});
  ASSERT_TRUE(pole);
  EXPECT_NEAR(pole->distance_km, distance_m({90, 0}, pole->position) / 1000, 1e-9);
  for (const double longitude : {-180.0, -77.7, 12.0, 180.0}) {
    EXPECT_EQ(nearest_place({90, longitude})->name, pole->name) << longitude;
    EXPECT_EQ(nearest_place({-90, longitude})->name, nearest_place({-90, 0})->name) << longitude;
  }
}

TEST(Places, WordsSayNearBelowFiftyKilometresOnly) {
  NearestPlace place{"Las Vegas", "Nevada", "US", 3.2};
  EXPECT_EQ(words_for(place), "near Las Vegas, US");
  place.distance_km = 49.999;
  EXPECT_EQ(words_for(place), "near Las Vegas, US");
  place.distance_km = 50;
  EXPECT_EQ(words_for(place), "50 km from Las Vegas, US");
  place.distance_km = 119.7;
  EXPECT_EQ(words_for(place), "120 km from Las Vegas, US");
}

TEST(Places, InvalidPositionsHaveNoPlace) {
  EXPECT_FALSE(nearest_place({std::nan(""), 0}));
  EXPECT_FALSE(nearest_place({0, std::numeric_limits<double>::infinity()}));
  EXPECT_FALSE(nearest_place({91, 0}));
}

TEST(PlaceTable, EveryPlaceIsWhole) {
  ASSERT_GT(place_table::size(), 150'000U);
  std::uint32_t expected = 0;
  for (std::uint32_t row = 0; row < place_table::rows; ++row) {
    for (std::uint32_t column = 0; column < place_table::columns; ++column) {
      const auto range = place_table::places_in(row, column);
      ASSERT_EQ(range.begin, expected);
      ASSERT_GE(range.end, range.begin);
      expected = range.end;
      for (auto place = range.begin; place < range.end; ++place) {
        const Position at = place_table::position_of(place, row, column);
        ASSERT_EQ(place_table::row_of(at.latitude), row);
        ASSERT_EQ(place_table::column_of(at.longitude), column);
        ASSERT_EQ(place_table::division_of(place).country.size(), 2U);
      }
      if (range.begin == range.end) continue;
      ASSERT_FALSE(place_table::name_of(range.end - 1, row, column).empty());
    }
  }
  EXPECT_EQ(expected, place_table::size());
}

[[noreturn]] void report_pages_in_use() {
  const std::size_t before = test::place_pages_in_use();
  const bool found = nearest_place({52.5, 13.4}).has_value();
  const std::size_t after = test::place_pages_in_use();
  if (before == test::pages_unknown) std::_Exit(3);
  std::_Exit(found && before == 0 && after > 0 ? 0 : 1);
}

TEST(PlaceTableDeathTest, ARunThatAsksForNoPlaceLoadsNone) {
  if (::access("/proc/self/pagemap", R_OK) != 0) GTEST_SKIP() << "no /proc/self/pagemap";
  GTEST_FLAG_SET(death_test_style, "threadsafe");  // a process of its own, in which no other test has run
  EXPECT_EXIT(report_pages_in_use(), ::testing::ExitedWithCode(0), "");
}

}  // namespace
}  // namespace exifscrub
