#pragma once

#include <cstddef>

#include "exifscrub/byte_source.hpp"

namespace exifscrub {

/// What a search through a stretch of entropy-coded data found.
struct EntropyScan {
  /// Bytes at the front that belong to the scan for certain. Behind them stands the end of the stretch, or a
  /// run of FF bytes: the fill bytes and prefix of a marker, or, at the end of the stretch, a run that only
  /// the next bytes can tell apart.
  std::size_t settled = 0;
  bool marker = false;  ///< whether a marker (with its fill bytes) starts at `settled`

  friend bool operator==(EntropyScan, EntropyScan) = default;
};

/// Finds the marker that ends a scan: FF followed by neither 00 (stuffing), FF (fill) nor D0..D7 (RSTn).
/// The next stretch to search starts at `settled`.
/// @par Spec ITU-T T.81 B.1.1.2 (fill bytes), B.1.1.5 (entropy-coded data segments), F.1.2.3 (stuffing)
[[nodiscard]] EntropyScan scan_entropy(Bytes data);

/// The same with the vectors that every processor has: what scan_entropy() is where there are no wider ones.
[[nodiscard]] EntropyScan scan_entropy_narrowly(Bytes data);

/// The same, byte by byte: what both are tested against.
[[nodiscard]] EntropyScan scan_entropy_bytewise(Bytes data);

}  // namespace exifscrub
