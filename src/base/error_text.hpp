#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "exifscrub/result.hpp"

namespace exifscrub {

/// One line for people: what is wrong, and the byte where the trouble starts.
[[nodiscard]] std::string reason_at(std::string_view what, std::uint64_t offset);

/// The same for an error: with what the system says of it, or the byte.
[[nodiscard]] std::string reason_of(const Error& error);

}  // namespace exifscrub
