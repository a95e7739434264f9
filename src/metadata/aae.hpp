#pragma once

#include "metadata/sidecar_record.hpp"

namespace exifscrub {

/// Reads an .aae, the property list in which Apple's Photos keeps the edits of a picture: when, with which
/// program, and the adjustments themselves, which are packed and can only go as a whole.
/// @return unsupported when it is no such list.
[[nodiscard]] Result<SidecarRecord> read_aae(Bytes file);

}  // namespace exifscrub
