#pragma once

#include <vector>

#include "cli/invocation.hpp"
#include "exifscrub/scrub.hpp"
#include "geo/shot.hpp"

namespace exifscrub::cli {

/// Whether a report of the run may tell place names. A run that tells none never touches the place data.
[[nodiscard]] bool tells_places(const Invocation& invocation);

/// Gathers where and when the photos of a run were taken, to find the clusters at its end: 24 bytes a located
/// photo, and ten times that while they are found. One thread at a time.
class ShotList {
 public:
  /// Gathers nothing when no report of the run tells of clusters.
  explicit ShotList(const Invocation& invocation);

  /// @param number  of the outcome, as it stands in the reports
  void add(const Outcome& outcome, std::uint64_t number);

  /// The clusters of what came in, most photos first, with their places where reports tell them. The list is
  /// empty afterwards.
  [[nodiscard]] std::vector<Cluster> take_clusters();

 private:
  bool gathers_;
  bool names_places_;
  std::vector<Shot> shots_;
};

}  // namespace exifscrub::cli
