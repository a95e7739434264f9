#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "exifscrub/inspect.hpp"

namespace exifscrub {

/// Version of the shape of inspect's JSON; grows when a field changes its meaning or goes. Its schema is
/// exifscrub-inspect-1.schema.json.
inline constexpr int inspection_version = 1;

/// The whole tree as one JSON object.
/// @param path   as typed; bytes
/// @param write  takes the text piece by piece; false ends it
void write_inspection_json(const Inspection& inspection, const std::string& path,
                           const std::function<bool(std::string_view)>& write);

}  // namespace exifscrub
