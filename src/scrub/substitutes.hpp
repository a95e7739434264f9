#pragma once

#include <vector>

#include "exifscrub/policy.hpp"
#include "plan/fate.hpp"
#include "plan/planner.hpp"
#include "scrub/document.hpp"

namespace exifscrub {

/// The canonical forms of what a viewer needs, and the regions whose place they take; by ascending region.
/// @return does_not_fit when one has no room in place; what reading failed with
[[nodiscard]] Result<std::vector<Substitute>> find_substitutes(Document& document, const Policy& policy,
                                                               const Fates& fates);

}  // namespace exifscrub
