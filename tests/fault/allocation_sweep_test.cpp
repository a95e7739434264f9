// Every allocation of every scenario fails once: the file stays as it was, the others go on.

#include <gtest/gtest.h>

#include <cstdlib>
#include <new>

#include "fault/scenarios.hpp"

namespace {

/// Allocations until one fails; negative: none will.
thread_local long allocations_left = -1;

void* allocate(std::size_t size) {
  if (allocations_left > 0 && --allocations_left == 0) throw std::bad_alloc{};
  if (void* room = std::malloc(size == 0 ? 1 : size)) return room;
  throw std::bad_alloc{};
}

}  // namespace

void* operator new(std::size_t size) { return allocate(size); }
void* operator new[](std::size_t size) { return allocate(size); }
void operator delete(void* room) noexcept { std::free(room); }
void operator delete[](void* room) noexcept { std::free(room); }
void operator delete(void* room, std::size_t) noexcept { std::free(room); }
void operator delete[](void* room, std::size_t) noexcept { std::free(room); }

namespace exifscrub::testing {
namespace {

class AllocationSweep : public ::testing::TestWithParam<Scenario> {};

TEST_P(AllocationSweep, EveryAllocationMayFail) {
  for (long nth = 1; nth < 5000; ++nth) {
    FaultFileSystem files;
    Trial trial{GetParam()};
    allocations_left = nth;
    try {
      trial.perform(files);
    } catch (const std::bad_alloc&) {
    }
    const bool met = allocations_left == 0;
    allocations_left = -1;
    const std::string where = GetParam().name + ", allocation " + std::to_string(nth);
    trial.check_contents(where);
    if (!met) {
      trial.check_results(where);
      RecordProperty("faults", static_cast<int>(nth - 1));
      return;
    }
    ASSERT_FALSE(HasFailure());
  }
  FAIL() << "the sweep did not come to an end";
}

INSTANTIATE_TEST_SUITE_P(, AllocationSweep, ::testing::ValuesIn(scenarios()),
                         [](const auto& tested) { return tested.param.name; });

}  // namespace
}  // namespace exifscrub::testing
