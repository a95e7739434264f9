#include <gtest/gtest.h>

#include <random>

#include "apply/entropy_run.hpp"
#include "support/jpeg_bytes.hpp"

namespace exifscrub {
namespace {

using namespace test;

TEST(EntropyRun, StopsAtMarkersAndAtAnFfWithoutFollower) {
  for (const std::size_t lead : {0U, 1U, 14U, 15U, 16U, 17U, 40U}) {
    const Buffer front = joined({repeated(lead, 0x5A), {0xFF, 0x00, 0xFF, 0xD0, 0xFF, 0xD7}});
    for (const Byte code : Buffer{0x01, 0xC0, 0xD8, 0xD9, 0xDA, 0xE1, 0xFF}) {
      EXPECT_EQ(entropy_run(joined({front, {0xFF, code}, repeated(40, 0)})), front.size()) << lead;
    }
    EXPECT_EQ(entropy_run(joined({front, {0xFF}})), front.size());
    EXPECT_EQ(entropy_run(front), front.size());
  }
  EXPECT_EQ(entropy_run({}), 0U);
}

TEST(EntropyRun, VectorAndPortableFormsAgree) {
  std::mt19937 random{3};
  for (int round = 0; round < 5000; ++round) {
    Buffer room(32 + random() % 900);
    const std::span<Byte> bytes = std::span{room}.subspan(random() % 32);  // begun anywhere in a vector
    const bool ends = random() % 4 == 0;  // mostly no marker, or every run would be short
    for (Byte& each : bytes) {
      const auto draw = random() % 8;
      each = static_cast<Byte>(draw == 0 ? 0xFF : draw == 1 ? 0xD0 + random() % 10 : draw < 5 ? 0 : random());
    }
    for (std::size_t i = 1; i < bytes.size() && !ends; ++i) {
      if (bytes[i - 1] == 0xFF) bytes[i] = static_cast<Byte>(i % 2 == 0 ? 0 : 0xD0 + i % 8);
    }
    EXPECT_EQ(entropy_run(bytes), entropy_run_portable(bytes));
    EXPECT_EQ(entropy_run_narrow(bytes), entropy_run_portable(bytes));
  }
}

TEST(ZerosAtFront, CountsThemAtAnyLength) {
  for (std::size_t zeros = 0; zeros < 40; ++zeros) {
    EXPECT_EQ(zeros_at_front(repeated(zeros, 0)), zeros);
    EXPECT_EQ(zeros_at_front(joined({repeated(zeros, 0), {1}, repeated(20, 0)})), zeros);
  }
}

}  // namespace
}  // namespace exifscrub
