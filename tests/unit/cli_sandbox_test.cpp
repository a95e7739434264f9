// Tries to break out: of a process that entered the sandbox, its threads and its children.
#include <arpa/inet.h>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <thread>

#include "cli/sandbox.hpp"

namespace exifscrub::cli {
namespace {

namespace fs = std::filesystem;

class SandboxTest : public testing::Test {
 protected:
  void SetUp() override {
    const Sandbox possible = possible_sandbox();
    if (!possible.no_network || !possible.writes_confined)
      GTEST_SKIP() << "this system has no seccomp or no Landlock: " << words_of(possible);
    std::string pattern = (fs::temp_directory_path() / "exifscrub-sandbox-XXXXXX").string();
    root_ = ::mkdtemp(pattern.data());
    fs::create_directories(root_ / "inside" / "below");
    fs::create_directories(root_ / "outside");
    std::ofstream{root_ / "outside" / "file"} << "untouched";
    std::ofstream{root_ / "inside" / "file"} << "mine";
  }
  void TearDown() override {
    std::error_code ignored;
    if (!root_.empty()) fs::remove_all(root_, ignored);
  }

  /// What `attempt` returns in a process of its own that entered the sandbox; 0 stands for success.
  int in_sandbox(const std::function<int()>& attempt) const {
    const pid_t child = ::fork();
    if (child == 0) {
      Sandbox sandbox;
      const std::vector<std::string> places{(root_ / "inside").string(), (root_ / "not there").string()};
      if (enter_sandbox(SandboxWish::require, places, sandbox)) ::_exit(99);
      ::_exit(attempt());
    }
    int status = 0;
    EXPECT_EQ(::waitpid(child, &status, 0), child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 98;
  }

  std::string inside(const char* name) const { return (root_ / "inside" / name).string(); }
  std::string outside(const char* name) const { return (root_ / "outside" / name).string(); }

  fs::path root_;
};

/// 0 when a call worked, else its errno.
int result(long returned) { return returned >= 0 ? 0 : errno; }

int make(const std::string& path) {
  return result(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
}

TEST_F(SandboxTest, MakesNoSocket) {
  for (const int family : {AF_INET, AF_INET6, AF_UNIX, AF_NETLINK}) {
    for (const int type : {SOCK_STREAM, SOCK_DGRAM}) {
      EXPECT_EQ(in_sandbox([&] { return result(::socket(family, type, 0)); }), EPERM)
          << family << ' ' << type;
    }
  }
  EXPECT_EQ(in_sandbox([] {
              char parameters[256]{};
              return result(::syscall(SYS_io_uring_setup, 1, parameters));
            }),
            EPERM);
}

TEST_F(SandboxTest, WritesBelowItsPlaces) {
  EXPECT_EQ(in_sandbox([&] { return make(inside("below/new")); }), 0);
  EXPECT_EQ(in_sandbox([&] { return result(::rename(inside("file").c_str(), inside("moved").c_str())); }), 0);
  EXPECT_EQ(in_sandbox([&] { return result(::truncate(inside("moved").c_str(), 1)); }), 0);
  EXPECT_EQ(in_sandbox([&] { return result(::unlink(inside("moved").c_str())); }), 0);
}

TEST_F(SandboxTest, WritesNowhereElse) {
  const std::string file = outside("file");
  EXPECT_EQ(in_sandbox([&] { return make(outside("new")); }), EACCES);
  EXPECT_EQ(in_sandbox([&] { return result(::open(file.c_str(), O_WRONLY | O_CLOEXEC)); }), EACCES);
  EXPECT_EQ(in_sandbox([&] { return result(::truncate(file.c_str(), 0)); }), EACCES);
  EXPECT_EQ(in_sandbox([&] { return result(::unlink(file.c_str())); }), EACCES);
  EXPECT_EQ(in_sandbox([&] { return result(::mkdir(outside("folder").c_str(), 0700)); }), EACCES);
  EXPECT_EQ(in_sandbox([&] { return result(::symlink("x", outside("link").c_str())); }), EACCES);
  EXPECT_NE(in_sandbox([&] { return result(::rename(inside("file").c_str(), outside("file").c_str())); }), 0);
  EXPECT_NE(in_sandbox([&] { return result(::link(inside("file").c_str(), outside("twin").c_str())); }), 0);
  EXPECT_NE(in_sandbox([&] { return result(::rename(file.c_str(), inside("stolen").c_str())); }), 0);
  std::ifstream read{file};
  std::string text;
  std::getline(read, text);
  EXPECT_EQ(text, "untouched");
}

TEST_F(SandboxTest, ALinkInsideLeadsNowhere) {
  fs::create_symlink(root_ / "outside" / "file", root_ / "inside" / "way");
  fs::create_directory_symlink(root_ / "outside", root_ / "inside" / "door");
  EXPECT_EQ(in_sandbox([&] { return result(::open(inside("way").c_str(), O_WRONLY | O_CLOEXEC)); }), EACCES);
  EXPECT_EQ(in_sandbox([&] { return make(inside("door/new")); }), EACCES);
}

TEST_F(SandboxTest, HoldsThreadsAndChildren) {
  EXPECT_EQ(
      in_sandbox([&] {
        int seen = 0;
        std::thread{[&] {
          seen = make(outside("new")) == EACCES && result(::socket(AF_INET, SOCK_DGRAM, 0)) == EPERM ? 7 : 1;
        }}.join();
        return seen;
      }),
      7);
  EXPECT_NE(in_sandbox([&] {
              ::execl("/bin/sh", "sh", "-c", ("echo > " + outside("new")).c_str(), nullptr);
              return 0;
            }),
            0);
  EXPECT_FALSE(fs::exists(outside("new")));
}

TEST_F(SandboxTest, RequireNeedsToKnowWhereItWrites) {
  const pid_t child = ::fork();
  if (child == 0) {
    Sandbox sandbox;
    ::_exit(enter_sandbox(SandboxWish::require, std::nullopt, sandbox) ? 0 : 1);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
}

TEST(Sandbox, IsOffWhenAskedTo) {
  Sandbox sandbox;
  EXPECT_FALSE(enter_sandbox(SandboxWish::off, std::nullopt, sandbox));
  EXPECT_EQ(words_of(sandbox), "no sandbox");
}

}  // namespace
}  // namespace exifscrub::cli
