#include <gtest/gtest.h>

#include "layout/builder.hpp"

namespace exifscrub {
namespace {

Region picture(Extent at) {
  Region region;
  region.at = at;
  region.role = Role::image;
  return region;
}

Region segment(Extent at) {
  Region region = picture(at);
  region.role = Role::metadata;
  region.payload = at;
  return region;
}

TEST(LayoutBuilder, GapsBecomeUnknown) {
  LayoutBuilder builder{FormatId::jpeg, 30};
  builder.claim(picture({5, 10}));
  const Layout layout = builder.finish();
  ASSERT_EQ(layout.regions.size(), 3U);
  EXPECT_EQ(layout.regions[0].role, Role::unknown);
  EXPECT_EQ(layout.regions[1].role, Role::image);
  EXPECT_EQ(layout.regions[2].at, (Extent{15, 15}));
  EXPECT_TRUE(partitions(layout));
}

TEST(LayoutBuilder, AnEmptyFileHasNoRegions) {
  EXPECT_TRUE(LayoutBuilder(FormatId::jpeg, 0).finish().regions.empty());
}

TEST(LayoutBuilder, ThePictureWinsOverAnEarlierClaim) {
  LayoutBuilder builder{FormatId::jpeg, 20};
  builder.claim(segment({0, 12}));
  builder.claim(picture({8, 12}));
  const Layout layout = builder.finish();
  ASSERT_EQ(layout.regions.size(), 2U);
  EXPECT_EQ(layout.regions[0].at, (Extent{0, 8}));
  EXPECT_EQ(layout.regions[1].at, (Extent{8, 12}));
}

TEST(LayoutBuilder, OtherwiseTheEarlierClaimWins) {
  LayoutBuilder builder{FormatId::jpeg, 20};
  builder.claim(picture({0, 12}));
  builder.claim(segment({8, 12}));
  const Layout layout = builder.finish();
  ASSERT_EQ(layout.regions.size(), 2U);
  EXPECT_EQ(layout.regions[1].at, (Extent{12, 8}));
  EXPECT_EQ(layout.regions[1].payload, (Extent{12, 8}));
}

}  // namespace
}  // namespace exifscrub
