#pragma once

#include <array>
#include <span>

#include "layout/reading.hpp"

namespace exifscrub {

/// Whether any finding counts for one of `classes`. What a viewer needs never counts.
[[nodiscard]] bool leaks_any(std::span<const BlockFinding> findings,
                             const std::array<bool, leak_class_count>& classes);

/// Whether anything was found that a strip would take: leftovers count, remarks and what a viewer needs do not.
[[nodiscard]] bool has_metadata(const Reading& reading);

/// The first place where the readers got lost and location may stand; null when there is none.
[[nodiscard]] const BlindSpot* blind_for_location(const Reading& reading);

}  // namespace exifscrub
