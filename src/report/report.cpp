#include "report/report.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace exifscrub {
namespace {

constexpr Disclosure everything{Coordinates::exact, true};
constexpr Disclosure positions{Coordinates::exact, false};
constexpr Disclosure nothing{Coordinates::none, false};

constexpr std::array rows = {
    ReportRow{ReportFormat::text, "text", ".txt", {Coordinates::place, true}},
    ReportRow{ReportFormat::json, "json", ".json", everything},
    ReportRow{ReportFormat::ndjson, "ndjson", ".ndjson", everything},
    ReportRow{ReportFormat::csv, "csv", ".csv", everything},
    ReportRow{ReportFormat::sarif, "sarif", ".sarif", nothing, true},
    ReportRow{ReportFormat::github, "github", "", nothing, true},
    ReportRow{ReportFormat::gitlab, "gitlab", "", nothing, true},
    ReportRow{ReportFormat::junit, "junit", ".xml", nothing, true},
    ReportRow{ReportFormat::geojson, "geojson", ".geojson", positions},
    ReportRow{ReportFormat::kml, "kml", ".kml", positions},
    ReportRow{ReportFormat::html, "html", ".html", everything},
};

bool ends_with(std::string_view text, std::string_view ending) {
  return !ending.empty() && text.size() > ending.size() && text.substr(text.size() - ending.size()) == ending;
}

}  // namespace

std::span<const ReportRow> report_table() { return rows; }

std::optional<ReportFormat> report_format_named(std::string_view name) {
  const auto row = std::find_if(rows.begin(), rows.end(), [&](const ReportRow& r) { return r.name == name; });
  if (row == rows.end()) return std::nullopt;
  return row->format;
}

std::optional<ReportFormat> report_format_of(std::string_view path) {
  if (ends_with(path, ".gz")) path.remove_suffix(3);
  const auto row =
      std::find_if(rows.begin(), rows.end(), [&](const ReportRow& r) { return ends_with(path, r.ending); });
  if (row == rows.end()) return std::nullopt;
  return row->format;
}

Report::Writer Report::writer_of(ReportFormat format, const TextSettings& text, PathBase base) {
  CiSettings ci{text.fail_on, text.disclosure, std::move(base)};
  switch (format) {
    case ReportFormat::text:
      return TextReport(text);
    case ReportFormat::json:
      return JsonReport(text.disclosure);
    case ReportFormat::ndjson:
      return NdjsonReport(text.disclosure);
    case ReportFormat::csv:
      return CsvReport(text.disclosure);
    case ReportFormat::sarif:
      return SarifReport(std::move(ci));
    case ReportFormat::github:
      return GithubReport(std::move(ci));
    case ReportFormat::gitlab:
      return GitlabReport(std::move(ci));
    case ReportFormat::junit:
      return JunitReport(std::move(ci));
    case ReportFormat::geojson:
      return GeojsonReport(text.disclosure);
    case ReportFormat::kml:
      return KmlReport(text.disclosure);
    case ReportFormat::html:
      return HtmlReport(text);
  }
  return TextReport(text);
}

Report::Report(ReportFormat format, const TextSettings& text, PathBase base)
    : writer_(writer_of(format, text, std::move(base))) {}

void Report::begin(std::string& out) {
  std::visit([&](auto& writer) { writer.begin(out); }, writer_);
}

void Report::add(const Outcome& outcome, std::string& out) {
  std::visit([&](auto& writer) { writer.add(outcome, out); }, writer_);
}

void Report::pass_over(PassedOver kind, std::string_view path, std::string& out) {
  if (auto* text = std::get_if<TextReport>(&writer_)) text->pass_over(kind, path, out);
}

bool Report::wants_thumbnails() const {
  const auto* page = std::get_if<HtmlReport>(&writer_);
  return page != nullptr && page->wants_thumbnails();
}

void Report::finish(const Summary& summary, std::string& out) {
  std::visit([&](auto& writer) { writer.finish(summary, out); }, writer_);
}

}  // namespace exifscrub
