#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace exifscrub {

/// What the paths in CI formats are relative to. Both are absolute, as text: links are not followed.
struct PathBase {
  std::string folder;  ///< the current folder, which typed paths start from
  std::string root;    ///< --root; empty: paths stay as they are typed
};

/// `path` as it reads from the root, without "." and ".."; empty when it is not below the root.
[[nodiscard]] std::optional<std::string> path_below(const PathBase& base, std::string_view path);

/// The same for reports: a path outside the root stays as typed.
[[nodiscard]] std::string path_in_ci(const PathBase& base, std::string_view path);

/// The path as a relative URI reference (RFC 3986): every byte but unreserved characters and the slash is
/// percent-encoded, so that no scheme, query or control can come out of a name.
[[nodiscard]] std::string uri_of(std::string_view path);

}  // namespace exifscrub
