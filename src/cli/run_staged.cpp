#include <csignal>

#include "base/digests.hpp"
#include "base/memory_source.hpp"
#include "cli/annotation.hpp"
#include "cli/blob_run.hpp"
#include "cli/exit_status.hpp"
#include "cli/interrupt.hpp"
#include "cli/walk_rules.hpp"
#include "cli/reporter.hpp"
#include "cli/verbs.hpp"
#include "git/index.hpp"
#include "io/file_source.hpp"
#include "io/open_file.hpp"

namespace exifscrub::cli {
namespace {

std::optional<UsageError> open_work_tree(git::Repository& into) {
  if (auto trouble = git::Repository::open({}, into)) return UsageError{trouble->words};
  if (into.top.empty()) {
    return UsageError{
        "this repository has no work tree and so nothing staged; audit --git-history looks at its "
        "commits"};
  }
  return std::nullopt;
}

/// What the options let through of what is staged.
std::optional<UsageError> list_staged(const Invocation& invocation, const git::Repository& repository,
                                      std::vector<git::IndexEntry>& into) {
  auto trouble = invocation.paths.empty() ? git::list_changes(repository, into)
                                          : git::list_index(repository, invocation.paths, into);
  if (trouble) return UsageError{trouble->words};
  std::erase_if(into,
                [&](const git::IndexEntry& entry) { return !takes_path(invocation.walk_rules, entry.path); });
  return std::nullopt;
}

/// The entries that hold a file; the others are told apart and reported.
std::vector<git::IndexEntry> files_of(const git::Repository& repository, std::vector<git::IndexEntry> entries,
                                      Reporter& reporter) {
  std::vector<git::IndexEntry> files;
  for (git::IndexEntry& entry : entries) {
    const std::string path = repository.shown(entry.path);
    if (!entry.merged) {
      Outcome outcome;
      outcome.path = path;
      outcome.status = Status::refused;
      outcome.reason = "not merged yet: the index holds several versions";
      reporter.add(outcome);
      continue;
    }
    switch (git::kind_of(entry.mode)) {
      case git::Kind::symlink:
        reporter.add(Passed{PassedOver::symlink, path});
        break;
      case git::Kind::submodule:
        reporter.add(Passed{PassedOver::submodule, path});
        break;
      case git::Kind::file:
        files.push_back(std::move(entry));
        break;
    }
  }
  return files;
}

/// A scrub of what is staged: the cleaned blobs are stored while the run goes on; the index changes at its
/// end, in one step, and then the files of the work tree follow that are what was staged.
class StagedScrub {
 public:
  StagedScrub(const Invocation& invocation, const git::Repository& repository,
              std::span<const git::IndexEntry> entries)
      : invocation_(invocation), repository_(repository), entries_(entries), cleaned_(entries.size()) {}

  /// Stores what the index is going to hold; any thread.
  void store(std::size_t index, Outcome& outcome, Bytes before, Bytes after) {
    if (!outcome.changed || invocation_.job.dry_run) return;
    MemorySource source{before};
    const auto digest = digest_of(source, DigestKind::xxh3);
    auto trouble = git::store_blob(repository_, after, cleaned_[index].object);
    if (!trouble && digest) {
      cleaned_[index].before = *digest;
      return;
    }
    cleaned_[index].object.clear();
    fail(outcome, Status::error, trouble ? trouble->words : std::string(digest.error().what));
  }

  /// Changes the index, then the work tree; the outcomes of changed entries say how that went.
  void commit(std::span<Outcome> outcomes) {
    std::vector<std::size_t> changed;
    std::vector<git::IndexEntry> before;
    std::vector<std::string> after;
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
      if (cleaned_[i].object.empty()) continue;
      changed.push_back(i);
      before.push_back(entries_[i]);
      after.push_back(cleaned_[i].object);
    }
    if (changed.empty()) return;
    std::vector<bool> replaced;
    const auto trouble = git::replace_in_index(repository_, before, after, replaced);
    for (std::size_t i = 0; i < changed.size(); ++i) {
      Outcome& outcome = outcomes[changed[i]];
      if (trouble) {
        fail(outcome, Status::error, trouble->words);
      } else if (!replaced[i]) {
        fail(outcome, Status::refused, "staged anew while exifscrub looked; run it again");
      } else if (std::string left = clean_work_tree(changed[i]); !left.empty()) {
        outcome.reason += (outcome.reason.empty() ? "" : "; ") + left;
      }
    }
  }

 private:
  struct Cleaned {
    std::string object;  ///< empty: the entry stays
    Digest before;       ///< of the staged bytes
  };

  static void fail(Outcome& outcome, Status status, std::string reason) {
    outcome.status = status;
    outcome.reason = std::move(reason);
    outcome.changed = false;
    outcome.bytes_out = outcome.bytes_in;
  }

  /// @return what became of the work tree's file, where it was not cleaned
  std::string clean_work_tree(std::size_t index) const {
    FileSystem& files = system_file_system();
    const std::string& path = entries_[index].path;
    const auto top = open_file(files, AT_FDCWD, repository_.top.c_str(), {O_RDONLY | O_DIRECTORY, 0, true});
    if (!top) return "the work tree cannot be opened: " + system_words(top.error().sys);
    const auto folder = open_file(files, top->get(), folder_of(path).c_str(), {O_RDONLY | O_DIRECTORY});
    const std::string name(base_name_of(path));
    const auto opened = folder ? open_regular(files, folder->get(), name.c_str()) : folder.error();
    if (!opened) {
      if (opened.error().sys == ENOENT) return {};
      return "the work tree's file was left: " + std::string(opened.error().what);
    }
    FileSource source{files, opened->descriptor.get(), opened->identity.size};
    const auto digest = digest_of(source, DigestKind::xxh3);
    if (!digest || *digest != cleaned_[index].before) return "the work tree's file is another one and stays";
    const FolderEntry entry{repository_.shown(path), name, false, {}};
    const std::vector<Outcome> done = Scrubber(invocation_.job, nullptr).run(folder->get(), {&entry, 1});
    if (done.front().changed) return {};
    return "the work tree's file was left: " + done.front().reason;
  }

  const Invocation& invocation_;
  const git::Repository& repository_;
  std::span<const git::IndexEntry> entries_;
  std::vector<Cleaned> cleaned_;
};

std::vector<WantedBlob> wanted_of(const git::Repository& repository,
                                  std::span<const git::IndexEntry> entries) {
  std::vector<WantedBlob> wanted;
  for (const git::IndexEntry& entry : entries) {
    const FolderEntry named{repository.shown(entry.path), std::string(base_name_of(entry.path)), false, {}};
    wanted.push_back({entry.object, {named}});
  }
  return wanted;
}

}  // namespace

int run_staged(Invocation invocation) {
  git::Repository repository;
  if (auto error = open_work_tree(repository)) return usage_failed(*error);
  if (auto error = resolve_root(invocation)) return usage_failed(*error);
  Target top;
  top.is_folder = true;
  top.path = repository.prefix.empty() ? "." : repository.shown("");
  if (auto error = tighten({top}, invocation)) return usage_failed(*error);
  std::optional<Annotation> annotation;
  if (auto error = Annotation::open(invocation, annotation)) return usage_failed(*error);
  std::vector<git::IndexEntry> staged;
  if (auto error = list_staged(invocation, repository, staged)) return usage_failed(*error);
  std::unique_ptr<Reporter> reporter;
  if (auto error = Reporter::open(invocation, STDOUT_FILENO, reporter)) return usage_failed(*error);
  catch_interrupts();
  const std::vector<git::IndexEntry> entries = files_of(repository, std::move(staged), *reporter);
  const std::vector<WantedBlob> wanted = wanted_of(repository, entries);
  StagedScrub scrub(invocation, repository, entries);
  std::vector<Outcome> outcomes;
  const auto trouble = run_blobs(
      invocation, repository, wanted,
      [&](std::size_t blob, std::span<Outcome> looked_at, Bytes before, Bytes after) {
        scrub.store(blob, looked_at.front(), before, after);
        annotation->add_to(looked_at);
      },
      [&](std::size_t blob, std::span<Outcome> looked_at, std::uint64_t bytes) {
        outcomes.push_back(std::move(looked_at.front()));
        reporter->note_progress(1, bytes, static_cast<double>(blob + 1) / static_cast<double>(wanted.size()));
      });
  // After a stop nothing is half done: the index is as it was.
  const bool complete = !trouble && interrupting_signal() == 0;
  if (complete) scrub.commit(outcomes);
  for (const Outcome& outcome : outcomes) {
    if (complete || !outcome.changed) reporter->add(outcome);
  }
  reporter->finish(interrupting_signal() != 0);
  const int signal = reporter->reader_gone() ? SIGPIPE : interrupting_signal();
  if (trouble && signal == 0) return usage_failed({trouble->words});
  return exit_status(reporter->summary(), invocation.check, reporter->failed(), signal);
}

}  // namespace exifscrub::cli
