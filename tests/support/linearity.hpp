#pragma once

#include <algorithm>
#include <cstddef>
#include <ctime>

namespace exifscrub::test {

/// Processor time that one call takes, in seconds: the least of three, so that other work on the machine
/// hardly counts.
template <class Work>
double processor_seconds(const Work& work) {
  double least = 1e9;
  for (int round = 0; round < 3; ++round) {
    timespec before{}, after{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &before);
    work();
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &after);
    least = std::min(least, static_cast<double>(after.tv_sec - before.tv_sec) +
                                1e-9 * static_cast<double>(after.tv_nsec - before.tv_nsec));
  }
  return least;
}

/// How many times longer `work(4 * size)` takes than `work(size)`: 4 when it is linear, 16 when it is
/// quadratic.
template <class Work>
double growth_at_four_times(std::size_t size, const Work& work) {
  const double small = processor_seconds([&] { work(size); });
  const double large = processor_seconds([&] { work(4 * size); });
  return large / std::max(small, 1e-4);
}

}  // namespace exifscrub::test
