#include <gtest/gtest.h>

#include <random>
#include <vector>

#include "container/entropy_scan.hpp"

namespace exifscrub {
namespace {

std::vector<Byte> noise(std::size_t length, std::mt19937& random) {
  // Few values, so that every neighbourhood of FF, 00, RSTn and markers occurs.
  static constexpr Byte values[] = {0xFF, 0xFF, 0x00, 0x00, 0x00, 0xD0, 0xD7, 0x12, 0x80, 0x7F, 0xD8, 0xCF};
  std::vector<Byte> bytes(length);
  const std::size_t kinds = random() % 2 == 0 ? std::size(values) : 10;  // mostly without any marker
  for (Byte& byte : bytes) byte = values[random() % kinds];
  return bytes;
}

TEST(EntropyScan, AgreesWithTheBytewiseSearch) {
  std::mt19937 random{7};
  for (int round = 0; round < 20000; ++round) {
    const std::vector<Byte> room = noise(32 + random() % 1600, random);
    const Bytes bytes = Bytes{room}.subspan(random() % 32);  // longer than two steps, begun anywhere in a vector
    ASSERT_EQ(scan_entropy(bytes), scan_entropy_bytewise(bytes)) << "round " << round;
    ASSERT_EQ(scan_entropy_narrowly(bytes), scan_entropy_bytewise(bytes)) << "round " << round;
  }
}

TEST(EntropyScan, FindsAMarkerAtEveryPlace) {
  for (std::size_t at = 0; at + 2 <= 1200; ++at) {
    std::vector<Byte> bytes(1200, 0x55);
    bytes[at] = 0xFF;
    bytes[at + 1] = 0xD9;
    EXPECT_EQ(scan_entropy(bytes), (EntropyScan{at, true}));
    EXPECT_EQ(scan_entropy_narrowly(bytes), (EntropyScan{at, true}));
  }
}

TEST(EntropyScan, StuffingAndRestartsAreEntropyData) {
  std::vector<Byte> bytes;
  for (int i = 0; i < 200; ++i)
    bytes.insert(bytes.end(), {0xFF, 0x00, 0xFF, static_cast<Byte>(0xD0 + i % 8)});
  EXPECT_EQ(scan_entropy(bytes), (EntropyScan{bytes.size(), false}));
}

TEST(EntropyScan, FillBytesBelongToTheMarker) {
  std::vector<Byte> bytes(100, 0x11);
  bytes.insert(bytes.end(), 90, 0xFF);
  bytes.push_back(0xDA);
  EXPECT_EQ(scan_entropy(bytes), (EntropyScan{100, true}));
}

TEST(EntropyScan, ARunAtTheEndIsUndecided) {
  std::vector<Byte> bytes(100, 0x11);
  bytes.insert(bytes.end(), 3, 0xFF);
  EXPECT_EQ(scan_entropy(bytes), (EntropyScan{100, false}));
  EXPECT_EQ(scan_entropy(std::vector<Byte>(80, 0xFF)), (EntropyScan{0, false}));
  EXPECT_EQ(scan_entropy({}), EntropyScan{});
}

}  // namespace
}  // namespace exifscrub
