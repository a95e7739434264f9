#include "report/record.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>

#include "base/characters.hpp"
#include "base/text.hpp"
#include "report/position.hpp"
#include "report/told_values.hpp"
#include "report/whereabouts.hpp"
#include "report/words.hpp"

namespace exifscrub {
namespace {

using Json = nlohmann::ordered_json;

/// An empty object with room for that many fields, which then need not be copied as it grows.
Json object_for(std::size_t fields) {
  Json::object_t object;
  object.reserve(fields);
  return object;
}

Json position_record(const Location& location, Disclosure disclosure) {
  return exifscrub::position_record(position_told(location, disclosure), location.place, disclosure);
}

Json primary_position(const Outcome& outcome, Disclosure disclosure) {
  if (outcome.locations.empty()) return nullptr;
  Json position = position_record(outcome.locations.front(), disclosure);
  return position.empty() ? Json(nullptr) : position;
}

Json all_positions(const Outcome& outcome, Disclosure disclosure) {
  Json positions = Json::array();
  for (const Location& location : outcome.locations) {
    Json position = position_record(location, disclosure);
    position["carrier"] = repair_utf8(location.carrier);
    positions.push_back(std::move(position));
  }
  return positions;
}

std::string_view standing_name(Standing standing) {
  constexpr std::array<std::string_view, 3> names = {"leak", "leftover", "remark"};
  return names[static_cast<std::size_t>(standing)];
}

Json finding_record(const Finding& finding, const ToldValues& values) {
  Json where = Json::array();
  for (const Extent& extent : finding.where) {
    Json& place = where.emplace_back(object_for(2));
    place["offset"] = extent.offset;
    place["length"] = extent.length;
  }
  Json record = object_for(7);
  record["class"] = name_of(finding.leak_class);
  record["name"] = repair_utf8(finding.name);
  if (values.tells(finding)) record["value"] = repair_utf8(finding.value);
  record["carrier"] = repair_utf8(finding.carrier);
  record["where"] = std::move(where);
  record["action"] = name_of(finding.action);
  if (finding.standing != Standing::leak) record["standing"] = standing_name(finding.standing);
  return record;
}

/// One UTF-16 unit as JSON escapes it.
void append_escape(std::string& out, unsigned unit) {
  out += "\\u";
  for (unsigned shift = 16; shift != 0;) out += lower_hex[(unit >> (shift -= 4)) & 0xF];
}

}  // namespace

Json position_record(const std::optional<ToldPosition>& position, const std::optional<NearestPlace>& place,
                     Disclosure disclosure) {
  Json record = Json::object();
  if (position) {
    record["lat"] = position->at.latitude;
    record["lon"] = position->at.longitude;
    if (position->altitude_m) record["altitude"] = *position->altitude_m;
  }
  const auto told = place_told(place, disclosure);
  if (!told) return record;
  if (!told->name.empty()) {
    record["place"] = repair_utf8(told->name);
    record["distance_km"] = told->distance_km;
  }
  record["country"] = told->country;
  return record;
}

Json record_of(const Outcome& outcome, Disclosure disclosure) {
  Json record = object_for(16);
  record["path"] = repair_utf8(outcome.path);
  if (!is_utf8(outcome.path)) {
    record["path_b64"] = base64({reinterpret_cast<const Byte*>(outcome.path.data()), outcome.path.size()});
  }
  if (!outcome.commits.empty()) {
    for (const std::string& commit : outcome.commits) record["commits"].push_back(repair_utf8(commit));
  }
  record["format"] = name_of(outcome.format);
  record["status"] = name_of(outcome.status);
  record["changed"] = outcome.changed;
  if (outcome.accepted) record["accepted"] = true;
  record["reason"] = repair_utf8(outcome.reason);
  if (outcome.status == Status::error) record["state"] = name_of(outcome.state);
  record["bytes_in"] = outcome.bytes_in;
  record["bytes_out"] = outcome.bytes_out;
  record["image_hash"] = outcome.image_hash.empty() ? Json(nullptr) : Json(to_string(outcome.image_hash));
  record["location"] = primary_position(outcome, disclosure);
  record["locations"] = all_positions(outcome, disclosure);
  const ToldValues values{outcome, disclosure};
  Json::array_t findings;
  findings.reserve(outcome.findings.size());
  for (const Finding& finding : outcome.findings) findings.push_back(finding_record(finding, values));
  record["findings"] = std::move(findings);
  for (const std::string& note : outcome.notes) record["notes"].push_back(repair_utf8(note));
  return record;
}

Json record_of(const Summary& summary, Disclosure disclosure) {
  Json record = {{"version", record_version}, {"files", summary.files}};
  for (std::size_t i = 0; i < status_count; ++i) {
    record[std::string(name_of(static_cast<Status>(i)))] = summary.by_status[i];
  }
  record["changed"] = summary.changed;
  record["accepted"] = summary.accepted;
  Json& passed = record["not_looked_at"] = Json::object();
  for (std::size_t i = 0; i < passed_over_count; ++i) {
    passed[std::string(name_of(static_cast<PassedOver>(i)))] = summary.not_looked_at[i];
  }
  Json& unsupported = record["unsupported"] = Json::object();
  for (std::size_t i = 0; i < format_count; ++i) {
    if (summary.unsupported[i] == 0) continue;
    unsupported[std::string(name_of(static_cast<FormatId>(i)))] = summary.unsupported[i];
  }
  if (summary.outside_near > 0) record["outside_near"] = summary.outside_near;
  record["bytes_removed"] = summary.bytes_removed;
  const Summary::Beside& beside = summary.beside;
  if (beside.sidecars + beside.attributes > 0) {
    record["beside"] = {{"sidecars", beside.sidecars},
                        {"sidecars_located", beside.sidecars_located},
                        {"attributes", beside.attributes}};
  }
  record["config"] = Json::array();
  for (const std::string& file : summary.config) record["config"].push_back(repair_utf8(file));
  record["sandbox"] = {{"network_blocked", summary.sandbox.no_network},
                       {"writes_confined", summary.sandbox.writes_confined}};
  record["interrupted"] = summary.interrupted;
  if (disclosure.datum != Datum::wgs84) record["datum"] = name_of(disclosure.datum);
  if (const auto groups = groups_told(summary, disclosure)) record["groups"] = record_of(*groups);
  if (!tells_clusters(summary, disclosure)) return record;
  Json& clusters = record["clusters"] = Json::array();
  for (const Cluster& cluster : summary.clusters) clusters.push_back(record_of(cluster, disclosure));
  return record;
}

std::string json_line(const Json& value) {
  const std::string raw = value.dump(-1, ' ', false, Json::error_handler_t::replace);
  std::string out;
  out.reserve(raw.size());
  // Outside strings JSON is printable ASCII, so whatever is a control here stands inside one.
  const auto is_plain = [](char c) { return c >= ' ' && c <= '~'; };
  for (std::string_view rest = raw; !rest.empty();) {
    const auto plain = static_cast<std::size_t>(std::ranges::find_if_not(rest, is_plain) - rest.begin());
    out += rest.substr(0, plain);
    rest.remove_prefix(plain);
    if (rest.empty()) break;
    const CodePoint next = front_code_point(rest);
    if (!is_control(next.value)) {
      out += rest.substr(0, next.length);
    } else if (next.value < 0x10000) {
      append_escape(out, next.value);
    } else {
      append_escape(out, 0xD800U + ((next.value - 0x10000U) >> 10U));
      append_escape(out, 0xDC00U + ((next.value - 0x10000U) & 0x3FFU));
    }
    rest.remove_prefix(next.length);
  }
  return out;
}

}  // namespace exifscrub
