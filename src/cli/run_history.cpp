#include <csignal>

#include "cli/annotation.hpp"
#include "cli/blob_run.hpp"
#include "cli/exit_status.hpp"
#include "cli/interrupt.hpp"
#include "cli/walk_rules.hpp"
#include "cli/reporter.hpp"
#include "cli/verbs.hpp"
#include "git/history.hpp"

namespace exifscrub::cli {
namespace {

/// Finds the repository that the one PATH, or the current folder, is in.
std::optional<UsageError> open_repository(Invocation& invocation, git::Repository& into) {
  if (invocation.paths.size() > 1) return UsageError{"--git-history looks at one repository at a time"};
  std::string folder;
  if (!invocation.paths.empty()) {
    std::vector<Target> targets;
    PathRules rules = invocation.path_rules;
    rules.recursive = true;
    if (auto error = check_paths(system_file_system(), rules, invocation.paths, targets)) return error;
    if (!targets.front().is_folder) {
      return UsageError{"--git-history looks at a repository; name its folder"};
    }
    folder = targets.front().path;
    invocation.below = folder + (folder.back() == '/' ? "" : "/");
  }
  if (auto trouble = git::Repository::open(folder, into)) return UsageError{trouble->words};
  return std::nullopt;
}

/// The blobs that the options let through, with their paths as they are reported.
std::vector<WantedBlob> wanted_of(const Invocation& invocation, const git::Repository& repository,
                                  git::History& history) {
  std::vector<WantedBlob> wanted;
  std::vector<git::PastBlob> kept;
  for (git::PastBlob& blob : history.blobs) {
    WantedBlob one{blob.object, {}};
    std::erase_if(blob.paths,
                  [&](const git::PastPath& past) { return !takes_path(invocation.walk_rules, past.path); });
    for (const git::PastPath& past : blob.paths) {
      one.entries.push_back({repository.shown(past.path), std::string(base_name_of(past.path)), false, {}});
    }
    if (one.entries.empty()) continue;
    wanted.push_back(std::move(one));
    kept.push_back(std::move(blob));
  }
  history.blobs = std::move(kept);
  return wanted;
}

Outcome cut_off(const git::Repository& repository) {
  Outcome outcome;
  outcome.path = repository.folder.empty() ? "." : repository.folder;
  outcome.status = Status::refused;
  outcome.reason = "a shallow clone, whose older commits are not here; git fetch --unshallow brings them";
  return outcome;
}

}  // namespace

int run_history(Invocation invocation) {
  git::Repository repository;
  if (auto error = open_repository(invocation, repository)) return usage_failed(*error);
  if (auto error = resolve_root(invocation)) return usage_failed(*error);
  std::optional<Annotation> annotation;
  if (auto error = Annotation::open(invocation, annotation)) return usage_failed(*error);
  git::History history;
  if (auto trouble = git::list_history(repository, history)) return usage_failed({trouble->words});
  std::unique_ptr<Reporter> reporter;
  if (auto error = Reporter::open(invocation, STDOUT_FILENO, reporter)) return usage_failed(*error);
  catch_interrupts();
  for (const std::string& path : history.submodules) {
    reporter->add(Passed{PassedOver::submodule, repository.shown(path)});
  }
  const std::vector<WantedBlob> wanted = wanted_of(invocation, repository, history);
  const auto trouble = run_blobs(
      invocation, repository, wanted,
      [&](std::size_t blob, std::span<Outcome> outcomes, Bytes, Bytes) {
        for (std::size_t i = 0; i < outcomes.size(); ++i) {
          for (const std::uint32_t commit : history.blobs[blob].paths[i].commits) {
            outcomes[i].commits.push_back(history.commits[commit]);
          }
        }
        annotation->add_to(outcomes);
      },
      [&](std::size_t blob, std::span<Outcome> outcomes, std::uint64_t bytes) {
        for (const Outcome& outcome : outcomes) reporter->add(outcome);
        reporter->note_progress(1, bytes, static_cast<double>(blob + 1) / static_cast<double>(wanted.size()));
      });
  if (repository.shallow) reporter->add(cut_off(repository));
  reporter->finish(interrupting_signal() != 0);
  const int signal = reporter->reader_gone() ? SIGPIPE : interrupting_signal();
  if (trouble && signal == 0) return usage_failed({trouble->words});
  return exit_status(reporter->summary(), invocation.check, reporter->failed(), signal);
}

}  // namespace exifscrub::cli
