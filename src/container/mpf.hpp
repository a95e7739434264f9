#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/cursor.hpp"
#include "exifscrub/byte_source.hpp"
#include "exifscrub/layout.hpp"
#include "exifscrub/plan.hpp"

namespace exifscrub {

/// One image as a Multi-Picture Format index names it.
struct MpfEntry {
  std::uint32_t attributes = 0;  ///< flags 31..27, format 26..24, MP type 23..0
  std::uint32_t size = 0;        ///< bytes
  std::uint32_t offset = 0;      ///< from the byte-order mark; 0 for the first image
  std::uint16_t dependent1 = 0;  ///< entry numbers of dependent images
  std::uint16_t dependent2 = 0;
  std::uint64_t at = 0;  ///< where the entry stands in the block

  [[nodiscard]] ImageUse use() const;
};

struct MpfIndex {
  ByteOrder order = ByteOrder::big;
  std::vector<MpfEntry> entries;
};

/// Reads the index IFD of an MPF block, which starts with its byte-order mark. A block without an index, as
/// the further images of a file carry, has no entries.
/// @return truncated or malformed with the offset in the block
/// @par Spec CIPA DC-007 5.2 (index IFD), table 4 (MP type)
[[nodiscard]] Result<MpfIndex> read_mpf(Bytes block);

/// One image for encode_mpf().
struct MpfImage {
  std::uint32_t attributes = 0;
  std::uint16_t dependent1 = 0;
  std::uint16_t dependent2 = 0;
  Extent target;  ///< the image's input bytes, SOI to EOI
};

/// An MPF index over `images`, in file order, the first of which holds the index: a whole APP2 segment, whose
/// sizes and offsets are links that relocate() fills in.
/// @param images  2 to 255
[[nodiscard]] Literal encode_mpf(std::span<const MpfImage> images);

}  // namespace exifscrub
