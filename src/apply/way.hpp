#pragma once

#include <cstdint>

#include "exifscrub/plan.hpp"
#include "exifscrub/result.hpp"
#include "io/file_identity.hpp"

namespace exifscrub {

/// How a plan reaches its file.
enum class Way : std::uint8_t { in_place, replace };

/// A plan that keeps the size goes in place, unless an indivisible patch crosses a sector of 512 bytes; any
/// other one by replace.
/// @param must_replace  not in place in any case: the format has checksums, or the patches make sense only
///                      together
/// @return denied for a read-only file without `force`, and for a replace that would break hard links; `what`
///         names the way out.
[[nodiscard]] Result<Way> choose_way(const Plan& plan, const FileIdentity& original, bool must_replace,
                                     bool force);

/// @return denied for a read-only file without `force`.
[[nodiscard]] Result<void> check_writable(const FileIdentity& original, bool force);

/// Whether Batch::remove() may take the file away.
/// @return denied for a read-only file without `force`, and for one with several names.
[[nodiscard]] Result<void> check_removable(const FileIdentity& original, bool force);

/// Whether a new file may take the original's place.
/// @return denied where that would break hard links.
[[nodiscard]] Result<void> check_replaceable(const FileIdentity& original, const Plan& plan);

}  // namespace exifscrub
