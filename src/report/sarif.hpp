#pragma once

#include <string>
#include <string_view>

#include "report/problem.hpp"
#include "report/summary.hpp"

namespace exifscrub {

/// One SARIF 2.1.0 run (OASIS, 2020), written as the outcomes come: a result for every problem, with a
/// relative URI and a fingerprint. What the baseline knows is suppressed.
class SarifReport {
 public:
  explicit SarifReport(CiSettings settings) : settings_(std::move(settings)) {}

  void begin(std::string& out);
  void add(const Outcome& outcome, std::string& out);
  void finish(const Summary& summary, std::string& out);

 private:
  CiSettings settings_;
  bool first_ = true;
};

/// `text` for message.text: without the signs that stand for placeholders and links there (3.11.5, 3.11.6).
[[nodiscard]] std::string sarif_message(std::string_view text);

}  // namespace exifscrub
