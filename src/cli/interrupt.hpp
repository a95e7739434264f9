#pragma once

#include <atomic>

namespace exifscrub::cli {

/// From now on SIGINT, SIGTERM and SIGHUP ask the run to stop; the second one ends the program at once, with
/// status 128 + signal. SIGPIPE is ignored: writes report it.
void catch_interrupts();

/// True once the run has been asked to stop.
[[nodiscard]] const std::atomic<bool>& stop_flag();

/// Asks the run to stop as a signal would, without being one.
void request_stop();

/// The signal that asked, or 0.
[[nodiscard]] int interrupting_signal();

}  // namespace exifscrub::cli
