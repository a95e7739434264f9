#include <gtest/gtest.h>

#include "apply/canonical_xmp.hpp"
#include "block_reading.hpp"
#include "metadata/kept_xmp.hpp"
#include "metadata/xmp.hpp"

namespace exifscrub {
namespace {

ViewerXmp phone() {
  ViewerXmp viewer;
  viewer.properties = {{"hdrgm:Version", {"1.0"}},
                       {"hdrgm:BaseRenditionIsHDR", {"False"}},
                       {"hdrgm:GainMapMax", {"1.5", "1.5", "1.5"}},
                       {"hdrgm:HDRCapacityMax", {"0.23"}},
                       {"GPano:ProjectionType", {"equirectangular"}},
                       {"GCamera:MotionPhoto", {"1"}},
                       {"GCamera:MicroVideoOffset", {"0000004711"}}};
  viewer.items.resize(3);
  viewer.items[0].semantic = "Primary";
  viewer.items[0].mime = "image/jpeg";
  viewer.items[1].semantic = "GainMap";
  viewer.items[1].mime = "image/jpeg";
  viewer.items[1].length = 1234;
  viewer.items[2].semantic = "MotionPhoto";
  viewer.items[2].mime = "video/mp4";
  viewer.items[2].length = 4711;
  viewer.items[2].padding = 8;
  return viewer;
}

bool same(const ViewerXmp& a, const ViewerXmp& b) {
  const auto property = [](const ViewerXmp::Property& p, const ViewerXmp::Property& q) {
    return p.name == q.name && p.values == q.values;
  };
  const auto item = [](const ViewerXmp::Item& p, const ViewerXmp::Item& q) {
    return p.semantic == q.semantic && p.mime == q.mime && p.length == q.length && p.padding == q.padding;
  };
  return std::equal(a.properties.begin(), a.properties.end(), b.properties.begin(), b.properties.end(),
                    property) &&
         std::equal(a.items.begin(), a.items.end(), b.items.begin(), b.items.end(), item);
}

TEST(KeptXmp, IsWrittenLineByLine) {
  ViewerXmp viewer;
  viewer.properties = {{"hdrgm:Version", {"1.0"}}, {"hdrgm:Gamma", {"1", "2", "3"}}};
  viewer.items.resize(2);
  viewer.items[0] = {"Primary", "image/jpeg", std::nullopt, 0};
  viewer.items[1] = {"GainMap", "image/jpeg", 7, 0};
  EXPECT_EQ(text_of(encode_kept_xmp(viewer).bytes),
            "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
            "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n"
            "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
            "<rdf:Description rdf:about=\"\"\n"
            " xmlns:hdrgm=\"http://ns.adobe.com/hdr-gain-map/1.0/\"\n"
            " xmlns:Container=\"http://ns.google.com/photos/1.0/container/\"\n"
            " xmlns:Item=\"http://ns.google.com/photos/1.0/container/item/\"\n"
            " hdrgm:Version=\"1.0\"\n"
            ">\n"
            "<hdrgm:Gamma>\n"
            "<rdf:Seq>\n"
            "<rdf:li>1</rdf:li>\n"
            "<rdf:li>2</rdf:li>\n"
            "<rdf:li>3</rdf:li>\n"
            "</rdf:Seq>\n"
            "</hdrgm:Gamma>\n"
            "<Container:Directory>\n"
            "<rdf:Seq>\n"
            "<rdf:li rdf:parseType=\"Resource\">\n"
            "<Container:Item Item:Semantic=\"Primary\" Item:Mime=\"image/jpeg\" Item:Length=\"0000000000\" "
            "Item:Padding=\"0000000000\"/>\n"
            "</rdf:li>\n"
            "<rdf:li rdf:parseType=\"Resource\">\n"
            "<Container:Item Item:Semantic=\"GainMap\" Item:Mime=\"image/jpeg\" Item:Length=\"0000000007\" "
            "Item:Padding=\"0000000000\"/>\n"
            "</rdf:li>\n"
            "</rdf:Seq>\n"
            "</Container:Directory>\n"
            "</rdf:Description>\n"
            "</rdf:RDF>\n"
            "</x:xmpmeta>\n"
            "<?xpacket end=\"w\"?>\n");
}

TEST(KeptXmp, ReadsBackAsWhatWasWritten) {
  const std::vector<Byte> packet = encode_kept_xmp(phone()).bytes;
  const BlockReading reading{read_xmp, Bytes{packet}};
  const Facts* facts = reading.reading.find_facts(0);
  ASSERT_NE(facts, nullptr);
  EXPECT_TRUE(facts->canonical);
  EXPECT_TRUE(same(facts->viewer_xmp, phone()));
}

TEST(KeptXmp, TheSecondWalkerKnowsEveryProperty) {
  ViewerXmp viewer;
  for (const KeptProperty& property : kept_properties()) {
    ViewerXmp::Property found;
    found.name = property.name;
    switch (property.kind) {
      case KeptProperty::Kind::number:
        found.values = {"-1.5e3"};
        break;
      case KeptProperty::Kind::channels:
        found.values = {"1", "2", "3"};
        break;
      case KeptProperty::Kind::boolean:
        found.values = {"True"};
        break;
      case KeptProperty::Kind::word:
        found.values = {std::string{property.words.back()}};
        break;
      case KeptProperty::Kind::link:
        found.values = {"0000000001"};
        break;
    }
    viewer.properties.push_back(std::move(found));
  }
  EXPECT_TRUE(match_canonical_xmp(encode_kept_xmp(viewer).bytes).canonical);
  viewer.items = phone().items;
  const CanonicalXmp with_items = match_canonical_xmp(encode_kept_xmp(viewer).bytes);
  EXPECT_TRUE(with_items.canonical);
  EXPECT_EQ(with_items.items.size(), 3U);
  EXPECT_TRUE(match_canonical_xmp(encode_kept_xmp(phone()).bytes).canonical);
}

TEST(KeptXmp, AnyOtherByteIsNotCanonical) {
  const std::string packet = text_of(encode_kept_xmp(phone()).bytes);
  const auto canonical = [](const std::string& text) {
    const BlockReading reading{read_xmp, text};
    const Facts* facts = reading.reading.find_facts(0);
    return facts != nullptr && facts->canonical;
  };
  EXPECT_TRUE(canonical(packet + "     "));
  EXPECT_FALSE(canonical(packet + "\n"));
  EXPECT_FALSE(canonical(packet + " x"));
  for (std::size_t at = 0; at < packet.size(); ++at) {
    std::string text = packet;
    text[at] = static_cast<char>(text[at] ^ 0x20);
    EXPECT_FALSE(canonical(text)) << at;
    EXPECT_FALSE(canonical(packet.substr(0, at))) << at;
  }
}

TEST(KeptXmp, LinksCoverThePaddedNumbers) {
  KeptXmpTargets targets;
  targets.items.resize(3);
  targets.items[1].bytes = Extent{100, 20};
  targets.items[2].bytes = Extent{120, 30};
  targets.items[2].padding = Extent{150, 8};
  targets.micro_video = Extent{120, 38};
  const Literal literal = encode_kept_xmp(phone(), targets);
  const std::string text = text_of(literal.bytes);
  ASSERT_EQ(literal.links.size(), 4U);
  for (const Link& link : literal.links) {
    EXPECT_EQ(link.quantity, Link::Quantity::length);
    EXPECT_EQ(link.encoding, Encoding::padded_decimal);
    EXPECT_EQ(link.field.length, 10U);
    EXPECT_EQ(text[link.field.offset - 1], '"');
    EXPECT_EQ(text[link.field.end()], '"');
  }
  EXPECT_EQ(text.substr(literal.links[0].field.offset, 10), "0000004711");
  EXPECT_EQ(literal.links[1].target, (Extent{100, 20}));
  EXPECT_EQ(literal.links[3].target, (Extent{150, 8}));
}

TEST(KeptXmp, OnlyNumbersAndFixedWordsGetIn) {
  const auto legal = [](std::string_view uri, std::string_view local, std::string_view text) {
    const KeptProperty* property = kept_property(uri, local);
    return property != nullptr && kept_value(*property, text).has_value();
  };
  constexpr std::string_view gain = "http://ns.adobe.com/hdr-gain-map/1.0/";
  constexpr std::string_view pano = "http://ns.google.com/photos/1.0/panorama/";
  EXPECT_TRUE(legal(gain, "Gamma", "-1.5e-10"));
  for (const std::string_view text :
       {"", "1.", ".5", "1e", "Anna", "1 ", "1.0000000000000000000000001", "0x1"}) {
    EXPECT_FALSE(legal(gain, "Gamma", text)) << text;
  }
  EXPECT_TRUE(legal(pano, "ProjectionType", "cubemap"));
  EXPECT_FALSE(legal(pano, "ProjectionType", "home"));
  EXPECT_FALSE(legal(pano, "PoseHeadingDegrees", "90"));
  EXPECT_FALSE(legal(pano, "InitialViewHeadingDegrees", "90"));
}

TEST(KeptXmp, WhatIsDueFollowsFromWhatStays) {
  const ViewerXmp stripped = due_viewer_xmp(phone(), {});
  EXPECT_FALSE(stripped.has("GCamera:"));
  ASSERT_EQ(stripped.items.size(), 2U);
  EXPECT_EQ(stripped.items[1].semantic, "GainMap");
  EXPECT_TRUE(same(due_viewer_xmp(phone(), {true, true, false}), phone()));
  const ViewerXmp panorama = due_viewer_xmp(phone(), {false, false, false});
  EXPECT_TRUE(panorama.items.empty());
  ASSERT_EQ(panorama.properties.size(), 1U);
  EXPECT_EQ(panorama.properties[0].name, "GPano:ProjectionType");
}

TEST(KeptXmp, ForeignFormsAreUnderstood) {
  const BlockReading reading{
      read_xmp,
      "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><rdf:Description "
      "xmlns:C='http://ns.google.com/photos/1.0/container/' "
      "xmlns:I='http://ns.google.com/photos/1.0/container/item/' "
      "xmlns:g='http://ns.adobe.com/hdr-gain-map/1.0/'><g:Version>1.0</g:Version><g:GainMapMin><rdf:Seq><rdf:li>0</rdf:li><rdf:li>0.5</rdf:li><rdf:li>1</rdf:li></rdf:Seq></g:GainMapMin><C:Directory><rdf:Seq><rdf:li><rdf:Description><C:Item "
      "rdf:parseType='Resource'><I:Semantic>Primary</I:Semantic><I:Mime>image/jpg</I:Mime><I:Length>0</I:Length></C:Item></rdf:Description></rdf:li><rdf:li "
      "rdf:parseType='Resource'><C:Item I:Semantic='GainMap' I:Mime='image/jpeg' I:Length='99' "
      "I:Padding='3'/></rdf:li></rdf:Seq></C:Directory></rdf:Description></rdf:RDF>"};
  const Facts* facts = reading.reading.find_facts(0);
  ASSERT_NE(facts, nullptr);
  EXPECT_FALSE(facts->canonical);
  ASSERT_EQ(facts->viewer_xmp.properties.size(), 2U);
  EXPECT_EQ(facts->viewer_xmp.properties[1].values, (std::vector<std::string>{"0", "0.5", "1"}));
  ASSERT_EQ(facts->viewer_xmp.items.size(), 2U);
  EXPECT_EQ(facts->viewer_xmp.items[0].mime, "image/jpeg");
  EXPECT_FALSE(facts->viewer_xmp.items[0].length);
  EXPECT_EQ(facts->viewer_xmp.items[1].length, 99U);
  EXPECT_EQ(facts->viewer_xmp.items[1].padding, 3U);
  EXPECT_EQ(reading.class_of("XMP-Container:Directory"), "gainmap");
}

}  // namespace
}  // namespace exifscrub
