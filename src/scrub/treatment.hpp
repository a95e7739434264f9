#pragma once

#include <string>
#include <vector>

#include "exifscrub/plan.hpp"
#include "exifscrub/policy.hpp"
#include "exifscrub/scrubber.hpp"
#include "plan/fate.hpp"
#include "scrub/document.hpp"

namespace exifscrub {

/// What a policy comes to for one document: the plan, and what it leaves that it should name.
struct Treatment {
  Fates fates;
  std::vector<bool> emptied;  ///< by block: all of it goes, what nobody selected too; empty: none
  ForeseenBlocks foreseen;    ///< what erasers read of what they leave
  Plan plan;
  bool at_once = false;  ///< parts of the change make sense only together, so it is not made in place
  std::vector<std::string> notes;  ///< odd but harmless: "shared bytes not wiped"
  std::string lost;  ///< what a viewer may miss though nobody asked for that to go; empty: nothing
  std::string kept;  ///< why the file's status is `kept`: what stays that nobody could read; empty otherwise
};

/// Decides, erases, substitutes and lays out. A plan that would only write what stands there already comes
/// back as one that changes nothing.
/// @return the reason to refuse the file: location that cannot be read, bytes that cannot go in this way
[[nodiscard]] Result<Treatment> treat(Document& document, const Policy& policy);

/// The same for the job's policy; knows the new thumbnail of Mode::set_thumbnail.
[[nodiscard]] Result<Treatment> treat(Document& document, const Job& job);

}  // namespace exifscrub
