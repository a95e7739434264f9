#pragma once

#include <vector>

#include "cli/invocation.hpp"
#include "exifscrub/scrub.hpp"
#include "geo/shot.hpp"
#include "report/summary.hpp"

namespace exifscrub::cli {

/// Whether a report of the run may tell place names. A run that tells none never touches the place data.
[[nodiscard]] bool tells_places(const Invocation& invocation);

/// Gathers where and when the photos of a run were taken, to find the clusters at its end: 24 bytes a located
/// photo, and ten times that while they are found. One thread at a time.
class ShotList {
 public:
  /// Photos that are enough for the one sentence about a home that nobody asked for: an audit of an archive of
  /// any size holds 16 MiB for it at most.
  static constexpr std::size_t hint_shots = 1 << 16;

  /// Gathers all shots when a report of the run lists clusters, the first hint_shots when one only hints at the
  /// most telling, and none otherwise.
  explicit ShotList(const Invocation& invocation);

  /// @param number  of the outcome, as it stands in the reports
  void add(const Outcome& outcome, std::uint64_t number);

  /// Gives the summary the clusters of what came in, with their places where reports tell them. The list is
  /// empty afterwards.
  void tell(Summary& summary);

 private:
  std::size_t wanted_;
  bool names_places_;
  std::vector<Shot> shots_;
};

}  // namespace exifscrub::cli
