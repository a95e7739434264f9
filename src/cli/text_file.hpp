#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "cli/options.hpp"

namespace exifscrub::cli {

/// What a small file that the user named holds; neither when there is none of that name.
struct TextFile {
  std::optional<std::string> text;
  std::optional<UsageError> error;
};

/// Reads a regular file of at most `most` bytes.
[[nodiscard]] TextFile read_text_file(const std::string& path, std::uint64_t most);

}  // namespace exifscrub::cli
