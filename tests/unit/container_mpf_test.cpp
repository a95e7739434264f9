#include <gtest/gtest.h>

#include <string>

#include "container/mpf.hpp"
#include "unit/container_jpeg_bytes.hpp"

namespace exifscrub {
namespace {

using namespace std::string_literals;

std::string number(std::uint32_t value, int width, ByteOrder order) {
  std::string text(static_cast<std::size_t>(width), '\0');
  for (int i = 0; i < width; ++i) {
    const int at = order == ByteOrder::big ? width - 1 - i : i;
    text[static_cast<std::size_t>(at)] = static_cast<char>(value >> (8 * i));
  }
  return text;
}

struct Entry {
  std::uint32_t attributes, size, offset;
};

std::string index_of(const std::vector<Entry>& entries, ByteOrder order) {
  const auto u16 = [&](std::uint32_t value) { return number(value, 2, order); };
  const auto u32 = [&](std::uint32_t value) { return number(value, 4, order); };
  const auto count = static_cast<std::uint32_t>(entries.size());
  std::string text = (order == ByteOrder::big ? "MM"s : "II"s) + u16(42) + u32(8) + u16(3);
  text += u16(0xB000) + u16(7) + u32(4) + "0100";
  text += u16(0xB001) + u16(4) + u32(1) + u32(count);
  text += u16(0xB002) + u16(7) + u32(16 * count) + u32(50) + u32(0);
  for (const Entry& entry : entries) {
    text += u32(entry.attributes) + u32(entry.size) + u32(entry.offset) + u16(0) + u16(0);
  }
  return text;
}

/// A first image whose index is as `index` makes it of where the further image stands, and what is between.
struct MpfFile {
  JpegBytes jpeg;
  std::uint32_t base = 0;         ///< of the byte-order mark
  std::uint32_t first_size = 0;   ///< of the first image
  std::uint32_t second_size = 0;  ///< of the further one
};

template <class Index>
MpfFile make(const std::string& between, Index index) {
  const JpegBytes further = JpegBytes{}.soi().segment(0xFE, "further").picture().eoi();
  MpfFile file;
  file.base = 2 + 4 + 4;
  file.second_size = static_cast<std::uint32_t>(further.bytes.size());
  for (int pass = 0; pass < 2; ++pass) {  // the first pass finds how long the first image is
    file.jpeg = JpegBytes{}.soi().segment(0xE2, "MPF\0"s + index(file)).picture().eoi();
    file.first_size = static_cast<std::uint32_t>(file.jpeg.bytes.size());
  }
  file.jpeg.raw(between).raw(further.bytes);
  return file;
}

TEST(Mpf, EntriesOfEitherByteOrderAreRead) {
  for (const ByteOrder order : {ByteOrder::big, ByteOrder::little}) {
    const std::string text = index_of({{0x20030000, 100, 0}, {0x00050000, 50, 77}}, order);
    const auto index = read_mpf({reinterpret_cast<const Byte*>(text.data()), text.size()});
    ASSERT_TRUE(index);
    ASSERT_EQ(index->entries.size(), 2U);
    EXPECT_EQ(index->order, order);
    EXPECT_EQ(index->entries[0].use(), ImageUse::primary);
    EXPECT_EQ(index->entries[1].use(), ImageUse::gainmap);
    EXPECT_EQ(index->entries[1].size, 50U);
    EXPECT_EQ(index->entries[1].offset, 77U);
    EXPECT_EQ(index->entries[1].at, 66U);
  }
}

TEST(Mpf, EachTypeHasItsUse) {
  const std::pair<std::uint32_t, ImageUse> types[] = {
      {0x40010001, ImageUse::preview}, {0x40010002, ImageUse::preview},  {0x00020001, ImageUse::frame},
      {0x00020002, ImageUse::frame},   {0x80020003, ImageUse::frame},    {0x00000000, ImageUse::frame},
      {0x20030000, ImageUse::primary}, {0x00040000, ImageUse::original}, {0x00050000, ImageUse::gainmap}};
  for (const auto& [attributes, use] : types) {
    MpfEntry entry;
    entry.attributes = attributes;
    EXPECT_EQ(entry.use(), use) << std::hex << attributes;
  }
}

TEST(Mpf, DamageIsAnErrorAndNeverARead) {
  const std::string whole = index_of({{0x20030000, 100, 0}, {0x00050000, 50, 77}}, ByteOrder::big);
  for (std::size_t length = 0; length < whole.size(); ++length) {
    const std::string cut = whole.substr(0, length);
    EXPECT_FALSE(read_mpf({reinterpret_cast<const Byte*>(cut.data()), cut.size()})) << length;
  }
  for (std::size_t at = 0; at < whole.size(); ++at) {
    std::string flipped = whole;
    flipped[at] = static_cast<char>(~flipped[at]);
    static_cast<void>(read_mpf({reinterpret_cast<const Byte*>(flipped.data()), flipped.size()}));
  }
}

TEST(Mpf, TheIndexSaysWhatTheFurtherImageIs) {
  for (const ByteOrder order : {ByteOrder::big, ByteOrder::little}) {
    const MpfFile file = make("", [&](const MpfFile& f) {
      return index_of({{0x20030000, f.first_size, 0}, {0x00050000, f.second_size, f.first_size - f.base}},
                      order);
    });
    const Parsed parsed = parse_bytes(file.jpeg.bytes);
    ASSERT_TRUE(parsed.result);
    ASSERT_EQ(parsed.layout.nodes.size(), 3U);
    EXPECT_EQ(parsed.layout.nodes[1].use, ImageUse::primary);
    EXPECT_EQ(parsed.layout.nodes[2].use, ImageUse::gainmap);
    EXPECT_EQ(region_named(parsed.layout, "APP2 MPF")->leak_class, LeakClass::gainmap);
    ASSERT_EQ(parsed.layout.links.size(), 3U);
    const Encoding encoding = order == ByteOrder::big ? Encoding::u32_big : Encoding::u32_little;
    for (const Link& link : parsed.layout.links) {
      EXPECT_TRUE(link.held);
      EXPECT_EQ(link.encoding, encoding);
    }
    const Link& offset = parsed.layout.links[2];
    EXPECT_EQ(offset.quantity, Link::Quantity::offset);
    EXPECT_EQ(offset.base, file.base);
    EXPECT_EQ(offset.target, parsed.layout.nodes[2].at);
    EXPECT_EQ(offset.field, (Extent{file.base + 66 + 8, 4}));
    EXPECT_EQ(parsed.layout.links[1].field, (Extent{file.base + 66 + 4, 4}));
  }
}

TEST(Mpf, OffsetsFromTheStartOfTheFileAreFound) {
  const MpfFile file = make("", [&](const MpfFile& f) {
    return index_of({{0x20030000, f.first_size, 0}, {0x00020002, f.second_size, f.first_size}},
                    ByteOrder::big);
  });
  const Parsed parsed = parse_bytes(file.jpeg.bytes);
  EXPECT_EQ(parsed.layout.nodes[2].use, ImageUse::frame);
  EXPECT_EQ(parsed.layout.links[2].base, 0U);
  EXPECT_TRUE(parsed.layout.links[2].held);
}

TEST(Mpf, AnImageBehindUnknownBytesIsFoundByTheIndex) {
  const std::string between = "not zeros";
  const MpfFile file = make(between, [&](const MpfFile& f) {
    const auto place = static_cast<std::uint32_t>(f.first_size + between.size() - f.base);
    return index_of({{0x20030000, f.first_size, 0}, {0x00010001, f.second_size, place}}, ByteOrder::little);
  });
  const Parsed parsed = parse_bytes(file.jpeg.bytes);
  ASSERT_EQ(parsed.layout.nodes.size(), 4U);
  EXPECT_EQ(parsed.layout.nodes[2].use, ImageUse::preview);
  EXPECT_EQ(parsed.layout.nodes[2].at.offset, file.first_size + between.size());
  EXPECT_EQ(parsed.layout.nodes[3].name, "unknown trailer");
  EXPECT_EQ(parsed.layout.nodes[3].at, (Extent{file.first_size, between.size()}));
}

TEST(Mpf, WrongNumbersAreLinksThatDidNotHold) {
  const MpfFile file = make("", [&](const MpfFile& f) {
    return index_of({{0x20030000, 1, 0}, {0x00050000, 2, f.first_size - f.base + 2}}, ByteOrder::big);
  });
  const Parsed parsed = parse_bytes(file.jpeg.bytes);
  ASSERT_TRUE(parsed.result);
  EXPECT_EQ(parsed.layout.nodes[2].use, ImageUse::gainmap) << "by its number";
  ASSERT_EQ(parsed.layout.links.size(), 3U);
  for (const Link& link : parsed.layout.links) EXPECT_FALSE(link.held);
  EXPECT_EQ(parsed.layout.notes.size(), 1U);
}

TEST(Mpf, PlacesOutsideTheFileOrInsideTheFirstImageAreNotes) {
  for (const std::uint32_t place : {0U, 5U, 0xFFFFFFFFU}) {
    const MpfFile file = make("", [&](const MpfFile& f) {
      return index_of({{0x20030000, f.first_size, 0}, {0x00050000, 1, place}, {0x00050000, 1, place}},
                      ByteOrder::big);
    });
    const Parsed parsed = parse_bytes(file.jpeg.bytes);
    ASSERT_TRUE(parsed.result);
    EXPECT_EQ(parsed.layout.nodes[2].use, ImageUse::unindexed);
    EXPECT_EQ(parsed.layout.notes.size(), 2U);
  }
}

TEST(Mpf, ADamagedPictureThatAViewerNeedsIsNotTheRestOfTheFile) {
  const auto damaged = [](std::uint32_t type, Byte instead_of_eoi) {
    MpfFile file = make("", [&](const MpfFile& f) {
      return index_of({{0x20030000, f.first_size, 0}, {type, f.second_size, f.first_size - f.base}},
                      ByteOrder::big);
    });
    file.jpeg.bytes.back() = instead_of_eoi;
    return parse_bytes(file.jpeg.bytes).result;
  };
  for (const std::uint32_t type : {0x00050000U, 0x00020002U, 0U}) {
    ASSERT_FALSE(damaged(type, 0x02)) << type;
    EXPECT_EQ(damaged(type, 0x02).error().what, "further picture is damaged");
  }
  EXPECT_TRUE(damaged(0x00010001, 0x02)) << "a preview";
  MpfFile file = make("", [](const MpfFile&) {
    return index_of({{0x20030000, 1, 0}, {0, 1, 1}}, ByteOrder::big);
  });
  file.jpeg.bytes[file.base] = 'x';
  EXPECT_FALSE(parse_bytes(file.jpeg.bytes).result) << "nobody knows which of the images are needed";
}

TEST(Mpf, AnIndexThatCannotBeReadIsANote) {
  const JpegBytes jpeg = JpegBytes{}.soi().segment(0xE2, "MPF\0XX not an index"s).picture().eoi();
  const Parsed parsed = parse_bytes(jpeg.bytes);
  ASSERT_TRUE(parsed.result);
  EXPECT_EQ(parsed.layout.notes.size(), 1U);
}

TEST(Mpf, TheWrittenIndexIsASegmentWithLinks) {
  const MpfImage images[] = {{0x20030000, 1, 0, {0, 1000}}, {0x00050000, 0, 0, {1000, 300}}};
  const Literal literal = encode_mpf(images);
  const Bytes bytes = literal.bytes;
  ASSERT_EQ(bytes.size(), 4U + 4 + 50 + 32);
  EXPECT_EQ(bytes[1], 0xE2);
  EXPECT_EQ(load_u16(&bytes[2], ByteOrder::big), bytes.size() - 2);
  const auto index = read_mpf(bytes.subspan(8));
  ASSERT_TRUE(index);
  ASSERT_EQ(index->entries.size(), 2U);
  EXPECT_EQ(index->entries[0].attributes, 0x20030000U);
  EXPECT_EQ(index->entries[0].dependent1, 1U);
  ASSERT_EQ(literal.links.size(), 3U);
  EXPECT_EQ(literal.links[0].field, (Extent{8 + 50 + 4, 4}));
  EXPECT_EQ(literal.links[0].target, (Extent{0, 1000}));
  EXPECT_EQ(literal.links[1].field, (Extent{8 + 66 + 4, 4}));
  EXPECT_EQ(literal.links[2].field, (Extent{8 + 66 + 8, 4}));
  EXPECT_EQ(literal.links[2].quantity, Link::Quantity::offset);
  EXPECT_TRUE(literal.links[2].base_in_literal);
  EXPECT_EQ(literal.links[2].base, 8U);
  EXPECT_EQ(std::string(bytes.begin() + 8, bytes.begin() + 18), "MM\0*\0\0\0\x08\0\3"s);
}

}  // namespace
}  // namespace exifscrub
