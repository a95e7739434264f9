#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

#include "exifscrub/scrub.hpp"
#include "report/disclosure.hpp"
#include "report/position.hpp"
#include "report/summary.hpp"

namespace exifscrub {

/// Version of the record's shape; grows when a field changes its meaning or goes.
inline constexpr int record_version = 1;

/// Everything that may be told about one file, in the order of the manual. Always there: path, format,
/// status, changed, reason, state, bytes_in, bytes_out, image_hash, location, locations, findings. Only where
/// they say something: path_b64, accepted, notes.
[[nodiscard]] nlohmann::ordered_json record_of(const Outcome& outcome, Disclosure disclosure);

/// Only where asked for and where they may be told: outside_near, datum, groups, clusters.
[[nodiscard]] nlohmann::ordered_json record_of(const Summary& summary, Disclosure disclosure);

/// The fields of a position, `lat` to `country`, that may be told; an empty object when none.
[[nodiscard]] nlohmann::ordered_json position_record(const std::optional<ToldPosition>& position,
                                                     const std::optional<NearestPlace>& place,
                                                     Disclosure disclosure);

/// The value as one line of JSON (RFC 8259). Controls and bidirectional overrides are written as \uXXXX, so
/// that the line is harmless on a terminal too.
[[nodiscard]] std::string json_line(const nlohmann::ordered_json& value);

}  // namespace exifscrub
