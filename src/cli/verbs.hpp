#pragma once

#include "cli/invocation.hpp"

namespace exifscrub::cli {

/// Each carries out one verb and returns the program's exit status.
[[nodiscard]] int run_tree(Invocation invocation);            ///< scrub and audit on PATHs
[[nodiscard]] int run_staged(Invocation invocation);          ///< scrub and audit on the index of git
[[nodiscard]] int run_history(Invocation invocation);         ///< audit on the commits of git
[[nodiscard]] int run_filter(const Invocation& invocation);   ///< scrub and audit on standard input
[[nodiscard]] int run_inspect(const Invocation& invocation);  ///< one file

}  // namespace exifscrub::cli
