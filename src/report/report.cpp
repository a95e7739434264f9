#include "report/report.hpp"

#include <algorithm>

namespace exifscrub {
namespace {

constexpr std::array<ReportRow, 3> rows = {{
    {ReportFormat::text, "text", ".txt", {Coordinates::place, true}},
    {ReportFormat::json, "json", ".json", {Coordinates::exact, true}},
    {ReportFormat::ndjson, "ndjson", ".ndjson", {Coordinates::exact, true}},
}};

bool ends_with(std::string_view text, std::string_view ending) {
  return text.size() > ending.size() && text.substr(text.size() - ending.size()) == ending;
}

using Writer = std::variant<TextReport, JsonReport, NdjsonReport>;

Writer writer_of(ReportFormat format, const TextSettings& text) {
  switch (format) {
    case ReportFormat::text:
      return TextReport(text);
    case ReportFormat::json:
      return JsonReport(text.disclosure);
    case ReportFormat::ndjson:
      return NdjsonReport(text.disclosure);
  }
  return TextReport(text);
}

}  // namespace

const std::array<ReportRow, 3>& report_table() { return rows; }

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

Report::Report(ReportFormat format, const TextSettings& text) : writer_(writer_of(format, text)) {}

void Report::begin(std::string& out) {
  std::visit([&](auto& writer) { writer.begin(out); }, writer_);
}

void Report::add(const Outcome& outcome, std::string& out) {
  std::visit([&](auto& writer) { writer.add(outcome, out); }, writer_);
}

void Report::pass_over(PassedOver kind, std::string_view path, std::string& out) {
  if (auto* text = std::get_if<TextReport>(&writer_)) text->pass_over(kind, path, out);
}

void Report::finish(const Summary& summary, std::string& out) {
  std::visit([&](auto& writer) { writer.finish(summary, out); }, writer_);
}

}  // namespace exifscrub
