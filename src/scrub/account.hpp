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

}  // namespace exifscrub
