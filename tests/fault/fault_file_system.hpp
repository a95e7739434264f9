#pragma once

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <string>
#include <vector>

#include "io/file_system.hpp"

namespace exifscrub::testing {

/// What goes wrong at one call.
struct Fault {
  enum class Kind : std::uint8_t {
    none,
    error,    ///< the call is not made and fails with `sys`
    late,     ///< the call is made and fails with `sys` all the same, as over a network
    partial,  ///< a transfer moves half of what it was asked for
    empty,    ///< a transfer moves nothing, and that is no error
    death,    ///< the process ends before the call, without cleaning up
  };
  Kind kind = Kind::none;
  std::uint64_t call = 0;  ///< counted from 1
  int sys = 0;
  bool for_good = false;  ///< every later call fails too
};

/// The exit status of a process that a fault of kind `death` ended.
inline constexpr int death_status = 99;

/// Passes everything on to the operating system and lets the call that a Fault names go wrong.
class FaultFileSystem final : public FileSystem {
 public:
  explicit FaultFileSystem(Fault fault = {}) : fault_(fault) {}

  [[nodiscard]] std::uint64_t calls() const { return calls_; }
  [[nodiscard]] bool fired() const { return calls_ >= fault_.call; }
  /// The call that went wrong, by name, for messages.
  [[nodiscard]] const std::string& fired_at() const { return fired_at_; }

  /// The names of all calls from now on.
  void keep_log() { logs_ = true; }
  [[nodiscard]] const std::vector<std::string>& log() const { return log_; }

  void without_unnamed_files() { unnamed_files_ = false; }
  /// Every copy inside the kernel fails.
  void without_kernel_copies() { kernel_copies_ = false; }
  /// As on ext4: nobody asks for a copy inside the kernel.
  void without_copies_below() { copies_below_ = false; }
  void without_locks() { locks_ = false; }
  /// Permissions and attributes claim to have been set and are not, as on some mounts.
  void without_properties() { properties_ = false; }
  /// Flushes claim to have worked and do nothing: for tests of the tests.
  void without_flushes() { flushes_ = false; }

  Result<int> open_at(int folder, const char* name, const OpenHow& how) override {
    if (!unnamed_files_ && (how.flags & O_TMPFILE) == O_TMPFILE) return failure(EOPNOTSUPP);
    // A descriptor that is lost with its error would only make the test leak.
    return before("open") ? Result<int>{failure(fault_.sys)} : real_.open_at(folder, name, how);
  }
  Result<void> close(int descriptor) override {
    const bool fails = before("close");
    const Result<void> closed = real_.close(descriptor);
    return fails ? Result<void>{failure(fault_.sys)} : closed;
  }
  Result<FileIdentity> identity(int descriptor) override {
    return step("fstat", [&] { return real_.identity(descriptor); });
  }
  Result<FileIdentity> identity_at(int folder, const char* name) override {
    return step("fstatat", [&] { return real_.identity_at(folder, name); });
  }
  Result<std::size_t> read_at(int descriptor, std::uint64_t offset, std::span<Byte> into) override {
    return step("pread", [&] { return real_.read_at(descriptor, offset, into.first(cut(into.size()))); });
  }
  void expect_jumps(int descriptor) override {
    static_cast<void>(before("fadvise"));
    real_.expect_jumps(descriptor);
  }
  Result<std::size_t> write_at(int descriptor, std::uint64_t offset, Bytes bytes) override {
    return step("pwrite", [&] { return real_.write_at(descriptor, offset, bytes.first(cut(bytes.size()))); });
  }
  Result<std::size_t> copy_range(int from, Extent what, int to, std::uint64_t at) override {
    if (!kernel_copies_) return failure(EXDEV);
    return step("copy_file_range", [&] {
      return real_.copy_range(from, {what.offset, cut(static_cast<std::size_t>(what.length))}, to, at);
    });
  }
  bool copies_below(int) override { return copies_below_; }
  Extent hole_in(int descriptor, Extent what) override { return real_.hole_in(descriptor, what); }
  Result<void> clone(int from, int to) override {
    return step("clone", [&] { return real_.clone(from, to); });
  }
  Result<void> sync(int descriptor) override {
    return step("fsync", [&] { return flushes_ ? real_.sync(descriptor) : Result<void>{}; });
  }
  Result<void> sync_data(int descriptor) override {
    return step("fdatasync", [&] { return flushes_ ? real_.sync_data(descriptor) : Result<void>{}; });
  }
  Result<void> sync_file_system(int descriptor) override {
    return step("syncfs", [&] { return flushes_ ? real_.sync_file_system(descriptor) : Result<void>{}; });
  }
  Result<void> start_write_back(int descriptor) override {
    return step("sync_file_range",
                [&] { return flushes_ ? real_.start_write_back(descriptor) : Result<void>{}; });
  }
  Result<void> wait_for_write_back(int descriptor) override {
    return step("wait", [&] { return flushes_ ? real_.wait_for_write_back(descriptor) : Result<void>{}; });
  }
  Result<void> link_at(int descriptor, int folder, const char* name) override {
    return step("link", [&] { return real_.link_at(descriptor, folder, name); });
  }
  Result<void> rename_at(int folder, const char* from, const char* to, bool replace) override {
    return step("rename", [&] { return real_.rename_at(folder, from, to, replace); });
  }
  Result<void> unlink_at(int folder, const char* name) override {
    return step("unlink", [&] { return real_.unlink_at(folder, name); });
  }
  Result<void> set_mode(int descriptor, mode_t permissions) override {
    return step("fchmod",
                [&] { return properties_ ? real_.set_mode(descriptor, permissions) : Result<void>{}; });
  }
  Result<void> set_owner(int descriptor, uid_t owner, gid_t group) override {
    return step("fchown", [&] { return real_.set_owner(descriptor, owner, group); });
  }
  Result<void> set_times(int descriptor, Timestamp accessed, Timestamp modified) override {
    return step("futimens", [&] { return real_.set_times(descriptor, accessed, modified); });
  }
  Result<std::size_t> list_xattrs(int descriptor, std::span<char> into) override {
    return step("flistxattr", [&] { return real_.list_xattrs(descriptor, into); });
  }
  Result<std::size_t> get_xattr(int descriptor, const char* name, std::span<Byte> into) override {
    return step("fgetxattr", [&] { return real_.get_xattr(descriptor, name, into); });
  }
  Result<void> set_xattr(int descriptor, const char* name, Bytes value) override {
    return step("fsetxattr",
                [&] { return properties_ ? real_.set_xattr(descriptor, name, value) : Result<void>{}; });
  }
  Result<void> remove_xattr(int descriptor, const char* name) override {
    return step("fremovexattr", [&] { return real_.remove_xattr(descriptor, name); });
  }
  Result<void> lock(int descriptor) override {
    if (!locks_) return failure(ENOLCK);
    return step("flock", [&] { return real_.lock(descriptor); });
  }
  Result<std::size_t> read_folder(int descriptor, std::span<Byte> into) override {
    return step("getdents", [&] { return real_.read_folder(descriptor, into); });
  }

 private:
  static Error failure(int sys) { return Error{Errc::io, 0, "injected", sys}; }

  [[nodiscard]] bool is_due() const {
    return fault_.kind != Fault::Kind::none &&
           (calls_ == fault_.call || (fault_.for_good && calls_ > fault_.call));
  }

  /// Counts the call; whether it must fail without being made.
  bool before(const char* name) {
    ++calls_;
    if (logs_) log_.emplace_back(name);
    if (!is_due()) return false;
    if (calls_ == fault_.call) fired_at_ = name;
    if (fault_.kind == Fault::Kind::death) ::_exit(death_status);
    return fault_.kind == Fault::Kind::error;
  }

  template <class Call>
  auto step(const char* name, Call call) -> decltype(call()) {
    if (before(name)) return failure(fault_.sys);
    auto result = call();
    if (is_due() && fault_.kind == Fault::Kind::late) return failure(fault_.sys);
    return result;
  }

  [[nodiscard]] std::size_t cut(std::size_t length) const {
    if (!is_due()) return length;
    if (fault_.kind == Fault::Kind::empty) return 0;
    if (fault_.kind != Fault::Kind::partial) return length;
    return std::max<std::size_t>(length / 2, std::min<std::size_t>(length, 1));
  }

  FileSystem& real_ = system_file_system();
  Fault fault_;
  std::uint64_t calls_ = 0;
  std::string fired_at_;
  bool unnamed_files_ = true;
  bool kernel_copies_ = true;
  bool copies_below_ = true;
  bool locks_ = true;
  bool flushes_ = true;
  bool properties_ = true;
  bool logs_ = false;
  std::vector<std::string> log_;
};

}  // namespace exifscrub::testing
