#pragma once

#include <optional>
#include <string>

#include "exifscrub/byte_source.hpp"
#include "exifscrub/layout.hpp"
#include "exifscrub/plan.hpp"
#include "exifscrub/policy.hpp"
#include "exifscrub/result.hpp"
#include "exifscrub/scrub.hpp"

namespace exifscrub {

/// Everything that is known about one file.
struct Inspection {
  Layout layout;
  Outcome outcome;           ///< with findings and their values
  std::optional<Plan> plan;  ///< what the policy would do; links of literals are resolved
  std::string stopped;       ///< where and why the reading stopped; empty: it reached the end
};

/// Reads `file` as a run with `policy` would, and writes nothing. A damaged file is no error: `stopped` says
/// how far the reading came.
/// @return io when the source fails; unsupported when the content is no format of ours
[[nodiscard]] Result<Inspection> inspect(ByteSource& file, const Policy& policy, bool with_plan);

}  // namespace exifscrub
