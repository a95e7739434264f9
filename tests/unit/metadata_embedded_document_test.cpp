#include <gtest/gtest.h>

#include "block_reading.hpp"
#include "metadata/embedded_document.hpp"
#include "support/tiff_builder.hpp"

namespace exifscrub {
namespace {

using namespace std::string_literals;

std::optional<EmbeddedDocument> found_in(const std::string& value) { return find_document(bytes_of(value)); }

TEST(EmbeddedDocument, ATiffStreamIsToldByItsDirectory) {
  for (const ByteOrder order : {ByteOrder::little, ByteOrder::big}) {
    test::TiffBuilder builder{order};
    builder.u16(builder.ifd(), 0x0112, 6);
    const std::string tiff = text_of(builder.build());
    for (const std::size_t before : {0U, 1U, 63U, 64U, 65U, 1000U}) {
      const auto document = found_in(std::string(before, 'x') + tiff);
      ASSERT_TRUE(document) << before;
      EXPECT_EQ(document->kind, BlockKind::exif);
      EXPECT_EQ(document->offset, before);
    }
    EXPECT_FALSE(found_in(tiff.substr(0, 8) + std::string(40, '\xEE'))) << "no directory";
    EXPECT_TRUE(found_in("Exif\0\0"s + tiff.substr(0, 8) + std::string(40, '\xEE')))
        << "its reader says that it is none";
    EXPECT_FALSE(found_in(tiff.substr(0, smallest_document - 1)));
  }
}

TEST(EmbeddedDocument, AJpegStreamIsToldByItsFirstSegment) {
  const std::string segment = "\xFF\xD8\xFF\xE0\0\x04xy"s;
  const auto document = found_in(std::string(70, '\xFF') + segment + "\xFF\xDA" + std::string(20, 'x'));
  ASSERT_TRUE(document);
  EXPECT_EQ(document->kind, BlockKind::jpeg);
  EXPECT_EQ(document->offset, 70U);
  EXPECT_FALSE(found_in(segment + std::string(20, 'x'))) << "no marker behind it";
  EXPECT_FALSE(found_in("\xFF\xD8\xFF\xD9\xFF\xFF"s + std::string(20, '\xFF')));
}

TEST(EmbeddedDocument, WhatBeginsTooOftenIsNotSearchedForEver) {
  std::string value;
  for (int i = 0; i < 2000; ++i) value += "II*\0";
  EXPECT_TRUE(found_in(value));
}

}  // namespace
}  // namespace exifscrub
