#include "cli/place_names.hpp"

#include <algorithm>

#include "geo/places.hpp"

namespace exifscrub::cli {
namespace {

bool tells(const Invocation& invocation, ReportFormat format) {
  const bool names_places = format != ReportFormat::text || invocation.command == Command::audit;
  return names_places && disclosure_for(invocation, format).coordinates != Coordinates::none;
}

}  // namespace

bool tells_places(const Invocation& invocation) {
  return tells(invocation, invocation.format) ||
         std::ranges::any_of(invocation.report_files,
                             [&](const ReportFile& file) { return tells(invocation, file.format); });
}

void name_places(std::span<Outcome> outcomes) {
  for (Outcome& outcome : outcomes) {
    for (Location& location : outcome.locations) {
      const Position position{location.latitude, location.longitude};
      if (is_null_island(position)) continue;
      const std::optional<Place> place = nearest_place(position);
      if (place) location.place = {std::string{place->name}, std::string{place->country}, place->distance_km};
    }
  }
}

}  // namespace exifscrub::cli
