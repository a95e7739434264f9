#pragma once

#include "scrub/examination.hpp"
#include "scrub/treatment.hpp"

namespace exifscrub {

/// What an audit says of an examined file: leaks, metadata or clean; refused when a class of --fail-on could
/// hide where the readers got lost. Fills outcome.status and reason.
void judge_audit(Examination& examination, const Job& job);

/// What a scrub that changes the file says, or would say in a dry run: scrubbed or kept.
void judge_changed(Outcome& outcome, const Treatment& treatment, const Job& job);

/// What a scrub that has nothing to write says: clean or kept; refused when the second walker does not agree.
void judge_untouched(Examination& examination, const Treatment& treatment, const Job& job);

}  // namespace exifscrub
