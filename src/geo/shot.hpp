#pragma once

#include <string_view>

#include "geo/coordinates.hpp"

namespace exifscrub {

/// Where and when a photo was taken: what grouping needs of it. Its number is its place in the vector.
struct Shot {
  Position position;
  std::string_view
      taken;  ///< local time "2024-05-06T19:07:08", owned by the caller; empty or other text: none
};

}  // namespace exifscrub
