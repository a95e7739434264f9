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
#include "cli/writable_places.hpp"
#include "report/words.hpp"

namespace exifscrub::cli {
namespace {

namespace fs = std::filesystem;

class SandboxTest : public testing::Test {
 protected:
  void SetUp() override {
    const Sandbox possible = possible_sandbox();
    if (!possible.no_network || !possible.writes_confined)
      GTEST_SKIP() << "this system has no seccomp or no Landlock: " << words_for(possible);
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
    return in_sandbox(
        [&] {
          return std::vector<std::string>{(root_ / "inside").string(), (root_ / "not there").string()};
        },
        attempt);
  }

  static int in_sandbox(const FindPlaces& places, const std::function<int()>& attempt) {
    return in_process([&] {
      Sandbox sandbox;
      return enter_sandbox(SandboxWish::require, places, sandbox) ? 99 : attempt();
    });
  }

  static int in_process(const std::function<int()>& attempt) {
    const pid_t child = ::fork();
    if (child == 0) ::_exit(attempt());
    int status = 0;
    EXPECT_EQ(::waitpid(child, &status, 0), child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 98;
  }

  /// What `attempt` returns where a run of this command line has gone into its sandbox. It starts in the
  /// root.
  int in_run(const std::vector<std::string>& arguments, const std::function<int()>& attempt) const {
    return in_process([&] {
      if (::chdir(root_.c_str()) != 0) return 97;
      Options options;
      Invocation invocation;
      if (parse_arguments(arguments, options) || interpret(std::move(options), invocation)) return 96;
      invocation.sandbox = SandboxWish::require;
      const auto places = [&] { return writable_places(invocation); };
      return enter_sandbox(invocation.sandbox, places, invocation.held_by) ? 99 : attempt();
    });
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
  EXPECT_EQ(in_sandbox([] { return std::nullopt; }, [] { return 0; }), 99);
}

TEST_F(SandboxTest, TheSearchForPlacesMayNotWrite) {
  EXPECT_EQ(in_process([&] {
              int seen = 0;
              without_writing([&] { seen = make(inside("new")); });
              // The thread alone was held.
              return seen == EACCES && make(inside("new")) == 0 ? 7 : 1;
            }),
            7);
}

TEST_F(SandboxTest, AListNamesItsFolders) {
  std::ofstream{root_ / "list"} << "inside/file\ninside/below/gone.jpg\nno such folder/x.jpg\n";
  const std::vector<std::string> run{"scrub", "--files-from=list"};
  EXPECT_EQ(in_run(run, [&] { return make(inside("new")); }), 0);
  EXPECT_EQ(in_run(run, [&] { return make(inside("below/new")); }), 0);
  EXPECT_EQ(in_run(run, [&] { return make(outside("new")); }), EACCES);
  EXPECT_EQ(in_run(run, [&] { return make("new"); }), EACCES);
  // With --output the listed files are read only; an audit writes nothing.
  EXPECT_EQ(in_run({"scrub", "--files-from=list", "--output=outside"}, [&] { return make(inside("no")); }),
            EACCES);
  EXPECT_EQ(in_run({"audit", "--files-from=list"}, [&] { return make(inside("no")); }), EACCES);
}

TEST_F(SandboxTest, AListedLinkOrFolderLeadsToWhereItIsWritten) {
  fs::create_symlink(root_ / "outside" / "file", root_ / "link");
  std::ofstream{root_ / "list"} << "link\ninside\n";
  EXPECT_EQ(in_run({"scrub", "--files-from=list", "--follow"}, [&] { return make(outside("new")); }), 0);
  EXPECT_EQ(in_run({"scrub", "--files-from=list", "-r"}, [&] { return make(inside("below/new")); }), 0);
}

TEST_F(SandboxTest, AListIsStillThereForTheRun) {
  std::ofstream{root_ / "list"} << "inside/file\n";
  const int list = ::open((root_ / "list").c_str(), O_RDONLY | O_CLOEXEC);
  ASSERT_GE(list, 0);
  EXPECT_EQ(in_process([&] {
              if (::dup2(list, STDIN_FILENO) < 0 || ::chdir(root_.c_str()) != 0) return 97;
              Invocation invocation;
              invocation.files_from = "-";
              const auto places = writable_places(invocation);
              char first = 0;
              const bool there = ::read(STDIN_FILENO, &first, 1) == 1 && first == 'i';
              return there && places && places->size() == 1 && places->front() == "inside" ? 7 : 1;
            }),
            7);
  ::close(list);
}

TEST_F(SandboxTest, WhereAPipeLeadsIsNotKnown) {
  ASSERT_EQ(::mkfifo((root_ / "pipe").c_str(), 0600), 0);
  EXPECT_EQ(in_run({"scrub", "--files-from=pipe"}, [] { return 0; }), 99);
  EXPECT_EQ(in_run({"scrub", "--files-from=pipe", "-o", "inside"}, [&] { return make(outside("new")); }),
            EACCES);
  EXPECT_EQ(in_run({"scrub", "-r", "--follow", "inside"}, [] { return 0; }), 99);
}

TEST_F(SandboxTest, InspectWritesWhatItExtracts) {
  const std::vector<std::string> run{"inspect", "--extract=thumbnail=outside/part.jpg", "inside/file"};
  EXPECT_EQ(in_run(run, [&] { return make(outside("part.jpg")); }), 0);
  EXPECT_EQ(in_run(run, [&] { return make(inside("new")); }), EACCES);
  EXPECT_EQ(in_run({"inspect", "inside/file"}, [&] { return make(inside("new")); }), EACCES);
  EXPECT_EQ(in_run({"inspect", "--extract=thumbnail=-", "inside/file"}, [&] { return make("new"); }), EACCES);
}

TEST_F(SandboxTest, AFilterWritesNoFile) {
  EXPECT_EQ(in_run({"scrub", "-"}, [&] { return make("new"); }), EACCES);
  EXPECT_EQ(in_run({"scrub", "--report=inside/r.json", "-"}, [&] { return make(inside("r.json")); }), 0);
}

TEST(Sandbox, IsOffWhenAskedTo) {
  Sandbox sandbox;
  const auto never = []() -> std::optional<std::vector<std::string>> {
    ADD_FAILURE() << "nothing was to be looked for";
    return std::nullopt;
  };
  EXPECT_FALSE(enter_sandbox(SandboxWish::off, never, sandbox));
  EXPECT_EQ(words_for(sandbox), "no sandbox");
}

}  // namespace
}  // namespace exifscrub::cli
