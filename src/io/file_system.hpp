#pragma once

#include <fcntl.h>
#include <sys/types.h>

#include <span>
#include <utility>

#include "exifscrub/byte_source.hpp"
#include "exifscrub/extent.hpp"
#include "io/file_identity.hpp"

namespace exifscrub {

/// How open_at opens. O_CLOEXEC and O_NOCTTY are always added.
struct OpenHow {
  int flags = O_RDONLY;
  mode_t mode = 0;      ///< for new files only
  bool follow = false;  ///< symbolic links are followed, anywhere in the path: for PATHs that the user named
};

/// Every system call that the program makes on a user's files, one call a method: the seam at which the fault
/// tests fail, shorten or end the program at call n.
///
/// Errors are Errc::io with errno in `sys`. Calls that a signal interrupted are made again; transfers may be
/// short (transfer.hpp makes whole ones). `folder` is a folder's descriptor, or AT_FDCWD. May be used by
/// several threads at once.
class FileSystem {
 public:
  virtual ~FileSystem() = default;

  /// openat2 without symbolic and magic links in any part of the path; openat with O_NOFOLLOW where the
  /// kernel has no openat2. The caller owns the descriptor: see open_file().
  [[nodiscard]] virtual Result<int> open_at(int folder, const char* name, const OpenHow& how) = 0;
  virtual Result<void> close(int descriptor) = 0;

  [[nodiscard]] virtual Result<FileIdentity> identity(int descriptor) = 0;
  /// Of the name itself, also when it is a symbolic link.
  [[nodiscard]] virtual Result<FileIdentity> identity_at(int folder, const char* name) = 0;

  /// Bytes read; 0 at the end of the file.
  [[nodiscard]] virtual Result<std::size_t> read_at(int descriptor, std::uint64_t offset,
                                                    std::span<Byte> into) = 0;
  /// Says that a few places of the file will be read and no more, so that the kernel reads nothing ahead. A hint.
  virtual void expect_jumps(int descriptor) = 0;
  [[nodiscard]] virtual Result<std::size_t> write_at(int descriptor, std::uint64_t offset, Bytes bytes) = 0;
  /// Copies inside the kernel; the number of bytes copied. Not every pair of files can do it.
  [[nodiscard]] virtual Result<std::size_t> copy_range(int from, Extent what, int to, std::uint64_t at) = 0;
  /// Whether copy_range() into this open file may do better than reading and writing: by sharing blocks, or on
  /// the other side of a network. Where all goes through the page cache, as on ext4 and tmpfs, it is the slower
  /// way, a page at a time.
  [[nodiscard]] virtual bool copies_below(int descriptor) = 0;
  /// The first stretch of `what` that takes no room on the disk and reads as zeros; empty when there is none, or
  /// the file system does not tell.
  [[nodiscard]] virtual Extent hole_in(int descriptor, Extent what) = 0;
  /// Makes the empty file `to` share all blocks of `from`; few file systems can.
  [[nodiscard]] virtual Result<void> clone(int from, int to) = 0;

  [[nodiscard]] virtual Result<void> sync(int descriptor) = 0;
  [[nodiscard]] virtual Result<void> sync_data(int descriptor) = 0;
  /// Everything of the file system that `descriptor` is on. Kernels before 5.8 do not tell of failed writes.
  [[nodiscard]] virtual Result<void> sync_file_system(int descriptor) = 0;
  /// Starts writing the file's bytes to the disk and does not wait.
  virtual Result<void> start_write_back(int descriptor) = 0;
  /// Waits until they are written, without making anything durable; tells of failed writes.
  [[nodiscard]] virtual Result<void> wait_for_write_back(int descriptor) = 0;

  /// Gives a file made with O_TMPFILE its name; EEXIST when it is taken.
  [[nodiscard]] virtual Result<void> link_at(int descriptor, int folder, const char* name) = 0;
  /// Renames inside `folder`. With `replace` unset a taken name is EEXIST; EINVAL where that cannot be had.
  [[nodiscard]] virtual Result<void> rename_at(int folder, const char* from, const char* to,
                                               bool replace) = 0;
  virtual Result<void> unlink_at(int folder, const char* name) = 0;

  [[nodiscard]] virtual Result<void> set_mode(int descriptor, mode_t permissions) = 0;
  [[nodiscard]] virtual Result<void> set_owner(int descriptor, uid_t owner, gid_t group) = 0;
  [[nodiscard]] virtual Result<void> set_times(int descriptor, Timestamp accessed, Timestamp modified) = 0;

  /// Names, each ended by a zero byte. An empty `into` asks for the size; ERANGE when it is too small.
  [[nodiscard]] virtual Result<std::size_t> list_xattrs(int descriptor, std::span<char> into) = 0;
  [[nodiscard]] virtual Result<std::size_t> get_xattr(int descriptor, const char* name,
                                                      std::span<Byte> into) = 0;
  [[nodiscard]] virtual Result<void> set_xattr(int descriptor, const char* name, Bytes value) = 0;
  [[nodiscard]] virtual Result<void> remove_xattr(int descriptor, const char* name) = 0;

  /// Takes the advisory lock (flock) alone, without waiting; EWOULDBLOCK when somebody has it.
  [[nodiscard]] virtual Result<void> lock(int descriptor) = 0;

  /// The next entries as getdents64 hands them out; 0 at the end. See folder.hpp.
  [[nodiscard]] virtual Result<std::size_t> read_folder(int descriptor, std::span<Byte> into) = 0;
};

/// The operating system's.
[[nodiscard]] FileSystem& system_file_system();

/// Owns an open file. Closing reports errors only when asked by name.
class FileDescriptor {
 public:
  FileDescriptor() = default;
  FileDescriptor(FileSystem& files, int number) : files_(&files), number_(number) {}
  FileDescriptor(FileDescriptor&& other) noexcept
      : files_(other.files_), number_(std::exchange(other.number_, -1)) {}
  FileDescriptor& operator=(FileDescriptor&& other) noexcept {
    if (this != &other) {
      reset();
      files_ = other.files_;
      number_ = std::exchange(other.number_, -1);
    }
    return *this;
  }
  ~FileDescriptor() { reset(); }

  explicit operator bool() const { return number_ >= 0; }
  [[nodiscard]] int get() const { return number_; }
  /// Closes and says how that went: network file systems report late write errors here.
  Result<void> close();

 private:
  void reset() noexcept;

  FileSystem* files_ = nullptr;
  int number_ = -1;
};

/// open_at with an owner for the descriptor.
[[nodiscard]] Result<FileDescriptor> open_file(FileSystem& files, int folder, const char* name,
                                               const OpenHow& how);

}  // namespace exifscrub
