#pragma once

#include <cstddef>
#include <string>

#include "exifscrub/inspect.hpp"

namespace exifscrub {

struct TreeSettings {
  std::size_t width = 80;  ///< columns
  bool colour = false;
  bool all = false;  ///< parts of the notation, long values and long lists in full
};

/// The streams, segments, directories and tags of the file, one a line: the offset in hexadecimal, the name,
/// type and count, the value, the class of a finding, and with a plan what becomes of each region.
[[nodiscard]] std::string tree_text(const Inspection& inspection, const TreeSettings& settings);

/// "GPS:GPSLatitude=36.1165583333333", a line for each tag, in order of the file: names of ExifTool's group 1
/// and tag, values as `exiftool -n` writes them, with \\ for a backslash, \n for a newline and \xNN for other
/// controls.
[[nodiscard]] std::string tags_text(const FieldMap& map);

}  // namespace exifscrub
