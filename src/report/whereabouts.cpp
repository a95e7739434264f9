#include "report/whereabouts.hpp"

#include <array>
#include <cmath>
#include <nlohmann/json.hpp>

#include "base/text.hpp"
#include "report/record.hpp"

namespace exifscrub {
namespace {

using Json = nlohmann::ordered_json;

/// What a group is called, and its parts, by depth.
struct GroupNames {
  const char* name;
  const char* parts;
};

constexpr std::array<GroupNames, 3> group_names = {
    {{"country", "regions"}, {"region", "places"}, {"place", nullptr}}};

Json groups_record(const std::vector<PlaceGroup>& groups, std::size_t depth) {
  const GroupNames& names = group_names.at(depth);
  Json records = Json::array();
  for (const PlaceGroup& group : groups) {
    Json record = {{names.name, group.name.empty() ? Json(nullptr) : Json(repair_utf8(group.name))},
                   {"photos", group.photos}};
    if (!group.parts.empty()) record[names.parts] = groups_record(group.parts, depth + 1);
    records.push_back(std::move(record));
  }
  return records;
}

double rounded(double number, double step) { return std::round(number / step) * step; }

}  // namespace

std::optional<std::vector<PlaceGroup>> groups_told(const Summary& summary, Disclosure disclosure) {
  if (!summary.group_by.places || disclosure.coordinates == Coordinates::none) return std::nullopt;
  const bool coarse = disclosure.coordinates == Coordinates::coarse;
  return summary.places.groups(coarse ? PlaceLevel::country : *summary.group_by.places);
}

bool tells_clusters(const Summary& summary, Disclosure disclosure) {
  return summary.group_by.clusters && disclosure.coordinates != Coordinates::none;
}

Json record_of(const std::vector<PlaceGroup>& groups) { return groups_record(groups, 0); }

Json record_of(const Cluster& cluster, Disclosure disclosure) {
  Json record = {{"photos", cluster.members.size()}};
  record.update(position_record(position_told(cluster.centre, disclosure), cluster.place, disclosure));
  record["span_m"] = std::lround(cluster.span_m);
  record["dated"] = cluster.dated;
  record["days"] = cluster.days;
  if (disclosure.values && cluster.dated > 0) {
    record["first_date"] = cluster.first_date;
    record["last_date"] = cluster.last_date;
  }
  record["night_share"] = rounded(cluster.night_share, 0.001);
  record["weekend_share"] = rounded(cluster.weekend_share, 0.001);
  record["may_be_home"] = cluster.home_reasons;
  record["may_be_workplace"] = cluster.workplace_reasons;
  record["members"] = cluster.members;
  return record;
}

}  // namespace exifscrub
