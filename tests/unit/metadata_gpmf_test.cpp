#include <gtest/gtest.h>

#include "carrier_damage.hpp"
#include "metadata/gpmf.hpp"
#include "movie_bytes.hpp"

namespace exifscrub {
namespace {

using namespace std::string_literals;
using movie::u32;

constexpr CarrierDamage damage{read_gpmf, erase_gpmf};

/// Key, type, size of a value, count, values, padding.
std::string row(const std::string& key, char type, std::size_t size, const std::string& data) {
  return key + type + movie::number(size, 1) + movie::u16(data.size() / size) + data +
         std::string((4 - data.size() % 4) % 4, '\0');
}

std::string stream(const std::string& fix_key) {
  const std::string scale = u32(10'000'000) + u32(10'000'000) + u32(1000) + u32(1000) + u32(100);
  const std::string fix = u32(488'577'000) + u32(0xFFFFFFFF - 22'949'999) + u32(35'000) + u32(0) + u32(0);
  return row("SCAL", 'l', 4, scale) + row(fix_key, 'l', 20, fix_key == "GPS5" ? fix : std::string(20, '\0'));
}

std::string camera(const std::string& fix_key = "GPS5") {
  return row("DEVC", '\0', 1,
             row("DVNM", 'c', 1, "Hero") + row("CASN", 'c', 1, "C3221") + row("ACCL", 's', 2, "123456") +
                 row("STRM", '\0', 1, stream(fix_key)));
}

TEST(Gpmf, NamesPositionAndCamera) {
  const BlockReading block{read_gpmf, camera()};
  EXPECT_EQ(block.value("GoPro:GPSCoordinates"), "48.8577, -2.295, 35 m");
  EXPECT_EQ(block.class_of("GoPro:GPSCoordinates"), "location");
  EXPECT_EQ(block.value("GoPro:CameraSerialNumber"), "C3221");
  EXPECT_EQ(block.class_of("GoPro:CameraSerialNumber"), "device");
  EXPECT_EQ(block.class_of("GoPro:Sensors"), "device");
  ASSERT_EQ(block.reading.positions.size(), 1U);
}

TEST(Gpmf, PositionsLoseTheirKey) {
  const auto erased = BlockReading{read_gpmf, camera()}.without(erase_gpmf, LeakClass::location);
  ASSERT_TRUE(erased);
  EXPECT_EQ(text_of(*erased), camera("EMPT"));
  EXPECT_EQ((BlockReading{read_gpmf, *erased}.count(LeakClass::location)), 0U);
}

TEST(Gpmf, PlacesInTextsGo) {
  const std::string text = row("ABCD", 'c', 1, "lat: 48.8583 lon: 2.2944");
  const auto erased = BlockReading{read_gpmf, text}.without(erase_gpmf, LeakClass::location);
  ASSERT_TRUE(erased);
  EXPECT_EQ(text_of(*erased), row("ABCD", 'c', 1, "lat:         lon:       "));
  EXPECT_EQ((BlockReading{read_gpmf, *erased}.count(LeakClass::location)), 0U);
}

TEST(Gpmf, EverythingCanGo) {
  const BlockReading block{read_gpmf, camera()};
  const auto erased = block.without_if(erase_gpmf, [](const BlockFinding&) { return true; });
  ASSERT_TRUE(erased);
  EXPECT_TRUE((BlockReading{read_gpmf, *erased}.reading.findings.empty()));
}

TEST(Gpmf, WhatCannotBeFollowedGoesWithTheLocation) {
  const std::string cut = camera().substr(0, camera().size() - 4);
  const auto erased = BlockReading{read_gpmf, cut}.without(erase_gpmf, LeakClass::location);
  ASSERT_TRUE(erased);
  EXPECT_EQ(text_of(*erased).find("GPS5"), std::string::npos);
}

TEST(Gpmf, DeepRowsEnd) {
  std::string nested = stream("GPS5");
  for (int i = 0; i < 400; ++i) nested = row("DEVC", '\0', 1, nested);
  const auto erased = BlockReading{read_gpmf, nested}.without(erase_gpmf, LeakClass::location);
  ASSERT_TRUE(erased);
  EXPECT_EQ(text_of(*erased).find("GPS5"), std::string::npos);
}

TEST(Gpmf, DamageIsSurvived) {
  const std::vector<Byte> bytes = bytes_of(camera());
  damage.expect_sound_when_truncated(bytes);
  damage.expect_sound_when_flipped(bytes);
}

}  // namespace
}  // namespace exifscrub
