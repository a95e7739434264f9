#pragma once

#include <string>

#include "exifscrub/inspect.hpp"

namespace exifscrub {

/// Version of the shape of inspect's JSON; grows when a field changes its meaning or goes. Its schema is
/// exifscrub-inspect-1.schema.json.
inline constexpr int inspection_version = 1;

/// The whole tree as one JSON object.
/// @param path  as typed; bytes
[[nodiscard]] std::string inspection_json(const Inspection& inspection, const std::string& path);

}  // namespace exifscrub
