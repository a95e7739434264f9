#include <gtest/gtest.h>

#include "block_reading.hpp"
#include "container/mpf.hpp"
#include "metadata/multi_picture.hpp"
#include "support/tiff_builder.hpp"

namespace exifscrub {
namespace {

using test::TiffBuilder;

constexpr std::uint16_t version = 0xB000, count = 0xB001, individual_number = 0xB101;

TiffBuilder index_of_two() {
  TiffBuilder tiff{ByteOrder::big};
  const int index = tiff.ifd();
  tiff.u32(index, version, 0x30313030);
  tiff.u32(index, count, 2);
  return tiff;
}

TEST(MultiPicture, AnIndexTellsNothing) {
  EXPECT_TRUE((BlockReading{read_multi_picture, index_of_two().build()}.reading.findings.empty()));
  const Literal canonical = encode_mpf(std::vector<MpfImage>(2));
  constexpr std::size_t header = 8;  // marker, length, signature
  const std::vector<Byte> block(canonical.bytes.begin() + header, canonical.bytes.end());
  EXPECT_TRUE((BlockReading{read_multi_picture, block}.reading.findings.empty()));
}

TEST(MultiPicture, WhatIsNoneOfItsEntriesIsUnknown) {
  TiffBuilder tiff = index_of_two();
  tiff.u32(0, 0x8825, 8);
  tiff.ascii(0, 0x010E, "of nobody");
  const BlockReading block{read_multi_picture, tiff.build()};
  EXPECT_EQ(block.class_of("MPF0:0x8825"), "unknown");
  EXPECT_EQ(block.class_of("MPF0:0x010e"), "unknown");
  EXPECT_EQ(block.reading.findings.size(), 2U);
}

TEST(MultiPicture, ATextThatWritesAPlaceMakesItUnknown) {
  TiffBuilder tiff = index_of_two();
  tiff.ascii(0, 0xB003, "lat: 48.8583 lon: 2.2944");
  EXPECT_EQ((BlockReading{read_multi_picture, tiff.build()}.class_of("MPF0:MPF")), "unknown");
}

TEST(MultiPicture, WithoutADirectoryNobodyReadsIt) {
  for (const std::string_view text : {"no TIFF stream", "MM"}) {
    EXPECT_EQ((BlockReading{read_multi_picture, text}.class_of("MPF0:MPF")), "unknown") << text;
  }
  std::vector<Byte> bytes = index_of_two().build();
  for (std::size_t length = 0; length < bytes.size(); ++length) {
    const std::vector<Byte> cut(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(length));
    (void)BlockReading{read_multi_picture, cut};
  }
}

}  // namespace
}  // namespace exifscrub
