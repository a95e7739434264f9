// Runs a command and prints what it and its children cost as one line of JSON. A program of its own because
// the peak memory that the kernel tells of a child begins with that of the process it was forked from.
//
//   bench_run COMMAND ARGUMENT...

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>

namespace {

double seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 2) return 2;
  const auto began = std::chrono::steady_clock::now();
  const pid_t child = ::fork();
  if (child == 0) {
    ::execvp(arguments[1], arguments + 1);
    std::perror(arguments[1]);
    ::_exit(127);
  }
  int status = 0;
  rusage usage{};
  if (child < 0 || ::wait4(child, &status, 0, &usage) != child) return 1;
  const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - began;
  std::printf(
      "{\"wall\": %.6f, \"user\": %.6f, \"system\": %.6f, \"peak\": %ld, \"written\": %ld, \"status\": %d}\n",
      wall.count(), seconds(usage.ru_utime), seconds(usage.ru_stime), usage.ru_maxrss * 1024,
      usage.ru_oublock * 512, WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
  return 0;
}
