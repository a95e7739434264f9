#pragma once

#include <optional>
#include <string_view>

#include "cli/invocation.hpp"
#include "exifscrub/extent.hpp"

namespace exifscrub::cli {

/// What the options mean to the inspect verb.
[[nodiscard]] std::optional<UsageError> set_inspection(const Options& options, Invocation& into);

/// "FROM-TO" of --hex: the first and the last byte, decimal or with 0x; empty for anything else.
[[nodiscard]] std::optional<Extent> range_named(std::string_view text);

}  // namespace exifscrub::cli
