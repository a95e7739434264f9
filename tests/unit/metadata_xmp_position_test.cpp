#include <gtest/gtest.h>

#include "metadata/xmp_position.hpp"

namespace exifscrub {
namespace {

TEST(XmpPosition, AnglesAreReadInAllSpellings) {
  struct Case {
    std::string_view text;
    double degrees;
  };
  for (const Case& c : {Case{"48,51.492N", 48.8582}, Case{"48,51,29.52N", 48.8582}, Case{"48.8582", 48.8582},
                        Case{"-48.8582", -48.8582}, Case{"48.8582S", -48.8582}, Case{"+2.2945", 2.2945},
                        Case{"48 deg 51' 29.52\" S", -48.8582}, Case{"48/1,51/1,2952/100W", -48.8582},
                        Case{" 48,51.492N ", 48.8582}, Case{"-0.5", -0.5}, Case{"12.5 East", 12.5},
                        Case{"12.5 west", -12.5}, Case{"0,30.0S", -0.5}}) {
    const auto angle = parse_angle(c.text);
    ASSERT_TRUE(angle) << c.text;
    EXPECT_NEAR(*angle, c.degrees, 1e-9) << c.text;
  }
  for (const std::string_view text : {"", "N", "abc", "1/0", "-", "+inf", "1e400"}) {
    EXPECT_FALSE(parse_angle(text)) << text;
  }
}

TEST(XmpPosition, FamiliesAndStructsDoNotMix) {
  XmpPositions positions;
  positions.add(0, 1, "GPSLatitude", "10");
  positions.add(0, 2, "GpsLongtitude", "20");
  positions.add(5, 1, "GPSLongitude", "30");
  Reading none;
  positions.report(0, none);
  EXPECT_TRUE(none.positions.empty());
  positions.add(0, 1, "GPSLongitude", "40");
  Reading one;
  positions.report(7, one);
  ASSERT_EQ(one.positions.size(), 1U);
  EXPECT_EQ(one.positions[0].block, 7U);
  EXPECT_EQ(one.positions[0].longitude, 40);
}

TEST(XmpPosition, ReferencesOfTheirOwnTurnTheSign) {
  XmpPositions positions;
  positions.add(0, 1, "GPSLatitude", "10");
  positions.add(0, 1, "GPSLongitudeRef", "West");
  positions.add(0, 1, "GPSLongitude", "20");
  Reading one;
  positions.report(0, one);
  ASSERT_EQ(one.positions.size(), 1U);
  EXPECT_EQ(one.positions[0].latitude, 10);
  EXPECT_EQ(one.positions[0].longitude, -20);
}

TEST(XmpPosition, OutOfRangeIsNoPosition) {
  XmpPositions positions;
  positions.add(0, 1, "lat", "91");
  positions.add(0, 1, "long", "20");
  Reading none;
  positions.report(0, none);
  EXPECT_TRUE(none.positions.empty());
}

}  // namespace
}  // namespace exifscrub
