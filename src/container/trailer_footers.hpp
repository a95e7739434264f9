#pragma once

#include <cstdint>
#include <span>

#include "exifscrub/byte_source.hpp"
#include "exifscrub/extent.hpp"
#include "exifscrub/layout.hpp"
#include "syntax/dialect.hpp"

namespace exifscrub {

/// A kind of trailer that tells by its last bytes that it is there and where it starts.
struct FooterRow {
  Dialect dialect;
  BlockKind block;
  /// Where the trailer that ends `within` starts, or 0 when it does not end in one of this kind. `last` are
  /// the last bytes of `within`, enough for every footer.
  Result<std::uint64_t> (*begin)(ByteSource& file, Extent within, Bytes last);
};

/// The table of footers, in the order in which they are tried.
[[nodiscard]] std::span<const FooterRow> footer_rows();

/// A footer found, or no row.
struct FooterMatch {
  const FooterRow* row = nullptr;
  std::uint64_t begin = 0;
};

/// The trailer whose last byte is the last of `within`.
[[nodiscard]] Result<FooterMatch> match_footer(ByteSource& file, Extent within);

}  // namespace exifscrub
