#pragma once

#include <functional>
#include <vector>

#include "inspect/description.hpp"

namespace exifscrub {

/// Where a JPEG stream's bytes come from and where they stand: the file itself, or a block of it.
struct StreamSpace {
  std::function<Bytes(Extent)> read;  ///< at most ByteSource::max_window bytes; valid until the next call
  std::function<std::vector<Extent>(Extent)> where;
};

/// Describes a region of the file: its marker, length, parameters, and the block that starts in it.
void describe_region(Description& all, std::uint32_t region);

/// The same for a region of a stream that lies in a block.
/// @param block  index into the file's layout of the block that the region carries, or no_index
void describe_region(Description& all, const StreamSpace& space, const Region& region, std::uint32_t block,
                     bool starts_block);

}  // namespace exifscrub
