#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "cli/options.hpp"

namespace exifscrub::cli {

/// --sandbox.
enum class SandboxWish : std::uint8_t {
  automatic,  ///< what this system offers
  require,    ///< all of it, or nothing is done
  off,
};

/// What holds this process, its threads and its children from now on.
struct Sandbox {
  bool no_network = false;       ///< no socket can be made (seccomp)
  bool writes_confined = false;  ///< files can be made, changed and removed below `places` only (Landlock)
};

/// What this system offers, without taking it.
[[nodiscard]] Sandbox possible_sandbox();

/// One line for people: "network blocked (seccomp), writes confined (Landlock)".
[[nodiscard]] std::string words_of(const Sandbox& sandbox);

/// Gives up the network and writing anywhere but below `places`, for good. Descriptors that are open stay as
/// they are, reading is free. Call it before the first thread starts: Landlock holds the calling thread and
/// what it starts.
/// @param places  folders, with all that is in them; one that is not there is left out. None: writing is not
///                confined, because where it goes is not known yet.
/// @return with SandboxWish::require, what is missing
[[nodiscard]] std::optional<UsageError> enter_sandbox(SandboxWish wish,
                                                      const std::optional<std::vector<std::string>>& places,
                                                      Sandbox& into);

}  // namespace exifscrub::cli
