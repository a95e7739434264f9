#pragma once

#include <string_view>

namespace exifscrub {

/// The English name of the country that a mobile country code of three digits stands for; empty for others.
/// @par Spec ITU-T E.212, list of mobile country codes
[[nodiscard]] std::string_view country_of_mobile_code(std::string_view digits);

}  // namespace exifscrub
