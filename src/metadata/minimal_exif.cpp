#include "metadata/minimal_exif.hpp"

#include <algorithm>

#include "base/cursor.hpp"
#include "syntax/ifd.hpp"

namespace exifscrub {
namespace {

/// Writes a big-endian TIFF stream from front to back.
class TiffPen {
 public:
  void u16(std::uint16_t value) {
    at_.resize(at_.size() + 2);
    store_u16(at_.data() + at_.size() - 2, value, ByteOrder::big);
  }
  void u32(std::uint32_t value) {
    at_.resize(at_.size() + 4);
    store_u32(at_.data() + at_.size() - 4, value, ByteOrder::big);
  }
  void entry(std::uint16_t tag, std::uint16_t type, std::uint32_t count, std::uint32_t field) {
    u16(tag);
    u16(type);
    u32(count);
    u32(field);
  }
  /// A SHORT stands in the first two bytes of its field in either byte order (TIFF 6.0 section 2).
  void short_entry(std::uint16_t tag, std::uint16_t value) {
    entry(tag, tiff_type::u16, 1, static_cast<std::uint32_t>(value) << 16);
  }
  [[nodiscard]] std::vector<Byte> take() { return std::move(at_); }

 private:
  std::vector<Byte> at_;
};

constexpr std::uint32_t header_size = 8;
constexpr std::uint32_t ifd_size(std::uint32_t entries) { return 2 + 12 * entries + 4; }
constexpr std::size_t r03_size = header_size + ifd_size(1) + 2 * ifd_size(2);

}  // namespace

std::vector<Byte> minimal_exif(std::uint16_t orientation, bool adobe_rgb, std::uint16_t color_space) {
  const bool turned = orientation >= 2 && orientation <= 8;
  if (!turned && !adobe_rgb) return {};
  TiffPen pen;
  pen.u32(0x4D4D002A);
  pen.u32(header_size);
  const auto entries = static_cast<std::uint16_t>((turned ? 1 : 0) + (adobe_rgb ? 1 : 0));
  const std::uint32_t exif = header_size + ifd_size(entries);
  pen.u16(entries);
  if (turned) pen.short_entry(0x0112, orientation);
  if (adobe_rgb) pen.entry(0x8769, tiff_type::u32, 1, exif);
  pen.u32(0);
  if (!adobe_rgb) return pen.take();

  pen.u16(2);
  pen.short_entry(0xA001, color_space == 0 ? 0xFFFF : color_space);
  pen.entry(0xA005, tiff_type::u32, 1, exif + ifd_size(2));
  pen.u32(0);

  pen.u16(2);
  pen.entry(0x0001, tiff_type::ascii, 4, 0x52303300);      // "R03"
  pen.entry(0x0002, tiff_type::undefined, 4, 0x30313030);  // "0100"
  pen.u32(0);
  return pen.take();
}

std::optional<MinimalExif> read_minimal_exif(Bytes tiff) {
  constexpr std::size_t tag_at = 10, short_at = 18, r03_color_at = 36, both_color_at = 48;
  if (tiff.size() < header_size + ifd_size(1) || !starts_with(tiff, "MM")) return std::nullopt;
  const auto short_value = [tiff](std::size_t at) { return load_u16(tiff.data() + at, ByteOrder::big); };
  if (short_value(header_size) > 2) return std::nullopt;  // entries
  MinimalExif said;
  if (short_value(tag_at) == 0x0112) said.orientation = short_value(short_at);
  said.adobe_rgb = short_value(8) == 2 || said.orientation == 0;
  if (said.adobe_rgb) {
    const std::size_t color_at = said.orientation == 0 ? r03_color_at : both_color_at;
    if (tiff.size() < r03_size + (said.orientation == 0 ? 0 : 12)) return std::nullopt;
    said.color_space = short_value(color_at);
  }
  const std::vector<Byte> written = minimal_exif(said.orientation, said.adobe_rgb, said.color_space);
  const bool same = !written.empty() && tiff.size() >= written.size() &&
                    std::ranges::equal(written, tiff.first(written.size()));
  const auto is_zero = [](Byte byte) { return byte == 0; };
  if (!same || !std::ranges::all_of(tiff.subspan(written.size()), is_zero)) return std::nullopt;
  return said;
}

}  // namespace exifscrub
