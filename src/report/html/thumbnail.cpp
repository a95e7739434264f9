#include "report/html/thumbnail.hpp"

// clang-format off
#include <cstddef>  // jpeglib.h needs these two before it
#include <cstdio>
#include <jpeglib.h>
// clang-format on

#include <algorithm>
#include <array>
#include <csetjmp>
#include <cstdlib>
#include <utility>

namespace exifscrub {
namespace {

constexpr std::uint64_t most_pixels = 1U << 28U;
constexpr std::uint64_t most_input = 64U << 20U;
constexpr long most_memory = 64L << 20U;
constexpr int most_scans = 64;
constexpr std::size_t window_length = 64 * 1024;
constexpr std::size_t channels = 3;

/// Rows of red, green and blue without padding.
struct Pixels {
  std::uint32_t width = 0;
  std::uint32_t height = 0;
  std::vector<Byte> rgb;

  Pixels() = default;
  Pixels(std::uint32_t w, std::uint32_t h) : width(w), height(h), rgb(std::size_t{w} * h * channels) {}
  [[nodiscard]] const Byte* at(std::uint32_t x, std::uint32_t y) const {
    return rgb.data() + (std::size_t{y} * width + x) * channels;
  }
  [[nodiscard]] Byte* at(std::uint32_t x, std::uint32_t y) {
    return rgb.data() + (std::size_t{y} * width + x) * channels;
  }
};

/// libjpeg reports errors by a call that must not return. Every step that calls it sets `escape` first and
/// has no object with a destructor of its own, so that the jump back skips nothing.
struct ErrorExit {
  jpeg_error_mgr manager{};
  std::jmp_buf escape{};

  ErrorExit() {
    jpeg_std_error(&manager);
    manager.error_exit = [](j_common_ptr info) {
      std::longjmp(reinterpret_cast<ErrorExit*>(info->err)->escape, 1);
    };
    manager.emit_message = [](j_common_ptr, int) {};
    manager.output_message = [](j_common_ptr) {};
  }
};
static_assert(offsetof(ErrorExit, manager) == 0);

/// Hands a ByteSource to libjpeg, window by window. Where it ends, or the bound is reached, an EOI follows.
struct Input {
  jpeg_source_mgr manager{};
  ByteSource* bytes = nullptr;
  std::uint64_t at = 0;
  std::uint64_t end = 0;

  explicit Input(ByteSource& source) : bytes(&source), end(std::min(source.size(), most_input)) {
    manager.init_source = [](j_decompress_ptr) {};
    manager.term_source = [](j_decompress_ptr) {};
    manager.resync_to_restart = jpeg_resync_to_restart;
    manager.fill_input_buffer = [](j_decompress_ptr info) -> boolean {
      of(info).fill();
      return TRUE;
    };
    manager.skip_input_data = [](j_decompress_ptr info, long count) {
      if (count > 0) of(info).skip(static_cast<std::uint64_t>(count));
    };
  }

 private:
  static Input& of(j_decompress_ptr info) { return *reinterpret_cast<Input*>(info->src); }

  void fill() {
    static constexpr std::array<JOCTET, 2> eoi = {0xFF, JPEG_EOI};
    const auto length = static_cast<std::size_t>(std::min<std::uint64_t>(window_length, end - at));
    const auto window = length > 0 ? bytes->window(at, length) : Result<Bytes>(Bytes{});
    const Bytes next = window && !window->empty() ? *window : Bytes{eoi};
    at = window && !window->empty() ? at + length : end;
    manager.next_input_byte = next.data();
    manager.bytes_in_buffer = next.size();
  }

  void skip(std::uint64_t count) {
    const std::uint64_t here = std::min<std::uint64_t>(count, manager.bytes_in_buffer);
    manager.next_input_byte += here;
    manager.bytes_in_buffer -= static_cast<std::size_t>(here);
    at = std::min(end, at + (count - here));
  }
};
static_assert(offsetof(Input, manager) == 0);

class Decoder {
 public:
  explicit Decoder(ByteSource& source) : input_(source) {
    info_.err = &error_.manager;
    progress_.progress_monitor = [](j_common_ptr info) {
      // A stream may hold any number of scans over the whole picture.
      if (reinterpret_cast<j_decompress_ptr>(info)->input_scan_number > most_scans)
        info->err->error_exit(info);
    };
  }
  ~Decoder() { jpeg_destroy_decompress(&info_); }
  Decoder(const Decoder&) = delete;
  Decoder& operator=(const Decoder&) = delete;

  /// The picture, at a scale at which its longer side is at least a thumbnail's, or at an eighth.
  [[nodiscard]] Pixels decode() {
    if (!start()) return {};
    if (std::uint64_t{info_.image_width} * info_.image_height > most_pixels) return {};
    Pixels pixels(info_.output_width, info_.output_height);
    // libjpeg writes a row of four components before it is turned into three.
    row_.resize(std::size_t{info_.output_width} * 4);
    while (row_number_ < pixels.height) {
      if (!read_row()) return {};
      take_row(pixels.at(0, row_number_), pixels.width);
      ++row_number_;
    }
    return pixels;
  }

 private:
  bool start() {
    if (setjmp(error_.escape) != 0) return false;
    jpeg_create_decompress(&info_);
    info_.mem->max_memory_to_use = most_memory;
    info_.src = &input_.manager;
    info_.progress = &progress_;
    jpeg_read_header(&info_, TRUE);
    if (info_.num_components == 2 || info_.num_components > 4) return false;
    if (std::uint64_t{info_.image_width} * info_.image_height > most_pixels) return false;
    info_.out_color_space = info_.num_components == 4 ? JCS_CMYK : JCS_RGB;
    info_.dct_method = JDCT_IFAST;
    info_.do_fancy_upsampling = FALSE;
    info_.do_block_smoothing = FALSE;
    info_.scale_denom = 8;
    for (info_.scale_num = 1; info_.scale_num < 8; ++info_.scale_num) {
      jpeg_calc_output_dimensions(&info_);
      if (std::max(info_.output_width, info_.output_height) >= thumbnail_side) break;
    }
    return jpeg_start_decompress(&info_) != FALSE;
  }

  bool read_row() {
    if (setjmp(error_.escape) != 0) return false;
    JSAMPROW row = row_.data();
    return jpeg_read_scanlines(&info_, &row, 1) == 1;
  }

  void take_row(Byte* into, std::size_t width) const {
    if (info_.output_components == 3) {
      std::copy_n(row_.data(), width * channels, into);
      return;
    }
    // Adobe writes CMYK inverted: 255 is no ink.
    const bool inverted = info_.saw_Adobe_marker != FALSE;
    for (std::size_t x = 0; x < width; ++x) {
      const auto light = [&](std::size_t i) -> unsigned {
        return inverted ? row_[x * 4 + i] : 255U - row_[x * 4 + i];
      };
      for (std::size_t i = 0; i < channels; ++i) {
        into[x * channels + i] = static_cast<Byte>(light(i) * light(3) / 255U);
      }
    }
  }

  ErrorExit error_;
  Input input_;
  jpeg_progress_mgr progress_{};
  jpeg_decompress_struct info_{};
  std::vector<Byte> row_;
  std::uint32_t row_number_ = 0;
};

class Encoder {
 public:
  Encoder() { info_.err = &error_.manager; }
  ~Encoder() {
    jpeg_destroy_compress(&info_);
    std::free(made_);  // NOLINT(*-no-malloc): libjpeg's
  }
  Encoder(const Encoder&) = delete;
  Encoder& operator=(const Encoder&) = delete;

  [[nodiscard]] std::vector<Byte> encode(Pixels& pixels, int quality) {
    if (!run(pixels, quality)) return {};
    return {made_, made_ + length_};
  }

 private:
  bool run(Pixels& pixels, int quality) {
    if (setjmp(error_.escape) != 0) return false;
    jpeg_create_compress(&info_);
    jpeg_mem_dest(&info_, &made_, &length_);
    info_.image_width = pixels.width;
    info_.image_height = pixels.height;
    info_.input_components = channels;
    info_.in_color_space = JCS_RGB;
    jpeg_set_defaults(&info_);
    jpeg_set_quality(&info_, quality, TRUE);
    info_.optimize_coding = TRUE;
    jpeg_start_compress(&info_, TRUE);
    while (info_.next_scanline < info_.image_height) {
      JSAMPROW row = pixels.at(0, info_.next_scanline);
      jpeg_write_scanlines(&info_, &row, 1);
    }
    jpeg_finish_compress(&info_);
    return true;
  }

  ErrorExit error_;
  jpeg_compress_struct info_{};
  unsigned char* made_ = nullptr;
  unsigned long length_ = 0;
};

/// The picture with at most thumbnail_side pixels a side: each is the mean of those that fall on it.
Pixels shrunk(const Pixels& from) {
  const std::uint32_t longer = std::max(from.width, from.height);
  if (longer <= thumbnail_side) return from;
  const auto scaled = [&](std::uint32_t side) {
    return std::max<std::uint32_t>(1,
                                   static_cast<std::uint32_t>(std::uint64_t{side} * thumbnail_side / longer));
  };
  Pixels into(scaled(from.width), scaled(from.height));
  const auto first = [](std::uint32_t at, std::uint32_t of, std::uint32_t all) {
    return static_cast<std::uint32_t>(std::uint64_t{at} * all / of);
  };
  for (std::uint32_t y = 0; y < into.height; ++y) {
    const std::uint32_t top = first(y, into.height, from.height);
    const std::uint32_t bottom = std::max(top + 1, first(y + 1, into.height, from.height));
    for (std::uint32_t x = 0; x < into.width; ++x) {
      const std::uint32_t left = first(x, into.width, from.width);
      const std::uint32_t right = std::max(left + 1, first(x + 1, into.width, from.width));
      std::array<std::uint64_t, channels> sum{};
      for (std::uint32_t j = top; j < bottom; ++j) {
        for (std::uint32_t i = left; i < right; ++i) {
          for (std::size_t channel = 0; channel < channels; ++channel) sum[channel] += from.at(i, j)[channel];
        }
      }
      const std::uint64_t count = std::uint64_t{bottom - top} * (right - left);
      for (std::size_t channel = 0; channel < channels; ++channel) {
        into.at(x, y)[channel] = static_cast<Byte>(sum[channel] / count);
      }
    }
  }
  return into;
}

/// The picture turned and mirrored so that it stands upright (Exif 2.32, 4.6.4, Orientation).
Pixels upright(const Pixels& from, unsigned orientation) {
  if (orientation < 2 || orientation > 8) return from;
  const bool turned = orientation >= 5;
  Pixels into(turned ? from.height : from.width, turned ? from.width : from.height);
  const std::uint32_t right = from.width - 1;
  const std::uint32_t bottom = from.height - 1;
  for (std::uint32_t y = 0; y < from.height; ++y) {
    for (std::uint32_t x = 0; x < from.width; ++x) {
      // Where the pixel stored at x, y is seen, by orientation.
      const std::array<std::pair<std::uint32_t, std::uint32_t>, 9> seen = {{{x, y},
                                                                            {x, y},
                                                                            {right - x, y},
                                                                            {right - x, bottom - y},
                                                                            {x, bottom - y},
                                                                            {y, x},
                                                                            {bottom - y, x},
                                                                            {bottom - y, right - x},
                                                                            {y, right - x}}};
      const auto [to_x, to_y] = seen[orientation];
      std::copy_n(from.at(x, y), channels, into.at(to_x, to_y));
    }
  }
  return into;
}

}  // namespace

std::vector<Byte> thumbnail_of(ByteSource& jpeg, unsigned orientation) {
  constexpr std::array qualities = {68, 40, 20};
  Pixels pixels = upright(shrunk(Decoder(jpeg).decode()), orientation);
  if (pixels.width == 0) return {};
  for (const int quality : qualities) {
    std::vector<Byte> made = Encoder().encode(pixels, quality);
    if (made.size() <= thumbnail_bytes) return made;
  }
  return {};
}

}  // namespace exifscrub
