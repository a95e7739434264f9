#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/invocation.hpp"

namespace exifscrub::cli {

/// The folders below which the run may write, as the options, the list of --files-from and git name them:
/// those of PATHs, reports and a baseline, --output, and what --extract makes. For scrub --staged git is
/// asked where the repository is, by a thread that may write nowhere.
/// @return nothing when that is not known before the run: a list that comes through a pipe or names more than
///         65,536 folders, and the links of a whole folder (-r --follow)
[[nodiscard]] std::optional<std::vector<std::string>> writable_places(const Invocation& invocation);

}  // namespace exifscrub::cli
