#include <gtest/gtest.h>

#include "support/tiff_builder.hpp"
#include "syntax/extent_set.hpp"
#include "syntax/ifd_graph.hpp"

namespace exifscrub {
namespace {

using test::TiffBuilder;

std::vector<Extent> list(const ExtentSet& set) { return {set.extents().begin(), set.extents().end()}; }

TEST(ExtentSet, MergesWhatTouches) {
  ExtentSet set;
  set.add({10, 5});
  set.add({0, 4});
  set.add({15, 1});
  set.add({12, 2});
  set.add({4, 0});
  set.settle();
  EXPECT_EQ(list(set), (std::vector<Extent>{{0, 4}, {10, 6}}));
}

TEST(ExtentSet, LeavesOutExtentsWithoutAnEnd) {
  ExtentSet set;
  set.add({~std::uint64_t{0}, 2});
  EXPECT_TRUE(set.empty());
}

TEST(ExtentSet, SubtractsByteByByte) {
  // Against a bit per byte, for all pairs of a few extents.
  const std::vector<Extent> pool = {{0, 3}, {2, 4}, {5, 1}, {7, 2}, {8, 5}, {12, 3}, {1, 13}};
  for (unsigned mine = 0; mine < 128; ++mine) {
    for (unsigned other = 0; other < 128; ++other) {
      ExtentSet a, b;
      std::vector<bool> expected(16);
      for (std::size_t i = 0; i < pool.size(); ++i) {
        if ((mine >> i & 1) == 0) continue;
        a.add(pool[i]);
        for (auto k = pool[i].offset; k < pool[i].end(); ++k) expected[k] = true;
      }
      for (std::size_t i = 0; i < pool.size(); ++i) {
        if ((other >> i & 1) == 0) continue;
        b.add(pool[i]);
        for (auto k = pool[i].offset; k < pool[i].end(); ++k) expected[k] = false;
      }
      a.settle();
      b.settle();
      const ExtentSet rest = a.minus(b);
      std::vector<bool> got(16);
      for (const Extent extent : rest.extents()) {
        for (auto k = extent.offset; k < extent.end(); ++k) got[k] = true;
      }
      ASSERT_EQ(got, expected) << mine << " minus " << other;
      for (std::uint64_t k = 0; k < 16; ++k) ASSERT_EQ(rest.overlaps({k, 1}), expected[k]);
    }
  }
}

TEST(Ifd, HeaderTellsOrderAndFlavour) {
  const std::vector<Byte> little = {'I', 'I', 0x2A, 0, 8, 0, 0, 0};
  const std::vector<Byte> big = {'M', 'M', 0, 0x2A, 0, 0, 0, 9};
  const std::vector<Byte> big_tiff = {'I', 'I', 0x2B, 0, 8, 0, 0, 0, 16, 0, 0, 0, 0, 0, 0, 0};
  EXPECT_EQ(read_tiff_header(little)->grammar.order, ByteOrder::little);
  EXPECT_EQ(read_tiff_header(big)->first_ifd, 9U);
  EXPECT_TRUE(read_tiff_header(big_tiff)->grammar.big_tiff);
  EXPECT_EQ(read_tiff_header(big_tiff)->first_ifd, 16U);
  EXPECT_EQ(read_tiff_header(Bytes{little}.first(7)).error().code, Errc::truncated);
  EXPECT_EQ(read_tiff_header(Bytes{big_tiff}.first(15)).error().code, Errc::truncated);
  const std::vector<Byte> other = {'M', 'I', 0, 0x2A, 0, 0, 0, 8};
  EXPECT_EQ(read_tiff_header(other).error().code, Errc::malformed);
}

TEST(Ifd, ValuesUpToFourBytesStandInTheEntry) {
  for (const ByteOrder order : {ByteOrder::little, ByteOrder::big}) {
    TiffBuilder builder(order);
    const int ifd = builder.ifd();
    builder.u16(ifd, 0x0112, 6);
    builder.ascii(ifd, 0x010F, "Canon");
    builder.raw(ifd, 0x9000, 129, 4, {'0', '3', '0', '0'});
    const auto tiff = builder.build();
    const auto graph = walk_ifds(tiff);
    ASSERT_TRUE(graph);
    const IfdTable& table = graph->ifds[0].table;
    EXPECT_EQ(table.at, (Extent{8, 2 + 36 + 4}));
    const IfdEntry orientation = read_ifd_entry(tiff, graph->header.grammar, table, 0);
    EXPECT_EQ(orientation.value, (Extent{18, 2}));
    EXPECT_EQ(unsigned_value(tiff, graph->header.grammar, orientation), 6U);
    const IfdEntry make = read_ifd_entry(tiff, graph->header.grammar, table, 1);
    EXPECT_TRUE(make.out_of_line);
    EXPECT_EQ(make.value, (Extent{50, 6}));
    const IfdEntry version = read_ifd_entry(tiff, graph->header.grammar, table, 2);
    EXPECT_FALSE(version.out_of_line);
    EXPECT_EQ(version.value.length, 4U);
  }
}

TEST(Ifd, NumbersOfEveryType) {
  TiffBuilder builder(ByteOrder::little);
  const int ifd = builder.ifd();
  builder.raw(ifd, 1, tiff_type::s8, 1, {0xFF});
  builder.raw(ifd, 2, tiff_type::s16, 1, {0xFE, 0xFF});
  builder.raw(ifd, 3, tiff_type::s32, 1, {0xFD, 0xFF, 0xFF, 0xFF});
  builder.raw(ifd, 4, tiff_type::f32, 1, {0, 0, 0xC0, 0x3F});
  builder.raw(ifd, 5, tiff_type::f64, 1, {0, 0, 0, 0, 0, 0, 0xF8, 0xBF});
  builder.rationals(ifd, 6, {{1, 4}, {5, 0}, {0, 0}});
  builder.rationals(ifd, 7, {{0xFFFFFFFF, 2}}, tiff_type::srational);
  const auto tiff = builder.build();
  const auto graph = walk_ifds(tiff);
  ASSERT_TRUE(graph);
  const auto number = [&](std::uint32_t entry, std::uint64_t index = 0) {
    const IfdEntry at = read_ifd_entry(tiff, graph->header.grammar, graph->ifds[0].table, entry);
    return numeric_value(tiff, graph->header.grammar, at, index);
  };
  EXPECT_EQ(number(0), -1);
  EXPECT_EQ(number(1), -2);
  EXPECT_EQ(number(2), -3);
  EXPECT_EQ(number(3), 1.5);
  EXPECT_EQ(number(4), -1.5);
  EXPECT_EQ(number(5), 0.25);
  EXPECT_EQ(number(5, 1), std::nullopt);
  EXPECT_EQ(number(5, 2), std::nullopt);
  EXPECT_EQ(number(5, 3), std::nullopt);
  EXPECT_EQ(number(6), -0.5);
}

TEST(Ifd, AnUnknownTypeOwnsItsFieldOnly) {
  TiffBuilder builder(ByteOrder::big);
  const int ifd = builder.ifd();
  builder.u16(ifd, 0x0112, 1);
  builder.raw(ifd, 0x1234, 99, 1000, {0, 0, 0, 8});
  const auto tiff = builder.build();
  const auto graph = walk_ifds(tiff);
  const IfdEntry entry = read_ifd_entry(tiff, graph->header.grammar, graph->ifds[0].table, 1);
  EXPECT_FALSE(entry.whole);
  EXPECT_FALSE(entry.out_of_line);
  EXPECT_EQ(entry.value, (Extent{30, 4}));
}

TEST(Ifd, AValueIsCutWhereTheStreamEnds) {
  TiffBuilder builder(ByteOrder::big);
  const int ifd = builder.ifd();
  builder.ascii(ifd, 0x010F, "a longer text");
  auto tiff = builder.build();
  store_u32(tiff.data() + 14, 0xFFFFFFFF, ByteOrder::big);  // count
  const TiffGrammar grammar{ByteOrder::big, false};
  const auto entry = read_ifd_entry(tiff, grammar, *read_ifd_table(tiff, grammar, 8), 0);
  EXPECT_FALSE(entry.whole);
  EXPECT_EQ(entry.value, (Extent{26, 14}));
  store_u32(tiff.data() + 18, 0xFFFFFFFF, ByteOrder::big);  // offset
  const auto nowhere = read_ifd_entry(tiff, grammar, *read_ifd_table(tiff, grammar, 8), 0);
  EXPECT_TRUE(nowhere.value.empty());
  EXPECT_TRUE(nowhere.out_of_line);
}

TEST(Ifd, ADirectoryMayEndWithTheStream) {
  TiffBuilder builder{ByteOrder::big};
  const int ifd0 = builder.ifd();
  builder.u16(ifd0, 0x0112, 6);
  builder.u16(ifd0, 0x0128, 2);
  const std::vector<Byte> tiff = builder.build();
  const TiffGrammar grammar{ByteOrder::big, false};
  constexpr std::uint64_t behind_entries = 8 + 2 + 2 * 12;
  const auto whole = read_ifd_table(Bytes{tiff}.first(behind_entries), grammar, 8);
  ASSERT_TRUE(whole);
  EXPECT_EQ(whole->count, 2U);
  const auto cut = read_ifd_table(Bytes{tiff}.first(behind_entries - 1), grammar, 8);
  ASSERT_TRUE(cut);
  EXPECT_EQ(cut->count, 1U);
  EXPECT_FALSE(cut->complete());
}

TEST(Ifd, WalkReachesEveryIfdOnce) {
  TiffBuilder builder(ByteOrder::little);
  const int ifd0 = builder.ifd(), exif = builder.ifd(), gps = builder.ifd(), interop = builder.ifd(),
            ifd1 = builder.ifd(), ifd2 = builder.ifd(), sub = builder.ifd();
  builder.pointer(ifd0, 0x8769, exif);
  builder.pointer(ifd0, 0x8825, gps, tiff_type::ifd);
  builder.pointer(ifd0, 0x8825, gps, tiff_type::u16);
  builder.pointer(exif, 0xA005, interop);
  builder.pointer(interop, 0x8769, ifd0);  // Kodak DCS Photo Desk points back
  builder.pointer(ifd1, 0x014A, sub);
  builder.link(ifd0, ifd1);
  builder.link(ifd1, ifd2);
  builder.link(ifd2, ifd0);
  for (const int ifd : {gps, ifd2, sub}) builder.u16(ifd, 0x1E, 1);
  const auto tiff = builder.build();
  const auto graph = walk_ifds(tiff);
  ASSERT_TRUE(graph);
  std::vector<std::pair<IfdKind, int>> kinds;
  for (const IfdNode& node : graph->ifds) kinds.emplace_back(node.kind, node.number);
  EXPECT_EQ(kinds, (std::vector<std::pair<IfdKind, int>>{{IfdKind::main, 0},
                                                         {IfdKind::exif, 0},
                                                         {IfdKind::gps, 0},
                                                         {IfdKind::main, 1},
                                                         {IfdKind::interop, 0},
                                                         {IfdKind::sub, 0},
                                                         {IfdKind::main, 2}}));
  EXPECT_EQ(graph->pointers.size(), 9U);
  EXPECT_FALSE(graph->over_budget);
}

TEST(Ifd, DepthAndNumbersAreBounded) {
  TiffBuilder deep(ByteOrder::big);
  for (int i = 0; i < 20; ++i) deep.ifd();
  for (int i = 0; i + 1 < 20; ++i) deep.pointer(i, 0x014A, i + 1);
  const auto graph = walk_ifds(deep.build());
  ASSERT_TRUE(graph);
  EXPECT_EQ(graph->ifds.size(), IfdGraph::max_depth + 1U);
  EXPECT_TRUE(graph->over_budget);

  TiffBuilder chain(ByteOrder::big);
  for (int i = 0; i < 300; ++i) chain.u16(chain.ifd(), 0x0112, 1);
  for (int i = 0; i + 1 < 300; ++i) chain.link(i, i + 1);
  const auto long_graph = walk_ifds(chain.build());
  ASSERT_TRUE(long_graph);
  EXPECT_EQ(long_graph->ifds.size(), IfdGraph::max_ifds);
  EXPECT_TRUE(long_graph->over_budget);
}

TEST(Ifd, LinkToGarbageLeadsNowhere) {
  TiffBuilder builder(ByteOrder::big);
  const int ifd = builder.ifd();
  builder.ascii(ifd, 0x010F, "some camera");
  auto tiff = builder.build();
  store_u32(tiff.data() + 22, 28, ByteOrder::big);
  auto graph = walk_ifds(tiff);
  ASSERT_TRUE(graph);
  EXPECT_EQ(graph->ifds.size(), 1U);
  EXPECT_EQ(graph->pointers[0].fault, PointerFault::implausible);
  store_u32(tiff.data() + 22, 0x10000, ByteOrder::big);
  EXPECT_EQ(walk_ifds(tiff)->pointers[0].fault, PointerFault::outside);
}

TEST(Ifd, AFullDirectoryIsReadInLinearTime) {
  std::vector<Byte> tiff(8 + 2 + 65'535 * 12 + 4);
  tiff[0] = tiff[1] = 'M';
  tiff[3] = 0x2A;
  tiff[7] = 8;
  tiff[8] = tiff[9] = 0xFF;
  for (std::size_t i = 0; i < 65'535; ++i) {
    Byte* entry = tiff.data() + 10 + 12 * i;
    store_u16(entry, 0x8825, ByteOrder::big);
    store_u16(entry + 2, 4, ByteOrder::big);
    store_u32(entry + 4, 0xFFFFFFFF, ByteOrder::big);
    store_u32(entry + 8, 8, ByteOrder::big);
  }
  const auto graph = walk_ifds(tiff);
  ASSERT_TRUE(graph);
  EXPECT_TRUE(graph->over_budget);
  EXPECT_LE(graph->ifds.size(), IfdGraph::max_ifds);
}

}  // namespace
}  // namespace exifscrub
