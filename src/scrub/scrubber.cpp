#include "exifscrub/scrubber.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <memory>
#include <new>

#include "apply/batch.hpp"
#include "base/digests.hpp"
#include "base/memory_source.hpp"
#include "io/file_source.hpp"
#include "io/open_file.hpp"
#include "io/output_folder.hpp"
#include "plan/planned_source.hpp"
#include "scrub/account.hpp"
#include "scrub/examination.hpp"
#include "scrub/illustration.hpp"
#include "scrub/proof.hpp"
#include "scrub/treatment.hpp"
#include "scrub/verdict.hpp"

namespace exifscrub {
namespace {

WriteOptions write_options(const Job& job, const std::atomic<bool>* stop) {
  WriteOptions options;
  options.durability = job.durability;
  options.preserve_times = job.preserve_times;
  options.force = job.force;
  options.backup_suffix = job.backup_suffix;
  options.stop = stop;
  return options;
}

void fail(Outcome& outcome, const Error& error) {
  outcome.status = error.code == Errc::io ? Status::error : Status::refused;
  outcome.reason = error.sys != 0 || error.offset != 0 ? reason_of(error) : std::string{error.what};
  outcome.changed = false;
  outcome.bytes_out = outcome.bytes_in;
}

/// Judges a file and says what is in it.
void audit(Examination& examination, ByteSource& source, const Job& job) {
  Outcome& outcome = examination.outcome;
  judge_audit(examination, job);
  account(*examination.document, nullptr, outcome);
  if (!job.content_hash || outcome.status != Status::leaks) return;
  Result<Digest> digest = digest_of(source, DigestKind::sha256);
  if (!digest) return fail(outcome, digest.error());
  outcome.content_hash = *digest;
}

/// The files of one token: each is prepared in turn, then all are committed together.
class Token {
 public:
  Token(const Job& job, int folder, const std::atomic<bool>* stop)
      : job_(job), folder_(folder), batch_(system_file_system(), folder, write_options(job, stop)) {}

  /// Looks at one file and prepares its change.
  void add(const FolderEntry& entry) {
    Outcome outcome;
    outcome.path = entry.path;
    try {
      handle(entry, outcome);
    } catch (const std::bad_alloc&) {
      fail(outcome, {Errc::io, 0, "out of memory", ENOMEM});
    }
    outcomes_.push_back(std::move(outcome));
  }

  /// Makes the prepared changes real, and says what became of each file.
  std::vector<Outcome> commit() {
    const std::vector<Committed> committed = batch_.commit();
    for (const Pending& pending : pending_) {
      const Committed& done = committed[pending.change];
      Outcome& outcome = outcomes_[pending.outcome];
      outcome.state = done.state;
      if (!done.result) {
        fail(outcome, done.result.error());
        if (done.state != FileState::untouched) outcome.status = Status::error;
      }
    }
    return std::move(outcomes_);
  }

 private:
  struct Pending {
    std::size_t outcome;
    std::size_t change;
  };

  void handle(const FolderEntry& entry, Outcome& outcome) {
    FileSystem& files = system_file_system();
    Result<OpenFile> opened = open_regular(files, folder_, entry.name.c_str(), entry.named);
    if (!opened) return fail(outcome, opened.error());
    FileSource source{files, opened->descriptor.get(), opened->identity.size};
    Examination examination = examine(source, job_, entry.name, entry.named);
    examination.outcome.path = std::move(outcome.path);
    if (examination.document != nullptr) {
      examination.outcome.thumbnail = illustrate(*examination.document, job_);
      if (job_.verb == Verb::audit) {
        audit(examination, source, job_);
      } else {
        scrub(entry, *opened, source, examination);
      }
    }
    outcome = std::move(examination.outcome);
  }

  void scrub(const FolderEntry& entry, OpenFile& opened, ByteSource& source, Examination& examination) {
    Outcome& outcome = examination.outcome;
    Result<Treatment> treatment = treat(*examination.document, job_.policy);
    if (!treatment) return fail(outcome, treatment.error());
    account(*examination.document, &*treatment, outcome);
    if (!treatment->plan.changes_anything()) {
      judge_untouched(examination, *treatment, job_);
      if (entry.output_path.empty() || outcome.status == Status::refused || job_.dry_run) return;
    } else {
      judge_changed(outcome, *treatment, job_);
    }
    const Result<void> prepared = prepare(entry, opened, source, examination, *treatment);
    if (!prepared) fail(outcome, prepared.error());
  }

  Result<void> prepare(const FolderEntry& entry, OpenFile& opened, ByteSource& source,
                       Examination& examination, Treatment& treatment) {
    View view = job_.dry_run ? View::planned : View::written;
    const auto verify = [&](ByteSource& output) { return prove(output, view, examination, treatment, job_); };
    if (job_.dry_run) {
      EXS_CHECK(check_way(entry, opened, treatment.plan, examination.document->format().checksummed));
      PlannedSource planned{source, treatment.plan};
      return verify(planned);
    }
    if (!entry.output_path.empty()) return copy(entry, opened, source, treatment.plan, verify);
    const bool checksummed = examination.document->format().checksummed;
    EXS_TRY(const Way way, choose_way(treatment.plan, opened.identity, checksummed, job_.force));
    if (way == Way::in_place) view = View::planned;
    EXS_TRY(const std::size_t change,
            way == Way::in_place ? batch_.edit_in_place(opened, entry.name, source, treatment.plan, verify)
                                 : batch_.replace(opened, entry.name, source, treatment.plan, verify));
    pending_.push_back({outcomes_.size(), change});
    return {};
  }

  /// -o: the cleaned copy stands elsewhere, the original stays.
  Result<void> copy(const FolderEntry& entry, OpenFile& opened, ByteSource& source, const Plan& plan,
                    const Batch::Verify& verify) {
    EXS_TRY(FileDescriptor folder, open_output_folder(system_file_system(), entry.output_path));
    const std::string target = entry.output_path.substr(entry.output_path.rfind('/') + 1);
    EXS_TRY(const std::size_t change,
            batch_.copy_to(folder.get(), target, opened, entry.name, source, plan, verify));
    output_folders_.push_back(std::move(folder));
    pending_.push_back({outcomes_.size(), change});
    return {};
  }

  Result<void> check_way(const FolderEntry& entry, const OpenFile& opened, const Plan& plan,
                         bool checksummed) const {
    if (!entry.output_path.empty()) return {};
    EXS_TRY([[maybe_unused]] const Way way, choose_way(plan, opened.identity, checksummed, job_.force));
    return {};
  }

  const Job& job_;
  int folder_;
  std::vector<FileDescriptor> output_folders_;  ///< the batch borrows them
  Batch batch_;
  std::vector<Outcome> outcomes_;
  std::vector<Pending> pending_;
};

}  // namespace

Scrubber::Scrubber(Job job, const std::atomic<bool>* stop) : job_(std::move(job)), stop_(stop) {}

std::vector<Outcome> Scrubber::run(int folder_fd, std::span<const FolderEntry> entries) const {
  Token token{job_, folder_fd, stop_};
  for (const FolderEntry& entry : entries) {
    if (stop_ != nullptr && stop_->load(std::memory_order_relaxed)) break;
    token.add(entry);
  }
  return token.commit();
}

Outcome Scrubber::filter(Bytes input, const FolderEntry& entry, std::vector<Byte>& output) const {
  output.clear();
  MemorySource source{input};
  Examination examination = examine(source, job_, entry.name, entry.named);
  Outcome& outcome = examination.outcome;
  outcome.path = entry.path;
  if (examination.document == nullptr) return std::move(outcome);
  outcome.thumbnail = illustrate(*examination.document, job_);
  if (job_.verb == Verb::audit) {
    audit(examination, source, job_);
    return std::move(outcome);
  }
  Result<Treatment> treatment = treat(*examination.document, job_.policy);
  if (!treatment) {
    fail(outcome, treatment.error());
    return std::move(outcome);
  }
  account(*examination.document, &*treatment, outcome);
  if (!treatment->plan.changes_anything()) {
    judge_untouched(examination, *treatment, job_);
    if (outcome.status != Status::refused) output.assign(input.begin(), input.end());
    return std::move(outcome);
  }
  PlannedSource planned{source, treatment->plan};
  std::vector<Byte> made(planned.size());
  Result<void> proven = planned.read_into(0, made);
  MemorySource made_source{made};
  if (proven) proven = prove(made_source, View::written, examination, *treatment, job_);
  if (!proven) {
    fail(outcome, proven.error());
    return std::move(outcome);
  }
  judge_changed(outcome, *treatment, job_);
  if (!job_.dry_run) output = std::move(made);
  return std::move(outcome);
}

}  // namespace exifscrub
