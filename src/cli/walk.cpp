#include "cli/walk.hpp"

#include <fcntl.h>

#include <algorithm>
#include <array>
#include <boost/filesystem/operations.hpp>
#include <cerrno>
#include <ctime>

#include "io/atomic_file.hpp"
#include "scrub/sidecar.hpp"

namespace exifscrub::cli {
namespace {

constexpr std::size_t most_files_a_token = 32;
constexpr std::size_t listed_files_a_token = 8;
// Levels above are closed beyond this depth and found again by "..": a tree may be deeper than a process may
// have files open.
constexpr std::size_t open_levels = 64;

constexpr OpenHow folder_how{O_RDONLY | O_DIRECTORY | O_NONBLOCK, 0, false};
constexpr OpenHow named_folder_how{O_RDONLY | O_DIRECTORY | O_NONBLOCK, 0, true};

bool steps_up(std::string_view path) {
  while (!path.empty()) {
    const std::size_t slash = path.find('/');
    if (path.substr(0, slash) == "..") return true;
    path = slash == std::string_view::npos ? std::string_view() : path.substr(slash + 1);
  }
  return false;
}

Timestamp now() {
  timespec time{};
  ::clock_gettime(CLOCK_REALTIME, &time);
  return {time.tv_sec, time.tv_nsec};
}

std::size_t files_a_token(std::size_t files, unsigned jobs) {
  return std::clamp<std::size_t>(files / (std::size_t{4} * jobs), 1, most_files_a_token);
}

FolderHandle shared(FileDescriptor descriptor) {
  return std::make_shared<const FileDescriptor>(std::move(descriptor));
}

/// The pairs among the regular files of `entries`.
SidecarPairs pairs_among(const EntryList& entries) {
  std::size_t first = 0;
  while (first < entries.size() && !sidecar_kind_of(entries[first].name)) ++first;
  if (first == entries.size()) return {};
  std::vector<std::string> names;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    DirectoryEntry entry = entries[i];
    const bool regular = entry.kind == EntryKind::regular || entry.kind == EntryKind::unknown;
    if (regular) names.push_back(std::move(entry.name));
  }
  std::sort(names.begin(), names.end());
  return SidecarPairs{names};
}

}  // namespace

TreeWalk::TreeWalk(FileSystem& files, WalkRules rules, std::vector<Target> targets,
                   std::optional<NameList> list)
    : files_(files), rules_(std::move(rules)), target_count_(targets.size()), list_(std::move(list)) {
  std::string last_folder;
  Result<FileIdentity> identity = Error{};
  for (Target& target : targets) {
    // A thing named is done at its own place in the order; a walk that meets it leaves it out.
    if (std::string folder = folder_of(target.path); folder != last_folder) {
      const auto holder = open_file(files_, AT_FDCWD, folder.c_str(), {O_PATH, 0, true});
      identity = holder ? files_.identity(holder->get()) : holder.error();
      last_folder = std::move(folder);
    }
    if (identity && !target.is_link) {
      named_[{target.identity.device, target.identity.inode}].push_back(
          {{identity->device, identity->inode}, std::string(base_name_of(target.path))});
    }
    targets_.push_back(std::move(target));
  }
}

std::optional<Token> TreeWalk::next() {
  while (tokens_.empty()) {
    if (way_.empty() && targets_.empty() && !list_) {
      tokens_.close();
      if (tokens_.empty()) return std::nullopt;
      break;
    }
    advance();
  }
  Token token = tokens_.take();
  token.share_walked = share_walked();
  return token;
}

/// One small step: a file, a folder entered or left, a PATH begun, a name of the list.
void TreeWalk::advance() {
  if (!way_.empty()) {
    Level& level = way_.back();
    if (level.next_other < level.others.size()) {
      const DirectoryEntry entry = level.others[level.next_other++];
      visit_other(level, entry);
    } else if (level.next_folder < level.folders.size()) {
      level.others = {};
      const DirectoryEntry entry = level.folders[level.next_folder++];
      visit_folder(entry);
    } else {
      leave();
    }
    return;
  }
  if (!targets_.empty()) {
    Target target = std::move(targets_.front());
    targets_.pop_front();
    begin_target(std::move(target));
    return;
  }
  auto name = list_->next();
  if (!name)
    tokens_.fail("--files-from", Status::error,
                 std::string(name.error().what) + ": " + system_words(name.error().sys));
  if (!name || !*name) {
    list_.reset();
    return;
  }
  begin_listed(**name);
}

void TreeWalk::begin_target(Target target) {
  if (!target.refusal.empty()) return tokens_.fail(target.path, Status::refused, target.refusal);
  if (target.is_folder) {
    auto folder = open_file(files_, AT_FDCWD, target.path.c_str(), named_folder_how);
    if (!folder) {
      return tokens_.fail(target.path, Status::error,
                          "folder cannot be opened: " + system_words(folder.error().sys));
    }
    Level level;
    level.path = target.path;
    if (level.path.back() != '/') level.path += '/';
    level.below = level.path.size();
    level.output = target.output_path;
    level.through_link = true;
    return enter(shared(std::move(*folder)), std::move(level));
  }
  FolderEntry entry{target.path, std::string(base_name_of(target.path)), true, target.output_path};
  if (target.is_link) {
    auto opened = open_file(files_, AT_FDCWD, target.path.c_str(), {O_PATH, 0, true});
    if (!opened) return tokens_.fail(target.path, Status::error, system_words(opened.error().sys));
    return take_link_target(target.path, std::move(*opened), std::move(entry));
  }
  FolderHandle folder = folder_holding(target.path);
  if (!folder) return;
  take_named({std::move(folder), std::move(entry), files_a_token(target_count_, rules_.jobs)},
             target.identity);
}

void TreeWalk::begin_listed(const std::string& path) {
  const auto identity = files_.identity_at(AT_FDCWD, path.c_str());
  if (!identity) return tokens_.fail(path, Status::error, system_words(identity.error().sys));
  if (identity->is_folder()) {
    if (!rules_.recursive) return tokens_.fail(path, Status::error, "a folder; -r takes everything in it");
    Target target{path, *identity, true, false, {}, rules_.output.empty() ? "" : rules_.output + '/' + path};
    if (rules_.spares_precious) {
      if (const std::string_view why = why_precious(files_, target); !why.empty())
        return tokens_.fail(path, Status::refused, std::string{why} + "; --force scrubs it nevertheless");
    }
    return begin_target(std::move(target));
  }
  const std::string name(base_name_of(path));
  if (excluded(rules_, path, name)) return;
  if (const auto kind = passed_by_name(rules_, name)) return tokens_.pass_over(*kind, path);
  FolderEntry entry{path, name, false, {}};
  if (!rules_.output.empty()) {
    if (path.front() == '/' || steps_up(path)) {
      return tokens_.fail(path, Status::refused,
                          "--output takes listed files only from below the current folder");
    }
    entry.output_path = rules_.output + '/' + path;
  }
  if (identity->is_link()) {
    if (!rules_.follow) return tokens_.pass_over(PassedOver::symlink, path);
    auto opened = open_file(files_, AT_FDCWD, path.c_str(), {O_PATH, 0, true});
    if (!opened) return tokens_.pass_over(PassedOver::symlink, path);
    return take_link_target(path, std::move(*opened), std::move(entry));
  }
  if (!identity->is_regular()) return tokens_.pass_over(PassedOver::special, path);
  FolderHandle folder = folder_holding(path);
  if (folder && is_backup(rules_, files_, folder->get(), name)) {
    return tokens_.pass_over(PassedOver::backup, path);
  }
  if (folder) take_named({std::move(folder), std::move(entry), listed_files_a_token}, *identity);
}

void TreeWalk::visit_other(Level& level, const DirectoryEntry& entry) {
  std::string path = level.path + entry.name;
  if (excluded(rules_, path.substr(level.below), entry.name)) return;
  if (is_temp_name(entry.name) && rules_.sweeps && entry.kind != EntryKind::link) {
    // A sweep that fails leaves the temp to the next run.
    static_cast<void>(sweep_temp(files_, level.folder->get(), entry.name, now()));
  }
  if (const auto kind = passed_by_name(rules_, entry.name)) return tokens_.pass_over(*kind, std::move(path));
  if (entry.kind == EntryKind::special) return tokens_.pass_over(PassedOver::special, std::move(path));
  if (entry.kind == EntryKind::link) return visit_link(level, entry, path);
  auto identity = files_.identity_at(level.folder->get(), entry.name.c_str());
  FolderEntry file{path, entry.name, false, {}};
  if (!level.output.empty()) file.output_path = level.output + '/' + path.substr(level.below);
  if (!identity) {
    // Gone, or not to be looked at: whoever opens it says so.
    return tokens_.add({level.folder, std::move(file), level.token_files}, 0, 0);
  }
  if (identity->is_link()) return visit_link(level, entry, path);
  if (!identity->is_regular()) return tokens_.pass_over(PassedOver::special, std::move(path));
  if (named_elsewhere(level, entry.name, *identity)) return;
  if (is_backup(rules_, files_, level.folder->get(), entry.name)) {
    return tokens_.pass_over(PassedOver::backup, std::move(path));
  }
  if (comes_with_picture(level, entry.name)) return;
  for (const std::string& name : level.pairs.of(entry.name)) {
    if (!left_out(rules_, level.path.substr(level.below) + name, name, false)) file.sidecars.push_back(name);
  }
  file.sidecar_of = level.pairs.owner_of(entry.name);
  take_regular({level.folder, std::move(file), level.token_files}, *identity);
}

void TreeWalk::visit_link(Level& level, const DirectoryEntry& entry, const std::string& path) {
  if (!rules_.follow) return tokens_.pass_over(PassedOver::symlink, path);
  auto opened = open_file(files_, level.folder->get(), entry.name.c_str(), {O_PATH, 0, true});
  if (!opened) return tokens_.pass_over(PassedOver::symlink, path);
  FolderEntry file{path, entry.name, false, {}};
  if (!level.output.empty()) file.output_path = level.output + '/' + path.substr(level.below);
  take_link_target(path, std::move(*opened), std::move(file));
}

void TreeWalk::visit_folder(const DirectoryEntry& entry) {
  Level& level = way_.back();
  const std::string path = level.path + entry.name;
  if (left_out(rules_, path.substr(level.below), entry.name, true)) return;
  if (is_repository_name(entry.name)) return tokens_.pass_over(PassedOver::repository, path);
  const bool through_link = entry.kind == EntryKind::link;
  auto folder = open_file(files_, level.folder->get(), entry.name.c_str(),
                          through_link ? named_folder_how : folder_how);
  const auto identity = folder ? files_.identity(folder->get()) : folder.error();
  if (!identity) {
    return tokens_.fail(path, Status::error,
                        "folder cannot be opened: " + system_words(identity.error().sys));
  }
  if (rules_.one_file_system && identity->device != way_.front().identity.device) return;
  if (on_the_way(*identity)) return tokens_.pass_over(PassedOver::other_name, path);
  if (rules_.follow && folders_done_.count({identity->device, identity->inode}) > 0) {
    return tokens_.pass_over(PassedOver::other_name, path);
  }
  if (named_.count({identity->device, identity->inode}) > 0) return;
  Level below;
  below.path = path + '/';
  below.below = level.below;
  below.output = level.output;
  below.through_link = through_link;
  enter(shared(std::move(*folder)), std::move(below));
}

void TreeWalk::enter(FolderHandle folder, Level level) {
  const std::string path = level.path.substr(0, std::max<std::size_t>(level.path.size() - 1, 1));
  const auto identity = files_.identity(folder->get());
  auto entries = read_entries(files_, folder->get());
  if (!identity || !entries) {
    const int error_number = identity ? entries.error().sys : identity.error().sys;
    return tokens_.fail(path, Status::error, "folder cannot be read: " + system_words(error_number));
  }
  level.folder = std::move(folder);
  level.identity = *identity;
  if (rules_.follow) folders_done_.insert({identity->device, identity->inode});
  sort_entries(level, std::move(*entries));
  way_.push_back(std::move(level));
  park_far_levels();
}

/// Parts folders from the rest, each by name; finds out what the file system does not tell.
void TreeWalk::sort_entries(Level& level, EntryList entries) {
  entries.keep_if([&](DirectoryEntry& entry) {
    bool folder = entry.kind == EntryKind::folder;
    if (entry.kind == EntryKind::unknown) {
      const auto identity = files_.identity_at(level.folder->get(), entry.name.c_str());
      folder = identity && identity->is_folder();
      if (identity && identity->is_link()) entry.kind = EntryKind::link;
    }
    if (entry.kind == EntryKind::link && rules_.follow) {
      const auto opened = open_file(files_, level.folder->get(), entry.name.c_str(), {O_PATH, 0, true});
      const auto identity = opened ? files_.identity(opened->get()) : opened.error();
      folder = identity && identity->is_folder();
    }
    if (folder) level.folders.add(entry.name, entry.kind);
    return !folder;
  });
  level.others = std::move(entries);
  level.others.sort_by_name();
  level.folders.sort_by_name();
  level.token_files = files_a_token(level.others.size(), rules_.jobs);
  level.pairs = pairs_among(level.others);
}

/// Whether the picture that a sidecar belongs to brings it along.
bool TreeWalk::comes_with_picture(const Level& level, const std::string& name) const {
  if (!rules_.sidecars) return false;
  const std::string& owner = level.pairs.owner_of(name);
  return !owner.empty() && !excluded(rules_, level.path.substr(level.below) + owner, owner) &&
         !passed_by_name(rules_, owner);
}

/// The pairs among all files of a folder; the same as before when it is the same folder.
const SidecarPairs& TreeWalk::pairs_of(const std::string& folder_path, const FolderHandle& folder) {
  if (last_paired_ == folder_path) return last_pairs_;
  last_paired_ = folder_path;
  auto entries = read_entries(files_, folder->get());
  // A folder that cannot be listed hides its sidecars.
  last_pairs_ = entries ? pairs_among(*entries) : SidecarPairs{};
  return last_pairs_;
}

/// Whether the picture that a named sidecar belongs to is named too.
bool TreeWalk::comes_with_named(const std::string& path, const FolderHandle& folder) {
  const std::string& owner = pairs_of(folder_of(path), folder).owner_of(std::string(base_name_of(path)));
  if (owner.empty()) return false;
  const auto there = files_.identity(folder->get());
  const auto picture = files_.identity_at(folder->get(), owner.c_str());
  if (!there || !picture) return false;
  Level level;
  level.identity = *there;
  return named_elsewhere(level, owner, *picture);
}

/// A file that stands on the command line or in a list: its folder was not walked through.
void TreeWalk::take_named(Found found, const FileIdentity& identity) {
  if (rules_.sidecars) {
    if (comes_with_named(found.entry.path, found.folder)) return;
    found.entry.sidecars = pairs_of(folder_of(found.entry.path), found.folder).of(found.entry.name);
  }
  take_regular(std::move(found), identity);
}

void TreeWalk::leave() {
  const Level below = std::move(way_.back());
  way_.pop_back();
  // Levels that cannot be found again are given up one by one.
  if (!way_.empty() && !way_.back().folder && !reopen(way_.back(), below)) {
    std::string path = way_.back().path;
    path.pop_back();
    tokens_.fail(std::move(path), Status::error,
                 "folder was moved during the run; what is left of it was not looked at");
    way_.clear();
  }
}

/// Closes the folders far above. One from which a link leads down cannot be found again by "..", and stays.
void TreeWalk::park_far_levels() {
  if (way_.size() <= open_levels) return;
  const std::size_t far = way_.size() - 1 - open_levels;
  if (!way_[far + 1].through_link) way_[far].folder.reset();
}

bool TreeWalk::reopen(Level& level, const Level& below) {
  auto folder = open_file(files_, below.folder->get(), "..", folder_how);
  const auto identity = folder ? files_.identity(folder->get()) : folder.error();
  if (!identity || !same_inode(*identity, level.identity)) return false;
  level.folder = shared(std::move(*folder));
  return true;
}

/// Whether this very name of the file is a PATH of its own.
bool TreeWalk::named_elsewhere(const Level& level, const std::string& name, const FileIdentity& identity) {
  const auto named = named_.find({identity.device, identity.inode});
  if (named == named_.end()) return false;
  const InodeKey folder{level.identity.device, level.identity.inode};
  return std::any_of(named->second.begin(), named->second.end(),
                     [&](const NamedPlace& place) { return place.folder == folder && place.name == name; });
}

bool TreeWalk::on_the_way(const FileIdentity& identity) const {
  return std::any_of(way_.begin(), way_.end(),
                     [&](const Level& level) { return same_inode(level.identity, identity); });
}

/// Whether the file was handed out already: with -o to this very copy, as each name gets one of its own.
bool TreeWalk::done_before(const Found& found, const FileIdentity& identity) {
  const InodeKey key{identity.device, identity.inode};
  if (!found.entry.output_path.empty()) {
    const bool several_ways = rules_.follow || list_ || named_.count(key) > 0;
    return several_ways &&
           !copied_.insert(boost::filesystem::path(found.entry.output_path).lexically_normal().string())
                .second;
  }
  // One name and no second way to it: nothing to remember.
  const bool several_ways = identity.links > 1 || rules_.follow || list_ || named_.count(key) > 0;
  return several_ways && !done_.insert(key).second;
}

void TreeWalk::take_regular(Found found, const FileIdentity& identity) {
  const bool ours = std::any_of(rules_.reports.begin(), rules_.reports.end(),
                                [&](const FileIdentity& report) { return same_inode(report, identity); });
  if (ours) return;
  if (done_before(found, identity)) {
    tokens_.pass_over(PassedOver::other_name, found.entry.path);
    return leave_sidecars(std::move(found));
  }
  tokens_.add(std::move(found), identity.size, identity.inode);
}

/// The sidecars of a picture that is done already, under another name, are named and left.
void TreeWalk::leave_sidecars(Found found) {
  if (!rules_.sidecars) return;
  const std::string before = found.entry.path.substr(0, found.entry.path.size() - found.entry.name.size());
  for (const std::string& name : found.entry.sidecars) {
    const auto identity = files_.identity_at(found.folder->get(), name.c_str());
    if (identity)
      take_regular({found.folder, {before + name, name, false, {}}, found.token_files}, *identity);
  }
}

/// A link is followed to the file's own folder and name, so that a replacement takes the place of the file
/// and not of the link.
void TreeWalk::take_link_target(const std::string& path, FileDescriptor opened, FolderEntry entry) {
  const auto identity = files_.identity(opened.get());
  if (!identity) return tokens_.fail(path, Status::error, system_words(identity.error().sys));
  if (!identity->is_regular()) return tokens_.pass_over(PassedOver::special, path);
  boost::system::error_code error;
  const auto real = boost::filesystem::read_symlink("/proc/self/fd/" + std::to_string(opened.get()), error);
  const std::string folder_path = folder_of(real.string());
  auto folder = error ? Result<FileDescriptor>(Error{Errc::io, 0, "", error.value()})
                      : open_file(files_, AT_FDCWD, folder_path.c_str(), named_folder_how);
  if (!folder)
    return tokens_.fail(path, Status::error,
                        "what the link leads to cannot be opened: " + system_words(folder.error().sys));
  entry.name = real.filename().string();
  const auto again = files_.identity_at(folder->get(), entry.name.c_str());
  if (!again || !same_inode(*again, *identity)) {
    return tokens_.fail(path, Status::error, "what the link leads to was moved during the run");
  }
  take_regular({shared(std::move(*folder)), std::move(entry), 1}, *identity);
}

/// The open folder that holds `path`; the one before it when that is the same. Null after saying why not.
FolderHandle TreeWalk::folder_holding(const std::string& path) {
  const std::string parent = folder_of(path);
  if (last_parent_folder_ && parent == last_parent_) return last_parent_folder_;
  auto folder = open_file(files_, AT_FDCWD, parent.c_str(), named_folder_how);
  // A folder that may be passed through but not listed still lets its files be opened.
  if (!folder && folder.error().sys == EACCES) {
    folder = open_file(files_, AT_FDCWD, parent.c_str(), {O_PATH | O_DIRECTORY, 0, true});
  }
  if (!folder) {
    tokens_.fail(path, Status::error, "its folder cannot be opened: " + system_words(folder.error().sys));
    return nullptr;
  }
  last_parent_ = parent;
  last_parent_folder_ = shared(std::move(*folder));
  return last_parent_folder_;
}

/// Takes the folders of one level for equally large, and the files beside them for one more.
double TreeWalk::share_walked() const {
  // Nobody knows how long a list is.
  if (list_ || target_count_ == 0) return 0;
  double part = 1.0 / static_cast<double>(target_count_);
  // The PATH that the walk is in was taken off already.
  double share = static_cast<double>(target_count_ - targets_.size() - (way_.empty() ? 0 : 1)) * part;
  for (const Level& level : way_) {
    part /= static_cast<double>(level.folders.size() + 1);
    const bool files_done = level.next_other >= level.others.size();
    share +=
        part *
        (files_done ? 1.0 : static_cast<double>(level.next_other) / static_cast<double>(level.others.size()));
    if (level.next_folder > 0) share += part * static_cast<double>(level.next_folder - 1);
  }
  return share;
}

}  // namespace exifscrub::cli
