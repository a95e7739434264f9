#include <gtest/gtest.h>

#include <random>

#include "apply/second_walker.hpp"
#include "apply/walk_tap.hpp"
#include "base/memory_source.hpp"
#include "support/canonical_bytes.hpp"
#include "support/icc_profile.hpp"

namespace exifscrub {
namespace {

using namespace test;

Walk walked(const Buffer& file) {
  MemorySource source{file};
  return walk(source, FormatId::jpeg, DigestKind::xxh3).value();
}

Walk walked_in_pieces(const Buffer& file, std::size_t piece) {
  JpegWalker walker{DigestKind::xxh3};
  for (Bytes left{file}; !left.empty();) {
    const std::size_t now = std::min(piece, left.size());
    walker.feed(left.first(now));
    left = left.subspan(now);
  }
  return walker.finish();
}

std::string_view objection_of(const Buffer& file) {
  const Walk seen = walked(file);
  if (seen.unreadable) return seen.unreadable->what;
  return seen.objection ? seen.objection->what : "clean";
}

/// What the walker says of an image with one more segment.
std::string_view objection_to_segment(Byte marker, const Buffer& payload) {
  return objection_of(image(segment(marker, payload)));
}

void expect_same(const Walk& one, const Walk& other) {
  EXPECT_EQ(one.size, other.size);
  EXPECT_EQ(one.stretches, other.stretches);
  EXPECT_EQ(one.canonical, other.canonical);
  EXPECT_EQ(one.images, other.images);
  EXPECT_EQ(one.unreadable, other.unreadable);
  EXPECT_EQ(one.objection, other.objection);
}

/// A clean file with every carrier that may stay.
Buffer everything() {
  const Buffer extra = joined({
      segment(0xE0, std::string_view{"JFIF\0\1\2\0\0\1\0\1\0\0", 14}),
      segment(0xE1, minimal_exif()),
      xmp_segment(gain_map_packet() + "    "),
      icc_chunk(1, 1, profile(repeated(40, 7))),
      segment(0xE2, joined({bytes_of(std::string_view{"urn:iso:std:iso:ts:21496:-1\0", 28}), u32(0)})),
      segment(0xEA, joined({bytes_of(std::string_view{"AROT\0\0", 6}), u32(1), u32(9)})),
      segment(0xEE, std::string_view{"Adobe\0d\0\0\0\0\1", 12}),
      segment(0xED, repeated(60, 0)),
      segment(0xFE, Buffer{}),
      Buffer{0xFF, 0xFF},
  });
  const Buffer gain_map = image(xmp_segment(gain_map_packet()));
  return joined({indexed_file({image(segment(0xE1, minimal_exif(3))), gain_map}, extra, 5), repeated(9, 0)});
}

TEST(JpegWalker, AcceptsThePictureAlone) {
  const Buffer file = image();
  const Walk seen = walked(file);
  EXPECT_TRUE(seen.clean());
  ASSERT_EQ(seen.images.size(), 1U);
  EXPECT_EQ(seen.images[0].at, (Extent{0, file.size()}));
  EXPECT_EQ(seen.stretches, (std::vector<Extent>{{0, file.size()}}));
  ASSERT_EQ(seen.scans.size(), 1U);
  EXPECT_EQ(seen.scans[0].end(), file.size() - 2) << "EOI stands behind it";
  EXPECT_FALSE(seen.missing_eoi());
}

TEST(JpegWalker, AcceptsEveryCarrierThatMayStay) {
  const Walk seen = walked(everything());
  EXPECT_TRUE(seen.clean()) << objection_of(everything());
  EXPECT_EQ(seen.images.size(), 3U);
  EXPECT_TRUE(seen.images[2].is_gain_map);
}

TEST(JpegWalker, TheHashLeavesOutLengthsFillAndMetadata) {
  const Buffer shorter = image();
  const Buffer longer = joined({soi(), segment(0xFE, "text"), {0xFF, 0xFF}, tables(), scan(), {0xFF}, eoi()});
  EXPECT_EQ(walked(shorter).images[0].image_hash, walked(longer).images[0].image_hash);
  Buffer hashed;
  for (const Buffer& each : {Buffer{0xFF, 0xDB, 0}, repeated(64, 1)})
    hashed.insert(hashed.end(), each.begin(), each.end());
  const Buffer counts = joined({{1}, repeated(15, 0)});
  hashed = joined({hashed,
                   {0xFF, 0xC0, 8, 0, 8, 0, 8, 1, 1, 0x11, 0},
                   {0xFF, 0xC4, 0},
                   counts,
                   {5, 0x10},
                   counts,
                   {0},
                   {0xFF, 0xDD, 0, 1},
                   {0xFF, 0xDA, 1, 1, 0, 0, 63, 0},
                   {0x12, 0x34, 0xFF, 0x00, 0x56, 0xFF, 0xD0, 0x78, 0x9A, 0xFF, 0xD1, 0xBC}});
  EXPECT_EQ(walked(shorter).images[0].image_hash, xxh3(hashed));
}

TEST(JpegWalker, TheHashLeavesOutUnusedTailsWhichAreNotClean) {
  const Buffer head = joined({soi(), segment(0xDB, joined({{0}, repeated(64, 1)}))});
  const Buffer tail = joined({soi(), segment(0xDB, joined({{0}, repeated(64, 1), bytes_of("secret")}))});
  const Buffer rest = joined({tables(), scan(), eoi()});
  const Walk with = walked(joined({tail, rest}));
  EXPECT_EQ(with.images[0].image_hash, walked(joined({head, rest})).images[0].image_hash);
  EXPECT_EQ(with.objection, (Objection{head.size(), "bytes behind the last parameter"}));
  EXPECT_EQ(with.stretches[0], (Extent{0, head.size()}));
  EXPECT_EQ(with.stretches[1].offset, head.size() + 6);
}

TEST(JpegWalker, ObjectsToTailsOfEveryPictureSegment) {
  const Buffer huffman = joined({{0}, {1}, repeated(15, 0), {5}});
  EXPECT_EQ(objection_to_segment(0xC4, joined({huffman, {9}})), "bytes behind the last parameter");
  EXPECT_EQ(objection_to_segment(0xC0, {8, 0, 8, 0, 8, 1, 1, 0x11, 0, 9}), "bytes behind the last parameter");
  EXPECT_EQ(objection_to_segment(0xCC, {0, 1, 9}), "bytes behind the last parameter");
  EXPECT_EQ(objection_to_segment(0xDD, {0, 1, 9}), "bytes behind the last parameter");
  EXPECT_EQ(objection_to_segment(0xDC, {0, 1, 9}), "bytes behind the last parameter");
  EXPECT_EQ(objection_to_segment(0xDF, {0, 9}), "bytes behind the last parameter");
  const Buffer long_scan = segment(0xDA, {1, 1, 0, 0, 63, 0, 9});
  EXPECT_EQ(objection_of(joined({soi(), tables(), long_scan, eoi()})), "bytes behind the last parameter");
}

TEST(JpegWalker, WhatNamesNoTableIsATail) {
  // Text behind a table is none, however long: precision and destination have few values (T.81 B.2.4).
  const Buffer table = joined({{0}, repeated(64, 1)});
  const Buffer huffman = joined({{0}, {1}, repeated(15, 0), {5}});
  for (const Buffer& hidden : {repeated(129, 'l'), repeated(65, 0x04), joined({{0x20}, repeated(128, 1)})}) {
    EXPECT_EQ(objection_to_segment(0xDB, joined({table, hidden})), "bytes behind the last parameter");
  }
  for (const Byte named : {Byte{0x04}, Byte{0x20}}) {
    const Buffer hidden = joined({{named}, {1}, repeated(15, 0), {5}});
    EXPECT_EQ(objection_to_segment(0xC4, joined({huffman, hidden})), "bytes behind the last parameter");
  }
  for (const Byte values : {Byte{2}, Byte{200}}) {
    const Buffer cut = joined({{0x10}, repeated(16, values), {5}});
    EXPECT_EQ(objection_to_segment(0xC4, joined({huffman, cut})), "bytes behind the last parameter");
  }
  EXPECT_EQ(objection_to_segment(0xCC, {0, 1, 'n', 'o'}), "bytes behind the last parameter");
}

TEST(JpegWalker, RefusesParametersThatDoNotFit) {
  EXPECT_EQ(objection_to_segment(0xC4, joined({{0}, {200}, repeated(15, 0), {5}})),
            "Huffman table runs past its segment");
  EXPECT_EQ(objection_to_segment(0xDB, repeated(64, 0)), "quantisation table runs past its segment");
  EXPECT_EQ(objection_to_segment(0xC0, {8, 0, 8, 0, 8, 2, 1, 0x11, 0}),
            "segment too short for its parameters");
  EXPECT_EQ(objection_to_segment(0xDD, {0}), "segment too short for its parameters");
  EXPECT_EQ(objection_to_segment(0xDA, {}), "segment too short for its parameters");
}

// As the parser has it: a segment of tables that begins with none is broken, one without anything is empty.
TEST(JpegWalker, ATableSegmentBeginsWithATable) {
  const Buffer no_table = joined({{0x08}, repeated(40, 8)});
  EXPECT_EQ(objection_to_segment(0xC4, no_table), "Huffman table runs past its segment");
  EXPECT_EQ(objection_to_segment(0xC4, {0, 1, 2}), "Huffman table runs past its segment");
  EXPECT_EQ(objection_to_segment(0xDB, repeated(65, 8)), "quantisation table runs past its segment");
  EXPECT_EQ(objection_to_segment(0xCC, {8, 1}), "segment too short for its parameters");
  for (const Byte tables : {Byte{0xC4}, Byte{0xDB}, Byte{0xCC}})
    EXPECT_EQ(objection_to_segment(tables, {}), "clean");
}

TEST(JpegWalker, AScanHasOneToFourComponents) {
  for (const Byte components : {Byte{0}, Byte{5}}) {
    const Buffer scan = joined({{components}, repeated(13, 1)});
    EXPECT_EQ(objection_to_segment(0xDA, scan), "scan of no or too many components");
  }
}

TEST(JpegWalker, JfifMayNotHaveAThumbnail) {
  const auto jfif = [](Byte width, Byte height) {
    return joined({bytes_of(std::string_view{"JFIF\0\1\2\0\0\1\0\1", 12}), {width, height}});
  };
  EXPECT_EQ(objection_to_segment(0xE0, jfif(0, 0)), "clean");
  EXPECT_EQ(objection_to_segment(0xE0, joined({jfif(1, 1), {1, 2, 3}})),
            "JFIF header with a thumbnail or more");
  EXPECT_EQ(objection_to_segment(0xE0, jfif(1, 0)), "JFIF header with a thumbnail or more");
  EXPECT_EQ(objection_to_segment(0xE0, jfif(0, 1)), "JFIF header with a thumbnail or more");
  EXPECT_EQ(objection_to_segment(0xE0, joined({jfif(0, 0), {9}})), "JFIF header with a thumbnail or more");
  EXPECT_EQ(objection_to_segment(0xE0, joined({jfif(0, 0), repeated(300, 0)})), "clean");
  EXPECT_EQ(objection_to_segment(0xE0, bytes_of(std::string_view{"JFXX\0\x10", 6})),
            "APP0 that is not on the allow-list");
}

TEST(JpegWalker, AdobeHasTwelveBytes) {
  const Buffer adobe = bytes_of(std::string_view{"Adobe\0d\0\0\0\0\1", 12});
  EXPECT_EQ(objection_to_segment(0xEE, adobe), "clean");
  EXPECT_EQ(objection_to_segment(0xEE, joined({adobe, repeated(9, 0)})), "clean");
  EXPECT_EQ(objection_to_segment(0xEE, joined({adobe, {0, 1}})),
            "Adobe segment with more than the colour transform");
  EXPECT_EQ(objection_to_segment(0xEE, Buffer(adobe.begin(), adobe.end() - 1)),
            "Adobe segment with more than the colour transform");
  EXPECT_EQ(objection_to_segment(0xED, adobe), "APP13 that is not on the allow-list");
}

TEST(JpegWalker, Avi1HasAPolarityAndSizes) {
  const Buffer avi1 = bytes_of(std::string_view{"AVI1\1\0\0\0\7\0\0\0\7\0", 14});
  EXPECT_EQ(objection_to_segment(0xE0, avi1), "clean");
  EXPECT_EQ(objection_to_segment(0xE0, joined({avi1, {0, 0}})), "clean");
  EXPECT_NE(objection_to_segment(0xE0, joined({avi1, {0, 'x'}})), "clean");
  EXPECT_NE(objection_to_segment(0xE0, joined({avi1, {0, 0, 0}})), "clean");
  EXPECT_NE(objection_to_segment(0xE0, bytes_of("AVI1")), "clean");
}

TEST(JpegWalker, IccSegmentsAreOneProfileAndNothingElse) {
  constexpr std::string_view no = "ICC segments that are no profile";
  const Buffer whole = profile(repeated(70'000, 'p'));
  const auto part = [&](std::size_t begin, std::size_t end) {
    return Buffer(whole.begin() + static_cast<std::ptrdiff_t>(begin),
                  whole.begin() + static_cast<std::ptrdiff_t>(end));
  };
  const Buffer first = part(0, 60'000), second = part(60'000, whole.size());
  const auto says = [](const Buffer& extra) { return objection_of(image(extra)); };
  EXPECT_EQ(says(joined({icc_chunk(1, 2, first), icc_chunk(2, 2, second)})), "clean");
  EXPECT_EQ(says(joined({icc_chunk(2, 2, second), segment(0xFE, Buffer{}), icc_chunk(1, 2, first)})),
            "clean");
  const Buffer small = profile({});
  Buffer tiny;
  for (Byte i = 0; i < 144; ++i) tiny = joined({tiny, icc_chunk(i + 1, 144, {small[i]})});
  EXPECT_EQ(says(tiny), "clean");
  EXPECT_EQ(says(icc_chunk(1, 2, first)), no);
  EXPECT_EQ(says(icc_chunk(2, 2, second)), no);
  EXPECT_EQ(says(joined({icc_chunk(1, 2, first), icc_chunk(2, 2, second), icc_chunk(2, 2, second)})), no);
  EXPECT_EQ(says(joined({icc_chunk(1, 2, first), icc_chunk(2, 3, second)})), no);
  EXPECT_EQ(says(joined({icc_chunk(1, 2, first), icc_chunk(3, 2, second)})), no);
  EXPECT_EQ(says(icc_chunk(1, 1, profile({}))), "clean");
  EXPECT_EQ(says(icc_chunk(0, 1, profile({}))), "clean") << "counted from 0";
  EXPECT_EQ(says(joined({icc_chunk(0, 2, first), icc_chunk(1, 2, second)})), "clean");
  EXPECT_EQ(says(joined({icc_chunk(0, 2, first), icc_chunk(2, 2, second)})), no);
  EXPECT_EQ(says(joined({icc_chunk(0, 3, first), icc_chunk(1, 3, second)})), no);
  EXPECT_EQ(says(joined({icc_chunk(1, 1, small), icc_chunk(1, 1, small)})), "clean") << "twice the same";
  EXPECT_EQ(says(joined({icc_chunk(1, 1, small), icc_chunk(1, 1, profile({1}))})), no);
  EXPECT_EQ(says(joined({icc_chunk(1, 1, small), icc_chunk(1, 1, joined({small, {0}}))})), no);
  EXPECT_EQ(says(icc_chunk(1, 1, bytes_of("Jane Doe, 48.8583701 2.2944813"))), no);
  EXPECT_EQ(says(icc_chunk(1, 1, {})), no);
  EXPECT_EQ(says(icc_chunk(1, 1, joined({profile({}), bytes_of("behind it")}))), no);
  EXPECT_EQ(says(icc_chunk(1, 1, joined({small, {0, 0, 0}}))), "clean") << "padding";
  EXPECT_EQ(says(joined({icc_chunk(1, 2, joined({small, {0}})), icc_chunk(2, 2, {0, 0})})), "clean");
  EXPECT_EQ(says(icc_chunk(1, 1, joined({small, {0, 'x', 0}}))), no);
  EXPECT_EQ(says(joined({icc_chunk(1, 2, joined({small, {'x'}})), icc_chunk(2, 2, {0, 0})})), no);
  EXPECT_EQ(objection_to_segment(0xE2, bytes_of("ICC_PROFILE")), "APP2 that is not on the allow-list");
  const std::size_t objected = walked(joined({image(), image(icc_chunk(1, 1, {1}))})).objection->offset;
  EXPECT_EQ(objected, image().size() + 2);
}

TEST(JpegWalker, AProfileHasItsSignatureAndItsTagsInside) {
  const auto with = [](std::size_t at, const Buffer& bytes) {
    Buffer changed = profile(repeated(40, 'p'));
    std::ranges::copy(bytes, changed.begin() + static_cast<std::ptrdiff_t>(at));
    return objection_of(image(icc_chunk(1, 1, changed)));
  };
  constexpr std::string_view no = "ICC segments that are no profile";
  EXPECT_EQ(with(0, {}), "clean");
  EXPECT_EQ(with(3, {183}), no);
  EXPECT_EQ(with(36, {'x'}), no);
  EXPECT_EQ(with(128, u32(200)), no) << "more tags than there is room for";
  EXPECT_EQ(with(136, u32(143)), no) << "a tag in the table";
  EXPECT_EQ(with(140, u32(41)), no) << "a tag that runs out of the profile";
}

TEST(JpegWalker, TheOtherViewersSegmentsStay) {
  const Buffer iso = bytes_of(std::string_view{"urn:iso:std:iso:ts:21496:-1\0", 28});
  const auto gain_map = [&](Byte flags, std::size_t numbers) {
    Buffer payload = joined({iso, u32(0), {flags}});
    for (std::size_t i = 0; i < numbers; ++i) payload = joined({payload, u32(i + 1)});
    return objection_to_segment(0xE2, payload);
  };
  constexpr std::string_view no_map = "gain map metadata that is none";
  EXPECT_EQ(objection_to_segment(0xE2, joined({iso, u32(0)})), "clean");
  EXPECT_EQ(objection_to_segment(0xE2, joined({iso, u32(0), repeated(57, 0)})), "clean");
  EXPECT_EQ(gain_map(0x40, 14), "clean");
  EXPECT_EQ(gain_map(0xC4, 34), "clean");
  EXPECT_EQ(gain_map(0x08, 8), "clean");
  EXPECT_EQ(gain_map(0x88, 18), "clean");
  EXPECT_EQ(gain_map(0x40, 13), no_map);
  EXPECT_EQ(gain_map(0x40, 15), no_map);
  EXPECT_EQ(gain_map(0x60, 14), no_map) << "a flag that nobody knows";
  EXPECT_EQ(objection_to_segment(0xE2, joined({iso, u32(0x10000)})), no_map);
  EXPECT_EQ(objection_to_segment(0xE2, joined({iso, u32(0), {0x40}, repeated(56, 0)})), no_map);
  EXPECT_EQ(objection_to_segment(0xE2, joined({iso, bytes_of("Jane Doe")})), no_map);
  EXPECT_EQ(objection_to_segment(0xE2, iso), no_map);
  const Buffer spiff = joined({bytes_of(std::string_view{"SPIFF\0", 6}), repeated(24, 1)});
  EXPECT_EQ(objection_to_segment(0xE8, spiff), "clean");
  EXPECT_EQ(objection_to_segment(0xE8, joined({spiff, {1, 2}})), "clean");
  EXPECT_EQ(objection_to_segment(0xE8, joined({spiff, {1}})), "SPIFF header with more than the header");
  EXPECT_EQ(objection_to_segment(0xE8, Buffer{0, 0, 0, 2, 'x'}), "APP8 that is not on the allow-list");
  const Buffer arot = bytes_of(std::string_view{"AROT\0\0", 6});
  EXPECT_EQ(objection_to_segment(0xEA, joined({arot, u32(2), u32(1), u32(2)})), "clean");
  EXPECT_EQ(objection_to_segment(0xEA, joined({arot, u32(1), u32(1), u32(2)})), "gain curve that is none");
  EXPECT_EQ(objection_to_segment(0xEA, joined({arot, u32(0)})), "gain curve that is none");
  EXPECT_EQ(objection_to_segment(0xEA, arot), "gain curve that is none");
  EXPECT_EQ(objection_to_segment(0xEB, bytes_of("HDR_RI ver=11")), "APP11 that is not on the allow-list");
}

TEST(JpegWalker, TheMinimalExifHasThreeForms) {
  for (std::size_t orientation = 2; orientation <= 8; ++orientation) {
    EXPECT_EQ(objection_to_segment(0xE1, minimal_exif(orientation)), "clean");
  }
  EXPECT_EQ(objection_to_segment(0xE1, adobe_rgb_exif()), "clean");
  EXPECT_EQ(objection_to_segment(0xE1, adobe_rgb_exif(1)), "clean");
  EXPECT_EQ(objection_to_segment(0xE1, oriented_adobe_rgb_exif()), "clean");
  EXPECT_EQ(objection_to_segment(0xE1, joined({minimal_exif(), repeated(4000, 0)})), "clean");
  EXPECT_EQ(walked(image(segment(0xE1, minimal_exif()))).canonical, (std::vector<Extent>{{6, 32}}));
}

TEST(JpegWalker, AnythingElseInAnExifIsNotMinimal) {
  constexpr std::string_view no = "Exif that is not minimal";
  for (const std::size_t orientation : {0U, 1U, 9U, 0x0600U}) {
    EXPECT_EQ(objection_to_segment(0xE1, minimal_exif(orientation)), no);
    EXPECT_EQ(objection_to_segment(0xE1, oriented_adobe_rgb_exif(orientation)), no);
  }
  EXPECT_EQ(objection_to_segment(0xE1, joined({minimal_exif(), {1}})), no);
  EXPECT_EQ(objection_to_segment(0xE1, joined({minimal_exif(), repeated(300, 0), {1}})), no);
  const Buffer extra_entry = joined(
      {bytes_of(exif_signature), tiff_header(), u16(2), orientation_entry(6), orientation_entry(6), u32(0)});
  EXPECT_EQ(objection_to_segment(0xE1, extra_entry), no);
  EXPECT_EQ(objection_to_segment(0xE1, bytes_of(exif_signature)), no);
  EXPECT_EQ(objection_to_segment(0xE3, minimal_exif()), "APP3 that is not on the allow-list");
}

TEST(JpegWalker, EachByteOfAMinimalExifCounts) {
  const auto first_value = [](const Buffer& payload) {
    return payload.size() == adobe_rgb_exif().size() ? std::size_t{42} : std::size_t{24};
  };
  for (const Buffer& payload : {minimal_exif(), adobe_rgb_exif(), oriented_adobe_rgb_exif()}) {
    for (std::size_t i = 0; i < payload.size(); ++i) {
      const bool is_color_space =
          payload.size() > 32 && (i == payload.size() - 50 || i == payload.size() - 49);
      Buffer flipped = payload;
      flipped[i] ^= 0x20;
      EXPECT_EQ(objection_to_segment(0xE1, flipped) == "clean", is_color_space) << payload.size() << " " << i;
    }
    Buffer flipped = payload;
    flipped[first_value(payload)] ^= 0x80;
    EXPECT_EQ(objection_to_segment(0xE1, flipped) == "clean", payload.size() == adobe_rgb_exif().size());
  }
}

TEST(JpegWalker, EmptiedSegmentsAreClean) {
  for (unsigned marker = 0xE0; marker <= 0xEF; ++marker) {
    const auto code = static_cast<Byte>(marker);
    EXPECT_EQ(objection_to_segment(code, repeated(70, 0)), "clean");
    EXPECT_EQ(objection_to_segment(code, {}), "clean");
    EXPECT_NE(objection_to_segment(code, joined({repeated(70, 0), {1}})), "clean");
    EXPECT_NE(objection_to_segment(code, {1}), "clean");
  }
  EXPECT_EQ(objection_to_segment(0xFE, repeated(65533, 0)), "clean");
  EXPECT_EQ(objection_to_segment(0xFE, {}), "clean");
  EXPECT_EQ(objection_to_segment(0xFE, joined({repeated(65532, 0), {1}})), "comment");
}

TEST(JpegWalker, MetadataBetweenScansAndBeforeEoiCounts) {
  const Buffer head = joined({soi(), tables(), scan()});
  EXPECT_EQ(objection_of(joined({head, segment(0xFE, "between"), scan(), eoi()})), "comment");
  EXPECT_EQ(objection_of(joined({head, segment(0xFE, "before EOI"), eoi()})), "comment");
  EXPECT_EQ(objection_of(joined({head, segment(0xE2, "\xFF\xD9"), eoi()})),
            "APP2 that is not on the allow-list");
  EXPECT_EQ(objection_of(joined({head, segment(0xFE, repeated(20, 0)), scan(), eoi()})), "clean");
}

TEST(JpegWalker, FillBytesMayStandBeforeAnyMarker) {
  const Buffer file = joined({soi(),
                              {0xFF, 0xFF},
                              segment(0xE1, minimal_exif()),
                              {0xFF},
                              tables(),
                              scan(),
                              repeated(70000, 0xFF),
                              eoi()});
  EXPECT_EQ(objection_of(file), "clean");
}

TEST(JpegWalker, StrayBytesAndMarkersAreNotClean) {
  EXPECT_EQ(objection_of(image(bytes_of("junk"))), "bytes between segments");
  EXPECT_EQ(objection_of(image(Buffer{0, 1})), "bytes between segments");
  EXPECT_EQ(objection_of(image(Buffer{0, 0})), "clean");
  EXPECT_EQ(objection_of(image(Buffer{0xFF, 0x00})), "bytes between segments");
  EXPECT_EQ(objection_of(image(Buffer{0xFF, 0xD0})), "marker without segment outside a scan");
  EXPECT_EQ(objection_of(image(Buffer{0xFF, 0x01})), "marker without segment outside a scan");
  EXPECT_EQ(walked(image(bytes_of("junk"))).objection->offset, 2U);
}

TEST(JpegWalker, WhatMayBeCodedDataBehindAScanIsRefused) {
  const Buffer head = joined({soi(), tables(), scan()});
  const auto refused = [&](const Buffer& stray) {
    return walked(joined({head, stray, eoi()})).unreadable.has_value();
  };
  EXPECT_TRUE(refused({0xFF, 0x01, 0x12}));
  EXPECT_TRUE(refused({0xFF, 0xDD, 0, 4, 0, 1, 0xFF, 0xD1}));
  EXPECT_TRUE(refused(joined({segment(0xFE, "x"), {0x12}})));
  EXPECT_TRUE(refused(segment(0xDD, Buffer{0, 1, 0x12})));
  EXPECT_FALSE(refused(joined({segment(0xFE, "x"), {0, 0}})));
  EXPECT_FALSE(refused(segment(0xDD, Buffer{0, 1, 0})));
}

TEST(JpegWalker, RefusesWhatNoDecoderFollows) {
  EXPECT_EQ(objection_of(image(soi())), "SOI inside an image");
  EXPECT_EQ(objection_of(image(segment(0x05, "reserved"))), "reserved marker");
  EXPECT_EQ(objection_of(image(segment(0xF0, "reserved"))), "reserved marker");
  EXPECT_EQ(objection_of(image(segment(0xC8, "reserved"))), "reserved marker");
  EXPECT_EQ(objection_of(image(segment(0xF7, "JPEG-LS"))), "JPEG-LS");
  EXPECT_EQ(objection_of(image(Buffer{0xFF, 0xFE, 0, 1})), "segment length below 2");
  EXPECT_EQ(objection_of(joined({soi(), eoi()})), "image without a scan");
  EXPECT_EQ(objection_of(joined({soi(), tables(), eoi()})), "image without a scan");
  EXPECT_EQ(objection_of(joined({soi(), scan(), eoi()})), "scan without a frame");
  EXPECT_EQ(objection_of({}), "ends before SOI");
  EXPECT_EQ(objection_of(bytes_of("GIF89a")), "no JPEG: does not start with SOI");
  EXPECT_EQ(objection_of(Buffer{0xFF, 0xD9}), "no JPEG: does not start with SOI");
}

TEST(JpegWalker, AMissingEoiIsSaid) {
  const Buffer whole = joined({soi(), tables(), scan()});
  for (const Buffer& file : {whole, joined({whole, {0xFF}}), joined({whole, segment(0xFE, Buffer{})})}) {
    const Walk seen = walked(file);
    EXPECT_TRUE(seen.clean());
    EXPECT_TRUE(seen.missing_eoi());
    ASSERT_EQ(seen.images.size(), 1U);
    EXPECT_EQ(seen.images[0].at, (Extent{0, file.size()}));
  }
  EXPECT_FALSE(walked(joined({whole, {0xFF, 0xFE, 0}})).clean());
}

TEST(JpegWalker, OnlyZerosMayFollow) {
  EXPECT_EQ(objection_of(joined({image(), repeated(3000, 0)})), "clean");
  const Walk seen = walked(joined({image(), repeated(3000, 0), {1}}));
  EXPECT_EQ(seen.objection, (Objection{image().size() + 3000, "bytes behind the end of the image"}));
  EXPECT_EQ(objection_of(joined({image(), {0xFF}})), "bytes behind the end of the image");
  EXPECT_EQ(objection_of(joined({image(), {0xFF, 0xD8}})), "bytes behind the end of the image");
  EXPECT_EQ(objection_of(joined({image(), eoi()})), "bytes behind the end of the image");
}

TEST(JpegWalker, FurtherImagesMustBeNamed) {
  EXPECT_EQ(objection_of(joined({image(), image()})), "image that nothing names");
  EXPECT_EQ(objection_of(indexed_file({image()})), "clean");
  EXPECT_EQ(objection_of(indexed_file({image(), image()}, {}, 100)), "clean");
  EXPECT_EQ(objection_of(joined({indexed_file({image()}), image()})), "image that nothing names");
}

TEST(JpegWalker, GainMapMetadataOfItsOwnNamesAnImage) {
  const Buffer iso = bytes_of(std::string_view{"urn:iso:std:iso:ts:21496:-1\0\0\0\0\0", 32});
  EXPECT_EQ(objection_of(joined({image(), image(segment(0xE2, iso))})), "clean");
  EXPECT_EQ(objection_of(joined({image(), image(xmp_segment(gain_map_packet()))})), "clean");
  const std::string pano = kept_packet(gpano_namespace + " GPano:UsePanoramaViewer=\"True\"\n");
  EXPECT_EQ(objection_of(joined({image(), image(xmp_segment(pano))})), "image that nothing names");
}

TEST(JpegWalker, FurtherImagesFollowTheSameRules) {
  EXPECT_EQ(objection_of(indexed_file({image(segment(0xFE, "hidden"))})), "comment");
  EXPECT_EQ(objection_of(indexed_file({image(segment(0xE2, image_index({{1, 0}, {1, 1}})))})),
            "image index that is not canonical");
  const std::string directory =
      kept_packet(container_namespaces, container_directory(container_item("Primary", 0)));
  EXPECT_EQ(objection_of(indexed_file({image(xmp_segment(directory))})), "XMP that is not the kept XMP");
}

TEST(JpegWalker, AFurtherImageThatCannotBeFollowedIsATrailer) {
  const Buffer broken = joined({soi(), segment(0xDB, repeated(9, 0))});
  const Buffer last = image();
  const Buffer file = indexed_file({broken, last});
  const Walk seen = walked(file);
  EXPECT_FALSE(seen.unreadable);
  EXPECT_EQ(seen.objection->what, "quantisation table runs past its segment");
  ASSERT_EQ(seen.images.size(), 2U);
  EXPECT_EQ(seen.images[1].at, (Extent{file.size() - last.size(), last.size()}));
  EXPECT_EQ(seen.stretches.back(), seen.images[1].at);
  EXPECT_EQ(seen.images[1].image_hash, walked(last).images[0].image_hash);
}

TEST(JpegWalker, ImagesOfAForeignIndexAreFollowedBehindJunk) {
  Buffer file = indexed_file({image()}, {}, 7);
  file[file.size() - image().size() - 1] = 'x';
  const Walk seen = walked(file);
  EXPECT_EQ(seen.images.size(), 2U);
  EXPECT_EQ(seen.objection->what, "bytes behind the end of the image");
  Buffer longer = image_index({{1, 0}, {1, 1}});
  longer.push_back(1);
  EXPECT_EQ(objection_to_segment(0xE2, longer), "image index that is not canonical");
}

TEST(JpegWalker, BehindJunkAnIndexIsExact) {
  Buffer file = indexed_file({image()}, {}, 7);
  const auto start = file.end() - static_cast<std::ptrdiff_t>(image().size());
  *(start - 7) = 'x';
  file.insert(start, 3, 0);
  const Walk seen = walked(file);
  EXPECT_EQ(seen.images.size(), 1U);
  EXPECT_EQ(seen.objection->what, "bytes behind the end of the image");
}

TEST(JpegWalker, TheIndexMustMatchTheImages) {
  constexpr std::string_view no = "image index that does not match the images";
  const Buffer file = indexed_file({image(), image()});
  const std::size_t entries = 6 + 4 + 50;
  for (const std::size_t entry : {0U, 1U, 2U}) {
    for (const std::size_t field : {7U, 11U}) {
      Buffer changed = file;
      ++changed[entries + 16 * entry + field];
      EXPECT_EQ(objection_of(changed), no) << entry << " " << field;
    }
  }
  EXPECT_EQ(objection_to_segment(0xE2, image_index({{image().size(), 0}, {9, 99}})), no);
  EXPECT_EQ(objection_to_segment(0xE2, image_index({{1, 0}})), "image index that is not canonical");
  EXPECT_EQ(objection_to_segment(0xE2, bytes_of(std::string_view{"MPF\0", 4})),
            "image index that is not canonical");
}

/// A primary image with a directory that names one gain map.
Buffer contained_file(std::size_t length_off, std::size_t padding, std::size_t gap) {
  const Buffer gain_map = image();
  const std::string items =
      container_item("Primary", 0, padding) + container_item("GainMap", gain_map.size() + length_off);
  const std::string packet = kept_packet(container_namespaces, container_directory(items));
  return joined({image(xmp_segment(packet)), repeated(gap, 0), gain_map});
}

TEST(JpegWalker, TheDirectoryMustMatchTheImages) {
  constexpr std::string_view no = "directory of images that does not match the images";
  EXPECT_EQ(objection_of(contained_file(0, 0, 0)), "clean");
  EXPECT_EQ(objection_of(contained_file(0, 12, 12)), "clean");
  EXPECT_EQ(objection_of(contained_file(1, 0, 0)), no);
  EXPECT_EQ(objection_of(contained_file(0, 1, 0)), no);
  EXPECT_EQ(objection_of(contained_file(0, 0, 1)), no);
  const auto alone = [](const std::string& items) {
    return objection_of(image(xmp_segment(kept_packet(container_namespaces, container_directory(items)))));
  };
  EXPECT_EQ(alone(container_item("Primary", 0)), "clean");
  EXPECT_EQ(alone(container_item("Primary", 1)), no);
  EXPECT_EQ(alone(container_item("Primary", 0, 1)), no);
  EXPECT_EQ(alone(container_item("GainMap", 0)), no);
  EXPECT_EQ(alone(container_item("Primary", 0) + container_item("MotionPhoto", 99)), no);
}

TEST(JpegWalker, KeptXmpOfAMotionPhotoIsNotClean) {
  const std::string packet = kept_packet(
      " xmlns:GCamera=\"http://ns.google.com/photos/1.0/camera/\"\n GCamera:MotionPhoto=\"1\"\n"
      " GCamera:MicroVideoOffset=\"0000000123\"\n");
  EXPECT_EQ(objection_of(image(xmp_segment(packet))), "XMP of a motion photo");
}

TEST(JpegWalker, FeedingInPiecesIsFeedingWhole) {
  const Buffer file = everything();
  const Walk whole = walked(file);
  for (std::size_t piece = 1; piece < 70; ++piece) expect_same(walked_in_pieces(file, piece), whole);
  for (std::size_t split = 0; split <= file.size(); ++split) {
    JpegWalker walker{DigestKind::xxh3};
    walker.feed(Bytes{file}.first(split));
    walker.feed(Bytes{file}.subspan(split));
    expect_same(walker.finish(), whole);
  }
}

TEST(JpegWalker, JunkIsObjectedToAtItsFirstByteThatIsNoZero) {
  const Buffer file = joined({soi(), repeated(7, 0), {7}, tables(), scan(), eoi()});
  for (const std::size_t piece : {1U, 3U, 8U, 1000U})
    EXPECT_EQ(walked_in_pieces(file, piece).objection->offset, 9U);
}

TEST(JpegWalker, PiecesOfDamagedFilesAreTheSameToo) {
  std::mt19937 random{7};
  const Buffer file = everything();
  for (int round = 0; round < 300; ++round) {
    Buffer damaged = file;
    for (int i = 0; i < 3; ++i)
      damaged[random() % damaged.size()] = static_cast<Byte>(random() % 4 == 0 ? 0xFF : random());
    damaged.resize(random() % damaged.size());
    expect_same(walked_in_pieces(damaged, 1 + random() % 9), walked(damaged));
  }
}

void expect_sound(const Walk& seen) {
  std::uint64_t at = 0;
  for (const Extent& stretch : seen.stretches) {
    EXPECT_GE(stretch.offset, at);
    EXPECT_FALSE(stretch.empty());
    at = stretch.end();
  }
  EXPECT_LE(at, seen.size);
  for (const WalkedImage& each : seen.images) {
    EXPECT_LE(each.at.end(), seen.size);
  }
}

TEST(JpegWalker, TruncatedAnywhereIsNeverSilentlyShort) {
  const Buffer file = everything();
  const Walk whole = walked(file);
  const std::uint64_t trailing_zeros = 9;
  for (std::size_t length = 0; length < file.size(); ++length) {
    const Walk seen = walked(Buffer(file.begin(), file.begin() + static_cast<std::ptrdiff_t>(length)));
    expect_sound(seen);
    EXPECT_EQ(seen.clean(), length >= file.size() - trailing_zeros) << length;
  }
  EXPECT_TRUE(whole.clean());
}

TEST(JpegWalker, AFlippedMetadataByteIsNotCleanOrStillAllowed) {
  const Buffer file = everything();
  const Walk whole = walked(file);
  for (std::size_t i = 0; i < file.size(); ++i) {
    for (const int bit : {0x01, 0x20, 0x80}) {
      Buffer flipped = file;
      flipped[i] = static_cast<Byte>(flipped[i] ^ bit);
      const Walk seen = walked(flipped);
      expect_sound(seen);
      const bool in_template =
          std::ranges::any_of(whole.canonical, [i](Extent at) { return at.contains(i); });
      if (!seen.clean() || !in_template) continue;
      // Still within the allow-list: digits, signs and the like of numbers, attributes of the index.
      EXPECT_TRUE(std::ranges::find(seen.canonical, true, [i](Extent at) { return at.contains(i); }) !=
                  seen.canonical.end());
    }
  }
}

TEST(JpegWalker, RandomBytesAreNeverClean) {
  std::mt19937 random{11};
  for (int round = 0; round < 2000; ++round) {
    Buffer bytes(random() % 400);
    for (Byte& each : bytes) each = static_cast<Byte>(random() % 3 == 0 ? 0xFF : random());
    expect_sound(walked(bytes));
    const Walk behind = walked(joined({image(), {'!'}, bytes}));
    expect_sound(behind);
    EXPECT_FALSE(behind.clean());
  }
}

TEST(JpegWalker, SegmentsWithoutEndAreALimit) {
  Buffer file = soi();
  const Buffer pair = joined({segment(0xDD, Buffer{0, 0}), segment(0xFE, Buffer{})});
  for (int i = 0; i < 100'001; ++i) file.insert(file.end(), pair.begin(), pair.end());
  EXPECT_EQ(walked(file).unreadable->code, Errc::limit);
}

TEST(WalkTap, SeesWhatAnotherReadsAndReadsTheRest) {
  const Buffer file = everything();
  MemorySource memory{file};
  WalkTap tap{memory, FormatId::jpeg, DigestKind::xxh3};
  ASSERT_TRUE(tap.window(0, 10));
  ASSERT_TRUE(tap.window(4, 30));
  ASSERT_TRUE(tap.window(2, 3));
  ASSERT_TRUE(tap.window(200, 30));
  Buffer into(50);
  ASSERT_TRUE(tap.read_into(30, into));
  EXPECT_FALSE(tap.window(file.size(), 1));
  expect_same(tap.finish().value(), walked(file));
}

}  // namespace
}  // namespace exifscrub
