#include <gtest/gtest.h>

#include "apply/canonical_xmp.hpp"
#include "support/canonical_bytes.hpp"

namespace exifscrub {
namespace {

using namespace test;

bool is_canonical(const std::string& packet) { return match_canonical_xmp(bytes_of(packet)).canonical; }

std::string pano(const std::string& attributes) { return kept_packet(gpano_namespace + attributes); }

TEST(CanonicalXmp, ScalarsStandInTableOrder) {
  EXPECT_TRUE(is_canonical(pano(" GPano:UsePanoramaViewer=\"True\"\n GPano:ProjectionType=\"cubemap\"\n")));
  EXPECT_FALSE(is_canonical(pano(" GPano:ProjectionType=\"cubemap\"\n GPano:UsePanoramaViewer=\"True\"\n")));
  EXPECT_FALSE(is_canonical(pano(" GPano:UsePanoramaViewer=\"True\"\n GPano:UsePanoramaViewer=\"True\"\n")));
}

TEST(CanonicalXmp, AHeadingIsNoProperty) {
  EXPECT_TRUE(is_canonical(pano(" GPano:PosePitchDegrees=\"1.5\"\n")));
  EXPECT_FALSE(is_canonical(pano(" GPano:PoseHeadingDegrees=\"1.5\"\n")));
  EXPECT_FALSE(is_canonical(pano(" GPano:InitialViewHeadingDegrees=\"1\"\n")));
}

TEST(CanonicalXmp, ValuesAreNumbersOrWordsOfTheirProperty) {
  const auto number = [](const std::string& text) {
    return is_canonical(pano(" GPano:PosePitchDegrees=\"" + text + "\"\n"));
  };
  for (const char* good : {"0", "-1.5", "+007", "1e9", "1E+9", "1.25e-10", "123456789012345678901234"}) {
    EXPECT_TRUE(number(good)) << good;
  }
  for (const char* bad : {"", "-", ".5", "5.", "1e", "1e+", "1.5m", "0x10", " 1", "1 ", "1,5", "nan", "inf",
                          "1\n", "1234567890123456789012345", "1&#10;", "--1", "1.2.3"}) {
    EXPECT_FALSE(number(bad)) << bad;
  }
  EXPECT_FALSE(is_canonical(pano(" GPano:ProjectionType=\"True\"\n")));
  EXPECT_FALSE(is_canonical(pano(" GPano:ProjectionType=\"home\"\n")));
  EXPECT_FALSE(is_canonical(pano(" GPano:UsePanoramaViewer=\"true\"\n")));
  EXPECT_FALSE(is_canonical(pano(" GPano:UsePanoramaViewer=\"1\"\n")));
}

TEST(CanonicalXmp, EveryPropertyOfTheTableIsKnown) {
  const std::string packet = kept_packet(
      hdrgm_namespace + " xmlns:HDRGainMap=\"http://ns.apple.com/HDRGainMap/1.0/\"\n" +
      " xmlns:apdi=\"http://ns.apple.com/pixeldatainfo/1.0/\"\n" + gpano_namespace +
      " xmlns:GCamera=\"http://ns.google.com/photos/1.0/camera/\"\n" +
      " hdrgm:Version=\"1.0\"\n hdrgm:BaseRenditionIsHDR=\"False\"\n hdrgm:GainMapMin=\"0\"\n"
      " hdrgm:GainMapMax=\"1\"\n hdrgm:Gamma=\"1\"\n hdrgm:OffsetSDR=\"0\"\n hdrgm:OffsetHDR=\"0\"\n"
      " hdrgm:HDRCapacityMin=\"0\"\n hdrgm:HDRCapacityMax=\"2\"\n HDRGainMap:HDRGainMapVersion=\"65536\"\n"
      " HDRGainMap:HDRGainMapHeadroom=\"1\"\n"
      " apdi:AuxiliaryImageType=\"urn:com:apple:photo:2020:aux:hdrgainmap\"\n "
      "apdi:NativeFormat=\"1278226488\"\n"
      " apdi:StoredFormat=\"1278226488\"\n GPano:UsePanoramaViewer=\"True\"\n "
      "GPano:ProjectionType=\"fisheye\"\n"
      " GPano:CroppedAreaImageWidthPixels=\"1\"\n GPano:CroppedAreaImageHeightPixels=\"1\"\n"
      " GPano:FullPanoWidthPixels=\"1\"\n GPano:FullPanoHeightPixels=\"1\"\n "
      "GPano:CroppedAreaLeftPixels=\"1\"\n"
      " GPano:CroppedAreaTopPixels=\"1\"\n GPano:PosePitchDegrees=\"1\"\n GPano:PoseRollDegrees=\"1\"\n"
      " GPano:InitialViewPitchDegrees=\"1\"\n GPano:InitialViewRollDegrees=\"1\"\n"
      " GPano:InitialHorizontalFOVDegrees=\"1\"\n GPano:LargestValidInteriorRectLeft=\"1\"\n"
      " GPano:LargestValidInteriorRectTop=\"1\"\n GPano:LargestValidInteriorRectWidth=\"1\"\n"
      " GPano:LargestValidInteriorRectHeight=\"1\"\n GCamera:MotionPhoto=\"1\"\n "
      "GCamera:MotionPhotoVersion=\"1\"\n"
      " GCamera:MotionPhotoPresentationTimestampUs=\"-1\"\n GCamera:MicroVideo=\"1\"\n"
      " GCamera:MicroVideoVersion=\"1\"\n GCamera:MicroVideoOffset=\"0000001234\"\n"
      " GCamera:MicroVideoPresentationTimestampUs=\"5\"\n");
  const CanonicalXmp seen = match_canonical_xmp(bytes_of(packet));
  EXPECT_TRUE(seen.canonical);
  EXPECT_TRUE(seen.gain_map);
  EXPECT_TRUE(seen.motion);
}

TEST(CanonicalXmp, ChannelsComeInThrees) {
  const auto channels = [](const std::string& items) {
    return is_canonical(
        kept_packet(hdrgm_namespace, "<hdrgm:Gamma>\n<rdf:Seq>\n" + items + "</rdf:Seq>\n</hdrgm:Gamma>\n"));
  };
  const std::string one = "<rdf:li>1</rdf:li>\n";
  EXPECT_TRUE(channels(one + one + one));
  EXPECT_FALSE(channels(one + one));
  EXPECT_FALSE(channels(one + one + one + one));
  EXPECT_FALSE(channels(one + one + "<rdf:li>a</rdf:li>\n"));
  EXPECT_FALSE(is_canonical(kept_packet(
      hdrgm_namespace, "<hdrgm:Version>\n<rdf:Seq>\n" + one + one + one + "</rdf:Seq>\n</hdrgm:Version>\n")));
}

TEST(CanonicalXmp, NamespacesAreThoseThatAreUsed) {
  EXPECT_FALSE(is_canonical(kept_packet("")));
  EXPECT_FALSE(is_canonical(kept_packet(gpano_namespace)));
  EXPECT_FALSE(is_canonical(kept_packet(" GPano:PoseRollDegrees=\"1\"\n")));
  EXPECT_FALSE(is_canonical(pano(" hdrgm:Version=\"1.0\"\n")));
  EXPECT_FALSE(
      is_canonical(kept_packet(hdrgm_namespace + gpano_namespace + " GPano:PoseRollDegrees=\"1\"\n")));
}

TEST(CanonicalXmp, ItemsAreReadForTheWalker) {
  const std::string items = container_item("Primary", 0, 12) + container_item("GainMap", 4711);
  const CanonicalXmp seen =
      match_canonical_xmp(bytes_of(kept_packet(container_namespaces, container_directory(items))));
  EXPECT_TRUE(seen.canonical);
  EXPECT_FALSE(seen.gain_map);
  ASSERT_EQ(seen.items.size(), 2U);
  EXPECT_TRUE(seen.items[0].primary);
  EXPECT_EQ(seen.items[0].padding, 12U);
  EXPECT_FALSE(seen.items[1].primary);
  EXPECT_EQ(seen.items[1].length, 4711U);
  EXPECT_FALSE(is_canonical(kept_packet(container_namespaces, container_directory(""))));
  EXPECT_FALSE(
      is_canonical(kept_packet(container_namespaces, container_directory(container_item("Home", 0)))));
  std::string short_length = items;
  short_length.erase(short_length.find("0000004711"), 1);
  EXPECT_FALSE(is_canonical(kept_packet(container_namespaces, container_directory(short_length))));
}

TEST(CanonicalXmp, OnlySpacesMayFollow) {
  EXPECT_TRUE(is_canonical(gain_map_packet() + std::string(1000, ' ')));
  EXPECT_FALSE(is_canonical(gain_map_packet() + "\n"));
  EXPECT_FALSE(is_canonical(gain_map_packet() + " x"));
  EXPECT_FALSE(is_canonical(gain_map_packet() + std::string(1, '\0')));
}

TEST(CanonicalXmp, AnyChangedCharacterCounts) {
  const std::string packet = gain_map_packet();
  for (std::size_t i = 0; i < packet.size(); ++i) {
    for (const char other : {'x', ' ', '<', '\n', '&'}) {
      if (packet[i] == other) continue;
      std::string changed = packet;
      changed[i] = other;
      EXPECT_FALSE(is_canonical(changed)) << i << " " << other;
    }
    EXPECT_FALSE(is_canonical(packet.substr(0, i)));
    EXPECT_FALSE(is_canonical(packet.substr(0, i) + "x" + packet.substr(i)));
  }
}

}  // namespace
}  // namespace exifscrub
