#include <gtest/gtest.h>

#include "base/text.hpp"
#include "block_reading.hpp"
#include "metadata/xmp.hpp"
#include "metadata/xmp_text.hpp"
#include "support/linearity.hpp"

namespace exifscrub {
namespace {

using namespace std::string_literals;

constexpr std::string_view head =
    "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
    "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\" x:xmptk=\"Tool 1.0\">\n"
    "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n";
constexpr std::string_view tail = "</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"w\"?>";
constexpr std::string_view spaces =
    " xmlns:exif=\"http://ns.adobe.com/exif/1.0/\" xmlns:photoshop=\"http://ns.adobe.com/photoshop/1.0/\""
    " xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:q=\"http://ns.example.org/own/\""
    " xmlns:Iptc4xmpExt=\"http://iptc.org/std/Iptc4xmpExt/2008-02-29/\""
    " xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" xmlns:xmpGImg=\"http://ns.adobe.com/xap/1.0/g/img/\"";

/// A packet of one rdf:Description with these attributes and elements.
std::string packet(std::string_view attributes, std::string_view elements = {}) {
  return std::string{head}
      .append("<rdf:Description rdf:about=\"\"")
      .append(spaces)
      .append(attributes)
      .append(">\n")
      .append(elements)
      .append("\n</rdf:Description>\n")
      .append(tail);
}

constexpr std::string_view attribute_gps = R"( exif:GPSLatitude="48,51.492N" exif:GPSLongitude="2,17.67W")"
                                           R"( exif:GPSAltitude="355/10" exif:GPSAltitudeRef="1")";
constexpr std::string_view paris =
    "<Iptc4xmpExt:LocationCreated><rdf:Bag><rdf:li rdf:parseType=\"Resource\">"
    "<Iptc4xmpExt:City>Paris</Iptc4xmpExt:City>"
    "<exif:GPSLatitude>48.5</exif:GPSLatitude><exif:GPSLongitude>2.25</exif:GPSLongitude>"
    "</rdf:li></rdf:Bag></Iptc4xmpExt:LocationCreated>";

BlockReading read(std::string_view text) { return {read_xmp, text}; }

std::string erased(const BlockReading& reading, LeakClass leak_class) {
  const auto bytes = reading.without(erase_xmp, leak_class);
  return bytes ? text_of(*bytes) : std::string{bytes.error().what};
}

TEST(Xmp, AttributesAreProperties) {
  const BlockReading reading = read(packet(attribute_gps, {}));
  EXPECT_EQ(reading.value("XMP-exif:GPSLatitude"), "48,51.492N");
  EXPECT_EQ(reading.class_of("XMP-exif:GPSLatitude"), "location");
  EXPECT_EQ(reading.class_of("XMP-x:XMPToolkit"), "software");
  ASSERT_EQ(reading.reading.positions.size(), 1U);
  EXPECT_NEAR(reading.reading.positions[0].latitude, 48.8582, 1e-9);
  EXPECT_NEAR(reading.reading.positions[0].longitude, -2.2945, 1e-9);
  EXPECT_NEAR(reading.reading.positions[0].altitude_m.value_or(0), -35.5, 1e-9);
}

TEST(Xmp, ExtentsCoverTheAttributeAndTheSpaceBeforeIt) {
  const std::string text = packet(" photoshop:City = 'Graz'");
  const BlockReading reading = read(text);
  const BlockFinding* city = reading.find("XMP-photoshop:City");
  ASSERT_NE(city, nullptr);
  const Extent where = reading.reading.where(*city)[0];
  EXPECT_EQ(text.substr(where.offset, where.length), " photoshop:City = 'Graz'");
}

TEST(Xmp, ElementsArraysStructsAndResourcesAreProperties) {
  const BlockReading reading =
      read(packet({},
                  "<photoshop:City>Graz</photoshop:City>"
                  "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">Roof</rdf:li></rdf:Alt></dc:title>"
                  "<dc:subject><rdf:Bag><rdf:li>a</rdf:li><rdf:li>b</rdf:li></rdf:Bag></dc:subject>"
                  "<dc:source rdf:resource=\"http://example.org/x\"/>"
                  "<q:thing rdf:parseType=\"Resource\"><q:part>1</q:part></q:thing>"));
  EXPECT_EQ(reading.value("XMP-photoshop:City"), "Graz");
  EXPECT_EQ(reading.value("XMP-dc:Title"), "Roof");
  EXPECT_EQ(reading.value("XMP-dc:Subject"), "a, b");
  EXPECT_EQ(reading.value("XMP-dc:Source"), "http://example.org/x");
  EXPECT_EQ(reading.value("XMP-q:Thing"), "Part=1");
  EXPECT_EQ(reading.class_of("XMP-q:Thing"), "unknown");
}

TEST(Xmp, MembersOfALocationHaveFindingsAndAPositionOfTheirOwn) {
  const BlockReading reading = read(packet({}, paris));
  EXPECT_EQ(reading.value("XMP-iptcExt:LocationCreatedCity"), "Paris");
  EXPECT_EQ(reading.value("XMP-iptcExt:LocationCreatedGPSLatitude"), "48.5");
  ASSERT_EQ(reading.reading.positions.size(), 1U);
  EXPECT_DOUBLE_EQ(reading.reading.positions[0].longitude, 2.25);
}

TEST(Xmp, PropertiesCountByNamespaceNotByPrefix) {
  const BlockReading reading =
      read(packet(" xmlns:z=\"http://ns.adobe.com/exif/1.0/\" z:GPSLatitude=\"1,0N\" q:dc=\"no\""));
  EXPECT_EQ(reading.class_of("XMP-exif:GPSLatitude"), "location");
  EXPECT_EQ(reading.class_of("XMP-q:Dc"), "unknown");
}

TEST(Xmp, NamesTellALocationInAnUnknownNamespace) {
  for (const std::string_view name :
       {"City",       "homeTown",  "gpsPos",       "subLatitude", "mcc",         "Lat",    "cellid",
        "PostalCode", "flightYaw", "country_name", "state",       "coordinates", "Coords", "kml",
        "WKT",        "easting",   "latlong",      "lonlat",      "longlat",     "lnglat"}) {
    const BlockReading reading = read(packet(" q:" + std::string{name} + "=\"7\""));
    EXPECT_EQ(reading.count(LeakClass::location), 1U) << name;
  }
  for (const std::string_view name : {"Capacity", "LateralShift", "EmailAddress", "Displacement", "Velocity",
                                      "Rating", "LongExposure", "EditState", "maskCoordinates"}) {
    const BlockReading reading = read(packet(" q:" + std::string{name} + "=\"7\""));
    EXPECT_EQ(reading.count(LeakClass::location), 0U) << name;
  }
}

TEST(Xmp, DarwinCoreSaysWhereSomethingWasFoundInItsOwnWords) {
  const auto class_of = [](std::string_view uri, std::string_view name) {
    std::string attribute = " xmlns:dwc=\"";
    attribute.append(uri).append("\" dwc:").append(name).append("=\"text\"");
    return read(packet(attribute)).count(LeakClass::location) == 1U ? "location" : "other";
  };
  for (const std::string_view uri : {"http://rs.tdwg.org/dwc/index.htm", "http://rs.tdwg.org/dwc/terms/"}) {
    EXPECT_STREQ(class_of(uri, "verbatimCoordinates"), "location");
    EXPECT_STREQ(class_of(uri, "footprintWKT"), "location");
    EXPECT_STREQ(class_of(uri, "higherGeography"), "location");
    EXPECT_STREQ(class_of(uri, "verbatimEventDate"), "other");
  }
}

TEST(Xmp, AttributesOfTheGrammarAreSearched) {
  const std::string text = packet(" xml:base=\"geo:48.8583,2.2944\"");
  const BlockReading reading = read(text);
  EXPECT_EQ(reading.count(LeakClass::location), 2U);
  std::string left = text;
  left.replace(left.find("48.8583,2.2944"), 14, "       ,      ");
  EXPECT_EQ(erased(reading, LeakClass::location), left);
}

TEST(Xmp, ACoordinateIsOneInAnyNamespace) {
  constexpr std::string_view others =
      " xmlns:crs=\"http://ns.adobe.com/camera-raw-settings/1.0/\""
      " xmlns:plus=\"http://ns.useplus.org/ldf/xmp/1.0/\""
      " xmlns:dji=\"http://www.dji.com/drone-dji/1.0/\"";
  for (const std::string_view name :
       {"crs:GPSLatitude", "crs:GPSAreaInformation", "plus:Latitude", "plus:AltitudeM", "dji:LRFTargetAlt",
        "dji:LRFTargetAbsAlt", "dji:LRFTargetLat"}) {
    const BlockReading reading = read(packet(std::string{others}.append(" ").append(name).append("=\"7\"")));
    EXPECT_EQ(reading.count(LeakClass::location), 1U) << name;
  }
  for (const std::string_view name :
       {"plus:LicensorCity", "plus:Region", "crs:Altered", "dji:LRFTargetDistance"}) {
    const BlockReading reading = read(packet(std::string{others}.append(" ").append(name).append("=\"7\"")));
    EXPECT_EQ(reading.count(LeakClass::location), 0U) << name;
  }
}

TEST(Xmp, KeywordsBelowARootForPlacesAreLocations) {
  const std::string text = packet(
      " xmlns:lr=\"http://ns.adobe.com/lightroom/1.0/\" xmlns:d=\"http://www.digikam.org/ns/1.0/\"",
      "<lr:hierarchicalSubject><rdf:Bag><rdf:li>Places|Austria|Graz</rdf:li><rdf:li>Animals|Cat</rdf:li>"
      "<rdf:li>Places</rdf:li></rdf:Bag></lr:hierarchicalSubject>"
      "<d:TagsList><rdf:Seq><rdf:li>orte/Wien</rdf:li><rdf:li>Workplace/Desk</rdf:li></rdf:Seq></d:TagsList>"
      "<dc:subject><rdf:Bag><rdf:li>Places|Linz</rdf:li></rdf:Bag></dc:subject>");
  const BlockReading reading = read(text);
  EXPECT_EQ(reading.count(LeakClass::location), 2U);
  const std::string left = erased(reading, LeakClass::location);
  for (const std::string_view gone : {"Graz", "Wien"}) EXPECT_EQ(left.find(gone), left.npos) << gone;
  for (const std::string_view stays :
       {"Animals|Cat", "<rdf:li>Places</rdf:li>", "Workplace/Desk", "Places|Linz"})
    EXPECT_NE(left.find(stays), left.npos) << stays;
}

TEST(Xmp, TreesOfAcdseeAndOfTheWorkingGroupAreRead) {
  constexpr std::string_view names =
      " xmlns:a=\"http://ns.acdsee.com/iptc/1.0/\""
      " xmlns:k=\"http://www.metadataworkinggroup.com/schemas/keywords/\""
      " xmlns:m=\"http://ns.microsoft.com/photo/1.0/\"";
  const auto tree = [&](std::string_view root, bool as_attribute) {
    const std::string categories =
        "&lt;Categories&gt;&lt;Category Assigned=&quot;0&quot;&gt;" + std::string{root} +
        "&lt;Category Assigned=&quot;1&quot;&gt;Graz&lt;/Category&gt;&lt;/Category&gt;"
        "&lt;/Categories&gt;";
    const std::string structs =
        "<k:Keywords rdf:parseType=\"Resource\"><k:Hierarchy><rdf:Bag><rdf:li" +
        (as_attribute ? " k:Keyword=\"" + std::string{root} + "\">"
                      : " rdf:parseType=\"Resource\"><k:Keyword>" + std::string{root} + "</k:Keyword>") +
        "<k:Children><rdf:Bag><rdf:li rdf:parseType=\"Resource\"><k:Keyword>Wien</k:Keyword></rdf:li></rdf:Bag>"
        "</k:Children></rdf:li></rdf:Bag></k:Hierarchy></k:Keywords>";
    return packet(std::string{names} + (as_attribute ? " a:categories=\"" + categories + "\"" : ""),
                  (as_attribute ? "" : "<a:categories>" + categories + "</a:categories>") + structs +
                      "<m:LastKeywordIPTC><rdf:Bag><rdf:li>" + std::string{root} +
                      "/Linz</rdf:li></rdf:Bag></m:LastKeywordIPTC>");
  };
  for (const bool as_attribute : {false, true}) {
    const BlockReading reading = read(tree("Places", as_attribute));
    EXPECT_EQ(reading.count(LeakClass::location), 3U);
    const std::string left = erased(reading, LeakClass::location);
    for (const std::string_view gone : {"Graz", "Wien", "Linz"})
      EXPECT_EQ(left.find(gone), left.npos) << gone;
    EXPECT_EQ(read(left).count(LeakClass::location), 0U);
    EXPECT_TRUE(read(left).reading.blind_spots.empty());
    EXPECT_EQ(read(tree("Animals", as_attribute)).count(LeakClass::location), 0U);
  }
}

TEST(Xmp, ALocationInsideAnotherStructIsFound) {
  const std::string text =
      packet({},
             "<q:thing "
             "rdf:parseType=\"Resource\"><q:part>1</q:part><photoshop:City>Graz</photoshop:City></q:thing>");
  const BlockReading reading = read(text);
  EXPECT_EQ(reading.value("XMP-q:ThingCity"), "Graz");
  const std::string left = erased(reading, LeakClass::location);
  EXPECT_EQ(left.find("Graz"), std::string::npos);
  EXPECT_NE(left.find("<q:part>1</q:part>"), std::string::npos);
}

TEST(Xmp, GpsWithoutAPlaceIsNoLocation) {
  EXPECT_EQ(
      read(packet(" exif:GPSVersionID=\"2.3.0.0\" exif:GPSMapDatum=\"WGS-84\"")).count(LeakClass::location),
      0U);
  EXPECT_EQ(
      read(packet(" exif:GPSVersionID=\"2.3.0.0\" exif:GPSImgDirection=\"1/2\"")).count(LeakClass::location),
      2U);
  EXPECT_EQ(read(packet(" exif:GPSMapDatum=\"TOKYO\"")).count(LeakClass::location), 1U) << "names a country";
}

TEST(Xmp, AnEmptyPropertyIsALeftover) {
  const BlockReading reading = read(packet(" photoshop:City=\"\" dc:title=\" \"", "<photoshop:State/>"));
  EXPECT_EQ(reading.count(LeakClass::location), 0U);
  ASSERT_NE(reading.find("XMP-photoshop:State"), nullptr);
  EXPECT_EQ(reading.find("XMP-photoshop:State")->standing, Standing::leftover);
}

TEST(Xmp, CommentsInstructionsAndStrayTextAreFindings) {
  const std::string text =
      packet({}, "stray<!-- remark --><?pi data?><photoshop:City>Graz</photoshop:City>") + "trailing";
  const BlockReading reading = read(text);
  EXPECT_EQ(reading.value("XMP:Comment"), "<!-- remark -->");
  EXPECT_EQ(reading.value("XMP:ProcessingInstruction"), "<?pi data?>");
  EXPECT_EQ(reading.count(LeakClass::text), 3U);
  EXPECT_TRUE(reading.reading.blind_spots.empty());
}

TEST(Xmp, AWrapperWithMoreThanItsOwnWordsIsAFinding) {
  std::string text = packet({}, {});
  EXPECT_EQ(read(text).find("XMP:ProcessingInstruction"), nullptr);
  text.replace(text.find("W5M0"), 4, "leak");
  EXPECT_NE(read(text).find("XMP:ProcessingInstruction"), nullptr);
}

TEST(Xmp, ASecondDocumentInThePacketIsRead) {
  const BlockReading reading = read(packet({}, {}) + packet(" photoshop:City=\"Graz\""));
  EXPECT_EQ(reading.value("XMP-photoshop:City"), "Graz");
}

TEST(Xmp, DamageIsABlindSpotThatMayHideALocation) {
  std::string text = packet(" photoshop:City=\"Graz\"");
  text.replace(text.find("</rdf:RDF>"), 10, "</rdf:rdf>");
  const BlockReading reading = read(text);
  ASSERT_EQ(reading.reading.blind_spots.size(), 1U);
  EXPECT_TRUE(reading.reading.blind_spots[0].may_hide_location);
  EXPECT_EQ(reading.class_of("XMP:Packet"), "unknown");
  EXPECT_EQ(reading.value("XMP-photoshop:City"), "Graz");
  EXPECT_FALSE(reading.without(erase_xmp, LeakClass::location));
}

TEST(Xmp, ADoctypeStopsTheReader) {
  EXPECT_EQ(read("<!DOCTYPE a [<!ENTITY e \"x\">]><a>&e;</a>").reading.blind_spots.size(), 1U);
  EXPECT_EQ(read("no XML at all").reading.blind_spots.size(), 1U);
}

TEST(Xmp, NestingAndCountsHaveALimit) {
  std::string deep;
  for (int i = 0; i < 20000; ++i) deep += "<a>";
  EXPECT_EQ(read(deep).reading.blind_spots.size(), 1U);
  const double growth = test::growth_at_four_times(25'000, [](std::size_t count) {
    std::string many;
    for (std::size_t i = 0; i < count; ++i) many += " q:a" + std::to_string(i) + "=\"1\"";
    const BlockReading reading = read(packet(many));
    EXPECT_GE(reading.reading.findings.size(), count);
    EXPECT_FALSE(reading.without(erase_xmp, LeakClass::unknown)->empty());
  });
  EXPECT_LT(growth, 9);
}

TEST(Xmp, EmbeddedImagesAreReferences) {
  const std::string image(64, 'A');
  const std::string text =
      packet(" q:blob=\"/9j/" + image + "&#xA;AAAA\"",
             "<xmp:Thumbnails><rdf:Alt><rdf:li rdf:parseType=\"Resource\"><xmpGImg:image>/9j/" + image +
                 "</xmpGImg:image></rdf:li></rdf:Alt></xmp:Thumbnails>");
  const BlockReading reading = read(text);
  ASSERT_EQ(reading.reading.references.size(), 2U);
  EXPECT_EQ(reading.reading.references[1].name, "thumbnail");
  EXPECT_EQ(reading.reading.references[1].kind, BlockKind::jpeg);
  EXPECT_EQ(reading.reading.references[1].coding, Coding::base64);
  const Extent part = reading.reading.references[0].parts[0];
  EXPECT_EQ(text.substr(part.offset, part.length), "/9j/" + image + "&#xA;AAAA");
  EXPECT_EQ(reading.class_of("XMP-xmp:Thumbnails"), "thumbnail");
}

TEST(Xmp, AnEmbeddedImageIsOneHoweverItIsWritten) {
  const std::string image(64, 'A');
  const auto thumbnail = [&](std::string_view before) {
    return packet({}, "<xmp:Thumbnails><rdf:Alt><rdf:li rdf:parseType=\"Resource\"><xmpGImg:image>" +
                          std::string{before} + image +
                          "</xmpGImg:image></rdf:li></rdf:Alt></xmp:Thumbnails>");
  };
  const std::string blanks(400, '\n');
  for (const std::string& before :
       {blanks + "/9j/", std::string{"_9j_"}, std::string{"data:image/jpeg;base64,/9j/"},
        "data:image/jpeg;charset=x;base64," + blanks + "/9j/"}) {
    const std::string text = thumbnail(before);
    const BlockReading reading = read(text);
    ASSERT_EQ(reading.reading.references.size(), 1U) << before;
    EXPECT_EQ(reading.reading.references[0].coding, Coding::base64);
    const Extent part = reading.reading.references[0].parts[0];
    EXPECT_TRUE(std::string_view{text}.substr(part.offset, part.length).ends_with(image));
    EXPECT_EQ(text.substr(part.offset, part.length).find("data:"), std::string::npos);
    EXPECT_EQ(reading.count(LeakClass::location), 0U);
  }
  for (const std::string_view before :
       {"<![CDATA[/9j/]]>", "&#47;9j/", "&#x2F;9j&#x2f;", "/9j/<!-- x -->", "/9&#106;/",
        "data:image/jpeg,%FF%D8", "d&#97;ta:image/jpeg;base64,/9j&#47;", "iVBORw0KGgoAAAANSUhEUg",
        "data:image/webp;base64,UklGRhIAAABXRUJQ"}) {
    const BlockReading reading = read(thumbnail(before));
    EXPECT_TRUE(reading.reading.references.empty()) << before;
    EXPECT_EQ(reading.count(LeakClass::location), 1U) << before;
    const std::string left = erased(reading, LeakClass::location);
    EXPECT_EQ(left.find(image), std::string::npos);
    EXPECT_EQ(read(left).count(LeakClass::location), 0U);
    EXPECT_TRUE(read(left).reading.blind_spots.empty());
  }
  const BlockReading exif = read(packet(" q:blob=\"RXhp&#xA;ZgAASUkqAAgAAAAAAAAAAAAAAAAAAAAAAAAA\""));
  ASSERT_EQ(exif.reading.references.size(), 1U);
  EXPECT_EQ(exif.reading.references[0].kind, BlockKind::exif);
}

TEST(Xmp, APngWithoutTextsIsAPlainValue) {
  const auto packet_of = [](const std::string& chunk) {
    const std::string png = "\x89PNG\r\n\x1A\n\0\0\0\rIHDR0123456789abcCRC."s + chunk + "\0\0\0\0IENDCRC."s;
    return packet({}, "<q:Data>" + base64(bytes_of(png)) + "</q:Data>");
  };
  EXPECT_EQ(read(packet_of("\0\0\0\4IDATdataCRC."s)).count(LeakClass::location), 0U);
  EXPECT_EQ(read(packet_of("\0\0\0\4tEXtdataCRC."s)).count(LeakClass::location), 1U);
  EXPECT_EQ(read(packet_of("\0\0\1\4IDATdataCRC."s)).count(LeakClass::location), 1U);
}

TEST(Xmp, TheTimeOfTheShotIsAFact) {
  const BlockReading reading = read(packet(" photoshop:DateCreated=\"2024-05-06T19:07+02:00\""));
  ASSERT_NE(reading.reading.find_facts(0), nullptr);
  EXPECT_EQ(reading.reading.find_facts(0)->taken, "2024-05-06T19:07:00");
}

TEST(Xmp, ATimeInUtcIsNoLocalTime) {
  const BlockReading reading = read(packet(" photoshop:DateCreated=\"2024-05-06T17:07:00Z\""));
  const Facts* facts = reading.reading.find_facts(0);
  EXPECT_TRUE(facts == nullptr || facts->taken.empty());
}

TEST(XmpErase, LeavesOtherPropertiesAsTheyAre) {
  const std::string text = packet(std::string{attribute_gps} + " photoshop:Headline=\"stays\"", paris);
  const std::string left = erased(read(text), LeakClass::location);
  ASSERT_EQ(left.size(), text.size());
  const BlockReading again = read(left);
  EXPECT_TRUE(again.reading.blind_spots.empty());
  EXPECT_EQ(again.count(LeakClass::location), 0U);
  EXPECT_EQ(again.find("XMP-iptcExt:LocationCreated"), nullptr) << "an empty struct stayed";
  EXPECT_EQ(again.value("XMP-photoshop:Headline"), "stays");
  EXPECT_EQ(again.value("XMP-x:XMPToolkit"), "Tool 1.0");
  EXPECT_EQ(left.find("Paris"), std::string::npos);
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (left[i] != text[i]) {
      ASSERT_EQ(left[i], ' ');
    }
  }
}

TEST(XmpErase, WordsBetweenTheMembersOfALocationGoWithIt) {
  std::string struct_with_words{paris};
  struct_with_words.insert(struct_with_words.find("<exif:GPSLatitude>"), "near<!-- the river -->");
  const std::string text = packet(" dc:rights=\"me\"", struct_with_words + "<!-- stays -->");
  const std::string left = erased(read(text), LeakClass::location);
  EXPECT_EQ(left.find("near"), std::string::npos);
  EXPECT_EQ(left.find("river"), std::string::npos);
  EXPECT_EQ(left.find("LocationCreated"), std::string::npos);
  EXPECT_NE(left.find("<!-- stays -->"), std::string::npos);
}

TEST(XmpErase, ErasingEverythingLeavesAMinimalPacketOfTheSameLength) {
  const std::string text = packet(attribute_gps, paris);
  const auto left = read(text).without_if(erase_xmp, [](const BlockFinding&) { return true; });
  ASSERT_TRUE(left);
  EXPECT_EQ(left->size(), text.size());
  EXPECT_TRUE(text_of(*left).ends_with("<?xpacket end=\"w\"?>"));
  const BlockReading again = read(text_of(*left));
  EXPECT_TRUE(again.reading.findings.empty());
  EXPECT_TRUE(again.reading.blind_spots.empty());
}

TEST(XmpErase, WipingTheRestTakesUnusedNamespacesToo) {
  const std::string text =
      packet(" xmlns:secret=\"http://secret/\" photoshop:City=\"Graz\" dc:rights=\"me\"");
  const auto left = read(text).without_if(
      erase_xmp, [](const BlockFinding& finding) { return finding.leak_class != LeakClass::copyright; },
      true);
  ASSERT_TRUE(left);
  EXPECT_EQ(text_of(*left).find("secret"), std::string::npos);
  EXPECT_EQ(read(text_of(*left)).value("XMP-dc:Rights"), "me");
  EXPECT_EQ(read(text_of(*left)).reading.findings.size(), 1U);
}

class XmpEncodings : public testing::TestWithParam<XmlEncoding> {};

/// `text` in the encoding, with a mark where one is usual.
std::vector<Byte> encoded(std::string_view text, XmlEncoding encoding) {
  std::vector<Byte> out;
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<Byte>(text[i]);
    std::uint32_t character = lead;
    std::size_t length = 1;
    if (lead >= 0xE0) {
      character = (lead & 0x0FU) << 12 | (text[i + 1] & 0x3FU) << 6 | (text[i + 2] & 0x3FU);
      length = 3;
    } else if (lead >= 0xC0) {
      character = (lead & 0x1FU) << 6 | (text[i + 1] & 0x3FU);
      length = 2;
    }
    const std::size_t unit =
        encoding == XmlEncoding::utf16_big || encoding == XmlEncoding::utf16_little ? 2 : 4;
    const bool big = encoding == XmlEncoding::utf16_big || encoding == XmlEncoding::utf32_big;
    for (std::size_t k = 0; k < unit; ++k) {
      out.push_back(static_cast<Byte>(character >> 8 * (big ? unit - 1 - k : k)));
    }
    i += length;
  }
  return out;
}

TEST_P(XmpEncodings, AreReadAndErasedAlike) {
  const std::string text = packet(std::string{attribute_gps} + " photoshop:Headline=\"st\xC3\xA4ys\"", paris);
  for (const bool mark : {false, true}) {
    const std::vector<Byte> bytes = encoded((mark ? "\xEF\xBB\xBF" : "") + text, GetParam());
    const BlockReading reading{read_xmp, Bytes{bytes}};
    EXPECT_TRUE(reading.reading.blind_spots.empty());
    EXPECT_EQ(reading.value("XMP-photoshop:Headline"), "st\xC3\xA4ys");
    EXPECT_EQ(reading.value("XMP-iptcExt:LocationCreatedCity"), "Paris");
    EXPECT_EQ(reading.reading.positions.size(), 2U);

    const auto left = reading.without(erase_xmp, LeakClass::location);
    ASSERT_TRUE(left);
    const BlockReading again{read_xmp, Bytes{*left}};
    EXPECT_TRUE(again.reading.blind_spots.empty());
    EXPECT_EQ(again.count(LeakClass::location), 0U);
    EXPECT_EQ(again.value("XMP-photoshop:Headline"), "st\xC3\xA4ys");

    const auto empty = reading.without_if(erase_xmp, [](const BlockFinding&) { return true; });
    ASSERT_TRUE(empty);
    EXPECT_EQ(empty->size(), bytes.size());
    const BlockReading nothing{read_xmp, Bytes{*empty}};
    EXPECT_TRUE(nothing.reading.blind_spots.empty());
    EXPECT_TRUE(nothing.reading.findings.empty());
  }
}

INSTANTIATE_TEST_SUITE_P(Utf, XmpEncodings,
                         testing::Values(XmlEncoding::utf16_big, XmlEncoding::utf16_little,
                                         XmlEncoding::utf32_big, XmlEncoding::utf32_little));

TEST(Xmp, ABrokenCaptionDoesNotHideTheRest) {
  const std::string text = packet(" dc:title=\"caf\xE9 \x01\" photoshop:City=\"Graz\"");
  const BlockReading reading = read(text);
  EXPECT_TRUE(reading.reading.blind_spots.empty());
  EXPECT_EQ(reading.value("XMP-photoshop:City"), "Graz");
  const auto empty = reading.without_if(erase_xmp, [](const BlockFinding&) { return true; });
  ASSERT_TRUE(empty);
  EXPECT_TRUE(read(text_of(*empty)).reading.findings.empty());
}

TEST(XmpErase, HoldsForEveryTruncationAndEveryFlippedByte) {
  const std::string whole = packet(std::string{attribute_gps} + " dc:rights=\"me\"", paris);
  const auto holds = [](const std::string& text) {
    const BlockReading reading = read(text);
    const auto left = reading.without(erase_xmp, LeakClass::location);
    if (!left) return;
    ASSERT_EQ(left->size(), text.size());
    if (reading.reading.blind_spots.empty()) {
      const BlockReading again = read(text_of(*left));
      ASSERT_TRUE(again.reading.blind_spots.empty()) << text;
      ASSERT_EQ(again.count(LeakClass::location), 0U) << text;
    }
    ASSERT_TRUE(reading.without_if(erase_xmp, [](const BlockFinding&) { return true; }));
  };
  for (std::size_t length = 0; length < whole.size(); ++length) holds(whole.substr(0, length));
  for (std::size_t at = 0; at < whole.size(); ++at) {
    for (const char flip : {'\x01', '\x20', '\x80'}) {
      std::string text = whole;
      text[at] = static_cast<char>(text[at] ^ flip);
      holds(text);
    }
  }
}

TEST(ExtendedXmp, IsNamedByTheDigestOfItsData) {
  EXPECT_EQ(extended_xmp_guid(bytes_of("")), "D41D8CD98F00B204E9800998ECF8427E");
}

TEST(ExtendedXmp, TheMainPacketIsRelinked) {
  const std::string old_guid(32, 'A');
  const std::string guid(32, 'B');
  for (const std::string& text :
       {packet(" xmlns:n=\"http://ns.adobe.com/xmp/note/\" n:HasExtendedXMP=\"" + old_guid + "\""),
        packet(" xmlns:n=\"http://ns.adobe.com/xmp/note/\"",
               "<n:HasExtendedXMP>" + old_guid + "</n:HasExtendedXMP>")}) {
    const auto patches = relink_extended_xmp(bytes_of(text), old_guid, guid);
    ASSERT_EQ(patches.size(), 1U);
    EXPECT_EQ(patches[0].offset, text.find(old_guid));
    EXPECT_EQ(text_of(patches[0].bytes), guid);
  }
  EXPECT_TRUE(relink_extended_xmp(bytes_of(packet({})), old_guid, guid).empty());
}

TEST(Xmp, ASlashInANameHidesNothing) {
  const std::string packet =
      "<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>"
      "<rdf:Description xmlns:exif='http://ns.adobe.com/exif/1.0/'>"
      "<exif:TIFF/EPStandardID>0x01</exif:TIFF/EPStandardID><exif:GPSLatitude>48,51.49N</exif:GPSLatitude>"
      "<exif:Flash/></rdf:Description></rdf:RDF></x:xmpmeta>";
  const BlockReading reading{read_xmp, packet};
  EXPECT_TRUE(reading.reading.blind_spots.empty());
  EXPECT_EQ(reading.value("XMP-exif:TIFF_EPStandardID"), "0x01");
  const auto after = reading.without(erase_xmp, LeakClass::location);
  ASSERT_TRUE(after);
  std::string expected = packet;
  const std::string gone = "<exif:GPSLatitude>48,51.49N</exif:GPSLatitude>";
  expected.replace(expected.find(gone), gone.size(), std::string(gone.size(), ' '));
  EXPECT_EQ(text_of(*after), expected);
}

}  // namespace
}  // namespace exifscrub
