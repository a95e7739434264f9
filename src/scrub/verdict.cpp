#include "scrub/verdict.hpp"

#include "base/digests.hpp"
#include "base/error_text.hpp"
#include "scrub/leaks.hpp"
#include "scrub/sight.hpp"

namespace exifscrub {

void settle(Outcome& outcome, Status status, std::string reason) {
  outcome.status = status;
  outcome.reason = std::move(reason);
}

void fail(Outcome& outcome, const Error& error) {
  const bool has_place = error.sys != 0 || error.offset != 0;
  settle(outcome, error.code == Errc::io ? Status::error : Status::refused,
         has_place ? reason_of(error) : std::string{error.what});
  outcome.changed = false;
  outcome.bytes_out = outcome.bytes_in;
}

void identify(ByteSource& source, const Job& job, Outcome& outcome) {
  if (!job.content_hash || outcome.status != Status::leaks) return;
  Result<Digest> digest = digest_of(source, DigestKind::sha256);
  digest ? void(outcome.content_hash = *digest) : fail(outcome, digest.error());
}

void judge_audit(Examination& examination, const Job& job) {
  Outcome& outcome = examination.outcome;
  const Reading& reading = examination.document->reading();
  if (leaks_any(reading.findings, job.fail_on)) return settle(outcome, Status::leaks);
  const bool asks_location = job.fail_on[static_cast<std::size_t>(LeakClass::location)];
  const BlindSpot* spot = blind_for_location(reading);
  if (asks_location && spot != nullptr) {
    return settle(outcome, Status::refused,
                  reason_at(spot->what, place_in_file(*examination.document, *spot)));
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
         reason_at(examination.walk.objection->what, examination.walk.objection->offset));
}

void judge_changed(Outcome& outcome, const Treatment& treatment, const Job& job) {
  outcome.bytes_out = treatment.plan.output_size;
  outcome.changed = true;
  if (!treatment.kept.empty()) return settle(outcome, Status::kept, treatment.kept);
  settle(outcome, changed_status(job), treatment.lost);
}

void judge_proven(Outcome& outcome, std::string left) {
  if (!left.empty() && outcome.status != Status::kept) settle(outcome, Status::kept, std::move(left));
}

void judge_untouched(Examination& examination, const Treatment& treatment, const Job& job) {
  Outcome& outcome = examination.outcome;
  if (examination.walk.unreadable)
    return settle(outcome, Status::refused, reason_of(*examination.walk.unreadable));
  if (is_plain_strip(job.policy) && !examination.walk.clean()) {
    const Objection& objection = *examination.walk.objection;
    return settle(outcome, Status::refused,
                  "cannot be proven clean: " + reason_at(objection.what, objection.offset));
  }
  if (!treatment.kept.empty()) return settle(outcome, Status::kept, treatment.kept);
  settle(outcome, Status::clean);
}

}  // namespace exifscrub
