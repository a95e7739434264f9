#pragma once

#include <cstddef>
#include <string>

#include "report/problem.hpp"
#include "report/summary.hpp"

namespace exifscrub {

/// JUnit XML: a test case for every file, a test suite for the files of a folder. A leak or a file that would
/// change is a failure, an error or a refusal an error; what was not proven or not looked into is skipped.
///
/// The counts stand before the cases, so a suite is held until it is complete: at most a thousand files,
/// those of a larger folder go into several suites.
class JunitReport {
 public:
  explicit JunitReport(CiSettings settings) : settings_(std::move(settings)) {}

  void begin(std::string& out);
  void add(const Outcome& outcome, std::string& out);
  void finish(const Summary& summary, std::string& out);

 private:
  struct Suite {
    std::string folder;
    std::size_t tests = 0;
    std::size_t failures = 0;
    std::size_t errors = 0;
    std::size_t skipped = 0;
    std::string cases;
  };

  void add_verdict(const Outcome& outcome);
  void close_suite(std::string& out);

  CiSettings settings_;
  Suite suite_;
};

}  // namespace exifscrub
