#include "report/kml.hpp"

#include "base/text.hpp"
#include "geo/places.hpp"
#include "report/position.hpp"
#include "report/told_values.hpp"
#include "report/words.hpp"
#include "report/xml_text.hpp"

namespace exifscrub {
namespace {

std::string data(std::string_view name, std::string_view value) {
  return "<Data name=\"" + kml_text(name) + "\"><value>" + kml_text(value) + "</value></Data>";
}

std::string extended_data(const Outcome& outcome, const Location& location, Disclosure disclosure) {
  std::string list = data("status", name_of(outcome.status));
  list += data("carrier", location.carrier);
  if (const auto place = place_told(location.place, disclosure)) {
    if (!place->name.empty()) {
      list += data("place", place->name);
      list += data("distance_km", number_of_kilometres(place->distance_km));
    }
    list += data("country", place->country);
  }
  if (kml_text(outcome.path) != xml_text(outcome.path) ||
      sanitise_for_terminal(outcome.path) != outcome.path) {
    list +=
        data("path_b64", base64({reinterpret_cast<const Byte*>(outcome.path.data()), outcome.path.size()}));
  }
  if (disclosure.values) {
    const ToldValues values{outcome, disclosure};
    for (const Finding& finding : outcome.findings) {
      if (values.tells(finding)) list += data(finding.name, finding.value);
    }
  }
  return list;
}

/// What a viewer shows of the place first, in words: "near Las Vegas, US".
std::string description(const Location& location, Disclosure disclosure) {
  const auto place = place_told(location.place, disclosure);
  if (!place || place->name.empty()) return {};
  return "<description>" + kml_text(words_for(*location.place)) + "</description>";
}

std::string point(const ToldPosition& position) {
  std::string text = "<Point>";
  // Without an altitude the third number is left out: the ground.
  if (position.altitude_m) text += "<altitudeMode>absolute</altitudeMode>";
  text += "<coordinates>" + number_of_degrees(position.at.longitude) + ',' +
          number_of_degrees(position.at.latitude);
  if (position.altitude_m) text += ',' + number_of_metres(*position.altitude_m);
  return text + "</coordinates></Point>";
}

}  // namespace

std::string kml_text(std::string_view text) {
  std::string plain;
  for (const char c : text) {
    if (c == '<') {
      plain += "\xE2\x80\xB9";
    } else if (c == '>') {
      plain += "\xE2\x80\xBA";
    } else {
      plain += c;
    }
  }
  return xml_text(plain);
}

void KmlReport::begin(std::string& out) {
  out +=
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<kml xmlns=\"http://www.opengis.net/kml/2.2\"><Document><name>exifscrub</name>\n";
  std::string notes;
  // KML is WGS 84 by definition (OGC 07-147r2): who asked for something else should see it said.
  if (const auto note = note_on(disclosure_.datum); !note.empty()) notes = std::string(note) + ". ";
  if (disclosure_.coordinates != Coordinates::none) notes += place_attribution;
  if (!notes.empty()) out += "<description>" + kml_text(notes) + "</description>\n";
}

void KmlReport::add(const Outcome& outcome, std::string& out) {
  for (const Location& location : outcome.locations) {
    out += "<Placemark><name>" + kml_text(outcome.path) + "</name>" + description(location, disclosure_) +
           "<ExtendedData>" + extended_data(outcome, location, disclosure_) + "</ExtendedData>";
    if (const auto position = position_told(location, disclosure_)) out += point(*position);
    out += "</Placemark>\n";
  }
}

void KmlReport::finish(const Summary&, std::string& out) { out += "</Document></kml>\n"; }

}  // namespace exifscrub
