#include <gtest/gtest.h>

#include "metadata/takeout.hpp"
#include "scrub/name_date.hpp"
#include "scrub/sidecar.hpp"

namespace exifscrub {
namespace {

std::vector<Byte> bytes_of(std::string_view text) { return {text.begin(), text.end()}; }

std::string text_of(const std::vector<Byte>& bytes) { return {bytes.begin(), bytes.end()}; }

Result<SidecarChange> change(SidecarKind kind, std::string_view text, const Policy& policy) {
  EXS_TRY(Sidecar sidecar, Sidecar::read(kind, bytes_of(text), true));
  return sidecar.change(policy);
}

constexpr std::string_view record = R"({
  "title": "a.jpg",
  "photoTakenTime": {"timestamp": "1714980000"},
  "geoDataExif": {"latitude": -33.856784, "longitude": 151.215297, "altitude": 4.5},
  "enrichments": [{"locationEnrichment": {"location": [{"latitudeE7": -338567840}]}}],
  "someday": {"deep": {"nearestCity": "Sydney"}},
  "new": {"sensor": 0.1234567890123}
})";

TEST(TakeoutRecord, ClassesFollowKeysAndWhatStandsInside) {
  const auto read = read_takeout(bytes_of(record));
  ASSERT_TRUE(read);
  std::vector<std::pair<std::string, LeakClass>> fields;
  for (const RecordField& field : read->fields) fields.emplace_back(field.name, field.leak_class);
  EXPECT_EQ(fields,
            (std::vector<std::pair<std::string, LeakClass>>{{"Takeout:title", LeakClass::text},
                                                            {"Takeout:photoTakenTime", LeakClass::time},
                                                            {"Takeout:geoDataExif", LeakClass::location},
                                                            {"Takeout:enrichments", LeakClass::location},
                                                            {"Takeout:someday", LeakClass::location},
                                                            {"Takeout:new", LeakClass::unknown}}));
  ASSERT_EQ(read->positions.size(), 1U);
  EXPECT_DOUBLE_EQ(read->positions[0].latitude, -33.856784);
  EXPECT_EQ(read->positions[0].altitude_m, 4.5);
}

TEST(TakeoutRecord, CleaningLeavesAllElseAsItIs) {
  const auto cleaned = change(SidecarKind{SidecarForm::takeout}, record, Policy{Mode::gps_only});
  ASSERT_TRUE(cleaned);
  EXPECT_EQ(cleaned->way, SidecarChange::Way::rewrite);
  EXPECT_EQ(text_of(cleaned->bytes),
            "{\n  \"title\": \"a.jpg\",\n  \"photoTakenTime\": {\n    \"timestamp\": \"1714980000\"\n  },\n"
            "  \"new\": {\n    \"sensor\": 0.1234567890123\n  }\n}\n");
}

TEST(TakeoutRecord, NamesThatTellAPlaceInXmpTellOneHere) {
  for (const std::string_view key : {"latLng", "gpsPosition", "lnglat", "mapLat", "easting"}) {
    const std::string told =
        R"({"title":"a.jpg","photoTakenTime":{"timestamp":"1"},")" + std::string{key} + R"(":[47.6,-8.7]})";
    const auto read = read_takeout(bytes_of(told));
    ASSERT_TRUE(read) << key;
    const auto is_place = [](const RecordField& field) { return field.leak_class == LeakClass::location; };
    EXPECT_TRUE(std::ranges::any_of(read->fields, is_place)) << key;
  }
}

TEST(TakeoutRecord, ACoordinateInATextIsNotPassedOver) {
  constexpr std::string_view told = R"({"title": "a", "description": "at -33.856784, 151.215297",
      "geoData": {"latitude": -33.856784, "longitude": 151.215297}})";
  const auto refused = change(SidecarKind{SidecarForm::takeout}, told, Policy{Mode::gps_only});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Errc::conflict);
}

TEST(TakeoutRecord, PlacesInItsTextsAreBlanked) {
  constexpr std::string_view told =
      R"({"title": "b.jpg", "description": "Latitude: 48.8583701 Longitude: 2.2944813!", "photoTakenTime": {}})";
  const auto cleaned = change(SidecarKind{SidecarForm::takeout}, told, Policy{Mode::gps_only});
  ASSERT_TRUE(cleaned);
  EXPECT_EQ(cleaned->way, SidecarChange::Way::rewrite);
  EXPECT_NE(text_of(cleaned->bytes).find("\"Latitude:            Longitude:          !\""),
            std::string::npos);
}

TEST(TakeoutRecord, ADoubledKeyLeavesWithTheOther) {
  constexpr std::string_view doubled =
      R"({"title": "a", "geoData": {"latitude": 1.5, "longitude": 2.5}, "geoData": {"latitude": 0.0, "longitude": 0.0}})";
  const auto cleaned = change(SidecarKind{SidecarForm::takeout}, doubled, Policy{Mode::gps_only});
  ASSERT_TRUE(cleaned);
  EXPECT_EQ(text_of(cleaned->bytes).find("1.5"), std::string::npos);
}

TEST(TakeoutRecord, EveryOccurrenceOfAKeyCounts) {
  constexpr std::string_view doubled =
      R"({"title": "a", "geoData": {"latitude": 1.5, "longitude": 2.5}, "geoData": {"latitude": 0.0, "longitude": 0.0},
          "": {"city": "x"}})";
  const auto read = read_takeout(bytes_of(doubled));
  ASSERT_TRUE(read);
  EXPECT_EQ(std::ranges::count(read->fields, LeakClass::location, &RecordField::leak_class), 2);
  ASSERT_EQ(read->positions.size(), 1U);
  EXPECT_EQ(read->positions[0].latitude, 1.5);
  const auto inside = read_takeout(bytes_of(
      R"({"title": "a", "geoData": {"latitude": 1.5, "latitude": 0.0, "longitude": 2.5, "longitude": 0.0}})"));
  ASSERT_FALSE(inside);
  EXPECT_EQ(inside.error().code, Errc::malformed);
}

TEST(TakeoutRecord, OthersAreNone) {
  EXPECT_EQ(read_takeout(bytes_of("{\"title\": \"a\", \"labels\": []}")).error().code, Errc::unsupported);
  EXPECT_EQ(read_takeout(bytes_of("[1, 2]")).error().code, Errc::unsupported);
  EXPECT_EQ(read_takeout(bytes_of("{")).error().code, Errc::malformed);
  EXPECT_EQ(read_takeout(bytes_of("{\"title\": \"\xFF\", \"geoData\": {}}")).error().code, Errc::malformed);
  EXPECT_EQ(read_takeout(std::vector<Byte>(longest_takeout + 1, ' ')).error().code, Errc::limit);
  EXPECT_EQ(read_takeout(bytes_of(std::string(100'000, '['))).error().code, Errc::limit);
}

TEST(Sidecar, AStripLeavesNothingButWhatIsKept) {
  Policy policy{Mode::strip};
  EXPECT_EQ(change(SidecarKind{SidecarForm::takeout}, record, policy)->way, SidecarChange::Way::remove);
  policy.keep(LeakClass::time);
  EXPECT_EQ(text_of(change(SidecarKind{SidecarForm::takeout}, record, policy)->bytes),
            "{\n  \"photoTakenTime\": {\n    \"timestamp\": \"1714980000\"\n  }\n}\n");
}

constexpr std::string_view packet =
    "<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF "
    "xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><rdf:Description rdf:about='' "
    "xmlns:exif='http://ns.adobe.com/exif/1.0/' exif:GPSLatitude='33,51.40704S' "
    "exif:GPSLongitude='151,12.91782E'/></rdf:RDF></x:xmpmeta>";

TEST(Sidecar, APacketOfLocationAloneGoesWhole) {
  EXPECT_EQ(change(SidecarKind{SidecarForm::xmp}, packet, Policy{Mode::gps_only})->way,
            SidecarChange::Way::remove);
}

TEST(Sidecar, APacketIsCleanedAtItsSize) {
  std::string text{packet};
  text.insert(text.find("exif:GPSLatitude"), "exif:ExposureTime='1/60' ");
  const auto cleaned = change(SidecarKind{SidecarForm::xmp}, text, Policy{Mode::gps_only});
  ASSERT_TRUE(cleaned);
  EXPECT_EQ(cleaned->way, SidecarChange::Way::rewrite);
  EXPECT_EQ(cleaned->bytes.size(), text.size());
  EXPECT_NE(text_of(cleaned->bytes).find("exif:ExposureTime='1/60'"), std::string::npos);
  EXPECT_EQ(text_of(cleaned->bytes).find("GPS"), std::string::npos);
}

TEST(Sidecar, WhatItsNameDoesNotHoldIsNoSidecar) {
  for (const SidecarKind kind : {SidecarKind{SidecarForm::xmp}, SidecarKind{SidecarForm::aae}}) {
    EXPECT_EQ(Sidecar::read(kind, bytes_of("hello"), false).error().code, Errc::unsupported);
    EXPECT_EQ(Sidecar::read(kind, bytes_of(""), false).error().code, Errc::unsupported);
  }
}

TEST(Sidecar, EditsGoAsAWholeOrNotAtAll) {
  constexpr std::string_view edits =
      "<plist version='1.0'><dict><key>adjustmentData</key><data>eJxj</data>"
      "<key>adjustmentTimestamp</key><date>2024-05-06T07:08:09Z</date></dict></plist>";
  EXPECT_EQ(change(SidecarKind{SidecarForm::aae}, edits, Policy{Mode::strip})->way,
            SidecarChange::Way::remove);
  const auto left = change(SidecarKind{SidecarForm::aae}, edits, Policy{Mode::gps_only});
  EXPECT_EQ(left->way, SidecarChange::Way::leave);
  EXPECT_FALSE(left->kept.empty());
  Policy policy{Mode::gps_only};
  policy.remove(LeakClass::time);
  EXPECT_EQ(change(SidecarKind{SidecarForm::aae}, edits, policy).error().code, Errc::sealed);
}

Result<SidecarChange> change_companion(CompanionKind kind, std::string_view text, const Policy& policy) {
  return change({SidecarForm::companion, kind}, text, policy);
}

TEST(Companion, ATrackGoesAsAWhole) {
  constexpr std::string_view track =
      "<?xml version='1.0'?><gpx><trk><trkpt lat=\"-33.856784\" lon=\"151.215297\"/></trk></gpx>";
  const auto read = read_companion(CompanionKind::gps_track, bytes_of(track));
  ASSERT_TRUE(read);
  ASSERT_EQ(read->positions.size(), 1U);
  EXPECT_DOUBLE_EQ(read->positions[0].longitude, 151.215297);
  for (const Mode mode : {Mode::strip, Mode::gps_only}) {
    EXPECT_EQ(change_companion(CompanionKind::gps_track, track, Policy{mode})->way,
              SidecarChange::Way::remove);
  }
  Policy policy{Mode::strip};
  policy.keep(LeakClass::location);
  EXPECT_EQ(change_companion(CompanionKind::gps_track, track, policy)->way, SidecarChange::Way::leave);
}

TEST(Companion, EditsStayUnlessTheyTellAPlace) {
  constexpr std::string_view edits = "[Version]\nAppVersion=5.9\n\n[IPTC]\nCity=\nTitle=x\n";
  constexpr std::string_view placed = "[Version]\nAppVersion=5.9\n\n[IPTC]\nCity=Graz\nTitle=x\n";
  const Policy policy{Mode::gps_only};
  const auto left = change_companion(CompanionKind::rawtherapee, edits, policy);
  ASSERT_TRUE(left);
  EXPECT_EQ(left->way, SidecarChange::Way::leave);
  EXPECT_FALSE(left->kept.empty()) << "nobody can read it all";
  EXPECT_EQ(change_companion(CompanionKind::rawtherapee, placed, policy).error().code, Errc::sealed);
  EXPECT_EQ(change_companion(CompanionKind::rawtherapee, placed, Policy{Mode::strip})->way,
            SidecarChange::Way::remove);
}

TEST(Companion, WhatMacosNotesIsKnownByItsMark) {
  const std::string notes = std::string("\0\5\x16\7\0\2\0\0Mac OS X", 16);
  EXPECT_TRUE(read_companion(CompanionKind::apple_double, bytes_of(notes)));
  EXPECT_EQ(read_companion(CompanionKind::apple_double, bytes_of("\xFF\xD8\xFF")).error().code,
            Errc::unsupported);
  EXPECT_EQ(change_companion(CompanionKind::apple_double, notes, Policy{Mode::strip})->way,
            SidecarChange::Way::remove);
}

TEST(Companion, WhatItsNameDoesNotHoldIsNone) {
  for (const SidecarRow& row : sidecar_table()) {
    if (row.kind.form == SidecarForm::companion) {
      EXPECT_EQ(read_companion(row.kind.companion, bytes_of("hello")).error().code, Errc::unsupported);
    }
    EXPECT_TRUE(sidecar_kind_of(is_prefix(row) ? "._a.jpg" : "a" + std::string(row.name)));
  }
  EXPECT_EQ(sidecar_kind_of("._a.gpx")->companion, CompanionKind::apple_double);
}

TEST(NameDate, FindsTheDayInNamesThatProgramsGive) {
  for (const char* name : {"IMG_20240506_070809.jpg", "PXL_20240506_070809123.MP.jpg", "20240506_070809.jpg",
                           "IMG-20240506-WA0001.jpg", "Screenshot_2024-05-06-07-08-09.png",
                           "WhatsApp Image 2024-05-06 at 07.08.09.jpeg", "signal-2024-05-06-070809.jpg",
                           "20240506070809.jpg", "FB_IMG_1714980000000.jpg", "2024_05_06.jpg"}) {
    EXPECT_EQ(date_in_name(name), "2024-05-06") << name;
  }
}

TEST(NameDate, OtherNumbersAreNone) {
  for (const char* name : {"IMG_0042.jpg", "DSC01234.jpg", "20241306.jpg", "20240230_1.jpg", "1234567890.jpg",
                           "2024-05_06.jpg", "202405061.jpg", "19691231.jpg", "", "12345678901234.jpg"}) {
    EXPECT_EQ(date_in_name(name), "") << name;
  }
}

}  // namespace
}  // namespace exifscrub
