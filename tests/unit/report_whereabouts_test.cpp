#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "report/record.hpp"
#include "report/whereabouts.hpp"

namespace exifscrub {
namespace {

using Json = nlohmann::ordered_json;

Outcome taken_at(Position at, NearestPlace place) {
  Outcome outcome;
  outcome.status = Status::leaks;
  Location location;
  location.latitude = at.latitude;
  location.longitude = at.longitude;
  location.place = std::move(place);
  outcome.locations.push_back(location);
  return outcome;
}

Cluster a_home() {
  Cluster cluster;
  cluster.members = {0, 2, 5};
  cluster.centre = {36.1147, -115.1728};
  cluster.place = NearestPlace{"Paradise", "Nevada", "US", 2.345};
  cluster.span_m = 57.6;
  cluster.dated = 2;
  cluster.days = 2;
  cluster.first_date = "2024-05-06";
  cluster.last_date = "2024-05-09";
  cluster.night_share = 0.66666;
  cluster.home_reasons = {"5 photos on 3 days", "66 % of them between 19:00 and 08:00"};
  return cluster;
}

Summary everything_asked() {
  Summary summary;
  summary.group_by = {PlaceLevel::place, true};
  summary.add(taken_at({36.17, -115.14}, {"Las Vegas", "Nevada", "US", 2}));
  summary.add(taken_at({36.17, -115.14}, {"Las Vegas", "Nevada", "US", 2}));
  summary.add(taken_at({52.5, 13.4}, {"Berlin", "Berlin", "DE", 1}));
  summary.clusters.push_back(a_home());
  return summary;
}

Json told(const Summary& summary, Disclosure disclosure) {
  return Json::parse(record_of(summary, disclosure).dump());
}

TEST(Whereabouts, ASummaryHoldsOnlyWhatWasAskedFor) {
  Summary summary = everything_asked();
  summary.group_by = {};
  const Json record = told(summary, {Coordinates::exact});
  EXPECT_FALSE(record.contains("groups"));
  EXPECT_FALSE(record.contains("clusters"));
  EXPECT_FALSE(record.contains("datum"));
}

TEST(Whereabouts, GroupsAreCountedPerCountryRegionAndTown) {
  const Json expected = Json::parse(R"([
    {"country": "US", "photos": 2, "regions": [
      {"region": "Nevada", "photos": 2, "places": [{"place": "Las Vegas", "photos": 2}]}]},
    {"country": "DE", "photos": 1, "regions": [
      {"region": "Berlin", "photos": 1, "places": [{"place": "Berlin", "photos": 1}]}]}])");
  EXPECT_EQ(told(everything_asked(), {Coordinates::exact})["groups"], expected);
  EXPECT_EQ(told(everything_asked(), {Coordinates::place})["groups"], expected);
}

TEST(Whereabouts, CoarseGroupsAreCountries) {
  const Json countries = Json::parse(R"([{"country": "US", "photos": 2}, {"country": "DE", "photos": 1}])");
  EXPECT_EQ(told(everything_asked(), {Coordinates::coarse})["groups"], countries);
  Summary by_country = everything_asked();
  by_country.group_by.places = PlaceLevel::country;
  EXPECT_EQ(told(by_country, {Coordinates::exact})["groups"], countries);
}

TEST(Whereabouts, FarFromAnyPlaceNoCountryIsNamed) {
  Summary summary;
  summary.group_by.places = PlaceLevel::place;
  summary.add(taken_at({0, 0.001}, {"Takoradi", "Western", "GH", 579}));
  EXPECT_EQ(told(summary, {Coordinates::exact})["groups"],
            Json::parse(R"([{"country": null, "photos": 1}])"));
}

TEST(Whereabouts, AMissingFixIsNoPlace) {
  Summary summary;
  summary.group_by.places = PlaceLevel::place;
  summary.add(taken_at({0, 0}, {"Takoradi", "Western", "GH", 579}));
  EXPECT_EQ(summary.located, 0U);
  EXPECT_TRUE(told(summary, {Coordinates::exact})["groups"].empty());
}

TEST(Whereabouts, AClusterTellsItsPlaceAsFarAsAllowed) {
  const Summary summary = everything_asked();
  const Json exact = told(summary, {Coordinates::exact})["clusters"][0];
  EXPECT_EQ(exact, Json::parse(R"({"photos": 3, "lat": 36.1147, "lon": -115.1728, "place": "Paradise",
    "distance_km": 2.3, "country": "US", "span_m": 58, "dated": 2, "days": 2, "first_date": "2024-05-06",
    "last_date": "2024-05-09", "night_share": 0.667, "weekend_share": 0.0,
    "may_be_home": ["5 photos on 3 days", "66 % of them between 19:00 and 08:00"],
    "may_be_workplace": [], "members": [0, 2, 5]})"));
  const Json coarse = told(summary, {Coordinates::coarse})["clusters"][0];
  EXPECT_EQ(coarse["lat"], 36.1);
  EXPECT_EQ(coarse["country"], "US");
  EXPECT_FALSE(coarse.contains("place"));
  EXPECT_FALSE(coarse.contains("distance_km"));
  const Json place = told(summary, {Coordinates::place})["clusters"][0];
  EXPECT_FALSE(place.contains("lat"));
  EXPECT_EQ(place["place"], "Paradise");
}

TEST(Whereabouts, NothingIsToldWhereNoPositionMayBe) {
  const Json record = told(everything_asked(), {Coordinates::none});
  EXPECT_FALSE(record.contains("groups"));
  EXPECT_FALSE(record.contains("clusters"));
}

TEST(Whereabouts, DatesAreValues) {
  const Json cluster = told(everything_asked(), {Coordinates::exact, false})["clusters"][0];
  EXPECT_FALSE(cluster.contains("first_date"));
  EXPECT_FALSE(cluster.contains("last_date"));
}

TEST(Whereabouts, TheCentreIsGivenInTheDatum) {
  Summary summary;
  summary.group_by.clusters = true;
  Cluster cluster = a_home();
  cluster.centre = {39.915, 116.404};
  summary.clusters.push_back(cluster);
  const Disclosure chinese{Coordinates::exact, true, Datum::gcj02};
  const Json record = told(summary, chinese);
  EXPECT_EQ(record["datum"], "gcj02");
  const Position shifted = in_datum(cluster.centre, Datum::gcj02);
  EXPECT_EQ(record["clusters"][0]["lat"], shifted.latitude);
  EXPECT_EQ(record["clusters"][0]["lon"], shifted.longitude);
  EXPECT_GT(distance_m(cluster.centre, shifted), 400);
}

}  // namespace
}  // namespace exifscrub
