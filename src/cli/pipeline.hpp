#pragma once

#include <atomic>
#include <functional>
#include <span>
#include <vector>

#include "cli/walk.hpp"

namespace exifscrub::cli {

/// A token and what became of its files; after a stop there may be fewer outcomes than files.
struct HandledToken {
  Token token;
  std::vector<Outcome> outcomes;  ///< in the order of token.files
};

/// What is done to the files of one folder; called by several threads at once (Scrubber::run).
using Work = std::function<std::vector<Outcome>(int folder, std::span<const FolderEntry> entries)>;

/// Takes token after token from `walk`, lets `jobs` threads work on them and hands the results to `report` in
/// the order of the walk, one at a time. Holds a bounded number of tokens, whatever the size of the tree.
/// Few files are handled on the calling thread alone: threads would cost more than they bring.
/// @param stop  once true, no further token is begun
void run_pipeline(TreeWalk& walk, unsigned jobs, const Work& work, const std::atomic<bool>& stop,
                  const std::function<void(HandledToken&)>& report);

/// The steps of work that goes through numbered slots, each of which holds one piece at a time.
struct Steps {
  std::function<bool(std::size_t slot)> take;    ///< fills a slot; false: there is no more. In turn
  std::function<void(std::size_t slot)> work;    ///< any thread, several slots at once
  std::function<void(std::size_t slot)> report;  ///< in the order in which they were taken, one at a time
};

/// Runs the steps on `jobs` threads, with at most `slots` pieces on their way.
void run_steps(unsigned jobs, std::size_t slots, const Steps& steps);

}  // namespace exifscrub::cli
