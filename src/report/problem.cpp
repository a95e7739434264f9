#include "report/problem.hpp"

#include <algorithm>

#include "base/digests.hpp"
#include "base/text.hpp"
#include "report/told_values.hpp"
#include "report/words.hpp"

namespace exifscrub {
namespace {

constexpr std::size_t most_names = 8;

bool is_leak(const Finding& finding, LeakClass leak_class) {
  return finding.leak_class == leak_class && finding.standing == Standing::leak &&
         finding.action == Action::found;
}

void add_once(std::vector<std::string>& list, std::string text) {
  if (std::find(list.begin(), list.end(), text) == list.end()) list.push_back(std::move(text));
}

std::string name_and_value(const Finding& finding, const ToldValues& values) {
  std::string text = sanitise_for_terminal(finding.name);
  if (values.tells(finding)) text += " = " + sanitise_for_terminal(finding.value);
  return text;
}

/// "location near 36.2, -115.1 in EXIF, XMP: GPS:GPSLatitude, GPS:GPSLongitude and 7 more"
Problem leak_of(const Outcome& outcome, LeakClass leak_class, Disclosure disclosure) {
  Problem problem{name_of(leak_class), Level::error, std::string(words_for(leak_class)), {}, false};
  const ToldValues values{outcome, disclosure};
  std::vector<std::string> carriers;
  std::vector<std::string> names;
  for (const Finding& finding : outcome.findings) {
    if (!is_leak(finding, leak_class)) continue;
    if (!problem.where && !finding.where.empty()) problem.where = finding.where.front();
    if (!finding.carrier.empty()) add_once(carriers, sanitise_for_terminal(finding.carrier));
    if (!finding.name.empty()) add_once(names, name_and_value(finding, values));
  }
  if (leak_class == LeakClass::location && !outcome.locations.empty()) {
    problem.message += position_words(outcome.locations.front(), disclosure);
  }
  if (!carriers.empty()) problem.message += " in " + joined(carriers, ", ", ", ");
  if (names.size() > most_names) {
    const std::size_t more = names.size() - most_names;
    names.resize(most_names);
    problem.message += ": " + joined(names, ", ", ", ") + " and " + number_text(more) + " more";
  } else if (!names.empty()) {
    problem.message += ": " + joined(names, ", ", ", ");
  }
  return problem;
}

std::vector<Problem> leaks_of(const Outcome& outcome, const CiSettings& settings) {
  std::vector<Problem> problems;
  for (std::size_t i = 0; i < leak_class_count; ++i) {
    const auto leak_class = static_cast<LeakClass>(i);
    const bool there = std::any_of(outcome.findings.begin(), outcome.findings.end(),
                                   [&](const Finding& finding) { return is_leak(finding, leak_class); });
    if (settings.fail_on[i] && there) {
      problems.push_back(leak_of(outcome, leak_class, settings.disclosure));
    }
  }
  if (problems.empty()) problems.push_back({"leaks", Level::error, "leaks", {}, false});
  for (Problem& problem : problems) {
    if (!outcome.accepted) continue;
    problem.level = Level::note;
    problem.accepted = true;
    problem.message += " (known to the baseline)";
  }
  return problems;
}

Problem about_status(const Outcome& outcome, Level level, std::string_view otherwise) {
  std::string message =
      outcome.reason.empty() ? std::string(otherwise) : sanitise_for_terminal(outcome.reason);
  return {name_of(outcome.status), level, std::move(message), {}, false};
}

constexpr std::array<bool, leak_class_count> every_class() {
  std::array<bool, leak_class_count> all{};
  for (bool& one : all) one = true;
  return all;
}

/// "removed: location, thumbnail"
Problem about_change(const Outcome& outcome, Level level, std::string_view what) {
  const std::vector<std::string> words = classes_in_words(outcome, Action::removed, every_class(), false);
  const std::string list = words.empty() ? std::string("metadata") : joined(words, ", ", ", ");
  return {name_of(outcome.status), level, std::string(what) + list, {}, false};
}

}  // namespace

std::vector<Problem> problems_of(const Outcome& outcome, const CiSettings& settings) {
  std::vector<Problem> problems;
  switch (outcome.status) {
    case Status::error:
      problems.push_back(about_status(outcome, Level::error, "could not be handled"));
      break;
    case Status::refused:
      problems.push_back(about_status(outcome, Level::error, "could not be examined"));
      break;
    case Status::leaks:
      problems = leaks_of(outcome, settings);
      break;
    case Status::kept:
      problems.push_back(about_status(outcome, Level::warning, "something was left in place"));
      break;
    case Status::would_scrub:
      problems.push_back(about_change(outcome, Level::warning, "to be removed: "));
      break;
    case Status::scrubbed:
      problems.push_back(about_change(outcome, Level::note, "removed: "));
      break;
    case Status::metadata:
    case Status::unproven:
    case Status::clean:
    case Status::skipped:
      break;
  }
  for (Problem& problem : problems) {
    if (!outcome.commits.empty()) problem.message += ", " + commits_in_words(outcome.commits);
  }
  return problems;
}

std::vector<ProblemRule> problem_rules() {
  std::vector<ProblemRule> rules;
  for (std::size_t i = 0; i < leak_class_count; ++i) {
    const auto leak_class = static_cast<LeakClass>(i);
    rules.push_back({name_of(leak_class), "The file gives away: " + std::string(words_for(leak_class))});
  }
  rules.push_back({"leaks", "The file leaks"});
  rules.push_back({name_of(Status::error), "The file could not be read or written"});
  rules.push_back({name_of(Status::refused), "The file cannot be proven clean"});
  rules.push_back({name_of(Status::kept), "Metadata was left in place"});
  rules.push_back({name_of(Status::would_scrub), "The file holds metadata to be removed"});
  rules.push_back({name_of(Status::scrubbed), "Metadata was removed"});
  return rules;
}

std::string fingerprint_of(const Outcome& outcome, std::string_view path_in_report, std::string_view rule) {
  std::string key = "exifscrub problem 1";
  key.append(1, '\0').append(path_in_report);
  key.append(1, '\0').append(rule);
  key.append(1, '\0').append(to_string(outcome.image_hash));
  const std::string digest = to_string(xxh3({reinterpret_cast<const Byte*>(key.data()), key.size()}));
  return digest.substr(digest.find(':') + 1);
}

}  // namespace exifscrub
