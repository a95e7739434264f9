#pragma once

#include "exifscrub/plan.hpp"
#include "io/atomic_file.hpp"

namespace exifscrub {

/// Writes what `plan` makes of a file to the empty `output`, from front to end: nothing that is to go ever
/// stands in it. Long kept stretches share their blocks where the file system can.
/// @param input       the file's bytes
/// @param descriptor  the same file
/// @return what reading and writing say; interrupted() when stopped.
[[nodiscard]] Result<void> write_plan(const Plan& plan, ByteSource& input, int descriptor, AtomicFile& output,
                                      StopFlag stop);

}  // namespace exifscrub
