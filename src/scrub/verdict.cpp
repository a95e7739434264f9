#include "scrub/verdict.hpp"

#include <algorithm>

#include "scrub/account.hpp"
#include "scrub/proof.hpp"
#include "scrub/sight.hpp"

namespace exifscrub {
namespace {

void settle(Outcome& outcome, Status status, std::string reason = {}) {
  outcome.status = status;
  outcome.reason = std::move(reason);
}

bool has_metadata(const Reading& reading) {
  return std::ranges::any_of(reading.findings, [](const BlockFinding& finding) {
    return finding.standing != Standing::remark &&
           !class_table()[static_cast<std::size_t>(finding.leak_class)].viewer_needs;
  });
}

}  // namespace

void judge_audit(Examination& examination, const Job& job) {
  Outcome& outcome = examination.outcome;
  const Reading& reading = examination.document->reading();
  if (leaks_any(reading, job.fail_on)) return settle(outcome, Status::leaks);
  const bool asks_location = job.fail_on[static_cast<std::size_t>(LeakClass::location)];
  const BlindSpot* spot = blind_for_location(reading);
  if (asks_location && spot != nullptr) {
    return settle(outcome, Status::refused, reason_of({Errc::malformed, spot->offset, spot->what}));
  }
  if (has_metadata(reading)) {
    const std::string unread = unread_carrier(*examination.document);
    return settle(outcome, Status::metadata, unread.empty() ? unread : "nobody can read " + unread);
  }
  if (job.quick) return settle(outcome, Status::unproven, "only head and tail were read");
  if (examination.walk.clean()) return settle(outcome, Status::clean);
  if (const auto& unreadable = examination.walk.unreadable) {
    return settle(outcome, Status::refused, reason_of(*unreadable));
  }
  settle(outcome, Status::metadata,
         std::string{examination.walk.objection->what} + " at byte " +
             std::to_string(examination.walk.objection->offset));
}

void judge_changed(Outcome& outcome, const Treatment& treatment, const Job& job) {
  outcome.bytes_out = treatment.plan.output_size;
  outcome.changed = true;
  const Status done = job.dry_run ? Status::would_scrub : Status::scrubbed;
  settle(outcome, treatment.kept.empty() ? done : Status::kept, treatment.kept);
}

void judge_untouched(Examination& examination, const Treatment& treatment, const Job& job) {
  Outcome& outcome = examination.outcome;
  if (examination.walk.unreadable)
    return settle(outcome, Status::refused, reason_of(*examination.walk.unreadable));
  if (is_plain_strip(job.policy) && !examination.walk.clean()) {
    const Objection& objection = *examination.walk.objection;
    return settle(outcome, Status::refused,
                  "cannot be proven clean: " + std::string{objection.what} + " at byte " +
                      std::to_string(objection.offset));
  }
  if (!treatment.kept.empty()) return settle(outcome, Status::kept, treatment.kept);
  settle(outcome, Status::clean);
}

}  // namespace exifscrub
