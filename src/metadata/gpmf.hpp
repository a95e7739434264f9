#pragma once

#include <optional>

#include "metadata/language.hpp"
#include "syntax/box.hpp"

namespace exifscrub {

/// One row: key 4 | type 1 | size of a value 1 | number of values 2 | values, padded to a multiple of 4.
struct GpmfRow {
  BoxType key;    ///< four characters, as a box's type
  Byte type = 0;  ///< a letter, as in the specification's table; 0: the values are rows
  Byte size = 0;
  std::uint16_t count = 0;
  Extent at;     ///< all of it
  Extent value;  ///< the values without padding
};

/// The rows of a stretch of bytes, one after another.
class GpmfSequence {
 public:
  GpmfSequence(Bytes bytes, Extent within) : bytes_(bytes), at_(within.offset), end_(within.end()) {}

  /// The next row, or nothing at the end, at padding, and where a row would reach beyond the stretch.
  [[nodiscard]] std::optional<GpmfRow> next();
  /// What is left behind the last row.
  [[nodiscard]] Extent rest() const { return extent_between(at_, end_); }

 private:
  Bytes bytes_;
  std::uint64_t at_;
  std::uint64_t end_;
};

/// ExifTool's name for a key that tells something, or empty.
[[nodiscard]] std::string_view gpmf_tag(BoxType key);

/// Reads GoPro's metadata: rows of key, type, size and count, nested. Positions, attitude and compass are
/// location; serial number and media identifiers device; the other sensors one finding.
///
/// A finding's stretches are pairs: key 4, value.
/// @par Spec GPMF (github.com/gopro/gpmf-parser)
void read_gpmf(const ReadRequest& request, Reading& into);

/// Zeroes the selected values and renames their keys "EMPT": a zero under the name of a position would be a
/// place.
[[nodiscard]] Result<Erasure> erase_gpmf(const EraseRequest& request);

}  // namespace exifscrub
