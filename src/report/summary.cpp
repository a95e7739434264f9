#include "report/summary.hpp"

#include <algorithm>

namespace exifscrub {

std::string_view name_of(PassedOver kind) {
  constexpr std::array<std::string_view, passed_over_count> names = {
      "symlinks", "other_names", "special_files", "repositories", "backups", "temporaries", "submodules"};
  return names[static_cast<std::size_t>(kind)];
}

bool is_unsupported(const Outcome& outcome) {
  return outcome.status == Status::refused && outcome.reason.find("not supported yet") != std::string::npos;
}

namespace {

bool is_unread(const Outcome& outcome) {
  return outcome.status == Status::metadata && outcome.reason.starts_with("nobody can read");
}

}  // namespace

const Location* where_taken(const Outcome& outcome) {
  const auto found = std::ranges::find_if(outcome.locations, [](const Location& location) {
    const Position position{location.latitude, location.longitude};
    return is_valid(position) && !is_null_island(position);
  });
  return found == outcome.locations.end() ? nullptr : &*found;
}

void Summary::add(const Outcome& outcome) {
  ++files;
  ++by_status[static_cast<std::size_t>(outcome.status)];
  if (outcome.accepted) ++accepted;
  if (is_unread(outcome)) ++unread;
  if (is_unsupported(outcome)) ++unsupported[static_cast<std::size_t>(outcome.format)];
  add_beside(outcome);
  // Of what is an image only --near skips any.
  if (outcome.status == Status::skipped && outcome.format != FormatId::none) ++outside_near;
  if (const Location* location = where_taken(outcome)) {
    ++located;
    if (group_by.places && location->place) places.add(*location->place);
  }
  if (!outcome.changed) return;
  ++changed;
  // A minimal Exif may make a tiny file longer; that is not "removed".
  if (outcome.bytes_in > outcome.bytes_out) bytes_removed += outcome.bytes_in - outcome.bytes_out;
}

void Summary::add_beside(const Outcome& outcome) {
  bool attribute = false;
  std::string_view sidecar;
  bool names_place = false;
  const auto count_sidecar = [&] {
    if (!sidecar.empty()) ++beside.sidecars;
    if (names_place) ++beside.sidecars_located;
    names_place = false;
  };
  for (const Finding& finding : outcome.findings) {
    const bool left = finding.standing == Standing::remark && finding.action != Action::removed;
    if (!left || !finding.where.empty()) continue;
    attribute = attribute || finding.carrier == attribute_carrier;
    if (!finding.carrier.starts_with(sidecar_carrier)) continue;
    // Those of one sidecar stand together.
    if (finding.carrier != sidecar) {
      count_sidecar();
      sidecar = finding.carrier;
    }
    names_place = names_place || finding.leak_class == LeakClass::location;
  }
  count_sidecar();
  if (attribute) ++beside.attributes;
}

}  // namespace exifscrub
