#pragma once

#include <optional>
#include <span>
#include <string>

#include "io/open_file.hpp"

namespace exifscrub::cli {

/// What a file that the run writes may take the place of.
enum class Replaces {
  text,      ///< an older report, or any other text, also a compressed one
  baseline,  ///< an older baseline
};

/// Looks at what stands under the name that a report or a baseline is to get. Empty files may be replaced too;
/// images, videos and sounds, files that cannot be written, and those that the run is to read never.
/// @param inputs  the files that the run is to read
/// @param why     filled when the file must stay: words for the user
/// @return what the name holds; none: nothing
[[nodiscard]] std::optional<FileIdentity> find_replaced(FileSystem& files, int folder,
                                                        const std::string& name, Replaces what,
                                                        std::span<const FileIdentity> inputs,
                                                        std::string& why);

}  // namespace exifscrub::cli
