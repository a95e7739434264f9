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

/// A page lists all clusters, other formats do when asked.
bool lists_clusters(const Invocation& invocation, ReportFormat format) {
  return (invocation.group_by.clusters || format == ReportFormat::html) &&
         may_tell_places(invocation, format);
}

/// Text of an audit ends with what the most telling cluster suggests, unless it is to be quiet.
bool hints_at_one(const Invocation& invocation, ReportFormat format, bool quiet) {
  return format == ReportFormat::text && !quiet && invocation.command == Command::audit &&
         may_tell_places(invocation, format);
}

/// How many shots a run has to gather for its reports.
std::size_t shots_wanted(const Invocation& invocation) {
  if (any_format(invocation, [&](ReportFormat format) { return lists_clusters(invocation, format); })) {
    return std::numeric_limits<std::uint32_t>::max();
  }
  const bool hints = hints_at_one(invocation, invocation.format, invocation.quiet) ||
                     std::ranges::any_of(invocation.report_files, [&](const ReportFile& file) {
                       return hints_at_one(invocation, file.format, false);
                     });
  return hints ? ShotList::hint_shots : 0;
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
    : wanted_(shots_wanted(invocation)), names_places_(tells_places(invocation)) {}

void ShotList::add(const Outcome& outcome, std::uint64_t number) {
  if (shots_.size() >= wanted_ || number > std::numeric_limits<std::uint32_t>::max()) return;
  if (const Location* location = where_taken(outcome)) {
    shots_.push_back({{location->latitude, location->longitude},
                      LocalHour(outcome.taken),
                      static_cast<std::uint32_t>(number)});
  }
}

void ShotList::tell(Summary& summary) {
  summary.clustered = shots_.size();
  summary.clusters = find_clusters(shots_).clusters;
  shots_ = {};
  if (!names_places_) return;
  for (Cluster& cluster : summary.clusters) cluster.place = place_to_report(cluster.centre);
}

}  // namespace exifscrub::cli
