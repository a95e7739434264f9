#include "git/child.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <utility>

namespace exifscrub::git {
namespace {

constexpr std::size_t longest_complaint = 4096;

Error failed(std::string_view what) { return {Errc::io, 0, what, errno}; }

/// Where git is: the first absolute folder of PATH that has it. A folder relative to the current one could be
/// part of what is being looked at.
std::string find_git() {
  const char* path = std::getenv("PATH");
  for (std::string_view rest = path != nullptr ? path : ""; !rest.empty();) {
    const std::size_t colon = rest.find(':');
    const std::string program = std::string(rest.substr(0, colon)) + "/git";
    if (program.front() == '/' && ::access(program.c_str(), X_OK) == 0) return program;
    rest = colon == std::string_view::npos ? std::string_view() : rest.substr(colon + 1);
  }
  return {};
}

/// What ties git to a repository, whatever the folder (of `git rev-parse --local-env-vars`; configuration by
/// environment stays, as safe.directory may come that way).
constexpr std::array<std::string_view, 10> repository_variables = {
    "GIT_DIR",          "GIT_WORK_TREE",
    "GIT_INDEX_FILE",   "GIT_COMMON_DIR",
    "GIT_PREFIX",       "GIT_NAMESPACE",
    "GIT_GRAFT_FILE",   "GIT_OBJECT_DIRECTORY",
    "GIT_SHALLOW_FILE", "GIT_ALTERNATE_OBJECT_DIRECTORIES"};

/// Messages that can be told apart; no network even for objects that a partial clone left away; paths that
/// are paths and no patterns; the index is not refreshed behind the user's back.
constexpr std::array<std::string_view, 8> own_variables = {"LC_ALL=C",
                                                           "GIT_ALLOW_PROTOCOL=none",
                                                           "GIT_NO_LAZY_FETCH=1",
                                                           "GIT_TERMINAL_PROMPT=0",
                                                           "GIT_OPTIONAL_LOCKS=0",
                                                           "GIT_LITERAL_PATHSPECS=1",
                                                           "GIT_NO_REPLACE_OBJECTS=1",
                                                           "GIT_PAGER=cat"};

std::string_view name_in(std::string_view variable) { return variable.substr(0, variable.find('=')); }

std::vector<std::string> environment_for(const Call& call) {
  std::vector<std::string> variables;
  const auto contains = [](const auto& list, std::string_view name) {
    for (const std::string_view each : list) {
      if (name_in(each) == name) return true;
    }
    return false;
  };
  for (char** each = environ; *each != nullptr; ++each) {
    const std::string_view name = name_in(*each);
    const bool tied = !call.in_environment && contains(repository_variables, name);
    if (!tied && !contains(own_variables, name) && name != "GIT_GLOB_PATHSPECS" &&
        name != "GIT_ICASE_PATHSPECS") {
      variables.emplace_back(*each);
    }
  }
  variables.insert(variables.end(), own_variables.begin(), own_variables.end());
  return variables;
}

std::vector<std::string> words_for(const Call& call) {
  // A repository's own configuration may name programs; nothing that is asked here needs one.
  std::vector<std::string> words = {"git", "-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false"};
  if (!call.folder.empty()) words.insert(words.end(), {"-C", call.folder});
  words.insert(words.end(), call.arguments.begin(), call.arguments.end());
  return words;
}

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (std::string& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

/// Closes a descriptor of its own at the end of a scope, unless it was handed on.
class Owned {
 public:
  explicit Owned(int number = -1) : number_(number) {}
  Owned(const Owned&) = delete;
  Owned& operator=(const Owned&) = delete;
  ~Owned() {
    if (number_ >= 0) ::close(number_);
  }
  [[nodiscard]] int get() const { return number_; }
  int release() { return std::exchange(number_, -1); }

 private:
  int number_;
};

bool fill(int descriptor, Bytes bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
  return ::lseek(descriptor, 0, SEEK_SET) == 0;
}

int spawn(const std::string& program, const Call& call, const std::array<int, 3>& descriptors,
          pid_t& process) {
  std::vector<std::string> words = words_for(call);
  std::vector<std::string> environment = environment_for(call);
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  if (const int error = ::posix_spawn_file_actions_init(&actions)) return error;
  if (const int error = ::posix_spawnattr_init(&attributes)) {
    ::posix_spawn_file_actions_destroy(&actions);
    return error;
  }
  int error = 0;
  for (int standard = 0; standard < 3 && error == 0; ++standard) {
    error = ::posix_spawn_file_actions_adddup2(&actions, descriptors[static_cast<std::size_t>(standard)],
                                               standard);
  }
  // The program ignores SIGPIPE; git is to end by it when nobody reads on.
  sigset_t defaults;
  sigemptyset(&defaults);
  sigaddset(&defaults, SIGPIPE);
  if (error == 0) error = ::posix_spawnattr_setsigdefault(&attributes, &defaults);
  if (error == 0) error = ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
  if (error == 0) {
    error = ::posix_spawn(&process, program.c_str(), &actions, &attributes, pointers_to(words).data(),
                          pointers_to(environment).data());
  }
  ::posix_spawnattr_destroy(&attributes);
  ::posix_spawn_file_actions_destroy(&actions);
  return error;
}

}  // namespace

Result<Child> Child::start(const Call& call, Bytes input) {
  const std::string program = find_git();
  if (program.empty()) return Error{Errc::io, 0, "git is not installed", ENOENT};
  const Owned in(::memfd_create("git input", MFD_CLOEXEC));
  if (in.get() < 0 || !fill(in.get(), input)) return failed("no memory for what git is asked");
  Owned errors(::memfd_create("git errors", MFD_CLOEXEC));
  std::array<int, 2> ends{};
  if (errors.get() < 0 || ::pipe2(ends.data(), O_CLOEXEC) != 0) return failed("git cannot be started");
  Owned read_end(ends[0]);
  const Owned write_end(ends[1]);
  Child child;
  errno = spawn(program, call, {in.get(), write_end.get(), errors.get()}, child.process_);
  if (errno != 0) {
    child.process_ = -1;
    return failed("git cannot be started");
  }
  child.output_ = read_end.release();
  child.errors_ = errors.release();
  return child;
}

Child::Child(Child&& other) noexcept
    : process_(std::exchange(other.process_, -1)),
      status_(other.status_),
      output_(std::exchange(other.output_, -1)),
      errors_(std::exchange(other.errors_, -1)) {}

Child::~Child() {
  static_cast<void>(wait());
  if (errors_ >= 0) ::close(errors_);
}

Result<std::size_t> Child::read(std::span<Byte> into) {
  ssize_t got = 0;
  do {
    got = ::read(output_, into.data(), into.size());
  } while (got < 0 && errno == EINTR);
  if (got < 0) return failed("git cannot be read");
  return static_cast<std::size_t>(got);
}

int Child::wait() {
  if (output_ >= 0) ::close(std::exchange(output_, -1));
  if (process_ < 0) return status_;
  int status = 0;
  pid_t ended = 0;
  do {
    ended = ::waitpid(process_, &status, 0);
  } while (ended < 0 && errno == EINTR);
  status_ = ended == process_ && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  process_ = -1;
  return status_;
}

std::string Child::complaint() const {
  std::string text(longest_complaint, '\0');
  const ssize_t got = ::pread(errors_, text.data(), text.size(), 0);
  text.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
  return text;
}

Result<Answer> ask(const Call& call, std::string_view input) {
  EXS_TRY(Child child, Child::start(call, {reinterpret_cast<const Byte*>(input.data()), input.size()}));
  Answer answer;
  constexpr std::size_t chunk = 64U << 10U;
  for (std::size_t held = 0;;) {
    answer.output.resize(held + chunk);
    EXS_TRY(const std::size_t got, child.read({reinterpret_cast<Byte*>(answer.output.data()) + held, chunk}));
    held += got;
    answer.output.resize(held);
    if (got == 0) break;
  }
  answer.status = child.wait();
  answer.complaint = child.complaint();
  return answer;
}

}  // namespace exifscrub::git
