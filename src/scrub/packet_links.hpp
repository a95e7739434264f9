#pragma once

#include <vector>

#include "plan/fate.hpp"
#include "scrub/document.hpp"

namespace exifscrub {

/// The lengths that XMP packets which stay (--keep) give of the images and videos behind the picture. Only
/// those that were right; a wrong one stays as it is.
[[nodiscard]] Result<std::vector<Link>> links_of_packets(Document& document, const Fates& fates);

}  // namespace exifscrub
