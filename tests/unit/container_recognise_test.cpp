#include <gtest/gtest.h>

#include <set>
#include <string>

#include "container/format.hpp"

namespace exifscrub {
namespace {

using namespace std::string_literals;

FormatId format_of(const std::string& head) {
  const Format* format = recognise({reinterpret_cast<const Byte*>(head.data()), head.size()});
  return format == nullptr ? FormatId::none : format->id;
}

TEST(Recognise, TheTableHasOneRowForEveryFormat) {
  std::set<FormatId> seen;
  for (const Format& format : known_formats())
    EXPECT_TRUE(seen.insert(format.id).second) << name_of(format.id);
  EXPECT_EQ(seen.size(), static_cast<std::size_t>(FormatId::raw));
  EXPECT_FALSE(seen.contains(FormatId::none));
}

TEST(Recognise, EachSignatureIsItsFormats) {
  const std::string heic =
      "\0\0\0\x18"
      "ftypheic\0\0\0\0mif1heic"s;
  const std::string avif =
      "\0\0\0\x1C"
      "ftypmif1\0\0\0\0mif1avifmiaf"s;
  const std::string dng =
      "II*\0\x08\0\0\0\x02\0"s
      "\xFE\0\x04\0\x01\0\0\0\0\0\0\0"s
      "\x12\xC6\x01\0\x04\0\0\0\1\4\0\0"s;
  const std::pair<std::string, FormatId> heads[] = {
      {"\xFF\xD8\xFF\xE0\0\x10JFIF"s, FormatId::jpeg},
      {"\xFF\xD8xx\xFF\xE1"s, FormatId::jpeg},
      {"\xFF\xD8\xFF\xF7\0\x0B"s, FormatId::jpeg_ls},
      {"\xFF\xD8\xFF\xE8\0\4ab\xFF\xF7\0\x0B"s, FormatId::jpeg_ls},
      {"\x89PNG\r\n\x1A\n\0\0\0\rIHDR"s, FormatId::png},
      {"GIF89a"s, FormatId::gif},
      {"RIFF\0\0\0\0WEBPVP8 "s, FormatId::webp},
      {"RF64\xFF\xFF\xFF\xFFWAVEds64"s, FormatId::wav},
      {"RIFF\0\0\0\0AVI LIST"s, FormatId::avi},
      {"II*\0\x08\0\0\0"s, FormatId::tiff},
      {"MM\0*\0\0\0\x08"s, FormatId::tiff},
      {"MM\0+\0\x08\0\0"s, FormatId::tiff},
      {dng, FormatId::dng},
      {"II*\0\x10\0\0\0CR\2\0"s, FormatId::raw},
      {"\0\0\0\x18"
       "ftypcrx \0\0\0\1crx isom"s,
       FormatId::raw},
      {heic, FormatId::heif},
      {avif, FormatId::avif},
      {"\0\0\0\x18"
       "ftypisom\0\0\0\0isommp42"s,
       FormatId::mp4},
      {"\0\0\0\x14"
       "ftypqt  \0\0\0\0qt  "s,
       FormatId::mp4},
      {"\0\0\x10\0moov\0\0\0\x6Cmvhd"s, FormatId::mp4},
      {"\xFF\x0A\xFA"s, FormatId::jxl},
      {"\0\0\0\x0CJXL \r\n\x87\n"s, FormatId::jxl},
      {"\0\0\0\x0CjP  \r\n\x87\n"s, FormatId::jp2},
      {"BM\x36\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0"s, FormatId::bmp},
      {"8BPS\0\1"s, FormatId::psd},
  };
  for (const auto& [head, format] : heads) EXPECT_EQ(format_of(head), format) << name_of(format);
}

TEST(Recognise, OtherContentIsNoFormat) {
  for (const std::string& head : {""s, "\xFF"s, "\xFF\xD9"s, "<!DOCTYPE html>"s, std::string(64, '\0'),
                                  "version https://git-lfs.github.com/spec/v1\n"s, "BMW is a car maker"s}) {
    EXPECT_EQ(format_of(head), FormatId::none) << head;
  }
}

TEST(Recognise, EveryPrefixOfAHeadIsRead) {
  const std::string head =
      "\0\0\0\x40"
      "ftypmif1\0\0\0\0mif1miafavif"s;
  EXPECT_EQ(format_of(head), FormatId::avif);
  for (std::size_t length = 0; length < 8; ++length)
    EXPECT_EQ(format_of(head.substr(0, length)), FormatId::none);
  EXPECT_EQ(format_of(head.substr(0, 12)), FormatId::heif);
}

}  // namespace
}  // namespace exifscrub
