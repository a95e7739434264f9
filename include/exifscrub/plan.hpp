#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "exifscrub/byte_source.hpp"
#include "exifscrub/extent.hpp"
#include "exifscrub/layout.hpp"

namespace exifscrub {

/// When a patch may reach the disk, when a plan is written in place. Every phase is synced before the next,
/// and the evidence that something is there goes last: an interrupted run is still found by the next one.
enum class Phase : std::uint8_t {
  values,   ///< what the metadata says; trailers
  index,    ///< the tables that name the values
  pointer,  ///< what makes a reader look for the table: the parent's entry, a signature, a minimal Exif
};

/// A same-size overwrite.
struct Patch {
  std::uint64_t offset = 0;  ///< bytes of the file (of the block, while a language hands it out)
  std::vector<Byte> bytes;
  Phase phase = Phase::values;
  bool indivisible = false;  ///< must not be split over two sectors: a parent IFD's count, entries and link
  std::uint64_t zeros = 0;   ///< so many zeros behind `bytes`: a trailer that is emptied may be a long video

  [[nodiscard]] Extent at() const { return {offset, bytes.size() + zeros}; }

  /// Writes over `into`, which shows the file from `shown` on, what of the patch falls there.
  void apply(std::uint64_t shown, std::span<Byte> into) const {
    const std::uint64_t begin = std::max(offset, shown);
    const std::uint64_t end = std::min(at().end(), shown + into.size());
    for (std::uint64_t i = begin; i < end;) {
      const std::uint64_t inside = i - offset;
      const bool told = inside < bytes.size();
      const std::uint64_t count = told ? std::min<std::uint64_t>(end - i, bytes.size() - inside) : end - i;
      const std::span<Byte> place = into.subspan(i - shown, count);
      if (told) {
        std::copy_n(bytes.begin() + static_cast<std::ptrdiff_t>(inside), count, place.begin());
      } else {
        std::fill(place.begin(), place.end(), Byte{0});
      }
      i += count;
    }
  }
};

/// Bytes that are not in the input.
struct Literal {
  std::vector<Byte> bytes;
  std::vector<Link> links;  ///< their fields are extents of `bytes`; relocate() writes them
};

/// One stretch of the output: a stretch of the input, or a literal.
struct Piece {
  Extent input;  ///< bytes of the file; of a literal, length 0 where it takes a region's place
  std::uint32_t literal = no_index;  ///< index into Plan::literals
};

/// What the output is: pieces one after another, then patches over the kept ones. A value: several threads may
/// read it.
struct Plan {
  std::vector<Piece> pieces;   ///< in output order; kept stretches ascend and do not overlap
  std::vector<Patch> patches;  ///< sorted by offset, do not overlap, each inside one kept piece
  std::vector<Literal> literals;
  std::uint64_t input_size = 0;   ///< bytes of the file that the plan is for
  std::uint64_t output_size = 0;  ///< bytes of what it makes of it

  /// The plan that leaves a file of `size` bytes as it is.
  [[nodiscard]] static Plan unchanged(std::uint64_t size) {
    Plan plan;
    plan.input_size = plan.output_size = size;
    if (size != 0) plan.pieces.push_back({{0, size}, no_index});
    return plan;
  }

  [[nodiscard]] bool changes_anything() const { return !patches.empty() || !keeps_size(); }
  /// Whether nothing moves: one kept piece, the whole input.
  [[nodiscard]] bool keeps_size() const {
    return pieces.size() <= 1 && literals.empty() && output_size == input_size;
  }
};

}  // namespace exifscrub
