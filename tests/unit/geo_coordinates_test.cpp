#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "geo/coordinates.hpp"

namespace exifscrub {
namespace {

constexpr double half_turn_m = 3.14159265358979323846 * earth_radius_m;

TEST(Coordinates, DegreesAreWrittenWithSixDecimals) {
  EXPECT_EQ(decimal_degrees({36.1146472, -115.1728131}), "36.114647, -115.172813");
  EXPECT_EQ(decimal_degrees({-90, 180}), "-90.000000, 180.000000");
}

TEST(Coordinates, ZeroHasNoMinus) {
  EXPECT_EQ(decimal_degrees({-0.0, -0.0000004}), "0.000000, 0.000000");
  EXPECT_EQ(coarse_degrees({-0.04, 0}), "0.0, 0.0");
  EXPECT_EQ(degrees_minutes_seconds({-1e-9, -1e-9}), "0°00'00.00\"N 0°00'00.00\"E");
}

TEST(Coordinates, SecondsCarryIntoMinutesAndDegrees) {
  EXPECT_EQ(degrees_minutes_seconds({52.516275, 13.377704}), "52°30'58.59\"N 13°22'39.73\"E");
  EXPECT_EQ(degrees_minutes_seconds({-33.8567844, -70.5}), "33°51'24.42\"S 70°30'00.00\"W");
  EXPECT_EQ(degrees_minutes_seconds({59.9999999, 179.9999999}), "60°00'00.00\"N 180°00'00.00\"E");
  EXPECT_EQ(degrees_minutes_seconds({0.9999972, -0.016665}), "0°59'59.99\"N 0°00'59.99\"W");
  EXPECT_EQ(degrees_minutes_seconds({0.9999987, -0.0166654}), "1°00'00.00\"N 0°01'00.00\"W");
}

TEST(Coordinates, CoarseIsATenthOfADegree) {
  EXPECT_EQ(coarse_degrees({36.1146472, -115.1728131}), "36.1, -115.2");
  EXPECT_EQ(coarsened({36.1146472, -115.1728131}), (Position{36.1, -115.2}));
  EXPECT_EQ(coarse_degrees({89.97, -179.96}), "90.0, -180.0");
}

TEST(Coordinates, OnlyPointsOfTheEarthAreValid) {
  EXPECT_TRUE(is_valid({90, 180}));
  EXPECT_TRUE(is_valid({-90, -180}));
  EXPECT_FALSE(is_valid({90.0001, 0}));
  EXPECT_FALSE(is_valid({0, -180.0001}));
  EXPECT_FALSE(is_valid({std::nan(""), 0}));
  EXPECT_FALSE(is_valid({0, std::nan("")}));
  EXPECT_FALSE(is_valid({std::numeric_limits<double>::infinity(), 0}));
}

TEST(Coordinates, NullIslandIsZeroToSixDecimals) {
  EXPECT_TRUE(is_null_island({0, 0}));
  EXPECT_TRUE(is_null_island({-0.0000004, 0}));
  EXPECT_FALSE(is_null_island({0.000001, 0}));
}

TEST(Coordinates, DistancesAgreeWithKnownOnes) {
  EXPECT_DOUBLE_EQ(distance_m({0, 0}, {0, 0}), 0);
  EXPECT_NEAR(distance_m({0, 0}, {1, 0}), 111'195.08, 0.01);
  EXPECT_NEAR(distance_m({60, 0}, {60, 1}), 55'597.0, 1.5);
  EXPECT_NEAR(distance_m({36.12, -86.67}, {33.94, -118.40}), 2'886'448, 5);  // BNA to LAX
  EXPECT_NEAR(distance_m({0, 0}, {0, 180}), half_turn_m, 0.001);
  EXPECT_NEAR(distance_m({90, 0}, {-90, 77}), half_turn_m, 0.001);
}

TEST(Coordinates, DistanceIsStableForNeighbours) {
  EXPECT_NEAR(distance_m({52.5, 13.4}, {52.5 + 1e-7, 13.4}), 0.01111951, 1e-7);
}

TEST(Coordinates, DistanceCrossesDateLineAndPole) {
  EXPECT_NEAR(distance_m({0, 179.9995}, {0, -179.9995}), 111.195, 0.001);
  EXPECT_NEAR(distance_m({89.9995, 10}, {89.9995, -170}), 111.195, 0.001);
  EXPECT_NEAR(distance_m({90, 0}, {90, 123}), 0, 1e-6);
}

TEST(Coordinates, VectorsAndPositionsAreInverse) {
  for (const Position at : {Position{52.5, 13.4}, {-33.9, -70.1}, {0, 180}, {12, -179.5}, {-89.9, 3}}) {
    const Position back = position_of(unit_vector_of(at));
    EXPECT_NEAR(back.latitude, at.latitude, 1e-12);
    EXPECT_NEAR(back.longitude, at.longitude, 1e-9);
  }
  EXPECT_NEAR(position_of(unit_vector_of({90, 45})).latitude, 90, 1e-12);
  EXPECT_EQ(position_of({}), (Position{90, 0}));
}

struct VicinityCase {
  const char* text;
  Vicinity expected;
};

TEST(Vicinity, ReadsEveryUnit) {
  const std::vector<VicinityCase> cases{
      {"52.5,13.4,500m", {{52.5, 13.4}, 500}},
      {"52.5,13.4,2km", {{52.5, 13.4}, 2000}},
      {"-33.85,-151.21,1.5mi", {{-33.85, -151.21}, 2414.016}},
      {"+90,-180,0.5m", {{90, -180}, 0.5}},
      {" 52.5 , 13.4 , 500 m ", {{52.5, 13.4}, 500}},
      {"0,0,100m", {{0, 0}, 100}},
  };
  for (const auto& [text, expected] : cases) {
    const auto read = parse_vicinity(text);
    ASSERT_TRUE(read) << text << ": " << read.error().what;
    EXPECT_EQ(read->centre, expected.centre) << text;
    EXPECT_NEAR(read->radius_m, expected.radius_m, 1e-9) << text;
  }
}

struct VicinityError {
  const char* text;
  const char* what;
  std::uint64_t offset;
};

TEST(Vicinity, SaysWhichPartIsWrong) {
  const std::vector<VicinityError> cases{
      {"", "expected LAT,LON,RADIUS, as in 52.5,13.4,500m", 0},
      {"52.5,13.4", "expected LAT,LON,RADIUS, as in 52.5,13.4,500m", 0},
      {"52,5,13,4,500m", "expected LAT,LON,RADIUS, as in 52.5,13.4,500m", 0},
      {",13.4,500m", "the latitude is not a number of degrees", 0},
      {"nan,13.4,500m", "the latitude is not a number of degrees", 0},
      {"+-5,13.4,500m", "the latitude is not a number of degrees", 0},
      {"52.5N,13.4,500m", "the latitude is not a number of degrees", 0},
      {"5e1,13.4,500m", "the latitude is not a number of degrees", 0},
      {"90.1,13.4,500m", "the latitude is not within -90 to 90", 0},
      {"52.5,inf,500m", "the longitude is not a number of degrees", 5},
      {"52.5,181,500m", "the longitude is not within -180 to 180", 5},
      {"52.5,13.4,", "the radius is not a number", 10},
      {"52.5,13.4,far", "the radius is not a number", 10},
      {"52.5,13.4,500", "the radius needs a unit: m, km or mi", 10},
      {"52.5,13.4,500ft", "the unit of the radius is none of m, km, mi", 10},
      {"52.5,13.4,1e3m", "the unit of the radius is none of m, km, mi", 10},
      {"52.5,13.4,0m", "the radius must be more than 0", 10},
      {"52.5,13.4,-5km", "the radius must be more than 0", 10},
  };
  for (const auto& [text, what, offset] : cases) {
    const auto read = parse_vicinity(text);
    ASSERT_FALSE(read) << text;
    EXPECT_EQ(read.error().code, Errc::malformed) << text;
    EXPECT_EQ(read.error().what, what) << text;
    EXPECT_EQ(read.error().offset, offset) << text;
  }
}

TEST(Vicinity, ContainsItsEdgeAcrossTheDateLine) {
  const Vicinity fiji{{-17, 179.99}, 5000};
  EXPECT_TRUE(fiji.contains({-17, -179.99}));
  EXPECT_FALSE(fiji.contains({-17, -179.9}));
  const Vicinity edge{{0, 0}, distance_m({0, 0}, {0, 0.01})};
  EXPECT_TRUE(edge.contains({0, 0.01}));
  EXPECT_FALSE(edge.contains({0, 0.0100001}));
}

struct Shifted {
  Position wgs84;
  Position expected;
};

TEST(Datum, Gcj02AgreesWithPublishedPoints) {
  const std::vector<Shifted> points{
      {{31.1774276, 121.5272106}, {31.17530398364597, 121.531541859215}},  // Shanghai
      {{22.543847, 113.912316}, {22.540796131694766, 113.9171764808363}},  // Shenzhen
      {{39.911954, 116.377817}, {39.91334545536069, 116.38404722455657}},  // Beijing
      {{39.915, 116.404}, {39.91640428150164, 116.41024449916938}},        // Tiananmen
  };
  for (const auto& [wgs84, expected] : points) {
    const Position got = in_datum(wgs84, Datum::gcj02);
    EXPECT_NEAR(got.latitude, expected.latitude, 1e-6);
    EXPECT_NEAR(got.longitude, expected.longitude, 1e-6);
  }
}

TEST(Datum, Bd09AgreesWithThePublishedPoint) {
  const Position got = in_datum({39.915, 116.404}, Datum::bd09);
  EXPECT_NEAR(got.latitude, 39.922699552216216, 1e-6);
  EXPECT_NEAR(got.longitude, 116.41662724378733, 1e-6);
}

TEST(Datum, Bd09AgreesWithCitiesOfItsPublisherToAMetre) {
  const std::vector<Shifted> points{
      {{33.0133556, 114.0164322}, {33.0176697, 114.0287781}},  // Zhumadian
      {{43.9312805, 116.0414035}, {43.9397782, 116.0546232}},  // Xilinhot
      {{31.4784436, 92.0499619}, {31.4824421, 92.0576832}},    // Nagqu
      {{23.3567569, 116.6775114}, {23.3598884, 116.6885014}},  // Shantou
  };
  for (const auto& [wgs84, expected] : points) {
    EXPECT_LT(distance_m(in_datum(wgs84, Datum::bd09), expected), 1.0);
  }
}

TEST(Datum, NothingMovesOutsideTheBoxOfMainlandChina) {
  for (const Position at : {Position{35.6586, 139.7454}, {48.8584, 2.2945}, {1.2834, 103.8607}, {0, 0}}) {
    EXPECT_FALSE(has_chinese_shift(at));
    EXPECT_EQ(in_datum(at, Datum::gcj02), at);
    EXPECT_EQ(in_datum(at, Datum::bd09), at);
  }
  EXPECT_EQ(in_datum({39.915, 116.404}, Datum::wgs84), (Position{39.915, 116.404}));
}

TEST(Datum, NamesAreThoseOfTheOption) {
  for (const Datum datum : {Datum::wgs84, Datum::gcj02, Datum::bd09}) {
    EXPECT_EQ(datum_named(name_of(datum)), datum);
    EXPECT_EQ(note_on(datum).empty(), datum == Datum::wgs84);
  }
  EXPECT_EQ(datum_named("WGS84"), std::nullopt);
  EXPECT_EQ(datum_named(""), std::nullopt);
}

}  // namespace
}  // namespace exifscrub
