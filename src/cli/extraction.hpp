#pragma once

#include "cli/invocation.hpp"
#include "exifscrub/byte_source.hpp"

namespace exifscrub::cli {

/// Writes each part that was asked for to its file, which must not exist yet, or to standard output.
/// @return the exit status
[[nodiscard]] int write_parts(ByteSource& file, const Invocation& invocation);

}  // namespace exifscrub::cli
