#include <gtest/gtest.h>

#include <algorithm>

#include "base/memory_source.hpp"
#include "exifscrub/inspect.hpp"
#include "inspect/exif_numbers.hpp"
#include "inspect/exif_words.hpp"
#include "inspect/xmp_values.hpp"
#include "support/jpeg_bytes.hpp"
#include "support/tiff_builder.hpp"

namespace exifscrub {
namespace {

using test::Buffer;

Inspection inspect_bytes(const Buffer& bytes) {
  MemorySource source{bytes};
  auto inspection = inspect(source, {Policy{Mode::strip}, false, true});
  EXPECT_TRUE(inspection);
  return std::move(*inspection);
}

const Field* find(const FieldMap& map, std::string_view name) {
  const auto found = std::ranges::find(map.fields, name, &Field::name);
  return found == map.fields.end() ? nullptr : &*found;
}

std::string value_of(const FieldMap& map, std::string_view name) {
  const Field* field = find(map, name);
  return field == nullptr ? "(none)" : field->value;
}

Buffer exif_segment(const std::vector<Byte>& tiff) {
  return test::segment(0xE1, test::joined({test::bytes_of(std::string_view{"Exif\0\0", 6}), tiff}));
}

/// IFD0 with a make and an orientation, and a GPS IFD.
Buffer picture_with_gps() {
  test::TiffBuilder tiff{ByteOrder::big};
  const int ifd0 = tiff.ifd();
  const int gps = tiff.ifd();
  tiff.ascii(ifd0, 0x010F, "Example");
  tiff.u16(ifd0, 0x0112, 6);
  tiff.pointer(ifd0, 0x8825, gps);
  tiff.ascii(gps, 1, "N");
  tiff.rationals(gps, 2, {{36, 1}, {6, 1}, {5961, 100}});
  tiff.ascii(gps, 3, "W");
  tiff.rationals(gps, 4, {{115, 1}, {8, 1}, {0, 1}});
  return test::image(exif_segment(tiff.build()));
}

TEST(Description, FieldsAreATreeInTheFile) {
  const Buffer bytes = picture_with_gps();
  const FieldMap map = inspect_bytes(bytes).fields;
  ASSERT_FALSE(map.fields.empty());
  EXPECT_TRUE(map.complete);
  EXPECT_EQ(map.fields[0].end, map.fields.size());
  for (std::uint32_t i = 1; i < map.fields.size(); ++i) {
    const Field& field = map.fields[i];
    ASSERT_LT(field.parent, i);
    EXPECT_EQ(field.depth, map.fields[field.parent].depth + 1);
    EXPECT_LE(field.end, map.fields[field.parent].end);
    for (const Extent at : map.where(field)) EXPECT_LE(at.end(), bytes.size());
  }
}

TEST(Description, SaysWhatTheTagsMean) {
  const FieldMap map = inspect_bytes(picture_with_gps()).fields;
  EXPECT_EQ(value_of(map, "Make"), "Example");
  EXPECT_EQ(value_of(map, "Orientation"), "6: rotate by 90 degrees clockwise");
  EXPECT_EQ(find(map, "Orientation")->number, "6");
  EXPECT_EQ(value_of(map, "GPSLatitude"), "36 deg 6' 59.61\" N = 36.11655833");
  EXPECT_EQ(find(map, "GPSLatitude")->number, "36.1165583333333");
  EXPECT_EQ(find(map, "GPSLatitude")->leak_class, LeakClass::location);
  EXPECT_EQ(value_of(map, "GPSLongitude"), "115 deg 8' 0\" W = -115.13333333");
}

TEST(Description, ExplainsHowDegreesAreComputed) {
  const FieldMap map = inspect_bytes(picture_with_gps()).fields;
  const auto sum = std::ranges::find_if(map.fields, [](const Field& field) {
    return field.name == "GPSLatitude" && field.kind == FieldKind::location;
  });
  ASSERT_NE(sum, map.fields.end());
  EXPECT_EQ(sum->value, "36 + 6/60 + 59.61/3600 = 36.11655833 degrees");
  const auto west = std::ranges::find_if(map.fields, [](const Field& field) {
    return field.name == "GPSLongitude" && field.kind == FieldKind::location;
  });
  ASSERT_NE(west, map.fields.end());
  EXPECT_EQ(west->value, "115 + 8/60 + 0/3600 = 115.1333333 W = -115.1333333 degrees");
  EXPECT_EQ(value_of(map, "seconds"), "5961/100 = 59.61");
}

TEST(Description, PointersLeadToTheirTarget) {
  const FieldMap map = inspect_bytes(picture_with_gps()).fields;
  const Field* pointer = find(map, "GPSInfo");
  ASSERT_NE(pointer, nullptr);
  ASSERT_NE(pointer->target, no_index);
  EXPECT_EQ(map.fields[pointer->target].name, "GPS IFD");
  EXPECT_TRUE(pointer->value.starts_with("-> GPS IFD at 0x")) << pointer->value;
}

TEST(Description, DamagedFilesAreShownUpToWhereTheyStop) {
  Buffer bytes = picture_with_gps();
  bytes.resize(bytes.size() - 40);
  bytes[bytes.size() / 2] = 0xFF;
  const Inspection cut = inspect_bytes(Buffer(bytes.begin(), bytes.begin() + 260));
  EXPECT_FALSE(cut.stopped.empty());
  EXPECT_EQ(value_of(cut.fields, "Make"), "Example");
}

TEST(Description, UnsupportedFormatsAreOneRegion) {
  const Buffer png = test::joined({test::bytes_of("\x89PNG\r\n\x1A\n"), test::repeated(60, 0)});
  const Inspection inspection = inspect_bytes(png);
  EXPECT_EQ(inspection.stopped, "PNG is not supported yet");
  ASSERT_EQ(inspection.layout.regions.size(), 1U);
  EXPECT_GE(inspection.fields.fields.size(), 2U);
}

TEST(Description, ManyEntriesAreBounded) {
  // A directory each of whose entries leads to a further one, in the same bytes.
  std::vector<Byte> tiff{'M', 'M', 0, 42, 0, 0, 0, 8};
  constexpr std::uint16_t entries = 5'000;
  tiff.resize(8 + 2 + 12 * entries + 4);
  store_u16(tiff.data() + 8, entries, ByteOrder::big);
  for (std::size_t i = 0; i < entries; ++i) {
    Byte* at = tiff.data() + 10 + 12 * i;
    store_u16(at, 0x014A, ByteOrder::big);
    store_u16(at + 2, 4, ByteOrder::big);
    store_u32(at + 4, 1, ByteOrder::big);
    store_u32(at + 8, static_cast<std::uint32_t>(10 + 12 * i), ByteOrder::big);
  }
  const Inspection inspection = inspect_bytes(test::image(exif_segment(tiff)));
  EXPECT_LE(inspection.fields.fields.size(), FieldMap::max_fields);
}

/// Counts how often it is read.
class CountingSource final : public ByteSource {
 public:
  explicit CountingSource(Bytes bytes) : source_(bytes) {}
  [[nodiscard]] std::uint64_t size() const override { return source_.size(); }
  [[nodiscard]] Result<Bytes> window(std::uint64_t offset, std::size_t length) override {
    ++count_;
    return source_.window(offset, length);
  }
  [[nodiscard]] Result<void> read_into(std::uint64_t offset, std::span<Byte> into) override {
    ++count_;
    return source_.read_into(offset, into);
  }
  [[nodiscard]] int count() const { return count_; }

 private:
  MemorySource source_;
  int count_ = 0;
};

/// How often a picture that has so many blocks of 5,000 entries is read for its fields alone.
int reads_for_fields(std::size_t blocks) {
  test::TiffBuilder tiff{ByteOrder::big};
  const int ifd0 = tiff.ifd();
  for (int i = 0; i < 5'000; ++i) tiff.u16(ifd0, static_cast<std::uint16_t>(0x9000 + i % 0x400), 1);
  const Buffer block = exif_segment(tiff.build());
  Buffer all;
  for (std::size_t i = 0; i < blocks; ++i) all.insert(all.end(), block.begin(), block.end());
  const Buffer bytes = test::image(all);
  int counts[2] = {};
  for (const bool fields : {false, true}) {
    CountingSource source{bytes};
    const auto inspection = inspect(source, {Policy{Mode::strip}, false, fields});
    EXPECT_TRUE(inspection);
    EXPECT_TRUE(!fields || !inspection->fields.complete);
    counts[fields ? 1 : 0] = source.count();
  }
  return counts[1] - counts[0];
}

TEST(Description, WhatIsLeftOutIsNotRead) { EXPECT_EQ(reads_for_fields(6), reads_for_fields(9)); }

TEST(Description, ALongValueTakesNoMoreMemoryThanIsShownOfIt) {
  test::TiffBuilder tiff{ByteOrder::big};
  const int ifd0 = tiff.ifd();
  tiff.ascii(ifd0, 0x010E, std::string(60'000, 'a'));  // ImageDescription
  const FieldMap map = inspect_bytes(test::image(exif_segment(tiff.build()))).fields;
  ASSERT_TRUE(value_of(map, "ImageDescription").ends_with(" ... (60000 bytes)"));
  EXPECT_LT(find(map, "ImageDescription")->value.capacity(), 4096U);
}

TEST(Extraction, GivesTheExifAsItStands) {
  const Buffer bytes = picture_with_gps();
  MemorySource source{bytes};
  const auto part = extract(source, PartKind::exif);
  ASSERT_TRUE(part);
  ASSERT_EQ(part->where.size(), 1U);
  EXPECT_EQ(bytes[part->where[0].offset], 'M');
  EXPECT_EQ(part->where[0].offset, 12U);
  const auto none = extract(source, PartKind::icc);
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().code, Errc::unsupported);
}

TEST(XmpNumber, ConvertsAsExifToolDoes) {
  EXPECT_EQ(xmp_number("exif", "GPSLatitude", "36,6.9935N"), "36.1165583333333");
  EXPECT_EQ(xmp_number("exif", "GPSLongitude", "115,8,0W"), "-115.133333333333");
  EXPECT_EQ(xmp_number("xmp", "CreateDate", "2024-05-06T19:07:08+02:00"), "2024:05:06 19:07:08+02:00");
  EXPECT_EQ(xmp_number("xmp", "CreateDate", "2024-05-06"), "2024:05:06");
  EXPECT_EQ(xmp_number("photoshop", "History", "2009-11-20T09:59+01:00 opened"),
            "2009-11-20T09:59+01:00 opened");
  EXPECT_EQ(xmp_number("exif", "FNumber", "28/10"), "2.8");
  EXPECT_EQ(xmp_number("aux", "LensInfo", "24/1 70/1 0/0 0/0"), "24 70 undef undef");
  EXPECT_EQ(xmp_number("dc", "Title", "1/2"), "1/2");
}

TEST(ExifWords, SpellFlagsAndUnits) {
  EXPECT_EQ(exif_words(IfdKind::exif, 0x829A, "0.004"), "1/250 s");
  EXPECT_EQ(exif_words(IfdKind::exif, 0x829D, "2.8"), "f/2.8");
  EXPECT_EQ(exif_words(IfdKind::exif, 0x9209, "25"), "25: fired, automatic");
  EXPECT_EQ(exif_words(IfdKind::gps, 0x01, "S"), "S: south: the latitude is negative");
  EXPECT_EQ(exif_words(IfdKind::main, 0x010F, "Canon"), "");
}

}  // namespace
}  // namespace exifscrub
