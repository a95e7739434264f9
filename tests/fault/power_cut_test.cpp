// The power fails at every call: a journalling file system on a loop device is shut down without a flush, and
// mounted again. Only what was synced is still there.

#include <gtest/gtest.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/wait.h>

#include <cstdlib>

#include "fault/scenarios.hpp"

namespace exifscrub::testing {
namespace {

bool run(const std::string& command) { return std::system((command + " >/dev/null 2>&1").c_str()) == 0; }

/// A file system in a file, mounted in a name space of its own, so that nothing stays behind.
class Disk {
 public:
  explicit Disk(const std::filesystem::path& folder)
      : image_(folder / "disk"), pristine_(folder / "pristine"), point_(folder / "point") {
    std::filesystem::create_directory(point_);
    ready_ = ::unshare(CLONE_NEWNS) == 0 &&
             ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
             run("truncate -s 8M " + pristine_.string()) && run("mkfs.ext4 -q -F " + pristine_.string());
  }
  [[nodiscard]] bool ready() const { return ready_; }
  [[nodiscard]] std::filesystem::path files() const { return point_ / "files"; }

  bool plug_in() const { return run("mount -o loop " + image_.string() + " " + point_.string()); }
  bool pull_out() const { return ::umount2(point_.c_str(), 0) == 0; }
  bool reset() const { return run("cp --sparse=always " + pristine_.string() + " " + image_.string()); }
  bool keep_as_pristine() const {
    return run("cp --sparse=always " + image_.string() + " " + pristine_.string());
  }

  /// Everything that has not been synced is gone. The same number for ext4, XFS and f2fs.
  bool cut_power() const {
    constexpr unsigned long shut_down = _IOR('X', 125, std::uint32_t);
    std::uint32_t without_flushing_the_log = 2;
    const int descriptor = ::open(point_.c_str(), O_RDONLY | O_CLOEXEC);
    const bool cut = ::ioctl(descriptor, shut_down, &without_flushing_the_log) == 0;
    ::close(descriptor);
    return cut;
  }

 private:
  std::filesystem::path image_;
  std::filesystem::path pristine_;
  std::filesystem::path point_;
  bool ready_ = false;
};

class PowerCut : public ::testing::TestWithParam<Scenario> {
 protected:
  void SetUp() override {
    if (::geteuid() != 0) GTEST_SKIP() << "needs root to mount";
    if (!disk_.ready() || !disk_.reset() || !disk_.plug_in()) GTEST_SKIP() << "no loop mounts of ext4 here";
    std::filesystem::create_directory(disk_.files());
    Trial{GetParam(), disk_.files()}.write_files();
    ::sync();
    ASSERT_TRUE(disk_.pull_out() && disk_.keep_as_pristine());
  }

  /// Runs the scenario up to `call`, cuts the power, and mounts again. The failures that the run reported, or
  /// nothing when it did not come so far.
  std::optional<int> cut_at(std::uint64_t call, bool flushes) {
    EXPECT_TRUE(disk_.reset() && disk_.plug_in());
    const pid_t child = ::fork();
    if (child == 0) {
      FaultFileSystem files{{Fault::Kind::death, call, 0, false}};
      if (!flushes) files.without_flushes();
      ::_exit(Trial{GetParam(), disk_.files()}.perform(files));
    }
    int status = 0;
    EXPECT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_TRUE(disk_.cut_power());
    EXPECT_TRUE(disk_.pull_out() && disk_.plug_in()) << "not mountable after the cut at call " << call;
    if (WEXITSTATUS(status) == death_status) return std::nullopt;
    return WEXITSTATUS(status);
  }

  ScratchFolder folder_;
  const Disk disk_{folder_.path()};
};

TEST_P(PowerCut, AtEveryCallLeavesOldOrNewAndAfterwardsNew) {
  for (std::uint64_t call = 1; call < 1000; ++call) {
    const std::optional<int> failures = cut_at(call, true);
    const std::string where = GetParam().name + ", power cut at call " + std::to_string(call);
    {
      const Trial left{GetParam(), disk_.files()};
      left.check_contents(where);
      if (failures) {
        EXPECT_EQ(*failures, 0) << where;
        left.check_done(where);
      }
    }
    ASSERT_TRUE(disk_.pull_out());
    RecordProperty("faults", static_cast<int>(call));
    if (failures || HasFailure()) return;
  }
  FAIL() << "the sweep did not come to an end";
}

TEST_P(PowerCut, WithoutFlushesTheTestSeesTheLoss) {
  constexpr std::uint64_t never = 1'000'000;
  ASSERT_EQ(cut_at(never, false), 0);
  const bool lost = Trial{GetParam(), disk_.files()}.is_untouched();
  EXPECT_TRUE(lost) << "the harness is blind";
  ASSERT_TRUE(disk_.pull_out());
}

std::vector<Scenario> durable_scenarios() {
  std::vector<Scenario> durable = scenarios();
  std::erase_if(durable, [](const Scenario& scenario) { return scenario.durability == Durability::none; });
  return durable;
}

INSTANTIATE_TEST_SUITE_P(, PowerCut, ::testing::ValuesIn(durable_scenarios()),
                         [](const auto& tested) { return tested.param.name; });

}  // namespace
}  // namespace exifscrub::testing
