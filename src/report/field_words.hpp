#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "exifscrub/inspect.hpp"

namespace exifscrub {

/// The escape sequence of a kind's colour on a terminal; empty for plain text. Chosen to be told apart on
/// dark and on light backgrounds.
[[nodiscard]] std::string_view colour_of(FieldKind kind);
inline constexpr std::string_view colour_off = "\x1b[0m";

/// "0x2a4"
[[nodiscard]] std::string hex_text(std::uint64_t number);
/// `number` in hexadecimal, with zeros in front up to `width` digits.
[[nodiscard]] std::string hex_digits(std::uint64_t number, std::size_t width);
/// Hexadecimal digits that each offset of a file of that size fits in: at least 6.
[[nodiscard]] std::size_t offset_digits(std::uint64_t size);

/// What a plan does with a region.
struct RegionAction {
  std::string_view name;    ///< keep, drop, patch, replace; empty: there is no plan
  std::uint64_t bytes = 0;  ///< patched, or of what takes its place
};

/// The actions of the inspection's plan by region; empty without a plan.
[[nodiscard]] std::vector<RegionAction> region_actions(const Inspection& inspection);

/// `text` on one line of at most `width` columns; what is longer ends in "..." and its length.
/// @param length  bytes of the whole, when `text` is but its end; 0: those of `text`
[[nodiscard]] std::string cut_text(std::string_view text, std::size_t width, std::size_t length = 0);

/// `text` on lines of at most `width` columns, broken at spaces where that leaves no line half empty. No more
/// than `most` lines: the last one is cut and tells the length of the whole.
[[nodiscard]] std::vector<std::string> lines_of(std::string_view text, std::size_t width, std::size_t most);

/// The longest beginning of valid UTF-8 that takes at most `width` columns.
[[nodiscard]] std::string_view front_columns(std::string_view text, std::size_t width);

}  // namespace exifscrub
