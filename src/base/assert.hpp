#pragma once

namespace exifscrub {

/// Prints the broken invariant and aborts, like a sudden death: new files vanish, and what another thread has begun
/// in place is finished by the next run. Stays on in release builds: a tool that rewrites the only copy
/// of a picture stops rather than goes on with a wrong picture of it.
[[noreturn]] void assertion_failed(const char* condition, const char* file, int line);

}  // namespace exifscrub

#define EXS_ASSERT(condition) \
  ((condition) ? static_cast<void>(0) : ::exifscrub::assertion_failed(#condition, __FILE__, __LINE__))
