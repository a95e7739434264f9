#pragma once

#include <cstddef>
#include <functional>
#include <string_view>
#include <vector>

#include "exifscrub/byte_source.hpp"
#include "exifscrub/inspect.hpp"

namespace exifscrub {

struct HexSettings {
  std::size_t width = 80;  ///< columns; 110 or more make longer rows
  bool colour = false;
  bool all = false;            ///< long values in full, but image data
  std::vector<Extent> wanted;  ///< part of the file, in full; empty: the whole file
};

/// The file's bytes in hexadecimal, each kind of field in its colour, with a margin that names the fields and
/// says in words where offsets lead. A bar separates the fields of a row, so that it reads without colours
/// too.
/// @param write  takes the text piece by piece; false ends it
/// @return io when the file cannot be read
[[nodiscard]] Result<void> write_hex(const Inspection& inspection, ByteSource& file,
                                     const HexSettings& settings,
                                     const std::function<bool(std::string_view)>& write);

/// What a margin says beside a field: its name and value, or where it leads.
[[nodiscard]] std::string margin_text(const FieldMap& map, std::uint32_t field);

/// "IFD0, 11 entries, 138 bytes at 0x14"
[[nodiscard]] std::string heading_text(const FieldMap& map, std::uint32_t field);

}  // namespace exifscrub
