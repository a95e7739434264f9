#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "base/memory_source.hpp"
#include "plan/planned_source.hpp"

namespace exifscrub {
namespace {

std::vector<Byte> bytes_of(std::string_view text) { return {text.begin(), text.end()}; }
std::string text_of(Bytes bytes) { return {bytes.begin(), bytes.end()}; }

Patch patch(std::uint64_t offset, std::string_view text) {
  Patch patch;
  patch.offset = offset;
  patch.bytes = bytes_of(text);
  return patch;
}

/// "0123456789abcdefghij", of which "01" stays, "2345" becomes "<new>", "6789abcd" stays with patches, "ef"
/// goes and "ghij" stays.
class PlannedSourceTest : public ::testing::Test {
 protected:
  PlannedSourceTest() {
    plan_.literals.push_back({bytes_of("<new>"), {}});
    plan_.pieces = {{{0, 2}, no_index}, {{}, 0}, {{6, 8}, no_index}, {{16, 4}, no_index}};
    plan_.patches = {patch(6, "X"), patch(8, "YZ"), patch(13, "W"), patch(18, "VV")};
    plan_.output_size = expected_.size();
  }
  const std::vector<Byte> bytes_ = bytes_of("0123456789abcdefghij");
  const std::string expected_ = "01<new>X7YZabcWghVV";
  MemorySource input_{bytes_};
  Plan plan_;
};

TEST_F(PlannedSourceTest, EveryWindowShowsWhatThePlanWouldWrite) {
  PlannedSource planned{input_, plan_};
  ASSERT_EQ(planned.size(), expected_.size());
  for (std::size_t offset = 0; offset <= expected_.size(); ++offset) {
    for (std::size_t length = 0; offset + length <= expected_.size(); ++length) {
      const auto window = planned.window(offset, length);
      ASSERT_TRUE(window);
      EXPECT_EQ(text_of(*window), expected_.substr(offset, length)) << offset << " " << length;
      std::vector<Byte> room(length);
      ASSERT_TRUE(planned.read_into(offset, room));
      EXPECT_EQ(text_of(room), expected_.substr(offset, length)) << offset << " " << length;
    }
  }
}

TEST_F(PlannedSourceTest, UntouchedStretchesAreNotCopied) {
  PlannedSource planned{input_, plan_};
  EXPECT_EQ(planned.window(0, 2)->data(), bytes_.data());
  EXPECT_EQ(planned.window(2, 5)->data(), plan_.literals[0].bytes.data());
}

TEST_F(PlannedSourceTest, ReadsBehindTheEndAreTruncated) {
  PlannedSource planned{input_, plan_};
  EXPECT_EQ(planned.window(expected_.size(), 1).error().code, Errc::truncated);
  EXPECT_EQ(planned.window(~std::uint64_t{0}, 3).error().code, Errc::truncated);
  EXPECT_EQ(planned.window(0, ByteSource::max_window + 1).error().code, Errc::limit);
}

TEST(PlannedSource, APlanWithoutChangesIsTheInput) {
  const std::vector<Byte> bytes(300'000, Byte{7});
  MemorySource input{bytes};
  Plan plan;
  plan.pieces = {{{0, bytes.size()}, no_index}};
  plan.output_size = bytes.size();
  PlannedSource planned{input, plan};
  EXPECT_EQ(planned.window(100'000, 200'000)->data(), bytes.data() + 100'000);
}

TEST(PlannedSource, AnEmptyPlanIsEmpty) {
  MemorySource input{{}};
  const Plan plan;
  PlannedSource planned{input, plan};
  EXPECT_EQ(planned.size(), 0U);
  EXPECT_TRUE(planned.window(0, 0));
  EXPECT_FALSE(planned.window(0, 1));
}

TEST(PlannedSource, ZerosNeedNoBytesOfTheirOwn) {
  const std::vector<Byte> bytes = bytes_of("0123456789");
  MemorySource input{bytes};
  Plan plan = Plan::unchanged(bytes.size());
  plan.patches = {patch(2, "ab")};
  plan.patches.front().zeros = 3;
  EXPECT_EQ(plan.patches.front().at(), (Extent{2, 5}));
  PlannedSource planned{input, plan};
  for (std::size_t begin = 0; begin < bytes.size(); ++begin) {
    for (std::size_t length = 1; begin + length <= bytes.size(); ++length) {
      const std::vector<Byte> all =
          bytes_of(std::string_view{"01ab\0\0\0"
                                    "789",
                                    10});
      const Result<Bytes> shown = planned.window(begin, length);
      ASSERT_TRUE(shown);
      EXPECT_TRUE(std::ranges::equal(*shown, Bytes{all}.subspan(begin, length))) << begin << ' ' << length;
    }
  }
}

}  // namespace
}  // namespace exifscrub
