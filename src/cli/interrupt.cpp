#include "cli/interrupt.hpp"

#include <unistd.h>

#include <csignal>

namespace exifscrub::cli {
namespace {

std::atomic<bool> stop{false};
std::atomic<int> caught{0};
static_assert(std::atomic<bool>::is_always_lock_free && std::atomic<int>::is_always_lock_free);

extern "C" void on_signal(int signal) {
  if (caught.exchange(signal) != 0) ::_exit(128 + signal);
  stop = true;
}

}  // namespace

void catch_interrupts() {
  struct sigaction action {};
  action.sa_handler = on_signal;
  sigemptyset(&action.sa_mask);
  // A running file finishes its system calls; nothing has to cope with EINTR because of us.
  action.sa_flags = SA_RESTART;
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
    struct sigaction before {};
    // nohup and a shell's background jobs have it ignored, and mean it.
    if (::sigaction(signal, nullptr, &before) == 0 && before.sa_handler == SIG_IGN) continue;
    ::sigaction(signal, &action, nullptr);
  }
  ::signal(SIGPIPE, SIG_IGN);
}

const std::atomic<bool>& stop_flag() { return stop; }
void request_stop() { stop = true; }
int interrupting_signal() { return caught; }

}  // namespace exifscrub::cli
