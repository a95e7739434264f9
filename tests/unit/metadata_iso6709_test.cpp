#include <gtest/gtest.h>

#include "metadata/iso6709.hpp"

namespace exifscrub {
namespace {

TEST(Iso6709, ReadsDegrees) {
  const auto position = read_iso6709("+48.8577-002.2950+035.000CRSWGS_84/");
  ASSERT_TRUE(position);
  EXPECT_DOUBLE_EQ(position->latitude, 48.8577);
  EXPECT_DOUBLE_EQ(position->longitude, -2.295);
  EXPECT_DOUBLE_EQ(position->altitude_m.value_or(0), 35);
}

TEST(Iso6709, ReadsMinutesAndSeconds) {
  EXPECT_DOUBLE_EQ(read_iso6709("+4030.6-07430/")->latitude, 40.51);
  EXPECT_DOUBLE_EQ(read_iso6709("+4030.6-07430/")->longitude, -74.5);
  EXPECT_DOUBLE_EQ(read_iso6709("+403036-0743018/")->latitude, 40.51);
  EXPECT_DOUBLE_EQ(read_iso6709("+403036-0743018/")->longitude, -74.505);
}

TEST(Iso6709, KeepsTheSignOfASouthernMinute) {
  EXPECT_DOUBLE_EQ(read_iso6709("-0030-00030/")->latitude, -0.5);
}

TEST(Iso6709, RefusesWhatIsNoPosition) {
  for (const char* text : {"", "+", "+48", "+48.8", "48.8+002/", "+91+000/", "+00+181/", "+48.8577", "++1+2",
                           "+1e3+2/", "+1234567+002/", "-nan-nan/"}) {
    EXPECT_FALSE(read_iso6709(text)) << text;
  }
}

}  // namespace
}  // namespace exifscrub
