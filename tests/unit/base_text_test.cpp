#include <gtest/gtest.h>

#include <string>

#include "base/text.hpp"

namespace exifscrub {
namespace {

std::string b64(std::string_view text) {
  return base64({reinterpret_cast<const Byte*>(text.data()), text.size()});
}

TEST(Text, OrdinaryNamesStayAsTheyAre) {
  EXPECT_EQ(sanitise_for_terminal("garden/IMG 0042.jpg"), "garden/IMG 0042.jpg");
  EXPECT_EQ(sanitise_for_terminal("Zürich/東京.jpg"), "Zürich/東京.jpg");
  EXPECT_EQ(sanitise_for_terminal("a\\b"), "a\\b");
}

TEST(Text, ControlsAreEscapedByteByByte) {
  EXPECT_EQ(sanitise_for_terminal("a\nb\x1b[31m\x7f"), "a\\x0Ab\\x1B[31m\\x7F");
  EXPECT_EQ(sanitise_for_terminal(std::string_view("a\0b", 3)), "a\\x00b");
  EXPECT_EQ(sanitise_for_terminal("\xC2\x9B"), "\\xC2\\x9B");                   // CSI as a C1 control
  EXPECT_EQ(sanitise_for_terminal("gpj.\xE2\x80\xAE"), "gpj.\\xE2\\x80\\xAE");  // right-to-left override
  EXPECT_EQ(sanitise_for_terminal("\xE2\x81\xA6x\xE2\x81\xA9"), "\\xE2\\x81\\xA6x\\xE2\\x81\\xA9");
  EXPECT_EQ(sanitise_for_terminal("\xF3\xA0\x81\x81"), "\\xF3\\xA0\\x81\\x81");  // a language tag
}

TEST(Text, InvalidUtf8IsEscaped) {
  EXPECT_EQ(sanitise_for_terminal("caf\xE9.jpg"), "caf\\xE9.jpg");
  EXPECT_EQ(sanitise_for_terminal("\xC0\xAF"), "\\xC0\\xAF");           // overlong
  EXPECT_EQ(sanitise_for_terminal("\xED\xA0\x80"), "\\xED\\xA0\\x80");  // surrogate
  EXPECT_EQ(sanitise_for_terminal("\xE2\x82"), "\\xE2\\x82");           // cut off
  EXPECT_EQ(sanitise_for_terminal("\xF4\x90\x80\x80"), "\\xF4\\x90\\x80\\x80");
}

TEST(Text, EverySingleByteComesOutPrintable) {
  for (unsigned byte = 0; byte < 256; ++byte) {
    for (const char c : sanitise_for_terminal(std::string(1, static_cast<char>(byte)))) {
      EXPECT_TRUE(c >= 0x20 && c < 0x7F) << byte;
    }
  }
}

TEST(Text, RepairedTextIsValid) {
  EXPECT_TRUE(is_utf8("Zürich"));
  EXPECT_FALSE(is_utf8("caf\xE9"));
  EXPECT_EQ(repair_utf8("caf\xE9.jpg"), "caf\xEF\xBF\xBD.jpg");
  EXPECT_TRUE(is_utf8(repair_utf8("\xF0\x9F\x98\xC3(\x80")));
}

TEST(Text, WidthCountsColumns) {
  EXPECT_EQ(display_width("abc"), 3U);
  EXPECT_EQ(display_width("東京"), 4U);
  EXPECT_EQ(display_width("e\xCC\x81"), 1U);
}

TEST(Text, Base64OfRfc4648) {
  EXPECT_EQ(b64(""), "");
  EXPECT_EQ(b64("f"), "Zg==");
  EXPECT_EQ(b64("fo"), "Zm8=");
  EXPECT_EQ(b64("foo"), "Zm9v");
  EXPECT_EQ(b64("foobar"), "Zm9vYmFy");
  EXPECT_EQ(b64("\xFF\xFE\xFD"), "//79");
}

}  // namespace
}  // namespace exifscrub
