#include <gtest/gtest.h>

#include "block_reading.hpp"
#include "metadata/xmp_lengths.hpp"

namespace exifscrub {
namespace {

std::string packet(std::string_view attributes, std::string_view inside) {
  return "<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF "
         "xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>"
         "<rdf:Description xmlns:G='http://ns.google.com/photos/1.0/camera/' "
         "xmlns:C='http://ns.google.com/photos/1.0/container/' "
         "xmlns:I='http://ns.google.com/photos/1.0/container/item/' " +
         std::string{attributes} + '>' + std::string{inside} + "</rdf:Description></rdf:RDF></x:xmpmeta>";
}

/// "semantic=digits" of each length, as the digits stand in the packet.
std::vector<std::string> lengths_in(const std::string& text) {
  std::vector<std::string> found;
  for (const XmpLength& length : find_xmp_lengths(bytes_of(text))) {
    found.push_back(length.semantic + '=' + text.substr(length.digits.offset, length.digits.length));
    EXPECT_EQ(std::to_string(length.value), text.substr(length.digits.offset, length.digits.length));
  }
  return found;
}

using Lengths = std::vector<std::string>;

TEST(XmpLengths, AreFoundInBothFormsOfAProperty) {
  EXPECT_EQ(lengths_in(packet("G:MicroVideoOffset='2582'", "")), Lengths{"MicroVideo=2582"});
  EXPECT_EQ(lengths_in(packet("", "<G:MicroVideoOffset> 77 </G:MicroVideoOffset>")),
            Lengths{"MicroVideo=77"});
}

TEST(XmpLengths, AreThoseOfTheItemsOfTheDirectory) {
  const std::string items =
      "<C:Directory><rdf:Seq><rdf:li rdf:parseType='Resource'><C:Item I:Semantic='GainMap' "
      "I:Length='456'/></rdf:li>"
      "<rdf:li rdf:parseType='Resource'><C:Item rdf:parseType='Resource'><I:Length>789</I:Length>"
      "<I:Semantic>MotionPhoto</I:Semantic></C:Item></rdf:li></rdf:Seq></C:Directory>";
  EXPECT_EQ(lengths_in(packet("", items)), (Lengths{"GainMap=456", "MotionPhoto=789"}));
}

TEST(XmpLengths, OthersAreNone) {
  EXPECT_EQ(lengths_in(packet("G:MicroVideoOffset='-1' G:MicroVideo='1'", "")), Lengths{});
  EXPECT_EQ(lengths_in(packet("I:Length='5'", "")), Lengths{}) << "of no item";
  EXPECT_EQ(lengths_in("no packet"), Lengths{});
}

}  // namespace
}  // namespace exifscrub
