#pragma once

#include <span>

#include "exifscrub/byte_source.hpp"
#include "exifscrub/extent.hpp"
#include "exifscrub/plan.hpp"

namespace exifscrub {

/// Whether `output` is what `plan` makes of `input`, byte for byte: kept stretches as they were, patches and
/// literals as planned, nothing else. For a plan that keeps the size this says that the files differ inside
/// its ranges only.
/// @param plan  relocated; its patches are in bytes of the input
/// @return conflict with the offset of the first wrong byte of the output; what reading fails with
[[nodiscard]] Result<void> check_follows_plan(ByteSource& input, ByteSource& output, const Plan& plan);

/// Whether no patch touches the picture.
/// @param stretches  picture bytes of the file that is patched; sorted, disjoint
/// @return conflict with the offset of the first patch that does
[[nodiscard]] Result<void> check_spares_picture(std::span<const Extent> patched,
                                                std::span<const Extent> stretches);

}  // namespace exifscrub
