#pragma once

#include <span>

#include "container/format.hpp"

namespace exifscrub {

/// Every format that recognise() knows, in the order in which it asks: one row for each FormatId but `none`.
[[nodiscard]] std::span<const Format> known_formats();

}  // namespace exifscrub
