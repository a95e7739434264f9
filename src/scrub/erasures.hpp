#pragma once

#include <string>
#include <vector>

#include "exifscrub/plan.hpp"
#include "exifscrub/policy.hpp"
#include "plan/fate.hpp"
#include "scrub/document.hpp"

namespace exifscrub {

/// What the languages overwrite in the blocks that stay without some of their findings.
struct Erasures {
  std::vector<Patch> patches;      ///< over the file; sorted, none inside another
  bool at_once = false;            ///< parts of it make sense only together: not to be made in place
  std::vector<std::string> notes;  ///< odd but harmless: "shared bytes not wiped"
  std::vector<bool> emptied;       ///< by block: all of it goes, what nobody selected too
  ForeseenBlocks foreseen;         ///< what erasers read of what they leave
};

/// Asks the language of each block whose fate is `erase` to remove the selected findings at the same size. A
/// block that no language can change in part, or that is signed, is emptied as a whole; in a strip one that
/// stands in the file has no patches then, for it can go.
[[nodiscard]] Result<Erasures> erase_findings(Document& document, const Policy& policy, const Fates& fates);

}  // namespace exifscrub
