#include <gtest/gtest.h>

#include <string>

#include "container/trailers.hpp"
#include "unit/container_jpeg_bytes.hpp"

namespace exifscrub {
namespace {

using namespace std::string_literals;

std::string big(std::uint32_t value) {
  std::string text;
  for (int shift = 24; shift >= 0; shift -= 8) text.push_back(static_cast<char>(value >> shift));
  return text;
}
std::string little(std::uint32_t value) {
  const std::string text = big(value);
  return {text.rbegin(), text.rend()};
}

JpegBytes picture() { return JpegBytes{}.soi().picture().eoi(); }
std::uint32_t picture_size() { return static_cast<std::uint32_t>(picture().bytes.size()); }

std::string seft() {
  const std::string block = "\0\0\xA1\x0A\x08\0\0\0MCC_Data208"s;
  const auto length = static_cast<std::uint32_t>(block.size());
  return block + "SEFH" + little(101) + little(1) + "\0\0\xA1\x0A"s + little(length) + little(length) +
         little(24) + "SEFT";
}
std::string qdio() {
  return "QDIO" + little(101) + little(1) + little(1) + little(2) + little(20) + "QDIOBS";
}
std::string canon_vrd() {
  const std::string name = "CANON OPTIONAL DATA\0"s;
  return name + std::string(8, '\0') + "edits" + name + big(5) + std::string(38, '\0') + "\xFF\xD9";
}
std::string afcp(std::uint32_t at) {
  const std::string head = "AXS!\1\0\0\1"s + big(0) + "TEXT";
  return head + "AXS!" + big(at) + big(0);
}
std::string foto_station() {
  const std::string signature = "\xA1\xB2\xC3\xD4";
  return "\xFF\xD8\xFF preview" + ("\0\4"s + big(21)) + signature + "iptc" + ("\0\1"s + big(14)) + signature;
}
std::string photo_mechanic() { return "crop" + big(4) + "cbipcbbl"; }
std::string mie() {
  const std::string body =
      "\x7E\x10\x04\xFE"
      "0MIEdata"s;
  const std::string end = "\x7E\0\4\0zmie\x7E\0\0\6"s;
  return body + end + big(static_cast<std::uint32_t>(body.size() + end.size() + 6)) + "\x10\x04";
}
std::string nikon() { return "NIKON APP\0 records"s + big(38) + std::string(6, '\0') + "/NIKON APP"; }
std::string insta360() {
  return "records" + std::string(38, 'f') + little(7 + 78) + std::string(4, 'f') +
         "8db42d694ccc418790edff439fe026bf";
}
std::string vivo() { return "vivo{\"a\":1}\0"s + "\xFF\xFF\xFF\xFF\x1B*9HWfu\x84\x93\xA2\xB1"; }
std::string oneplus() {
  const std::string list = R"([{"name":"watermark.device","offset":6,"length":6}])";
  return "marked" + list + "jxrs" + little(static_cast<std::uint32_t>(list.size() + 8));
}
std::string zip() {
  const std::string local = "PK\3\4 a file"s;
  const std::string entry = "PK\1\2"s + std::string(38, '\0') + little(0);
  return local + entry + "PK\5\6"s + std::string(8, '\0') + little(46) +
         little(static_cast<std::uint32_t>(local.size())) + "\2\0hi"s;
}
std::string movie() {
  return "\0\0\0\x10"s
         "ftypmp42\0\0\0\0\0\0\0\x0Cmdatdata"s;
}

/// Behind a picture that a program made longer or shorter, which knew nothing of the trailer.
std::string moved_afcp(std::uint32_t at) {
  return "AXS!\1\0\0\1"s + big(0) + "TEXT" + big(4) + big(at + 24) + "word" + "AXS!" + big(at) + big(0);
}

struct Known {
  std::string bytes;
  std::string name;
};

std::vector<Known> known_trailers() {
  return {{seft(), "Samsung SEFT trailer"},
          {seft() + qdio(), "Samsung SEFT trailer"},
          {canon_vrd(), "CanonVRD trailer"},
          {afcp(picture_size()), "AFCP trailer"},
          {moved_afcp(picture_size() + 641), "AFCP trailer"},
          {moved_afcp(2), "AFCP trailer"},
          {foto_station(), "FotoStation trailer"},
          {photo_mechanic(), "PhotoMechanic trailer"},
          {mie(), "MIE trailer"},
          {nikon(), "Nikon NX trailer"},
          {insta360(), "Insta360 trailer"},
          {vivo(), "Vivo trailer"},
          {oneplus(), "OnePlus trailer"},
          {zip(), "ZIP archive"},
          {movie(), "MP4 video"}};
}

TEST(Trailers, EachKnownTrailerIsOneRegionWithItsName) {
  for (const Known& known : known_trailers()) {
    const JpegBytes jpeg = picture().raw(known.bytes);
    const Parsed parsed = parse_bytes(jpeg.bytes);
    ASSERT_TRUE(parsed.result) << known.name;
    const Region& region = parsed.layout.regions.back();
    EXPECT_EQ(region.name, known.name);
    EXPECT_EQ(region.at, (Extent{picture_size(), known.bytes.size()})) << known.name;
    EXPECT_EQ(region.role, Role::metadata);
    EXPECT_EQ(region.may, Removal::cut_or_blank);
    ASSERT_EQ(parsed.layout.nodes.size(), 3U) << known.name;
    EXPECT_EQ(parsed.layout.nodes[2].kind, NodeKind::trailer);
    EXPECT_EQ(parsed.layout.blocks[region.block].parts[0], region.at);
  }
}

TEST(Trailers, TheyArePeeledOneFromAnother) {
  const JpegBytes jpeg =
      picture().raw(movie()).raw(seft()).zeros(9).raw(canon_vrd()).raw(photo_mechanic()).zeros(5);
  const Parsed parsed = parse_bytes(jpeg.bytes);
  std::vector<std::string> names;
  for (const Region& region : parsed.layout.regions) {
    if (region.at.offset >= picture_size()) names.emplace_back(region.name);
  }
  EXPECT_EQ(names, (std::vector<std::string>{"MP4 video", "Samsung SEFT trailer", "zero padding",
                                             "CanonVRD trailer", "PhotoMechanic trailer", "zero padding"}));
  EXPECT_EQ(block_of(parsed.layout, BlockKind::seft)->parts[0].length, seft().size());
  EXPECT_EQ(block_of(parsed.layout, BlockKind::isobmff)->parts[0].length, movie().size());
}

TEST(Trailers, ZerosAreEmptyAndNoNode) {
  const JpegBytes jpeg = picture().zeros(100'000);
  const Parsed parsed = parse_bytes(jpeg.bytes);
  EXPECT_EQ(parsed.layout.nodes.size(), 2U);
  EXPECT_EQ(parsed.layout.regions.back().role, Role::empty);
  EXPECT_EQ(parsed.layout.regions.back().at.length, 100'000U);
  EXPECT_TRUE(parsed.layout.blocks.empty());
}

TEST(Trailers, WhatNobodyKnowsIsUnknown) {
  const JpegBytes jpeg = picture().zeros(3).raw("hidden message").zeros(2);
  const Parsed parsed = parse_bytes(jpeg.bytes);
  const Region* region = region_named(parsed.layout, "unknown trailer");
  ASSERT_NE(region, nullptr);
  EXPECT_EQ(region->at, (Extent{picture_size() + 3, 14}));
  EXPECT_EQ(region->leak_class, LeakClass::unknown);
  EXPECT_EQ(parsed.layout.blocks[region->block].kind, BlockKind::unknown);
}

TEST(Trailers, AVideoBehindPaddingStartsAtItsOwnZeros) {
  const JpegBytes jpeg = picture().zeros(1000).raw(movie());
  const Parsed parsed = parse_bytes(jpeg.bytes);
  EXPECT_EQ(region_named(parsed.layout, "MP4 video")->at, (Extent{picture_size() + 1000, movie().size()}));
  const JpegBytes marked = picture().raw("vendor").raw(movie());
  const Parsed other = parse_bytes(marked.bytes);
  EXPECT_EQ(region_named(other.layout, "MP4 video")->at, (Extent{picture_size() + 6, movie().size()}));
  EXPECT_EQ(region_named(other.layout, "unknown trailer")->at, (Extent{picture_size(), 6}));
}

TEST(Trailers, AVideoThatEndsInZerosIsWhole) {
  const std::string box =
      "\0\0\0\x0C"s
      "mdat\0\0\0\0"s;
  const JpegBytes jpeg = picture().raw(movie()).raw(box);
  const Parsed parsed = parse_bytes(jpeg.bytes);
  EXPECT_EQ(parsed.layout.regions.back().at, (Extent{picture_size(), movie().size() + box.size()}));
}

TEST(Trailers, A64BitBoxIsPartOfItsVideo) {
  const std::string box =
      "\0\0\0\1mdat\0\0\0\0\0\0\0\x14"
      "four"s;
  const JpegBytes jpeg = picture().raw(movie()).raw(box).raw("tail\1\2\3\4\5");
  const Parsed parsed = parse_bytes(jpeg.bytes);
  EXPECT_EQ(region_named(parsed.layout, "MP4 video")->at,
            (Extent{picture_size(), movie().size() + box.size()}));
}

TEST(Trailers, AnImageInsideAKnownTrailerIsNoImage) {
  const JpegBytes inner = picture();
  const std::string signature = "\xA1\xB2\xC3\xD4";
  const JpegBytes jpeg = picture().raw(inner.bytes).raw("\0\4"s + big(picture_size() + 10)).raw(signature);
  const Parsed parsed = parse_bytes(jpeg.bytes);
  ASSERT_EQ(parsed.layout.nodes.size(), 3U);
  EXPECT_EQ(parsed.layout.nodes[2].name, "FotoStation trailer");
  EXPECT_EQ(parsed.layout.nodes[2].at.offset, picture_size());
}

TEST(Trailers, AFurtherImageStaysInFrontOfATrailer) {
  const JpegBytes jpeg = picture().raw(picture().bytes).raw(seft());
  const Parsed parsed = parse_bytes(jpeg.bytes);
  ASSERT_EQ(parsed.layout.nodes.size(), 4U);
  EXPECT_EQ(parsed.layout.nodes[2].kind, NodeKind::image);
  EXPECT_EQ(parsed.layout.nodes[3].at, (Extent{2 * picture_size(), seft().size()}));
}

TEST(Trailers, DamagedOnesNeverReachIntoThePicture) {
  for (const Known& known : known_trailers()) {
    JpegBytes jpeg = picture().raw(known.bytes);
    for (std::size_t at = picture_size(); at < jpeg.bytes.size(); ++at) {
      for (const Byte mask : {Byte{0x01}, Byte{0x80}, Byte{0xFF}}) {
        jpeg.bytes[at] = static_cast<Byte>(jpeg.bytes[at] ^ mask);
        const Parsed parsed = parse_bytes(jpeg.bytes);
        ASSERT_TRUE(parsed.result);
        EXPECT_EQ(parsed.layout.nodes[1].at.end(), picture_size());
        for (std::size_t i = 2; i < parsed.layout.nodes.size(); ++i) {
          ASSERT_GE(parsed.layout.nodes[i].at.offset, picture_size()) << known.name;
        }
        jpeg.bytes[at] = static_cast<Byte>(jpeg.bytes[at] ^ mask);
      }
    }
    for (std::size_t length = picture_size(); length < jpeg.bytes.size(); ++length) {
      ASSERT_TRUE(parse_bytes(Bytes{jpeg.bytes}.first(length)).result) << known.name;
    }
  }
}

}  // namespace
}  // namespace exifscrub
