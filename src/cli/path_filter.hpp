#pragma once

#include <string_view>

#include "cli/walk.hpp"

namespace exifscrub::cli {

/// Whether --include, --exclude and --no-hidden let a file through that no walk comes by: as a walk from the
/// top would have it, where a folder that is left out takes everything in it along.
[[nodiscard]] bool takes_path(const WalkRules& rules, std::string_view path_below);

}  // namespace exifscrub::cli
