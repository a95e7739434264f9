#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "base/cursor.hpp"
#include "metadata/language.hpp"

namespace exifscrub {

/// A record that FLIR's directory names.
struct FlirRecord {
  std::uint16_t type = 0;
  Extent entry;  ///< of the directory; begins with the type
  Extent data;

  [[nodiscard]] Extent type_at() const { return {entry.offset, 2}; }
};

/// What header and directory of FLIR's data say.
struct FlirDirectory {
  ByteOrder order = ByteOrder::big;
  Extent table;  ///< the entries
  std::vector<FlirRecord> records;
  Extent body;          ///< behind the table
  bool astray = false;  ///< a record's place is outside the body: its data may stand anywhere
};

/// @return nothing when there is no directory
[[nodiscard]] std::optional<FlirDirectory> read_flir_directory(Bytes bytes);

/// ExifTool's name for what a record of that type holds; empty for an unknown type.
[[nodiscard]] std::string_view flir_record_tag(std::uint16_t type);

/// Reads FLIR's FFF records, put together from the chunks that APP1 segments carry: position, camera, lens
/// and filter with their serial numbers, the date of the picture; other records as a whole.
/// @par Spec none public; layout as ExifTool documents it (FLIR Tags)
void read_flir(const ReadRequest& request, Reading& into);

/// Zeroes the selected fields. A position goes with its whole record, which its table then calls unused:
/// zeros under the name of a position would be a place.
[[nodiscard]] Result<Erasure> erase_flir(const EraseRequest& request);

}  // namespace exifscrub
