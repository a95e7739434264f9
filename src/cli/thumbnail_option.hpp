#pragma once

#include <optional>

#include "cli/options.hpp"
#include "exifscrub/scrubber.hpp"

namespace exifscrub::cli {

/// Makes `job` change the thumbnail alone, as --set-thumbnail says. A given picture is read and cleaned of
/// its own metadata here.
[[nodiscard]] std::optional<UsageError> set_thumbnail(const Options& options, Job& job);

}  // namespace exifscrub::cli
