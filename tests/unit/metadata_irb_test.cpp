#include <gtest/gtest.h>

#include "base/digests.hpp"
#include "block_reading.hpp"
#include "metadata/irb.hpp"

namespace exifscrub {
namespace {

using namespace std::string_literals;

std::string resource(unsigned id, std::string_view data, std::string_view name = {}) {
  std::string out = "8BIM";
  out.push_back(static_cast<char>(id >> 8));
  out.push_back(static_cast<char>(id & 0xFF));
  out.push_back(static_cast<char>(name.size()));
  out.append(name);
  if (name.size() % 2 == 0) out.push_back('\0');
  for (int shift = 24; shift >= 0; shift -= 8) out.push_back(static_cast<char>(data.size() >> shift));
  out.append(data);
  if (data.size() % 2 == 1) out.push_back('\0');
  return out;
}

const std::string iptc =
    std::string("\x1C\x02\x5A\x00\x04Graz", 9) + std::string("\x1C\x02\x05\x00\x05Title", 10);

std::string digest_of(std::string_view data) {
  const auto digest = md5(bytes_of(data));
  return {digest.begin(), digest.end()};
}

TEST(Irb, ResourcesDatasetsAndReferences) {
  const std::string thumbnail = std::string(28, '\0').append("\xFF\xD8\xFFpicture");
  const std::string block = resource(0x0404, iptc) + resource(0x0425, digest_of(iptc)) +
                            resource(0x040C, thumbnail) + resource(0x0422, "MM\0*") +
                            resource(0x0424, "<x/>") + resource(0x040F, "icc") +
                            resource(0x043E, "/home/anna/x", "nm") + resource(0x07D1, "p", "Path 1");
  const BlockReading reading{read_irb, block};
  EXPECT_EQ(reading.value("IPTC:City"), "Graz");
  EXPECT_EQ(reading.class_of("Photoshop:PhotoshopThumbnail"), "thumbnail");
  EXPECT_EQ(reading.value("Photoshop:AutoSaveFilePath"), "/home/anna/x");
  EXPECT_EQ(reading.class_of("Photoshop:AutoSaveFilePath"), "person");
  EXPECT_EQ(reading.class_of("Photoshop:Path"), "history");
  ASSERT_EQ(reading.reading.references.size(), 4U);
  EXPECT_EQ(reading.reading.references[0].kind, BlockKind::jpeg);
  EXPECT_EQ(reading.reading.references[0].parts[0], (Extent{block.find("\xFF\xD8\xFF"), 10}));
  EXPECT_EQ(reading.reading.references[1].kind, BlockKind::exif);
  EXPECT_EQ(reading.reading.references[2].kind, BlockKind::xmp);
  EXPECT_EQ(reading.reading.references[3].kind, BlockKind::icc);
}

TEST(Irb, PlacesInTextsOfResourcesGo) {
  const std::string caption = resource(0x03F0, "\x15Latitude: 48.8583 !!!!");
  const BlockReading read{read_irb, caption};
  EXPECT_EQ(read.value("Photoshop:PStringCaption.Latitude"), "48.8583");
  const auto after = read.without(erase_irb, LeakClass::location);
  ASSERT_TRUE(after);
  EXPECT_EQ(text_of(*after), resource(0x03F0, "\x15Latitude:         !!!!"));
}

TEST(Irb, ARightDigestStaysRight) {
  const std::string before =
      resource(0x0425, digest_of(iptc)) + resource(0x0404, iptc) + resource(0x03ED, "res.");
  const auto after = BlockReading{read_irb, before}.without(erase_irb, LeakClass::location);
  ASSERT_TRUE(after);
  const std::string left = iptc.substr(9) + std::string(9, '\0');
  EXPECT_EQ(text_of(*after),
            resource(0x0425, digest_of(left)) + resource(0x0404, left) + resource(0x03ED, "res."));
}

TEST(Irb, AStaleDigestStaysStale) {
  const std::string stale(16, 'd');
  const std::string before = resource(0x0404, iptc) + resource(0x0425, stale);
  const auto after = BlockReading{read_irb, before}.without(erase_irb, LeakClass::location);
  ASSERT_TRUE(after);
  EXPECT_TRUE(text_of(*after).ends_with(resource(0x0425, stale)));
}

TEST(Irb, OtherResourcesAreBlankedWithTheirNames) {
  const std::string before = resource(0x043E, "/home/anna", "anna") + resource(0x03ED, "res.");
  const auto after = BlockReading{read_irb, before}.without(erase_irb, LeakClass::person);
  ASSERT_TRUE(after);
  EXPECT_EQ(text_of(*after), resource(0x043E, std::string(10, '\0'), "    ") + resource(0x03ED, "res."));
  EXPECT_EQ((BlockReading{read_irb, Bytes{*after}}.count(LeakClass::person)), 0U);
}

TEST(Irb, WipedWholeOnlyWhenNoBlockIsInside) {
  const auto all = [](const BlockFinding&) { return true; };
  const std::string alone = resource(0x0404, iptc);
  const auto zeros = BlockReading{read_irb, alone}.without_if(erase_irb, all, true);
  ASSERT_TRUE(zeros);
  EXPECT_EQ(text_of(*zeros), std::string(alone.size(), '\0'));
  const std::string with_icc = alone + resource(0x040F, "profile!");
  const auto kept = BlockReading{read_irb, with_icc}.without_if(erase_irb, all, true);
  ASSERT_TRUE(kept);
  EXPECT_TRUE(text_of(*kept).ends_with(resource(0x040F, "profile!")));
}

TEST(Irb, HoldsForEveryTruncationAndEveryFlippedByte) {
  const std::string whole =
      resource(0x0404, iptc) + resource(0x0425, digest_of(iptc)) + resource(0x0421, "version");
  const auto holds = [](const std::string& text) {
    const BlockReading reading{read_irb, text};
    const auto after = reading.without(erase_irb, LeakClass::location);
    if (!after) return;
    ASSERT_EQ(after->size(), text.size());
    if (reading.reading.blind_spots.empty()) {
      ASSERT_EQ((BlockReading{read_irb, Bytes{*after}}.count(LeakClass::location)), 0U);
    }
  };
  for (std::size_t length = 0; length < whole.size(); ++length) {
    holds(whole.substr(0, length));
    const BlockReading reading{read_irb, whole.substr(0, length)};
    const bool between = parse_irb(bytes_of(whole.substr(0, length))).end == length;
    ASSERT_EQ(reading.reading.blind_spots.empty(), between) << length;
  }
  for (std::size_t at = 0; at < whole.size(); ++at) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string text = whole;
      text[at] = static_cast<char>(text[at] ^ (1 << bit));
      holds(text);
    }
  }
}

TEST(Irb, DocumentsInUnknownResourcesAndPlacesInNamesAreFound) {
  const std::string exif = "Exif\0\0MM\0*\0\0\0\x08"s + std::string(20, '\0');
  for (const unsigned id : {0x1234U, 4000U, 0x0421U}) {
    const BlockReading reading{read_irb, resource(id, exif)};
    ASSERT_EQ(reading.reading.references.size(), 1U);
    EXPECT_EQ(reading.reading.references[0].kind, BlockKind::exif);
  }
  const BlockReading named{read_irb, resource(0x07D1, "p", "lat: 48.8583 lon: 2.2944")};
  EXPECT_EQ(named.count(LeakClass::location), 2U);
  const auto after = named.without(erase_irb, LeakClass::location);
  ASSERT_TRUE(after);
  EXPECT_EQ(text_of(*after).find("48.8"), std::string::npos);
  EXPECT_NE(text_of(*after).find("lat: "), std::string::npos);
}

}  // namespace
}  // namespace exifscrub
