#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "report/disclosure.hpp"
#include "report/summary.hpp"

namespace exifscrub {

/// The groups that were asked for, as far as they may be told: down to the towns or, where only a coarse
/// position may be told, the countries. Nothing: not asked for, or none may be told.
[[nodiscard]] std::optional<std::vector<PlaceGroup>> groups_told(const Summary& summary,
                                                                 Disclosure disclosure);

/// Whether clusters were asked for and may be told. Of one, its centre and place are told as those of a file
/// (position_told, place_words), and its dates where values are; the rest is free.
[[nodiscard]] bool tells_clusters(const Summary& summary, Disclosure disclosure);

/// The fields of the summary's record, `groups` and `clusters`.
[[nodiscard]] nlohmann::ordered_json record_of(const std::vector<PlaceGroup>& groups);
[[nodiscard]] nlohmann::ordered_json record_of(const Cluster& cluster, Disclosure disclosure);

}  // namespace exifscrub
