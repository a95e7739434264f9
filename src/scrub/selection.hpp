#pragma once

#include "exifscrub/position.hpp"
#include "scrub/examination.hpp"

namespace exifscrub {

/// Keeps the document of an examined file that holds a position within `near`, whatever its carrier. Settles
/// all others: `skipped` with positions outside only, or without a location; `refused` where a location
/// cannot be compared, because the readers got lost, or because it is given without coordinates that make
/// sense.
void select(Examination& examination, const Vicinity& near);

}  // namespace exifscrub
