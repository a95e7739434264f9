#pragma once

#include <string>

#include "report/problem.hpp"
#include "report/summary.hpp"

namespace exifscrub {

/// A code quality report for GitLab: a JSON array of issues, written as the outcomes come.
class GitlabReport {
 public:
  explicit GitlabReport(CiSettings settings) : settings_(std::move(settings)) {}

  void begin(std::string& out);
  void add(const Outcome& outcome, std::string& out);
  void finish(const Summary& summary, std::string& out);

 private:
  CiSettings settings_;
  bool first_ = true;
};

}  // namespace exifscrub
