#include "report/sarif.hpp"

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>

#include "base/text.hpp"
#include "report/record.hpp"

namespace exifscrub {
namespace {

using Json = nlohmann::ordered_json;

std::string_view level_name(Level level) {
  switch (level) {
    case Level::error:
      return "error";
    case Level::warning:
      return "warning";
    case Level::note:
      return "note";
  }
  return "error";
}

Json rules() {
  Json list = Json::array();
  for (const ProblemRule& rule : problem_rules()) {
    list.push_back({{"id", rule.id}, {"shortDescription", {{"text", rule.description}}}});
  }
  return list;
}

/// A picture has no lines; hosts that show lines get the first one, others the bytes.
Json region_of(const Problem& problem) {
  Json region = {{"startLine", 1}};
  constexpr auto most = static_cast<std::uint64_t>(std::numeric_limits<std::int32_t>::max());
  if (problem.where && problem.where->offset <= most && problem.where->length <= most) {
    region["byteOffset"] = problem.where->offset;
    region["byteLength"] = problem.where->length;
  }
  return region;
}

Json result_of(const Outcome& outcome, const Problem& problem, const std::string& path) {
  Json place = {{"artifactLocation", {{"uri", uri_of(path)}, {"uriBaseId", "%SRCROOT%"}}},
                {"region", region_of(problem)}};
  Json result = {{"ruleId", problem.rule},
                 {"level", level_name(problem.level)},
                 {"message", {{"text", sarif_message(problem.message)}}}};
  result["locations"] = Json::array({{{"physicalLocation", std::move(place)}}});
  result["partialFingerprints"] = {{"pathRulePicture/v1", fingerprint_of(outcome, path, problem.rule)}};
  if (problem.accepted) {
    result["suppressions"] =
        Json::array({{{"kind", "external"}, {"justification", "known to the baseline"}}});
  }
  return result;
}

}  // namespace

std::string sarif_message(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '{':
        out += "\\x7B";
        break;
      case '}':
        out += "\\x7D";
        break;
      case '[':
        out += "\\x5B";
        break;
      case ']':
        out += "\\x5D";
        break;
      default:
        out += c;
    }
  }
  return out;
}

void SarifReport::begin(std::string& out) {
  Json driver = {{"name", "exifscrub"}, {"version", EXIFSCRUB_VERSION}, {"rules", rules()}};
  out += "{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\",\"version\":\"2.1.0\",\"runs\":[{";
  out += "\"tool\":{\"driver\":" + json_line(driver) + "},\n\"results\":[";
}

void SarifReport::add(const Outcome& outcome, std::string& out) {
  const std::string path = path_in_ci(settings_.base, outcome.path);
  for (const Problem& problem : problems_of(outcome, settings_)) {
    out += first_ ? "\n" : ",\n";
    first_ = false;
    out += json_line(result_of(outcome, problem, path));
  }
}

void SarifReport::finish(const Summary& summary, std::string& out) {
  const bool complete =
      !summary.interrupted && summary.count(Status::error) == 0 && summary.count(Status::refused) == 0;
  const Json invocations = Json::array({{{"executionSuccessful", complete}}});
  const Json properties = {{"summary", record_of(summary, settings_.disclosure)}};
  out += "\n],\n\"invocations\":" + json_line(invocations) + ",\n\"properties\":" + json_line(properties) +
         "}]}\n";
}

}  // namespace exifscrub
