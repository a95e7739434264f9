#pragma once

#include <string>

#include "cli/option_table.hpp"

namespace exifscrub::cli {

/// What --help prints, at most 80 columns wide.
[[nodiscard]] std::string help_text(Command command);

/// What --version prints; with --verbose what this build can do as well.
[[nodiscard]] std::string version_text(bool verbose);

/// The options of a verb for its manual page, as mdoc(7).
[[nodiscard]] std::string options_as_mdoc(Command command);

/// The table of classes for the manual, as mdoc(7).
[[nodiscard]] std::string classes_as_mdoc();

}  // namespace exifscrub::cli
