#include <gtest/gtest.h>

#include "block_reading.hpp"
#include "metadata/icc.hpp"

namespace exifscrub {
namespace {

void put_u32(std::string& out, std::size_t value) {
  for (int shift = 24; shift >= 0; shift -= 8) out.push_back(static_cast<char>(value >> shift));
}

std::string description(std::string_view text) {
  std::string out("desc\0\0\0\0", 8);
  put_u32(out, text.size() + 1);
  return out.append(text).append(1, '\0');
}

std::string localized(std::string_view text) {
  std::string out("mluc\0\0\0\0", 8);
  put_u32(out, 1);
  put_u32(out, 12);
  out += "enUS";
  put_u32(out, 2 * text.size());
  put_u32(out, 28);
  for (const char c : text) out.append(1, '\0').append(1, c);
  return out;
}

struct TagData {
  std::string_view signature;
  std::string data;
};

std::string profile(const std::vector<TagData>& tags) {
  std::string out(128, '\0');
  out.replace(36, 4, "acsp");
  put_u32(out, tags.size());
  std::size_t offset = 132 + 12 * tags.size();
  for (const TagData& tag : tags) {
    out += tag.signature;
    put_u32(out, offset);
    put_u32(out, tag.data.size());
    offset += tag.data.size();
  }
  for (const TagData& tag : tags) out += tag.data;
  return out;
}

TEST(Icc, AStandardProfileSaysNothingOfAnybody) {
  for (const std::string& text : {description("sRGB IEC61966-2.1"), localized("sRGB IEC61966-2.1")}) {
    const BlockReading reading{read_icc, profile({{"desc", text}, {"cprt", description("Vendor 1998")}})};
    ASSERT_EQ(reading.reading.findings.size(), 1U);
    EXPECT_EQ(reading.class_of("ICC_Profile:ProfileDescription"), "icc");
    EXPECT_EQ(reading.value("ICC_Profile:ProfileDescription"), "sRGB IEC61966-2.1");
  }
}

TEST(Icc, ACalibratedDisplayIsARemark) {
  const BlockReading reading{read_icc, profile({{"desc", localized("Studio left")}, {"mmod", "mmod...."}})};
  EXPECT_EQ(reading.class_of("ICC_Profile:ProfileDescription"), "person");
  EXPECT_EQ(reading.class_of("ICC_Profile:MakeAndModel"), "person");
  for (const BlockFinding& finding : reading.reading.findings) {
    EXPECT_EQ(finding.standing, finding.leak_class == LeakClass::person ? Standing::remark : Standing::leak);
  }
  EXPECT_EQ(reading.class_of("ICC_Profile:ProfileHeader"), "icc");
}

TEST(Icc, NamesAndDatesInADescriptionAreARemark) {
  for (const std::string_view text : {"Anna's MacBook", "D65 2024-03-01"}) {
    const BlockReading reading{read_icc, profile({{"desc", description(text)}})};
    EXPECT_EQ(reading.class_of("ICC_Profile:ProfileDescription"), "person") << text;
  }
}

TEST(Icc, ADocumentOfAnotherLanguageIsARemarkOfClassUnknown) {
  using namespace std::string_literals;
  for (const std::string& data :
       {"Exif\0\0II*\0"s, "MM\0*\0\0\0\x08"s, "\xFF\xD8\xFF\xE1"s, "text\0\0\0\0<?xpacket"s}) {
    const BlockReading reading{read_icc, profile({{"desc", description("sRGB")}, {"priv", data}})};
    ASSERT_EQ(reading.reading.findings.size(), 2U);
    EXPECT_EQ(reading.class_of("ICC_Profile:ICC_priv"), "unknown");
    EXPECT_EQ(reading.reading.findings[1].standing, Standing::remark);
  }
}

TEST(Icc, HoldsForEveryTruncationAndEveryFlippedByte) {
  const std::string whole = profile({{"desc", localized("a")}, {"dscm", description("b")}, {"meta", "meta"}});
  for (std::size_t length = 0; length < whole.size(); ++length) {
    const BlockReading reading{read_icc, whole.substr(0, length)};
    ASSERT_FALSE(reading.reading.findings.empty());
    for (const BlindSpot& spot : reading.reading.blind_spots) ASSERT_FALSE(spot.may_hide_location);
  }
  for (std::size_t at = 0; at < whole.size(); ++at) {
    std::string text = whole;
    text[at] = static_cast<char>(text[at] ^ 0xFF);
    ASSERT_FALSE((BlockReading{read_icc, text}.reading.findings.empty()));
  }
}

}  // namespace
}  // namespace exifscrub
