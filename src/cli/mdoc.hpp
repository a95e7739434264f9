#pragma once

#include <string>
#include <string_view>

namespace exifscrub::cli {

/// Text for a manual page in mdoc(7): what roff would take for its own is escaped.
[[nodiscard]] std::string mdoc_escaped(std::string_view text);

/// The same, each sentence on a line of its own, as mdoc(7) wants it.
[[nodiscard]] std::string mdoc_paragraph(std::string_view text);

/// The sections of exifscrub-formats(7) that come from the code's registries.
[[nodiscard]] std::string registries_as_mdoc();

}  // namespace exifscrub::cli
