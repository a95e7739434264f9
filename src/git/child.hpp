#pragma once

#include <sys/types.h>

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "exifscrub/byte_source.hpp"

namespace exifscrub::git {

/// One call of git.
struct Call {
  std::vector<std::string> arguments;  ///< behind "git"; handed over as they are, no shell ever sees them
  std::string folder;                  ///< -C: where git starts; empty: the current folder
  /// GIT_DIR and its kin count, as a hook sets them; unset for a repository that the user named.
  bool in_environment = true;
};

/// A git process on its way: the only child process that the program ever starts.
///
/// Its standard input is a file in memory that is complete before it begins, and what it says on standard
/// error goes into another, so that only its output has to be read; neither side can wait for the other. It
/// cannot fetch over a network, run a hook, or ask anybody. Belongs to one thread.
class Child {
 public:
  /// @param input  all that it reads from standard input
  /// @return io when git is not installed (ENOENT) or cannot be started
  [[nodiscard]] static Result<Child> start(const Call& call, Bytes input);
  Child(Child&& other) noexcept;
  Child& operator=(Child&&) = delete;
  /// Ends it: nobody reads its output any more.
  ~Child();

  /// Up to into.size() bytes of its output; 0 at the end.
  [[nodiscard]] Result<std::size_t> read(std::span<Byte> into);

  /// What git returned; -1 when a signal ended it. Waits.
  [[nodiscard]] int wait();
  /// What it said on standard error, the beginning at least; after wait().
  [[nodiscard]] std::string complaint() const;

 private:
  Child() = default;

  pid_t process_ = -1;
  int status_ = -1;
  int output_ = -1;
  int errors_ = -1;
};

/// What a call of git that answers at once came to.
struct Answer {
  int status = 0;
  std::string output;
  std::string complaint;
};

/// Starts git and takes all of its output.
[[nodiscard]] Result<Answer> ask(const Call& call, std::string_view input = {});

}  // namespace exifscrub::git
