#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include "cli/name_list.hpp"
#include "cli/paths.hpp"
#include "cli/sidecar_pairs.hpp"
#include "cli/token.hpp"
#include "cli/walk_rules.hpp"
#include "io/folder.hpp"

namespace exifscrub::cli {

/// Goes through all PATHs, one folder after another: its files by name, then the folders in it. Holds one
/// folder's names at a time for each level above, whatever the size of the tree.
///
/// The order depends on names alone. Each file is handed out once in a run, whichever names lead to it; with -o
/// once for each name, as each gets a copy.
class TreeWalk {
 public:
  /// @param list  of --files-from; none: there is none
  TreeWalk(FileSystem& files, WalkRules rules, std::vector<Target> targets, std::optional<NameList> list);

  /// The next token; none at the end.
  [[nodiscard]] std::optional<Token> next();

 private:
  using InodeKey = std::pair<std::uint64_t, std::uint64_t>;  ///< device, inode
  struct InodeHash {
    std::size_t operator()(const InodeKey& key) const {
      return static_cast<std::size_t>((key.first * 0x9E3779B97F4A7C15U) ^ (key.second * 0xC2B2AE3D27D4EB4FU));
    }
  };
  using InodeSet = std::unordered_set<InodeKey, InodeHash>;

  /// A folder on the way from a PATH to where the walk stands.
  struct Level {
    FolderHandle folder;  ///< null while parked
    FileIdentity identity;
    std::string path;       ///< with a slash at the end
    std::size_t below = 0;  ///< where in `path` that below PATH begins
    std::string output;     ///< -o: where its PATH's content goes
    EntryList others;       ///< all that are no folders, by name
    EntryList folders;
    std::size_t next_other = 0;
    std::size_t next_folder = 0;
    std::size_t token_files = 1;
    bool through_link = false;
    SidecarPairs pairs;
  };
  /// A name that a named PATH has: the folder it is in, and its base name.
  struct NamedPlace {
    InodeKey folder;
    std::string name;
  };

  void advance();
  void begin_target(Target target);
  void begin_listed(const std::string& path);
  void visit_other(Level& level, const DirectoryEntry& entry);
  void visit_folder(const DirectoryEntry& entry);
  void visit_link(Level& level, const DirectoryEntry& entry, const std::string& path);
  void enter(FolderHandle folder, Level level);
  void leave();
  void sort_entries(Level& level, EntryList entries);
  void park_far_levels();
  bool reopen(Level& level, const Level& below);

  [[nodiscard]] bool named_elsewhere(const Level& level, const std::string& name,
                                     const FileIdentity& identity);
  [[nodiscard]] bool on_the_way(const FileIdentity& identity) const;
  [[nodiscard]] bool comes_with_picture(const Level& level, const std::string& name) const;
  [[nodiscard]] const SidecarPairs& pairs_of(const std::string& folder_path, const FolderHandle& folder);
  [[nodiscard]] bool comes_with_named(const std::string& path, const FolderHandle& folder);
  void take_named(Found found, const FileIdentity& identity);
  [[nodiscard]] bool done_before(const Found& found, const FileIdentity& identity);
  void take_regular(Found found, const FileIdentity& identity);
  void leave_sidecars(Found found);
  void take_link_target(const std::string& path, FileDescriptor opened, FolderEntry entry);
  FolderHandle folder_holding(const std::string& path);

  [[nodiscard]] double share_walked() const;

  FileSystem& files_;
  WalkRules rules_;
  std::deque<Target> targets_;
  std::size_t target_count_;
  std::optional<NameList> list_;
  std::vector<Level> way_;  ///< from a PATH down to the current folder
  TokenQueue tokens_;
  InodeSet done_;                           ///< files with several names; with --follow or a list all files
  std::unordered_set<std::string> copied_;  ///< -o: the copies that may be asked for twice
  InodeSet folders_done_;                   ///< with --follow
  std::map<InodeKey, std::vector<NamedPlace>> named_;
  std::string last_parent_;
  FolderHandle last_parent_folder_;
  std::optional<std::string> last_paired_;  ///< the folder that `last_pairs_` are of
  SidecarPairs last_pairs_;
};

}  // namespace exifscrub::cli
