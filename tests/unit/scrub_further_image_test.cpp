#include <gtest/gtest.h>

#include <algorithm>

#include "exifscrub/scrubber.hpp"
#include "support/jpeg_bytes.hpp"

namespace exifscrub {
namespace {

using test::Buffer;
using test::joined;
using test::repeated;

/// What a strip makes of a picture with `further` behind it.
Buffer stripped(const Buffer& further, bool in_place) {
  Job job;
  job.policy = policy_of(Mode::strip);
  job.policy.in_place = in_place;
  Buffer output;
  const Outcome outcome =
      Scrubber{job, nullptr}.filter(joined({test::image(), further}), {"-", "-", true, {}}, output);
  EXPECT_EQ(outcome.status, Status::scrubbed) << outcome.reason;
  return output;
}

void expect_gone(const Buffer& further) {
  const Buffer picture = test::image();
  EXPECT_EQ(stripped(further, false), picture);
  EXPECT_EQ(stripped(further, true), joined({picture, repeated(further.size(), 0)}));
}

// What a change in place leaves that stopped half-way: the next run has to finish it.
TEST(FurtherImage, GoesWithItsEmptiedSegments) {
  expect_gone(test::image(test::segment(0xE1, repeated(20, 0))));
  expect_gone(test::image({0, 0, 0}));
}

TEST(FurtherImage, GoesWithWhatCanOnlyBeCutOut) {
  const Buffer table = joined({{0}, {1}, repeated(15, 0), {5}});
  expect_gone(test::image(test::segment(0xC4, joined({table, {9}}))));
  expect_gone(test::image({0xFF, 0xD3}));
}

}  // namespace
}  // namespace exifscrub
