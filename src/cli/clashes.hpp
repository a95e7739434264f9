#pragma once

#include <optional>

#include "cli/options.hpp"

namespace exifscrub::cli {

/// The error for options that contradict each other, or that standard input has no use for.
/// @param filters_stdin  whether a dash stands among the PATHs
[[nodiscard]] std::optional<UsageError> check_clashes(const Options& options, bool filters_stdin);

}  // namespace exifscrub::cli
