#include <gtest/gtest.h>

#include <bit>

#include "carrier_damage.hpp"
#include "metadata/isobmff.hpp"
#include "movie_bytes.hpp"

namespace exifscrub {
namespace {

using namespace std::string_literals;
using namespace movie;

constexpr CarrierDamage damage{read_isobmff, erase_isobmff};
constexpr std::uint32_t spring_2020 = 3'670'000'000;  // seconds since 1904

const auto is_location = [](const BlockFinding& finding) {
  return finding.leak_class == LeakClass::location;
};

/// What a phone's motion photo says.
std::string phone() {
  const std::string user =
      quicktime_text("\xA9xyz", "+48.8577+002.2950/") + loci("Paris", 48.8577, 2.295, 35) +
      quicktime_text("\xA9mod", "Phone 3") +
      full_box("meta", handler("mdir", "") + box("ilst", item("\xA9xyz", "+48.8577+002.2950+035.000/") +
                                                             item("\xA9too", "Recorder 1"))) +
      u32(0);
  const std::string keys = keyed_meta({{"com.apple.quicktime.make", "Maker"},
                                       {"com.apple.quicktime.location.ISO6709", "+48.8577+002.2950+035.000/"},
                                       {"com.apple.quicktime.location.name", "Champ de Mars"},
                                       {"com.apple.quicktime.creationdate", "2020-04-17T10:00:00+0200"},
                                       {"com.apple.quicktime.content.identifier", "ABCD-EF"}});
  return movie::movie("picture data", movie_header(spring_2020) +
                                          track("vide", entry("avc1"), {12}, sample_offset,
                                                quicktime_text("\xA9xyz", "+48.8+002.3/")) +
                                          box("udta", user) + keys);
}

TEST(Isobmff, NamesWhatAPhoneWrites) {
  const BlockReading block{read_isobmff, phone()};
  EXPECT_EQ(block.value("UserData:GPSCoordinates"), "48.8577, 2.295");
  EXPECT_EQ(block.value("Track1:GPSCoordinates"), "48.8, 2.3");
  EXPECT_EQ(block.value("UserData:LocationInformation").substr(0, 13), "Paris 48.8576");
  EXPECT_EQ(block.value("ItemList:GPSCoordinates"), "48.8577, 2.295, 35 m");
  EXPECT_EQ(block.value("Keys:GPSCoordinates"), "48.8577, 2.295, 35 m");
  EXPECT_EQ(block.value("Keys:LocationName"), "Champ de Mars");
  EXPECT_EQ(block.count(LeakClass::location), 6U);
  EXPECT_EQ(block.value("Keys:Make"), "Maker");
  EXPECT_EQ(block.class_of("Keys:Make"), "device");
  EXPECT_EQ(block.class_of("Keys:ContentIdentifier"), "device");
  EXPECT_EQ(block.class_of("Keys:CreationDate"), "time");
  EXPECT_EQ(block.value("QuickTime:CreateDate"), "2020:04:17 20:26:40");
  EXPECT_EQ(block.class_of("Track1:HandlerDescription"), "software");
  EXPECT_EQ(block.class_of("ItemList:Encoder"), "software");
  EXPECT_EQ(block.class_of("QuickTime:MediaData"), "motion");
}

TEST(Isobmff, TellsPositions) {
  const BlockReading block{read_isobmff, phone()};
  ASSERT_EQ(block.reading.positions.size(), 5U);
  for (const BlockPosition& position : block.reading.positions) {
    EXPECT_NEAR(position.latitude, 48.8577, 0.06);
    EXPECT_NEAR(position.longitude, 2.295, 0.006);
  }
}

TEST(Isobmff, LocationGoesAndAllElseStays) {
  const std::string before = phone();
  const BlockReading block{read_isobmff, before};
  const auto erased = block.without(erase_isobmff, LeakClass::location);
  ASSERT_TRUE(erased);
  const std::string after = text_of(*erased);
  ASSERT_EQ(after.size(), before.size());
  for (const char* gone : {"48.8", "Paris", "Champ", "location", "\xA9xyz", "loci"}) {
    EXPECT_EQ(after.find(gone), std::string::npos) << gone;
  }
  const BlockReading again{read_isobmff, after};
  EXPECT_EQ(again.count(LeakClass::location), 0U);
  EXPECT_TRUE(again.reading.positions.empty());
  for (const BlockFinding& finding : block.reading.findings) {
    if (is_location(finding)) continue;
    const std::string name = std::string{finding.group} + ":" + std::string{finding.tag};
    EXPECT_EQ(again.value(name), block.value(name)) << name;
  }
  // Nothing but the found stretches changed.
  for (std::size_t at = 0; at < before.size(); ++at) {
    if (before[at] == after[at]) continue;
    bool found = false;
    for (const BlockFinding& finding : block.reading.findings) {
      for (const Extent where : block.reading.where(finding)) {
        found = found || (is_location(finding) && where.contains(at));
      }
    }
    ASSERT_TRUE(found) << "byte " << at;
  }
}

TEST(Isobmff, BoxesBecomeFreeBoxes) {
  const std::string before =
      file_type() + box("moov", box("udta", quicktime_text("\xA9xyz", "+10.0+020.0/")));
  const auto erased = BlockReading{read_isobmff, before}.without(erase_isobmff, LeakClass::location);
  ASSERT_TRUE(erased);
  EXPECT_EQ(text_of(*erased), file_type() + box("moov", box("udta", box("free", std::string(16, '\0')))));
}

TEST(Isobmff, LargeBoxesBecomeFreeBoxes) {
  const std::string text = u16(12) + u16(0) + "+10.0+020.0/";
  const std::string before = file_type() + large_box("moov", large_box("udta", large_box("\xA9xyz", text)));
  const auto erased = BlockReading{read_isobmff, before}.without(erase_isobmff, LeakClass::location);
  ASSERT_TRUE(erased);
  EXPECT_EQ(text_of(*erased),
            file_type() + large_box("moov", large_box("udta", large_box("free", std::string(16, '\0')))));
}

TEST(Isobmff, AnyKeyInIso6709IsAPosition) {
  const BlockReading block{
      read_isobmff, file_type() + box("moov", keyed_meta({{"com.maker.location.ISO6709", "+10.0+020.0/"}}))};
  ASSERT_EQ(block.reading.positions.size(), 1U);
  EXPECT_EQ(block.reading.positions[0].latitude, 10);
  EXPECT_EQ(block.reading.positions[0].longitude, 20);
}

TEST(Isobmff, KeysLoseTheirNameAndValueAndKeepTheirNumber) {
  const std::string name = "com.apple.quicktime.location.ISO6709";
  const std::string before = file_type() + box("moov", keyed_meta({{name, "+10.0+020.0/"}, {"com.a", "b"}}));
  const auto erased = BlockReading{read_isobmff, before}.without(erase_isobmff, LeakClass::location);
  ASSERT_TRUE(erased);
  EXPECT_EQ(text_of(*erased),
            file_type() + box("moov", keyed_meta({{std::string(name.size(), 'x'), std::string(12, ' ')},
                                                  {"com.a", "b"}})));
}

TEST(Isobmff, DatesBecomeZero) {
  const std::string before = file_type() + box("moov", movie_header(spring_2020));
  const auto erased = BlockReading{read_isobmff, before}.without(erase_isobmff, LeakClass::time);
  ASSERT_TRUE(erased);
  EXPECT_EQ(text_of(*erased), file_type() + box("moov", movie_header(0)));
  EXPECT_EQ((BlockReading{read_isobmff, *erased}.count(LeakClass::time)), 0U);
}

TEST(Isobmff, EverythingCanGo) {
  const BlockReading block{read_isobmff, phone()};
  const auto erased = block.without_if(erase_isobmff, [](const BlockFinding&) { return true; });
  ASSERT_TRUE(erased);
  EXPECT_TRUE((BlockReading{read_isobmff, *erased}.reading.findings.empty()));
}

std::string little(std::uint64_t value, int bytes) {
  std::string out = number(value, bytes);
  return {out.rbegin(), out.rend()};
}
std::string f64(double value) { return little(std::bit_cast<std::uint64_t>(value), 8); }

TEST(Isobmff, CameraMotionPositionsLoseTheirType) {
  const std::string position = little(0, 2) + little(5, 2) + f64(48.85) + f64(2.29) + f64(35);
  const std::string gyroscope = little(0, 2) + little(2, 2) + std::string(12, 'g');
  const std::string before =
      movie::movie(position + gyroscope, track("camm", entry("camm"), {28, 16}, sample_offset));
  const BlockReading block{read_isobmff, before};
  EXPECT_EQ(block.value("Track1:CameraMotionPosition"), "48.85, 2.29, 35 m");
  ASSERT_EQ(block.reading.positions.size(), 1U);
  const auto erased = block.without(erase_isobmff, LeakClass::location);
  ASSERT_TRUE(erased);
  std::string expected = before;
  expected.replace(sample_offset + 2, 26, "\xFF\xFF" + std::string(24, '\0'));
  EXPECT_EQ(text_of(*erased), expected);
  EXPECT_EQ((BlockReading{read_isobmff, *erased}.count(LeakClass::location)), 0U);
}

TEST(Isobmff, AppleTimedMetadataIsReadByItsKeys) {
  const std::string keys =
      box("keys", box(u32(1), box("keyd", "mdtacom.apple.quicktime.location.ISO6709")) +
                      box(u32(2), box("keyd", "mdtacom.apple.quicktime.video-orientation")));
  const std::string samples = box(u32(1), "+10.0+020.0/") + box(u32(2), u16(1));
  const std::string before =
      movie::movie(samples, track("meta", entry("mebx", keys), {samples.size()}, sample_offset));
  const BlockReading block{read_isobmff, before};
  EXPECT_EQ(block.value("Track1:GPSCoordinates"), "10, 20");
  ASSERT_EQ(block.reading.positions.size(), 1U) << "the first of a track says where it was taken";
  EXPECT_EQ(block.reading.positions[0].longitude, 20);
  EXPECT_EQ(block.class_of("Track1:VideoOrientation"), "device");
  const auto erased = block.without(erase_isobmff, LeakClass::location);
  ASSERT_TRUE(erased);
  EXPECT_EQ(text_of(*erased).substr(sample_offset, samples.size()),
            box(u32(0), std::string(12, '\0')) + box(u32(2), u16(1)));
}

TEST(Isobmff, SubtitlesWithAPositionAreLocation) {
  const auto read = [](const std::string& text) {
    const std::string sample = u16(text.size()) + text;
    return BlockReading{read_isobmff,
                        movie::movie(sample, track("text", entry("text"), {sample.size()}, sample_offset))}
        .class_of("Track1:Text");
  };
  EXPECT_EQ(read("HOME(2.29,48.85) GPS(2.29,48.85,19)"), "location");
  EXPECT_EQ(read("Good morning"), "text");
}

TEST(Isobmff, GoProTracksAreOneDocument) {
  const std::string before =
      movie::movie("DEVC....DEVC....", track("meta", entry("gpmd"), {8, 8}, sample_offset));
  const BlockReading block{read_isobmff, before};
  ASSERT_EQ(block.reading.references.size(), 1U);
  EXPECT_EQ(block.reading.references[0].kind, BlockKind::gpmf);
  EXPECT_EQ(block.reading.references[0].parts,
            (std::vector<Extent>{{sample_offset, 8}, {sample_offset + 8, 8}}));
}

TEST(Isobmff, EmbeddedDocumentsAreReferences) {
  const std::string xmp_type = "\xBE\x7A\xCF\xCB\x97\xA9\x42\xE8\x9C\x71\x99\x94\x91\xE3\xAF\xAC";
  const BlockReading block{
      read_isobmff,
      file_type() + box("uuid", xmp_type + "<x:xmpmeta/>") +
          box("moov", box("udta", box("XMP_", "<x:xmpmeta/>") + box("thmb", "\xFF\xD8\xFF\xE0 small")))};
  ASSERT_EQ(block.reading.references.size(), 3U);
  EXPECT_EQ(block.reading.references[0].kind, BlockKind::xmp);
  EXPECT_EQ(block.reading.references[0].parts[0].length, 12U);
  EXPECT_EQ(block.reading.references[2].kind, BlockKind::jpeg);
}

TEST(Isobmff, UnknownUserDataAndFullFreeBoxesAreUnknown) {
  const BlockReading block{read_isobmff, file_type() + box("free", "hidden") +
                                             box("free", std::string(9, '\0')) +
                                             box("moov", box("udta", box("Zork", "\1\2")))};
  EXPECT_EQ(block.class_of("UserData:Zork"), "unknown");
  EXPECT_EQ(block.value("UserData:Zork"), "0102");
  EXPECT_EQ(block.class_of("QuickTime:FreeSpace"), "unknown");
  EXPECT_EQ(block.count(LeakClass::unknown), 2U);
}

TEST(Isobmff, WhatCannotBeFollowedGoesWithTheLocation) {
  // A size of 3 is below that of a header: nobody can tell where the next box is.
  const std::string before = file_type() + box("moov", box("udta", u32(3) + "\xA9xyz\0\x0C+10.0+020.0/"s));
  const BlockReading block{read_isobmff, before};
  const BlockFinding* finding = block.find("QuickTime:Unreadable");
  ASSERT_NE(finding, nullptr);
  EXPECT_EQ(finding->standing, Standing::leftover);
  const auto erased = block.without(erase_isobmff, LeakClass::location);
  ASSERT_TRUE(erased);
  EXPECT_EQ(text_of(*erased).find("+10"), std::string::npos);
}

TEST(Isobmff, BoxesInBoxesEnd) {
  std::string nested;
  for (int i = 0; i < 3000; ++i) nested = box("udta", nested + quicktime_text("\xA9xyz", "+1+002/"));
  const BlockReading block{read_isobmff, nested};
  EXPECT_LT(block.reading.findings.size(), 100U);
  const auto erased = block.without(erase_isobmff, LeakClass::location);
  ASSERT_TRUE(erased);
  EXPECT_EQ(text_of(*erased).find("+1+002"), std::string::npos);
}

TEST(Isobmff, DamageIsSurvived) {
  const std::string position = little(0, 2) + little(5, 2) + f64(48.85) + f64(2.29) + f64(35);
  const std::string keys = box("keys", box(u32(1), box("keyd", "mdtacom.apple.quicktime.direction.facing")));
  const std::string facing = box(u32(1), "90");
  const std::string tracks =
      track("camm", entry("camm"), {28}, sample_offset) +
      track("meta", entry("mebx", keys), {facing.size()}, sample_offset + position.size()) +
      track("meta", entry("rtmd"), {4}, sample_offset + position.size() + facing.size());
  const std::string user = quicktime_text("\xA9xyz", "+48.8577+002.2950/") +
                           loci("Paris", 48.8577, 2.295, 35) +
                           box("NCTG", u32(0x1200002) + u16(5) + u16(1) + "12345678");
  const std::vector<Byte> bytes = bytes_of(movie::movie(
      position + facing + "rtmd", tracks + box("udta", user) + keyed_meta({{"location.name", "Paris"}})));
  damage.expect_sound_when_truncated(bytes);
  damage.expect_sound_when_flipped(bytes);
}

}  // namespace
}  // namespace exifscrub
