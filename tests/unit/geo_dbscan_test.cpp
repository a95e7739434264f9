#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <random>
#include <vector>

#include "geo/dbscan.hpp"

namespace exifscrub {
namespace {

constexpr Density photos{100, 3};
constexpr double degrees_per_metre = 360 / (2 * 3.14159265358979323846 * earth_radius_m);

using Groups = std::vector<std::vector<std::uint32_t>>;

/// The definition, by comparing everything with everything.
Groups textbook_groups(const std::vector<Position>& points, Density density) {
  const auto count = static_cast<std::uint32_t>(points.size());
  const auto in_reach = [&](std::uint32_t a, std::uint32_t b) {
    return distance_m(points[a], points[b]) <= density.reach_m;
  };
  std::vector<bool> core(count);
  for (std::uint32_t a = 0; a < count; ++a) {
    std::size_t neighbours = 0;
    for (std::uint32_t b = 0; b < count; ++b) neighbours += in_reach(a, b);
    core[a] = neighbours >= density.minimum;
  }
  std::vector<std::uint32_t> group(count);
  std::iota(group.begin(), group.end(), 0U);
  for (std::uint32_t a = 0; a < count; ++a) {
    for (std::uint32_t b = 0; b < a; ++b) {
      if (!core[a] || !core[b] || !in_reach(a, b) || group[a] == group[b]) continue;
      std::replace(group.begin(), group.end(), std::uint32_t{group[a]}, std::uint32_t{group[b]});
    }
  }
  Groups members(count);
  for (std::uint32_t a = 0; a < count; ++a) {
    std::uint32_t nearest = count;
    for (std::uint32_t b = 0; b < count; ++b) {
      if (!core[b] || !in_reach(a, b)) continue;
      if (nearest == count || distance_m(points[a], points[b]) < distance_m(points[a], points[nearest])) {
        nearest = b;
      }
    }
    if (core[a]) nearest = a;
    if (nearest != count) members[group[nearest]].push_back(a);
  }
  members.erase(std::remove_if(members.begin(), members.end(), [](const auto& m) { return m.empty(); }),
                members.end());
  std::sort(members.begin(), members.end());
  return members;
}

/// Points strewn over a square around `centre`, in metres; two of three stand at one of a few spots.
std::vector<Position> strewn(std::mt19937& random, UnitVector centre, std::size_t count, double side_m) {
  std::uniform_real_distribution<double> across(-side_m / 2, side_m / 2);
  std::normal_distribution<double> scatter(0, 25);
  const auto moved = [&](double dx, double dy, double dz) {
    return position_of(
        {centre.x + dx / earth_radius_m, centre.y + dy / earth_radius_m, centre.z + dz / earth_radius_m});
  };
  std::vector<Position> spots;
  std::vector<Position> points;
  for (std::size_t i = 0; i < count; ++i) {
    if (i % 3 != 0 && !spots.empty()) {
      const Position spot = spots[random() % std::min<std::size_t>(spots.size(), 6)];
      const UnitVector at = unit_vector_of(spot);
      points.push_back(
          position_of({at.x + scatter(random) / earth_radius_m, at.y + scatter(random) / earth_radius_m,
                       at.z + scatter(random) / earth_radius_m}));
    } else {
      spots.push_back(moved(across(random), across(random), across(random)));
      points.push_back(spots.back());
    }
  }
  return points;
}

TEST(Dbscan, GroupsAreThoseOfTheDefinition) {
  std::mt19937 random(1996);
  const std::vector<Position> centres{{52.5, 13.4}, {0, 0}, {90, 0}, {-90, 0}, {-16.8, 180}, {89.999, 77}};
  std::size_t groups = 0;
  for (int round = 0; round < 8; ++round) {
    for (const Position centre : centres) {
      const auto points = strewn(random, unit_vector_of(centre), 150, 600.0 + 300 * round);
      const auto found = find_dense_groups(points, photos);
      ASSERT_EQ(found.groups, textbook_groups(points, photos)) << decimal_degrees(centre) << ", " << round;
      groups += found.groups.size();
    }
  }
  EXPECT_GT(groups, 100U);
}

TEST(Dbscan, OtherDensitiesHoldToo) {
  std::mt19937 random(7);
  for (const Density density : {Density{20, 1}, Density{50, 2}, Density{150, 8}, Density{1000, 40}}) {
    const auto points = strewn(random, unit_vector_of({60, -179.999}), 200, 1500);
    ASSERT_EQ(find_dense_groups(points, density).groups, textbook_groups(points, density)) << density.reach_m;
  }
}

TEST(Dbscan, MembershipDoesNotDependOnTheOrder) {
  std::mt19937 random(3);
  const auto points = strewn(random, unit_vector_of({36.1, -115.1}), 400, 1500);
  const auto groups = find_dense_groups(points, photos).groups;
  std::vector<std::uint32_t> order(points.size());
  std::iota(order.begin(), order.end(), 0U);
  std::shuffle(order.begin(), order.end(), random);
  std::vector<Position> shuffled;
  for (const auto number : order) shuffled.push_back(points[number]);
  auto again = find_dense_groups(shuffled, photos).groups;
  for (auto& group : again) {
    for (auto& number : group) number = order[number];
    std::sort(group.begin(), group.end());
  }
  std::sort(again.begin(), again.end());
  EXPECT_EQ(again, groups);
}

std::vector<Position> three_in_a_row(double step_m, Position from, bool eastward) {
  const double step = step_m * degrees_per_metre;
  std::vector<Position> points;
  for (int i = 0; i < 3; ++i) {
    Position at = from;
    (eastward ? at.longitude : at.latitude) += i * step;
    if (at.longitude > 180) at.longitude -= 360;
    points.push_back(at);
  }
  return points;
}

TEST(Dbscan, ReachIsAHundredMetresInEveryDirection) {
  const Groups one{{0, 1, 2}};
  for (const bool eastward : {false, true}) {
    EXPECT_EQ(find_dense_groups(three_in_a_row(99.99, {0, 0}, eastward), photos).groups, one);
    EXPECT_EQ(find_dense_groups(three_in_a_row(100.01, {0, 0}, eastward), photos).groups, Groups{});
  }
  EXPECT_EQ(find_dense_groups(three_in_a_row(99.99, {0, 179.9995}, true), photos).groups, one);
  EXPECT_EQ(find_dense_groups(three_in_a_row(100.01, {0, 179.9995}, true), photos).groups, Groups{});
}

TEST(Dbscan, APoleHasNoSides) {
  const std::vector<Position> around{{89.9997, 0}, {89.9997, 120}, {89.9997, -120}};
  EXPECT_EQ(find_dense_groups(around, photos).groups, (Groups{{0, 1, 2}}));
}

TEST(Dbscan, InvalidPointsAreInNoGroup) {
  const double nan = std::nan("");
  const double infinity = std::numeric_limits<double>::infinity();
  const std::vector<Position> points{{nan, 0}, {1, 1}, {0, infinity}, {1, 1}, {91, 1}, {1, 1}, {1, nan}};
  EXPECT_EQ(find_dense_groups(points, photos).groups, (Groups{{1, 3, 5}}));
  EXPECT_EQ(find_dense_groups({}, photos).groups, Groups{});
}

struct Shape {
  const char* name;
  std::vector<Position> (*make)(std::size_t count);
};

std::vector<Position> one_spot(std::size_t count) { return std::vector<Position>(count, {52.5, 13.4}); }

std::vector<Position> one_square(std::size_t count) {
  std::mt19937 random(1);
  std::uniform_real_distribution<double> across(0, 200 * degrees_per_metre);
  std::vector<Position> points;
  for (std::size_t i = 0; i < count; ++i) points.push_back({across(random), across(random)});
  return points;
}

std::vector<Position> two_crowds_out_of_reach(std::size_t count) {
  std::mt19937 random(2);
  std::uniform_real_distribution<double> across(0, 30 * degrees_per_metre);
  std::vector<Position> points;
  for (std::size_t i = 0; i < count; ++i) {
    points.push_back({across(random), across(random) + (i % 2 == 0 ? 0.0 : 130.5 * degrees_per_metre)});
  }
  return points;
}

std::vector<Position> a_country(std::size_t count) {
  std::mt19937 random(3);
  const double side = std::sqrt(static_cast<double>(count)) * 90 * degrees_per_metre;
  std::uniform_real_distribution<double> across(0, side);
  std::vector<Position> points;
  for (std::size_t i = 0; i < count; ++i) points.push_back({across(random), across(random)});
  return points;
}

std::vector<Position> a_crowd_and_strays(std::size_t count) {
  auto points = one_spot(count - 40);
  for (std::size_t i = 0; i < 40; ++i) {
    points.push_back({52.5 + (95 + static_cast<double>(i)) * degrees_per_metre, 13.4});
  }
  return points;
}

TEST(Dbscan, WorkGrowsWithThePointsNotWithTheirSquare) {
  const std::vector<Shape> shapes{{"one spot", one_spot},
                                  {"one square", one_square},
                                  {"two crowds", two_crowds_out_of_reach},
                                  {"a country", a_country},
                                  {"a crowd and strays", a_crowd_and_strays}};
  for (const Shape& shape : shapes) {
    const auto small = find_dense_groups(shape.make(5'000), photos).comparisons;
    const auto large = find_dense_groups(shape.make(40'000), photos).comparisons;
    EXPECT_LT(large, 40'000U * 60) << shape.name;
    EXPECT_LT(static_cast<double>(large), 10 * static_cast<double>(small) + 1000) << shape.name;
  }
}

TEST(Dbscan, CrowdsOutOfReachStayApart) {
  EXPECT_EQ(find_dense_groups(two_crowds_out_of_reach(2'000), photos).groups.size(), 2U);
}

}  // namespace
}  // namespace exifscrub
