#pragma once

#include <cstdint>
#include <vector>

#include "exifscrub/layout.hpp"
#include "exifscrub/policy.hpp"
#include "layout/reading.hpp"

namespace exifscrub {

/// What a plan does with a region, or with the regions that carry a block.
enum class Fate : std::uint8_t {
  keep,
  drop,        ///< cut out; where the file keeps its size, emptied
  erase,       ///< stays at its size, the selected findings go
  substitute,  ///< a canonical form of what a viewer needs takes its place
};

/// Whether the minimal Exif is due for an image: its orientation is 2 to 8, or it has no ICC profile and
/// Interop says Adobe RGB (DCF 2.0). Of several Exif blocks viewers take the orientation of the first, and none
/// where it has none.
struct DueExif {
  std::uint32_t block = no_index;  ///< the Exif block whose place it takes; no_index: none is due
  std::uint16_t orientation = 1;
  bool adobe_rgb = false;
  bool contested = false;  ///< without the first block another one would tell the orientation
  std::uint16_t color_space = 0;
};

/// The decisions of a policy about one file, by index into the layout.
struct Fates {
  std::vector<Fate> nodes;        ///< drop: the whole stream goes
  std::vector<Fate> blocks;       ///< of blocks that stand in the file; nested ones: keep or erase
  std::vector<Fate> regions;      ///< the sum of both, and of the region's own class
  std::vector<bool> selected;     ///< by finding: goes
  std::vector<bool> unread;       ///< by block: not readable in part, so dropped whole by a strip, and zeroed
                                  ///< whole by --gps-only where it is sealed
  std::vector<bool> enclosed;     ///< by finding: not selected, but goes with what lies around it
  std::vector<DueExif> due_exif;  ///< by node; of images
};

/// Whether a block is signed as a whole: what cannot be read in it, and what has to go, takes it along.
[[nodiscard]] bool is_sealed(const Block& block);

/// The class of a stream as a whole: what --keep and --remove call it. Empty for what is the picture.
[[nodiscard]] std::optional<LeakClass> class_of(ImageUse use);

/// Decides about every node, block, finding and region. Pure.
[[nodiscard]] Fates decide(const Layout& layout, const Reading& reading, const Policy& policy);

}  // namespace exifscrub
