#include <gtest/gtest.h>

#include <string>

#include "base/memory_source.hpp"
#include "block_reading.hpp"
#include "layout/coded_text.hpp"
#include "layout/gather.hpp"

namespace exifscrub {
namespace {

std::string decoded(Coding coding, std::string_view text) {
  const auto result = decode_text(coding, bytes_of(text));
  return result ? text_of(result->bytes) : "(" + std::string{result.error().what} + ")";
}

TEST(CodedText, DigitsAreFoundBetweenWhiteSpaceAndReferences) {
  EXPECT_EQ(decoded(Coding::base64, "aGVsbG8="), "hello");
  EXPECT_EQ(decoded(Coding::base64, "aGVsbG8"), "hello");
  EXPECT_EQ(decoded(Coding::base64, " aG\nVs&#xA;bG&#10;8=\n"), "hello");
  EXPECT_EQ(decoded(Coding::base64, std::string_view("a\0G\0V\0s\0", 8)), "hel");
  EXPECT_EQ(decoded(Coding::hex, "68 65\n6C6c6F"), "hello");
  EXPECT_EQ(decoded(Coding::base64, ""), "");
}

TEST(CodedText, OtherBytesAreMalformed) {
  EXPECT_FALSE(decode_text(Coding::base64, bytes_of("aGVs!bG8=")));
  EXPECT_FALSE(decode_text(Coding::base64, bytes_of("aGVs&lt;")));
  EXPECT_FALSE(decode_text(Coding::hex, bytes_of("68g5")));
}

/// Every stretch of a block is patched through its coding and read back.
void round_trip(Coding coding, const std::string& text) {
  const auto whole = decode_text(coding, bytes_of(text));
  ASSERT_TRUE(whole);
  for (std::size_t begin = 0; begin < whole->bytes.size(); ++begin) {
    for (std::size_t end = begin + 1; end <= whole->bytes.size(); ++end) {
      std::vector<Byte> wanted = whole->bytes;
      Patch patch;
      patch.offset = begin;
      for (std::size_t i = begin; i < end; ++i)
        patch.bytes.push_back(wanted[i] = static_cast<Byte>(~wanted[i]));
      const auto patches = recode_text(coding, bytes_of(text), whole->milestones, whole->bytes, {patch});
      ASSERT_TRUE(patches);
      std::vector<Byte> changed = bytes_of(text);
      const Extent located = locate_text(coding, bytes_of(text), whole->milestones, patch.at());
      for (const Patch& p : *patches) {
        ASSERT_TRUE(located.contains(p.at()));
        for (std::size_t i = 0; i < p.bytes.size(); ++i) {
          const bool digit = std::isalnum(changed[p.offset + i]) != 0 || changed[p.offset + i] == '+' ||
                             changed[p.offset + i] == '/';
          ASSERT_TRUE(digit) << "wrote over something that is no digit";
          changed[p.offset + i] = p.bytes[i];
        }
      }
      const auto again = decode_text(coding, changed);
      ASSERT_TRUE(again);
      ASSERT_EQ(again->bytes, wanted);
    }
  }
}

TEST(CodedText, PatchesChangeTheDigitsOfTheirGroupsOnly) {
  round_trip(Coding::base64, "aGVs&#xA;bG8gd29ybGQ=");
  round_trip(Coding::base64, "a GVsbG8gd2\n9ybGQh");
  round_trip(Coding::hex, "68656c 6C6f");
}

TEST(CodedText, NeighboursInOneGroupAreRespeltTogether) {
  const std::vector<Byte> text = bytes_of("AAAA");
  const auto whole = decode_text(Coding::base64, text);
  const auto patches =
      recode_text(Coding::base64, text, whole->milestones, whole->bytes,
                  {Patch{0, {1}, Phase::values, false}, Patch{2, {3}, Phase::values, false}});
  ASSERT_TRUE(patches);
  ASSERT_EQ(patches->size(), 1U);
  EXPECT_EQ(decoded(Coding::base64, text_of((*patches)[0].bytes)), std::string("\1\0\3", 3));
}

TEST(CodedText, PatchesBehindTheEndDoNotFit) {
  const auto whole = decode_text(Coding::base64, bytes_of("AAAA"));
  EXPECT_FALSE(recode_text(Coding::base64, bytes_of("AAAA"), whole->milestones, whole->bytes,
                           {Patch{3, {1}, Phase::values, false}}));
}

TEST(BlockBytes, ABase64BlockInsideAnotherProjectsToTheFile) {
  // file: ..[ "x" base64("hello world") "y" ] with the outer block in two parts
  const std::string file = "..xaGVsb##G8gd29ybGQ=y..";
  const std::vector<Byte> bytes = bytes_of(file);
  MemorySource source{bytes};
  Layout layout;
  layout.blocks.resize(2);
  layout.blocks[0].parts = {{2, 6}, {10, 12}};
  layout.blocks[1].parent = 0;
  layout.blocks[1].coding = Coding::base64;
  layout.blocks[1].parts = {{1, 16}};
  BlockBytes blocks{source, layout};
  const auto inner = blocks.of(1);
  ASSERT_TRUE(inner);
  EXPECT_EQ(text_of(*inner), "hello world");

  const auto patches = blocks.project(1, {Patch{3, {'L', 'O'}, Phase::index, false}});
  ASSERT_TRUE(patches);
  std::string changed = file;
  for (const Patch& patch : *patches) {
    EXPECT_EQ(patch.phase, Phase::index);
    changed.replace(patch.offset, patch.bytes.size(), text_of(patch.bytes));
  }
  EXPECT_EQ(changed.size(), file.size());
  EXPECT_EQ(changed.substr(0, 3), "..x");
  EXPECT_EQ(changed.substr(8, 2), "##");
  const std::string digits = changed.substr(3, 5) + changed.substr(10, 11);
  EXPECT_EQ(decoded(Coding::base64, digits), "helLO world");
  EXPECT_EQ(blocks.project(1, Extent{0, 3}), (std::vector<Extent>{{3, 4}}));
  EXPECT_EQ(blocks.project(1, Extent{3, 1}), (std::vector<Extent>{{7, 1}, {10, 3}}));
}

}  // namespace
}  // namespace exifscrub
