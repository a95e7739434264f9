#include "cli/path_filter.hpp"

namespace exifscrub::cli {

bool takes_path(const WalkRules& rules, std::string_view path_below) {
  for (std::size_t begin = 0; begin <= path_below.size();) {
    const std::size_t slash = path_below.find('/', begin);
    const std::string_view path = path_below.substr(0, slash);
    const std::string_view name = path.substr(begin);
    if (!rules.hidden && !name.empty() && name.front() == '.') return false;
    if (any_matches(rules.exclude, path, name)) return false;
    if (slash == std::string_view::npos) {
      return rules.include.empty() || any_matches(rules.include, path, name);
    }
    begin = slash + 1;
  }
  return true;
}

}  // namespace exifscrub::cli
