#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/options.hpp"
#include "io/file_system.hpp"

namespace exifscrub::cli {

/// A PATH of the command line that was looked at.
struct Target {
  std::string path;  ///< as typed
  FileIdentity identity;
  bool is_folder = false;
  bool is_link = false;     ///< a symbolic link; `identity` is of what it leads to
  std::string refusal;      ///< why the file is left alone; empty: it is not
  std::string output_path;  ///< -o: where the copy of a file goes, or the content of a folder
};

/// What the check needs to know of the command line.
struct PathRules {
  Command command = Command::scrub;
  bool recursive = false;
  bool follow = false;
  bool force = false;
  bool lists_files = false;  ///< --files-from is there, so that no PATH is needed
  std::string output;        ///< -o; empty: none
};

/// Looks at every PATH before anything is written, in order. A PATH given twice stands there once.
[[nodiscard]] std::optional<UsageError> check_paths(FileSystem& files, const PathRules& rules,
                                                    const std::vector<std::string>& paths,
                                                    std::vector<Target>& into);

/// Why a folder is not changed as a whole without --force: "is your home folder"; empty: it may be.
[[nodiscard]] std::string_view why_precious(FileSystem& files, const Target& target);

/// What follows the last slash, slashes at the end left out: "b.jpg" of "a/b.jpg", "a" of "a/".
[[nodiscard]] std::string_view base_name_of(std::string_view path);

/// What stands before that: "a" of "a/b.jpg", "." of "b.jpg", "/" of "/b.jpg".
[[nodiscard]] std::string folder_of(std::string_view path);

/// The operating system's words for errno, e.g. "Permission denied".
[[nodiscard]] std::string system_words(int error_number);

}  // namespace exifscrub::cli
