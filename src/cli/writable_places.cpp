#include "cli/writable_places.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/filesystem.hpp>
#include <unordered_set>

#include "cli/name_list.hpp"
#include "git/repository.hpp"
#include "io/open_file.hpp"

namespace exifscrub::cli {
namespace {

namespace fs = boost::filesystem;

/// Each is a rule that the kernel keeps and an open file on the way there.
constexpr std::size_t most_listed_folders = 65536;

using Places = std::vector<std::string>;

/// What is not there yet is made in the nearest folder that is; a link leads to where its target is written.
void add(fs::path path, Places& places) {
  boost::system::error_code failed;
  const fs::path real = fs::canonical(path, failed);
  path = failed ? fs::absolute(path) : real;
  while (path.has_parent_path() && !fs::is_directory(path, failed)) path = path.parent_path();
  places.push_back(path.string());
}

/// The list of --files-from from where it stands, and where that is for whoever reads it in earnest; empty
/// unless it is a file, which can be read twice.
std::optional<FileDescriptor> list_to_look_through(const std::string& name, off_t& begin) {
  FileSystem& files = system_file_system();
  const bool from_stdin = name == "-";
  struct stat facts {};
  const int found = from_stdin ? ::fstat(STDIN_FILENO, &facts) : ::stat(name.c_str(), &facts);
  // Whoever opens a pipe takes part in it.
  if (found != 0 || !S_ISREG(facts.st_mode)) return std::nullopt;
  FileDescriptor list(files, from_stdin ? ::dup(STDIN_FILENO) : ::open(name.c_str(), O_RDONLY | O_CLOEXEC));
  begin = list ? ::lseek(list.get(), 0, SEEK_CUR) : -1;
  if (begin < 0) return std::nullopt;
  return list;
}

/// Adds the folders of all listed names. False when they cannot be known.
bool add_listed(const Invocation& invocation, Places& places) {
  off_t begin = 0;
  const auto list = list_to_look_through(invocation.files_from, begin);
  if (!list) return false;
  FileDescriptor reader(system_file_system(), ::dup(list->get()));
  if (!reader) return false;
  NameList names(std::move(reader), invocation.null_names ? '\0' : '\n');
  std::unordered_set<std::string> folders;
  for (;;) {
    const auto name = names.next();
    if (!name) return false;
    if (!*name) break;
    folders.insert(folder_of(**name));
    // A listed folder with -r, or a link with --follow: what is written is not beside them.
    if (invocation.walk_rules.recursive || invocation.walk_rules.follow) {
      struct stat facts {};
      const bool leads = ::lstat((*name)->c_str(), &facts) == 0 && !S_ISREG(facts.st_mode);
      if (leads) add(**name, places);
    }
    if (folders.size() > most_listed_folders) return false;
  }
  places.insert(places.end(), folders.begin(), folders.end());
  return ::lseek(list->get(), begin, SEEK_SET) == begin;
}

/// Adds what git writes to, and the work tree. Trouble is left to the run, which asks the same.
void add_repository(Places& places) {
  without_writing([&] {
    git::Repository repository;
    if (git::Repository::open({}, repository) || repository.top.empty()) return;
    places.insert(places.end(), {repository.top, repository.git_folder, repository.common_folder});
    // A hook's environment may name others than the repository's own.
    std::string path;
    if (!repository.find("objects", path)) places.push_back(path);
    if (!repository.find("index", path)) places.push_back(folder_of(path));
  });
}

/// Adds where a scrub writes what it cleaned. False when that is not known.
bool add_cleaned(const Invocation& invocation, Places& places) {
  if (invocation.staged) {
    add_repository(places);
    return true;
  }
  if (!invocation.path_rules.output.empty()) {
    add(invocation.path_rules.output, places);
    return true;
  }
  if (invocation.filters_stdin) return true;
  // The links of a whole folder lead anywhere.
  if (invocation.walk_rules.recursive && invocation.walk_rules.follow) return false;
  for (const std::string& path : invocation.paths) add(path, places);
  return invocation.files_from.empty() || add_listed(invocation, places);
}

}  // namespace

std::optional<std::vector<std::string>> writable_places(const Invocation& invocation) {
  Places places;
  const bool writes = invocation.command == Command::scrub && !invocation.job.dry_run;
  if (writes && !add_cleaned(invocation, places)) return std::nullopt;
  for (const ReportFile& report : invocation.report_files) add(report.path, places);
  if (!invocation.write_baseline.empty()) add(invocation.write_baseline, places);
  for (const Extraction& extraction : invocation.extractions) {
    if (extraction.path != "-") add(folder_of(extraction.path), places);
  }
  return places;
}

}  // namespace exifscrub::cli
