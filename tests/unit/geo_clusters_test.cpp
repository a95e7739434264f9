#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "geo/clusters.hpp"

namespace exifscrub {
namespace {

constexpr double degrees_per_metre = 360 / (2 * 3.14159265358979323846 * earth_radius_m);
constexpr Position berlin{52.5, 13.4};

std::vector<Shot> shots_at(Position at, const std::vector<std::string_view>& times) {
  std::vector<Shot> shots;
  for (const auto time : times) shots.push_back({at, LocalHour(time)});
  return shots;
}

Cluster only_cluster(const std::vector<Shot>& shots) {
  const auto found = find_clusters(shots);
  EXPECT_EQ(found.clusters.size(), 1U);
  return found.clusters.empty() ? Cluster{} : found.clusters.front();
}

TEST(Clusters, TwoPhotosAreNoPlace) {
  EXPECT_TRUE(find_clusters({}).clusters.empty());
  EXPECT_TRUE(find_clusters(shots_at(berlin, {"", ""})).clusters.empty());
  EXPECT_EQ(find_clusters(shots_at(berlin, {"", "", ""})).clusters.size(), 1U);
}

TEST(Clusters, LargestComesFirstThenTheLowestNumber) {
  std::vector<Shot> shots;
  for (const double latitude : {10.0, 20.0, 30.0, 20.0, 10.0, 30.0, 30.0, 20.0, 10.0, 30.0}) {
    shots.push_back({{latitude, 5}, {}, static_cast<std::uint32_t>(shots.size())});
  }
  const auto found = find_clusters(shots);
  ASSERT_EQ(found.clusters.size(), 3U);
  EXPECT_EQ(found.clusters[0].members, (std::vector<std::uint32_t>{2, 5, 6, 9}));
  EXPECT_EQ(found.clusters[1].members, (std::vector<std::uint32_t>{0, 4, 8}));
  EXPECT_EQ(found.clusters[2].members, (std::vector<std::uint32_t>{1, 3, 7}));
}

TEST(Clusters, CentreAndSpanAreInMetresOnTheGround) {
  const double step = 30 * degrees_per_metre;
  const double widened = step / std::cos(60 * 3.14159265358979323846 / 180);
  const Cluster cluster = only_cluster({{{60, 20}, {}}, {{60 + step, 20}, {}}, {{60, 20 + widened}, {}}});
  EXPECT_NEAR(distance_m(cluster.centre, {60 + step / 3, 20 + widened / 3}), 0, 0.01);
  EXPECT_NEAR(cluster.span_m, 30 * std::sqrt(2), 0.005 * 30 * std::sqrt(2));
}

TEST(Clusters, CentreIsRightAcrossTheDateLineAndAtAPole) {
  const double step = 20 * degrees_per_metre;
  const Cluster line = only_cluster({{{0, 180 - step}, {}}, {{0, -180 + step}, {}}, {{0, 180}, {}}});
  EXPECT_NEAR(std::abs(line.centre.longitude), 180, 1e-9);
  EXPECT_NEAR(line.span_m, 40, 0.01);
  const Cluster pole = only_cluster({{{90 - step, 0}, {}}, {{90 - step, 120}, {}}, {{90 - step, -120}, {}}});
  EXPECT_NEAR(pole.centre.latitude, 90, 1e-6);
  EXPECT_NEAR(pole.span_m, 20 * std::sqrt(3), 0.2);
}

TEST(Clusters, OneSpotSpansNothing) {
  const Cluster cluster = only_cluster(shots_at({0, 0}, {"", "", "", ""}));
  EXPECT_EQ(cluster.members.size(), 4U);
  EXPECT_NEAR(cluster.span_m, 0, 1e-6);
  EXPECT_NEAR(distance_m(cluster.centre, {0, 0}), 0, 1e-6);
}

TEST(Clusters, DatesAndSharesCountDatedPhotosOnly) {
  const Cluster cluster = only_cluster(shots_at(berlin, {"2024-05-06T19:00:00",  // Monday, night begins
                                                         "2024-05-06T18:59:59",  // Monday, day
                                                         "2024-05-11T07:59:59",  // Saturday, night
                                                         "2023-12-31T08:00:00",  // Sunday, day begins
                                                         ""}));
  EXPECT_EQ(cluster.members.size(), 5U);
  EXPECT_EQ(cluster.dated, 4U);
  EXPECT_EQ(cluster.days, 3U);
  EXPECT_EQ(cluster.first_date, "2023-12-31");
  EXPECT_EQ(cluster.last_date, "2024-05-11");
  EXPECT_DOUBLE_EQ(cluster.night_share, 0.5);
  EXPECT_DOUBLE_EQ(cluster.weekend_share, 0.5);
}

TEST(Clusters, WhatIsNoLocalTimeIsNoTime) {
  for (const std::string_view text :
       {"2024:05:06 19:07:08", "2024-05-06 19:07:08", "2024-05-06T19:07", "2024-05-06T19:07:08Z",
        "0000-00-00T00:00:00", "2023-02-29T12:00:00", "2024-05-06T24:00:00", "2024-05-06T12:60:00",
        "2024-05-06T12:00:61", "2024-0a-06T12:00:00", "    -  -  T  :  :  "}) {
    const Cluster cluster = only_cluster(shots_at(berlin, {text, text, text}));
    EXPECT_EQ(cluster.dated, 0U) << text;
    EXPECT_EQ(cluster.first_date, "") << text;
    EXPECT_DOUBLE_EQ(cluster.night_share, 0) << text;
  }
  EXPECT_EQ(only_cluster(shots_at(berlin, {"2024-02-29T23:59:60", "", ""})).dated, 1U);
}

const std::vector<std::string_view> evenings{"2024-05-06T19:00:00", "2024-05-07T23:30:00",
                                             "2024-05-08T07:59:59", "2024-05-08T12:00:00",
                                             "2024-05-08T13:00:00"};

TEST(Clusters, EveningsOnThreeDaysMayBeAHome) {
  const Cluster cluster = only_cluster(shots_at(berlin, evenings));
  EXPECT_EQ(cluster.home_reasons,
            (std::vector<std::string>{"5 photos on 3 days", "60 % of them between 19:00 and 08:00"}));
  EXPECT_TRUE(cluster.workplace_reasons.empty());
}

TEST(Clusters, OneConditionShortIsNoHome) {
  auto four = evenings;
  four.pop_back();
  auto undated = evenings;
  undated.back() = "";
  auto two_days = evenings;
  two_days[0] = "2024-05-07T19:00:00";
  auto too_early = evenings;
  too_early[0] = "2024-05-06T18:59:59";
  for (const auto& times : {four, undated, two_days, too_early}) {
    EXPECT_TRUE(only_cluster(shots_at(berlin, times)).home_reasons.empty());
  }
}

std::vector<std::string_view> office_days() {
  return {"2024-05-06T09:00:00", "2024-05-07T17:59:59", "2024-05-08T12:00:00", "2024-05-09T12:00:00",
          "2024-05-10T12:00:00", "2024-05-10T12:30:00", "2024-05-10T13:00:00", "2024-05-10T18:00:00",
          "2024-05-11T12:00:00", "2024-05-12T12:00:00"};
}

TEST(Clusters, OfficeHoursOnThreeDaysMayBeAWorkplace) {
  const Cluster cluster = only_cluster(shots_at(berlin, office_days()));
  EXPECT_EQ(cluster.workplace_reasons,
            (std::vector<std::string>{"10 photos on 7 days",
                                      "70 % of them Monday to Friday between 09:00 and 18:00"}));
  EXPECT_TRUE(cluster.home_reasons.empty());
}

TEST(Clusters, OneConditionShortIsNoWorkplace) {
  for (const auto& [index, time] : std::vector<std::pair<std::size_t, std::string_view>>{
           {0, "2024-05-06T08:59:59"}, {1, "2024-05-07T18:00:00"}, {2, "2024-05-11T12:00:00"}}) {
    auto times = office_days();
    times[index] = time;
    EXPECT_TRUE(only_cluster(shots_at(berlin, times)).workplace_reasons.empty()) << time;
  }
}

}  // namespace
}  // namespace exifscrub
