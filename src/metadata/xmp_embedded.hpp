#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "exifscrub/layout.hpp"

namespace exifscrub {

/// A document of another language inside a value of an XMP packet.
struct XmpEmbedded {
  BlockKind kind = BlockKind::unknown;
  Coding coding = Coding::base64;
  std::size_t skip = 0;   ///< bytes of the value before the document's own first byte
  std::string_view name;  ///< "thumbnail"
  ImageUse use = ImageUse::unindexed;
};

/// The document in `value` (as it stands in the packet, with references and white space), by the property's
/// name or, for any property, by what its base64 digits spell; nothing for a plain value.
[[nodiscard]] std::optional<XmpEmbedded> find_embedded(std::string_view uri, std::string_view local,
                                                       std::string_view value);

}  // namespace exifscrub
