#pragma once

#include "exifscrub/plan.hpp"
#include "plan/fate.hpp"
#include "scrub/document.hpp"

namespace exifscrub {

/// The Multi-Picture Format index of the images that stay.
/// @param block  an MPF block of the primary image
/// @return the whole segment with its links; no bytes when the primary image stays alone
[[nodiscard]] Result<Literal> image_index(Document& document, const Fates& fates, std::uint32_t block);

}  // namespace exifscrub
