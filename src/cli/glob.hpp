#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace exifscrub::cli {

/// A pattern for names: * and ? stop at a slash, ** does not, [a-z] and [!a-z] stand for one byte, a
/// backslash takes the next byte as it is. A slash at the end means a folder; "./" at the front is nothing. Matching
/// costs at most pattern length times text length.
class Glob {
 public:
  explicit Glob(std::string pattern);

  /// Without a slash in the pattern its text is a base name, else a path below PATH without leading slash.
  [[nodiscard]] bool matches(std::string_view path_below, std::string_view base_name,
                             bool is_folder = false) const;

 private:
  std::string pattern_;
  bool has_slash_ = false;
  bool folders_only_ = false;
};

/// Why a pattern can match nothing, or not what it seems to; empty: nothing is wrong.
[[nodiscard]] std::string_view objection_to_glob(std::string_view pattern);

[[nodiscard]] bool any_matches(const std::vector<Glob>& globs, std::string_view path_below,
                               std::string_view base_name, bool is_folder);

}  // namespace exifscrub::cli
