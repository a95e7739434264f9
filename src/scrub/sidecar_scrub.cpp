#include "scrub/sidecar_scrub.hpp"

#include "apply/plan_check.hpp"
#include "io/file_source.hpp"
#include "scrub/picture.hpp"
#include "scrub/sidecar.hpp"
#include "scrub/surroundings.hpp"
#include "scrub/verdict.hpp"

namespace exifscrub {
namespace {

/// The plan that makes a file of other bytes.
Plan rewritten(std::uint64_t size, std::vector<Byte> bytes) {
  Plan plan = Plan::unchanged(size);
  plan.output_size = bytes.size();
  plan.pieces = {{{}, 0}};
  plan.literals = {{std::move(bytes), {}}};
  return plan;
}

void judge_change(const SidecarChange& change, const Job& job, Outcome& outcome) {
  mark_actions(change, job.policy, outcome);
  outcome.changed = change.way != SidecarChange::Way::leave;
  if (outcome.changed) outcome.bytes_out = change.bytes.size();
  if (!change.kept.empty()) {
    settle(outcome, Status::kept, change.kept);
  } else {
    settle(outcome, outcome.changed ? changed_status(job) : Status::clean);
  }
  if (change.way == SidecarChange::Way::remove) outcome.reason = "the sidecar goes as a whole";
}

Result<Delivery::Change> scrub(const FolderEntry& entry, OpenFile& opened, Sidecar& sidecar,
                               SidecarOwner owner, const Job& job, Delivery& delivery, Outcome& outcome) {
  EXS_TRY(SidecarChange change, sidecar.change(job.policy));
  if (change.way == SidecarChange::Way::remove && owner == SidecarOwner::raw && entry.output_path.empty()) {
    // Without it the edits of the raw file are lost, and that still has all that was to go.
    change.way = SidecarChange::Way::leave;
    change.kept = "it may hold the edits of a raw file, which is not cleaned";
  }
  judge_change(change, job, outcome);
  const bool copies = !entry.output_path.empty();
  if (change.way == SidecarChange::Way::remove) {
    if (!copies) return delivery.remove(entry, opened);
    outcome.changed = false;
    settle(outcome, Status::skipped, "a sidecar of which nothing would stay; not copied");
    return Delivery::Change{};
  }
  if (change.way == SidecarChange::Way::leave && !copies) return Delivery::Change{};
  const std::uint64_t size = opened.identity.size;
  const Plan plan = change.way == SidecarChange::Way::leave ? Plan::unchanged(size)
                                                            : rewritten(size, std::move(change.bytes));
  FileSource source{system_file_system(), opened.descriptor.get(), size};
  // The new bytes were looked at when they were made; what counts here is that they are what was written.
  const auto verify = [&](ByteSource& output, Evidence evidence) {
    return evidence == Evidence::planned ? Result<void>{} : check_follows_plan(source, output, plan);
  };
  return delivery.write(entry, opened, source, plan, true, verify);
}

}  // namespace

Handled handle_sidecar(const FolderEntry& entry, int folder, SidecarOwner owner, const Job& job,
                       Delivery& delivery) {
  Handled handled;
  Outcome& outcome = handled.outcome;
  outcome.path = entry.path;
  OpenFile opened;
  Result<Sidecar> sidecar = read_sidecar(system_file_system(), folder, entry.name, job.values, opened);
  outcome.bytes_in = outcome.bytes_out = opened.identity.size;
  if (owner == SidecarOwner::no_image) {
    settle(outcome, Status::skipped, "a sidecar of what is no image; left alone");
  } else if (!sidecar && sidecar.error().code == Errc::unsupported) {
    // A picture is one by its content, whatever its name says (IMG_1.xmp, ._IMG_1.jpg).
    Handled by_content = handle_picture(entry, folder, job, delivery);
    if (by_content.outcome.format != FormatId::none) return by_content;
    settle(outcome, Status::skipped, std::string{sidecar.error().what} + "; left alone");
  } else if (!sidecar) {
    fail(outcome, sidecar.error());
  } else {
    if (job.findings) sidecar->account(outcome);
    if (job.verb == Verb::audit) {
      judge_sidecar(*sidecar, job, outcome);
      FileSource source{system_file_system(), opened.descriptor.get(), opened.identity.size};
      identify(source, job, outcome);
    } else {
      const auto change = scrub(entry, opened, *sidecar, owner, job, delivery, outcome);
      change ? void(handled.change = *change) : fail(outcome, change.error());
    }
  }
  return handled;
}

}  // namespace exifscrub
