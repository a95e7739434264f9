#include <gtest/gtest.h>

// clang-format off
#include <cstddef>  // jpeglib.h needs these two before it
#include <cstdio>
#include <jpeglib.h>
// clang-format on

#include <cstdlib>

#include "base/cursor.hpp"
#include "base/memory_source.hpp"
#include "report/html/thumbnail.hpp"

namespace exifscrub {
namespace {

struct Picture {
  std::uint32_t width = 0;
  std::uint32_t height = 0;
  std::vector<Byte> rgb;

  [[nodiscard]] unsigned at(double x, double y, std::size_t channel) const {
    const auto column = static_cast<std::size_t>(x * (width - 1));
    const auto row = static_cast<std::size_t>(y * (height - 1));
    return rgb[(row * width + column) * 3 + channel];
  }
};

/// Red to the right, green downwards, so that every corner has a colour of its own.
Picture gradient(std::uint32_t width, std::uint32_t height) {
  Picture picture{width, height, {}};
  for (std::uint32_t y = 0; y < height; ++y) {
    for (std::uint32_t x = 0; x < width; ++x) {
      picture.rgb.push_back(static_cast<Byte>(255 * x / width));
      picture.rgb.push_back(static_cast<Byte>(255 * y / height));
      picture.rgb.push_back(64);
    }
  }
  return picture;
}

std::vector<Byte> encoded(Picture picture, bool progressive = false, J_COLOR_SPACE space = JCS_YCbCr) {
  jpeg_error_mgr error;
  jpeg_compress_struct info{};
  info.err = jpeg_std_error(&error);
  jpeg_create_compress(&info);
  unsigned char* made = nullptr;
  unsigned long length = 0;
  jpeg_mem_dest(&info, &made, &length);
  info.image_width = picture.width;
  info.image_height = picture.height;
  info.input_components = 3;
  info.in_color_space = JCS_RGB;
  jpeg_set_defaults(&info);
  jpeg_set_colorspace(&info, space);
  if (progressive) jpeg_simple_progression(&info);
  jpeg_start_compress(&info, TRUE);
  const std::string secret = "secret comment";
  jpeg_write_marker(&info, JPEG_COM, reinterpret_cast<const JOCTET*>(secret.data()),
                    static_cast<unsigned>(secret.size()));
  while (info.next_scanline < info.image_height) {
    JSAMPROW row = picture.rgb.data() + std::size_t{info.next_scanline} * picture.width * 3;
    jpeg_write_scanlines(&info, &row, 1);
  }
  jpeg_finish_compress(&info);
  std::vector<Byte> bytes(made, made + length);
  jpeg_destroy_compress(&info);
  std::free(made);
  return bytes;
}

Picture decoded(const std::vector<Byte>& bytes) {
  jpeg_error_mgr error;
  jpeg_decompress_struct info{};
  info.err = jpeg_std_error(&error);
  jpeg_create_decompress(&info);
  jpeg_mem_src(&info, bytes.data(), bytes.size());
  jpeg_read_header(&info, TRUE);
  info.out_color_space = JCS_RGB;
  jpeg_start_decompress(&info);
  Picture picture{info.output_width, info.output_height, {}};
  picture.rgb.resize(std::size_t{picture.width} * picture.height * 3);
  while (info.output_scanline < info.output_height) {
    JSAMPROW row = picture.rgb.data() + std::size_t{info.output_scanline} * picture.width * 3;
    jpeg_read_scanlines(&info, &row, 1);
  }
  jpeg_finish_decompress(&info);
  jpeg_destroy_decompress(&info);
  return picture;
}

std::vector<Byte> thumbnail_of(const std::vector<Byte>& jpeg, unsigned orientation = 1) {
  MemorySource source{jpeg};
  return exifscrub::thumbnail_of(source, orientation);
}

/// The frame header's height and width say something else than the coded data.
void set_size(std::vector<Byte>& jpeg, std::uint16_t height, std::uint16_t width) {
  for (std::size_t at = 2; at + 9 < jpeg.size(); at += 2U + load_u16(jpeg.data() + at + 2, ByteOrder::big)) {
    if (jpeg[at + 1] != 0xC0 && jpeg[at + 1] != 0xC2) continue;
    store_u16(jpeg.data() + at + 5, height, ByteOrder::big);
    store_u16(jpeg.data() + at + 7, width, ByteOrder::big);
    return;
  }
  FAIL() << "no frame header";
}

TEST(Thumbnail, IsSmallAndHoldsNothingButThePicture) {
  const std::vector<Byte> made = thumbnail_of(encoded(gradient(1000, 600)));
  ASSERT_FALSE(made.empty());
  EXPECT_LE(made.size(), thumbnail_bytes);
  const std::string text(made.begin(), made.end());
  EXPECT_EQ(text.find("secret"), std::string::npos);
  const Picture picture = decoded(made);
  EXPECT_EQ(picture.width, 160U);
  EXPECT_EQ(picture.height, 96U);
  EXPECT_GT(picture.at(1, 0, 0), 230U);
  EXPECT_LT(picture.at(1, 0, 1), 25U);
}

TEST(Thumbnail, SmallPicturesKeepTheirSize) {
  const Picture picture = decoded(thumbnail_of(encoded(gradient(40, 7))));
  EXPECT_EQ(picture.width, 40U);
  EXPECT_EQ(picture.height, 7U);
}

TEST(Thumbnail, VeryFlatPicturesKeepARow) {
  const Picture picture = decoded(thumbnail_of(encoded(gradient(4000, 3))));
  EXPECT_EQ(picture.width, 160U);
  EXPECT_EQ(picture.height, 1U);
}

TEST(Thumbnail, StandsUpright) {
  // Where the stored picture's corners red (right, top) and green (left, bottom) are seen: Exif 2.32, 4.6.4.
  struct Corners {
    double red_x, red_y, green_x, green_y;
  };
  constexpr std::array<Corners, 9> seen = {{{1, 0, 0, 1},
                                            {1, 0, 0, 1},
                                            {0, 0, 1, 1},
                                            {0, 1, 1, 0},
                                            {1, 1, 0, 0},
                                            {0, 1, 1, 0},
                                            {1, 1, 0, 0},
                                            {1, 0, 0, 1},
                                            {0, 0, 1, 1}}};
  const std::vector<Byte> jpeg = encoded(gradient(320, 200));
  for (unsigned orientation = 0; orientation < seen.size(); ++orientation) {
    const Picture picture = decoded(thumbnail_of(jpeg, orientation));
    EXPECT_EQ(picture.width, orientation < 5 ? 160U : 100U) << orientation;
    const Corners& at = seen[orientation];
    EXPECT_GT(picture.at(at.red_x, at.red_y, 0), 225U) << orientation;
    EXPECT_LT(picture.at(at.red_x, at.red_y, 1), 30U) << orientation;
    EXPECT_LT(picture.at(at.green_x, at.green_y, 0), 30U) << orientation;
    EXPECT_GT(picture.at(at.green_x, at.green_y, 1), 225U) << orientation;
  }
}

TEST(Thumbnail, GreyAndProgressivePicturesAreDecodedToo) {
  EXPECT_EQ(decoded(thumbnail_of(encoded(gradient(500, 400), true))).width, 160U);
  EXPECT_EQ(decoded(thumbnail_of(encoded(gradient(500, 400), false, JCS_GRAYSCALE))).width, 160U);
}

TEST(Thumbnail, ATruncatedPictureIsShownAsFarAsItGoes) {
  std::vector<Byte> jpeg = encoded(gradient(1000, 600));
  jpeg.resize(jpeg.size() / 2);
  EXPECT_EQ(decoded(thumbnail_of(jpeg)).width, 160U);
}

TEST(Thumbnail, NoPrefixOfAStreamDoesHarm) {
  for (const bool progressive : {false, true}) {
    const std::vector<Byte> jpeg = encoded(gradient(33, 17), progressive);
    for (std::size_t length = 0; length < jpeg.size(); ++length) {
      const std::vector<Byte> made = thumbnail_of({jpeg.begin(), jpeg.begin() + static_cast<long>(length)});
      if (!made.empty()) {
        EXPECT_EQ(decoded(made).width, 33U);
      }
    }
  }
}

TEST(Thumbnail, NoChangedByteDoesHarm) {
  for (const bool progressive : {false, true}) {
    const std::vector<Byte> jpeg = encoded(gradient(33, 17), progressive);
    for (std::size_t at = 0; at < jpeg.size(); ++at) {
      std::vector<Byte> changed = jpeg;
      changed[at] ^= 0xFF;
      EXPECT_LE(thumbnail_of(changed).size(), thumbnail_bytes);
    }
  }
}

TEST(Thumbnail, SizesBeyondTheBoundsAreNotDecoded) {
  std::vector<Byte> huge = encoded(gradient(64, 64));
  set_size(huge, 65000, 65000);
  EXPECT_TRUE(thumbnail_of(huge).empty());
  // 12,000 x 12,000 progressive needs far more memory for coefficients than it may have.
  std::vector<Byte> progressive = encoded(gradient(64, 64), true);
  set_size(progressive, 12000, 12000);
  EXPECT_TRUE(thumbnail_of(progressive).empty());
}

TEST(Thumbnail, MoreScansThanAnyCameraWritesAreNotDecoded) {
  const std::vector<Byte> jpeg = encoded(gradient(64, 64), true);
  // The last scan, again and again.
  std::size_t scan = 0;
  for (std::size_t at = 0; at + 1 < jpeg.size(); ++at) {
    if (jpeg[at] == 0xFF && jpeg[at + 1] == 0xDA) scan = at;
  }
  std::vector<Byte> many(jpeg.begin(), jpeg.end() - 2);
  const std::vector<Byte> last(jpeg.begin() + static_cast<long>(scan), jpeg.end() - 2);
  for (int i = 0; i < 100; ++i) many.insert(many.end(), last.begin(), last.end());
  EXPECT_FALSE(thumbnail_of(jpeg).empty());
  EXPECT_TRUE(thumbnail_of(many).empty());
}

}  // namespace
}  // namespace exifscrub
