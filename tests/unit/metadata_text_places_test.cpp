#include <gtest/gtest.h>

#include "block_reading.hpp"
#include "metadata/comment.hpp"
#include "metadata/exif.hpp"
#include "metadata/iptc.hpp"
#include "metadata/text_places.hpp"
#include "metadata/xmp.hpp"
#include "support/tiff_builder.hpp"

namespace exifscrub {
namespace {

std::vector<std::string> words_in(std::string_view text) {
  std::vector<std::string> found;
  for (const TextPlace& place : find_text_places(text)) {
    found.push_back(std::string{place.word} + "=" +
                    std::string{text.substr(place.number.offset, place.number.length)});
  }
  return found;
}

using Words = std::vector<std::string>;

TEST(TextPlaces, AreFoundBehindTheirWords) {
  EXPECT_EQ(words_in(R"({"MAPLatitude":"55.699662","MAPLongitude":13.194496,"MAPAltitude":"36.0"})"),
            (Words{"MAPLatitude=55.699662", "MAPLongitude=13.194496", "MAPAltitude=36.0"}));
  EXPECT_EQ(words_in("{\\\"lat\\\": -33.8568, \\\"lng\\\": 151.2153}"),
            (Words{"lat=-33.8568", "lng=151.2153"}));
  EXPECT_EQ(words_in("Lat=48.8584 Lon=+2.2945"), (Words{"Lat=48.8584", "Lon=+2.2945"}));
  EXPECT_EQ(words_in("{&quot;TrueHeading&quot;:349.6}"), (Words{"TrueHeading=349.6"}));
}

TEST(TextPlaces, OtherWordsAndNumbersAreNone) {
  EXPECT_EQ(words_in("flat: 12.5, salon=3.4, along 7"), Words{});
  EXPECT_EQ(words_in("latitude: north, longitude: unknown"), Words{});
  EXPECT_EQ(words_in("latitude=95.5 longitude=200"), Words{}) << "outside the earth";
  EXPECT_EQ(words_in(R"({"lat":"0.000000","lon":0})"), Words{}) << "what erasing leaves";
}

TEST(TextPlaces, ErasingKeepsAJsonText) {
  const std::string text = R"({"a":"1","lat":"48.85","lon":2.2945,"heading":7})";
  const BlockReading read{read_comment, text};
  EXPECT_EQ(read.count(LeakClass::location), 3U);
  ASSERT_EQ(read.reading.positions.size(), 1U);
  EXPECT_EQ(read.reading.positions[0].longitude, 2.2945);
  const auto after = read.without(erase_comment, LeakClass::location);
  ASSERT_TRUE(after);
  EXPECT_EQ(text_of(*after), R"({"a":"1","lat":"     ","lon":null  ,"heading":0})");
  EXPECT_EQ((BlockReading{read_comment, text_of(*after)}.count(LeakClass::location)), 0U);
}

TEST(TextPlaces, AreErasedInsideIptcThatStays) {
  const std::string caption = "lat=48.85 is here";
  const std::string stream =
      std::string("\x1C\x02\x78\0", 4).append(1, static_cast<char>(caption.size())) + caption;
  const BlockReading read{read_iptc, stream};
  EXPECT_EQ(read.value("IPTC:Caption-Abstract.lat"), "48.85");
  const auto after = read.without(erase_iptc, LeakClass::location);
  ASSERT_TRUE(after);
  EXPECT_EQ(text_of(*after).substr(5), "lat=      is here");
}

TEST(TextPlaces, AreErasedInsideXmpThatStays) {
  const std::string packet =
      "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF "
      "xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><rdf:Description "
      "xmlns:p=\"http://ns.adobe.com/photoshop/1.0/\" p:Headline=\"{&quot;lat&quot;:&quot;48.85&quot;}\"/>"
      "</rdf:RDF></x:xmpmeta>";
  const BlockReading read{read_xmp, packet};
  EXPECT_EQ(read.count(LeakClass::location), 1U);
  const auto after = read.without(erase_xmp, LeakClass::location);
  ASSERT_TRUE(after);
  EXPECT_EQ(text_of(*after).find("48.85"), std::string::npos);
  EXPECT_NE(text_of(*after).find("&quot;lat&quot;:&quot;     &quot;"), std::string::npos);
}

TEST(TextPlaces, AreFoundInBytesOfATagThatNobodyKnows) {
  test::TiffBuilder builder(ByteOrder::little);
  const std::string text = "lat=48.8583!";
  builder.raw(builder.ifd(), 0xFE00, tiff_type::byte, static_cast<std::uint32_t>(text.size()),
              bytes_of(text));
  const BlockReading read{read_exif, builder.build()};
  EXPECT_EQ(read.value("IFD0:0xFE00.lat"), "48.8583");
}

TEST(TextPlaces, AsManyAsATextHolds) {
  std::string text;
  for (int i = 0; i < 9000; ++i) text += "lat=48.85 ";
  const BlockReading read{read_comment, text};
  EXPECT_LE(read.count(LeakClass::location), 65U);
  const auto after = read.without(erase_comment, LeakClass::location);
  ASSERT_TRUE(after);
  EXPECT_EQ(text_of(*after).find("48.85"), std::string::npos);
  EXPECT_EQ((BlockReading{read_comment, text_of(*after)}.count(LeakClass::location)), 0U);
  while (text.size() < most_text_places * 10) text += text;
  const BlockReading more{read_comment, text};
  ASSERT_EQ(more.reading.blind_spots.size(), 1U);
  EXPECT_TRUE(more.reading.blind_spots[0].may_hide_location);
}

/// A packet around a node with these attributes and elements, and what stands behind the packet.
std::string packet(std::string_view attributes, std::string_view elements, std::string_view behind = {}) {
  return std::string{
      "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF "
      "xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><rdf:Description "
      "xmlns:p=\"http://ns.adobe.com/photoshop/1.0/\" xmlns:m=\"http://ns.adobe.com/xap/1.0/mm/\" "
      "xmlns:e=\"http://ns.adobe.com/xap/1.0/sType/ResourceEvent#\" p:Credit=\"X\" "}
      .append(attributes)
      .append(">")
      .append(elements)
      .append("</rdf:Description></rdf:RDF></x:xmpmeta>")
      .append(behind);
}

TEST(TextPlaces, AreFoundWhereverAPacketHasText) {
  for (
      const std::string& text :
      {packet(
           "",
           "<m:History><rdf:Seq><rdf:li e:action=\"saved\" e:parameters=\"lat=48.85\"/></rdf:Seq></m:History>"),
       packet("",
              "<m:History><rdf:Seq><rdf:li rdf:parseType=\"Resource\"><e:parameters>lat=48.85</e:parameters>"
              "</rdf:li></rdf:Seq></m:History>"),
       packet("", "<!-- lat=48.85 -->"), packet("", "<?note lat=48.85?>"), packet("", "", "\nlat=48.85"),
       packet("p:Headline=\"lat=&#52;8.85\"", ""), packet("", "<p:Headline>lat=&#x34;8.85</p:Headline>"),
       packet("", "<p:Headline>lat=<!-- -->48.85</p:Headline>"), packet("p:Headline=\"lat=48&#46;85\"", ""),
       packet("", "<p:Headline>lat=48<!-- -->.85</p:Headline>"),
       packet("", "<p:Headline><![CDATA[lat=]]>48.85</p:Headline>"), packet("rdf:about=\"lat=48.85\"", "")}) {
    const BlockReading read{read_xmp, text};
    EXPECT_GE(read.count(LeakClass::location), 1U) << text;
    const auto after = read.without(erase_xmp, LeakClass::location);
    ASSERT_TRUE(after) << text;
    EXPECT_EQ(text_of(*after).find("8.85"), std::string::npos) << text;
    EXPECT_EQ(text_of(*after).find(";85"), std::string::npos) << text;
    EXPECT_EQ(text_of(*after).find(">.85"), std::string::npos) << text;
    EXPECT_NE(text_of(*after).find("Credit"), std::string::npos) << text;
    EXPECT_EQ((BlockReading{read_xmp, text_of(*after)}.count(LeakClass::location)), 0U) << text;
  }
}

/// ASCII in wider characters.
std::string widened(std::string_view text, unsigned bytes, bool little) {
  std::string wide;
  for (const char c : text) {
    std::string character(bytes, '\0');
    character[little ? 0 : bytes - 1] = c;
    wide += character;
  }
  return wide;
}

TEST(TextPlaces, CoordinatesGoWithTheirSignsInAnyCharacters) {
  const std::string narrow =
      "Lat: 48\xB0"
      "51'29.99\"N!";
  const BlockReading read{read_comment, widened(narrow, 2, true)};
  ASSERT_EQ(read.count(LeakClass::location), 1U);
  const auto after = read.without(erase_comment, LeakClass::location);
  ASSERT_TRUE(after);
  EXPECT_EQ(text_of(*after), widened("Lat:               !", 2, true).substr(0, 2 * narrow.size() - 2) +
                                 widened("!", 2, true));
}

TEST(TextPlaces, AreFoundAndErasedInWiderCharacters) {
  const std::string text = R"({"lat":"48.85","lon":2.2945,"heading":7})";
  const std::string erased = R"({"lat":"     ","lon":null  ,"heading":0})";
  for (const unsigned bytes : {2U, 4U}) {
    for (const bool little : {true, false}) {
      const BlockReading read{read_comment, widened(text, bytes, little)};
      EXPECT_EQ(read.count(LeakClass::location), 3U) << bytes << little;
      const auto after = read.without(erase_comment, LeakClass::location);
      ASSERT_TRUE(after);
      EXPECT_EQ(text_of(*after), widened(erased, bytes, little)) << bytes << little;
    }
  }
  EXPECT_EQ(form_of_text(bytes_of("lat=48.85 in plain characters")).bytes, 1U);
  EXPECT_EQ(form_of_text(bytes_of(std::string("ASCII\0\0\0lat=48.85", 17))).bytes, 1U);
}

TEST(TextPlaces, AreFoundInTheWideTextsOfExif) {
  // IFD0 with XPComment, and a pointer to an Exif directory with a UserComment in either order of UTF-16.
  for (const bool little : {true, false}) {
    const std::string title = widened("lat=48.85", 2, true);
    const std::string comment = std::string("UNICODE\0", 8) + widened("lon=2.2945", 2, little);
    const auto u16 = [](unsigned n) { return std::string{static_cast<char>(n >> 8), static_cast<char>(n)}; };
    const auto u32 = [&](unsigned n) { return u16(n >> 16) + u16(n & 0xFFFF); };
    const unsigned values = 8 + 2 + 2 * 12 + 4 + 2 + 12 + 4;
    std::string tiff = std::string("MM\0*", 4) + u32(8) + u16(2);
    tiff += u16(0x8769) + u16(4) + u32(1) + u32(38);
    tiff += u16(0x9C9C) + u16(1) + u32(static_cast<unsigned>(title.size())) + u32(values) + u32(0);
    tiff += u16(1) + u16(0x9286) + u16(7) + u32(static_cast<unsigned>(comment.size())) +
            u32(values + static_cast<unsigned>(title.size())) + u32(0);
    tiff += title + comment;
    const BlockReading read{read_exif, tiff};
    EXPECT_EQ(read.value("IFD0:XPComment.lat"), "48.85");
    EXPECT_EQ(read.value("ExifIFD:UserComment.lon"), "2.2945");
    const auto after = read.without(erase_exif, LeakClass::location);
    ASSERT_TRUE(after);
    const std::string left = text_of(*after);
    EXPECT_NE(left.find(widened("lat=     ", 2, true)), std::string::npos);
    EXPECT_NE(left.find(widened("lon=      ", 2, little)), std::string::npos);
  }
}

}  // namespace
}  // namespace exifscrub
