#pragma once

#include <span>
#include <string>
#include <vector>

#include "apply/pattern_search.hpp"
#include "apply/second_walker.hpp"
#include "base/cursor.hpp"
#include "exifscrub/byte_source.hpp"
#include "exifscrub/extent.hpp"

namespace exifscrub {

/// Looks for signatures of metadata ("Exif\0\0", an XMP packet, "8BIM", a TIFF header, ...) in every byte
/// that is neither picture nor equal to a canonical template: after a strip there is none.
/// @param seen  what the second walker saw of the same bytes
/// @return what stands there, by offset; an error only when reading fails
[[nodiscard]] Result<std::vector<RawHit>> find_signatures(ByteSource& file, const Walk& seen);

/// Coordinates that were removed, in the forms in which a second copy of them could stand somewhere else.
/// Only those that are specific count: a shared "0, 0, 0" or a round degree proves nothing.
class RemovedCoordinates {
 public:
  /// A GPSLatitude or GPSLongitude value as it stood: three rationals. Looked for in both byte orders when it
  /// is not zero and its numbers have at least 20 significant bits together; other lengths are ignored.
  /// @par Spec Exif 2.32 4.6.6, GPSLatitude
  void add_triple(Bytes value, ByteOrder order);

  /// A position in degrees. Looked for as decimal text with four decimals and more (ISO 6709 too), as the
  /// degrees and minutes of XMP and NMEA, in ASCII and UTF-16, and as 64-bit floating point numbers.
  /// @par Spec XMP part 2 2.6 (GPSCoordinate); ISO 6709 annex H
  void add_position(double latitude, double longitude);

  [[nodiscard]] bool empty() const { return search_.empty(); }

  /// Searches all bytes of `file` outside the picture.
  /// @param stretches  picture bytes; sorted, disjoint
  /// @return where a coordinate still stands, by offset; an error only when reading fails
  [[nodiscard]] Result<std::vector<RawHit>> find(ByteSource& file, std::span<const Extent> stretches) const {
    return search_.run(file, stretches);
  }

 private:
  void add_axis(double degrees);
  void add_decimal(double degrees);
  void add_minutes(double degrees);

  PatternSearch search_;
  std::vector<double> axes_;  ///< that are searched for
};

}  // namespace exifscrub
