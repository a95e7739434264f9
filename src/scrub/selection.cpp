#include "scrub/selection.hpp"

#include <algorithm>
#include <array>

#include "base/error_text.hpp"
#include "scrub/leaks.hpp"
#include "scrub/sight.hpp"
#include "scrub/verdict.hpp"

namespace exifscrub {
namespace {

/// Whether a tag of class location says nothing about where the picture was taken: heights, directions,
/// speeds, the state of a receiver, the cities that a camera's clock is set to.
bool is_beside_the_place(std::string_view tag) {
  constexpr std::array<std::string_view, 20> parts = {
      "Altitude",     "Azimuth",         "Bearing",      "Compass",   "DOP",
      "DateStamp",    "Degree",          "Differential", "Direction", "Heading",
      "HometownCity", "DestinationCity", "TimeZoneCity", "MapDatum",  "MeasureMode",
      "Satellites",   "Speed",           "Status",       "TimeStamp", "VersionID"};
  if (tag.ends_with("Ref") || tag.ends_with("Track") || tag.ends_with("Yaw")) return true;
  return std::ranges::any_of(parts,
                             [&](std::string_view part) { return tag.find(part) != std::string_view::npos; });
}

bool names_a_place(const Reading& reading) {
  return std::ranges::any_of(reading.findings, [](const BlockFinding& finding) {
    return finding.leak_class == LeakClass::location && finding.standing == Standing::leak &&
           !is_beside_the_place(finding.tag);
  });
}

}  // namespace

void select(Examination& examination, const Vicinity& near) {
  const Reading& reading = examination.document->reading();
  Outcome& outcome = examination.outcome;
  const auto position_of = [](const BlockPosition& read) { return Position{read.latitude, read.longitude}; };
  const auto is_chosen = [&](Position position) { return is_valid(position) && near.contains(position); };
  if (std::ranges::any_of(reading.positions, is_chosen, position_of)) return;
  if (const BlindSpot* spot = blind_for_location(reading)) {
    settle(outcome, Status::refused, reason_at(spot->what, place_in_file(*examination.document, *spot)));
  } else if (reading.positions.empty() && names_a_place(reading)) {
    settle(outcome, Status::refused, "its location has no coordinates that can be compared with --near");
  } else {
    settle(outcome, Status::skipped, reading.positions.empty() ? "without a location" : "outside --near");
  }
  examination.partial = std::move(examination.document);
}

}  // namespace exifscrub
