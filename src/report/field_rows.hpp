#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "exifscrub/field_map.hpp"

namespace exifscrub {

/// A stretch of the file and the innermost field that it belongs to.
struct FieldSpan {
  Extent at;
  std::uint32_t field = 0;
};

/// The file cut into spans, in order, without gap or overlap. Where fields overlap, as in damaged files, the
/// one that begins later wins.
[[nodiscard]] std::vector<FieldSpan> field_spans(const FieldMap& map, std::uint64_t size);

/// The bytes of all fields called `name`, with what is in them: a name of the tree, with or without its
/// group, in any case. Sorted, apart from each other; empty when there is none.
[[nodiscard]] std::vector<Extent> extents_named(const FieldMap& map, std::string_view name);

/// One line of a hex view.
struct HexRow {
  enum class Kind : std::uint8_t {
    heading,  ///< `field` begins, or goes on
    caption,  ///< the columns of the entries that follow
    bytes,
    fold,  ///< `at` is left out
  };
  Kind kind = Kind::bytes;
  std::uint32_t field = no_index;  ///< what the line is about; no_index: it continues the line before
  Extent at;                       ///< bytes of the file
  std::vector<FieldSpan> cells;    ///< of a line of bytes
};

struct HexRequest {
  std::size_t row_length = 12;  ///< bytes of a line; 12 is an entry of an IFD
  bool all = false;             ///< long values in full
  bool image_data = false;      ///< image data in full too
  std::vector<Extent> wanted;   ///< sorted, apart from each other; empty: the whole file
};

/// Hands out the lines of a hex view, in order of the file.
void for_each_hex_row(const FieldMap& map, std::uint64_t size, const HexRequest& request,
                      const std::function<void(const HexRow&)>& take);

}  // namespace exifscrub
