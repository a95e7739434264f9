#include "scrub/patched_block.hpp"

#include <algorithm>

namespace exifscrub {

std::vector<Byte> patched_block(std::span<const Extent> parts, Bytes bytes, std::span<const Patch> patches) {
  std::vector<Byte> after{bytes.begin(), bytes.end()};
  std::uint64_t start = 0;  // of the part, bytes of the block
  for (const Extent part : parts) {
    auto patch =
        std::ranges::partition_point(patches, [&](const Patch& p) { return p.at().end() <= part.offset; });
    for (; patch != patches.end() && patch->offset < part.end(); ++patch) {
      patch->apply(part.offset, std::span{after}.subspan(start, part.length));
    }
    start += part.length;
  }
  return after;
}

}  // namespace exifscrub
