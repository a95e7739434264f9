#include "exifscrub/scrubber.hpp"

#include <algorithm>
#include <cerrno>
#include <new>
#include <optional>

#include "base/memory_source.hpp"
#include "plan/planned_source.hpp"
#include "scrub/delivery.hpp"
#include "scrub/image_name.hpp"
#include "scrub/picture.hpp"
#include "scrub/proof.hpp"
#include "scrub/sidecar_scrub.hpp"
#include "scrub/verdict.hpp"

namespace exifscrub {
namespace {

SidecarOwner owner_of_sidecars(const FolderEntry& entry, FormatId format) {
  if (has_raw_name(entry.name)) return SidecarOwner::raw;
  return format == FormatId::none ? SidecarOwner::no_image : SidecarOwner::picture;
}

/// The files of one token: each is prepared in turn, then all are committed together.
class TokenScrub {
 public:
  TokenScrub(const Job& job, int folder, const std::atomic<bool>* stop)
      : job_(job), folder_(folder), delivery_(job, folder, stop) {}

  /// Looks at one file, and those beside it, and prepares their changes.
  void add(const FolderEntry& entry) {
    outcomes_.push_back(
        attempt(entry, std::nullopt, [&] { return handle_picture(entry, folder_, job_, delivery_); }));
    if (!job_.sidecars) return;
    const SidecarOwner owner = owner_of_sidecars(entry, outcomes_.back().format);
    for (const std::string& name : entry.sidecars) {
      const FolderEntry beside = beside_of(entry, name);
      Outcome outcome = attempt(beside, outcomes_.back().sidecars.size(),
                                [&] { return handle_sidecar(beside, folder_, owner, job_, delivery_); });
      outcomes_.back().sidecars.push_back(std::move(outcome));
    }
  }

  /// Makes the prepared changes real, and says what became of each file.
  std::vector<Outcome> commit() {
    const std::vector<Committed> committed = delivery_.commit();
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

  /// The outcome of `handle`, whose change waits for commit(). Out of memory is this file's failure alone.
  /// @param sidecar  the index that it is going to have among its picture's
  template <class Handle>
  Outcome attempt(const FolderEntry& entry, std::optional<std::size_t> sidecar, Handle handle) {
    try {
      Handled handled = handle();
      const std::size_t outcome = outcomes_.size() - (sidecar ? 1 : 0);
      if (handled.change) pending_.push_back({outcome, sidecar, *handled.change});
      return std::move(handled.outcome);
    } catch (const std::bad_alloc&) {
      Outcome outcome;
      outcome.path = entry.path;
      fail(outcome, {Errc::io, 0, "out of memory", ENOMEM});
      return outcome;
    }
  }

  static FolderEntry beside_of(const FolderEntry& picture, const std::string& name) {
    const std::size_t stem = picture.path.size() - std::min(picture.path.size(), picture.name.size());
    FolderEntry entry{picture.path.substr(0, stem) + name, name, false, {}};
    if (!picture.output_path.empty()) {
      entry.output_path = picture.output_path.substr(0, picture.output_path.rfind('/') + 1) + name;
    }
    return entry;
  }

  const Job& job_;
  int folder_;
  Delivery delivery_;
  std::vector<Outcome> outcomes_;
  std::vector<Pending> pending_;
};

/// The bytes that a plan makes of `source`, once they are proven.
Result<std::vector<Byte>> proven_output(ByteSource& source, Examination& examination,
                                        const Treatment& treatment, const Job& job) {
  PlannedSource planned{source, treatment.plan};
  std::vector<Byte> made(planned.size());
  EXS_CHECK(planned.read_into(0, made));
  MemorySource made_source{made};
  EXS_TRY(std::string left, prove(made_source, Evidence::written, examination, treatment, job));
  judge_proven(examination.outcome, std::move(left));
  return made;
}

}  // namespace

Scrubber::Scrubber(Job job, const std::atomic<bool>* stop) : job_(std::move(job)), stop_(stop) {}

std::vector<Outcome> Scrubber::run(int folder_fd, std::span<const FolderEntry> entries) const {
  TokenScrub token{job_, folder_fd, stop_};
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
  const auto treatment = judge_picture(examination, {}, source, job_);
  if (!treatment || outcome.status == Status::refused) return std::move(outcome);
  if (!treatment->plan.changes_anything()) {
    output.assign(input.begin(), input.end());
  } else if (Result<std::vector<Byte>> made = proven_output(source, examination, *treatment, job_); !made) {
    fail(outcome, made.error());
  } else if (!job_.dry_run) {
    output = std::move(*made);
  }
  return std::move(outcome);
}

}  // namespace exifscrub
