#include "exifscrub/scrubber.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <iterator>
#include <memory>
#include <new>

#include "apply/batch.hpp"
#include "apply/plan_check.hpp"
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
#include "scrub/surroundings.hpp"
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
  if (job.xattrs) options.xattrs = removed_xattrs(job.policy);
  options.stop = stop;
  return options;
}

/// Bytes that one read fetches: of a head not many more than it has.
std::size_t read_ahead(const Job& job) {
  constexpr std::size_t of_head = 16 * 1024;
  return job.verb == Verb::audit && job.quick ? of_head : ByteSource::max_window;
}

void fail(Outcome& outcome, const Error& error) {
  outcome.status = error.code == Errc::io ? Status::error : Status::refused;
  outcome.reason = error.sys != 0 || error.offset != 0 ? reason_of(error) : std::string{error.what};
  outcome.changed = false;
  outcome.bytes_out = outcome.bytes_in;
}

/// The digest by which a baseline knows a file that leaks.
void identify(ByteSource& source, const Job& job, Outcome& outcome) {
  if (!job.content_hash || outcome.status != Status::leaks) return;
  Result<Digest> digest = digest_of(source, DigestKind::sha256);
  if (!digest) return fail(outcome, digest.error());
  outcome.content_hash = *digest;
}

/// Judges a file and says what is in it.
void audit(Examination& examination, const Surroundings& around, ByteSource& source, const Job& job) {
  Outcome& outcome = examination.outcome;
  judge_audit(examination, job);
  if (job.findings) account(*examination.document, nullptr, outcome);
  judge_surroundings(around, job, outcome);
  identify(source, job, outcome);
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
    attempt(outcome, [&] { handle(entry, outcome); });
    const bool is_picture = outcome.format != FormatId::none;
    outcomes_.push_back(std::move(outcome));
    if (!job_.sidecars) return;
    for (const std::string& name : entry.sidecars) add_sidecar(entry, name, is_picture);
  }

  /// Makes the prepared changes real, and says what became of each file.
  std::vector<Outcome> commit() {
    const std::vector<Committed> committed = batch_.commit();
    for (const Pending& pending : pending_) {
      const Committed& done = committed[pending.change];
      Outcome& picture = outcomes_[pending.outcome];
      Outcome& outcome = pending.sidecar ? picture.sidecars[*pending.sidecar] : picture;
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
    std::optional<std::size_t> sidecar;  ///< index into the outcome's
    std::size_t change;
  };

  template <class Work>
  static void attempt(Outcome& outcome, Work work) {
    try {
      work();
    } catch (const std::bad_alloc&) {
      fail(outcome, {Errc::io, 0, "out of memory", ENOMEM});
    }
  }

  void handle(const FolderEntry& entry, Outcome& outcome) {
    FileSystem& files = system_file_system();
    Result<OpenFile> opened = open_regular(files, folder_, entry.name.c_str(), entry.named);
    if (!opened) return fail(outcome, opened.error());
    FileSource source{files, opened->descriptor.get(), opened->identity.size, read_ahead(job_)};
    Examination examination = examine(source, job_, entry.name, entry.named);
    examination.outcome.path = std::move(outcome.path);
    Surroundings around;
    const bool asks_around = job_.findings || job_.sidecars || job_.xattrs;
    if (asks_around && examination.outcome.format != FormatId::none) {
      around = look_around(files, folder_, opened->descriptor.get(), entry, job_);
    }
    if (examination.document != nullptr) {
      examination.outcome.thumbnail = illustrate(*examination.document, job_);
      if (job_.verb == Verb::audit) {
        audit(examination, around, source, job_);
      } else {
        scrub(entry, *opened, source, examination, around.drops_xattrs);
      }
    }
    outcome = std::move(examination.outcome);
    if (job_.findings) std::ranges::move(around.findings, std::back_inserter(outcome.findings));
    if (outcome.status == Status::skipped) name_sidecar(entry, outcome);
  }

  /// A file that is no image may be one that speaks of an image.
  void name_sidecar(const FolderEntry& entry, Outcome& outcome) {
    // Trees of source code are full of .json that is nobody's sidecar.
    if (entry.sidecar_of.empty() && !job_.sidecars) return;
    OpenFile opened;
    if (!read_sidecar(system_file_system(), folder_, entry.name, false, opened)) return;
    outcome.reason = entry.sidecar_of.empty() ? "a sidecar of no image here; left alone"
                                              : "sidecar of " + entry.sidecar_of + "; --sidecars handles it";
  }

  void scrub(const FolderEntry& entry, OpenFile& opened, ByteSource& source, Examination& examination,
             bool drops_xattrs) {
    Outcome& outcome = examination.outcome;
    Result<Treatment> treatment = treat(*examination.document, job_);
    if (!treatment) return fail(outcome, treatment.error());
    if (job_.findings) account(*examination.document, &*treatment, outcome);
    if (!treatment->plan.changes_anything()) {
      judge_untouched(examination, *treatment, job_);
      if (drops_xattrs && outcome.status != Status::refused && entry.output_path.empty()) {
        return drop_xattrs(entry, opened, outcome);
      }
      if (entry.output_path.empty() || outcome.status == Status::refused || job_.dry_run) return;
    } else {
      judge_changed(outcome, *treatment, job_);
    }
    const Result<void> prepared = prepare(entry, opened, source, examination, *treatment);
    if (!prepared) fail(outcome, prepared.error());
  }

  /// A file of which no byte changes still loses the attributes that tell where it came from.
  void drop_xattrs(const FolderEntry& entry, OpenFile& opened, Outcome& outcome) {
    outcome.changed = true;
    if (outcome.status == Status::clean) outcome.status = done();
    if (job_.dry_run) {
      const Result<void> may = check_writable(opened.identity, job_.force);
      return may ? void() : fail(outcome, may.error());
    }
    const Result<std::size_t> change = batch_.drop_xattrs(opened, entry.name);
    if (!change) return fail(outcome, change.error());
    pending_.push_back({outcomes_.size(), std::nullopt, *change});
  }

  [[nodiscard]] Status done() const { return job_.dry_run ? Status::would_scrub : Status::scrubbed; }

  /// Handles a file beside the picture whose outcome was added last.
  void add_sidecar(const FolderEntry& picture, const std::string& name, bool is_picture) {
    const std::size_t stem = picture.path.size() - std::min(picture.path.size(), picture.name.size());
    Outcome outcome;
    outcome.path = picture.path.substr(0, stem) + name;
    FolderEntry entry{outcome.path, name, false, {}};
    if (!picture.output_path.empty()) {
      entry.output_path = picture.output_path.substr(0, picture.output_path.rfind('/') + 1) + name;
    }
    attempt(outcome, [&] { handle_sidecar(entry, is_picture, outcome); });
    outcomes_.back().sidecars.push_back(std::move(outcome));
  }

  void handle_sidecar(const FolderEntry& entry, bool is_picture, Outcome& outcome) {
    OpenFile opened;
    Result<Sidecar> sidecar = read_sidecar(system_file_system(), folder_, entry.name, job_.values, opened);
    outcome.bytes_in = outcome.bytes_out = opened.identity.size;
    if (!is_picture || (!sidecar && sidecar.error().code == Errc::unsupported)) {
      outcome.status = Status::skipped;
      outcome.reason = is_picture ? std::string{sidecar.error().what} + "; left alone"
                                  : "a sidecar of what is no image; left alone";
      return;
    }
    if (!sidecar) return fail(outcome, sidecar.error());
    if (job_.findings) sidecar->account(outcome);
    if (job_.verb == Verb::audit) {
      judge_sidecar(*sidecar, job_, outcome);
      FileSource source{system_file_system(), opened.descriptor.get(), opened.identity.size};
      return identify(source, job_, outcome);
    }
    const Result<void> prepared = scrub_sidecar(entry, opened, *sidecar, outcome);
    if (!prepared) fail(outcome, prepared.error());
  }

  Result<void> scrub_sidecar(const FolderEntry& entry, OpenFile& opened, Sidecar& sidecar, Outcome& outcome) {
    EXS_TRY(SidecarChange change, sidecar.change(job_.policy));
    mark_actions(change, job_.policy, outcome);
    const bool changes = change.way != SidecarChange::Way::leave;
    const bool goes = change.way == SidecarChange::Way::remove;
    outcome.changed = changes;
    outcome.status = !change.kept.empty() ? Status::kept : changes ? done() : Status::clean;
    outcome.reason = goes ? "the sidecar goes as a whole" : change.kept;
    if (changes) outcome.bytes_out = change.bytes.size();
    if (goes && !entry.output_path.empty()) {
      outcome.changed = false;
      outcome.status = Status::skipped;
      outcome.reason = "a sidecar of which nothing would stay; not copied";
      return {};
    }
    if (goes) return remove_sidecar(entry, opened);
    if (!changes && entry.output_path.empty()) return {};
    Plan plan = Plan::unchanged(opened.identity.size);
    if (changes) {
      plan.pieces = {{{}, 0}};
      plan.literals = {{std::move(change.bytes), {}}};
      plan.output_size = outcome.bytes_out;
    }
    return write_sidecar(entry, opened, plan);
  }

  Result<void> remove_sidecar(const FolderEntry& entry, OpenFile& opened) {
    if (job_.dry_run) return check_removable(opened.identity, job_.force);
    EXS_TRY(const std::size_t change, batch_.remove(opened, entry.name));
    pending_.push_back({outcomes_.size() - 1, outcomes_.back().sidecars.size(), change});
    return {};
  }

  Result<void> write_sidecar(const FolderEntry& entry, OpenFile& opened, const Plan& plan) {
    if (job_.dry_run) return check_way(entry, opened, plan, true);
    FileSource source{system_file_system(), opened.descriptor.get(), opened.identity.size};
    // The new bytes were looked at when they were made; what counts here is that they are what was written.
    const auto verify = [&](ByteSource& output) { return check_follows_plan(source, output, plan); };
    if (entry.output_path.empty()) {
      EXS_TRY(const std::size_t change, batch_.replace(opened, entry.name, source, plan, verify));
      pending_.push_back({outcomes_.size() - 1, outcomes_.back().sidecars.size(), change});
      return {};
    }
    EXS_TRY(FileDescriptor folder, open_output_folder(system_file_system(), entry.output_path));
    const std::string target = entry.output_path.substr(entry.output_path.rfind('/') + 1);
    EXS_TRY(const std::size_t change,
            batch_.copy_to(folder.get(), target, opened, entry.name, source, plan, verify));
    output_folders_.push_back(std::move(folder));
    pending_.push_back({outcomes_.size() - 1, outcomes_.back().sidecars.size(), change});
    return {};
  }

  Result<void> prepare(const FolderEntry& entry, OpenFile& opened, ByteSource& source,
                       Examination& examination, Treatment& treatment) {
    View view = job_.dry_run ? View::planned : View::written;
    const auto verify = [&](ByteSource& output) { return prove(output, view, examination, treatment, job_); };
    if (job_.dry_run) {
      EXS_CHECK(check_way(entry, opened, treatment.plan, must_replace(examination, treatment)));
      PlannedSource planned{source, treatment.plan};
      return verify(planned);
    }
    if (!entry.output_path.empty()) return copy(entry, opened, source, treatment.plan, verify);
    EXS_TRY(const Way way,
            choose_way(treatment.plan, opened.identity, must_replace(examination, treatment), job_.force));
    if (way == Way::in_place) view = View::planned;
    EXS_TRY(const std::size_t change,
            way == Way::in_place ? batch_.edit_in_place(opened, entry.name, source, treatment.plan, verify)
                                 : batch_.replace(opened, entry.name, source, treatment.plan, verify));
    pending_.push_back({outcomes_.size(), std::nullopt, change});
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
    pending_.push_back({outcomes_.size(), std::nullopt, change});
    return {};
  }

  /// Whether not even a change that keeps the size may be made in place.
  static bool must_replace(const Examination& examination, const Treatment& treatment) {
    return examination.document->format().checksummed || treatment.at_once;
  }

  Result<void> check_way(const FolderEntry& entry, const OpenFile& opened, const Plan& plan,
                         bool must_replace) const {
    if (!entry.output_path.empty()) return {};
    EXS_TRY([[maybe_unused]] const Way way, choose_way(plan, opened.identity, must_replace, job_.force));
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
    audit(examination, {}, source, job_);
    return std::move(outcome);
  }
  Result<Treatment> treatment = treat(*examination.document, job_);
  if (!treatment) {
    fail(outcome, treatment.error());
    return std::move(outcome);
  }
  if (job_.findings) account(*examination.document, &*treatment, outcome);
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
