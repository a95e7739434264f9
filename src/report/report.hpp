#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "report/csv.hpp"
#include "report/geojson.hpp"
#include "report/github.hpp"
#include "report/gitlab.hpp"
#include "report/html/html_report.hpp"
#include "report/json.hpp"
#include "report/junit.hpp"
#include "report/kml.hpp"
#include "report/sarif.hpp"
#include "report/text.hpp"

namespace exifscrub {

enum class ReportFormat : std::uint8_t {
  text,
  json,
  ndjson,
  csv,
  sarif,
  github,
  gitlab,
  junit,
  geojson,
  kml,
  html
};

/// One line of the table of formats.
struct ReportRow {
  ReportFormat format;
  std::string_view name;    ///< as --format spells it
  std::string_view ending;  ///< of a file name, with the dot; empty: no ending stands for it
  Disclosure disclosure;    ///< what the format tells unless options say otherwise
  bool for_ci = false;      ///< read by a host that knows the paths of a repository: they start at --root
};

/// A row for each format, in the order of the enumerators.
[[nodiscard]] std::span<const ReportRow> report_table();

[[nodiscard]] std::optional<ReportFormat> report_format_named(std::string_view name);

/// The format that the ending of `path` stands for; ".gz" is looked through.
[[nodiscard]] std::optional<ReportFormat> report_format_of(std::string_view path);

/// A report in any format: outcomes in, bytes out, nothing kept that grows with the number of files.
class Report {
 public:
  /// @param text  how the text format looks; its disclosure and fail_on hold for every format
  /// @param base  where the paths of CI formats start
  Report(ReportFormat format, const TextSettings& text, PathBase base = {});

  /// Each appends to `out` what may be written by then. begin() comes first and finish() last.
  void begin(std::string& out);
  void add(const Outcome& outcome, std::string& out);
  void pass_over(PassedOver kind, std::string_view path, std::string& out);
  void finish(const Summary& summary, std::string& out);

  /// Whether outcomes should still bring a thumbnail. Once false it stays so.
  [[nodiscard]] bool wants_thumbnails() const;

 private:
  using Writer = std::variant<TextReport, JsonReport, NdjsonReport, CsvReport, SarifReport, GithubReport,
                              GitlabReport, JunitReport, GeojsonReport, KmlReport, HtmlReport>;
  [[nodiscard]] static Writer writer_of(ReportFormat format, const TextSettings& text, PathBase base);

  Writer writer_;
};

}  // namespace exifscrub
