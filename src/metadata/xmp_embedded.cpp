#include "metadata/xmp_embedded.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>

#include "base/bytes.hpp"
#include "base/cursor.hpp"
#include "layout/coded_text.hpp"

namespace exifscrub {
namespace {

constexpr std::string_view nikon_uri = "http://ns.nikon.com/asteroid/1.0/";
constexpr std::string_view thumbnail_uri = "http://ns.adobe.com/xap/1.0/g/img/";

/// Shorter values are no documents.
constexpr std::size_t shortest = 32;

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

/// The characters of a value as XML means them (XML 1.0, 4.1, 2.7), one after the other, without white space, comments
/// and the brackets of CDATA. What no base64 has is any other character.
class MeantCharacters {
 public:
  explicit MeantCharacters(std::string_view value) : rest_(value), size_(value.size()) {}

  /// The next one; 0 at the end.
  char next() {
    while (!rest_.empty()) {
      const char c = rest_.front() == '&' ? reference() : rest_.front() == '<' ? markup() : plain();
      if (c != 0 && !is_space(c)) return c;
    }
    return 0;
  }

  /// Bytes of the value that were read.
  [[nodiscard]] std::size_t place() const { return size_ - rest_.size(); }

 private:
  char plain() {
    if (rest_.starts_with("]]>")) {
      rest_.remove_prefix(3);
      return 0;
    }
    const char c = rest_.front();
    rest_.remove_prefix(1);
    return c;
  }

  char markup() {
    constexpr std::string_view cdata = "<![CDATA[";
    if (rest_.starts_with(cdata)) {
      rest_.remove_prefix(cdata.size());
    } else {
      const std::string_view end = rest_.starts_with("<!--") ? "-->" : rest_.starts_with("<?") ? "?>" : ">";
      const std::size_t found = rest_.find(end);
      rest_.remove_prefix(found == std::string_view::npos ? rest_.size() : found + end.size());
    }
    return 0;
  }

  char reference() {
    constexpr char other = '*';
    const std::size_t end = rest_.find(';');
    const std::string_view name = rest_.substr(1, end == std::string_view::npos ? end : end - 1);
    rest_.remove_prefix(end == std::string_view::npos ? rest_.size() : end + 1);
    if (!name.starts_with('#')) return other;
    const bool hex = name.starts_with("#x");
    unsigned code = 0;
    const std::string_view number = name.substr(hex ? 2 : 1);
    const auto read = std::from_chars(number.data(), number.data() + number.size(), code, hex ? 16 : 10);
    return read.ec == std::errc{} && code < 0x80 ? static_cast<char>(code) : other;
  }

  std::string_view rest_;
  std::size_t size_;
};

/// How a value begins.
struct Beginning {
  std::string digits;           ///< the first of base64, as RFC 4648, 4 spells them
  std::size_t document = 0;     ///< where the first of them stands, bytes of the value
  std::size_t behind_exif = 0;  ///< where the eight digits of "Exif\0\0" would end
  bool is_uri = false;          ///< "data:" (RFC 2397)
  bool is_base64 = true;        ///< for such a URI: whether it says so
};

Beginning beginning_of(std::string_view value) {
  constexpr std::size_t enough = 16, longest_type = 256;
  Beginning found;
  MeantCharacters characters{value};
  while (found.digits.size() < enough) {
    char c = characters.next();
    if (c == 0) break;
    if (c == '-') c = '+';  // RFC 4648, 5
    if (c == '_') c = '/';
    found.digits.push_back(c);
    if (found.digits.size() == 8) found.behind_exif = characters.place();
    if (found.digits != "data:" || found.is_uri) continue;
    std::string type;
    while (type.size() < longest_type && (c = characters.next()) != 0 && c != ',') type.push_back(c);
    found.digits.clear();
    found.document = characters.place();
    found.is_uri = true;
    found.is_base64 = type.ends_with(";base64");
  }
  return found;
}

/// Whether each digit of a document stands in the value as it is. One that is written as a reference, or in a CDATA
/// section, which nobody does, could not be changed where it stands.
bool is_written_plainly(std::string_view document) {
  if (document.find('<') != std::string_view::npos) return false;
  for (std::size_t at = 0; (at = document.find('&', at)) != std::string_view::npos;) {
    const std::size_t end = document.find(';', at);
    if (end == std::string_view::npos) return false;
    MeantCharacters reference{document.substr(at, end + 1 - at)};
    if (reference.next() != 0) return false;
    at = end + 1;
  }
  return true;
}

struct Signature {
  std::string_view digits;
  BlockKind kind;
  std::string_view name;
};

constexpr std::array signatures = {
    Signature{"/9j/", BlockKind::jpeg, "image"},       // FF D8 FF
    Signature{"SUkqA", BlockKind::exif, "EXIF"},       // II 2A 00
    Signature{"TU0AK", BlockKind::exif, "EXIF"},       // MM 00 2A
    Signature{"PD94cGFja2V0", BlockKind::xmp, "XMP"},  // <?xpacket
    Signature{"PHg6eG1wbWV0", BlockKind::xmp, "XMP"},  // <x:xmpmet
    Signature{"OEJJT", BlockKind::irb, "Photoshop"},   // 8BIM
};

/// Digits of pictures that nobody here looks into: GIF, WebP (RIFF).
constexpr auto closed_pictures = std::to_array<std::string_view>({"R0lGOD", "UklGR"});

/// Whether a value is base64 of a PNG of nothing but picture, as depth maps are (GDepth:Data): chunks of pixels and
/// colours, and no text, Exif, profile or unknown chunk (PNG 3, 11). Nothing stands behind its end.
bool is_bare_png(std::string_view digits) {
  constexpr auto bare = std::to_array<std::string_view>(
      {"IHDR", "PLTE", "IDAT", "tRNS", "gAMA", "cHRM", "sRGB", "sBIT", "bKGD", "pHYs", "hIST"});
  const auto png = decode_text(Coding::base64, {reinterpret_cast<const Byte*>(digits.data()), digits.size()});
  if (!png) return false;
  Cursor cursor{png->bytes};
  cursor.skip(8);
  while (cursor) {
    const std::uint32_t length = cursor.u32();
    const std::string_view type = as_text(cursor.take(4));
    cursor.skip(std::uint64_t{length} + 4);  // its checksum
    if (type == "IEND") return cursor && cursor.remaining() == 0 && length == 0;
    if (std::ranges::find(bare, type) == bare.end()) return false;
  }
  return false;
}

/// "....ftyp" at the start of an ISO base media file whose first box is smaller than 256 bytes.
bool spells_ftyp(std::string_view digits) {
  return digits.size() >= 11 && digits.starts_with("AAAA") && digits.substr(6, 2) == "Z0" &&
         digits.substr(8, 3) == "eXA";
}

}  // namespace

std::optional<XmpEmbedded> find_embedded(std::string_view uri, std::string_view local,
                                         std::string_view value) {
  const Beginning begins = beginning_of(value);
  const auto coding = [&] {
    return is_written_plainly(value.substr(begins.document)) ? Coding::base64 : Coding::sealed;
  };
  if (uri == nikon_uri && local == "IPTC") return XmpEmbedded{BlockKind::iptc, coding(), 0, "IPTC"};
  if (uri == nikon_uri && local == "XMLPackets") return XmpEmbedded{BlockKind::xmp, coding(), 0, "XMP"};
  if (value.size() < shortest) return std::nullopt;
  if (begins.is_uri && !begins.is_base64) return XmpEmbedded{BlockKind::jpeg, Coding::sealed, 0, "data"};
  const std::string_view digits = begins.digits;
  if (digits.starts_with("RXhpZgAA"))  // "Exif\0\0", which is no part of the TIFF stream
    return XmpEmbedded{BlockKind::exif, coding(), begins.behind_exif, "EXIF"};
  for (const Signature& signature : signatures) {
    if (!digits.starts_with(signature.digits)) continue;
    const bool thumbnail = uri == thumbnail_uri && signature.kind == BlockKind::jpeg;
    const std::string_view name = thumbnail ? "thumbnail" : signature.name;
    const ImageUse use = thumbnail ? ImageUse::thumbnail : ImageUse::unindexed;
    return XmpEmbedded{signature.kind, coding(), begins.document, name, use};
  }
  if (digits.starts_with("iVBORw0KG")) {
    if (is_bare_png(value.substr(begins.document))) return std::nullopt;
    return XmpEmbedded{BlockKind::jpeg, Coding::sealed, 0, "image"};
  }
  const auto begins_with = [&](std::string_view picture) { return digits.starts_with(picture); };
  if (std::ranges::any_of(closed_pictures, begins_with))
    return XmpEmbedded{BlockKind::jpeg, Coding::sealed, 0, "image"};
  if (spells_ftyp(digits)) return XmpEmbedded{BlockKind::isobmff, coding(), begins.document, "video"};
  return std::nullopt;
}

}  // namespace exifscrub
