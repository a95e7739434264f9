#pragma once

#include <vector>

#include "container/trailers.hpp"

namespace exifscrub {

/// The fields of a trailer that count from the start of the file, so that shortening what stands in front of
/// the trailer makes them wrong: AFCP's entries and footer, Samsung's `mpv2` video and QDIO sound.
[[nodiscard]] Result<std::vector<Link>> links_of_trailer(ByteSource& file, const Trailer& trailer);

}  // namespace exifscrub
