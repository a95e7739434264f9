#pragma once

#include <string>

#include "exifscrub/byte_source.hpp"
#include "exifscrub/inspect.hpp"

namespace exifscrub {

/// One self-contained page: the tree, the bytes with their margin, and a panel that says what the field under
/// the pointer or the keyboard's focus means, where its offset leads and who leads to it. Without scripts the
/// tree and the bytes are there all the same. Image data and long values are folded.
/// @return io when the file cannot be read
[[nodiscard]] Result<std::string> inspection_page(const Inspection& inspection, ByteSource& file,
                                                  const std::string& path);

}  // namespace exifscrub
