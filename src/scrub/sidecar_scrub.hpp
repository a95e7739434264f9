#pragma once

#include "scrub/handled.hpp"

namespace exifscrub {

/// Handles a file beside a picture (--sidecars): opens, reads and judges it, and has its change prepared.
/// @param entry       the sidecar itself
/// @param folder      open; `entry.name` is in it
/// @param is_picture  whether what it speaks of is one; else it is left alone
[[nodiscard]] Handled handle_sidecar(const FolderEntry& entry, int folder, bool is_picture, const Job& job,
                                     Delivery& delivery);

}  // namespace exifscrub
