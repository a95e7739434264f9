#include "cli/sandbox.hpp"

#include <fcntl.h>
#include <linux/landlock.h>
#include <seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <memory>
#include <thread>

#include "io/file_system.hpp"
#include "report/words.hpp"

namespace exifscrub::cli {
namespace {

// Debian 12 has no library for Landlock, and its headers stop at the second of its interfaces.
constexpr std::uint64_t access_truncate = 1ULL << 14U;

constexpr std::uint64_t write_access = LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_DIR |
                                       LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_CHAR |
                                       LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG |
                                       LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_MAKE_FIFO |
                                       LANDLOCK_ACCESS_FS_MAKE_BLOCK | LANDLOCK_ACCESS_FS_MAKE_SYM;

/// The version of Landlock's interface; 0 where there is none.
int landlock_version() {
  const long version = ::syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION);
  return version < 0 ? 0 : static_cast<int>(version);
}

/// Before the third version a file outside could still be cut to nothing.
bool has_landlock() { return landlock_version() >= 3; }

/// Lets the rules allow `access` at `place` and below; what is not there needs none.
bool allow(int rules, const std::string& place, int flags, std::uint64_t access) {
  const FileDescriptor at{system_file_system(), ::open(place.c_str(), O_PATH | O_CLOEXEC | flags)};
  if (!at) return true;
  landlock_path_beneath_attr beneath{};
  beneath.allowed_access = access;
  beneath.parent_fd = at.get();
  return ::syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &beneath, 0) == 0;
}

bool confine_writes(const std::vector<std::string>& places) {
  if (!has_landlock()) return false;
  landlock_ruleset_attr handled{};
  handled.handled_access_fs = write_access | access_truncate;
  const auto made = static_cast<int>(::syscall(SYS_landlock_create_ruleset, &handled, sizeof handled, 0));
  if (made < 0) return false;
  const FileDescriptor rules{system_file_system(), made};
  for (const std::string& place : places) {
    if (!allow(rules.get(), place, O_DIRECTORY, write_access | access_truncate)) return false;
  }
  if (!allow(rules.get(), "/dev/null", 0, LANDLOCK_ACCESS_FS_WRITE_FILE | access_truncate)) return false;
  if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return false;
  return ::syscall(SYS_landlock_restrict_self, rules.get(), 0) == 0;
}

/// No new sockets; io_uring makes them too, and other processes could be asked to.
bool block_network() {
  const std::unique_ptr<void, decltype(&seccomp_release)> filter{seccomp_init(SCMP_ACT_ALLOW),
                                                                 seccomp_release};
  if (filter == nullptr) return false;
  constexpr int denied[] = {SCMP_SYS(socket), SCMP_SYS(io_uring_setup), SCMP_SYS(ptrace),
                            SCMP_SYS(process_vm_writev)};
  for (const int call : denied) {
    if (seccomp_rule_add(filter.get(), SCMP_ACT_ERRNO(EPERM), call, 0) != 0) return false;
  }
  // All threads, should a library have started one already.
  static_cast<void>(seccomp_attr_set(filter.get(), SCMP_FLTATR_CTL_TSYNC, 1));
  return seccomp_load(filter.get()) == 0;
}

std::string missing(const Sandbox& sandbox, bool confinable) {
  if (!confinable) {
    return "--sandbox require needs to know before the run where it writes, and a list from a pipe or the "
           "links of a folder (-r --follow) do not say; give --files-from a file, or use --output";
  }
  return "--sandbox require: this system offers only " + words_for(sandbox);
}

}  // namespace

Sandbox possible_sandbox() {
  const bool seccomp = ::prctl(PR_GET_SECCOMP, 0, 0, 0, 0) >= 0 && seccomp_api_get() > 0;
  return {seccomp, has_landlock()};
}

std::optional<UsageError> enter_sandbox(SandboxWish wish, const FindPlaces& places, Sandbox& into) {
  into = {};
  if (wish == SandboxWish::off) return std::nullopt;
  into.no_network = block_network();
  const auto known = places();
  into.writes_confined = known && confine_writes(*known);
  const bool whole = into.no_network && into.writes_confined;
  if (wish == SandboxWish::require && !whole) return UsageError{missing(into, known.has_value())};
  return std::nullopt;
}

void without_writing(const std::function<void()>& work) {
  std::thread{[&] {
    // Landlock holds this thread alone; one that the system cannot hold only asks, as all others do.
    static_cast<void>(confine_writes({}));
    work();
  }}.join();
}

}  // namespace exifscrub::cli
