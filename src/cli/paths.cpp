#include "cli/paths.hpp"

#include <fcntl.h>

#include <algorithm>
#include <boost/filesystem/operations.hpp>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <set>
#include <unordered_map>
#include <unordered_set>

#include "base/text.hpp"

namespace exifscrub::cli {
namespace {

/// Looks at what a path leads to, symbolic links followed.
Result<FileIdentity> identity_behind(FileSystem& files, const char* path) {
  EXS_TRY(const FileDescriptor descriptor, open_file(files, AT_FDCWD, path, {O_PATH, 0, true}));
  return files.identity(descriptor.get());
}

std::string quoted(std::string_view path) { return '"' + sanitise_for_terminal(path) + '"'; }

UsageError cannot_find(const PathRules& rules, const std::string& path, bool first, int error_number) {
  if (error_number != ENOENT) {
    return {"cannot look at " + quoted(path) + ": " + system_words(error_number)};
  }
  if (first && rules.command == Command::scrub) {
    if (const auto meant = similar_to(path, command_names())) {
      return {"there is no file or folder " + quoted(path) + "; did you mean the verb `" +
              std::string(*meant) + "`?"};
    }
  }
  if (command_named(path)) {
    return {"there is no file or folder " + quoted(path) + "; a verb stands first: exifscrub " + path +
            " ..."};
  }
  if (const OptionRow* option = row_named(path)) {
    return {"there is no file or folder " + quoted(path) + "; did you mean " + name_of(*option) + '?'};
  }
  return {"there is no file or folder " + quoted(path)};
}

std::string_view kind_of(const FileIdentity& identity) {
  if (S_ISFIFO(identity.mode)) return "a FIFO";
  if (S_ISSOCK(identity.mode)) return "a socket";
  return "a device";
}

std::optional<UsageError> look_at(FileSystem& files, const PathRules& rules, const std::string& path,
                                  bool first, Target& target) {
  target.path = path;
  auto identity = files.identity_at(AT_FDCWD, path.c_str());
  if (!identity) return cannot_find(rules, path, first, identity.error().sys);
  if (identity->is_link()) {
    target.is_link = true;
    identity = identity_behind(files, path.c_str());
    if (!identity && identity.error().sys == ENOENT) {
      return UsageError{quoted(path) + " is a symbolic link that leads nowhere"};
    }
    if (!identity) return cannot_find(rules, path, first, identity.error().sys);
  }
  target.identity = *identity;
  target.is_folder = identity->is_folder();
  if (target.is_folder && rules.command == Command::inspect) {
    return UsageError{quoted(path) + " is a folder; inspect shows one file"};
  }
  if (target.is_folder && !rules.recursive) {
    return UsageError{quoted(path) + " is a folder; -r takes everything in it"};
  }
  if (!target.is_folder && !identity->is_regular()) {
    return UsageError{quoted(path) + " is " + std::string(kind_of(*identity)) +
                      "; only files and folders can be read"};
  }
  if (target.is_link && !target.is_folder && !rules.follow) {
    target.refusal = "a symbolic link; --follow takes the file it leads to";
  }
  return std::nullopt;
}

/// The folder target that holds `path` or the nearest folder above it that exists; null: none.
const Target* target_around(FileSystem& files, const std::string& path, const std::vector<Target>& targets) {
  std::string existing = path;
  auto folder = open_file(files, AT_FDCWD, existing.c_str(), {O_PATH, 0, true});
  while (!folder && existing != "." && existing != "/") {
    existing = folder_of(existing);
    folder = open_file(files, AT_FDCWD, existing.c_str(), {O_PATH, 0, true});
  }
  while (folder) {
    const auto identity = files.identity(folder->get());
    if (!identity) return nullptr;
    for (const Target& target : targets) {
      if (target.is_folder && same_inode(target.identity, *identity)) return &target;
    }
    auto above = open_file(files, folder->get(), "..", {O_PATH | O_DIRECTORY, 0, true});
    if (!above) return nullptr;
    const auto above_identity = files.identity(above->get());
    if (!above_identity || same_inode(*above_identity, *identity)) return nullptr;
    folder = std::move(above);
  }
  return nullptr;
}

/// The name below which a folder's copies go when there are several; of "." or ".." its real name.
std::string own_name(const Target& target) {
  std::string name(base_name_of(target.path));
  if (name != "." && name != ".." && name != "/") return name;
  boost::system::error_code error;
  const auto real = boost::filesystem::canonical(target.path, error);
  return error ? name : real.filename().string();
}

std::optional<UsageError> place_outputs(FileSystem& files, const std::string& output,
                                        std::vector<Target>& targets) {
  if (const Target* around = target_around(files, output, targets)) {
    return UsageError{"--output " + quoted(output) + " lies inside " + quoted(around->path) +
                      "; choose a folder outside"};
  }
  const auto folders =
      std::count_if(targets.begin(), targets.end(), [](const Target& t) { return t.is_folder; });
  for (Target& target : targets) {
    target.output_path = output;
    if (!target.is_folder || folders > 1) target.output_path.append("/").append(own_name(target));
  }
  std::unordered_map<std::string_view, const Target*> taken;
  for (Target& target : targets) {
    const auto [same, free] = taken.emplace(target.output_path, &target);
    if (free) continue;
    if (target.is_folder || same->second->is_folder) {
      return UsageError{quoted(same->second->path) + " and " + quoted(target.path) + " would both go to " +
                        quoted(target.output_path) + "; write them one after the other"};
    }
    target.refusal = "would go to the same name as " + sanitise_for_terminal(same->second->path);
  }
  return std::nullopt;
}

}  // namespace

std::string_view why_precious(FileSystem& files, const Target& target) {
  if (!target.is_folder) return {};
  const auto root = identity_behind(files, "/");
  if (root && same_inode(*root, target.identity)) return "is the root of the whole system";
  const char* home = std::getenv("HOME");
  if (home == nullptr || *home == 0) return {};
  const auto home_identity = identity_behind(files, home);
  if (!home_identity || target_around(files, home, {target}) == nullptr) return {};
  return same_inode(*home_identity, target.identity) ? "is your home folder" : "holds your home folder";
}

std::optional<UsageError> check_paths(FileSystem& files, const PathRules& rules,
                                      const std::vector<std::string>& paths, std::vector<Target>& into) {
  if (paths.empty() && !rules.lists_files) {
    return UsageError{"name at least one file or folder; exifscrub --help shows how"};
  }
  std::unordered_set<std::string_view> seen;
  std::set<std::pair<std::uint64_t, std::uint64_t>> seen_folders;
  for (const std::string& path : paths) {
    Target target;
    if (!seen.insert(path).second) continue;
    if (auto error = look_at(files, rules, path, &path == &paths.front(), target)) return error;
    if (rules.command == Command::scrub && !rules.force) {
      if (const std::string_view why = why_precious(files, target); !why.empty())
        return UsageError{quoted(path) + ' ' + std::string{why} + "; --force scrubs it nevertheless"};
    }
    const bool twice =
        target.is_folder && !seen_folders.insert({target.identity.device, target.identity.inode}).second;
    if (!twice) into.push_back(std::move(target));
  }
  if (!rules.output.empty()) return place_outputs(files, rules.output, into);
  return std::nullopt;
}

std::string_view base_name_of(std::string_view path) {
  while (path.size() > 1 && path.back() == '/') path.remove_suffix(1);
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos || path.size() == 1 ? path : path.substr(slash + 1);
}

std::string folder_of(std::string_view path) {
  while (path.size() > 1 && path.back() == '/') path.remove_suffix(1);
  const std::size_t slash = path.rfind('/');
  if (slash == std::string_view::npos) return ".";
  return std::string(slash == 0 ? "/" : path.substr(0, slash));
}

std::string system_words(int error_number) {
  const char* words = strerrordesc_np(error_number);
  return words != nullptr ? words : "error " + std::to_string(error_number);
}

}  // namespace exifscrub::cli
