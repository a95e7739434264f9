#pragma once

#include <string>
#include <vector>

#include "exifscrub/policy.hpp"
#include "scrub/document.hpp"
#include "scrub/treatment.hpp"

namespace exifscrub {

/// Whether a finding that nobody selected goes all the same: its block goes, or what lies around it.
/// @param finding  index into the reading's findings
[[nodiscard]] bool goes_with_its_carrier(const Document& document, const Treatment& treatment,
                                         std::size_t finding);

/// What --keep names and what goes all the same, because it cannot be parted from what lies around it: one
/// note a carrier.
[[nodiscard]] std::vector<std::string> notes_of_loss(const Document& document, const Policy& policy,
                                                     const Treatment& treatment);

/// What to say when segments go that call themselves a colour profile and are none that can be told from anything
/// else: some viewers use such a thing.
/// @return empty when none goes
[[nodiscard]] std::string lost_colours(const Layout& layout, const Fates& fates);

}  // namespace exifscrub
