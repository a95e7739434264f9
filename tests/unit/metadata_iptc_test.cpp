#include <gtest/gtest.h>

#include "block_reading.hpp"
#include "metadata/iptc.hpp"

namespace exifscrub {
namespace {

using namespace std::string_literals;

std::string dataset(unsigned record, unsigned number, std::string_view data) {
  std::string out{'\x1C', static_cast<char>(record), static_cast<char>(number),
                  static_cast<char>(data.size() >> 8), static_cast<char>(data.size() & 0xFF)};
  return out.append(data);
}

std::string extended(unsigned record, unsigned number, std::string_view data) {
  std::string out{'\x1C', static_cast<char>(record), static_cast<char>(number), '\x80', '\x04'};
  for (int shift = 24; shift >= 0; shift -= 8) out.push_back(static_cast<char>(data.size() >> shift));
  return out.append(data);
}

std::string stream() {
  return dataset(1, 90, "\x1B%G") + dataset(2, 0, std::string("\0\2", 2)) + dataset(2, 5, "Title") +
         dataset(2, 90, "Graz") + dataset(2, 25, "one") + extended(2, 101, "Austria") +
         dataset(2, 80, "Anna");
}

TEST(Iptc, DatasetsAreFindingsByName) {
  const BlockReading reading{read_iptc, stream()};
  EXPECT_EQ(reading.value("IPTC:City"), "Graz");
  EXPECT_EQ(reading.class_of("IPTC:City"), "location");
  EXPECT_EQ(reading.value("IPTC:Country-PrimaryLocationName"), "Austria");
  EXPECT_EQ(reading.class_of("IPTC:By-line"), "copyright");
  EXPECT_EQ(reading.reading.findings.size(), 5U) << "versions and the character set are no findings";
  EXPECT_TRUE(reading.reading.blind_spots.empty());
}

TEST(Iptc, UnknownDatasetsAreNamedByNumber) {
  const BlockReading reading{read_iptc, dataset(2, 99, "x")};
  EXPECT_EQ(reading.class_of("IPTC:IPTC_2_99"), "unknown");
}

TEST(Iptc, ErasedDatasetsLeaveNoEmptyOnes) {
  const std::string before = stream();
  const BlockReading reading{read_iptc, before};
  const auto after = reading.without(erase_iptc, LeakClass::location);
  ASSERT_TRUE(after);
  ASSERT_EQ(after->size(), before.size());
  const std::string expected = dataset(1, 90, "\x1B%G") + dataset(2, 0, std::string("\0\2", 2)) +
                               dataset(2, 5, "Title") + dataset(2, 25, "one") + dataset(2, 80, "Anna");
  EXPECT_EQ(text_of(*after), expected + std::string(before.size() - expected.size(), '\0'));
  const BlockReading again{read_iptc, Bytes{*after}};
  EXPECT_EQ(again.find("IPTC:City"), nullptr);
  EXPECT_TRUE(again.reading.blind_spots.empty());
}

TEST(Iptc, AnEmbeddedPictureDoesNotMove) {
  const std::string preview = "\xFF\xD8\xFF preview";
  const std::string before =
      dataset(2, 90, "Graz") + dataset(2, 202, preview) + dataset(2, 92, "Mur") + dataset(2, 5, "t");
  const BlockReading reading{read_iptc, before};
  ASSERT_EQ(reading.reading.references.size(), 1U);
  EXPECT_EQ(reading.reading.references[0].parts[0].offset, before.find(preview));
  const auto after = reading.without(erase_iptc, LeakClass::location);
  ASSERT_TRUE(after);
  EXPECT_EQ(text_of(*after), dataset(2, 90, "    ") + dataset(2, 202, preview) + dataset(2, 5, "t") +
                                 std::string(dataset(2, 92, "Mur").size(), '\0'));
  EXPECT_EQ((BlockReading{read_iptc, Bytes{*after}}.count(LeakClass::location)), 0U);
}

TEST(Iptc, NothingLeftIsZeros) {
  const BlockReading reading{read_iptc, stream()};
  const auto after = reading.without_if(erase_iptc, [](const BlockFinding&) { return true; });
  ASSERT_TRUE(after);
  EXPECT_EQ(text_of(*after), std::string(stream().size(), '\0'));
}

TEST(Iptc, ADatasetCutOffMayHideALocation) {
  const std::string whole = stream();
  for (std::size_t length = 1; length < whole.size(); ++length) {
    const BlockReading reading{read_iptc, whole.substr(0, length)};
    const IptcStream cut = parse_iptc(bytes_of(whole.substr(0, length)));
    ASSERT_EQ(reading.reading.blind_spots.empty(), cut.end == length) << length;
    const auto after = reading.without(erase_iptc, LeakClass::location);
    if (!reading.reading.blind_spots.empty()) {
      EXPECT_TRUE(reading.reading.blind_spots[0].may_hide_location);
    } else {
      ASSERT_TRUE(after);
      ASSERT_EQ((BlockReading{read_iptc, Bytes{*after}}.count(LeakClass::location)), 0U);
    }
  }
}

TEST(Iptc, HoldsForEveryFlippedByte) {
  const std::string whole = stream();
  for (std::size_t at = 0; at < whole.size(); ++at) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string text = whole;
      text[at] = static_cast<char>(text[at] ^ (1 << bit));
      const BlockReading reading{read_iptc, text};
      const auto after = reading.without(erase_iptc, LeakClass::location);
      if (!after) continue;
      ASSERT_EQ(after->size(), text.size());
      ASSERT_EQ((BlockReading{read_iptc, Bytes{*after}}.count(LeakClass::location)), 0U);
    }
  }
}

/// A dataset whose length says `length`, whatever stands in it.
std::string uneven(unsigned number, unsigned length, std::string_view data) {
  std::string out = dataset(2, number, data);
  out[3] = static_cast<char>(length >> 8);
  out[4] = static_cast<char>(length & 0xFF);
  return out;
}

TEST(Iptc, AWrongLengthHidesNothing) {
  const std::string after = dataset(2, 5, "Title") + dataset(2, 80, "Anna");
  for (const unsigned length : {0U, 2U, 6U, 9U, 0x7FFFU}) {
    const std::string before = dataset(2, 25, "one") + uneven(90, length, "Graz") + after;
    const BlockReading reading{read_iptc, before};
    EXPECT_TRUE(reading.reading.blind_spots.empty()) << length;
    EXPECT_EQ(reading.value("IPTC:City"), "Graz") << length;
    EXPECT_EQ(reading.value("IPTC:ObjectName"), "Title") << length;
    const auto erased = reading.without(erase_iptc, LeakClass::location);
    ASSERT_TRUE(erased) << length;
    EXPECT_EQ(text_of(*erased), dataset(2, 25, "one") + uneven(90, length, "    ") + after) << length;
    EXPECT_EQ((BlockReading{read_iptc, Bytes{*erased}}.count(LeakClass::location)), 0U) << length;
  }
}

TEST(Iptc, ADatasetThatIsCutOffReachesToTheEnd) {
  const BlockReading reading{read_iptc, dataset(2, 25, "one") + uneven(90, 40, "Graz, Austr")};
  EXPECT_TRUE(reading.reading.blind_spots.empty());
  EXPECT_EQ(reading.value("IPTC:City"), "Graz, Austr");
}

TEST(Iptc, WhatLeadsNowhereIsABlindSpot) {
  for (const std::string& rest : {std::string("junk"), uneven(25, 9, "a") + "\x1C\x02Z\x7F\x7F no city"}) {
    const BlockReading reading{read_iptc, dataset(2, 25, "one") + rest};
    ASSERT_EQ(reading.reading.blind_spots.size(), 1U) << rest;
    EXPECT_TRUE(reading.reading.blind_spots[0].may_hide_location);
  }
}

TEST(Iptc, ADocumentInAnyDatasetIsAReferenceAndDoesNotMove) {
  const std::string exif = "Exif\0\0MM\0*\0\0\0\x08"s + std::string(20, '\0');
  for (const auto& [record, number] : {std::pair{2U, 202U}, {3U, 202U}, {2U, 120U}}) {
    const std::string before = dataset(2, 90, "Graz") + dataset(record, number, exif);
    const BlockReading reading{read_iptc, before};
    ASSERT_EQ(reading.reading.references.size(), 1U);
    EXPECT_EQ(reading.reading.references[0].kind, BlockKind::exif);
    EXPECT_EQ(reading.reading.references[0].parts[0].offset, before.find("MM"));
    const auto after = reading.without(erase_iptc, LeakClass::location);
    ASSERT_TRUE(after);
    EXPECT_EQ(text_of(*after).find("MM"), before.find("MM"));
  }
}

}  // namespace
}  // namespace exifscrub
