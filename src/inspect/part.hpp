#pragma once

#include "exifscrub/inspect.hpp"
#include "inspect/description.hpp"

namespace exifscrub {

/// The first part of that kind: of the primary image where it has one, else of any other stream.
/// @return unsupported when there is none; errors of the blocks' bytes
[[nodiscard]] Result<Part> find_part(const DescriptionInput& input, PartKind what);

}  // namespace exifscrub
