#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "exifscrub/layout.hpp"
#include "exifscrub/scrub.hpp"
#include "geo/clusters.hpp"
#include "geo/groups.hpp"

namespace exifscrub {

/// Why a walk left something alone without looking into it.
enum class PassedOver : std::uint8_t {
  symlink,     ///< a symbolic link, without --follow
  other_name,  ///< another name of a file or folder that is done already
  special,     ///< a FIFO, device or socket
  repository,  ///< .git, .hg or .svn
  backup,      ///< an untouched copy of our own
  temporary,   ///< a temporary file of ours
  submodule,   ///< in a git repository: another repository
};

inline constexpr std::size_t passed_over_count = 7;

/// The kind as JSON reports spell it, e.g. "symlinks".
[[nodiscard]] std::string_view name_of(PassedOver kind);

/// What --group-by asks for.
struct GroupBy {
  std::optional<PlaceLevel> places;
  bool clusters = false;
};

/// What held the run, its threads and git from before the first file on.
struct Sandbox {
  bool no_network = false;       ///< no socket could be made (seccomp)
  bool writes_confined = false;  ///< files could be changed below the places of the run only (Landlock)
};

/// What a run did, added up as the outcomes come in: of a fixed size for any number of files, the places and
/// clusters apart.
struct Summary {
  std::uint64_t files = 0;  ///< the sum of by_status
  std::array<std::uint64_t, status_count> by_status{};
  std::uint64_t changed = 0;   ///< written; in a dry run: would be
  std::uint64_t accepted = 0;  ///< of the leaks: known to the baseline
  std::uint64_t unread = 0;    ///< of the metadata: with something that nobody can read
  std::array<std::uint64_t, passed_over_count> not_looked_at{};
  std::array<std::uint64_t, format_count> unsupported{};  ///< of the refused, by FormatId
  std::uint64_t bytes_removed = 0;
  /// What stands beside the files and the run was not asked to handle.
  struct Beside {
    std::uint64_t sidecars = 0;          ///< that tell anything
    std::uint64_t sidecars_located = 0;  ///< of them: that tell a location
    std::uint64_t attributes = 0;        ///< files with an extended attribute that tells something
  } beside;
  std::uint64_t outside_near = 0;   ///< of the skipped: images that --near left out
  std::vector<std::string> config;  ///< configuration files that took part

  // Where the photos were taken (where_taken). Reports tell it through report/whereabouts.hpp, which knows
  // what they may.
  GroupBy group_by;
  std::uint64_t located = 0;    ///< files that say where they were taken
  PlaceCounts places;           ///< counted where groups are asked for
  std::uint64_t clustered = 0;  ///< of the located, the first ones: clusters were looked for among them
  std::vector<Cluster>
      clusters;  ///< most photos first; members are numbers of outcomes, from 0, as they came

  Sandbox sandbox;
  bool interrupted = false;  ///< a signal came before the last file
  double seconds = 0;        ///< how long the run took; 0: not to be told

  void add(const Outcome& outcome);
  void add_beside(const Outcome& outcome);
  void add(PassedOver kind) { ++not_looked_at[static_cast<std::size_t>(kind)]; }

  [[nodiscard]] std::uint64_t count(Status status) const {
    return by_status[static_cast<std::size_t>(status)];
  }
  [[nodiscard]] std::uint64_t images() const { return files - count(Status::skipped); }
};

/// Where the photo of the file was taken: the first of its positions that is one, 0, 0 being a missing fix;
/// null when there is none.
[[nodiscard]] const Location* where_taken(const Outcome& outcome);

/// Whether the file was refused only because its format is not handled by this version.
[[nodiscard]] bool is_unsupported(const Outcome& outcome);

}  // namespace exifscrub
