#include "cli/whereabouts.hpp"

#include <algorithm>
#include <limits>

#include "geo/places.hpp"

namespace exifscrub::cli {
namespace {

/// Whether `tells`, called with each format that the run reports in, says so of any.
template <class Tells>
bool any_format(const Invocation& invocation, Tells tells) {
  return tells(invocation.format) || std::ranges::any_of(invocation.report_files, tells,
                                                         [](const ReportFile& file) { return file.format; });
}

bool may_tell_places(const Invocation& invocation, ReportFormat format) {
  return disclosure_for(invocation, format).coordinates != Coordinates::none;
}

/// Text of an audit ends with what the largest cluster suggests, unless it is to be quiet; a page lists them
/// all.
bool tells_clusters(const Invocation& invocation, ReportFormat format, bool quiet) {
  const bool unasked = format == ReportFormat::html ||
                       (format == ReportFormat::text && !quiet && invocation.command == Command::audit);
  return (invocation.group_by.clusters || unasked) && may_tell_places(invocation, format);
}

}  // namespace

bool tells_places(const Invocation& invocation) {
  const bool grouped = invocation.group_by.places || invocation.group_by.clusters;
  return any_format(invocation, [&](ReportFormat format) {
    const bool names_places = format != ReportFormat::text || invocation.command == Command::audit || grouped;
    return names_places && may_tell_places(invocation, format);
  });
}

ShotList::ShotList(const Invocation& invocation)
    : gathers_(tells_clusters(invocation, invocation.format, invocation.quiet) ||
               std::ranges::any_of(
                   invocation.report_files,
                   [&](const ReportFile& file) { return tells_clusters(invocation, file.format, false); })),
      names_places_(tells_places(invocation)) {}

void ShotList::add(const Outcome& outcome, std::uint64_t number) {
  if (!gathers_ || number > std::numeric_limits<std::uint32_t>::max()) return;
  if (const Location* location = where_taken(outcome)) {
    shots_.push_back({{location->latitude, location->longitude},
                      LocalHour(outcome.taken),
                      static_cast<std::uint32_t>(number)});
  }
}

std::vector<Cluster> ShotList::take_clusters() {
  std::vector<Cluster> clusters = find_clusters(shots_).clusters;
  shots_ = {};
  if (!names_places_) return clusters;
  for (Cluster& cluster : clusters) cluster.place = place_to_report(cluster.centre);
  return clusters;
}

}  // namespace exifscrub::cli
