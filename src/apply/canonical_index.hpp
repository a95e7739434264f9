#pragma once

#include <cstdint>
#include <vector>

#include "exifscrub/byte_source.hpp"

namespace exifscrub {

/// What an MPF segment says about the images of a file.
struct ImageIndex {
  struct Entry {
    std::uint32_t size = 0;    ///< bytes, SOI to EOI
    std::uint32_t offset = 0;  ///< bytes from the byte-order mark; 0 for the first image
  };
  bool canonical = false;  ///< the one form that a scrub writes, zeros behind it
  std::vector<Entry> entries;
};

/// Where the byte-order mark stands, from the start of the payload: what the entries' offsets count from.
inline constexpr std::size_t index_base = 4;

/// Reads the payload of an APP2 that starts with "MPF\0". Any sound index IFD yields entries, so that the
/// images of a file that nobody has scrubbed are found too; what cannot be read yields none.
/// @par Spec CIPA DC-007 5.2.2 (MP header), 5.2.3 (index IFD, MP entry)
[[nodiscard]] ImageIndex read_image_index(Bytes payload);

}  // namespace exifscrub
