#pragma once

#include <string>

#include "exifscrub/scrub.hpp"
#include "exifscrub/scrubber.hpp"
#include "scrub/examination.hpp"
#include "scrub/treatment.hpp"

namespace exifscrub {

/// Gives a file its status, and the reason where one is due.
void settle(Outcome& outcome, Status status, std::string reason = {});

/// Nothing was written: `error` where the system failed us, else `refused`, with the reason.
void fail(Outcome& outcome, const Error& error);

/// Adds the digest by which a baseline knows a file that leaks, where the job wants one.
void identify(ByteSource& source, const Job& job, Outcome& outcome);

/// What a file that changes is called.
[[nodiscard]] inline Status changed_status(const Job& job) {
  return job.dry_run ? Status::would_scrub : Status::scrubbed;
}

/// What an audit says of an examined file: leaks, metadata or clean; refused when a class of --fail-on could
/// hide where the readers got lost. Fills outcome.status and reason.
void judge_audit(Examination& examination, const Job& job);

/// What a scrub that changes the file says, or would say in a dry run: scrubbed or kept.
void judge_changed(Outcome& outcome, const Treatment& treatment, const Job& job);

/// What a change that is proven leaves makes the file `kept`.
void judge_proven(Outcome& outcome, std::string left);

/// What a scrub that has nothing to write says: clean or kept; refused when the second walker does not agree.
void judge_untouched(Examination& examination, const Treatment& treatment, const Job& job);

}  // namespace exifscrub
