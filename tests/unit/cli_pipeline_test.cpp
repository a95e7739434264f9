#include <gtest/gtest.h>
#include <unistd.h>

#include <boost/filesystem/operations.hpp>
#include <chrono>
#include <condition_variable>
#include <fstream>
#include <mutex>
#include <set>
#include <thread>

#include "cli/exit_status.hpp"
#include "cli/pipeline.hpp"

namespace exifscrub::cli {
namespace {

namespace fs = boost::filesystem;

class PipelineTest : public testing::Test {
 protected:
  void SetUp() override {
    root_ = fs::temp_directory_path() / fs::unique_path("pipeline-%%%%%%%%");
    for (int folder = 0; folder < 5; ++folder) {
      const fs::path path = root_ / std::to_string(folder);
      fs::create_directories(path);
      for (int file = 0; file < 60; ++file) std::ofstream((path / std::to_string(file)).string()) << "x";
      fs::create_symlink("1", path / "1-link");
    }
  }
  void TearDown() override { fs::remove_all(root_); }

  /// What is reported, in order.
  std::vector<std::string> run(unsigned jobs, const Work& work) {
    WalkRules rules;
    rules.recursive = true;
    rules.jobs = jobs;
    PathRules path_rules;
    path_rules.recursive = true;
    std::vector<Target> targets;
    EXPECT_FALSE(check_paths(system_file_system(), path_rules, {root_.string()}, targets));
    TreeWalk walk(system_file_system(), rules, targets, std::nullopt);
    std::vector<std::string> lines;
    run_pipeline(walk, jobs, work, stop_, [&](HandledToken& handled) {
      auto remark = handled.token.remarks.begin();
      for (std::size_t i = 0; i <= handled.outcomes.size(); ++i) {
        for (; remark != handled.token.remarks.end() && remark->before == i; ++remark) {
          lines.push_back(std::get<Passed>(remark->what).path);
        }
        if (i < handled.outcomes.size()) lines.push_back(handled.outcomes[i].path);
      }
      EXPECT_EQ(remark, handled.token.remarks.end());
    });
    return lines;
  }

  fs::path root_;
  std::atomic<bool> stop_{false};
};

std::vector<Outcome> echo(int, std::span<const FolderEntry> entries) {
  std::vector<Outcome> outcomes(entries.size());
  for (std::size_t i = 0; i < entries.size(); ++i) outcomes[i].path = entries[i].path;
  return outcomes;
}

TEST_F(PipelineTest, ReportComesInWalkOrderForAnyNumberOfJobs) {
  const auto one = run(1, echo);
  EXPECT_EQ(one.size(), 305U);
  const auto slow_now_and_then = [](int folder, std::span<const FolderEntry> entries) {
    if (entries.front().name < "3") ::usleep(2000);
    return echo(folder, entries);
  };
  EXPECT_EQ(run(8, slow_now_and_then), one);
}

TEST_F(PipelineTest, EachFileIsHandledOnceByInodeWithinAToken) {
  std::mutex mutex;
  std::set<std::string> seen;
  run(4, [&](int folder, std::span<const FolderEntry> entries) {
    const std::lock_guard lock(mutex);
    ino_t last = 0;
    for (const FolderEntry& entry : entries) {
      EXPECT_TRUE(seen.insert(entry.path).second);
      struct stat status {};
      EXPECT_EQ(::fstatat(folder, entry.name.c_str(), &status, 0), 0);
      EXPECT_GT(status.st_ino, last);
      last = status.st_ino;
    }
    return echo(folder, entries);
  });
  EXPECT_EQ(seen.size(), 300U);
}

TEST_F(PipelineTest, SeveralThreadsWork) {
  std::mutex mutex;
  std::condition_variable second_came;
  std::set<std::thread::id> threads;
  run(3, [&](int folder, std::span<const FolderEntry> entries) {
    std::unique_lock lock(mutex);
    threads.insert(std::this_thread::get_id());
    second_came.notify_all();
    // On a busy machine one thread would have done all before another gets its turn.
    second_came.wait_for(lock, std::chrono::seconds{60}, [&] { return threads.size() > 1; });
    return echo(folder, entries);
  });
  EXPECT_GT(threads.size(), 1U);
  EXPECT_LE(threads.size(), 3U);
}

TEST_F(PipelineTest, StopLeavesTheRestAlone) {
  for (const unsigned jobs : {1U, 4U}) {
    stop_ = false;
    std::atomic<int> handled{0};
    const auto lines = run(jobs, [&](int folder, std::span<const FolderEntry> entries) {
      auto outcomes = echo(folder, entries.first(1));
      ++handled;
      stop_ = true;
      return outcomes;
    });
    EXPECT_LT(handled, 20);
    EXPECT_GE(lines.size(), static_cast<std::size_t>(handled));
  }
}

TEST(ExitStatus, TroubleBeatsFindingsAndSignalsBeatAll) {
  const auto with = [](std::initializer_list<Status> statuses) {
    Summary summary;
    for (const Status status : statuses) {
      Outcome outcome;
      outcome.status = status;
      outcome.changed = status == Status::would_scrub;
      summary.add(outcome);
    }
    return summary;
  };
  EXPECT_EQ(
      exit_status(with({Status::scrubbed, Status::clean, Status::kept, Status::skipped}), false, false, 0),
      0);
  EXPECT_EQ(exit_status(with({Status::leaks}), false, false, 0), 1);
  EXPECT_EQ(exit_status(with({Status::leaks, Status::refused}), false, false, 0), 2);
  EXPECT_EQ(exit_status(with({Status::error}), false, false, 0), 2);
  EXPECT_EQ(exit_status(with({Status::would_scrub}), false, false, 0), 0);
  EXPECT_EQ(exit_status(with({Status::would_scrub}), true, false, 0), 1);
  EXPECT_EQ(exit_status(with({Status::clean}), false, true, 0), 2);
  EXPECT_EQ(exit_status(with({Status::error}), false, false, 2), 130);
  Summary accepted = with({Status::leaks});
  accepted.accepted = 1;
  EXPECT_EQ(exit_status(accepted, false, false, 0), 0);
}

}  // namespace
}  // namespace exifscrub::cli
