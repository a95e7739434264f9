#include <gtest/gtest.h>

#include <set>
#include <string>

#include "container/jpeg_marker.hpp"
#include "unit/container_jpeg_bytes.hpp"

namespace exifscrub {
namespace {

using namespace std::string_literals;

std::vector<std::string> names_of(const Layout& layout) {
  std::vector<std::string> names;
  for (const Region& region : layout.regions) names.emplace_back(region.name);
  return names;
}

std::string tiff() { return "II*\0\x08\0\0\0\0\0\0\0\0\0"s; }

JpegBytes plain() { return JpegBytes{}.soi().picture().eoi(); }

TEST(JpegMarker, TheTableKnowsEveryMarkerOfT81) {
  std::size_t with_length = 0, reserved = 0;
  for (int i = 1; i < 255; ++i) {
    const MarkerRow& row = marker_row(static_cast<Byte>(i));
    EXPECT_NE(row.kind, MarkerKind::none);
    EXPECT_FALSE(row.name.empty());
    if (row.kind == MarkerKind::reserved) ++reserved;
    if (row.kind == MarkerKind::frame || row.kind == MarkerKind::scan || row.kind == MarkerKind::table)
      ++with_length;
  }
  EXPECT_EQ(reserved, 0xBFU - 0x02U + 1U);
  EXPECT_EQ(with_length, 13U + 1U + 7U);
  EXPECT_EQ(marker_row(0xC4).name, "DHT");
  EXPECT_EQ(marker_row(0xCF).name, "SOF15");
  EXPECT_EQ(marker_row(0xDF).name, "EXP");
  EXPECT_EQ(marker_row(0xEF).name, "APP15");
  EXPECT_EQ(marker_row(0xF7).name, "SOF55");
  EXPECT_EQ(marker_row(0xFD).name, "JPG13");
}

TEST(Jpeg, EveryPartOfAPictureIsARegion) {
  const JpegBytes jpeg = plain();
  const Parsed parsed = parse_bytes(jpeg.bytes);
  ASSERT_TRUE(parsed.result);
  EXPECT_EQ(names_of(parsed.layout),
            (std::vector<std::string>{"SOI", "DQT", "DHT", "DHT", "SOF0", "SOS", "scan", "EOI"}));
  for (const Region& region : parsed.layout.regions) {
    EXPECT_EQ(region.role, Role::image);
    EXPECT_EQ(region.may, Removal::pinned);
    EXPECT_EQ(region.node, 1U);
  }
  ASSERT_EQ(parsed.layout.nodes.size(), 2U);
  EXPECT_EQ(parsed.layout.nodes[1].at, (Extent{0, jpeg.bytes.size()}));
  EXPECT_EQ(parsed.layout.nodes[1].use, ImageUse::primary);
  EXPECT_FALSE(parsed.layout.nodes[1].image_hash.empty());
}

TEST(Jpeg, FillBytesBelongToTheirMarker) {
  const JpegBytes jpeg =
      JpegBytes{}.soi().raw("\xFF\xFF\xFF"s).segment(0xFE, "hi").picture().raw("\xFF\xFF"s).eoi();
  const Parsed parsed = parse_bytes(jpeg.bytes);
  ASSERT_TRUE(parsed.result);
  const Region* comment = region_named(parsed.layout, "COM");
  ASSERT_NE(comment, nullptr);
  EXPECT_EQ(comment->at, (Extent{2, 3 + 6}));
  EXPECT_EQ(comment->payload, (Extent{9, 2}));
  EXPECT_EQ(region_named(parsed.layout, "EOI")->at.length, 4U);
}

TEST(Jpeg, SegmentsBetweenScansAndBeforeEoiAreRegions) {
  const JpegBytes jpeg = JpegBytes{}
                             .soi()
                             .tables()
                             .frame(0xC2)
                             .scan()
                             .segment(0xFE, "between \xFF\xD9 scans"s)
                             .scan("\xFF\0\xFF\xD0\1"s)
                             .segment(0xE1, "Exif\0\0"s + tiff())
                             .eoi();
  const Parsed parsed = parse_bytes(jpeg.bytes);
  ASSERT_TRUE(parsed.result);
  EXPECT_EQ(names_of(parsed.layout),
            (std::vector<std::string>{"SOI", "DQT", "DHT", "DHT", "SOF2", "SOS", "scan", "COM", "SOS", "scan",
                                      "APP1 Exif", "EOI"}));
  EXPECT_EQ(parsed.layout.nodes[1].at.end(), jpeg.bytes.size());
}

TEST(Jpeg, HierarchicalAndArithmeticFramesAreRegions) {
  const JpegBytes jpeg = JpegBytes{}
                             .soi()
                             .tables()
                             .segment(0xDE, "\x08\0\x08\0\x08\1\1\x11\0"s)
                             .segment(0xCC, "\0\x10\x10\5"s)
                             .frame(0xC9)
                             .scan()
                             .segment(0xDC, "\0\x08"s)
                             .segment(0xDF, "\x11"s)
                             .frame(0xCD)
                             .scan()
                             .eoi();
  const Parsed parsed = parse_bytes(jpeg.bytes);
  ASSERT_TRUE(parsed.result);
  for (const char* name : {"DHP", "DAC", "SOF9", "DNL", "EXP", "SOF13"}) {
    ASSERT_NE(region_named(parsed.layout, name), nullptr) << name;
    EXPECT_EQ(region_named(parsed.layout, name)->role, Role::image);
  }
}

TEST(Jpeg, TheHashCoversThePictureAndNothingElse) {
  const Digest hash = parse_bytes(plain().bytes).layout.nodes[1].image_hash;
  const JpegBytes dressed = JpegBytes{}
                                .soi()
                                .segment(0xE0, "JFIF\0\1\1\0\0\1\0\1\0\0"s)
                                .raw("junk")
                                .segment(0xFE, "text")
                                .tables("unused tail")
                                .raw("\xFF\xFF"s)
                                .frame()
                                .scan()
                                .segment(0xE5, "x")
                                .eoi()
                                .raw("trailer");
  EXPECT_EQ(parse_bytes(dressed.bytes).layout.nodes[1].image_hash, hash);
  const JpegBytes other = JpegBytes{}.soi().tables().frame().scan("\x3E").eoi();
  EXPECT_NE(parse_bytes(other.bytes).layout.nodes[1].image_hash, hash);
  const JpegBytes restarts = JpegBytes{}.soi().tables().frame().scan("\x3F\xFF\xD0").eoi();
  EXPECT_NE(parse_bytes(restarts.bytes).layout.nodes[1].image_hash, hash);
}

TEST(Jpeg, AnUnusedTailIsARegionWithALengthLink) {
  const JpegBytes jpeg = JpegBytes{}.soi().tables("hidden").frame().scan().eoi();
  const Parsed parsed = parse_bytes(jpeg.bytes);
  ASSERT_TRUE(parsed.result);
  const Region* tail = region_named(parsed.layout, "unused tail");
  ASSERT_NE(tail, nullptr);
  EXPECT_EQ(tail->at, (Extent{2 + 4 + 65, 6}));
  EXPECT_EQ(tail->role, Role::unknown);
  EXPECT_EQ(tail->may, Removal::cut);
  ASSERT_EQ(parsed.layout.links.size(), 1U);
  EXPECT_EQ(parsed.layout.links[0].field, (Extent{4, 2}));
  EXPECT_EQ(parsed.layout.links[0].target, (Extent{4, 2 + 65 + 6}));
  EXPECT_EQ(parsed.layout.links[0].quantity, Link::Quantity::length);
}

TEST(Jpeg, EveryPictureSegmentHasATail) {
  const std::string extra = "tail";
  for (const auto& [marker, parameters] : std::initializer_list<std::pair<int, std::string>>{
           {0xDB, std::string(1, '\x10') + std::string(128, '\1')},
           {0xC4, "\x11\0\2"s + std::string(14, '\0') + "ab"s},
           {0xDD, "\0\4"s},
           {0xDE, "\x08\0\x08\0\x08\1\1\x11\0"s},
           {0xDF, "\x11"s}}) {
    const JpegBytes jpeg = JpegBytes{}.soi().segment(marker, parameters + extra).picture().eoi();
    const Parsed parsed = parse_bytes(jpeg.bytes);
    ASSERT_TRUE(parsed.result) << std::hex << marker;
    const Region* tail = region_named(parsed.layout, "unused tail");
    ASSERT_NE(tail, nullptr) << std::hex << marker;
    EXPECT_EQ(tail->at, (Extent{6 + parameters.size(), extra.size()})) << std::hex << marker;
  }
}

TEST(Jpeg, JunkBetweenSegmentsIsUnknown) {
  const JpegBytes jpeg = JpegBytes{}.soi().raw("ab\xFF\0c"s).segment(0xFE, "x").raw("junk").picture().eoi();
  const Parsed parsed = parse_bytes(jpeg.bytes);
  ASSERT_TRUE(parsed.result);
  EXPECT_EQ(parsed.layout.regions[1].at, (Extent{2, 5}));
  EXPECT_EQ(parsed.layout.regions[1].role, Role::unknown);
  EXPECT_EQ(parsed.layout.regions[1].may, Removal::cut_or_blank);
  EXPECT_EQ(parsed.layout.regions[3].at, (Extent{12, 4}));
  EXPECT_EQ(parsed.layout.notes.size(), 2U);
}

// A bit that flips in coded data ends the scan for a parser; a decoder finds the next restart marker, and the
// bit can be flipped back.
TEST(Jpeg, WhatMayBeCodedDataBehindAScanIsRefused) {
  const auto what = [](const std::string& coded) {
    const Parsed parsed = parse_bytes(JpegBytes{}.soi().tables().frame().scan("\x12").raw(coded).eoi().bytes);
    return parsed.result ? "" : parsed.result.error().what;
  };
  EXPECT_EQ(what("\xFF\x01\x34\xFF\xD0\x56"s), "restart marker outside a scan");
  EXPECT_EQ(what("\xFF\xC0\0\x0B\x34\x56\x34\x56\x34\1\x56\x34\x56"s), "second frame header");
  EXPECT_EQ(what("\xFF\xC0\x77\x0B\x34\xFF\xD1\x56"s), "segment length runs past the end of the file");
  EXPECT_EQ(what("\xFF\xC4\x77\x0B\0\xFF\xD1\x56"s), "segment length runs past the end of the file");
  EXPECT_EQ(what("\xFF\xE4\x77\x0B\0\xFF\xD1\x56"s), "segment length runs past the end of the file");
  EXPECT_EQ(what("\xFF\xE4\0\4\x34\x56\xFF\xD1\x56"s), "restart marker outside a scan");
  EXPECT_EQ(what("\xFF\xE4\0\4\x34\x56\x78\x9A"s), "coded data outside a scan");
  EXPECT_EQ(what("\xFF\xDA\0\x0A\1\1\0\0\x3F\0\x34\x56\x12"s), "coded data behind the last parameter");
  EXPECT_EQ(what("\xFF\xD0\x34\xFF\xD9\x56\xFF\0\x34\xFF\xD2\x34\xFF\xD3\x56"s),
            "EOI where the coded data go on");
  EXPECT_EQ(what("\xFF\xD0\x34\xFF\xD9\x56\xFF\xD2\x34"s), "EOI where the coded data go on");
  EXPECT_EQ(what("\xFF\xD0\x34\xFF\xD9\x56\xFF\xD2\x34\xFF\xD4"s), "");
  EXPECT_EQ(what("\xFF\xDE\0\x0B\x34\x56\x34\x56\x34\1\x56\x34\x56"s), "DHP behind a scan");
}

TEST(Jpeg, EmptiedJunkSaysNothing) {
  const JpegBytes jpeg = JpegBytes{}.soi().raw("\0\0\0"s).picture().eoi();
  const Parsed parsed = parse_bytes(jpeg.bytes);
  ASSERT_TRUE(parsed.result);
  EXPECT_EQ(parsed.layout.regions[1].role, Role::empty);
}

TEST(Jpeg, AFileThatEndsInAScanIsAcceptedWithANote) {
  const JpegBytes jpeg = JpegBytes{}.soi().tables().frame().scan("\x12\x34\xFF"s);
  const Parsed parsed = parse_bytes(jpeg.bytes);
  ASSERT_TRUE(parsed.result);
  EXPECT_EQ(parsed.layout.regions.back().name, "scan");
  EXPECT_EQ(parsed.layout.regions.back().at.length, 3U);
  EXPECT_EQ(parsed.layout.notes.size(), 1U);
}

TEST(Jpeg, AFileThatEndsInASegmentBehindAScanKeepsItsPicture) {
  const auto cut = [](const std::string& rest) {
    return parse_bytes(JpegBytes{}.soi().tables().frame().scan("\x12\x34").marker(0xC4).raw(rest).bytes);
  };
  const Parsed parsed = cut("\0\x20\0alf a table"s);
  ASSERT_TRUE(parsed.result);
  EXPECT_EQ(parsed.layout.regions.back().name, "cut segment");
  EXPECT_EQ(parsed.layout.regions.back().role, Role::unknown);
  EXPECT_EQ(parsed.layout.regions.back().at.length, 4U + 12U);
  EXPECT_EQ(parsed.layout.notes.size(), 1U);
  EXPECT_EQ(cut("\0\x20\0\0\0"s).layout.regions.back().role, Role::empty) << "what emptying leaves";
  EXPECT_TRUE(cut("\0"s).result) << "cut inside the length";
  EXPECT_EQ(cut("\0"s).layout.regions.back().role, Role::unknown) << "two bytes that can only be cut out";
  // Nothing in it can be emptied: called unknown, a change in place would find it again and again.
  EXPECT_EQ(cut("\0\x20"s).layout.regions.back().role, Role::empty) << "marker and length alone";
}

TEST(Jpeg, ASegmentWithoutRoomForItsLengthIsPassedOver) {
  const JpegBytes jpeg = JpegBytes{}.soi().marker(0xE0).raw("\0\0JFIF"s).picture().eoi();
  const Parsed parsed = parse_bytes(jpeg.bytes);
  ASSERT_TRUE(parsed.result);
  EXPECT_EQ(parsed.layout.regions[1].at, (Extent{2, 4}));
  EXPECT_EQ(parsed.layout.regions[1].role, Role::unknown);
  EXPECT_EQ(parsed.layout.regions[2].name, "bytes between segments");
}

TEST(Jpeg, WhatPhotoshopPutsBehindTheColourTransformHasAName) {
  const std::string adobe = "Adobe\0\x64\0\0\0\0\1"s;
  const std::string tail = "\3\0\x10\3\2\3\6"s + std::string(12, '\0');
  const auto tail_of = [&](const std::string& rest) {
    const Parsed parsed = parse_bytes(JpegBytes{}.soi().segment(0xEE, adobe + rest).picture().eoi().bytes);
    return parsed.layout.regions[2].name;
  };
  EXPECT_EQ(tail_of(tail), "APP14 Adobe tail");
  EXPECT_EQ(tail_of(tail.substr(0, 18) + "x"), "unused tail");
}

TEST(Jpeg, APictureThatRunsIntoATrailerIsRefused) {
  const std::string seft = "SEFH\x65\0\0\0\0\0\0\0"s + "\x0C\0\0\0SEFT"s;
  const JpegBytes jpeg = JpegBytes{}.soi().tables().frame().scan().raw(seft);
  const Parsed parsed = parse_bytes(jpeg.bytes);
  ASSERT_FALSE(parsed.result);
  EXPECT_EQ(parsed.result.error().code, Errc::conflict);
}

TEST(Jpeg, DamageIsRefusedWithItsOffset) {
  const auto refusal = [](const JpegBytes& jpeg) {
    const Parsed parsed = parse_bytes(jpeg.bytes);
    return parsed.result ? Error{Errc::in_use, 0, "accepted"} : parsed.result.error();
  };
  const auto expect = [](Error error, Errc code, std::uint64_t offset) {
    EXPECT_EQ(error.code, code) << error.what;
    EXPECT_EQ(error.offset, offset) << error.what;
  };
  expect(refusal(JpegBytes{}.soi()), Errc::truncated, 2);
  expect(refusal(JpegBytes{}.soi().eoi()), Errc::malformed, 2);
  expect(refusal(JpegBytes{}.soi().soi()), Errc::malformed, 2);
  expect(refusal(JpegBytes{}.soi().scan().eoi()), Errc::malformed, 2);
  expect(refusal(JpegBytes{}.soi().tables().frame().eoi()), Errc::malformed, 2 + 69 + 22 + 22 + 13);
  expect(refusal(JpegBytes{}.soi().marker(0xDB).raw("\0\1"s).picture().eoi()), Errc::malformed, 2);
  expect(refusal(JpegBytes{}.soi().marker(0xDB).raw("\0\0"s).picture().eoi()), Errc::malformed, 2);
  expect(refusal(JpegBytes{}.soi().marker(0xFE).raw("\xFF\xFF"s).picture().eoi()), Errc::truncated, 2);
  expect(refusal(JpegBytes{}.soi().marker(0xFE).raw("\0"s)), Errc::truncated, 2);
  expect(refusal(JpegBytes{}.soi().marker(0x02).raw("\0\2"s).picture().eoi()), Errc::malformed, 2);
  expect(refusal(JpegBytes{}.soi().segment(0xDB, "\0\1"s).picture().eoi()), Errc::malformed, 2);
  expect(refusal(JpegBytes{}.soi().segment(0xC0, "\x08\0\x08\0\x08\3"s).picture().eoi()), Errc::malformed, 2);
  expect(refusal(JpegBytes{}.soi().segment(0xF0, "ab").picture().eoi()), Errc::unsupported, 2);
}

TEST(Jpeg, JpegLsIsNamed) {
  const JpegBytes jpeg =
      JpegBytes{}.soi().segment(0xFE, "comment").segment(0xF7, "\x08\0\x08\0\x08\1\1\x11\0"s).eoi();
  const Parsed parsed = parse_bytes(jpeg.bytes);
  ASSERT_FALSE(parsed.result);
  EXPECT_EQ(parsed.result.error().code, Errc::unsupported);
  EXPECT_EQ(parsed.layout.format, FormatId::jpeg_ls);
}

TEST(Jpeg, TooManyMarkersAreALimit) {
  JpegBytes jpeg = JpegBytes{}.soi();
  for (int i = 0; i < 100'001; ++i) jpeg.segment(0xFE, "");
  const Parsed parsed = parse_bytes(jpeg.picture().eoi().bytes);
  ASSERT_FALSE(parsed.result);
  EXPECT_EQ(parsed.result.error().code, Errc::limit);
}

TEST(Jpeg, ImagesInARowAreNodes) {
  const JpegBytes further = JpegBytes{}.soi().segment(0xFE, "second").picture().eoi();
  const JpegBytes jpeg = plain().raw(further.bytes).zeros(16).raw(further.bytes).zeros(3);
  const Parsed parsed = parse_bytes(jpeg.bytes);
  ASSERT_TRUE(parsed.result);
  const std::size_t first = plain().bytes.size(), second = further.bytes.size();
  ASSERT_EQ(parsed.layout.nodes.size(), 4U);
  EXPECT_EQ(parsed.layout.nodes[2].at, (Extent{first, second}));
  EXPECT_EQ(parsed.layout.nodes[3].at, (Extent{first + second + 16, second}));
  EXPECT_EQ(parsed.layout.nodes[3].name, "image 3");
  EXPECT_EQ(parsed.layout.nodes[3].use, ImageUse::unindexed);
  EXPECT_EQ(parsed.layout.nodes[3].image_hash, parsed.layout.nodes[1].image_hash);
  EXPECT_EQ(parsed.layout.regions.back().role, Role::empty);
  EXPECT_EQ(parsed.layout.blocks.size(), 2U);
}

TEST(Jpeg, AFurtherImageThatCannotBeUnderstoodIsAnUnknownTrailer) {
  const JpegBytes jpeg = plain().zeros(4).soi().segment(0xFE, "text").tables().eoi();
  const Parsed parsed = parse_bytes(jpeg.bytes);
  ASSERT_TRUE(parsed.result);
  ASSERT_EQ(parsed.layout.nodes.size(), 3U);
  EXPECT_EQ(parsed.layout.nodes[2].kind, NodeKind::trailer);
  EXPECT_EQ(parsed.layout.regions.back().name, "unknown trailer");
  EXPECT_EQ(region_named(parsed.layout, "COM"), nullptr);
}

TEST(Jpeg, ASecondSoiInsideAnImageIsRefused) {
  const JpegBytes jpeg = JpegBytes{}.soi().picture().raw(plain().bytes);
  const Parsed parsed = parse_bytes(jpeg.bytes);
  ASSERT_FALSE(parsed.result);
  EXPECT_EQ(parsed.result.error().offset, plain().bytes.size() - 2);
}

/// A picture whose scan is longer than a window, with `pattern` across the border.
std::vector<Byte> long_scan(std::size_t shift, std::string_view pattern, std::size_t behind = 300) {
  JpegBytes jpeg = JpegBytes{}.soi().tables().frame().scan("");
  // Borders lie at multiples of the window, counted from where the parser's window starts: the file's start.
  const std::size_t fill = 2 * ByteSource::max_window - jpeg.bytes.size() - shift;
  jpeg.raw(std::string(fill, '\x5A')).raw(pattern).raw(std::string(behind, '\x5A'));
  return jpeg.eoi().bytes;
}

TEST(Jpeg, EntropyDataPassesWindowBorders) {
  for (const std::string& pattern : {"\xFF\0"s, "\xFF\xD3"s, "\xFF\xFF\xFF\0\0"s, "\xFF\xFF\xD0"s}) {
    for (std::size_t shift = 0; shift <= pattern.size(); ++shift) {
      const std::vector<Byte> bytes = long_scan(shift, pattern);
      const Parsed parsed = parse_bytes(bytes);
      ASSERT_TRUE(parsed.result);
      const Region* scan = region_named(parsed.layout, "scan");
      EXPECT_EQ(scan->at.end(), bytes.size() - 2) << shift;
      EXPECT_EQ(parsed.layout.regions.back().name, "EOI");
    }
  }
}

TEST(Jpeg, AMarkerAcrossAWindowBorderIsFound) {
  const std::string comment = "\xFF\xFF\xFF\xFE\0\7hello"s;
  for (std::size_t shift = 0; shift <= comment.size(); ++shift) {
    const std::vector<Byte> bytes = long_scan(shift, comment, 0);
    const Parsed parsed = parse_bytes(bytes);
    ASSERT_TRUE(parsed.result);
    const Region* found = region_named(parsed.layout, "COM");
    ASSERT_NE(found, nullptr) << shift;
    EXPECT_EQ(found->at, (Extent{2 * ByteSource::max_window - shift, comment.size()}));
  }
}

/// A source that counts on being read front to back.
class TapSource final : public ByteSource {
 public:
  explicit TapSource(Bytes bytes) : inner_(bytes) {}
  std::uint64_t size() const override { return inner_.size(); }
  Result<Bytes> window(std::uint64_t offset, std::size_t length) override {
    EXPECT_LE(offset, reached_) << "a gap in front of the window";
    EXPECT_GE(offset, last_) << "a step back";
    last_ = offset;
    reached_ = std::max(reached_, offset + length);
    return inner_.window(offset, length);
  }
  Result<void> read_into(std::uint64_t offset, std::span<Byte> into) override {
    return inner_.read_into(offset, into);
  }
  std::uint64_t reached_ = 0;

 private:
  MemorySource inner_;
  std::uint64_t last_ = 0;
};

TEST(Jpeg, TheFileIsReadFrontToBackWithoutGaps) {
  JpegBytes jpeg = JpegBytes{}.soi();
  for (int i = 0; i < 20; ++i) jpeg.segment(0xE2, "ICC_PROFILE\0\1\1"s + std::string(60'000, 'p'));
  jpeg.tables().frame().scan(std::string(1'000'000, 'e')).segment(0xE1, std::string(65'000, 'x')).eoi();
  TapSource source{jpeg.bytes};
  LayoutBuilder builder{FormatId::jpeg, jpeg.bytes.size()};
  ASSERT_TRUE(parse_jpeg(source, builder, {}));
  EXPECT_EQ(source.reached_, jpeg.bytes.size());
  EXPECT_TRUE(partitions(builder.finish()));
}

/// A file with a bit of everything, small enough to be broken at every byte.
JpegBytes rich() {
  const JpegBytes further = JpegBytes{}.soi().segment(0xE1, "Exif\0\0"s + tiff()).picture().eoi();
  return JpegBytes{}
      .soi()
      .segment(0xE0, "JFIF\0\1\1\0\0\1\0\1\1\1rgb"s)
      .segment(0xE1, "Exif\0\0"s + tiff())
      .segment(0xE1, "Exif\0\0more"s)
      .segment(0xE1, "http://ns.adobe.com/xap/1.0/\0<x/>"s)
      .segment(0xE1, "http://ns.adobe.com/xmp/extension/\0"s + std::string(32, 'G') + "\0\0\0\4\0\0\0\0data"s)
      .segment(0xE2, "ICC_PROFILE\0\2\2b"s)
      .segment(0xE2, "ICC_PROFILE\0\1\2a"s)
      .segment(0xE2,
               "MPF\0MM\0*\0\0\0\x08\0\1\xB0\2\0\7\0\0\0\x20\0\0\0\x1A\0\0\0\0"s + std::string(32, '\1'))
      .segment(0xEB, "JP\0\1\0\0\0\1\0\0\0\x0Cjumbabcd"s)
      .segment(0xED,
               "Photoshop 3.0\0"s
               "8BIM\4\4\0\0\0\0\0\2ab"s)
      .segment(0xEE, "Adobe\0d\0\0\0\0\1tail"s)
      .segment(0xFE, "comment")
      .raw("junk")
      .tables("tail")
      .frame()
      .scan("\x12\xFF\0\x34\xFF\xD0\x56"s)
      .segment(0xFE, "late")
      .scan()
      .eoi()
      .zeros(5)
      .raw(further.bytes)
      .raw(
          "\0\0\0\x10"s
          "ftypmp42\0\0\0\0\0\0\0\x08mdat"s)
      .raw("\0\0\1\x0A\4\0\0\0nameDATASEFH\x65\0\0\0\1\0\0\0\0\0\1\x0A\x10\0\0\0\x10\0\0\0\x18\0\0\0SEFT"s);
}

TEST(Jpeg, TheRichFileIsWhatItIsMeantToBe) {
  const JpegBytes jpeg = rich();
  const Parsed parsed = parse_bytes(jpeg.bytes);
  ASSERT_TRUE(parsed.result) << parsed.result.error().what;
  std::set<BlockKind> kinds;
  for (const Block& block : parsed.layout.blocks) kinds.insert(block.kind);
  EXPECT_EQ(kinds.size(), 11U);
  EXPECT_EQ(parsed.layout.nodes.size(), 5U);
}

TEST(Jpeg, TruncatedAnywhereStillPartitions) {
  const JpegBytes jpeg = rich();
  for (std::size_t length = 0; length < jpeg.bytes.size(); ++length) {
    // The builder asserts the partition; what is left to see is that every region has a node.
    const Parsed parsed = parse_bytes(Bytes{jpeg.bytes}.first(length));
    for (const Region& region : parsed.layout.regions) ASSERT_LT(region.node, parsed.layout.nodes.size());
  }
}

TEST(Jpeg, EveryByteFlippedStillPartitions) {
  JpegBytes jpeg = rich();
  for (std::size_t at = 0; at < jpeg.bytes.size(); ++at) {
    for (const Byte mask : {Byte{0x01}, Byte{0x80}, Byte{0xFF}}) {
      jpeg.bytes[at] = static_cast<Byte>(jpeg.bytes[at] ^ mask);
      const Parsed parsed = parse_bytes(jpeg.bytes);
      for (const Region& region : parsed.layout.regions) {
        ASSERT_LT(region.node, parsed.layout.nodes.size());
        ASSERT_TRUE(region.block == no_index || region.block < parsed.layout.blocks.size());
      }
      for (const Block& block : parsed.layout.blocks) {
        for (const Extent part : block.parts) ASSERT_LE(part.end(), jpeg.bytes.size());
      }
      for (const Link& link : parsed.layout.links) {
        ASSERT_LE(link.field.end(), jpeg.bytes.size());
        ASSERT_LE(link.target.end(), jpeg.bytes.size());
      }
      jpeg.bytes[at] = static_cast<Byte>(jpeg.bytes[at] ^ mask);
    }
  }
}

}  // namespace
}  // namespace exifscrub
