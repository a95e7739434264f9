#pragma once

#include <string>
#include <string_view>

namespace exifscrub {

/// `text` for an XML attribute or element (XML 1.0): on one line, controls and invalid UTF-8 as \xNN, the
/// characters of markup as entities, and nothing that XML does not allow at all.
[[nodiscard]] std::string xml_text(std::string_view text);

}  // namespace exifscrub
