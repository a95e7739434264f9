#include <gtest/gtest.h>

#include <initializer_list>

#include "layout/builder.hpp"
#include "plan/fate.hpp"
#include "plan/planner.hpp"

namespace exifscrub {
namespace {

Region region(Extent at, std::uint64_t header, Role role, Removal may = Removal::cut_or_blank) {
  Region made;
  made.at = at;
  made.payload = {at.offset + header, at.length - header};
  made.role = role;
  made.may = may;
  made.node = 0;
  return made;
}

/// SOI, a segment of 100 bytes, picture data, and a trailer of 20.
Layout sample() {
  LayoutBuilder builder{FormatId::jpeg, 222};
  builder.claim(region({0, 2}, 2, Role::image, Removal::pinned));
  builder.claim(region({2, 100}, 4, Role::metadata));
  builder.claim(region({102, 100}, 100, Role::image, Removal::pinned));
  builder.claim(region({202, 20}, 0, Role::unknown));
  return builder.finish();
}

Fates fates_of(const Layout& layout, std::vector<Fate> regions) {
  Fates fates;
  fates.nodes.assign(layout.nodes.size(), Fate::keep);
  fates.regions = std::move(regions);
  return fates;
}

TEST(Planner, CutsWhatIsDropped) {
  const Layout layout = sample();
  const auto made =
      plan(layout, fates_of(layout, {Fate::keep, Fate::drop, Fate::keep, Fate::drop}), Policy{}, {});
  ASSERT_TRUE(made);
  ASSERT_EQ(made->pieces.size(), 2U);
  EXPECT_EQ(made->pieces[1].input, (Extent{102, 100}));
  EXPECT_EQ(made->output_size, 102U);
  EXPECT_TRUE(made->changes_anything());
}

TEST(Planner, ACutTailIsAChangeOfSize) {
  const Layout layout = sample();
  const auto made =
      plan(layout, fates_of(layout, {Fate::keep, Fate::keep, Fate::keep, Fate::drop}), Policy{}, {});
  ASSERT_TRUE(made);
  ASSERT_EQ(made->pieces.size(), 1U);
  EXPECT_FALSE(made->keeps_size());
  EXPECT_TRUE(made->changes_anything());
}

TEST(Planner, JoinsNeighboursThatStay) {
  const Layout layout = sample();
  const auto made =
      plan(layout, fates_of(layout, {Fate::keep, Fate::keep, Fate::keep, Fate::keep}), Policy{}, {});
  ASSERT_TRUE(made);
  ASSERT_EQ(made->pieces.size(), 1U);
  EXPECT_EQ(made->pieces[0].input, (Extent{0, 222}));
  EXPECT_FALSE(made->changes_anything());
}

TEST(Planner, RefusesToCutWhatTheFormatPins) {
  LayoutBuilder builder{FormatId::tiff, 10};
  builder.claim(region({0, 10}, 0, Role::metadata, Removal::pinned));
  const Layout layout = builder.finish();
  const auto made = plan(layout, fates_of(layout, {Fate::drop}), Policy{}, {});
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().code, Errc::conflict);
}

TEST(Planner, EmptiesPayloadsInPlaceAndLeavesTheEvidenceForLast) {
  const Layout layout = sample();
  Policy policy;
  policy.in_place = true;
  const auto made =
      plan(layout, fates_of(layout, {Fate::keep, Fate::drop, Fate::keep, Fate::keep}), policy, {});
  ASSERT_TRUE(made);
  EXPECT_TRUE(made->keeps_size());
  ASSERT_EQ(made->patches.size(), 2U);
  EXPECT_EQ(made->patches[0].at(), (Extent{6, 64}));
  EXPECT_EQ(made->patches[0].phase, Phase::pointer);
  EXPECT_EQ(made->patches[1].at(), (Extent{70, 32}));
  EXPECT_EQ(made->patches[1].phase, Phase::values);
}

TEST(Planner, PutsASubstituteIntoTheEmptiedPayload) {
  const Layout layout = sample();
  Policy policy;
  policy.in_place = true;
  Contributions with;
  with.substitutes.push_back({1, {{0xFF, 0xE1, 0, 6, 'a', 'b', 'c', 'd'}, {}}, 4, 0, true});
  const auto made = plan(layout, fates_of(layout, {Fate::keep, Fate::substitute, Fate::keep, Fate::keep}),
                         policy, std::move(with));
  ASSERT_TRUE(made);
  ASSERT_EQ(made->patches.size(), 1U);
  EXPECT_EQ(made->patches[0].at(), (Extent{6, 96}));
  EXPECT_EQ(Bytes{made->patches[0].bytes}.front(), 'a');
  EXPECT_TRUE(std::all_of(made->patches[0].bytes.begin() + 4, made->patches[0].bytes.end(),
                          [](Byte b) { return b == 0; }));
  EXPECT_EQ(made->patches[0].phase, Phase::pointer);
  EXPECT_TRUE(made->patches[0].indivisible);
}

TEST(Planner, RefusesPatchesThatOverlap) {
  const Layout layout = sample();
  Contributions with;
  with.patches.push_back({10, {0, 0, 0}, Phase::values, false});
  with.patches.push_back({12, {0, 0, 0}, Phase::values, false});
  Policy policy;
  policy.mode = Mode::gps_only;
  const auto made = plan(layout, fates_of(layout, {Fate::keep, Fate::erase, Fate::keep, Fate::keep}), policy,
                         std::move(with));
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().code, Errc::conflict);
}

TEST(Planner, APatchInARegionThatGoesIsLeftOut) {
  const Layout layout = sample();
  Contributions with;
  with.patches.push_back({10, {0, 0, 0}, Phase::values, false});
  const auto made = plan(layout, fates_of(layout, {Fate::keep, Fate::drop, Fate::keep, Fate::keep}), Policy{},
                         std::move(with));
  ASSERT_TRUE(made);
  EXPECT_TRUE(made->patches.empty());
}

TEST(Planner, WhatCannotBeCutIsEmptied) {
  LayoutBuilder builder{FormatId::tiff, 110};
  builder.claim(region({0, 100}, 0, Role::metadata, Removal::blank));
  builder.claim(region({100, 10}, 10, Role::image, Removal::pinned));
  const Layout layout = builder.finish();
  const auto made = plan(layout, fates_of(layout, {Fate::drop, Fate::keep}), Policy{}, {});
  ASSERT_TRUE(made);
  EXPECT_TRUE(made->keeps_size());
  EXPECT_FALSE(made->patches.empty());
}

/// The same with a link in a trailer that says where the picture data start.
Layout counting(bool held) {
  Layout layout = sample();
  layout.nodes.push_back({NodeKind::trailer, {202, 20}, 0, ImageUse::unindexed, {}, "a trailer"});
  Link link;
  link.quantity = Link::Quantity::offset;
  link.encoding = Encoding::u32_big;
  link.field = {210, 4};
  link.target = {102, 100};
  link.held = held;
  layout.links.push_back(link);
  return layout;
}

TEST(Planner, ExifOnlyMovesNothingThatATrailerCountsFromTheStart) {
  for (const bool held : {true, false}) {
    const Layout layout = counting(held);
    const auto made = plan(layout, fates_of(layout, {Fate::keep, Fate::drop, Fate::keep, Fate::keep}),
                           Policy{Mode::exif_only}, {});
    ASSERT_TRUE(made);
    EXPECT_EQ(made->keeps_size(), held) << "a place that was wrong before tells nothing";
  }
}

/// What is due for an image whose Exif blocks and profile say so; Interop's R03 stands in the first one.
DueExif due_of(std::initializer_list<std::uint16_t> orientations, bool interop_r03, bool has_icc) {
  LayoutBuilder builder{FormatId::jpeg, 10};
  builder.claim(region({0, 10}, 0, Role::image, Removal::pinned));
  const std::uint32_t image = builder.add_node(NodeKind::image, 0, 0, "image 1");
  builder.end_node(image, 10);
  Block exif;
  exif.kind = BlockKind::exif;
  exif.node = image;
  Reading reading;
  for (const std::uint16_t orientation : orientations)
    reading.facts(builder.add_block(exif)).orientation = orientation;
  reading.facts(0).interop_r03 = interop_r03;
  Block icc;
  icc.kind = BlockKind::icc;
  icc.node = image;
  if (has_icc) builder.add_block(icc);
  return decide(builder.finish(), reading, Policy{}).due_exif[image];
}

TEST(Fates, TheFirstExifTellsTheOrientation) {
  const auto due = [](std::uint16_t first, std::uint16_t second) {
    return due_of({first, second}, false, false);
  };
  EXPECT_EQ(due(0, 6).block, no_index);
  EXPECT_TRUE(due(0, 6).contested);
  EXPECT_EQ(due(1, 6).block, no_index);
  EXPECT_EQ(due(6, 8).orientation, 6);
  EXPECT_EQ(due(6, 8).block, 0U);
  EXPECT_TRUE(due(6, 8).contested);
  EXPECT_FALSE(due(6, 6).contested);
  EXPECT_FALSE(due(6, 0).contested);
  EXPECT_FALSE(due(0, 1).contested);
}

TEST(Fates, AStripDropsWhatNobodyKnows) {
  LayoutBuilder builder{FormatId::jpeg, 222};
  builder.claim(region({0, 2}, 2, Role::image, Removal::pinned));
  builder.claim(region({2, 100}, 4, Role::metadata));
  builder.claim(region({102, 100}, 4, Role::viewer));
  builder.claim(region({202, 20}, 0, Role::unknown));
  const Fates fates = decide(builder.finish(), Reading{}, Policy{Mode::strip});
  EXPECT_EQ(fates.regions, (std::vector<Fate>{Fate::keep, Fate::drop, Fate::keep, Fate::drop}));
}

TEST(Fates, WhatATornRunLeftGoesAndARemarkStays) {
  Reading reading;
  for (const Standing standing : {Standing::leak, Standing::leftover, Standing::remark}) {
    BlockFinding finding;
    finding.leak_class = LeakClass::location;
    finding.standing = standing;
    reading.findings.push_back(finding);
  }
  const Fates fates = decide(sample(), reading, Policy{Mode::gps_only});
  EXPECT_EQ(fates.selected, (std::vector<bool>{true, true, false}));
}

TEST(Fates, AMinimalExifIsDueForATurnedPictureOrAdobeRgbWithoutProfile) {
  EXPECT_EQ(due_of({0}, false, false).block, no_index);
  EXPECT_EQ(due_of({1}, false, false).block, no_index);
  EXPECT_NE(due_of({2}, false, true).block, no_index);
  EXPECT_NE(due_of({8}, false, false).block, no_index);
  EXPECT_NE(due_of({1}, true, false).block, no_index);
  EXPECT_EQ(due_of({1}, true, true).block, no_index);
}

}  // namespace
}  // namespace exifscrub
