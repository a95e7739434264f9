#pragma once

#include "exifscrub/scrub.hpp"
#include "scrub/delivery.hpp"

namespace exifscrub {

/// What is to be said of one file, and the change that the delivery has prepared for it.
struct Handled {
  Outcome outcome;
  Delivery::Change change;
};

}  // namespace exifscrub
