#include "report/csv.hpp"

#include <array>

#include "base/text.hpp"
#include "report/position.hpp"
#include "report/told_values.hpp"
#include "report/words.hpp"

namespace exifscrub {
namespace {

constexpr std::string_view names =
    "path,path_b64,format,status,changed,accepted,reason,state,bytes_in,bytes_out,image_hash,"
    "lat,lon,altitude,place,distance_km,country,location_carriers,classes,findings,commits,notes\r\n";

/// Whether a spreadsheet may take text that begins so for a formula; full-width forms count too.
bool begins_a_formula(std::string_view text) {
  constexpr std::array<std::string_view, 8> starts = {
      "=", "+", "-", "@", "\xEF\xBC\x9D", "\xEF\xBC\x8B", "\xEF\xBC\x8D", "\xEF\xBC\xA0"};
  for (const std::string_view start : starts) {
    if (text.substr(0, start.size()) == start) return true;
  }
  return false;
}

void append_part(std::string& list, std::string_view part) {
  if (!list.empty()) list += "; ";
  list += part;
}

std::string carriers_of(const Outcome& outcome) {
  std::string list;
  for (const Location& location : outcome.locations) append_part(list, location.carrier);
  return list;
}

/// The class of every finding that counts, each once, in the order of the classes.
std::string classes_of(const Outcome& outcome) {
  std::array<bool, leak_class_count> there{};
  for (const Finding& finding : outcome.findings) {
    if (finding.standing == Standing::leak) there[static_cast<std::size_t>(finding.leak_class)] = true;
  }
  std::string list;
  for (std::size_t i = 0; i < leak_class_count; ++i) {
    if (there[i]) append_part(list, name_of(static_cast<LeakClass>(i)));
  }
  return list;
}

std::string findings_of(const Outcome& outcome, Disclosure disclosure) {
  const ToldValues values{outcome, disclosure};
  std::string list;
  for (const Finding& finding : outcome.findings) {
    append_part(list, action_words(finding));
    list += ' ' + finding.name;
    if (values.tells(finding)) list += '=' + finding.value;
  }
  return list;
}

std::string list_of(const std::vector<std::string>& parts) {
  std::string list;
  for (const std::string& part : parts) append_part(list, part);
  return list;
}

/// The exact bytes of a path that its own field does not show as they are.
std::string base64_unless_shown(const std::string& path) {
  if (sanitise_for_terminal(path) == path && !begins_a_formula(path)) return {};
  const std::string exact = base64({reinterpret_cast<const Byte*>(path.data()), path.size()});
  return begins_a_formula(exact) ? csv_field(exact) : exact;
}

}  // namespace

std::string csv_field(std::string_view text) {
  const std::string line = sanitise_for_terminal(text);
  std::string field = "\"";
  if (begins_a_formula(line)) field += '\'';
  for (const char c : line) {
    if (c == '"') field += '"';
    field += c;
  }
  return field + '"';
}

void CsvReport::begin(std::string& out) { out += names; }

void CsvReport::add(const Outcome& outcome, std::string& out) {
  const auto put = [&](std::string_view field) { out.append(field).append(1, ','); };
  put(csv_field(outcome.path));
  put(base64_unless_shown(outcome.path));
  put(name_of(outcome.format));
  put(name_of(outcome.status));
  put(outcome.changed ? "true" : "false");
  put(outcome.accepted ? "true" : "false");
  put(csv_field(outcome.reason));
  put(name_of(outcome.state));
  put(std::to_string(outcome.bytes_in));
  put(std::to_string(outcome.bytes_out));
  put(to_string(outcome.image_hash));
  const std::optional<ToldPosition> position =
      outcome.locations.empty() ? std::nullopt : position_told(outcome.locations.front(), disclosure_);
  put(position ? number_of_degrees(position->at.latitude) : "");
  put(position ? number_of_degrees(position->at.longitude) : "");
  put(position && position->altitude_m ? number_of_metres(*position->altitude_m) : "");
  const std::optional<ToldPlace> place =
      outcome.locations.empty() ? std::nullopt : place_told(outcome.locations.front().place, disclosure_);
  const bool named = place && !place->name.empty();
  put(named ? csv_field(place->name) : "");
  put(named ? number_of_kilometres(place->distance_km) : "");
  put(place ? csv_field(place->country) : "");
  put(csv_field(carriers_of(outcome)));
  put(csv_field(classes_of(outcome)));
  put(csv_field(findings_of(outcome, disclosure_)));
  put(csv_field(list_of(outcome.commits)));
  out += csv_field(list_of(outcome.notes)) + "\r\n";
}

}  // namespace exifscrub
