#pragma once

#include <cstdint>

#include "scrub/handled.hpp"

namespace exifscrub {

/// What a file beside another speaks of.
enum class SidecarOwner : std::uint8_t {
  no_image,  ///< the sidecar is left alone
  raw,       ///< a camera's raw file: the sidecar holds its edits, and it is not cleaned itself
  picture,
};

/// Handles a file beside a picture (--sidecars): opens, reads and judges it, and has its change prepared.
/// @param entry       the sidecar itself
/// @param folder      open; `entry.name` is in it
[[nodiscard]] Handled handle_sidecar(const FolderEntry& entry, int folder, SidecarOwner owner, const Job& job,
                                     Delivery& delivery);

}  // namespace exifscrub
