#include "report/html/html_report.hpp"

#include "base/text.hpp"
#include "report/html/assets.hpp"
#include "report/html/page.hpp"
#include "report/html/page_record.hpp"
#include "report/record.hpp"
#include "report/words.hpp"

namespace exifscrub {
namespace {

using Json = nlohmann::ordered_json;

// A page has at most 20 MB: these, and some 600 kB of scripts, styles and outlines.
constexpr std::size_t most_thumbnails = 2000;
constexpr std::size_t most_thumbnails_of_others = 500;  // of files without a location
constexpr std::uint64_t most_thumbnail_bytes = 8'000'000;
constexpr std::uint64_t room_for_findings = 4'000'000;
constexpr std::uint64_t room_for_all_files = 9'500'000;
constexpr std::uint64_t room_for_any_file = 11'000'000;

PageParts parts() {
  return {"exifscrub report",
          {asset::leaflet_css(), asset::report_css()},
          {asset::leaflet_js(), asset::report_words_js(), asset::report_data_js(), asset::report_map_js(),
           asset::report_table_js(), asset::report_details_js(), asset::report_groups_js(),
           asset::report_page_js()}};
}

std::string run_words(const TextSettings& settings) {
  if (settings.verb == Verb::audit) return "audit: nothing was changed";
  return settings.dry_run ? "dry run: nothing was changed" : "scrub";
}

std::string_view name_of(Coordinates coordinates) {
  switch (coordinates) {
    case Coordinates::none:
      return "none";
    case Coordinates::place:
      return "place";
    case Coordinates::coarse:
      return "coarse";
    case Coordinates::exact:
      break;
  }
  return "exact";
}

/// As maps of mainland China name it; empty where nothing has to be said.
std::string_view datum_words(Datum datum) {
  switch (datum) {
    case Datum::gcj02:
      return "GCJ-02";
    case Datum::bd09:
      return "BD-09";
    case Datum::wgs84:
      break;
  }
  return "";
}

Json about(const TextSettings& settings) {
  Json record = {{"tool", "exifscrub"},
                 {"version", EXIFSCRUB_VERSION},
                 {"run", run_words(settings)},
                 {"below", sanitise_for_terminal(settings.below)},
                 {"coordinates", name_of(settings.disclosure.coordinates)},
                 {"datum", datum_words(settings.disclosure.datum)},
                 {"values", settings.disclosure.values}};
  for (std::size_t i = 0; i < status_count; ++i) {
    const std::string name(exifscrub::name_of(static_cast<Status>(i)));
    std::string words = name;
    for (char& c : words) c = c == '-' ? ' ' : c;
    record["statuses"].push_back({name, words});
  }
  for (std::size_t i = 0; i < leak_class_count; ++i) {
    const auto leak_class = static_cast<LeakClass>(i);
    record["classes"].push_back({exifscrub::name_of(leak_class), words_for(leak_class)});
  }
  return record;
}

std::string page_json(const Json& value) { return script_json(json_line(value)); }

/// Whether somebody may have to act on the file.
bool matters(const Outcome& outcome) {
  return !outcome.locations.empty() ||
         (outcome.status != Status::clean && outcome.status != Status::skipped &&
          outcome.status != Status::metadata);
}

/// The summary for people: its first sentence, then its other lines.
Json lines_of(std::string text) {
  Json lines = Json::array();
  const std::size_t sentence = text.find(". ");
  if (sentence < text.find('\n')) text[sentence + 1] = '\n';
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    if (end > at) lines.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return lines;
}

}  // namespace

HtmlReport::HtmlReport(TextSettings settings)
    : settings_(std::move(settings)), texts_(std::make_unique<SharedTexts>()) {
  settings_.verbosity = 1;  // the page names what text names with -v only
}
HtmlReport::~HtmlReport() = default;
HtmlReport::HtmlReport(HtmlReport&&) noexcept = default;
HtmlReport& HtmlReport::operator=(HtmlReport&&) noexcept = default;

void HtmlReport::begin(std::string& out) {
  out += page_begin(parts());
  out += asset::report_body_html();
  out += data_begin("outlines", "application/octet-stream");
  const std::string_view outlines = asset::outlines();
  out += base64({reinterpret_cast<const Byte*>(outlines.data()), outlines.size()});
  out += data_end();
  out += data_begin("data");
  out += "{\"about\":" + page_json(about(settings_)) + ",\"files\":[";
}

bool HtmlReport::wants_thumbnails() const {
  return settings_.disclosure.values && thumbnails_ < most_thumbnails &&
         thumbnail_bytes_ < most_thumbnail_bytes;
}

bool HtmlReport::takes_thumbnail(const Outcome& outcome) const {
  const std::size_t most = outcome.locations.empty() ? most_thumbnails_of_others : most_thumbnails;
  return !outcome.thumbnail.empty() && wants_thumbnails() && thumbnails_ < most;
}

void HtmlReport::add(const Outcome& outcome, std::string& out) {
  const std::uint64_t number = files_++;
  if (record_bytes_ > room_for_any_file || (record_bytes_ > room_for_all_files && !matters(outcome))) {
    ++left_out_;
    return;
  }
  const bool thumbnail = takes_thumbnail(outcome);
  const PageDetail detail = record_bytes_ < room_for_findings ? PageDetail::findings : PageDetail::classes;
  Json told = page_record_of(outcome, settings_.disclosure, detail, thumbnail, *texts_);
  if (left_out_ > 0) told["i"] = number;
  const std::string record = page_json(told);
  const std::uint64_t picture = thumbnail ? (outcome.thumbnail.size() + 2) / 3 * 4 : 0;
  thumbnails_ += thumbnail ? 1 : 0;
  thumbnail_bytes_ += picture;
  record_bytes_ += record.size() - picture;
  out += first_ ? "\n" : ",\n";
  first_ = false;
  out += record;
}

void HtmlReport::finish(const Summary& summary, std::string& out) {
  Summary with_clusters = summary;
  with_clusters.group_by.clusters = true;  // a page lists them unasked
  Summary head = summary;
  head.group_by = {};  // the groups stand below the map
  Json end = {{"words", lines_of(summary_text(head, settings_))},
              {"notes", Json::array()},
              {"summary", record_of(with_clusters, settings_.disclosure)}};
  if (left_out_ > 0) {
    end["notes"].push_back("The page is full: " + count_text(left_out_, "more file is", "more files are") +
                           " counted above and not listed here; json and csv reports list all.");
  }
  out += "\n],\"end\":" + page_json(end) + '}';
  out += data_end();
  out += page_end(parts());
}

}  // namespace exifscrub
