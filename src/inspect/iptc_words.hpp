#pragma once

#include <string>

namespace exifscrub {

/// "20240506" as "2024:05:06"; other text as it is. @par Spec IIM 4.2, 1.6 c
[[nodiscard]] std::string iptc_date(std::string text);

/// "190708+0200" as "19:07:08+02:00"; other text as it is. @par Spec IIM 4.2, 1.6 d
[[nodiscard]] std::string iptc_time(std::string text);

}  // namespace exifscrub
