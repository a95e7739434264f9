#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "git/child.hpp"

namespace exifscrub::git {

/// What git cannot or will not do, in one line for the user.
struct Trouble {
  std::string words;
};

/// Git's own words as a Trouble: the well-known refusals with what to do about them, others as they are.
[[nodiscard]] Trouble trouble_of(std::string_view complaint);
[[nodiscard]] Trouble trouble_of(const Error& error);

/// A repository as git itself sees it. A value.
struct Repository {
  std::string
      folder;       ///< the one that was named; empty: the current folder, or what a hook's environment says
  std::string top;  ///< the work tree's, absolute; empty for a bare repository, which has none
  std::string prefix;         ///< of `folder` below `top`, with a slash at its end; empty at the top
  std::string git_folder;     ///< absolute
  std::string common_folder;  ///< another than git_folder in a work tree that belongs to one elsewhere
  bool shallow = false;       ///< older commits were never fetched

  /// Finds the repository that holds `folder`.
  [[nodiscard]] static std::optional<Trouble> open(const std::string& folder, Repository& into);

  /// Finds what git keeps as `what` ("objects", "index"), absolute; a hook's environment may say where.
  [[nodiscard]] std::optional<Trouble> find(std::string_view what, std::string& path) const;

  /// git with these words, in `folder`; at the top of the work tree when `at_top`.
  [[nodiscard]] Call call(std::vector<std::string> arguments, bool at_top = false) const;

  /// Asks git, and takes everything but status 0 for trouble.
  [[nodiscard]] std::optional<Trouble> ask(const Call& call, std::string_view input,
                                           std::string& output) const;

  /// A path from the top as it reads from the folder where the program runs.
  [[nodiscard]] std::string shown(std::string_view path) const;
};

/// Takes what stands before the next `end` off the front of `rest`.
std::string_view take_until(std::string_view& rest, char end);

}  // namespace exifscrub::git
