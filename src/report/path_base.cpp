#include "report/path_base.hpp"

#include <vector>

#include "base/characters.hpp"

namespace exifscrub {
namespace {

/// Appends the parts of `path` to `parts`; ".." takes the last one away again.
void add_parts(std::string_view path, std::vector<std::string_view>& parts) {
  while (!path.empty()) {
    const std::size_t slash = path.find('/');
    const std::string_view part = path.substr(0, slash);
    if (part == ".." && !parts.empty()) parts.pop_back();
    if (!part.empty() && part != "." && part != "..") parts.push_back(part);
    path = slash == std::string_view::npos ? std::string_view() : path.substr(slash + 1);
  }
}

bool is_unreserved(char c) {
  const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  const bool digit = c >= '0' && c <= '9';
  return letter || digit || c == '-' || c == '.' || c == '_' || c == '~';
}

}  // namespace

std::optional<std::string> path_below(const PathBase& base, std::string_view path) {
  std::vector<std::string_view> parts;
  std::vector<std::string_view> root;
  if (path.empty() || path.front() != '/') add_parts(base.folder, parts);
  add_parts(path, parts);
  add_parts(base.root, root);
  if (parts.size() < root.size()) return std::nullopt;
  std::string below;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i < root.size()) {
      if (parts[i] != root[i]) return std::nullopt;
      continue;
    }
    if (!below.empty()) below += '/';
    below += parts[i];
  }
  return below.empty() ? "." : below;
}

std::string path_in_ci(const PathBase& base, std::string_view path) {
  if (base.root.empty() || path == "-") return std::string(path);
  return path_below(base, path).value_or(std::string(path));
}

std::string uri_of(std::string_view path) {
  std::string uri;
  for (const char c : path) {
    if (is_unreserved(c) || c == '/') {
      uri += c;
      continue;
    }
    uri += '%';
    append_hex(uri, static_cast<unsigned char>(c), upper_hex);
  }
  return uri;
}

}  // namespace exifscrub
