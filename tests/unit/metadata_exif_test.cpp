#include <gtest/gtest.h>

#include <array>

#include "block_reading.hpp"
#include "metadata/exif.hpp"
#include "metadata/exif_tags.hpp"
#include "metadata/exif_values.hpp"
#include "metadata/minimal_exif.hpp"
#include "support/exif_block.hpp"
#include "support/tiff_builder.hpp"

namespace exifscrub {
namespace {

using namespace std::string_literals;
using namespace std::string_view_literals;
using test::TiffBuilder;
using Names = std::vector<std::string>;

constexpr ByteOrder both_orders[] = {ByteOrder::little, ByteOrder::big};

/// A small block with something of most kinds in it.
std::vector<Byte> camera_block(ByteOrder order) {
  TiffBuilder builder(order);
  const int ifd0 = builder.ifd(), exif = builder.ifd(), interop = builder.ifd(), ifd1 = builder.ifd();
  builder.ascii(ifd0, 0x010E, "a view from the balcony");
  builder.ascii(ifd0, 0x010F, "Canon");
  builder.u16(ifd0, 0x0112, 6);
  builder.rationals(ifd0, 0x011A, {{72, 1}});
  builder.ascii(ifd0, 0x0132, "2024:05:06 19:07:09");
  builder.ascii(ifd0, 0x013B, "Jane Roe");
  builder.pointer(ifd0, 0x8769, exif);
  builder.raw(ifd0, 0x9C9D, tiff_type::byte, 10, {'J', 0, 0xE4, 0, 'n', 0, 'e', 0, 0, 0});
  builder.rationals(exif, 0x829A, {{1, 80}});
  builder.undefined(exif, 0x9000, {'0', '2', '3', '2'});
  builder.ascii(exif, 0x9003, "2024:05:06 19:07:08");
  builder.ascii(exif, 0x9011, "+09:00");
  builder.undefined(exif, 0x9286, {'A', 'S', 'C', 'I', 'I', 0, 0, 0, 'h', 'i', ' ', 'y', 'o', 'u', 0});
  builder.u16(exif, 0xA001, 1);
  builder.pointer(exif, 0xA005, interop);
  builder.ascii(exif, 0xA431, "SN-0042");
  builder.u16(exif, 0xBEEF, 7);
  builder.ascii(interop, 1, "R98");
  builder.u16(ifd1, 0x0103, 6);
  builder.u32(ifd1, 0x0201, 0);
  builder.u32(ifd1, 0x0202, 12);
  builder.link(ifd0, ifd1);
  auto tiff = builder.build();
  const auto data = static_cast<std::uint32_t>(tiff.size());
  store_u32(tiff.data() + builder.offset_of(ifd1) + 2 + 12 + 8, data, order);
  const std::string_view jpeg = "\xFF\xD8THUMBNAI\xFF\xD9";
  tiff.insert(tiff.end(), jpeg.begin(), jpeg.end());
  return tiff;
}

/// A block of `count` texts that all stand at the same place: a reader that looks through each pays the
/// product.
std::vector<Byte> overlapping_texts(std::uint16_t count, std::uint32_t length) {
  const std::uint32_t text = 8 + 2 + 12U * count + 4;
  std::vector<Byte> tiff(text + length, Byte{' '});
  std::ranges::copy(std::string_view{"II*\0\x08\0\0\0", 8}, tiff.begin());
  store_u16(tiff.data() + 8, count, ByteOrder::little);
  for (std::uint16_t i = 0; i < count; ++i) {
    Byte* entry = tiff.data() + 10 + std::size_t{12} * i;
    store_u16(entry, static_cast<std::uint16_t>(0x9D00 + i), ByteOrder::little);
    store_u16(entry + 2, tiff_type::ascii, ByteOrder::little);
    store_u32(entry + 4, length, ByteOrder::little);
    store_u32(entry + 8, text, ByteOrder::little);
  }
  std::ranges::fill_n(tiff.begin() + text - 4, 4, Byte{0});
  constexpr std::string_view place = "Latitude=52.516275 ";
  std::ranges::copy(place, tiff.begin() + text);
  return tiff;
}

TEST(ExifReader, LooksThroughOverlappingValuesOnlySoOften) {
  for (const auto count : std::to_array<std::uint16_t>({1, 2, 200})) {
    const BlockReading block{read_exif, overlapping_texts(count, 20'000)};
    const auto is_text_place = [](const BlockFinding& f) { return f.leak_class == LeakClass::location; };
    const auto found = std::ranges::count_if(block.reading.findings, is_text_place);
    EXPECT_EQ(found, std::min<int>(count, 2));
    ASSERT_EQ(block.reading.blind_spots.size(), count > 2 ? 1U : 0U);
    // --gps-only refuses such a file.
    if (count > 2) {
      EXPECT_TRUE(block.reading.blind_spots[0].may_hide_location);
    }
  }
}

/// A block whose GPS IFD tells a place, its header first.
std::vector<Byte> gps_block(ByteOrder order) {
  TiffBuilder builder(order);
  const int ifd0 = builder.ifd(), gps = builder.ifd();
  builder.pointer(ifd0, 0x8825, gps);
  builder.ascii(gps, 1, "N");
  builder.rationals(gps, 2, {{48, 1}, {51, 1}, {299911, 10000}});
  builder.ascii(gps, 3, "E");
  builder.rationals(gps, 4, {{2, 1}, {17, 1}, {401157, 10000}});
  return builder.build();
}

bool has_seconds(const std::vector<Byte>& bytes, ByteOrder order) {
  std::array<Byte, 4> seconds{};
  store_u32(seconds.data(), 299911, order);
  return !std::ranges::search(bytes, seconds).empty();
}

TEST(ExifReader, WhatPaddingHoldsGoes) {
  for (const ByteOrder order : both_orders) {
    for (const std::size_t header : {6U, 0U}) {
      std::vector<Byte> padding = {0x1C, 0xEA, 0, 0, 0, 8};
      padding.resize(header);
      const std::vector<Byte> stale = gps_block(order);
      padding.insert(padding.end(), stale.begin(), stale.end());
      TiffBuilder builder(order);
      const int ifd0 = builder.ifd();
      builder.ascii(ifd0, 0x010F, "Canon");
      builder.undefined(ifd0, 0xEA1C, padding);
      const auto tiff = builder.build();
      const Reading reading = test::read_block(tiff);
      EXPECT_EQ(test::names_of(reading, LeakClass::location), (Names{"EXIF:PaddingContents"}));
      const auto erasure = test::erase_block(tiff, test::of_class(LeakClass::location));
      ASSERT_TRUE(erasure) << erasure.error().what;
      EXPECT_TRUE(erasure->notes.empty());
      const auto after = test::applied(tiff, *erasure);
      EXPECT_FALSE(has_seconds(after, order));
      EXPECT_FALSE(test::finds(test::read_block(after), LeakClass::location));
      EXPECT_EQ(test::value_of(test::read_block(after, true), "Make"), "Canon");
      EXPECT_EQ(test::contains(after, std::string_view{"\x1C\xEA\0\0\0\x08", 6}), header != 0);
    }
    // As Windows writes it.
    std::vector<Byte> padding = {0x1C, 0xEA, 0, 0, 0, 8};
    padding.resize(2060);
    TiffBuilder builder(order);
    builder.undefined(builder.ifd(), 0xEA1C, padding);
    EXPECT_FALSE(test::finds(test::read_block(builder.build()), LeakClass::location));
  }
}

TEST(ExifReader, ABlockInAGapGoesWithItsValues) {
  for (const ByteOrder order : both_orders) {
    for (const std::string_view before : {"Exif", "\xFF\xD8\xFF\xE1"}) {
      TiffBuilder builder(ByteOrder::little);
      builder.ascii(builder.ifd(), 0x010F, "Canon");
      auto tiff = builder.build();
      tiff.insert(tiff.end(), before.begin(), before.end());
      tiff.insert(tiff.end(), {0, 0, 7});
      const auto stale = gps_block(order);
      tiff.insert(tiff.end(), stale.begin(), stale.end());
      ASSERT_TRUE(has_seconds(tiff, order));
      EXPECT_EQ(test::names_of(test::read_block(tiff), LeakClass::location), (Names{"EXIF:UnreferencedGPS"}));
      const auto erasure = test::erase_block(tiff, test::of_class(LeakClass::location));
      ASSERT_TRUE(erasure) << erasure.error().what;
      const auto after = test::applied(tiff, *erasure);
      EXPECT_FALSE(has_seconds(after, order));
      EXPECT_FALSE(test::finds(test::read_block(after), LeakClass::location));
    }
  }
}

TEST(ExifTags, AreSortedAndComplete) {
  for (const auto table : {exif_tags(), gps_tags(), interop_tags()}) {
    for (std::size_t i = 0; i < table.size(); ++i) {
      EXPECT_FALSE(table[i].name.empty());
      EXPECT_FALSE(table[i].clause.empty()) << table[i].name;
      EXPECT_TRUE(i == 0 || table[i - 1].id < table[i].id);
    }
  }
  EXPECT_GT(exif_tags().size(), 450U);
  EXPECT_EQ(gps_tags().size(), 32U);
  EXPECT_EQ(find_exif_tag(IfdKind::main, 0x0132)->name, "ModifyDate");
  EXPECT_EQ(find_exif_tag(IfdKind::gps, 2)->name, "GPSLatitude");
  EXPECT_EQ(find_exif_tag(IfdKind::interop, 2)->name, "InteropVersion");
  EXPECT_EQ(find_exif_tag(IfdKind::main, 2), nullptr);
}

TEST(ExifTags, OfExif31HaveNamesAndClasses) {
  TiffBuilder builder(ByteOrder::big);
  const int ifd0 = builder.ifd(), exif = builder.ifd();
  builder.pointer(ifd0, 0x8769, exif);
  builder.u16(exif, 0xA40D, 0x0102);
  builder.ascii(exif, 0xA40E, "warm, for grandmother");
  for (const int tag : {0xA40F, 0xA410, 0xA411, 0xA412})
    builder.u16(exif, static_cast<std::uint16_t>(tag), 1);
  const Reading reading = test::read_block(builder.build());
  EXPECT_EQ(test::names_of(reading, LeakClass::text), (Names{"ExifIFD:DevelopmentTypeDescription"}));
  EXPECT_EQ(test::names_of(reading, LeakClass::device),
            (Names{"ExifIFD:DevelopmentType", "ExifIFD:DistortionCorrection",
                   "ExifIFD:ChromaticAberrationCorrection", "ExifIFD:ShadingCorrection",
                   "ExifIFD:NoiseReduction"}));
  EXPECT_FALSE(test::finds(reading, LeakClass::unknown));
}

TEST(Exif, NamesAndClassesOfACamerasBlock) {
  for (const ByteOrder order : both_orders) {
    const auto tiff = camera_block(order);
    const Reading reading = test::read_block(tiff);
    EXPECT_TRUE(reading.blind_spots.empty());
    EXPECT_EQ(test::names_of(reading, LeakClass::text),
              (Names{"IFD0:ImageDescription", "ExifIFD:UserComment"}));
    EXPECT_EQ(test::names_of(reading, LeakClass::copyright), (Names{"IFD0:Artist", "IFD0:XPAuthor"}));
    EXPECT_EQ(test::names_of(reading, LeakClass::time),
              (Names{"IFD0:ModifyDate", "ExifIFD:DateTimeOriginal", "ExifIFD:OffsetTimeOriginal"}));
    EXPECT_EQ(test::names_of(reading, LeakClass::device),
              (Names{"IFD0:Make", "IFD0:XResolution", "ExifIFD:ExposureTime", "ExifIFD:ExifVersion",
                     "ExifIFD:ColorSpace", "ExifIFD:SerialNumber", "InteropIFD:InteropIndex"}));
    EXPECT_EQ(test::names_of(reading, LeakClass::orientation), (Names{"IFD0:Orientation"}));
    EXPECT_EQ(test::names_of(reading, LeakClass::unknown), (Names{"ExifIFD:0xBEEF"}));
    EXPECT_EQ(test::names_of(reading, LeakClass::thumbnail),
              (Names{"IFD1:Compression", "IFD1:ThumbnailImage"}));
    EXPECT_FALSE(test::finds(reading, LeakClass::location));
    ASSERT_EQ(reading.references.size(), 1U);
    EXPECT_EQ(reading.references[0].kind, BlockKind::jpeg);
    EXPECT_EQ(reading.references[0].parts, (std::vector<Extent>{{tiff.size() - 12, 12}}));
    const Facts* facts = reading.find_facts(0);
    EXPECT_EQ(facts->orientation, 6);
    EXPECT_EQ(facts->color_space, 1);
    EXPECT_FALSE(facts->interop_r03);
    EXPECT_FALSE(facts->canonical);
    EXPECT_EQ(facts->taken, "2024-05-06T19:07:08");
    for (const BlockFinding& finding : reading.findings) EXPECT_TRUE(finding.value.empty());
  }
}

TEST(Exif, ValuesInWordsWhenAskedFor) {
  for (const ByteOrder order : both_orders) {
    const auto tiff = camera_block(order);
    const Reading reading = test::read_block(tiff, true);
    EXPECT_EQ(test::value_of(reading, "ImageDescription"), "a view from the balcony");
    EXPECT_EQ(test::value_of(reading, "XPAuthor"), "J\xC3\xA4ne");
    EXPECT_EQ(test::value_of(reading, "ExposureTime"), "0.0125");
    EXPECT_EQ(test::value_of(reading, "ExifVersion"), "0232");
    EXPECT_EQ(test::value_of(reading, "UserComment"), "hi you");
    EXPECT_EQ(test::value_of(reading, "XResolution"), "72");
    EXPECT_EQ(test::value_of(reading, "0xBEEF"), "7");
  }
}

TEST(ExifValues, TextOfACommentNeedsNoCharacterCode) {
  const auto text = [](std::string_view value) {
    return comment_text({reinterpret_cast<const Byte*>(value.data()), value.size()}, ByteOrder::big);
  };
  EXPECT_EQ(text({"ASCII\0\0\0hello", 13}), "hello");
  EXPECT_EQ(text("ASCII   hello"), "hello");
  EXPECT_EQ(text({"\0\0\0\0\0\0\0\0hello", 13}), "hello");
  EXPECT_EQ(text({"UNICODE\0\0h\0i", 12}), "hi");
  EXPECT_EQ(text({"focus:Tut\0", 10}), "focus:Tut");
  EXPECT_EQ(text("ASCII-art of a cat"), "ASCII-art of a cat");
  EXPECT_EQ(text({"ASCII\0\0\0\n\0\0\1\2", 13}), "\n");
  EXPECT_EQ(text({"\0\0\0\0\0\0\0\0\1\2\3", 11}), "(11 bytes)");
  EXPECT_EQ(text({"ASCII\0\0\0   ", 11}), "");
}

TEST(Exif, FirstStretchIsTheEntrySecondTheValue) {
  const auto tiff = camera_block(ByteOrder::big);
  const Reading reading = test::read_block(tiff);
  const auto where = reading.where(reading.findings[0]);
  ASSERT_EQ(where.size(), 2U);
  EXPECT_EQ(where[0], (Extent{10, 12}));
  EXPECT_TRUE(test::contains(Bytes{tiff}.subspan(where[1].offset, where[1].length), "a view"));
}

TEST(Exif, R03MakesColourTagsTheProfile) {
  TiffBuilder builder(ByteOrder::little);
  const int ifd0 = builder.ifd(), exif = builder.ifd(), interop = builder.ifd();
  builder.pointer(ifd0, 0x8769, exif);
  builder.u16(exif, 0xA001, 0xFFFF);
  builder.pointer(exif, 0xA005, interop);
  builder.ascii(interop, 1, "R03");
  const Reading reading = test::read_block(builder.build());
  EXPECT_EQ(test::names_of(reading, LeakClass::icc),
            (Names{"ExifIFD:ColorSpace", "InteropIFD:InteropIndex"}));
  EXPECT_TRUE(reading.find_facts(0)->interop_r03);
  EXPECT_EQ(reading.find_facts(0)->color_space, 0xFFFF);
}

TEST(Exif, InvalidOrientationIsNoFact) {
  for (const std::uint16_t value : std::initializer_list<std::uint16_t>{0, 9, 4711}) {
    TiffBuilder builder(ByteOrder::little);
    const int ifd0 = builder.ifd();
    builder.u16(ifd0, 0x0112, value);
    EXPECT_EQ(test::read_block(builder.build()).find_facts(0)->orientation, 0);
  }
}

TEST(Exif, AnOrientationCountsInAnyType) {
  const auto orientation_in = [](std::uint16_t type, const std::vector<Byte>& bytes) {
    TiffBuilder builder(ByteOrder::big);
    builder.raw(builder.ifd(), 0x0112, type, static_cast<std::uint32_t>(bytes.size()), bytes);
    return test::read_block(builder.build()).find_facts(0)->orientation;
  };
  EXPECT_EQ(orientation_in(tiff_type::undefined, {6}), 6);
  EXPECT_EQ(orientation_in(tiff_type::undefined, {0, 6}), 6);
  EXPECT_EQ(orientation_in(tiff_type::undefined, {77}), 0);
  EXPECT_EQ(orientation_in(tiff_type::ascii, {'6', 0}), 6);
  EXPECT_EQ(orientation_in(tiff_type::ascii, {'x', 0}), 0);
  EXPECT_EQ(orientation_in(tiff_type::byte, {8}), 8);
}

TEST(Exif, AnOrientationAmongEntriesOfUnknownTypesIsAFact) {
  TiffBuilder builder(ByteOrder::big);
  const int ifd0 = builder.ifd();
  builder.u16(ifd0, 0x0112, 6);
  for (const std::uint16_t tag : std::initializer_list<std::uint16_t>{0x9000, 0x9001, 0x9002, 0x9003})
    builder.raw(ifd0, tag, 0x77, 1, {1, 2, 3, 4});
  const Reading reading = test::read_block(builder.build());
  EXPECT_FALSE(test::sees_all(reading));
  ASSERT_NE(reading.find_facts(0), nullptr);
  EXPECT_EQ(reading.find_facts(0)->orientation, 6);
  EXPECT_EQ(test::names_of(reading, LeakClass::orientation), (Names{"IFD0:Orientation"}));
}

TEST(Exif, EmbeddedDocumentsAreReferences) {
  TiffBuilder builder(ByteOrder::little);
  const int ifd0 = builder.ifd();
  for (const std::uint16_t tag :
       std::initializer_list<std::uint16_t>{0x02BC, 0x83BB, 0x8649, 0x8773, 0xCD41}) {
    builder.undefined(ifd0, tag, std::vector<Byte>(9, 'x'));
  }
  const Reading reading = test::read_block(builder.build());
  std::vector<BlockKind> kinds;
  for (const Reference& reference : reading.references) kinds.push_back(reference.kind);
  EXPECT_EQ(kinds, (std::vector<BlockKind>{BlockKind::xmp, BlockKind::iptc, BlockKind::irb, BlockKind::icc,
                                           BlockKind::jumbf}));
  EXPECT_EQ(test::names_of(reading, LeakClass::icc), (Names{"IFD0:ICC_Profile"}));
  EXPECT_EQ(test::names_of(reading, LeakClass::credentials), (Names{"IFD0:JUMBF"}));
}

TEST(Exif, GapsCountOnlyWhenTheySaySomething) {
  auto tiff = camera_block(ByteOrder::big);
  for (int i = 0; i < 40; ++i) tiff.push_back(static_cast<Byte>(0x80 + i * 3));
  EXPECT_FALSE(test::names_of(test::read_block(tiff), LeakClass::unknown).size() > 1);
  const std::string_view text = "filter: 0; fileterIntensity: 0.0;";
  tiff.insert(tiff.end(), text.begin(), text.end());
  const Reading reading = test::read_block(tiff, true);
  EXPECT_EQ(test::value_of(reading, "UnreferencedText"), text);
  EXPECT_EQ(test::names_of(reading, LeakClass::unknown), (Names{"ExifIFD:0xBEEF", "EXIF:UnreferencedText"}));
}

TEST(Exif, AnUnreadableBlockIsABlindSpot) {
  auto tiff = camera_block(ByteOrder::big);
  const auto blind = [](Bytes bytes) { return !test::sees_all(test::read_block(bytes)); };
  EXPECT_FALSE(blind(tiff));
  EXPECT_FALSE(blind(Bytes{tiff}.first(7))) << "too short for anything";
  EXPECT_TRUE(blind(Bytes{tiff}.subspan(1)));
  store_u32(tiff.data() + 4, 0xFFFF, ByteOrder::big);
  EXPECT_TRUE(blind(tiff));
  store_u32(tiff.data() + 4, 8, ByteOrder::big);
  store_u16(tiff.data() + 8, 0, ByteOrder::big);
  store_u32(tiff.data() + 10, 0, ByteOrder::big);
  EXPECT_TRUE(blind(tiff)) << "IFD0 says it is empty, but bytes follow";
  EXPECT_FALSE(blind(std::vector<Byte>(64))) << "an emptied segment";
  EXPECT_FALSE(blind({}));
}

TEST(Exif, ABadPointerElsewhereIsANote) {
  auto tiff = camera_block(ByteOrder::little);
  const Reading before = test::read_block(tiff);
  TiffBuilder builder(ByteOrder::little);
  const int ifd0 = builder.ifd();
  builder.ascii(ifd0, 0x010F, "Canon");
  builder.u32(ifd0, 0x8769, 0x00FFFFFF);
  const Reading reading = test::read_block(builder.build());
  EXPECT_EQ(reading.blind_spots.size(), 1U);
  EXPECT_TRUE(test::sees_all(reading));
}

TEST(Exif, KodaksOwnDirectoryMayNameThePlace) {
  TiffBuilder builder(ByteOrder::big);
  const int ifd0 = builder.ifd(), exif = builder.ifd(), kodak = builder.ifd();
  builder.pointer(ifd0, 0x8769, exif);
  builder.pointer(exif, 0x8290, kodak);
  builder.ascii(kodak, 0x0402, "43 N 77 W");
  builder.ascii(kodak, 0x0100, "no width");
  const auto tiff = builder.build();
  const Reading reading = test::read_block(tiff);
  EXPECT_EQ(test::names_of(reading, LeakClass::location), (Names{"KodakIFD:GPSString"}));
  EXPECT_EQ(test::names_of(reading, LeakClass::unknown), (Names{"KodakIFD:0x0100"}));
  const auto after = test::applied(tiff, *test::erase_block(tiff, test::of_class(LeakClass::location)));
  EXPECT_FALSE(test::contains(after, "43 N"));
}

TEST(Exif, GpsTagsInIfd0AreLocation) {
  TiffBuilder builder(ByteOrder::big);
  const int ifd0 = builder.ifd();
  builder.rationals(ifd0, 2, {{36, 1}, {6, 1}, {5, 1}});
  builder.u16(ifd0, 0x0112, 1);
  EXPECT_EQ(test::names_of(test::read_block(builder.build()), LeakClass::location), (Names{"IFD0:0x0002"}));
}

TEST(Exif, DegreesUnderTheIdOfACoordinateAreLocationInAnyStandardDirectory) {
  TiffBuilder builder(ByteOrder::big);
  const int ifd0 = builder.ifd(), exif = builder.ifd(), interop = builder.ifd();
  builder.rationals(ifd0, 2, {{48858333, 1000000}});
  builder.raw(ifd0, 4, tiff_type::f64, 1, {0x40, 0x02, 0x5A, 0xEE, 0x63, 0x1F, 0x8A, 0x09});
  builder.pointer(ifd0, 0x8769, exif);
  builder.pointer(exif, 0xA005, interop);
  builder.rationals(interop, 2, {{48, 1}, {51, 1}, {30, 1}});
  EXPECT_EQ(test::names_of(test::read_block(builder.build()), LeakClass::location),
            (Names{"IFD0:0x0002", "IFD0:0x0004", "InteropIFD:InteropVersion"}));
}

TEST(Exif, TextsAreSearchedWhateverTheirTypeIs) {
  constexpr std::string_view words = "lat: 48.8583 lon: 2.2944";
  std::string wide, coded = "UNICODE"s, lower = "Unicode"s;
  for (const char c : words) wide.append({c, '\0'});
  coded.append(1, '\0').append(words);
  lower.append(1, '\0').append(wide);
  struct Written {
    std::uint16_t tag;
    std::uint16_t type;
    std::string value;
  };
  const Written all[] = {
      {0x010E, tiff_type::byte, std::string{words}},
      {0x010E, tiff_type::s8, std::string{words}},
      {0x010E, tiff_type::u16, wide},
      {0x9C9C, tiff_type::ascii, std::string{words} + '\0'},
      {0x9C9C, tiff_type::byte, wide},
      {0x9286, tiff_type::undefined, coded},
      {0x9286, tiff_type::undefined, lower},
      {0xBEEF, tiff_type::u16, wide},
  };
  for (const Written& each : all) {
    TiffBuilder builder(ByteOrder::little);
    const auto count = static_cast<std::uint32_t>(each.value.size() / tiff_type_size(each.type));
    builder.raw(builder.ifd(), each.tag, each.type, count, {each.value.begin(), each.value.end()});
    const auto tiff = builder.build();
    const Reading reading = test::read_block(tiff);
    EXPECT_EQ(test::names_of(reading, LeakClass::location).size(), 2U) << each.tag << ' ' << each.type;
    ASSERT_EQ(reading.positions.size(), 1U);
    EXPECT_EQ(reading.positions[0].latitude, 48.8583);
  }
}

TEST(Exif, ADocumentInAnOpaqueValueIsAReference) {
  TiffBuilder inner(ByteOrder::big);
  inner.ascii(inner.ifd(), 0x010E, "somewhere");
  const auto document = inner.build();
  for (const std::uint16_t tag : std::initializer_list<std::uint16_t>{0xBEEF, 0x935C, 0x9286}) {
    TiffBuilder builder(ByteOrder::little);
    std::vector<Byte> value{'E', 'x', 'i', 'f', 0, 0};
    value.insert(value.end(), document.begin(), document.end());
    builder.undefined(builder.ifd(), tag, value);
    const Reading reading = test::read_block(builder.build());
    ASSERT_EQ(reading.references.size(), 1U) << tag;
    EXPECT_EQ(reading.references[0].kind, BlockKind::exif);
    EXPECT_EQ(reading.references[0].parts[0].length, document.size());
  }
}

TEST(Exif, AThumbnailWhosePointerMissesItIsRead) {
  const auto block = [](std::string_view front) {
    TiffBuilder builder(ByteOrder::little);
    const int ifd0 = builder.ifd(), ifd1 = builder.ifd();
    builder.ascii(ifd0, 0x0131, "x");
    builder.link(ifd0, ifd1);
    std::string stream{front};
    stream.append("\xFF\xD8\xFF\xFE\0\x04xy\xFF\xDA"sv).append(20, 'x');
    builder.u32(ifd1, 0x0201, 0);
    builder.u32(ifd1, 0x0202, static_cast<std::uint32_t>(stream.size()));
    auto tiff = builder.build();
    const auto at = static_cast<std::uint32_t>(tiff.size());
    store_u32(tiff.data() + builder.offset_of(ifd1) + 2 + 8, at, ByteOrder::little);
    tiff.insert(tiff.end(), stream.begin(), stream.end());
    return tiff;
  };
  for (const std::string_view front : {""sv, "\0\0\0\0"sv}) {
    const Reading reading = test::read_block(block(front));
    ASSERT_EQ(reading.references.size(), 1U) << front.size();
    EXPECT_EQ(reading.references[0].kind, BlockKind::jpeg);
    EXPECT_EQ(reading.references[0].parts[0].length, 30U);
  }
}

TEST(ExifErase, ADirectoryBehindAPointerOfAWrongTypeGoesWhole) {
  TiffBuilder builder(ByteOrder::big);
  const int ifd0 = builder.ifd();
  builder.ascii(ifd0, 0x0131, "x");
  builder.rationals(ifd0, 0x8825, {{0, 1}});
  auto tiff = builder.build();
  TiffBuilder other(ByteOrder::big);
  const int gps = other.ifd();
  other.ascii(gps, 1, "N");
  other.rationals(gps, 2, {{48, 1}, {51, 1}, {30, 1}});
  // Its offsets count from the block's start, behind which it stands.
  auto table = other.build();
  const auto at = static_cast<std::uint32_t>(tiff.size());
  store_u32(&table[8 + 2 + 12 + 8], load_u32(&table[8 + 2 + 12 + 8], ByteOrder::big) - 8 + at,
            ByteOrder::big);
  store_u32(&tiff[8 + 2 + 12 + 8], at, ByteOrder::big);
  tiff.insert(tiff.end(), table.begin() + 8, table.end());
  const auto erasure = test::erase_block(tiff, test::of_class(LeakClass::location));
  ASSERT_TRUE(erasure);
  const auto after = test::applied(tiff, *erasure);
  EXPECT_TRUE(std::all_of(after.begin() + at, after.end(), [](Byte byte) { return byte == 0; }));
}

TEST(Exif, OneWhoWantsAnAnswerReadsNoFurtherThanTheGpsDirectory) {
  const EnoughRead any = [](const Reading& reading) { return !reading.findings.empty(); };
  const EnoughRead never = [](const Reading&) { return false; };
  for (const ByteOrder order : both_orders) {
    TiffBuilder builder(order);
    const int ifd0 = builder.ifd(), gps = builder.ifd();
    builder.ascii(ifd0, 0x010F, "Canon");
    builder.pointer(ifd0, 0x8825, gps);
    builder.rationals(gps, 2, {{35, 1}, {40, 1}, {30, 1}});
    const auto tiff = builder.build();
    Reading answered, all, usual;
    read_exif_until(any, {tiff, 0, false}, answered);
    ASSERT_EQ(answered.findings.size(), 1u);
    EXPECT_EQ(answered.findings[0].tag, "GPSLatitude");
    read_exif_until(never, {tiff, 0, false}, all);
    read_exif({tiff, 0, false}, usual);
    EXPECT_EQ(all.findings.size(), usual.findings.size());
  }
}

TEST(MinimalExif, IsByteForByteTheCanonicalForm) {
  EXPECT_EQ(minimal_exif(6, false, 0), (std::vector<Byte>{'M', 'M', 0, 0x2A, 0, 0, 0, 8, 0, 1, 1, 0x12, 0,
                                                          3,   0,   0, 0,    1, 0, 6, 0, 0, 0, 0, 0,    0}));
  EXPECT_TRUE(minimal_exif(1, false, 0).empty());
  EXPECT_TRUE(minimal_exif(9, false, 0).empty());
  EXPECT_EQ(minimal_exif(0, true, 0).size(), 86U);
  EXPECT_EQ(minimal_exif(8, true, 2).size(), 98U);
  EXPECT_EQ(minimal_exif(1, true, 0), minimal_exif(0, true, 0xFFFF));
}

TEST(MinimalExif, ReadsAsCanonicalAndNothingElseDoes) {
  for (const std::uint16_t orientation : std::initializer_list<std::uint16_t>{0, 2, 3, 4, 5, 6, 7, 8}) {
    for (const bool adobe : {false, true}) {
      auto tiff = minimal_exif(orientation, adobe, 0xFFFF);
      if (tiff.empty()) continue;
      const auto check = [&](Bytes bytes) {
        const Reading reading = test::read_block(bytes);
        const Facts* facts = reading.find_facts(0);
        return facts != nullptr && facts->canonical && facts->orientation == orientation &&
               facts->interop_r03 == adobe && facts->color_space == (adobe ? 0xFFFF : 0) &&
               reading.findings.size() == (orientation != 0 ? 1U : 0U);
      };
      EXPECT_TRUE(check(tiff)) << orientation << adobe;
      for (std::size_t i = 0; i < tiff.size(); ++i) {
        auto flipped = tiff;
        flipped[i] ^= 0x10;
        EXPECT_FALSE(check(flipped)) << "byte " << i;
        EXPECT_FALSE(check(Bytes{tiff}.first(i)));
      }
      tiff.resize(tiff.size() + 100);
      EXPECT_TRUE(check(tiff)) << "emptied at its size";
      tiff.back() = 1;
      EXPECT_FALSE(check(tiff));
    }
  }
}

TEST(MinimalExif, SaysToTheWalkerWhatItWasToldToSay) {
  auto tiff = minimal_exif(7, true, 2);
  tiff.push_back(1);  // so that it is not taken for canonical
  const Reading reading = test::read_block(tiff);
  const Facts* facts = reading.find_facts(0);
  EXPECT_FALSE(facts->canonical);
  EXPECT_EQ(facts->orientation, 7);
  EXPECT_EQ(facts->color_space, 2);
  EXPECT_TRUE(facts->interop_r03);
}

TEST(ExifErase, SelectedTagsGoAndTheOthersStay) {
  for (const ByteOrder order : both_orders) {
    const auto tiff = camera_block(order);
    const auto erasure = test::erase_block(tiff, test::of_class(LeakClass::copyright));
    ASSERT_TRUE(erasure);
    EXPECT_FALSE(erasure->nothing_left);
    const auto after = test::applied(tiff, *erasure);
    EXPECT_EQ(after.size(), tiff.size());
    EXPECT_FALSE(test::contains(after, "Jane"));
    const Reading before = test::read_block(tiff, true);
    const Reading reading = test::read_block(after, true);
    EXPECT_EQ(reading.findings.size() + 2, before.findings.size());
    for (const BlockFinding& finding : reading.findings) {
      EXPECT_EQ(finding.value, test::value_of(before, finding.tag)) << finding.tag;
    }
    EXPECT_EQ(reading.references.size(), before.references.size());
    EXPECT_TRUE(reading.blind_spots.empty());
    const auto again = test::erase_block(after, test::of_class(LeakClass::copyright));
    EXPECT_TRUE(again->patches.empty());
  }
}

TEST(ExifErase, WipeRestLeavesKeptTagsAlone) {
  for (const ByteOrder order : both_orders) {
    auto tiff = camera_block(order);
    const std::string_view gap = "a forgotten sentence";
    tiff.insert(tiff.end(), gap.begin(), gap.end());
    const auto keep_time = [](const BlockFinding& finding) {
      return finding.leak_class != LeakClass::time && finding.leak_class != LeakClass::orientation;
    };
    const auto erasure = test::erase_block(tiff, keep_time, true);
    ASSERT_TRUE(erasure);
    const auto after = test::applied(tiff, *erasure);
    const Reading reading = test::read_block(after, true);
    Names names;
    for (const BlockFinding& finding : reading.findings) names.push_back(std::string{finding.tag});
    EXPECT_EQ(names, (Names{"Orientation", "ModifyDate", "DateTimeOriginal", "OffsetTimeOriginal"}));
    for (const std::string_view text :
         {"balcony", "Canon", "Jane", "hi you", "SN-", "R98", "THUMB", "forgotten"}) {
      EXPECT_FALSE(test::contains(after, text)) << text;
    }
    EXPECT_EQ(test::value_of(reading, "DateTimeOriginal"), "2024:05:06 19:07:08");
    EXPECT_TRUE(test::erase_block(after, keep_time, true)->patches.empty());
  }
}

TEST(ExifErase, TheThumbnailTakesItsDirectoryAlong) {
  for (const ByteOrder order : both_orders) {
    const auto tiff = camera_block(order);
    const auto erasure = test::erase_block(tiff, test::of_class(LeakClass::thumbnail));
    ASSERT_TRUE(erasure);
    const auto after = test::applied(tiff, *erasure);
    EXPECT_FALSE(test::contains(after, "THUMB"));
    const auto graph = walk_ifds(after);
    EXPECT_EQ(graph->ifds.size(), 3U) << "IFD1 is gone with its link";
    EXPECT_TRUE(test::read_block(after).references.empty());
  }
}

TEST(ExifErase, WithoutAnythingLeftItSaysSo) {
  const auto tiff = camera_block(ByteOrder::big);
  const auto erasure = test::erase_block(tiff, [](const BlockFinding&) { return true; });
  ASSERT_TRUE(erasure);
  EXPECT_TRUE(erasure->nothing_left);
  EXPECT_TRUE(test::read_block(test::applied(tiff, *erasure)).findings.empty());
}

TEST(ExifErase, PatchesAreSortedApartAndInside) {
  const auto tiff = camera_block(ByteOrder::little);
  const auto erasure = test::erase_block(
      tiff, [](const BlockFinding& finding) { return finding.leak_class != LeakClass::time; }, true);
  ASSERT_TRUE(erasure);
  std::uint64_t end = 0;
  for (const Patch& patch : erasure->patches) {
    EXPECT_GE(patch.offset, end);
    EXPECT_FALSE(patch.bytes.empty());
    end = patch.at().end();
    EXPECT_EQ(patch.indivisible, patch.phase == Phase::pointer);
  }
  EXPECT_LE(end, tiff.size());
}

TEST(ExifErase, ATextOverADirectoryThatChangesIsAConflict) {
  for (const ByteOrder order : both_orders) {
    test::TiffBuilder builder{order};
    const int ifd0 = builder.ifd();
    const int gps = builder.ifd();
    // A description whose count runs past the end and whose place is the value of the entry behind it.
    std::vector<Byte> place(4);
    store_u32(place.data(), 8 + 2 + 12 + 8, order);
    builder.raw(ifd0, 0x010E, tiff_type::ascii, 1000, {});
    builder.raw(ifd0, 0x8000, tiff_type::byte, 4, {'l', 'a', 't', '='});
    builder.raw(ifd0, order == ByteOrder::big ? 0x3132 : 0x3231, order == ByteOrder::big ? 0x2E35 : 0x352E, 0,
                {});
    builder.pointer(ifd0, 0x8825, gps);
    builder.rationals(gps, 6, {{600, 1}});
    std::vector<Byte> tiff = builder.build();
    std::ranges::copy(place, tiff.begin() + 8 + 2 + 8);
    ASSERT_EQ(test::value_of(test::read_block(tiff, true), "ImageDescription.lat"), "12.5");
    const auto erasure = test::erase_block(tiff, test::of_class(LeakClass::location));
    ASSERT_FALSE(erasure);
    EXPECT_EQ(erasure.error().code, Errc::conflict);
  }
}

// A count that is too large makes entries of what follows: a place that is blanked there would be a new tag.
TEST(ExifErase, APlaceInsideADirectoryIsAConflict) {
  for (const ByteOrder order : both_orders) {
    test::TiffBuilder builder{order};
    builder.ascii(builder.ifd(), 0x010E, "lat=12.5 and more");
    std::vector<Byte> tiff = builder.build();
    EXPECT_TRUE(test::erase_block(tiff, test::of_class(LeakClass::location)));
    store_u16(tiff.data() + 8, 2, order);
    ASSERT_EQ(test::value_of(test::read_block(tiff, true), "ImageDescription.lat"), "12.5");
    const auto erasure = test::erase_block(tiff, test::of_class(LeakClass::location));
    ASSERT_FALSE(erasure);
    EXPECT_EQ(erasure.error().code, Errc::conflict);
  }
}

// An interrupted removal leaves a GPS directory that nothing points at, with a short text behind it: once the
// directory is zeros, the text is the only thing in its gap and is found.
TEST(ExifErase, ATextThatStandsAloneAfterwardsIsNoConflict) {
  test::TiffBuilder builder{ByteOrder::little};
  const int ifd0 = builder.ifd();
  const int gps = builder.ifd();
  builder.ascii(ifd0, 0x010E, "a description that stays");
  builder.rationals(gps, 2, {{33, 1}, {51, 1}, {24, 1}});
  std::vector<Byte> tiff = builder.build();
  for (const char letter : std::string_view{"area of town"}) tiff.push_back(static_cast<Byte>(letter));
  ASSERT_TRUE(test::finds(test::read_block(tiff), LeakClass::location));
  ASSERT_FALSE(test::finds(test::read_block(tiff), LeakClass::unknown));
  const auto erasure = test::erase_block(tiff, test::of_class(LeakClass::location));
  ASSERT_TRUE(erasure);
  EXPECT_FALSE(test::finds(test::read_block(test::applied(tiff, *erasure)), LeakClass::location));
}

TEST(ExifErase, NothingSelectedChangesNothing) {
  const auto tiff = camera_block(ByteOrder::little);
  EXPECT_TRUE(test::erase_block(tiff, [](const BlockFinding&) { return false; })->patches.empty());
}

// What truncation and flipped bytes may lead to: an error, or a block in which nothing selected is found.
void expect_error_or_gone(Bytes tiff, const test::Choice& goes, bool wipe_rest, const std::string& what) {
  const auto erasure = test::erase_block(tiff, goes, wipe_rest);
  if (!erasure) return;
  const auto after = test::applied({tiff.begin(), tiff.end()}, *erasure);
  if (erasure->nothing_left) return;
  const Reading reading = test::read_block(after);
  for (const BlockFinding& finding : reading.findings) {
    ASSERT_FALSE(goes(finding)) << what << ": " << finding.group << ":" << finding.tag;
  }
}

TEST(ExifErase, TruncatedAnywhere) {
  for (const ByteOrder order : both_orders) {
    const auto tiff = camera_block(order);
    for (std::size_t size = 0; size < tiff.size(); ++size) {
      expect_error_or_gone(Bytes{tiff}.first(size), test::of_class(LeakClass::copyright), false,
                           std::to_string(size));
    }
  }
}

TEST(ExifErase, EveryByteFlipped) {
  for (const ByteOrder order : both_orders) {
    const auto tiff = camera_block(order);
    for (std::size_t i = 0; i < tiff.size(); ++i) {
      for (const int mask : {0x01, 0x80, 0xFF}) {
        auto flipped = tiff;
        flipped[i] ^= static_cast<Byte>(mask);
        expect_error_or_gone(flipped, test::of_class(LeakClass::copyright), false, std::to_string(i));
        expect_error_or_gone(flipped, test::of_class(LeakClass::time), false, std::to_string(i));
      }
    }
  }
}

}  // namespace
}  // namespace exifscrub
