#include "report/gitlab.hpp"

#include <nlohmann/json.hpp>

#include "base/text.hpp"
#include "report/record.hpp"

namespace exifscrub {
namespace {

std::string_view severity_of(Level level) {
  switch (level) {
    case Level::error:
      return "critical";
    case Level::warning:
      return "major";
    case Level::note:
      return "info";
  }
  return "critical";
}

}  // namespace

void GitlabReport::begin(std::string& out) { out += '['; }

void GitlabReport::add(const Outcome& outcome, std::string& out) {
  const std::string path = path_in_ci(settings_.base, outcome.path);
  for (const Problem& problem : problems_of(outcome, settings_)) {
    nlohmann::ordered_json issue = {{"description", problem.message},
                                    {"check_name", "exifscrub/" + std::string(problem.rule)},
                                    {"fingerprint", fingerprint_of(outcome, path, problem.rule)},
                                    {"severity", severity_of(problem.level)}};
    // A picture has no lines, but an issue without one is not shown.
    issue["location"] = {{"path", repair_utf8(path)}, {"lines", {{"begin", 1}}}};
    out += first_ ? "\n" : ",\n";
    first_ = false;
    out += json_line(issue);
  }
}

void GitlabReport::finish(const Summary&, std::string& out) { out += "\n]\n"; }

}  // namespace exifscrub
