#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>

#include "base/text.hpp"
#include "cli/annotation.hpp"
#include "cli/exit_status.hpp"
#include "cli/interrupt.hpp"
#include "cli/reporter.hpp"
#include "cli/verbs.hpp"
#include "report/html/thumbnail.hpp"

namespace exifscrub::cli {
namespace {

/// Workers hold a folder and some files open each.
void raise_open_files() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  // With the old limit the run is only slower.
  static_cast<void>(::setrlimit(RLIMIT_NOFILE, &limit));
}

std::optional<UsageError> open_list(const Invocation& invocation, std::optional<NameList>& into) {
  if (invocation.files_from.empty()) return std::nullopt;
  const bool from_stdin = invocation.files_from == "-";
  const std::string path = from_stdin ? "/dev/stdin" : invocation.files_from;
  FileSystem& files = system_file_system();
  auto list = from_stdin ? Result<FileDescriptor>(FileDescriptor(files, ::dup(STDIN_FILENO)))
                         : open_file(files, AT_FDCWD, path.c_str(), {O_RDONLY, 0, true});
  if (!list || !*list) {
    const int error_number = list ? errno : list.error().sys;
    return UsageError{"cannot read --files-from " + sanitise_for_terminal(invocation.files_from) + ": " +
                      system_words(error_number)};
  }
  into.emplace(std::move(*list), invocation.null_names ? '\0' : '\n');
  return std::nullopt;
}

}  // namespace

int run_tree(Invocation invocation) {
  std::vector<Target> targets;
  FileSystem& files = system_file_system();
  if (auto error = check_paths(files, invocation.path_rules, invocation.paths, targets))
    return usage_failed(*error);
  for (const Target& target : targets) {
    if (!target.is_folder) invocation.named_files.push_back(target.identity);
  }
  if (auto error = resolve_root(invocation)) return usage_failed(*error);
  if (auto error = tighten(targets, invocation)) return usage_failed(*error);
  std::optional<NameList> list;
  if (auto error = open_list(invocation, list)) return usage_failed(*error);
  if (targets.size() == 1 && targets.front().is_folder && !list) {
    invocation.below = targets.front().path;
    if (invocation.below.back() != '/') invocation.below += '/';
  }
  std::optional<Annotation> annotation;
  if (auto error = Annotation::open(invocation, annotation)) return usage_failed(*error);
  std::unique_ptr<Reporter> reporter;
  if (auto error = Reporter::open(invocation, STDOUT_FILENO, reporter)) return usage_failed(*error);
  invocation.walk_rules.reports = reporter->replaced();

  raise_open_files();
  catch_interrupts();
  if (reporter->wants_thumbnails()) {
    invocation.job.miniature = [&](ByteSource& jpeg, unsigned orientation) {
      return reporter->wants_thumbnails() ? thumbnail_of(jpeg, orientation) : std::vector<Byte>{};
    };
  }
  const Scrubber scrubber(invocation.job, &stop_flag());
  TreeWalk walk(files, invocation.walk_rules, std::move(targets), std::move(list));
  run_pipeline(
      walk, invocation.jobs,
      [&](int folder, std::span<const FolderEntry> entries) {
        std::vector<Outcome> outcomes = scrubber.run(folder, entries);
        annotation->add_to(outcomes);
        return outcomes;
      },
      stop_flag(), [&](HandledToken& handled) { reporter->add(handled); });
  reporter->finish(interrupting_signal() != 0);
  const int signal = reporter->reader_gone() ? SIGPIPE : interrupting_signal();
  return exit_status(reporter->summary(), invocation.check, reporter->failed(), signal);
}

}  // namespace exifscrub::cli
