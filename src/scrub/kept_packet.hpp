#pragma once

#include "exifscrub/plan.hpp"
#include "exifscrub/policy.hpp"
#include "plan/fate.hpp"
#include "scrub/document.hpp"

namespace exifscrub {

/// The image or video behind the primary image that an item of the container's directory means.
[[nodiscard]] std::optional<Extent> stream_of(const Layout& layout, std::string_view semantic);

/// The canonical XMP that takes the place of a packet: what a viewer needs of it, with the lengths of the
/// images and videos that stay.
/// @param block  an XMP block of the file
/// @return the packet with its links; no bytes when nothing of it is due
[[nodiscard]] Literal kept_packet(const Document& document, const Policy& policy, std::uint32_t block);

}  // namespace exifscrub
