#include "metadata/xmp_embedded.hpp"

#include <array>
#include <string>

namespace exifscrub {
namespace {

constexpr std::string_view nikon_uri = "http://ns.nikon.com/asteroid/1.0/";
constexpr std::string_view thumbnail_uri = "http://ns.adobe.com/xap/1.0/g/img/";

/// Shorter values are no documents.
constexpr std::size_t shortest = 32;

/// The first base64 digits of `value`, without white space and character references.
std::string first_digits(std::string_view value) {
  constexpr std::size_t enough = 16;
  constexpr std::size_t farthest = 256;
  std::string digits;
  for (std::size_t i = 0; i < value.size() && i < farthest && digits.size() < enough; ++i) {
    const char c = value[i];
    if (c == ' ' || c == '\t' || c == '\r' || c == '\n') continue;
    if (c == '&') {
      i = value.find(';', i);
      if (i == std::string_view::npos) break;
      continue;
    }
    digits.push_back(c);
  }
  return digits;
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

/// "....ftyp" at the start of an ISO base media file whose first box is smaller than 256 bytes.
bool spells_ftyp(std::string_view digits) {
  return digits.size() >= 11 && digits.starts_with("AAAA") && digits.substr(6, 2) == "Z0" &&
         digits.substr(8, 3) == "eXA";
}

}  // namespace

std::optional<XmpEmbedded> find_embedded(std::string_view uri, std::string_view local,
                                         std::string_view value) {
  // A comment or a CDATA section in between: nobody writes that, and the digits could not be mapped.
  const Coding coding = value.find('<') == std::string_view::npos ? Coding::base64 : Coding::sealed;
  if (uri == nikon_uri && local == "IPTC") return XmpEmbedded{BlockKind::iptc, coding, 0, "IPTC"};
  if (uri == nikon_uri && local == "XMLPackets") return XmpEmbedded{BlockKind::xmp, coding, 0, "XMP"};
  if (value.size() < shortest) return std::nullopt;
  const std::string digits = first_digits(value);
  if (digits.starts_with("RXhpZgAA")) {  // "Exif\0\0", which is no part of the TIFF stream
    const std::size_t header = value.find("RXhpZgAA");
    if (header != std::string_view::npos) return XmpEmbedded{BlockKind::exif, coding, header + 8, "EXIF"};
  }
  for (const Signature& signature : signatures) {
    if (!digits.starts_with(signature.digits)) continue;
    const bool thumbnail = uri == thumbnail_uri && signature.kind == BlockKind::jpeg;
    if (thumbnail) return XmpEmbedded{signature.kind, coding, 0, "thumbnail", ImageUse::thumbnail};
    return XmpEmbedded{signature.kind, coding, 0, signature.name};
  }
  if (spells_ftyp(digits)) return XmpEmbedded{BlockKind::isobmff, coding, 0, "video"};
  return std::nullopt;
}

}  // namespace exifscrub
