#include "scrub/picture.hpp"

#include <algorithm>
#include <iterator>

#include "base/digests.hpp"
#include "io/file_source.hpp"
#include "io/open_file.hpp"
#include "scrub/account.hpp"
#include "scrub/illustration.hpp"
#include "scrub/proof.hpp"
#include "scrub/sidecar.hpp"
#include "scrub/verdict.hpp"

namespace exifscrub {
namespace {

bool reads_head_only(const Job& job) { return job.verb == Verb::audit && job.quick; }

/// Bytes that one read fetches: of a head not many more than it has.
std::size_t read_ahead(const Job& job) {
  constexpr std::size_t of_head = 16 * 1024;
  return reads_head_only(job) ? of_head : ByteSource::max_window;
}

void judge_for_audit(Examination& examination, const Surroundings& around, ByteSource& source,
                     const Job& job) {
  judge_audit(examination, job);
  if (job.findings) account(*examination.document, nullptr, examination.outcome);
  judge_surroundings(around, job, examination.outcome);
  identify(source, job, examination.outcome);
}

/// Prepares what a treatment makes of a picture.
class Scrub {
 public:
  Scrub(const FolderEntry& entry, const Job& job, Delivery& delivery, OpenFile& opened)
      : entry_(entry), job_(job), delivery_(delivery), opened_(opened) {}

  Result<Delivery::Change> prepare(ByteSource& source, Examination& examination, const Treatment& treatment,
                                   bool drops_xattrs) {
    Outcome& outcome = examination.outcome;
    if (!treatment.plan.changes_anything()) {
      const bool stays = entry_.output_path.empty();
      if (drops_xattrs && stays && outcome.status != Status::refused) return drop_xattrs(outcome);
      if (stays || outcome.status == Status::refused || job_.dry_run) return Delivery::Change{};
    }
    const auto verify = [&](ByteSource& output, Evidence evidence) -> Result<void> {
      EXS_TRY(std::string left, prove(output, evidence, examination, treatment, job_));
      judge_proven(outcome, std::move(left));
      return {};
    };
    const bool must_replace = examination.document->format().checksummed || treatment.at_once;
    return delivery_.write(entry_, opened_, source, treatment.plan, must_replace, verify);
  }

 private:
  /// A file of which no byte changes still loses the attributes that tell where it came from.
  Result<Delivery::Change> drop_xattrs(Outcome& outcome) {
    outcome.changed = true;
    if (outcome.status == Status::clean) outcome.status = changed_status(job_);
    return delivery_.drop_xattrs(entry_, opened_);
  }

  const FolderEntry& entry_;
  const Job& job_;
  Delivery& delivery_;
  OpenFile& opened_;
};

/// A file that is no image may be one that speaks of an image.
void name_sidecar(const FolderEntry& entry, int folder, const Job& job, Outcome& outcome) {
  // Trees of source code are full of .json that is nobody's sidecar.
  if (entry.sidecar_of.empty() && !job.sidecars) return;
  OpenFile opened;
  if (!read_sidecar(system_file_system(), folder, entry.name, false, opened)) return;
  outcome.reason = entry.sidecar_of.empty() ? "a sidecar of no image here; left alone"
                                            : "sidecar of " + entry.sidecar_of + "; --sidecars handles it";
}

}  // namespace

std::optional<Treatment> judge_picture(Examination& examination, const Surroundings& around,
                                       ByteSource& source, const Job& job) {
  if (examination.document == nullptr) return std::nullopt;
  Outcome& outcome = examination.outcome;
  outcome.thumbnail = illustrate(*examination.document, job);
  if (job.verb == Verb::audit) {
    judge_for_audit(examination, around, source, job);
    return std::nullopt;
  }
  Result<Treatment> treatment = treat(*examination.document, job);
  if (!treatment) {
    fail(outcome, treatment.error());
    return std::nullopt;
  }
  if (job.findings) account(*examination.document, &*treatment, outcome);
  if (treatment->plan.changes_anything()) {
    judge_changed(outcome, *treatment, job);
  } else {
    judge_untouched(examination, *treatment, job);
  }
  return std::move(*treatment);
}

Handled handle_picture(const FolderEntry& entry, int folder, const Job& job, Delivery& delivery) {
  Handled handled;
  handled.outcome.path = entry.path;
  FileSystem& files = system_file_system();
  Result<OpenFile> opened = open_regular(files, folder, entry.name.c_str(), entry.named);
  if (!opened) {
    fail(handled.outcome, opened.error());
    return handled;
  }
  FileSource source{files, opened->descriptor.get(), opened->identity.size, read_ahead(job)};
  if (reads_head_only(job)) source.expect_jumps();
  Examination examination = examine(source, job, entry.name, entry.named);
  examination.outcome.path = entry.path;
  Surroundings around;
  const bool asks_around = job.findings || job.sidecars || job.xattrs;
  if (asks_around && examination.outcome.format != FormatId::none) {
    around = look_around(files, folder, opened->descriptor.get(), entry, job);
  }
  if (const auto treatment = judge_picture(examination, around, source, job)) {
    Scrub scrub{entry, job, delivery, *opened};
    const auto change = scrub.prepare(source, examination, *treatment, around.drops_xattrs);
    change ? void(handled.change = *change) : fail(examination.outcome, change.error());
  }
  handled.outcome = std::move(examination.outcome);
  if (job.findings) std::ranges::move(around.findings, std::back_inserter(handled.outcome.findings));
  if (handled.outcome.status == Status::skipped) name_sidecar(entry, folder, job, handled.outcome);
  return handled;
}

}  // namespace exifscrub
