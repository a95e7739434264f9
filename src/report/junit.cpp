#include "report/junit.hpp"

#include "report/words.hpp"
#include "report/xml_text.hpp"

namespace exifscrub {
namespace {

constexpr std::size_t most_tests = 1000;

std::string folder_in(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string::npos ? "." : path.substr(0, slash);
}

std::string element(std::string_view name, const Problem& problem) {
  return "<" + std::string(name) + " type=\"" + xml_text(problem.rule) + "\" message=\"" +
         xml_text(problem.message) + "\"/>";
}

std::string skipped(std::string_view message) { return "<skipped message=\"" + xml_text(message) + "\"/>"; }

}  // namespace

void JunitReport::begin(std::string& out) {
  out += "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"exifscrub\">\n";
}

void JunitReport::add(const Outcome& outcome, std::string& out) {
  const std::string path = path_in_ci(settings_.base, outcome.path);
  std::string folder = folder_in(path);
  if (suite_.tests > 0 && (folder != suite_.folder || suite_.tests == most_tests)) close_suite(out);
  suite_.folder = std::move(folder);
  ++suite_.tests;
  suite_.cases += "<testcase classname=\"" + xml_text(suite_.folder) + "\" name=\"" + xml_text(path) + "\">";
  add_verdict(outcome);
  suite_.cases += "</testcase>\n";
}

void JunitReport::add_verdict(const Outcome& outcome) {
  const std::vector<Problem> problems = problems_of(outcome, settings_);
  switch (outcome.status) {
    case Status::error:
    case Status::refused:
      ++suite_.errors;
      for (const Problem& problem : problems) suite_.cases += element("error", problem);
      break;
    case Status::leaks:
      if (outcome.accepted) {
        ++suite_.skipped;
        suite_.cases += skipped(problems.front().message);
        break;
      }
      [[fallthrough]];
    case Status::kept:
    case Status::would_scrub:
      ++suite_.failures;
      for (const Problem& problem : problems) suite_.cases += element("failure", problem);
      break;
    case Status::unproven:
      ++suite_.skipped;
      suite_.cases += skipped("nothing was found in head and tail, which is no proof");
      break;
    case Status::skipped:
      ++suite_.skipped;
      suite_.cases += skipped(outcome.reason.empty() ? "no image" : outcome.reason);
      break;
    case Status::scrubbed:
      for (const Problem& problem : problems) {
        suite_.cases += "<system-out>" + xml_text(problem.message) + "</system-out>";
      }
      break;
    case Status::metadata:
    case Status::clean:
      break;
  }
}

void JunitReport::close_suite(std::string& out) {
  out += "<testsuite name=\"" + xml_text(suite_.folder) + "\" tests=\"" + std::to_string(suite_.tests) +
         "\" failures=\"" + std::to_string(suite_.failures) + "\" errors=\"" + std::to_string(suite_.errors) +
         "\" skipped=\"" + std::to_string(suite_.skipped) + "\">\n" + suite_.cases + "</testsuite>\n";
  suite_ = {};
}

void JunitReport::finish(const Summary&, std::string& out) {
  if (suite_.tests > 0) close_suite(out);
  out += "</testsuites>\n";
}

}  // namespace exifscrub
