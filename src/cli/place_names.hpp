#pragma once

#include <span>

#include "cli/invocation.hpp"
#include "exifscrub/scrub.hpp"

namespace exifscrub::cli {

/// Whether a report of the run may tell place names. A run that tells none never touches the place data.
[[nodiscard]] bool tells_places(const Invocation& invocation);

/// Looks up the nearest place of each position, 0, 0 aside, which is no place but a missing fix. Any thread.
void name_places(std::span<Outcome> outcomes);

}  // namespace exifscrub::cli
