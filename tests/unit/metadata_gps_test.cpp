#include <gtest/gtest.h>

#include <set>

#include "metadata/gps.hpp"
#include "support/exif_block.hpp"
#include "support/linearity.hpp"
#include "support/tiff_builder.hpp"
#include "syntax/ifd_graph.hpp"

namespace exifscrub {
namespace {

using test::TiffBuilder;
using Rationals = std::vector<std::pair<std::uint32_t, std::uint32_t>>;

constexpr ByteOrder both_orders[] = {ByteOrder::little, ByteOrder::big};
const test::Choice location = test::of_class(LeakClass::location);

/// The entries of a GPS IFD with a position near Las Vegas.
void add_position(TiffBuilder& builder, int gps) {
  builder.raw(gps, 0, tiff_type::byte, 4, {2, 3, 0, 0});
  builder.ascii(gps, 1, "N");
  builder.rationals(gps, 2, {{36, 1}, {6, 1}, {5292, 100}});
  builder.ascii(gps, 3, "W");
  builder.rationals(gps, 4, {{115, 1}, {10, 1}, {2316, 100}});
  builder.raw(gps, 5, tiff_type::byte, 1, {0});
  builder.rationals(gps, 6, {{6115, 10}});
  builder.ascii(gps, 0x1D, "2024:05:06");
}

bool holds_position(Bytes tiff, ByteOrder order) {
  for (const std::uint32_t number : {5292U, 2316U}) {
    std::string pattern(8, '\0');
    store_u32(reinterpret_cast<Byte*>(pattern.data()), number, order);
    store_u32(reinterpret_cast<Byte*>(pattern.data()) + 4, 100, order);
    if (test::contains(tiff, pattern)) return true;
  }
  return test::contains(tiff, "2024:05:06");
}

/// Erases all location and checks what must hold whatever the block looked like.
std::vector<Byte> expect_location_gone(const std::vector<Byte>& tiff, ByteOrder order) {
  const Reading before = test::read_block(tiff, true);
  EXPECT_TRUE(test::finds(before, LeakClass::location));
  const auto erasure = test::erase_block(tiff, location);
  EXPECT_TRUE(erasure) << erasure.error().what;
  if (!erasure) return tiff;
  const auto after = test::applied(tiff, *erasure);
  const Reading reading = test::read_block(after, true);
  EXPECT_FALSE(test::finds(reading, LeakClass::location));
  EXPECT_TRUE(reading.positions.empty());
  EXPECT_TRUE(test::sees_all(reading));
  EXPECT_FALSE(holds_position(after, order));
  // Everything else reads as before.
  std::multiset<std::string> others, remain;
  for (const BlockFinding& finding : before.findings) {
    if (!location(finding)) others.insert(std::string{finding.tag} + "=" + finding.value);
  }
  for (const BlockFinding& finding : reading.findings)
    remain.insert(std::string{finding.tag} + "=" + finding.value);
  EXPECT_EQ(others, remain);
  const auto again = test::erase_block(after, location);
  EXPECT_TRUE(again && again->patches.empty()) << "a second run changes nothing";
  return after;
}

enum class Place { ifd0, exif, ifd1, ifd2, sub };

struct Shape {
  Place place;
  std::uint16_t type = tiff_type::u32;
  bool first = false;  ///< the pointer is its directory's first entry, else its last
  bool alone = false;  ///< ... or its only one
  bool twice = false;
  bool gps_in_front = false;  ///< the GPS IFD stands before IFD0
};

std::vector<Byte> block_of(const Shape& shape, ByteOrder order) {
  TiffBuilder builder(order);
  const int ifd0 = builder.ifd(), exif = builder.ifd(), gps = builder.ifd(), ifd1 = builder.ifd(),
            ifd2 = builder.ifd(), sub = builder.ifd();
  const int owners[] = {ifd0, exif, ifd1, ifd2, sub};
  const int owner = owners[static_cast<int>(shape.place)];
  const auto point = [&] {
    builder.pointer(owner, 0x8825, gps, shape.type);
    if (shape.twice) builder.pointer(owner, 0x8825, gps, shape.type);
  };
  if (shape.first || shape.alone) point();
  if (owner != ifd0 || !shape.alone) builder.ascii(ifd0, 0x010F, "Camera");
  builder.pointer(ifd0, 0x8769, exif);
  builder.pointer(ifd0, 0x014A, sub);
  if (owner != exif || !shape.alone) builder.ascii(exif, 0x9003, "2023:01:02 03:04:05");
  if (owner != ifd1 || !shape.alone) builder.ascii(ifd1, 0x0131, "Program of IFD1");
  if (owner != ifd2 || !shape.alone) builder.ascii(ifd2, 0x0131, "Program of IFD2");
  if (owner != sub || !shape.alone) builder.ascii(sub, 0x0131, "Program of SubIFD");
  if (!shape.first && !shape.alone) point();
  add_position(builder, gps);
  builder.link(ifd0, ifd1);
  builder.link(ifd1, ifd2);
  if (shape.gps_in_front) return builder.build({gps, ifd0, exif, ifd1, ifd2, sub});
  return builder.build();
}

TEST(Gps, RemovalMatrix) {
  for (const ByteOrder order : both_orders) {
    for (const Place place : {Place::ifd0, Place::exif, Place::ifd1, Place::ifd2, Place::sub}) {
      for (const std::uint16_t type : {tiff_type::u32, tiff_type::ifd, tiff_type::u16}) {
        for (int bits = 0; bits < 16; ++bits) {
          const Shape shape{place, type, (bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0, (bits & 8) != 0};
          SCOPED_TRACE(testing::Message()
                       << "place " << static_cast<int>(place) << " type " << type << " bits " << bits);
          const auto tiff = block_of(shape, order);
          const Reading before = test::read_block(tiff, true);
          ASSERT_EQ(before.positions.size(), 1U);
          EXPECT_NEAR(before.positions[0].latitude, 36.1147, 1e-9);
          EXPECT_NEAR(before.positions[0].longitude, -115.1731, 1e-9);
          EXPECT_EQ(before.positions[0].altitude_m, 611.5);
          EXPECT_EQ(test::names_of(before, LeakClass::location).size(), 8U);
          const auto after = expect_location_gone(tiff, order);
          EXPECT_EQ(after.size(), tiff.size());
        }
      }
    }
  }
}

TEST(Gps, TwoGpsIfdsBothGo) {
  for (const ByteOrder order : both_orders) {
    TiffBuilder builder(order);
    const int ifd0 = builder.ifd(), first = builder.ifd(), second = builder.ifd();
    builder.ascii(ifd0, 0x010F, "Camera");
    builder.pointer(ifd0, 0x8825, first);
    builder.pointer(ifd0, 0x8825, second);
    add_position(builder, first);
    add_position(builder, second);
    const auto tiff = builder.build();
    EXPECT_EQ(test::read_block(tiff).positions.size(), 2U);
    expect_location_gone(tiff, order);
  }
}

TEST(Gps, ChainedAndNestedGpsIfdsGoAlong) {
  for (const ByteOrder order : both_orders) {
    TiffBuilder builder(order);
    const int ifd0 = builder.ifd(), gps = builder.ifd(), chained = builder.ifd(), nested = builder.ifd();
    builder.ascii(ifd0, 0x010F, "Camera");
    builder.pointer(ifd0, 0x8825, gps);
    add_position(builder, gps);
    builder.pointer(gps, 0x8825, nested);
    builder.link(gps, chained);
    add_position(builder, chained);
    add_position(builder, nested);
    expect_location_gone(builder.build(), order);
  }
}

TEST(Gps, IfdWithoutAPlaceIsDeviceAndStays) {
  TiffBuilder builder(ByteOrder::little);
  const int ifd0 = builder.ifd(), gps = builder.ifd();
  builder.pointer(ifd0, 0x8825, gps);
  builder.raw(gps, 0, tiff_type::byte, 4, {2, 3, 0, 0});
  builder.rationals(gps, 7, {{12, 1}, {30, 1}, {0, 1}});
  builder.ascii(gps, 0x12, "WGS-84");
  builder.ascii(gps, 0x1D, "2024:05:06");
  const auto tiff = builder.build();
  const Reading reading = test::read_block(tiff);
  EXPECT_EQ(test::names_of(reading, LeakClass::device).size(), 4U);
  EXPECT_FALSE(test::finds(reading, LeakClass::location));
}

TEST(Gps, EachOfPositionAltitudeHeadingAndPlaceCounts) {
  const auto judged = [](const std::function<void(TiffBuilder&, int)>& add) {
    TiffBuilder builder(ByteOrder::big);
    const int ifd0 = builder.ifd(), gps = builder.ifd();
    builder.pointer(ifd0, 0x8825, gps);
    builder.raw(gps, 0, tiff_type::byte, 4, {2, 3, 0, 0});
    add(builder, gps);
    return test::finds(test::read_block(builder.build()), LeakClass::location);
  };
  EXPECT_TRUE(judged([](auto& b, int gps) { b.rationals(gps, 6, {{120, 1}}); }));
  EXPECT_TRUE(judged([](auto& b, int gps) { b.rationals(gps, 0x11, {{120, 1}}); }));
  EXPECT_TRUE(judged([](auto& b, int gps) { b.rationals(gps, 0x0F, {{120, 1}}); }));
  EXPECT_TRUE(judged([](auto& b, int gps) { b.rationals(gps, 0x18, {{120, 1}}); }));
  EXPECT_TRUE(judged([](auto& b, int gps) { b.rationals(gps, 0x14, {{36, 1}, {0, 1}, {0, 1}}); }));
  EXPECT_TRUE(judged([](auto& b, int gps) { b.ascii(gps, 0x12, "TOKYO"); }));
  EXPECT_TRUE(judged([](auto& b, int gps) {
    b.undefined(gps, 0x1C, {'A', 'S', 'C', 'I', 'I', 0, 0, 0, 'P', 'a', 'r', 'i', 's'});
  }));
  EXPECT_TRUE(judged([](auto& b, int gps) { b.ascii(gps, 0x4242, "nobody knows"); }));
  EXPECT_FALSE(judged([](auto& b, int gps) { b.rationals(gps, 0x0D, {{12, 1}}); }));
  EXPECT_FALSE(judged([](auto& b, int gps) { b.ascii(gps, 1, "N"); }));
  EXPECT_FALSE(judged([](auto& b, int gps) { b.ascii(gps, 0x1C, "       "); }));
  EXPECT_FALSE(judged([](auto& b, int gps) { b.ascii(gps, 0x1B, "GPS"); }));
  EXPECT_FALSE(judged([](auto& b, int gps) { b.ascii(gps, 0x1B, "CELLID"); }));
  EXPECT_TRUE(judged([](auto& b, int gps) { b.ascii(gps, 0x1B, "CELLID 208-01-1A2B-3C4D"); }));
  EXPECT_TRUE(judged([](auto& b, int gps) { b.ascii(gps, 0x08, "lat=48.85 lon=2.29"); }));
}

struct Spelling {
  const char* what;
  std::function<void(TiffBuilder&, int)> add;
  std::optional<double> latitude, longitude;
};

TEST(Gps, PositionsInEverySpelling) {
  const auto refs = [](TiffBuilder& b, int gps, const char* ns, const char* ew) {
    b.ascii(gps, 1, ns);
    b.ascii(gps, 3, ew);
  };
  const std::vector<Spelling> spellings = {
      {"south and east",
       [&](auto& b, int g) {
         refs(b, g, "S", "E");
         b.rationals(g, 2, {{33, 1}, {30, 1}, {0, 1}});
         b.rationals(g, 4, {{18, 1}, {15, 1}, {0, 1}});
       },
       -33.5, 18.25},
      {"lower case",
       [&](auto& b, int g) {
         refs(b, g, "s", "w");
         b.rationals(g, 2, {{33, 1}, {30, 1}, {0, 1}});
         b.rationals(g, 4, {{18, 1}, {15, 1}, {0, 1}});
       },
       -33.5, -18.25},
      {"no references",
       [&](auto& b, int g) {
         b.rationals(g, 2, {{33, 1}, {30, 1}, {0, 1}});
         b.rationals(g, 4, {{18, 1}, {15, 1}, {0, 1}});
       },
       33.5, 18.25},
      {"one value of decimal degrees",
       [&](auto& b, int g) {
         refs(b, g, "N", "W");
         b.rationals(g, 2, {{335, 10}});
         b.rationals(g, 4, {{1825, 100}});
       },
       33.5, -18.25},
      {"decimal minutes",
       [&](auto& b, int g) {
         b.rationals(g, 2, {{33, 1}, {3015, 100}, {0, 1}});
         b.rationals(g, 4, {{18, 1}, {15, 1}, {0, 0}});
       },
       33.5025, 18.25},
      {"signed",
       [&](auto& b, int g) {
         b.rationals(g, 2, {{0xFFFFFFDF, 1}, {30, 1}, {0, 1}}, tiff_type::srational);
         b.rationals(g, 4, {{18, 1}, {15, 1}, {0, 1}}, tiff_type::srational);
       },
       -33.5, 18.25},
      {"floats",
       [&](auto& b, int g) {
         b.raw(g, 2, tiff_type::f32, 1, {0x42, 0x06, 0, 0});
         b.raw(g, 4, tiff_type::f64, 1, {0x40, 0x32, 0x40, 0, 0, 0, 0, 0});
       },
       33.5, 18.25},
      {"text",
       [&](auto& b, int g) {
         refs(b, g, "N", "W");
         b.ascii(g, 2, "33.5");
         b.ascii(g, 4, "18.25");
       },
       33.5, -18.25},
      {"out of range",
       [&](auto& b, int g) {
         b.rationals(g, 2, {{133, 1}, {30, 1}, {0, 1}});
         b.rationals(g, 4, {{18, 1}, {15, 1}, {0, 1}});
       },
       std::nullopt, 18.25},
      {"denominator 0",
       [&](auto& b, int g) {
         b.rationals(g, 2, {{33, 0}, {30, 0}, {0, 0}});
         b.rationals(g, 4, {{18, 1}, {15, 1}, {0, 1}});
       },
       std::nullopt, 18.25},
  };
  for (const Spelling& spelling : spellings) {
    SCOPED_TRACE(spelling.what);
    TiffBuilder builder(ByteOrder::big);
    const int ifd0 = builder.ifd(), gps = builder.ifd();
    builder.pointer(ifd0, 0x8825, gps);
    spelling.add(builder, gps);
    const auto tiff = builder.build();
    const auto graph = walk_ifds(tiff);
    const GpsPosition position = read_gps_position(tiff, graph->header.grammar, graph->ifds[1].table);
    EXPECT_EQ(position.latitude.has_value(), spelling.latitude.has_value());
    EXPECT_EQ(position.longitude.has_value(), spelling.longitude.has_value());
    EXPECT_NEAR(position.latitude.value_or(0), spelling.latitude.value_or(0), 1e-9);
    EXPECT_NEAR(position.longitude.value_or(0), spelling.longitude.value_or(0), 1e-9);
    EXPECT_TRUE(test::finds(test::read_block(tiff), LeakClass::location));
  }
}

TEST(Gps, NullIslandIsFlaggedAndZeroOverZeroIsNoPosition) {
  TiffBuilder island(ByteOrder::little);
  int ifd0 = island.ifd(), gps = island.ifd();
  island.pointer(ifd0, 0x8825, gps);
  island.rationals(gps, 2, {{0, 1}, {0, 1}, {0, 1}});
  island.rationals(gps, 4, {{0, 1}, {0, 1}, {0, 1}});
  const Reading flagged = test::read_block(island.build(), true);
  EXPECT_EQ(test::value_of(flagged, "GPSLatitude"), "0 (null island)");
  EXPECT_EQ(flagged.positions.size(), 1U);

  TiffBuilder none(ByteOrder::little);
  ifd0 = none.ifd(), gps = none.ifd();
  none.pointer(ifd0, 0x8825, gps);
  none.rationals(gps, 2, {{0, 0}, {0, 0}, {0, 0}});
  none.rationals(gps, 4, {{0, 0}, {0, 0}, {0, 0}});
  const Reading reading = test::read_block(none.build());
  ASSERT_EQ(reading.findings.size(), 1U);
  EXPECT_EQ(reading.findings[0].standing, Standing::leftover);
  EXPECT_TRUE(reading.positions.empty());
}

TEST(Gps, AltitudeBelowTheSea) {
  for (const Byte ref : {Byte{1}, Byte{3}, Byte{'1'}}) {
    TiffBuilder builder(ByteOrder::big);
    const int ifd0 = builder.ifd(), gps = builder.ifd();
    builder.pointer(ifd0, 0x8825, gps);
    builder.raw(gps, 5, tiff_type::byte, 1, {ref});
    builder.rationals(gps, 6, {{425, 1}});
    const auto tiff = builder.build();
    const auto graph = walk_ifds(tiff);
    EXPECT_EQ(read_gps_position(tiff, graph->header.grammar, graph->ifds[1].table).altitude_m, -425);
  }
}

/// What each torn state of an interrupted removal must be: found again, and finished by the next run.
TEST(Gps, EveryTornStateIsFoundAndFinished) {
  for (const ByteOrder order : both_orders) {
    for (const Place place : {Place::ifd0, Place::exif, Place::ifd1}) {
      const auto tiff = block_of({place}, order);
      const auto erasure = test::erase_block(tiff, location);
      ASSERT_TRUE(erasure);
      auto torn = tiff;
      for (const Phase phase : {Phase::values, Phase::index, Phase::pointer}) {
        for (const Patch& patch : erasure->patches) {
          if (patch.phase != phase) continue;
          if (patch.indivisible) {
            test::apply(patch, torn);
            continue;
          }
          for (std::size_t i = 0; i < patch.bytes.size(); ++i) {
            torn[patch.offset + i] = patch.bytes[i];
            const Reading reading = test::read_block(torn);
            ASSERT_TRUE(test::finds(reading, LeakClass::location)) << "byte " << patch.offset + i;
            const auto next = test::erase_block(torn, location);
            ASSERT_TRUE(next);
            EXPECT_EQ(test::applied(torn, *next), test::applied(tiff, *erasure))
                << "byte " << patch.offset + i;
          }
        }
      }
      EXPECT_FALSE(test::finds(test::read_block(torn), LeakClass::location));
    }
  }
}

TEST(Gps, HollowFormsAreLeftoversAndGo) {
  for (const ByteOrder order : both_orders) {
    TiffBuilder builder(order);
    const int ifd0 = builder.ifd(), gps = builder.ifd();
    builder.ascii(ifd0, 0x010F, "Camera");
    builder.pointer(ifd0, 0x8825, gps);
    add_position(builder, gps);
    const auto whole = builder.build();
    const std::uint32_t at = builder.offset_of(gps);
    auto no_entries = whole;
    std::fill(no_entries.begin() + at, no_entries.end(), Byte{0});
    auto zeroed_entries = no_entries;
    store_u16(zeroed_entries.data() + at, 8, order);
    auto zeroed_values = whole;
    std::fill(zeroed_values.begin() + at + 2 + 8 * 12 + 4, zeroed_values.end(), Byte{0});
    for (const auto& tiff : {no_entries, zeroed_entries, zeroed_values}) {
      const Reading reading = test::read_block(tiff);
      const auto names = test::names_of(reading, LeakClass::location);
      ASSERT_EQ(names, (std::vector<std::string>{"GPS:GPSInfo"}));
      EXPECT_EQ(reading.findings.back().standing, Standing::leftover);
      const auto erasure = test::erase_block(tiff, location);
      ASSERT_TRUE(erasure);
      const auto after = test::applied(tiff, *erasure);
      EXPECT_FALSE(test::finds(test::read_block(after), LeakClass::location));
      EXPECT_TRUE(std::all_of(after.begin() + at, after.end(), [](Byte b) { return b == 0; }));
    }
  }
}

TEST(Gps, APointerToNowhereIsALeftoverAndOneToGarbageIsBlind) {
  TiffBuilder builder(ByteOrder::big);
  const int ifd0 = builder.ifd();
  builder.ascii(ifd0, 0x010F, "Camera with a longer name");
  builder.u32(ifd0, 0x8825, 0);
  const auto zero = builder.build();
  EXPECT_EQ(test::names_of(test::read_block(zero), LeakClass::location).size(), 1U);
  const auto erasure = test::erase_block(zero, location);
  ASSERT_TRUE(erasure);
  const auto after = test::applied(zero, *erasure);
  EXPECT_EQ(walk_ifds(after)->ifds[0].table.count, 1U);
  EXPECT_EQ(test::value_of(test::read_block(after, true), "Make"), "Camera with a longer name");

  auto garbage = zero;
  store_u32(garbage.data() + 8 + 2 + 12 + 8, 8 + 2 + 24 + 4 + 1, ByteOrder::big);
  EXPECT_FALSE(test::sees_all(test::read_block(garbage)));
}

TEST(Gps, APointerOfOddTypeIsFollowedWhenItHoldsAnOffset) {
  // The Furnace Creek Inn picture of exiv2's tests has an SLONG.
  const auto tiff = block_of({Place::ifd0, tiff_type::s32}, ByteOrder::big);
  EXPECT_EQ(test::read_block(tiff).positions.size(), 1U);
  expect_location_gone(tiff, ByteOrder::big);

  TiffBuilder text(ByteOrder::big);
  text.ascii(text.ifd(), 0x8825, "no offset at all");
  const Reading reading = test::read_block(text.build());
  EXPECT_TRUE(test::sees_all(reading));
  EXPECT_EQ(test::names_of(reading, LeakClass::location), (std::vector<std::string>{"GPS:GPSInfo"}));
}

TEST(Gps, StaleOffsetsOfAThumbnailDoNotProtectADirectory) {
  TiffBuilder builder(ByteOrder::little);
  const int ifd0 = builder.ifd(), exif = builder.ifd(), gps = builder.ifd();
  builder.pointer(ifd0, 0x8769, exif);
  builder.u32(exif, 0x0201, 26);  // in the middle of this directory
  builder.u32(exif, 0x0202, 4000);
  builder.pointer(exif, 0x8825, gps);
  add_position(builder, gps);
  expect_location_gone(builder.build(), ByteOrder::little);
}

TEST(Gps, SharedValueBytesStayWithANote) {
  for (const ByteOrder order : both_orders) {
    TiffBuilder builder(order);
    const int ifd0 = builder.ifd(), gps = builder.ifd();
    builder.ascii(ifd0, 0x0132, "2024:05:06 07:08:09");
    builder.pointer(ifd0, 0x8825, gps);
    builder.rationals(gps, 2, {{36, 1}, {6, 1}, {5292, 100}});
    builder.raw(gps, 0x1D, tiff_type::ascii, 11, std::vector<Byte>(11));
    auto tiff = builder.build();
    // GPSDateStamp points into ModifyDate.
    const Reading plain = test::read_block(tiff);
    const std::uint64_t date = plain.where(plain.findings[0])[1].offset;
    store_u32(tiff.data() + builder.offset_of(gps) + 2 + 12 + 8, static_cast<std::uint32_t>(date), order);
    const auto erasure = test::erase_block(tiff, location);
    ASSERT_TRUE(erasure);
    ASSERT_EQ(erasure->notes.size(), 1U);
    EXPECT_EQ(erasure->notes[0], "shared bytes not wiped");
    const auto after = test::applied(tiff, *erasure);
    EXPECT_EQ(test::value_of(test::read_block(after, true), "ModifyDate"), "2024:05:06 07:08:09");
    EXPECT_FALSE(test::finds(test::read_block(after), LeakClass::location));
  }
}

TEST(Gps, TwoIfdsThatShareATableAreRefused) {
  TiffBuilder builder(ByteOrder::little);
  const int ifd0 = builder.ifd(), gps = builder.ifd();
  builder.pointer(ifd0, 0x8769, gps);
  builder.pointer(ifd0, 0x8825, gps);
  add_position(builder, gps);
  const auto erasure = test::erase_block(builder.build(), location);
  ASSERT_FALSE(erasure);
  EXPECT_EQ(erasure.error().code, Errc::conflict);
}

TEST(Gps, ATableInsideAMakerNoteIsRefused) {
  TiffBuilder builder(ByteOrder::little);
  const int ifd0 = builder.ifd(), exif = builder.ifd(), gps = builder.ifd();
  builder.pointer(ifd0, 0x8769, exif);
  builder.pointer(ifd0, 0x8825, gps);
  builder.undefined(exif, 0x927C, std::vector<Byte>(64, 0x55));
  add_position(builder, gps);
  auto tiff = builder.build();
  // The note claims 100 bytes, the first of the GPS IFD among them.
  store_u32(tiff.data() + builder.offset_of(exif) + 2 + 4, 100, ByteOrder::little);
  const auto erasure = test::erase_block(tiff, location);
  ASSERT_FALSE(erasure);
  EXPECT_EQ(erasure.error().code, Errc::conflict);
}

TEST(Gps, AnIfdWithoutALinkMayBeFollowedByValues) {
  // Some cameras leave the link of a sub-directory out; its place belongs to the first value.
  for (const ByteOrder order : both_orders) {
    TiffBuilder builder(order);
    const int ifd0 = builder.ifd(), exif = builder.ifd(), gps = builder.ifd();
    builder.pointer(ifd0, 0x8769, exif);
    builder.ascii(exif, 0x9003, "2023:01:02 03:04:05");
    builder.pointer(exif, 0x8825, gps);
    add_position(builder, gps);
    auto tiff = builder.build();
    const std::uint32_t link = builder.offset_of(exif) + 2 + 24;
    const std::string_view date = "2023:01:02 03:04:05";
    std::ranges::copy(date, tiff.begin() + link);
    tiff[link + date.size()] = 0;
    store_u32(tiff.data() + builder.offset_of(exif) + 2 + 8, link, order);
    const auto after = expect_location_gone(tiff, order);
    EXPECT_EQ(test::value_of(test::read_block(after, true), "DateTimeOriginal"), date);
  }
}

TEST(Gps, IfdLeftEmptyWithNothingElseMeansNothingIsLeft) {
  TiffBuilder builder(ByteOrder::big);
  const int ifd0 = builder.ifd(), gps = builder.ifd();
  builder.pointer(ifd0, 0x8825, gps);
  add_position(builder, gps);
  const auto erasure = test::erase_block(builder.build(), location);
  ASSERT_TRUE(erasure);
  EXPECT_TRUE(erasure->nothing_left);
}

TEST(Gps, AForgottenTableInAGapIsFoundAndWiped) {
  for (const ByteOrder order : both_orders) {
    for (const ByteOrder block_order : both_orders) {
      TiffBuilder old(order);
      old.u16(old.ifd(), 0x0112, 1);
      const int stale = old.ifd();
      add_position(old, stale);
      auto tiff = old.build();
      if (order != block_order) {
        // An editor wrote a new directory in its own order and left the old bytes.
        TiffBuilder fresh(block_order);
        fresh.u16(fresh.ifd(), 0x0112, 1);
        const auto head = fresh.build();
        std::ranges::copy(head, tiff.begin());
      }
      const Reading reading = test::read_block(tiff);
      EXPECT_EQ(test::names_of(reading, LeakClass::location),
                (std::vector<std::string>{"EXIF:UnreferencedGPS"}));
      expect_location_gone(tiff, order);
    }
  }
}

void expect_error_or_gone(Bytes tiff, const std::string& what) {
  const auto erasure = test::erase_block(tiff, location);
  if (!erasure || erasure->nothing_left) return;
  const Reading reading = test::read_block(test::applied({tiff.begin(), tiff.end()}, *erasure));
  for (const BlockFinding& finding : reading.findings) {
    ASSERT_FALSE(location(finding)) << what << ": " << finding.group << ":" << finding.tag << " at "
                                    << reading.where(finding)[0].offset;
  }
}

TEST(Gps, TruncatedAnywhereAndFlippedEverywhere) {
  for (const ByteOrder order : both_orders) {
    const auto tiff = block_of({Place::exif}, order);
    for (std::size_t i = 0; i < tiff.size(); ++i) {
      expect_error_or_gone(Bytes{tiff}.first(i), "truncated at " + std::to_string(i));
      for (const int mask : {0x01, 0x02, 0x10, 0x80, 0xFF}) {
        auto flipped = tiff;
        flipped[i] ^= static_cast<Byte>(mask);
        expect_error_or_gone(flipped, "flipped at " + std::to_string(i));
      }
    }
  }
}

/// An IFD of `count` entries, all of them GPS pointers with as many targets, or values over the whole block.
std::vector<Byte> hostile_block(std::uint16_t tag, std::size_t count) {
  std::vector<Byte> tiff(8 + 2 + count * 12 + 4);
  tiff[0] = tiff[1] = 'M';
  tiff[3] = 0x2A;
  tiff[7] = 8;
  store_u16(tiff.data() + 8, static_cast<std::uint16_t>(count), ByteOrder::big);
  for (std::size_t i = 0; i < count; ++i) {
    Byte* entry = tiff.data() + 10 + 12 * i;
    store_u16(entry, tag, ByteOrder::big);
    store_u16(entry + 2, tag == 0x9286 ? 7 : 4, ByteOrder::big);
    store_u32(entry + 4, i % 2 == 0 ? 0xFFFFFFFF : 1, ByteOrder::big);
    store_u32(entry + 8, static_cast<std::uint32_t>(8 + i * 7), ByteOrder::big);
  }
  return tiff;
}

TEST(Gps, HostileBlocksAreReadAndErasedInLinearTime) {
  for (const std::uint16_t tag : {std::uint16_t{0x8825}, std::uint16_t{0x9286}, std::uint16_t{0x014A}}) {
    const double growth = test::growth_at_four_times(16'000, [&](std::size_t count) {
      const std::vector<Byte> tiff = hostile_block(tag, count);
      (void)test::read_block(tiff, true);
      (void)test::erase_block(
          tiff, [](const BlockFinding&) { return true; }, true);
    });
    EXPECT_LT(growth, 9) << tag;
  }
}

}  // namespace
}  // namespace exifscrub
