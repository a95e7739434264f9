#pragma once

#include <string>
#include <string_view>

#include "report/disclosure.hpp"
#include "report/summary.hpp"

namespace exifscrub {

/// One row a file below a row of names (RFC 4180: CRLF, quotes doubled). What a spreadsheet would take for a
/// formula gets an apostrophe in front. There is no summary: a row of another shape would be in the way.
class CsvReport {
 public:
  explicit CsvReport(Disclosure disclosure) : disclosure_(disclosure) {}

  void begin(std::string& out);
  void add(const Outcome& outcome, std::string& out);
  void finish(const Summary&, std::string&) {}

 private:
  Disclosure disclosure_;
};

/// `text` as a quoted field: on one line, controls and invalid UTF-8 as \xNN, no formula.
[[nodiscard]] std::string csv_field(std::string_view text);

}  // namespace exifscrub
