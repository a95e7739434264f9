#include <gtest/gtest.h>

#include "block_reading.hpp"
#include "metadata/jumbf.hpp"

namespace exifscrub {
namespace {

std::string box(std::string_view type, std::string_view content) {
  std::string out;
  for (int shift = 24; shift >= 0; shift -= 8)
    out.push_back(static_cast<char>((content.size() + 8) >> shift));
  return out.append(type).append(content);
}

std::string superbox(std::string_view label, std::string_view content) {
  const std::string description = std::string(16, 'u') + '\x03' + std::string{label} + std::string(1, '\0');
  return box("jumb", box("jumd", description).append(content));
}

std::string manifest(std::string_view assertion, std::string_view content) {
  return superbox("c2pa", superbox("urn:uuid:1", superbox("c2pa.assertions", superbox(assertion, content))));
}

TEST(Jumbf, EverySuperboxIsAFindingWithItsLabel) {
  const BlockReading reading{read_jumbf, manifest("c2pa.actions", box("cbor", "x"))};
  EXPECT_EQ(reading.count(LeakClass::credentials), 4U);
  EXPECT_EQ(reading.value("JUMBF:JUMDLabel"), "c2pa");
  EXPECT_EQ(reading.count(LeakClass::location), 0U);
  EXPECT_TRUE(reading.reading.blind_spots.empty());
}

TEST(Jumbf, CoordinatesInJsonAreALocation) {
  const BlockReading reading{
      read_jumbf,
      manifest("stds.exif", box("json", R"({"exif:GPSLatitudeRef":"N","exif:GPSLatitude": "39,21.102N",)"
                                        R"( "exif:GPSLongitude": "74,26.5737W"})"))};
  EXPECT_EQ(reading.count(LeakClass::location), 1U);
  ASSERT_EQ(reading.reading.positions.size(), 1U);
  EXPECT_NEAR(reading.reading.positions[0].latitude, 39.3517, 1e-6);
  EXPECT_NEAR(reading.reading.positions[0].longitude, -74.442895, 1e-6);
}

TEST(Jumbf, APlaceInAnyNotationIsALocation) {
  for (const std::string_view text : {R"({"lat":48.8583,"lon":2.2944})", "taken at geo:48.8583,2.2944"}) {
    const BlockReading reading{read_jumbf, manifest("org.foo", box("json", text))};
    EXPECT_EQ(reading.class_of("JUMBF:Location"), "location") << text;
    ASSERT_EQ(reading.reading.positions.size(), 1U) << text;
    EXPECT_NEAR(reading.reading.positions[0].longitude, 2.2944, 1e-9);
  }
  EXPECT_EQ((BlockReading{read_jumbf, manifest("org.foo", box("json", R"({"a":48.8583,"b":"1.2.3"})"))}.count(
                LeakClass::location)),
            0U);
}

TEST(Jumbf, CoordinatesInCborAreALocation) {
  const std::string cbor =
      "\xA2\x70"
      "exif:GPSLatitude"
      "\x64"
      "1.5N"
      "\x71"
      "exif:GPSLongitude"
      "\x64"
      "2.5W";
  const BlockReading reading{read_jumbf, manifest("c2pa.metadata", box("cbor", cbor))};
  ASSERT_EQ(reading.reading.positions.size(), 1U);
  EXPECT_EQ(reading.reading.positions[0].longitude, -2.5);
}

TEST(Jumbf, ShortKeysWithNumbersInCborAreALocation) {
  using namespace std::string_literals;
  const auto locations_in = [](const std::string& cbor) {
    return BlockReading{read_jumbf, manifest("org.foo", box("cbor", cbor))}.count(LeakClass::location);
  };
  const std::string number = "\xFB\x40\x48\x6D\xDC\xC6\x3F\x14\x12"s;
  EXPECT_EQ(locations_in("\xA2\x63lat"s + number + "\x63lon"s + number), 1U);
  EXPECT_EQ(locations_in("\xA2\x63lat"s + number + "\x63lng\x1A\x0D\xAD\x04\x10"s), 1U);
  EXPECT_EQ(locations_in("\xA2\x63lat"s + number + "\x63log"s + number), 0U) << "a latency, a log";
  EXPECT_EQ(locations_in("\xA2\x63lat\x64soon\x63lon\x64gone"s), 0U);
  EXPECT_EQ(locations_in("\xA1\x63lat"s), 0U);
}

TEST(Jumbf, KeysOfPlacesAreALocation) {
  for (const std::string_view json :
       {R"({"Latitude":"48.8583701","Longitude":"2.2944813"})", R"({"exif:\u0047PSLatitude":"48,51.499N"})",
        R"({"exif:GPS\u004Catitude":"48,51.499N"})", R"({"Iptc4xmpExt:City":"Paris"})",
        R"({"@type":"Place","address":{"addressLocality":"Paris"}})",
        R"({"address":{"addressCountry":"FR"}})", R"({"streetAddress":"1, Rue"})",
        R"({"postalCode":"75007"})",
        "\xA1\x68Latitude\x64"
        "48.8"}) {
    EXPECT_EQ(
        (BlockReading{read_jumbf, manifest("c2pa.metadata", box("json", json))}.count(LeakClass::location)),
        1U)
        << json;
  }
  for (const std::string_view json :
       {R"({"exifEX:ISOSpeedLatitudeyyy":"100"})", R"({"dc:title":"\u0047raz"})"}) {
    EXPECT_EQ(
        (BlockReading{read_jumbf, manifest("c2pa.metadata", box("json", json))}.count(LeakClass::location)),
        0U)
        << json;
  }
  const BlockReading reading{
      read_jumbf, manifest("c2pa.metadata", box("json", R"({"Latitude":"48.5","Longitude":"2.25"})"))};
  ASSERT_EQ(reading.reading.positions.size(), 1U);
  EXPECT_EQ(reading.reading.positions[0].longitude, 2.25);
}

TEST(Jumbf, DocumentsInsideAreReadOrNobodyCanSay) {
  using namespace std::string_view_literals;
  const auto read = [](std::string_view content) {
    return BlockReading{read_jumbf, manifest("c2pa.data", box("bidb", content))}.reading;
  };
  const Reading exif = read("II*\0\x08\0\0\0\0\0"sv);
  ASSERT_EQ(exif.references.size(), 1U);
  EXPECT_EQ(exif.references[0].kind, BlockKind::exif);
  for (const std::string_view hidden :
       {"\0\0II*\0\x08\0\0\0\0\0"sv, "\0\xFF\xD8\xFF\xE1 picture"sv, "Exif\0\0MM"sv}) {
    const Reading reading = read(hidden);
    ASSERT_EQ(reading.blind_spots.size(), 1U);
    EXPECT_TRUE(reading.blind_spots[0].may_hide_location);
  }
  EXPECT_TRUE(read("\0\0 nothing").blind_spots.empty());
}

TEST(Jumbf, AnAssertionMadeForPlacesIsALocation) {
  const BlockReading reading{read_jumbf, manifest("c2pa.location.broad", box("json", "{}"))};
  EXPECT_EQ(reading.count(LeakClass::location), 1U);
}

TEST(Jumbf, PicturesInsideAreReferences) {
  const std::string picture = "\xFF\xD8\xFF picture";
  const std::string block = manifest("c2pa.thumbnail.claim.jpeg", box("bfdb", "type") + box("bidb", picture));
  const BlockReading reading{read_jumbf, block};
  EXPECT_TRUE(reading.reading.blind_spots.empty());
  EXPECT_EQ(reading.count(LeakClass::thumbnail), 1U);
  ASSERT_EQ(reading.reading.references.size(), 1U);
  EXPECT_EQ(reading.reading.references[0].kind, BlockKind::jpeg);
  EXPECT_EQ(reading.reading.references[0].parts[0], (Extent{block.find(picture), picture.size()}));
}

TEST(Jumbf, ZerosAreNothing) {
  EXPECT_TRUE((BlockReading{read_jumbf, std::string(64, '\0')}.reading.findings.empty()));
}

TEST(Jumbf, EndlessNestingHasALimit) {
  std::string deep;
  for (int i = 0; i < 200; ++i) deep = superbox("a", deep);
  EXPECT_FALSE((BlockReading{read_jumbf, deep}.reading.blind_spots.empty()));
}

TEST(Jumbf, HoldsForEveryTruncationAndEveryFlippedByte) {
  const std::string whole = manifest("stds.exif", box("json", R"({"exif:GPSLatitude":"1.0"})"));
  // Up to three zero bytes of the first length are nothing yet.
  for (std::size_t length = 4; length < whole.size(); ++length) {
    const BlockReading reading{read_jumbf, whole.substr(0, length)};
    ASSERT_FALSE(reading.reading.findings.empty() && reading.reading.blind_spots.empty());
  }
  for (std::size_t at = 0; at < whole.size(); ++at) {
    std::string text = whole;
    text[at] = static_cast<char>(text[at] ^ 0xFF);
    const BlockReading reading{read_jumbf, text};
    ASSERT_FALSE(reading.reading.findings.empty() && reading.reading.blind_spots.empty());
  }
}

}  // namespace
}  // namespace exifscrub
