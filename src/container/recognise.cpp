#include <algorithm>
#include <array>
#include <string_view>

#include "base/assert.hpp"
#include "base/cursor.hpp"
#include "container/format.hpp"
#include "container/jfif.hpp"
#include "container/jpeg.hpp"
#include "container/jpeg_wrap.hpp"

namespace exifscrub {

using namespace std::string_view_literals;

namespace {

bool spells(Bytes head, std::size_t at, std::string_view text) {
  return head.size() >= at && starts_with(head.subspan(at), text);
}

// JPEG-LS differs from JPEG in its frame header (T.87: SOF55, FF F7) and in the stuffing of its entropy-coded
// data, so it is told apart before a JPEG parser sees it. A frame header behind the head is met there.
bool looks_like_jpeg_ls(Bytes head) {
  if (!starts_with(head, "\xFF\xD8\xFF"sv)) return false;
  std::size_t at = 2;
  while (head.size() - at >= 4 && head[at] == 0xFF) {
    if (head[at + 1] == 0xF7) return true;
    const std::size_t length = load_u16(&head[at + 2], ByteOrder::big);
    if (head[at + 1] < 0xE0 || length < 2 || length > head.size() - at - 2) return false;
    at += 2 + length;
  }
  return head.size() - at >= 2 && head[at] == 0xFF && head[at + 1] == 0xF7;
}

bool looks_like_jpeg(Bytes head) { return starts_with(head, "\xFF\xD8"sv) && !looks_like_jpeg_ls(head); }

bool looks_like_png(Bytes head) { return starts_with(head, "\x89PNG\r\n\x1A\n"sv); }

bool looks_like_gif(Bytes head) { return starts_with(head, "GIF87a"sv) || starts_with(head, "GIF89a"sv); }

bool is_riff_form(Bytes head, std::string_view form) {
  const bool riff = starts_with(head, "RIFF"sv) || starts_with(head, "RF64"sv) || starts_with(head, "BW64"sv);
  return riff && spells(head, 8, form);
}
bool looks_like_webp(Bytes head) { return is_riff_form(head, "WEBP"); }
bool looks_like_wav(Bytes head) { return is_riff_form(head, "WAVE"); }
bool looks_like_avi(Bytes head) { return is_riff_form(head, "AVI "); }

/// The brands of a leading ftyp box, major brand first, as far as they stand in the head.
bool has_brand(Bytes head, std::initializer_list<std::string_view> brands, bool major_only = false) {
  if (!spells(head, 4, "ftyp")) return false;
  const std::size_t box = std::min<std::size_t>(load_u32(head.data(), ByteOrder::big), head.size());
  for (std::size_t at = 8; at + 4 <= box; at = at == 8 ? 16 : at + 4) {  // 12: the minor version
    for (const std::string_view brand : brands) {
      if (spells(head, at, brand)) return true;
    }
    if (major_only) return false;
  }
  return false;
}

bool looks_like_avif(Bytes head) { return has_brand(head, {"avif", "avis"}); }

bool looks_like_heif(Bytes head) {
  // A movie may list a still picture brand among the compatible ones (motion clips of phones): the major one
  // decides.
  return has_brand(head,
                   {"heic", "heix", "heim", "heis", "hevc", "hevx", "hevm", "hevs", "mif1", "mif2", "msf1",
                    "miaf", "mif3"},
                   true);
}

bool looks_like_jxl(Bytes head) {
  return starts_with(head, "\xFF\x0A"sv) || starts_with(head, "\0\0\0\x0CJXL \r\n\x87\n"sv);
}

bool looks_like_jp2(Bytes head) {
  return starts_with(head, "\0\0\0\x0CjP  \r\n\x87\n"sv) || starts_with(head, "\xFF\x4F\xFF\x51"sv);
}

bool looks_like_mp4(Bytes head) {
  if (spells(head, 4, "ftyp")) return true;
  // QuickTime before 2001 has no ftyp: a file starts with its first box.
  if (head.size() < 12 || load_u32(head.data(), ByteOrder::big) == 0) return false;
  const bool at_movie = spells(head, 4, "moov") || spells(head, 4, "mdat");
  const bool at_padding = spells(head, 4, "wide") || spells(head, 4, "skip") || spells(head, 4, "free");
  return at_movie || (at_padding && load_u32(head.data(), ByteOrder::big) <= 4096);
}

bool looks_like_raw(Bytes head) {
  static constexpr std::array signatures = {"II\x1A\0\0\0HEAPCCDR"sv,  // Canon CRW
                                            "IIRO"sv,
                                            "IIRS"sv,
                                            "MMOR"sv,   // Olympus ORF
                                            "IIU\0"sv,  // Panasonic RW2
                                            "FUJIFILMCCD-RAW"sv,
                                            "FOVb"sv,
                                            "\0MRM"sv};
  for (const std::string_view signature : signatures) {
    if (starts_with(head, signature)) return true;
  }
  // Canon CR2 is TIFF with its own words behind the header, CR3 ISOBMFF with its own brand.
  return spells(head, 8, "CR\2\0"sv) || has_brand(head, {"crx "}, true);
}

bool looks_like_tiff(Bytes head) {
  return starts_with(head, "II*\0"sv) || starts_with(head, "MM\0*"sv) ||
         starts_with(head, "II+\0\x08\0\0\0"sv) || starts_with(head, "MM\0+\0\x08\0\0"sv);
}

/// DNG is TIFF with the tag DNGVersion in IFD0. Where that entry stands behind the head, the file counts as
/// TIFF.
bool looks_like_dng(Bytes head) {
  if (!starts_with(head, "II*\0"sv) && !starts_with(head, "MM\0*"sv)) return false;
  Cursor cursor{head, head[0] == 'M' ? ByteOrder::big : ByteOrder::little};
  cursor.skip(4);
  cursor.seek(cursor.u32());
  for (std::uint32_t left = cursor.u16(); left > 0 && cursor; --left) {
    const std::uint16_t tag = cursor.u16();
    cursor.skip(10);
    if (cursor && tag == 0xC612) return true;
  }
  return false;
}

bool looks_like_bmp(Bytes head) {
  if (!starts_with(head, "BM"sv) || head.size() < 18) return false;
  const std::uint32_t header = load_u32(&head[14], ByteOrder::little);
  return load_u32(&head[6], ByteOrder::little) == 0 && header >= 12 && header <= 124;
}

bool looks_like_psd(Bytes head) { return starts_with(head, "8BPS\0\1"sv) || starts_with(head, "8BPS\0\2"sv); }

// The order matters where one signature includes another's: the narrower one stands first.
constexpr std::array formats = {
    Format{FormatId::jpeg_ls, looks_like_jpeg_ls},
    Format{.id = FormatId::jpeg,
           .looks_like = looks_like_jpeg,
           .parse = parse_jpeg,
           .wrap = wrap_jpeg,
           .may_carry = jpeg_may_carry,
           .without_thumbnail = canonical_jfif,
           .header_length = jpeg_segment_header},
    Format{FormatId::png, looks_like_png},
    Format{FormatId::gif, looks_like_gif},
    Format{FormatId::webp, looks_like_webp},
    Format{FormatId::wav, looks_like_wav},
    Format{FormatId::avi, looks_like_avi},
    Format{FormatId::jxl, looks_like_jxl},
    Format{FormatId::jp2, looks_like_jp2},
    Format{FormatId::raw, looks_like_raw},
    Format{FormatId::dng, looks_like_dng},
    Format{FormatId::tiff, looks_like_tiff},
    Format{FormatId::avif, looks_like_avif},
    Format{FormatId::heif, looks_like_heif},
    Format{FormatId::mp4, looks_like_mp4},
    Format{FormatId::bmp, looks_like_bmp},
    Format{FormatId::psd, looks_like_psd},
};

}  // namespace

std::span<const Format> known_formats() { return formats; }

const Format* recognise(Bytes head) {
  const auto row =
      std::ranges::find_if(formats, [&](const Format& format) { return format.looks_like(head); });
  return row == formats.end() ? nullptr : &*row;
}

const Format& format_of(FormatId id) {
  const auto row =
      std::find_if(formats.begin(), formats.end(), [&](const Format& format) { return format.id == id; });
  EXS_ASSERT(row != formats.end());
  return *row;
}

}  // namespace exifscrub
