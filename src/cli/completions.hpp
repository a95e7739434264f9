#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace exifscrub::cli {

/// The completions for a shell, made from the option table; none for a shell that is not bash, zsh or fish.
[[nodiscard]] std::optional<std::string> completions_for(std::string_view shell);

}  // namespace exifscrub::cli
