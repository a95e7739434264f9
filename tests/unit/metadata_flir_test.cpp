#include <gtest/gtest.h>

#include <bit>

#include "base/cursor.hpp"
#include "carrier_damage.hpp"
#include "metadata/flir.hpp"

namespace exifscrub {
namespace {

constexpr CarrierDamage damage{read_flir, erase_flir};
constexpr std::size_t gps_at = 64 + 2 * 32;
constexpr std::size_t gps_size = 0x68;
constexpr std::size_t camera_at = gps_at + gps_size;

void put(std::vector<Byte>& bytes, std::size_t at, std::string_view text) {
  std::copy(text.begin(), text.end(), bytes.begin() + static_cast<std::ptrdiff_t>(at));
}
void put_f64(std::vector<Byte>& bytes, std::size_t at, double value) {
  const auto bits = std::bit_cast<std::uint64_t>(value);
  store_u32(&bytes[at], static_cast<std::uint32_t>(bits), ByteOrder::little);
  store_u32(&bytes[at + 4], static_cast<std::uint32_t>(bits >> 32), ByteOrder::little);
}

/// A camera in the west with a serial number.
std::vector<Byte> camera() {
  std::vector<Byte> bytes(camera_at + 0x390);
  put(bytes, 0, "FFF");
  store_u32(&bytes[0x14], 101, ByteOrder::big);
  store_u32(&bytes[0x18], 64, ByteOrder::big);
  store_u32(&bytes[0x1C], 2, ByteOrder::big);
  const auto record = [&bytes](std::size_t at, std::uint16_t type, std::size_t data, std::size_t size) {
    store_u16(&bytes[at], type, ByteOrder::big);
    store_u32(&bytes[at + 12], static_cast<std::uint32_t>(data), ByteOrder::big);
    store_u32(&bytes[at + 16], static_cast<std::uint32_t>(size), ByteOrder::big);
  };
  record(64, 0x2B, gps_at, gps_size);
  record(96, 0x20, camera_at, 0x390);
  store_u32(&bytes[gps_at], 1, ByteOrder::little);
  put(bytes, gps_at + 8, "N");
  put(bytes, gps_at + 10, "W");
  put_f64(bytes, gps_at + 0x10, 34.0754);
  put_f64(bytes, gps_at + 0x18, 118.2543);
  store_u32(&bytes[gps_at + 0x20], std::bit_cast<std::uint32_t>(139.5F), ByteOrder::little);
  put(bytes, gps_at + 0x58, "WGS84");
  put(bytes, camera_at + 0x104, "T06L1T00177");
  return bytes;
}

TEST(Flir, NamesPositionAndCamera) {
  const BlockReading block{read_flir, camera()};
  EXPECT_EQ(block.value("FLIR:GPSInfo"), "34.0754, -118.2543, 139.5 m");
  EXPECT_EQ(block.value("FLIR:GPSLongitude"), "-118.2543");
  EXPECT_EQ(block.value("FLIR:GPSMapDatum"), "WGS84");
  EXPECT_EQ(block.value("FLIR:CameraSerialNumber"), "T06L1T00177");
  EXPECT_EQ(block.class_of("FLIR:CameraSerialNumber"), "device");
  ASSERT_EQ(block.reading.positions.size(), 1U);
  EXPECT_DOUBLE_EQ(block.reading.positions[0].longitude, -118.2543);
}

TEST(Flir, PositionGoesWithItsRecord) {
  const auto erased = BlockReading{read_flir, camera()}.without(erase_flir, LeakClass::location);
  ASSERT_TRUE(erased);
  std::vector<Byte> expected = camera();
  std::fill_n(expected.begin() + 64, 2, Byte{0});
  std::fill_n(expected.begin() + gps_at, gps_size, Byte{0});
  EXPECT_EQ(*erased, expected);
  const BlockReading again{read_flir, *erased};
  EXPECT_EQ(again.count(LeakClass::location), 0U);
  EXPECT_EQ(again.value("FLIR:CameraSerialNumber"), "T06L1T00177");
}

TEST(Flir, CopiesOfThePositionGoToo) {
  std::vector<Byte> bytes = camera();
  store_u16(&bytes[64], 0x2E, ByteOrder::big);  // ParameterInfo
  const BlockReading block{read_flir, bytes};
  EXPECT_EQ(block.value("FLIR:GPSInfo"), "34.0754, -118.2543, 139.5 m");
  const auto erased = block.without(erase_flir, LeakClass::location);
  ASSERT_TRUE(erased);
  EXPECT_EQ(text_of(*erased).find("WGS84"), std::string::npos);
  EXPECT_EQ((BlockReading{read_flir, *erased}.count(LeakClass::location)), 0U);
}

TEST(Flir, WithoutItsHeaderIsNotTrusted) {
  const BlockReading block{read_flir, std::string_view{"no header"}};
  EXPECT_EQ(block.class_of("FLIR:FLIR"), "device");
  EXPECT_NE(block.find("FLIR:Unreadable"), nullptr);
}

// A record may lie where a further entry would stand, if the directory counts one too many.
TEST(Flir, ARecordInsideTheDirectoryGoes) {
  std::vector<Byte> bytes = camera();
  store_u32(&bytes[64 + 12], 96, ByteOrder::big);  // into the second entry
  std::copy_n(bytes.begin() + gps_at, gps_size, bytes.begin() + 96);
  const BlockReading block{read_flir, bytes};
  const auto erased = block.without(erase_flir, LeakClass::location);
  ASSERT_TRUE(erased);
  EXPECT_TRUE(std::all_of(erased->begin() + 96, erased->end(), [](Byte byte) { return byte == 0; }));
  EXPECT_EQ((BlockReading{read_flir, *erased}.count(LeakClass::location)), 0U);
}

TEST(Flir, DamageIsSurvived) {
  const std::vector<Byte> bytes = camera();
  damage.expect_sound_when_truncated(bytes);
  damage.expect_sound_when_flipped(bytes);
}

}  // namespace
}  // namespace exifscrub
