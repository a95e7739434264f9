#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "cli/options.hpp"
#include "report/summary.hpp"

namespace exifscrub::cli {

/// --sandbox.
enum class SandboxWish : std::uint8_t {
  automatic,  ///< what this system offers
  require,    ///< all of it, or nothing is done
  off,
};

/// What this system offers, without taking it.
[[nodiscard]] Sandbox possible_sandbox();

/// The folders below which a run may write; asked when the network is given up already. None: it is not
/// known.
using FindPlaces = std::function<std::optional<std::vector<std::string>>()>;

/// Gives up the network and writing anywhere but below `places`, for good. Descriptors that are open stay as
/// they are, reading is free. Call it before the first thread starts: Landlock holds the calling thread and
/// what it starts.
/// @param places  names folders, with all that is in them; one that is not there is left out. Where it names
///                none, writing is not confined. Not called when the sandbox is off.
/// @return with SandboxWish::require, what is missing
[[nodiscard]] std::optional<UsageError> enter_sandbox(SandboxWish wish, const FindPlaces& places,
                                                      Sandbox& into);

/// Runs `work` on a thread that may write nowhere, as far as this system can, nor may what it starts.
void without_writing(const std::function<void()>& work);

}  // namespace exifscrub::cli
