#pragma once

#include <vector>

#include "exifscrub/layout.hpp"
#include "layout/reading.hpp"

namespace exifscrub {

/// By finding: whether one that is not selected goes all the same, because its bytes lie inside something
/// that goes whole: a time zone inside a MakerNote, a caption inside a thumbnail, all of a video's boxes.
/// @param selected  by finding: goes for its own class
[[nodiscard]] std::vector<bool> find_enclosed(const Layout& layout, const Reading& reading,
                                              const std::vector<bool>& selected);

}  // namespace exifscrub
