#include <gtest/gtest.h>

#include <bit>
#include <random>

#include "apply/raw_scan.hpp"
#include "base/memory_source.hpp"
#include "support/canonical_bytes.hpp"

namespace exifscrub {
namespace {

using namespace test;

std::vector<RawHit> signatures_in(const Buffer& file) {
  MemorySource source{file};
  const Walk seen = walk(source, FormatId::jpeg).value();
  return find_signatures(source, seen).value();
}

Buffer icc_segment(const Buffer& data) {
  return segment(0xE2, joined({bytes_of(std::string_view{"ICC_PROFILE\0\1\1", 14}), data}));
}

TEST(RawScan, ACleanFileHasNoSignature) {
  const Buffer extra = joined({segment(0xE1, minimal_exif()), xmp_segment(gain_map_packet())});
  EXPECT_TRUE(signatures_in(indexed_file({image(extra)}, extra)).empty());
}

TEST(RawScan, SignaturesInWhatMayStayAreSeen) {
  const Buffer icc = icc_segment(joined({repeated(30, 'x'), minimal_exif()}));
  const std::vector<RawHit> hits = signatures_in(image(icc));
  ASSERT_EQ(hits.size(), 2U);
  EXPECT_EQ(hits[0], (RawHit{{2 + 4 + 14 + 30, 6}, "Exif signature"}));
  EXPECT_EQ(hits[1].what, "TIFF header");
  EXPECT_EQ(signatures_in(image(icc_segment(bytes_of("....ftypmp42")))).at(0).what, "video");
  Buffer wide;
  for (const char c : std::string_view{"<?xpacket"}) wide.insert(wide.end(), {static_cast<Byte>(c), 0});
  EXPECT_EQ(signatures_in(image(icc_segment(wide))).at(0).what, "XMP packet");
}

TEST(RawScan, SignaturesInThePictureAreChance) {
  const Buffer file = joined({soi(), tables(), scan(), bytes_of("8BIM SEFT ftyp"), eoi()});
  EXPECT_TRUE(signatures_in(file).empty());
}

TEST(RawScan, NoHitReachesIntoThePicture) {
  // "8B" in a comment of two images, the second half in the picture or not at all.
  const Buffer file = image(segment(0xFE, "8BI"));
  EXPECT_TRUE(signatures_in(file).empty());
  EXPECT_EQ(signatures_in(image(segment(0xFE, "8BIM"))).size(), 1U);
}

std::vector<RawHit> found(const PatternSearch& search, const Buffer& bytes,
                          std::vector<Extent> left_out = {}) {
  MemorySource source{bytes};
  return search.run(source, left_out).value();
}

TEST(PatternSearch, FindsAPatternAtEveryPlaceAroundAWindowBorder) {
  PatternSearch search;
  search.add("needle", "it");
  Buffer bytes(ByteSource::max_window + 4000, '.');
  for (std::size_t at = ByteSource::max_window - 600; at < ByteSource::max_window + 600; ++at) {
    std::ranges::copy(bytes_of("needle"), bytes.begin() + static_cast<std::ptrdiff_t>(at));
    const auto hits = found(search, bytes);
    ASSERT_EQ(hits, (std::vector<RawHit>{{{at, 6}, "it"}}));
    bytes[at] = '.';
  }
}

TEST(PatternSearch, FindsAtBothEndsAndBesideWhatIsLeftOut) {
  PatternSearch search;
  search.add("abcd", "it");
  const Buffer bytes = bytes_of("abcdabcd--abcd");
  EXPECT_EQ(found(search, bytes).size(), 3U);
  EXPECT_EQ(found(search, bytes, {{4, 4}}).size(), 2U);
  EXPECT_EQ(found(search, bytes, {{3, 1}, {5, 1}}).size(), 1U);
  EXPECT_EQ(found(search, bytes, {{0, 14}}).size(), 0U);
  EXPECT_EQ(found(search, {}).size(), 0U);
  EXPECT_EQ(found(search, bytes_of("a")).size(), 0U);
}

TEST(PatternSearch, FindsWhatASearchThroughEveryByteFinds) {
  std::mt19937 random{11};
  for (int round = 0; round < 300; ++round) {
    const auto draw = [&] { return static_cast<Byte>("\0\0\0ab\xFF"[random() % 6]); };
    PatternSearch search;
    std::vector<std::string> patterns(1 + random() % 6);
    for (std::string& pattern : patterns) {
      pattern.resize(4 + random() % 5);
      for (char& c : pattern) c = static_cast<char>(draw());
      search.add(pattern, "pattern");
    }
    Buffer bytes(random() % 400);
    for (Byte& byte : bytes) byte = draw();
    const std::size_t zeros = random() % 60;
    bytes.insert(bytes.begin() + static_cast<std::ptrdiff_t>(bytes.size() / 2), zeros, 0);
    std::vector<std::uint64_t> expected;
    const std::string_view text{reinterpret_cast<const char*>(bytes.data()), bytes.size()};
    for (std::size_t at = 0; at < text.size(); ++at) {
      const auto begins = [&](const std::string& each) { return text.substr(at).starts_with(each); };
      if (std::ranges::any_of(patterns, begins)) expected.push_back(at);
    }
    std::vector<std::uint64_t> offsets;
    for (const RawHit& hit : found(search, bytes)) offsets.push_back(hit.at.offset);
    ASSERT_EQ(offsets, expected) << round;
  }
}

TEST(PatternSearch, StopsAtItsLimit) {
  PatternSearch search;
  search.add("aaaa", "it");
  EXPECT_GE(found(search, repeated(100'000, 'a')).size(), PatternSearch::max_hits);
}

constexpr double paris_latitude = 48.858370;   // 48 deg 51.5022 min, 51 min 30.13 s
constexpr double paris_longitude = -2.294481;  // 2 deg 17.6689 min, 17 min 40.13 s

std::size_t coordinates_in(const Buffer& bytes) {
  RemovedCoordinates removed;
  removed.add_position(paris_latitude, paris_longitude);
  MemorySource source{bytes};
  return removed.find(source, {}).value().size();
}

TEST(RemovedCoordinates, AreFoundAsText) {
  for (const char* text :
       {"48.858370", "48.8583", "48.8584", "lat=48.85837,", "+48.8583-002.2944/", "48.8583700000001"}) {
    EXPECT_GE(coordinates_in(bytes_of(text)), 1U) << text;
  }
  for (const char* text : {"48,51.5022N", "48,51.50N", "048,51.502200N", "48,51,30N", "48,51,30.13 N",
                           "2,17.67W", "4851.5022,N", "00217.6689,W"}) {
    EXPECT_GE(coordinates_in(bytes_of(text)), 1U) << text;
  }
  Buffer little;
  Buffer big;
  for (const char c : std::string_view{" 48.8583"}) {
    little.insert(little.end(), {static_cast<Byte>(c), 0});
    big.insert(big.end(), {0, static_cast<Byte>(c)});
  }
  EXPECT_GE(coordinates_in(little), 1U);
  EXPECT_GE(coordinates_in(big), 1U);
}

TEST(RemovedCoordinates, OtherNumbersAreNot) {
  for (const char* text : {"148.8583", "3.48.8583", "48.858", "48.8593", "48,51.50", "48,51.5022", "48,51,30",
                           "12.2944", "48;8583", "4851.5022"}) {
    EXPECT_EQ(coordinates_in(bytes_of(text)), 0U) << text;
  }
}

TEST(RemovedCoordinates, AreFoundAsFloatingPointNumbers) {
  const auto bits = std::bit_cast<std::uint64_t>(paris_longitude);
  const Buffer big = joined({repeated(3, 9), u32(bits >> 32), u32(bits & 0xFFFFFFFF)});
  const Buffer little{big.rbegin(), big.rend()};
  EXPECT_EQ(coordinates_in(big), 1U);
  EXPECT_EQ(coordinates_in(little), 1U);
}

TEST(RemovedCoordinates, RoundPositionsProveNothing) {
  RemovedCoordinates removed;
  removed.add_position(0, 0);
  removed.add_position(48, 2.5);
  removed.add_position(48.25, -180);
  EXPECT_TRUE(removed.empty());
}

Buffer triple(std::initializer_list<std::size_t> numbers) {
  Buffer value;
  for (const std::size_t number : numbers) value = joined({value, u32(number)});
  return value;
}

TEST(RemovedCoordinates, ATripleIsFoundInBothByteOrders) {
  const Buffer value = triple({48, 1, 51, 1, 3013, 100});
  RemovedCoordinates removed;
  removed.add_triple(value, ByteOrder::big);
  Buffer swapped = value;
  for (std::size_t i = 0; i < swapped.size(); i += 4) {
    std::ranges::reverse(Buffer::iterator{swapped.begin() + static_cast<std::ptrdiff_t>(i)},
                         Buffer::iterator{swapped.begin() + static_cast<std::ptrdiff_t>(i) + 4});
  }
  const Buffer file = joined({repeated(5, 0), value, repeated(3, 0), swapped});
  MemorySource source{file};
  const auto hits = removed.find(source, {}).value();
  ASSERT_EQ(hits.size(), 2U);
  EXPECT_EQ(hits[0].at, (Extent{5, 24}));
  EXPECT_EQ(hits[1].at, (Extent{32, 24}));
  const std::vector<Extent> picture{{30, 1}};
  MemorySource same{file};
  EXPECT_EQ(removed.find(same, picture).value().size(), 2U);
  const std::vector<Extent> second{{40, 1}};
  EXPECT_EQ(removed.find(same, second).value().size(), 1U);
}

TEST(RemovedCoordinates, ATripleThatIsNotSpecificIsNotLookedFor) {
  RemovedCoordinates removed;
  removed.add_triple(triple({0, 1, 0, 1, 0, 10'000'000}), ByteOrder::big);
  removed.add_triple(triple({48, 1, 51, 1, 30, 1}), ByteOrder::big);
  removed.add_triple(triple({48, 1, 51, 1}), ByteOrder::big);
  // What an interrupted removal leaves of one that shares its last number with another tag.
  removed.add_triple(triple({0, 0, 0, 0, 550'700, 10'000}), ByteOrder::big);
  EXPECT_TRUE(removed.empty());
}

}  // namespace
}  // namespace exifscrub
