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

TEST(Isobmff, CameraMotionOfPositionsAloneLeavesNothingNew) {
  const std::string position = little(0, 2) + little(5, 2) + f64(48.85) + f64(2.29) + f64(35);
  const BlockReading block{read_isobmff,
                           movie::movie(position, track("camm", entry("camm"), {28}, sample_offset))};
  const auto erased = block.without(erase_isobmff, LeakClass::location);
  ASSERT_TRUE(erased);
  const BlockReading again{read_isobmff, *erased};
  EXPECT_EQ(again.reading.findings.size() + 1, block.reading.findings.size());
  EXPECT_EQ(again.class_of("Track1:CameraMotionSensors"), "(none)");
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

TEST(Isobmff, BoxesThatNobodyKnowsAreUnknownOrAPlace) {
  const auto class_in = [](const std::string& file, std::string_view tag) {
    return BlockReading{read_isobmff, file}.class_of(tag);
  };
  const std::string place = "Latitude: 48.8583701 Longitude: 2.2944813";
  const std::string plain = movie::movie("", movie_header(0));
  EXPECT_EQ(class_in(plain + box("abcd", "who knows"), "QuickTime:abcd"), "unknown");
  EXPECT_EQ(class_in(plain + box("abcd", place), "QuickTime:abcd"), "location");
  EXPECT_EQ(class_in(plain + box("abcd", std::string(9, '\0')), "QuickTime:abcd"), "(none)");
  EXPECT_EQ(class_in(plain + u32(80) + "LIGOGPSINFO", "QuickTime:LIGO"), "unknown") << "a cut box";
  EXPECT_EQ(class_in(plain + box("stts", "not here"), "QuickTime:stts"), "unknown");
  const auto in_movie = [](const std::string& more) { return movie::movie("", movie_header(0) + more); };
  EXPECT_EQ(class_in(in_movie(box("abcd", place)), "QuickTime:abcd"), "location");
  EXPECT_EQ(class_in(in_movie(box("trak", box("abcd", "who knows"))), "Track1:abcd"), "unknown");
  EXPECT_EQ(class_in(in_movie(box("trak", box("tref", box("cdsc", u32(1))))), "Track1:cdsc"), "(none)");
  EXPECT_EQ(class_in(in_movie(box("trak", box("tref", box("cdsc", "text")))), "Track1:cdsc"), "unknown");
  EXPECT_EQ(class_in(in_movie(full_box("meta", handler("mdir", "") + box("ID32", "who"))), "QuickTime:ID32"),
            "unknown");
  const BlockReading known{read_isobmff, phone()};
  EXPECT_EQ(known.count(LeakClass::unknown), 0U);
}

TEST(Isobmff, MediaDataThatNoTrackRefersToIsUnknownOrAPlace) {
  const auto class_of_rest = [](const std::string& samples) {
    const std::string file = movie::movie(samples, track("vide", entry("avc1"), {4, 4}, sample_offset + 2));
    return BlockReading{read_isobmff, file}.class_of("QuickTime:UnreferencedData");
  };
  EXPECT_EQ(class_of_rest("\0\0aaaabbbb\0\0"s), "(none)");
  EXPECT_EQ(class_of_rest("\0\0aaaabbbbrest"s), "unknown");
  EXPECT_EQ(class_of_rest("!!aaaabbbb"s), "unknown");
  EXPECT_EQ(class_of_rest("\0\0aaaabbbb$GPRMC,123519,A,4851.4998,N,00217.6686,E,,,010124,,*6A"s), "location");
  const std::string extra = movie::movie("picture data", track("vide", entry("avc1"), {12}, sample_offset));
  EXPECT_EQ(BlockReading(read_isobmff, extra + box("mdat", "hidden")).class_of("QuickTime:UnreferencedData"),
            "unknown");
}

TEST(Isobmff, FramesOfMotionJpegAreLookedInto) {
  const std::string frame = "\xFF\xD8\xFF\xE1..Exif\0\0II*\0"s;
  const std::string plain = "\xFF\xD8\xFF\xDB coded picture"s;
  const std::string odd = "no JPEG, Exif\0\0"s;
  const BlockReading block{
      read_isobmff,
      movie::movie(frame + plain + odd,
                   track("vide", entry("jpeg"), {frame.size(), plain.size(), odd.size()}, sample_offset))};
  ASSERT_EQ(block.reading.references.size(), 1U);
  EXPECT_EQ(block.reading.references[0].kind, BlockKind::jpeg);
  EXPECT_EQ(block.reading.references[0].parts.at(0), (Extent{sample_offset, frame.size()}));
  EXPECT_EQ(block.class_of("QuickTime:Frames"), "unknown");
}

TEST(Isobmff, PlacesInTextsGoAndTheirTextsStay) {
  const std::string json = "{\"lat\":48.8583701,\"lng\":2.2944813}";
  const std::string words = "Latitude: 48.8583701 Longitude: 2.2944813";
  const std::string user =
      quicktime_text("\xA9inf", words) + full_box("meta", handler("mdir", "") + box("ilst", item("\xA9"
                                                                                                 "cmt",
                                                                                                 words)));
  const std::string before = movie::movie(
      "", movie_header(0) + box("udta", user) + keyed_meta({{"xiaomi.exifInfo.videoinfo", json}}));
  const BlockReading block{read_isobmff, before};
  EXPECT_EQ(block.class_of("UserData:Information.Latitude"), "location");
  EXPECT_EQ(block.class_of("ItemList:Comment.Longitude"), "location");
  EXPECT_EQ(block.class_of("Keys:XiaomiExifInfo.lat"), "location");
  EXPECT_EQ(block.count(LeakClass::location), 6U);
  const auto erased = block.without(erase_isobmff, LeakClass::location);
  ASSERT_TRUE(erased);
  std::string expected = before;
  for (const std::string number : {"48.8583701", "2.2944813"}) {
    for (std::size_t at = expected.find(number); at != std::string::npos; at = expected.find(number)) {
      const bool in_json = expected[at - 2] == '"';
      const std::string rest(number.size() - 4, ' ');
      expected.replace(at, number.size(), in_json ? "null" + rest : "    " + rest);
    }
  }
  EXPECT_EQ(text_of(*erased), expected);
  // A text that goes whole leaves nothing of its places either.
  const auto gone = block.without_if(
      erase_isobmff, [](const BlockFinding& finding) { return finding.leak_class != LeakClass::motion; });
  ASSERT_TRUE(gone);
  EXPECT_EQ((BlockReading{read_isobmff, *gone}.count(LeakClass::unknown)), 0U);
}

std::string item_entry(std::uint32_t id, const std::string& type_and_name) {
  return box("infe", "\2"s + std::string(3, '\0') + u16(id) + u16(0) + type_and_name);
}

/// A HEIC file of a picture, its Exif, its XMP and something else, all in its mdat.
/// @param base  of each item in the location table, as many bytes as its half byte of `sizes` says
std::string picture_file(const std::string& exif, const std::string& xmp, const std::string& other,
                         const std::string& sizes = "\x44\0"s, const std::string& base = "") {
  const std::vector<std::string> data = {"a picture", exif, xmp, other};
  const auto meta_with = [&](std::size_t at) {
    std::string places;
    for (std::size_t i = 0; i < data.size(); ++i) {
      places += u16(i + 1) + u16(0) + base + u16(1) + u32(at) + u32(data[i].size());
      at += data[i].size();
    }
    return full_box("meta",
                    handler("pict", "") + full_box("pitm", u16(1)) +
                        full_box("iinf", u16(4) + item_entry(1, "hvc1\0"s) + item_entry(2, "Exif\0"s) +
                                             item_entry(3, "mime\0application/rdf+xml\0"s) +
                                             item_entry(4, "mime\0text/plain\0"s)) +
                        full_box("iloc", sizes + u16(4) + places));
  };
  const std::string head = box("ftyp", "heic" + u32(0) + "mif1heic");
  std::string all;
  for (const std::string& each : data) all += each;
  return head + meta_with(head.size() + meta_with(0).size() + 8) + box("mdat", all);
}

TEST(Isobmff, ItemsOfAPictureFileAreRead) {
  const std::string tiff = "II*\0\x08\0\0\0\0\0\0\0\0\0"s;
  const std::string exif = u32(6) + "Exif\0\0"s + tiff;
  const BlockReading block{read_isobmff, picture_file(exif, "<x:xmpmeta/>", "who knows")};
  ASSERT_EQ(block.reading.references.size(), 2U);
  EXPECT_EQ(block.reading.references[0].kind, BlockKind::exif);
  EXPECT_EQ(block.reading.references[0].parts.at(0).length, tiff.size());
  EXPECT_EQ(block.reading.references[1].kind, BlockKind::xmp);
  EXPECT_EQ(block.class_of("QuickTime:mime"), "unknown");
  EXPECT_EQ(block.class_of("QuickTime:UnreferencedData"), "(none)");
  const std::string emptied = u32(6) + "Exif\0\0"s + std::string(14, '\0');
  const BlockReading nothing{read_isobmff, picture_file(emptied, "            ", "\0\0\0\0"s)};
  EXPECT_EQ(nothing.count(LeakClass::unknown), 0U);
  const BlockReading lost{read_isobmff, picture_file("no Exif at all", "<x:xmpmeta/>", "lat=48.8583701")};
  EXPECT_EQ(lost.reading.references.size(), 1U);
  EXPECT_EQ(lost.class_of("QuickTime:Exif"), "unknown");
  EXPECT_EQ(lost.class_of("QuickTime:mime"), "location");
}

TEST(Isobmff, ALocationTableOfUndefinedSizesLocatesNothing) {
  const BlockReading defined{read_isobmff, picture_file("", "<x:xmpmeta/>", "", "\x44\x40"s, u32(0))};
  EXPECT_EQ(defined.reading.references.size(), 1U);
  const BlockReading block{read_isobmff,
                           picture_file("", "<x:xmpmeta/>", "lat=48.8583701", "\x44\x20"s, u16(7))};
  EXPECT_TRUE(block.reading.references.empty());
  EXPECT_EQ(block.class_of("QuickTime:UnreferencedData"), "location");
}

TEST(Isobmff, ItemsSurviveDamage) {
  const std::string exif = u32(6) + "Exif\0\0II*\0\x08\0\0\0\0\0\0\0\0\0"s;
  const std::string file = picture_file(exif, "<x:xmpmeta/>", "lat=48.8583701");
  damage.expect_sound_when_truncated(bytes_of(file));
  damage.expect_sound_when_flipped(bytes_of(file));
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
