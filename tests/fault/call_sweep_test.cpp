// Every system call of every scenario fails once, in every way; the loop ends when a run meets no fault.

#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cstring>

#include "fault/scenarios.hpp"

namespace exifscrub::testing {
namespace {

/// More calls than any scenario makes.
constexpr std::uint64_t far = 2000;

class CallSweep : public ::testing::TestWithParam<Scenario> {};

std::string place(const Scenario& scenario, const Fault& fault, const FaultFileSystem& files) {
  return scenario.name + ", call " + std::to_string(fault.call) + " (" + files.fired_at() +
         "): " + std::strerror(fault.sys);
}

/// How many faults a test met, for the page of results.
void count_faults(std::uint64_t met) { ::testing::Test::RecordProperty("faults", static_cast<int>(met)); }

/// Runs the scenario with the fault at call 1, 2, ... and judges each; the number of runs that met it.
int sweep(const Scenario& scenario, Fault fault) {
  int met = 0;
  for (fault.call = 1; fault.call < far; ++fault.call) {
    FaultFileSystem files{fault};
    Trial trial{scenario};
    const int failures = trial.perform(files);
    const std::string where = place(scenario, fault, files);
    trial.check_contents(where);
    if (!files.fired()) {
      EXPECT_EQ(failures, 0) << where;
      trial.check_results(where);
      return met;
    }
    ++met;
    if (!fault.for_good) {
      trial.check_results(where);
      // A folder's flush stands for all its files; any other call is one file's business.
      EXPECT_TRUE(failures <= 1 || files.fired_at() == "fsync") << where;
    }
    if (::testing::Test::HasFailure()) return met;
  }
  ADD_FAILURE() << scenario.name << ": the sweep did not come to an end";
  return met;
}

TEST_P(CallSweep, WithoutAFaultEverythingSucceeds) {
  FaultFileSystem files;
  Trial trial{GetParam()};
  EXPECT_EQ(trial.perform(files), 0);
  trial.check_contents("no fault");
  trial.check_results("no fault");
}

TEST_P(CallSweep, EveryErrorAtEveryCallLeavesOldOrNew) {
  int met = 0;
  for (const int sys : {EIO, ENOSPC, EDQUOT, EINTR, EACCES, EPERM, EROFS, EMFILE, ENOMEM, ESTALE, EXDEV,
                        ENOENT, EINVAL, EEXIST, EWOULDBLOCK, EOPNOTSUPP}) {
    met += sweep(GetParam(), {Fault::Kind::error, 0, sys, false});
  }
  count_faults(static_cast<std::uint64_t>(met));
  EXPECT_GT(met, 100);
}

TEST_P(CallSweep, AnswersLostAfterTheDeedLeaveOldOrNew) {
  const int met = sweep(GetParam(), {Fault::Kind::late, 0, EIO, false});
  EXPECT_GT(met, 10);
  count_faults(static_cast<std::uint64_t>(met));
}

TEST_P(CallSweep, ADiskThatDiesAtAnyCallLeavesOldOrNew) {
  const int met = sweep(GetParam(), {Fault::Kind::error, 0, EIO, true});
  EXPECT_GT(met, 10);
  count_faults(static_cast<std::uint64_t>(met));
}

TEST_P(CallSweep, TransfersThatMoveNothingLeaveOldOrNew) {
  const int met = sweep(GetParam(), {Fault::Kind::empty, 0, 0, false});
  EXPECT_GT(met, 10);
  count_faults(static_cast<std::uint64_t>(met));
}

TEST_P(CallSweep, ShortTransfersAreMadeWhole) {
  Fault fault{Fault::Kind::partial, 0, 0, false};
  for (fault.call = 1; fault.call < far; ++fault.call) {
    FaultFileSystem files{fault};
    Trial trial{GetParam()};
    const int failures = trial.perform(files);
    const std::string where = place(GetParam(), fault, files);
    EXPECT_EQ(failures, 0) << where;
    trial.check_contents(where);
    trial.check_results(where);
    if (!files.fired()) return count_faults(fault.call - 1);
    if (HasFailure()) return;
  }
  FAIL() << "the sweep did not come to an end";
}

TEST_P(CallSweep, SuddenDeathAtEveryCallLeavesOldOrNew) {
  Fault fault{Fault::Kind::death, 0, 0, false};
  for (fault.call = 1; fault.call < far; ++fault.call) {
    Trial trial{GetParam()};
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      FaultFileSystem files{fault};
      trial.perform(files);
      ::_exit(0);
    }
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFEXITED(status));
    trial.check_contents(GetParam().name + ", death at call " + std::to_string(fault.call));
    if (WEXITSTATUS(status) != death_status) return count_faults(fault.call - 1);
    if (HasFailure()) return;
  }
  FAIL() << "the sweep did not come to an end";
}

INSTANTIATE_TEST_SUITE_P(, CallSweep, ::testing::ValuesIn(scenarios()),
                         [](const auto& tested) { return tested.param.name; });

}  // namespace
}  // namespace exifscrub::testing
