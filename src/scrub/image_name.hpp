#pragma once

#include <string_view>

#include "exifscrub/byte_source.hpp"

namespace exifscrub {

/// Whether a file of this base name claims to be a picture: by its ending, in any case of letters.
[[nodiscard]] bool has_image_name(std::string_view name);

/// Whether a file of this base name claims to be a camera's raw file. Programs keep their edits of one in a file beside
/// it, and nothing here cleans it.
[[nodiscard]] bool has_raw_name(std::string_view name);

/// Whether a file whose name got `suffix` may claim to be a picture by that, or the name of a picture end in it.
[[nodiscard]] bool ends_image_names(std::string_view suffix);

/// Whether a file that begins with `head` is an image, video or sound by its signature, supported or not.
[[nodiscard]] bool has_image_signature(Bytes head);

}  // namespace exifscrub
