#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "exifscrub/extent.hpp"
#include "exifscrub/finding.hpp"
#include "exifscrub/layout.hpp"
#include "exifscrub/owned_texts.hpp"

namespace exifscrub {

/// What the bytes of a field do; views give each kind a colour.
enum class FieldKind : std::uint8_t {
  structure,    ///< holds other fields: a stream, a segment, an IFD, a box
  marker,       ///< two bytes that start a JPEG segment, or another format's start code
  length,       ///< how long something is
  header,       ///< a signature, a byte order, a version: how to read what follows
  entry_count,  ///< how many entries a table has
  tag,          ///< which tag an entry holds
  type,         ///< how a value is written
  count,        ///< how many values an entry has
  value,        ///< a value
  offset,       ///< where something stands
  location,     ///< a value that tells a place
  thumbnail,    ///< a small copy of the picture
  image,        ///< the picture's own bytes
  padding,      ///< fills room and means nothing
  unknown,      ///< nobody can name it
};

inline constexpr std::size_t field_kind_count = 15;

[[nodiscard]] std::string_view name_of(FieldKind kind);

/// One named stretch of a file, with what its bytes say. Fields form a tree, in which a field stands before
/// those inside it.
struct Field {
  std::uint32_t parent = no_index;  ///< index of the field around it
  std::uint32_t end = 0;            ///< index behind the last field inside it
  std::uint16_t depth = 0;          ///< 0: the file
  FieldKind kind = FieldKind::structure;
  bool is_tag = false;      ///< a piece of metadata with a name of its own: a line of --tags
  bool is_detail = false;   ///< a part of the notation, or one of many like it: the tree shows it when asked
  bool is_row = false;      ///< its parts belong into one line of a hex view: an IFD entry
  bool is_heading = false;  ///< a hex view announces it
  std::optional<LeakClass> leak_class;  ///< of the finding that it is
  std::uint32_t first_extent = 0;       ///< its bytes are FieldMap::extents[first_extent ...], of the file
  std::uint32_t extent_count = 0;
  std::uint32_t region = no_index;  ///< index of the layout's region that it is
  std::string_view group;           ///< of a tag: ExifTool's group 1, "GPS"; static or owned by the map
  std::string_view name;            ///< "GPSLatitude", "APP1 Exif"; static or owned by the map
  std::string_view type;    ///< how the values are written, "RATIONAL"; empty where there is but one way
  std::uint64_t count = 0;  ///< values, where a type is given
  std::string value;        ///< decoded for people, UTF-8 where possible, not sanitised; long ones are cut
  std::string number;       ///< the value as `exiftool -n` writes it, where that differs from `value`
  std::string_view note;    ///< one sentence about what it means; static or owned by the map
  std::optional<Extent> points_to;  ///< what it leads to, bytes of the file
  std::uint32_t target = no_index;  ///< index of the field that stands there
};

/// Every field of a file that exifscrub can name. Moves, and is not copied. Several threads may read it.
struct FieldMap {
  /// A file with more is described in part: `complete` is false then.
  static constexpr std::size_t max_fields = 1U << 16;
  /// Bytes of all values together.
  static constexpr std::size_t max_words = 8U << 20;

  std::vector<Field> fields;  ///< fields[0] is the file
  std::vector<Extent> extents;
  OwnedTexts texts;  ///< those that are not static
  bool complete = true;

  [[nodiscard]] std::span<const Extent> where(const Field& field) const {
    return std::span{extents}.subspan(field.first_extent, field.extent_count);
  }
};

}  // namespace exifscrub
