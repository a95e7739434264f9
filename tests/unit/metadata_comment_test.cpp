#include <gtest/gtest.h>

#include "carrier_damage.hpp"
#include "metadata/comment.hpp"

namespace exifscrub {
namespace {

TEST(Comment, IsText) {
  const BlockReading block{read_comment, "Lat 48.85 Lon 2.29\0"};
  ASSERT_EQ(block.reading.findings.size(), 1U);
  EXPECT_EQ(block.value("File:Comment"), "Lat 48.85 Lon 2.29");
  EXPECT_EQ(block.class_of("File:Comment"), "text");
  EXPECT_TRUE(block.reading.positions.empty());
}

TEST(Comment, OfLatin1IsRepaired) {
  EXPECT_EQ((BlockReading{read_comment, "caf\xE9"}.value("File:Comment")), "caf\xEF\xBF\xBD");
}

TEST(Comment, ErasedIsNone) {
  const BlockReading block{read_comment, "hello"};
  const auto erased = block.without(erase_comment, LeakClass::text);
  ASSERT_TRUE(erased);
  EXPECT_EQ(*erased, std::vector<Byte>(5));
  EXPECT_TRUE((BlockReading{read_comment, *erased}.reading.findings.empty()));
}

TEST(Comment, EmptyIsNone) {
  EXPECT_TRUE((BlockReading{read_comment, std::string_view{}}.reading.findings.empty()));
}

}  // namespace
}  // namespace exifscrub
