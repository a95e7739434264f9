#include "report/geojson.hpp"

#include <nlohmann/json.hpp>

#include "base/text.hpp"
#include "geo/places.hpp"
#include "report/position.hpp"
#include "report/record.hpp"
#include "report/told_values.hpp"
#include "report/words.hpp"

namespace exifscrub {
namespace {

using Json = nlohmann::ordered_json;

Json geometry_of(const Location& location, Disclosure disclosure) {
  const auto position = position_told(location, disclosure);
  if (!position) return nullptr;
  Json point = Json::array({position->at.longitude, position->at.latitude});
  if (position->altitude_m) point.push_back(*position->altitude_m);
  return {{"type", "Point"}, {"coordinates", std::move(point)}};
}

/// The values that may be told, by name; of several with one name the first.
Json values_of(const Outcome& outcome, Disclosure disclosure) {
  const ToldValues told{outcome, disclosure};
  Json values = Json::object();
  for (const Finding& finding : outcome.findings) {
    if (!told.tells(finding)) continue;
    const std::string name = repair_utf8(finding.name);
    if (!values.contains(name)) values[name] = repair_utf8(finding.value);
  }
  return values;
}

Json properties_of(const Outcome& outcome, const Location& location, Disclosure disclosure) {
  Json properties = {{"path", repair_utf8(outcome.path)}};
  if (!is_utf8(outcome.path)) {
    properties["path_b64"] =
        base64({reinterpret_cast<const Byte*>(outcome.path.data()), outcome.path.size()});
  }
  properties["status"] = name_of(outcome.status);
  properties["carrier"] = repair_utf8(location.carrier);
  properties["primary"] = location.primary;
  properties.update(position_record(std::nullopt, location.place, disclosure));
  if (disclosure.values) properties["values"] = values_of(outcome, disclosure);
  return properties;
}

}  // namespace

void GeojsonReport::begin(std::string& out) { out += "{\"type\":\"FeatureCollection\",\"features\":["; }

void GeojsonReport::add(const Outcome& outcome, std::string& out) {
  for (const Location& location : outcome.locations) {
    const Json feature = {{"type", "Feature"},
                          {"geometry", geometry_of(location, disclosure_)},
                          {"properties", properties_of(outcome, location, disclosure_)}};
    out += first_ ? "\n" : ",\n";
    first_ = false;
    out += json_line(feature);
  }
}

void GeojsonReport::finish(const Summary& summary, std::string& out) {
  out += "\n],\n";
  if (disclosure_.coordinates != Coordinates::none) {
    out += "\"attribution\":" + json_line(place_attribution) + ",\n";
  }
  out += "\"summary\":" + json_line(record_of(summary, disclosure_)) + "}\n";
}

}  // namespace exifscrub
