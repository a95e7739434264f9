#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "exifscrub/scrub.hpp"
#include "report/disclosure.hpp"
#include "report/path_base.hpp"

namespace exifscrub {

/// What a report for CI needs to know of the run.
struct CiSettings {
  std::array<bool, leak_class_count> fail_on{};  ///< audit; by LeakClass
  Disclosure disclosure;
  PathBase base;
};

enum class Level : std::uint8_t { error, warning, note };

/// Something about a file that a reviewer has to know: what CI formats are made of. Files that are clean,
/// hold other metadata only, or were skipped have none.
struct Problem {
  std::string_view rule;  ///< the class of a leak, or the status: "location", "refused"
  Level level = Level::error;
  std::string message;          ///< one line without the path, harmless on a terminal
  std::optional<Extent> where;  ///< the first bytes that it is about
  bool accepted = false;        ///< known to the baseline
};

/// The problems of one file: a leak has one for each class of --fail-on that is there, in the order of the
/// classes; any other status at most one.
[[nodiscard]] std::vector<Problem> problems_of(const Outcome& outcome, const CiSettings& settings);

/// What a rule stands for.
struct ProblemRule {
  std::string_view id;
  std::string description;
};

/// Every rule that problems_of() can name, each once.
[[nodiscard]] std::vector<ProblemRule> problem_rules();

/// A digest that stays the same as long as path, rule and picture do, for hosts that follow a problem from
/// run to run: 32 hexadecimal digits. No metadata goes in.
[[nodiscard]] std::string fingerprint_of(const Outcome& outcome, std::string_view path_in_report,
                                         std::string_view rule);

}  // namespace exifscrub
