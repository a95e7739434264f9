#include <gtest/gtest.h>

#include "plan/relocate.hpp"

namespace exifscrub {
namespace {

/// Keeps 0-10, puts a literal of 4 bytes in place of 10-20, keeps 20-30, cuts 30-40, keeps 40-50.
Plan sample_plan() {
  Plan plan;
  plan.literals.push_back({{1, 2, 3, 4}, {}});
  plan.pieces = {{{0, 10}, no_index}, {{10, 0}, 0}, {{20, 10}, no_index}, {{40, 10}, no_index}};
  plan.output_size = 34;
  return plan;
}

TEST(PositionMap, FollowsKeptBytes) {
  const Plan plan = sample_plan();
  const PositionMap map{plan};
  EXPECT_EQ(map.begin(0), 0U);
  EXPECT_EQ(map.begin(7), 7U);
  EXPECT_EQ(map.begin(25), 19U);
  EXPECT_EQ(map.begin(40), 24U);
  EXPECT_EQ(map.end(50), 34U);
}

TEST(PositionMap, ALiteralStandsWhereTheBytesStoodThatItReplaces) {
  const Plan plan = sample_plan();
  const PositionMap map{plan};
  EXPECT_EQ(map.begin(10), 10U);
  EXPECT_EQ(map.end(10), 10U);
  EXPECT_EQ(map.begin(20), 14U);
  EXPECT_EQ(map.end(20), 14U);
  EXPECT_EQ(map.begin_of_literal(0), 10U);
}

TEST(PositionMap, CutBytesCollapseOntoWhatFollows) {
  const Plan plan = sample_plan();
  const PositionMap map{plan};
  EXPECT_EQ(map.begin(30), 24U);
  EXPECT_EQ(map.begin(35), 24U);
  EXPECT_EQ(map.end(35), 24U);
  EXPECT_EQ(map.end(40), 24U);
}

Layout layout_with(Link link) {
  Layout layout;
  layout.size = 50;
  layout.links.push_back(link);
  return layout;
}

TEST(Relocate, WritesALengthThatShrank) {
  Link length;
  length.quantity = Link::Quantity::length;
  length.encoding = Encoding::u16_big;
  length.field = {2, 2};
  length.target = {0, 40};
  Plan plan = sample_plan();
  ASSERT_TRUE(relocate(layout_with(length), {}, plan));
  ASSERT_EQ(plan.patches.size(), 1U);
  EXPECT_EQ(plan.patches[0].offset, 2U);
  EXPECT_EQ(plan.patches[0].bytes, (std::vector<Byte>{0, 24}));
}

TEST(Relocate, WritesAnOffsetRelativeToItsBase) {
  Link offset;
  offset.quantity = Link::Quantity::offset;
  offset.encoding = Encoding::u32_little;
  offset.field = {4, 4};
  offset.target = {40, 10};
  offset.base = 8;
  Plan plan = sample_plan();
  ASSERT_TRUE(relocate(layout_with(offset), {}, plan));
  ASSERT_EQ(plan.patches.size(), 1U);
  EXPECT_EQ(plan.patches[0].bytes, (std::vector<Byte>{16, 0, 0, 0}));
}

TEST(Relocate, LeavesAValueThatDidNotChange) {
  Link offset;
  offset.quantity = Link::Quantity::offset;
  offset.field = {2, 2};
  offset.target = {9, 1};
  offset.base = 1;
  Plan plan = sample_plan();
  ASSERT_TRUE(relocate(layout_with(offset), {}, plan));
  EXPECT_TRUE(plan.patches.empty());
}

TEST(Relocate, LeavesAFieldThatIsCutOut) {
  Link offset;
  offset.quantity = Link::Quantity::offset;
  offset.field = {32, 2};
  offset.target = {40, 10};
  Plan plan = sample_plan();
  ASSERT_TRUE(relocate(layout_with(offset), {}, plan));
  EXPECT_TRUE(plan.patches.empty());
}

TEST(Relocate, WritesLinksOfLiteralsFromTheirPlaceInTheOutput) {
  Link offset;
  offset.quantity = Link::Quantity::offset;
  offset.encoding = Encoding::u16_big;
  offset.field = {2, 2};
  offset.target = {40, 10};
  offset.base = 1;
  offset.base_in_literal = true;
  Plan plan = sample_plan();
  plan.literals[0].links.push_back(offset);
  ASSERT_TRUE(relocate(Layout{}, {}, plan));
  EXPECT_EQ(plan.literals[0].bytes, (std::vector<Byte>{1, 2, 0, 13}));
}

TEST(EncodeLink, PadsDecimalsAndRefusesWhatDoesNotFit) {
  const auto padded = encode_link(Encoding::padded_decimal, 407, 5);
  ASSERT_TRUE(padded);
  EXPECT_EQ(*padded, (std::vector<Byte>{'0', '0', '4', '0', '7'}));
  EXPECT_EQ(decode_link(Encoding::padded_decimal, *padded), 407U);
  EXPECT_EQ(encode_link(Encoding::padded_decimal, 100000, 5).error().code, Errc::does_not_fit);
  EXPECT_EQ(encode_link(Encoding::u16_big, 65536, 2).error().code, Errc::does_not_fit);
}

}  // namespace
}  // namespace exifscrub
