#pragma once

#include <string>

#include "exifscrub/inspect.hpp"

namespace exifscrub {

/// One line a region: first and last byte in hexadecimal, name, role, class. Every byte is in exactly one.
[[nodiscard]] std::string raw_map_text(const Inspection& inspection);

/// What the plan does, one line a piece and a patch, all positions in hexadecimal, last byte included:
///
///     size 12345 of 23456                 bytes of the output, of the input
///     keep 00000000-00000001              a stretch of the input
///     literal 36 ffe10022...              bytes that are not in the input, and how many
///     patch 00000120-00000137 values 00.. overwrites in the input's positions
///
/// Patched, the kept stretches and literals one after another are the output.
[[nodiscard]] std::string plan_text(const Plan& plan, std::uint64_t input_size);

}  // namespace exifscrub
