#pragma once

#include <cstddef>

#include "exifscrub/byte_source.hpp"

namespace exifscrub {

/// How many bytes at the front of `bytes` certainly are entropy-coded data: up to the first FF that is
/// followed by neither a stuffed zero nor RSTn, or whose follower lies behind the end.
/// @par Spec ITU-T T.81 B.1.1.5, F.1.2.3
[[nodiscard]] std::size_t entropy_run(Bytes bytes);

/// The same with the vectors that every x86-64 has; what entropy_run() is where there are no wider ones.
[[nodiscard]] std::size_t entropy_run_narrow(Bytes bytes);

/// The same without vector instructions; what both are on other machines.
[[nodiscard]] std::size_t entropy_run_portable(Bytes bytes);

/// How many zero bytes stand at the front of `bytes`.
[[nodiscard]] std::size_t zeros_at_front(Bytes bytes);

}  // namespace exifscrub
