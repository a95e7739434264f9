#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "cli/options.hpp"

namespace exifscrub::cli {

/// The name of a configuration file that is taken from the root of a folder PATH.
inline constexpr std::string_view folder_config_name = ".exifscrub.conf";

/// The most that a configuration file may hold, in bytes.
inline constexpr std::uint64_t largest_config = 64U << 10U;

/// Reads long options from `text`: `name = value` lines, `name = true` for switches, # comments.
/// @param file  its name for messages
/// @param tighten_only  the file came with the pictures: only `remove` and `fail-on`
[[nodiscard]] std::optional<UsageError> parse_config(std::string_view text, std::string_view file,
                                                     bool tighten_only, Options& into);

/// Puts the options of a file under those of the command line, which beat them: what was typed wins, lists
/// are replaced, a class that is typed for the opposite leaves the file's list, and of options that do not go
/// together only the typed one stays.
void put_under(const Options& config, Options& typed);

}  // namespace exifscrub::cli
