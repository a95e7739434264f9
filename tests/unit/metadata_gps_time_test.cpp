#include <gtest/gtest.h>

#include "support/exif_block.hpp"
#include "support/tiff_builder.hpp"

namespace exifscrub {
namespace {

using test::TiffBuilder;

struct Stamp {
  const char* date = "2024:05:06";
  std::vector<std::pair<std::uint32_t, std::uint32_t>> time = {{21, 1}, {30, 1}, {5, 1}};
  const char* longitude_ref = "W";
  std::uint32_t longitude = 115;
};

std::string taken(const Stamp& stamp, const char* original = nullptr) {
  TiffBuilder builder(ByteOrder::big);
  const int ifd0 = builder.ifd(), exif = builder.ifd(), gps = builder.ifd();
  builder.pointer(ifd0, 0x8769, exif);
  builder.pointer(ifd0, 0x8825, gps);
  builder.ascii(exif, 0x9000, "0232");
  if (original != nullptr) builder.ascii(exif, 0x9003, original);
  builder.ascii(exif, 0x9011, "+05:00");
  builder.ascii(gps, 3, stamp.longitude_ref);
  builder.rationals(gps, 4, {{stamp.longitude, 1}, {0, 1}, {0, 1}});
  builder.rationals(gps, 7, stamp.time);
  builder.ascii(gps, 0x1D, stamp.date);
  const Reading reading = test::read_block(builder.build());
  const Facts* facts = reading.find_facts(0);
  return facts == nullptr ? "" : facts->taken;
}

TEST(GpsTime, MovesUtcByTheNauticalTimeZone) {
  EXPECT_EQ(taken({}), "2024-05-06T13:30:05");
  EXPECT_EQ(taken({.longitude_ref = "E"}), "2024-05-07T05:30:05");
  EXPECT_EQ(taken({.longitude_ref = "E", .longitude = 7}), "2024-05-06T21:30:05");
  EXPECT_EQ(taken({.longitude_ref = "E", .longitude = 8}), "2024-05-06T22:30:05");
  EXPECT_EQ(taken({.date = "2024:01:01", .time = {{3, 1}, {0, 1}, {0, 1}}}), "2023-12-31T19:00:00");
  EXPECT_EQ(taken({.date = "2024-02-29"}), "2024-02-29T13:30:05");
}

TEST(GpsTime, TheCamerasOwnLocalTimeComesFirstWhateverItsOffset) {
  EXPECT_EQ(taken({}, "2024:05:06 14:30:00"), "2024-05-06T14:30:00");
  EXPECT_EQ(taken({}, "0000:00:00 00:00:00"), "2024-05-06T13:30:05");
}

TEST(GpsTime, WhatMakesNoSenseIsNoTime) {
  EXPECT_EQ(taken({.date = "2023:02:29"}), "");
  EXPECT_EQ(taken({.date = "1970:01:01"}), "");
  EXPECT_EQ(taken({.date = "2024/05/06"}), "");
  EXPECT_EQ(taken({.date = "24:05:06"}), "");
  EXPECT_EQ(taken({.time = {{24, 1}, {0, 1}, {0, 1}}}), "");
  EXPECT_EQ(taken({.time = {{12, 1}, {60, 1}, {0, 1}}}), "");
  EXPECT_EQ(taken({.time = {{12, 0}, {0, 1}, {0, 1}}}), "");
  EXPECT_EQ(taken({.time = {{12, 1}}}), "");
  EXPECT_EQ(taken({.longitude = 181}), "");
}

}  // namespace
}  // namespace exifscrub
