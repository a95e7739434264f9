#include "scrub/leaks.hpp"

#include <algorithm>

#include "exifscrub/policy.hpp"

namespace exifscrub {
namespace {

bool viewer_needs(LeakClass leak_class) {
  return class_table()[static_cast<std::size_t>(leak_class)].viewer_needs;
}

}  // namespace

bool leaks_any(std::span<const BlockFinding> findings, const std::array<bool, leak_class_count>& classes) {
  return std::ranges::any_of(findings, [&](const BlockFinding& finding) {
    return finding.standing == Standing::leak && classes[static_cast<std::size_t>(finding.leak_class)] &&
           !viewer_needs(finding.leak_class);
  });
}

bool has_metadata(const Reading& reading) {
  return std::ranges::any_of(reading.findings, [](const BlockFinding& finding) {
    return finding.standing != Standing::remark && !viewer_needs(finding.leak_class);
  });
}

const BlindSpot* blind_for_location(const Reading& reading) {
  const auto spot = std::ranges::find_if(reading.blind_spots, &BlindSpot::may_hide_location);
  return spot == reading.blind_spots.end() ? nullptr : &*spot;
}

}  // namespace exifscrub
