#pragma once

#include <optional>
#include <string>
#include <vector>

#include "exifscrub/byte_source.hpp"
#include "exifscrub/finding.hpp"
#include "exifscrub/result.hpp"

namespace exifscrub {

/// One field of a record that stands beside a picture.
struct RecordField {
  LeakClass leak_class = LeakClass::unknown;
  std::string name;   ///< "Takeout:geoData"
  std::string value;  ///< in words; UTF-8
};

/// What such a record says.
struct SidecarRecord {
  std::vector<RecordField> fields;    ///< in the order of the file
  std::vector<Location> positions;    ///< without carrier
  bool has_unreadable_edits = false;  ///< AAE: adjustments that nobody can look into
};

}  // namespace exifscrub
