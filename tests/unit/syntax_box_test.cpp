#include <gtest/gtest.h>

#include "block_reading.hpp"
#include "movie_bytes.hpp"
#include "syntax/box.hpp"

namespace exifscrub {
namespace {

using namespace std::string_literals;

std::vector<Box> boxes_of(const std::string& text) {
  const std::vector<Byte> bytes = bytes_of(text);
  BoxSequence sequence{bytes, {0, bytes.size()}};
  std::vector<Box> boxes;
  while (const auto box = sequence.next()) boxes.push_back(*box);
  return boxes;
}

TEST(Box, SizesAreShortLongOrOpen) {
  const auto boxes =
      boxes_of(movie::box("abcd", "12") + movie::large_box("efgh", "345") + movie::u32(0) + "ijkl6789");
  ASSERT_EQ(boxes.size(), 3U);
  EXPECT_EQ(boxes[0].type, BoxType{"abcd"});
  EXPECT_EQ(boxes[0].payload, (Extent{8, 2}));
  EXPECT_EQ(boxes[1].payload, (Extent{26, 3}));
  EXPECT_EQ(boxes[2].at, (Extent{29, 12}));
  EXPECT_FALSE(boxes[2].cut);
}

TEST(Box, CutAtTheEndOfWhatItLiesIn) {
  const auto boxes = boxes_of(
      "\0\0\0\x20"
      "abcd1234"s);
  ASSERT_EQ(boxes.size(), 1U);
  EXPECT_TRUE(boxes[0].cut);
  EXPECT_EQ(boxes[0].payload, (Extent{8, 4}));
}

TEST(Box, SmallerThanItsHeaderIsNone) {
  EXPECT_TRUE(boxes_of("\0\0\0\x07"
                       "abcd1234"s)
                  .empty());
  EXPECT_TRUE(boxes_of("\0\0\0\1"
                       "abcd\0\0\0\0\0\0\0\x0F"s)
                  .empty());
  EXPECT_TRUE(boxes_of("\0\0\0\x10uuid12345678"s).empty());
  EXPECT_TRUE(boxes_of("\0\0\0\x08"
                       "abc"s)
                  .empty());
}

TEST(Box, UserTypeIsPartOfTheHeader) {
  const auto boxes = boxes_of(movie::box("uuid", "0123456789abcdefXY"));
  ASSERT_EQ(boxes.size(), 1U);
  EXPECT_EQ(boxes[0].user_type[15], 'f');
  EXPECT_EQ(boxes[0].payload, (Extent{24, 2}));
}

TEST(Box, HugeSizesDoNotWrap) {
  const auto boxes = boxes_of(
      "\0\0\0\1"
      "abcd\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF"
      "1"s);
  ASSERT_EQ(boxes.size(), 1U);
  EXPECT_TRUE(boxes[0].cut);
  EXPECT_EQ(boxes[0].at.end(), 17U);
}

TEST(BoxType, SpellsLatin1) {
  EXPECT_EQ(BoxType{"\xA9xyz"}.text(), "\xC2\xA9xyz");
  EXPECT_EQ(BoxType{0x00000001}.text(), "\\x00\\x00\\x00\\x01");
}

}  // namespace
}  // namespace exifscrub
