#pragma once

#include <span>
#include <string>
#include <vector>

#include "git/repository.hpp"

namespace exifscrub::git {

/// What stands behind a path of the index or of a commit.
enum class Kind : std::uint8_t { file, symlink, submodule };

/// One path of the index.
struct IndexEntry {
  std::string mode;    ///< as git spells it, e.g. "100644"
  std::string object;  ///< hexadecimal; all zeros for a path that is not merged yet
  std::string path;    ///< from the top of the work tree; bytes
  bool merged = true;
  bool skip_worktree = false;     ///< list_index only: outside a sparse checkout
  bool assume_unchanged = false;  ///< list_index only
};

[[nodiscard]] Kind kind_of(std::string_view mode);

/// What the next commit would bring: where the index differs from HEAD, removed paths aside.
[[nodiscard]] std::optional<Trouble> list_changes(const Repository& repository,
                                                  std::vector<IndexEntry>& into);

/// All that the index holds at or below each of `paths`, which start where the program runs.
/// Trouble: a path that the index does not know, or outside the work tree.
[[nodiscard]] std::optional<Trouble> list_index(const Repository& repository,
                                                std::span<const std::string> paths,
                                                std::vector<IndexEntry>& into);

/// Stores bytes as a blob, with no filter in the way. Any thread.
[[nodiscard]] std::optional<Trouble> store_blob(const Repository& repository, Bytes bytes,
                                                std::string& object);

/// Lets paths of the index stand for other objects, all or none of them. A path whose entry is no longer as
/// in `before` stays as it is. The bits skip-worktree and assume-unchanged stay.
/// @param after  the new objects, one for each entry of `before`
/// @param replaced  for each entry whether it was
[[nodiscard]] std::optional<Trouble> replace_in_index(const Repository& repository,
                                                      std::span<const IndexEntry> before,
                                                      std::span<const std::string> after,
                                                      std::vector<bool>& replaced);

}  // namespace exifscrub::git
