#pragma once

#include <array>
#include <optional>

#include "cli/options.hpp"
#include "exifscrub/policy.hpp"

namespace exifscrub::cli {

/// By LeakClass.
using Classes = std::array<bool, leak_class_count>;

/// Adds the classes of all lists given with `option` to `into`.
[[nodiscard]] std::optional<UsageError> add_classes(const Options& options, Option option, Classes& into);

/// The policy of the modes, --in-place, --keep and --remove.
[[nodiscard]] std::optional<UsageError> set_policy(const Options& options, Policy& policy);

}  // namespace exifscrub::cli
