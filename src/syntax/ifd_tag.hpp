#pragma once

#include <optional>

#include "syntax/ifd.hpp"

namespace exifscrub {

/// The tag of entry number `index`, without a look at the rest of it.
[[nodiscard]] inline std::uint16_t read_ifd_tag(Bytes tiff, TiffGrammar grammar, const IfdTable& table,
                                                std::uint32_t index) {
  const std::uint64_t first = table.offset + grammar.count_size();
  return load_u16(tiff.data() + first + index * grammar.entry_size(), grammar.order);
}

/// The type of its value, likewise.
[[nodiscard]] inline std::uint16_t read_ifd_type(Bytes tiff, TiffGrammar grammar, const IfdTable& table,
                                                 std::uint32_t index) {
  const std::uint64_t first = table.offset + grammar.count_size();
  return load_u16(tiff.data() + first + index * grammar.entry_size() + 2, grammar.order);
}

/// The first entry of that tag.
[[nodiscard]] inline std::optional<IfdEntry> find_ifd_entry(Bytes tiff, TiffGrammar grammar,
                                                            const IfdTable& table, std::uint16_t tag) {
  for (std::uint32_t i = 0; i < table.count; ++i) {
    if (read_ifd_tag(tiff, grammar, table, i) == tag) return read_ifd_entry(tiff, grammar, table, i);
  }
  return std::nullopt;
}

}  // namespace exifscrub
