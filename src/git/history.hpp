#pragma once

#include <string>
#include <utility>
#include <vector>

#include "git/repository.hpp"

namespace exifscrub::git {

/// A path under which commits brought a content.
struct PastPath {
  std::string path;                    ///< from the top; bytes
  std::vector<std::uint32_t> commits;  ///< index into History::commits, newest first
};

/// A content that some commit holds, and where.
struct PastBlob {
  std::string object;
  std::vector<PastPath> paths;
};

/// All that the commits of every branch and tag brought, in the order of the newest commit that did.
struct History {
  std::vector<std::string> commits;  ///< newest first
  std::vector<PastBlob> blobs;
  std::vector<std::string> submodules;  ///< paths, each once
};

/// Lists the history of the repository, or of the part of it below the folder that was named. A merge counts
/// for what none of its parents had. Files that a tag names directly, without a commit, are listed under the
/// tag.
[[nodiscard]] std::optional<Trouble> list_history(const Repository& repository, History& into);

}  // namespace exifscrub::git
