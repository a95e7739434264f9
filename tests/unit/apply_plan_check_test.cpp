#include <gtest/gtest.h>

#include "apply/plan_check.hpp"
#include "base/memory_source.hpp"
#include "support/jpeg_bytes.hpp"

namespace exifscrub {
namespace {

using namespace test;

Patch patch(std::uint64_t offset, const Buffer& bytes) { return {offset, bytes, Phase::values, false}; }

Errc outcome(const Buffer& before, const Buffer& after, const Plan& plan, std::uint64_t* where = nullptr) {
  MemorySource input{before};
  MemorySource output{after};
  const auto checked = check_follows_plan(input, output, plan);
  if (checked) return Errc::in_use;  // stands for success: no check returns it
  if (where != nullptr) *where = checked.error().offset;
  return checked.error().code;
}

constexpr Errc fine = Errc::in_use;

TEST(PlanCheck, APatchedFileDiffersInsideThePatchesOnly) {
  const Buffer before = bytes_of("0123456789");
  Plan plan;
  plan.patches = {patch(2, bytes_of("ab")), patch(9, bytes_of("c"))};
  EXPECT_EQ(outcome(before, bytes_of("01ab45678c"), plan), fine);
  std::uint64_t where = 0;
  EXPECT_EQ(outcome(before, bytes_of("01ab45x78c"), plan, &where), Errc::conflict);
  EXPECT_EQ(where, 6U);
  EXPECT_EQ(outcome(before, bytes_of("012b45678c"), plan, &where), Errc::conflict);
  EXPECT_EQ(where, 2U);
  EXPECT_EQ(outcome(before, bytes_of("01ab45678"), plan), Errc::truncated);
  EXPECT_EQ(outcome(before, bytes_of("01ab45678c."), plan, &where), Errc::conflict);
  EXPECT_EQ(where, 10U);
}

TEST(PlanCheck, FollowsPiecesLiteralsAndPatches) {
  const Buffer before = bytes_of("0123456789");
  Plan plan;
  plan.literals = {{bytes_of("LIT"), {}}};
  plan.pieces = {{{0, 2}, no_index}, {{}, 0}, {{5, 3}, no_index}};
  plan.patches = {patch(6, bytes_of("x"))};
  EXPECT_EQ(outcome(before, bytes_of("01LIT5x7"), plan), fine);
  EXPECT_EQ(outcome(before, bytes_of("01LIP5x7"), plan), Errc::conflict);
  EXPECT_EQ(outcome(before, bytes_of("01LIT567"), plan), Errc::conflict);
  plan.patches = {patch(3, bytes_of("x"))};
  EXPECT_EQ(outcome(before, bytes_of("01LIT567"), plan), Errc::conflict);
  plan.patches = {patch(7, bytes_of("xx"))};
  EXPECT_EQ(outcome(before, bytes_of("01LIT56xx"), plan), Errc::conflict);
  plan.patches = {patch(9, bytes_of("x"))};
  EXPECT_EQ(outcome(before, bytes_of("01LIT567"), plan), Errc::conflict);
}

TEST(PlanCheck, LongFilesAreComparedToTheLastByte) {
  const Buffer before = repeated(2 * ByteSource::max_window + 77, 'a');
  EXPECT_EQ(outcome(before, before, {}), fine);
  for (const std::size_t at :
       {std::size_t{0}, ByteSource::max_window - 1, ByteSource::max_window, before.size() - 1}) {
    Buffer after = before;
    after[at] = 'b';
    std::uint64_t where = 0;
    EXPECT_EQ(outcome(before, after, {}, &where), Errc::conflict);
    EXPECT_EQ(where, at);
  }
}

TEST(PlanCheck, APatchMayTouchThePictureNowhere) {
  const std::vector<Extent> stretches{{0, 2}, {10, 5}, {30, 5}};
  const auto spares = [&](std::uint64_t offset, std::size_t length) {
    const std::vector<Extent> patched{{offset, length}};
    return static_cast<bool>(check_spares_picture(patched, stretches));
  };
  EXPECT_TRUE(spares(2, 8));
  EXPECT_TRUE(spares(15, 15));
  EXPECT_TRUE(spares(35, 100));
  EXPECT_FALSE(spares(1, 1));
  EXPECT_FALSE(spares(2, 9));
  EXPECT_FALSE(spares(14, 1));
  EXPECT_FALSE(spares(5, 50));
  EXPECT_FALSE(spares(12, 1));
  EXPECT_TRUE(check_spares_picture({}, stretches));
  EXPECT_TRUE(check_spares_picture(std::vector<Extent>{{0, 1}}, {}));
}

}  // namespace
}  // namespace exifscrub
