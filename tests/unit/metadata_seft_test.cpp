#include <gtest/gtest.h>

#include "base/cursor.hpp"
#include "carrier_damage.hpp"
#include "metadata/seft.hpp"

namespace exifscrub {
namespace {

using namespace std::string_literals;

constexpr CarrierDamage damage{read_seft, erase_seft};

std::string u16(std::uint16_t value) {
  std::string bytes(2, '\0');
  store_u16(reinterpret_cast<Byte*>(bytes.data()), value, ByteOrder::little);
  return bytes;
}
std::string u32(std::size_t value) {
  std::string bytes(4, '\0');
  store_u32(reinterpret_cast<Byte*>(bytes.data()), static_cast<std::uint32_t>(value), ByteOrder::little);
  return bytes;
}

struct Entry {
  std::uint16_t type;
  std::string name;
  std::string data;
};

std::string trailer(const std::vector<Entry>& entries) {
  std::string body;
  std::vector<std::string> blocks;
  for (const Entry& entry : entries) {
    blocks.push_back(u16(0) + u16(entry.type) + u32(entry.name.size()) + entry.name + entry.data);
    body += blocks.back();
  }
  std::string directory = "SEFH" + u32(101) + u32(entries.size());
  std::size_t distance = body.size();
  for (std::size_t i = 0; i < entries.size(); ++i) {
    directory += u16(0) + u16(entries[i].type) + u32(distance) + u32(blocks[i].size());
    distance -= blocks[i].size();
  }
  return body + directory + u32(directory.size()) + "SEFT";
}

std::string phone() {
  return trailer({{0x0A01, "Image_UTC_Data", "1500000215946"},
                  {0x0AA1, "MCC_Data", "208"},
                  {0x0BA1, "PhotoEditor_Re_Edit_Data", R"({"originalPath":"/storage/anna/1.jpg"})"},
                  {0x0001, "SingleShot", "\xFF\xD8\xFF\xE0 a picture"},
                  {0x0A30, "MotionPhoto_Data",
                   "\0\0\0\x10"
                   "ftypmp42\0\0\0\0"s},
                  {0x7777, "New_Feature", "\1\2\3"}});
}

TEST(Seft, TextsAndDocumentsInBlocksAreSearched) {
  const BlockReading block{read_seft, trailer({{0x0BA1, "Edit", R"({"latitude":48.8583,"longitude":2.2944})"},
                                               {0x0B40, "Depth", "<x:xmpmeta xmlns:x='adobe:ns:meta/'/>"},
                                               {0x0CC1, "Data", "II*\0\x08\0\0\0"s}})};
  EXPECT_EQ(block.value("Samsung:Edit.latitude"), "48.8583");
  ASSERT_EQ(block.reading.references.size(), 2U);
  EXPECT_EQ(block.reading.references[0].kind, BlockKind::xmp);
  EXPECT_EQ(block.reading.references[1].kind, BlockKind::exif);
  const auto after = block.without(erase_seft, LeakClass::location);
  ASSERT_TRUE(after);
  EXPECT_NE(text_of(*after).find(R"({"latitude":null   ,"longitude":null  })"), std::string::npos);
}

TEST(Seft, NamesItsBlocks) {
  const BlockReading block{read_seft, phone()};
  EXPECT_EQ(block.value("Samsung:TimeStamp"), "2017:07:14 02:43:35.946+00:00");
  EXPECT_EQ(block.class_of("Samsung:TimeStamp"), "time");
  EXPECT_EQ(block.value("Samsung:MCCData"), "208 (France)");
  EXPECT_EQ(block.class_of("Samsung:MCCData"), "location");
  EXPECT_EQ(block.value("Samsung:PhotoEditor_Re_Edit_Data"), R"({"originalPath":"/storage/anna/1.jpg"})");
  EXPECT_EQ(block.class_of("Samsung:PhotoEditor_Re_Edit_Data"), "history");
  EXPECT_EQ(block.class_of("Samsung:SingleShot"), "history");
  EXPECT_EQ(block.class_of("Samsung:New_Feature"), "unknown");
  EXPECT_EQ(block.count(LeakClass::location), 1U);
}

TEST(Seft, RefersToPicturesAndVideos) {
  const BlockReading block{read_seft, phone()};
  ASSERT_EQ(block.reading.references.size(), 2U);
  EXPECT_EQ(block.reading.references[0].kind, BlockKind::jpeg);
  EXPECT_EQ(block.reading.references[1].kind, BlockKind::isobmff);
  EXPECT_EQ(block.reading.references[1].name, "MotionPhoto_Data");
  EXPECT_EQ(block.reading.references[1].parts[0].length, 16U);
}

TEST(Seft, FindsItsDirectoryBeforeAnAudioIndex) {
  const std::string audio = "QDIO" + u32(101) + u32(1) + u32(100) + u32(200) + u32(20) + "QDIOBS";
  const BlockReading block{read_seft, phone() + audio};
  EXPECT_EQ(block.value("Samsung:MCCData"), "208 (France)");
}

TEST(Seft, AbsoluteVideoIsMotion) {
  const BlockReading block{read_seft, trailer({{0x0A30, "MotionPhoto_Data", "mpv2\0\0\x12\x34\0\0\0\x10"s}})};
  EXPECT_EQ(block.class_of("Samsung:EmbeddedVideoFile"), "motion");
  EXPECT_TRUE(block.reading.references.empty());
}

TEST(Seft, CountryBecomesZeroDigitsAndNothingElseChanges) {
  const std::string before = phone();
  const BlockReading block{read_seft, before};
  const auto erased = block.without(erase_seft, LeakClass::location);
  ASSERT_TRUE(erased);
  std::string expected = before;
  expected.replace(expected.find("208"), 3, "000");
  EXPECT_EQ(text_of(*erased), expected);
  EXPECT_EQ((BlockReading{read_seft, *erased}.find("Samsung:MCCData")), nullptr);
}

TEST(Seft, EverythingCanGo) {
  const BlockReading block{read_seft, phone()};
  const auto erased = block.without_if(erase_seft, [](const BlockFinding&) { return true; });
  ASSERT_TRUE(erased);
  EXPECT_TRUE((BlockReading{read_seft, *erased}.reading.findings.empty()));
}

TEST(Seft, BytesThatTheDirectoryDoesNotNameAreUnknown) {
  std::string bytes = phone();
  bytes.insert(bytes.find("SEFH"), "stray");
  // Everything is now five bytes farther from the directory than it says.
  const BlockReading block{read_seft, bytes};
  EXPECT_EQ(block.class_of("Samsung:Unlisted"), "unknown");
}

TEST(Seft, ABlockWithoutANameHasATag) {
  const BlockReading block{read_seft, trailer({{0x7777, "", "0123"}})};
  EXPECT_EQ(block.value("Samsung:Unnamed"), "0123");
}

TEST(Seft, WithoutADirectoryIsNotTrusted) {
  const BlockReading block{read_seft, "something\0\0\0\0SEFT"s};
  ASSERT_EQ(block.reading.findings.size(), 2U);
  EXPECT_EQ(block.class_of("Samsung:SamsungTrailer"), "unknown");
  EXPECT_EQ(block.reading.findings[1].standing, Standing::leftover);
  EXPECT_EQ(block.reading.findings[1].leak_class, LeakClass::location);
}

TEST(Seft, DamageIsSurvived) {
  const std::vector<Byte> bytes = bytes_of(phone());
  damage.expect_sound_when_truncated(bytes);
  damage.expect_sound_when_flipped(bytes);
}

}  // namespace
}  // namespace exifscrub
