#pragma once

#include <string_view>

namespace exifscrub {

/// Whether a file of this base name claims to be a picture: by its ending, in any case of letters.
[[nodiscard]] bool has_image_name(std::string_view name);

}  // namespace exifscrub
