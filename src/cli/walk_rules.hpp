#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/glob.hpp"
#include "io/file_system.hpp"
#include "report/summary.hpp"

namespace exifscrub::cli {

constexpr std::string_view standard_backup_suffix = ".exifscrub-orig";

/// What a walk takes and what it leaves.
struct WalkRules {
  bool recursive = false;
  bool hidden = true;
  bool one_file_system = false;
  bool follow = false;
  bool takes_backups = false;    ///< audit
  bool sidecars = false;         ///< files beside a picture that speak of it come with it
  bool sweeps = false;           ///< old temporary files of ours go
  bool spares_precious = false;  ///< listed folders that why_precious() names are left alone
  std::vector<Glob> include;
  std::vector<Glob> exclude;
  std::string backup_suffix{standard_backup_suffix};
  std::string output;                 ///< -o: for listed files
  std::vector<FileIdentity> reports;  ///< files that this run writes reports to
  unsigned jobs = 1;
};

/// Whether the rules pass over things of that name wherever they stand: repositories, backups, our own temps.
[[nodiscard]] std::optional<PassedOver> passed_by_name(const WalkRules& rules, std::string_view name);

/// Whether a regular file is a backup that passed_by_name() cannot know: it has the name of this run's backup of
/// a file that stands beside it, or it carries the mark of an earlier run.
[[nodiscard]] bool is_backup(const WalkRules& rules, FileSystem& files, int folder, const std::string& name);

[[nodiscard]] bool is_repository_name(std::string_view name);

/// Whether a file or folder met in a walk is left out, so that no picture brings it along either: --exclude,
/// --no-hidden.
/// @param path_below  the path below PATH, of which `name` is the end
[[nodiscard]] bool left_out(const WalkRules& rules, std::string_view path_below, std::string_view name,
                            bool is_folder);

/// The same of a file that would come by itself: --include too.
[[nodiscard]] bool excluded(const WalkRules& rules, std::string_view path_below, std::string_view name);

/// Whether the rules let a file through that no walk comes by: as a walk from the top would have it, where a
/// folder that is left out takes everything in it along.
[[nodiscard]] bool takes_path(const WalkRules& rules, std::string_view path_below);

}  // namespace exifscrub::cli
