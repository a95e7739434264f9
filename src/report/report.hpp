#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "report/json.hpp"
#include "report/text.hpp"

namespace exifscrub {

enum class ReportFormat : std::uint8_t { text, json, ndjson };

/// One line of the table of formats.
struct ReportRow {
  ReportFormat format;
  std::string_view name;    ///< as --format spells it
  std::string_view ending;  ///< of a file name, with the dot
  Disclosure disclosure;    ///< what the format tells unless options say otherwise
};

[[nodiscard]] const std::array<ReportRow, 3>& report_table();

[[nodiscard]] std::optional<ReportFormat> report_format_named(std::string_view name);

/// The format that the ending of `path` stands for; ".gz" is looked through.
[[nodiscard]] std::optional<ReportFormat> report_format_of(std::string_view path);

/// A report in any format: outcomes in, bytes out, nothing kept that grows with the number of files.
class Report {
 public:
  /// @param text  how the text format looks; its disclosure holds for every format
  Report(ReportFormat format, const TextSettings& text);

  /// Each appends to `out` what may be written by then. begin() comes first and finish() last.
  void begin(std::string& out);
  void add(const Outcome& outcome, std::string& out);
  void pass_over(PassedOver kind, std::string_view path, std::string& out);
  void finish(const Summary& summary, std::string& out);

 private:
  std::variant<TextReport, JsonReport, NdjsonReport> writer_;
};

}  // namespace exifscrub
