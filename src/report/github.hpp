#pragma once

#include <string>
#include <string_view>

#include "report/problem.hpp"
#include "report/summary.hpp"

namespace exifscrub {

/// Annotations for GitHub Actions: one workflow command a line for each problem, and a notice at the end.
class GithubReport {
 public:
  explicit GithubReport(CiSettings settings) : settings_(std::move(settings)) {}

  void begin(std::string&) {}
  void add(const Outcome& outcome, std::string& out);
  void finish(const Summary& summary, std::string& out);

 private:
  CiSettings settings_;
};

/// `text` as the value of a property of a workflow command: one line, without the signs that end it.
[[nodiscard]] std::string workflow_property(std::string_view text);

/// `text` as the message of a workflow command.
[[nodiscard]] std::string workflow_message(std::string_view text);

}  // namespace exifscrub
