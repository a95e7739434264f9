#pragma once

#include <span>
#include <vector>

#include "exifscrub/plan.hpp"
#include "exifscrub/policy.hpp"
#include "plan/fate.hpp"

namespace exifscrub {

/// A drive writes so many bytes at once or not at all: what must not tear lies in one sector.
inline constexpr std::uint64_t sector_size = 512;

/// What takes the place of a region whose fate is `substitute`: a whole segment (chunk, box).
struct Substitute {
  std::uint32_t region = no_index;
  Literal segment;
  std::uint32_t header_length = 0;  ///< bytes of the segment before what blanking may overwrite
  Byte padding = 0;                 ///< what fills a longer payload in place
  /// Whether the rest of a longer payload holds nothing that a viewer needs, should the write be interrupted.
  bool has_spare_tail = false;
};

/// Everything that the languages contribute to a plan.
struct Contributions {
  std::vector<Substitute> substitutes;  ///< by ascending region
  std::vector<Patch> patches;           ///< over the file
  std::vector<Link> links;              ///< of packets that stay, beside the layout's own
};

/// Whether all that stays of a file stays where it is: asked for (in place, --gps-only), or because something
/// counts on it (a region that may only be blanked goes; under --exif-only, a trailer with offsets from the start).
[[nodiscard]] bool keeps_size(const Layout& layout, const Fates& fates, const Policy& policy);

/// Puts fates and contributions together: pieces or, where the size is kept, patches alone; links computed anew.
/// @return conflict when bytes that must go cannot go in this way, does_not_fit when a substitute is longer
///         than the segment whose payload it takes, or a link's value than its field.
[[nodiscard]] Result<Plan> plan(const Layout& layout, const Fates& fates, const Policy& policy,
                                Contributions with);

}  // namespace exifscrub
