#include <gtest/gtest.h>

#include "exifscrub/policy.hpp"

namespace exifscrub {
namespace {

TEST(Policy, TableHasEveryClassInItsPlaceWithItsName) {
  for (std::size_t i = 0; i < leak_class_count; ++i) {
    EXPECT_EQ(class_table()[i].leak_class, static_cast<LeakClass>(i));
    EXPECT_EQ(class_table()[i].name, name_of(static_cast<LeakClass>(i)));
    EXPECT_FALSE(class_table()[i].covers.empty());
    EXPECT_NE(class_table()[i].strip_removes, class_table()[i].viewer_needs);
  }
}

TEST(Policy, GpsOnlyRemovesLocationAlone) {
  const Policy policy{Mode::gps_only};
  for (std::size_t i = 0; i < leak_class_count; ++i) {
    EXPECT_EQ(policy.removes[i], static_cast<LeakClass>(i) == LeakClass::location);
  }
}

TEST(Policy, StripLeavesWhatAViewerNeeds) {
  const Policy policy{Mode::strip};
  for (const ClassRow& row : class_table()) {
    EXPECT_EQ(policy.removes_class(row.leak_class), !row.viewer_needs);
  }
}

TEST(Policy, KeepAndRemoveChangeSingleClasses) {
  Policy policy{Mode::strip};
  policy.keep(LeakClass::time);
  policy.remove(LeakClass::icc);
  EXPECT_FALSE(policy.removes_class(LeakClass::time));
  EXPECT_TRUE(policy.keeps_on_request(LeakClass::time));
  EXPECT_TRUE(policy.removes_class(LeakClass::icc));
  EXPECT_TRUE(policy.removes_class(LeakClass::location));
  policy.remove(LeakClass::time);
  EXPECT_FALSE(policy.keeps_on_request(LeakClass::time));
}

}  // namespace
}  // namespace exifscrub
