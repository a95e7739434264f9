#pragma once

#include "exifscrub/policy.hpp"
#include "exifscrub/scrub.hpp"
#include "scrub/document.hpp"
#include "scrub/treatment.hpp"

namespace exifscrub {

/// Writes into `outcome` what was read: findings with carriers and places in the file, positions, the image's
/// digest and the time of the shot. With a treatment, each finding says whether it goes.
/// @param treatment  null: nothing is removed (audit)
void account(Document& document, const Treatment* treatment, Outcome& outcome);

/// Whether any finding counts for one of `classes`. What a viewer needs never counts.
[[nodiscard]] bool leaks_any(const Reading& reading, const std::array<bool, leak_class_count>& classes);

/// The first place where the readers got lost and location may stand; null when there is none.
[[nodiscard]] const BlindSpot* blind_for_location(const Reading& reading);

}  // namespace exifscrub
