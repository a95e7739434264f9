// Every report format over outcomes whose texts are any bytes: what comes out is one document that other
// parsers read, and nothing in it has power over a terminal (R31).
#include <expat.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "base/assert.hpp"
#include "base/text.hpp"
#include "report/report.hpp"

namespace exifscrub {
namespace {

/// Takes an input apart.
class Feed {
 public:
  explicit Feed(Bytes bytes) : left_(bytes) {}

  [[nodiscard]] bool done() const { return left_.empty(); }
  unsigned number(unsigned below) {
    if (left_.empty()) return 0;
    const unsigned value = left_.front() % below;
    left_ = left_.subspan(1);
    return value;
  }
  std::string text() {
    const std::size_t wanted = number(64);
    const std::size_t length = std::min(wanted, left_.size());
    std::string text{left_.begin(), left_.begin() + static_cast<std::ptrdiff_t>(length)};
    left_ = left_.subspan(length);
    return text;
  }

 private:
  Bytes left_;
};

Outcome outcome_from(Feed& feed) {
  Outcome outcome;
  outcome.path = feed.text();
  outcome.status = static_cast<Status>(feed.number(status_count));
  outcome.format = static_cast<FormatId>(feed.number(format_count));
  outcome.reason = feed.text();
  outcome.changed = feed.number(2) != 0;
  outcome.bytes_in = feed.number(256);
  outcome.bytes_out = feed.number(256);
  for (unsigned i = feed.number(4); i > 0; --i) {
    Finding finding;
    finding.leak_class = static_cast<LeakClass>(feed.number(leak_class_count));
    finding.action = static_cast<Action>(feed.number(3));
    finding.standing = static_cast<Standing>(feed.number(3));
    finding.name = feed.text();
    finding.value = feed.text();
    finding.carrier = feed.text();
    finding.where.push_back({feed.number(256), feed.number(256)});
    outcome.findings.push_back(std::move(finding));
  }
  for (unsigned i = feed.number(3); i > 0; --i) {
    Location location;
    location.latitude = static_cast<double>(feed.number(181)) - 90;
    location.longitude = static_cast<double>(feed.number(256)) * 180 / 255;
    location.carrier = feed.text();
    location.primary = i == 1;
    if (feed.number(2) != 0) {
      NearestPlace place;
      place.name = feed.text();
      place.country = feed.text();
      place.distance_km = 1.5;
      location.place = place;
    }
    outcome.locations.push_back(std::move(location));
  }
  outcome.notes.push_back(feed.text());
  outcome.commits.push_back(feed.text());
  outcome.taken = feed.text();
  return outcome;
}

/// Read by an XML parser that is not the writer's.
void check_xml(const std::string& text) {
  const std::unique_ptr<XML_ParserStruct, decltype(&XML_ParserFree)> parser{XML_ParserCreate(nullptr),
                                                                            XML_ParserFree};
  EXS_ASSERT(XML_Parse(parser.get(), text.data(), static_cast<int>(text.size()), 1) == XML_STATUS_OK);
}

/// RFC 4180: every record has as many fields as the first one, and no field starts as a formula does.
void check_csv(const std::string& text) {
  std::size_t fields = 0;
  std::size_t wanted = 0;
  for (std::size_t at = 0; at < text.size();) {
    const bool quoted = text[at] == '"';
    const std::size_t begin = at + (quoted ? 1 : 0);
    EXS_ASSERT(begin >= text.size() || std::strchr("=+@\t", text[begin]) == nullptr || text[begin] == '\0');
    if (quoted) {
      for (at = begin; at < text.size(); ++at) {
        if (text[at] != '"') continue;
        if (at + 1 < text.size() && text[at + 1] == '"') {
          ++at;
        } else {
          break;
        }
      }
      EXS_ASSERT(at < text.size());
      ++at;
    } else {
      at = std::min(text.find_first_of(",\r\n", at), text.size());
    }
    ++fields;
    EXS_ASSERT(at < text.size());
    if (text[at] == ',') {
      ++at;
      continue;
    }
    EXS_ASSERT(text.compare(at, 2, "\r\n") == 0 || text[at] == '\n');
    at += text[at] == '\r' ? 2U : 1U;
    if (wanted == 0) wanted = fields;
    EXS_ASSERT(fields == wanted);
    fields = 0;
  }
}

void check_terminal(std::string_view text) {
  while (!text.empty()) {
    const CodePoint point = front_code_point(text);
    EXS_ASSERT(point.valid && (point.value == '\n' || !is_control(point.value)));
    text.remove_prefix(point.length);
  }
}

void check_lines(const std::string& text, std::size_t at_most) {
  EXS_ASSERT(static_cast<std::size_t>(std::ranges::count(text, '\n')) <= at_most);
}

void check(ReportFormat format, const std::string& text, const std::vector<Outcome>& outcomes) {
  switch (format) {
    case ReportFormat::text:
      return check_terminal(text);
    case ReportFormat::ndjson: {
      std::size_t lines = 0;
      for (std::size_t at = 0; at < text.size(); ++lines) {
        const std::size_t end = text.find('\n', at);
        EXS_ASSERT(end != std::string::npos && nlohmann::json::accept(text.substr(at, end - at)));
        at = end + 1;
      }
      EXS_ASSERT(lines == outcomes.size() + 1);
      return;
    }
    case ReportFormat::json:
    case ReportFormat::sarif:
    case ReportFormat::gitlab:
    case ReportFormat::geojson:
      EXS_ASSERT(nlohmann::json::accept(text));
      return;
    case ReportFormat::csv:
      return check_csv(text);
    case ReportFormat::junit:
    case ReportFormat::kml:
      return check_xml(text);
    case ReportFormat::github: {
      check_terminal(text);
      std::size_t findings = 0;
      for (const Outcome& outcome : outcomes) findings += 1 + outcome.findings.size();
      return check_lines(text, findings + 2);
    }
    default:
      return;
  }
}

void run(Bytes bytes) {
  Feed feed{bytes};
  TextSettings settings;
  settings.verb = feed.number(2) != 0 ? Verb::audit : Verb::scrub;
  settings.verbosity = feed.number(3);
  settings.columns = feed.number(2) * 80;
  settings.fail_on[0] = true;
  settings.disclosure = {static_cast<Coordinates>(feed.number(4)), feed.number(2) != 0};
  std::vector<Outcome> outcomes;
  while (!feed.done()) outcomes.push_back(outcome_from(feed));
  for (const ReportRow& row : report_table()) {
    Report report{row.format, settings};
    Summary summary;
    std::string out;
    report.begin(out);
    for (const Outcome& outcome : outcomes) {
      report.add(outcome, out);
      summary.add(outcome);
    }
    report.finish(summary, out);
    check(row.format, out, outcomes);
  }
}

}  // namespace
}  // namespace exifscrub

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  exifscrub::run({data, size});
  return 0;
}
