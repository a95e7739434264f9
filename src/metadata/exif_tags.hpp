#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "exifscrub/finding.hpp"
#include "syntax/ifd_graph.hpp"

namespace exifscrub {

/// The IFD in which a tag is at home; readers honour it anywhere.
enum class ExifHome : std::uint8_t { ifd0, exif, gps, interop };

[[nodiscard]] std::string_view name_of(ExifHome home);

/// How a tag's value is put in words.
enum class ExifValue : std::uint8_t {
  plain,      ///< by its type: text, numbers
  comment,    ///< an eight-byte character code, then text
  utf16,      ///< UTF-16LE in either byte order of the file
  version,    ///< four ASCII digits
  numbers,    ///< bytes as numbers
  degrees,    ///< degrees, minutes, seconds
  clock,      ///< hours, minutes, seconds
  opaque,     ///< not text: only its size is told
  structure,  ///< says where other things stand; tells nothing and is no finding
};

/// One line of the tag tables.
struct ExifTag {
  std::uint16_t id;
  std::string_view name;  ///< ExifTool's
  LeakClass leak_class;
  ExifHome home;
  ExifValue value;
  std::string_view clause;  ///< the document and clause that define it
};

/// TIFF, Exif, DNG, GeoTIFF, Windows and Photoshop tags, sorted by id.
[[nodiscard]] std::span<const ExifTag> exif_tags();
/// The tags of a GPS IFD, sorted by id. Their class here is the one of an IFD that gives a place away.
[[nodiscard]] std::span<const ExifTag> gps_tags();
/// The tags of an Interoperability IFD, sorted by id.
[[nodiscard]] std::span<const ExifTag> interop_tags();

/// The line for `id` in an IFD of that kind, or null when nobody named it.
[[nodiscard]] const ExifTag* find_exif_tag(IfdKind kind, std::uint16_t id);

}  // namespace exifscrub
