#pragma once

#include <string>
#include <string_view>

namespace exifscrub {

/// The day that a base name tells ("IMG_20240506_070809.jpg", "WhatsApp Image 2024-05-06 at ...",
/// "FB_IMG_1714980000000.jpg" in milliseconds since 1970), as "2024-05-06"; empty when it tells none.
[[nodiscard]] std::string date_in_name(std::string_view name);

}  // namespace exifscrub
