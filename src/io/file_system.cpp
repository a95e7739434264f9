#include "io/file_system.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <linux/magic.h>
#include <linux/openat2.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>

namespace exifscrub {
namespace {

/// The one place where a call that a signal interrupted is made again.
template <class Call>
auto uninterrupted(Call call) {
  for (;;) {
    const auto answer = call();
    if (answer != -1 || errno != EINTR) return answer;
  }
}

/// Whether the kernel knows of leases only what a server told it.
bool is_remote(int descriptor) {
  constexpr std::array<std::uint32_t, 4> remote = {NFS_SUPER_MAGIC, CIFS_SUPER_MAGIC, SMB2_SUPER_MAGIC,
                                                   CEPH_SUPER_MAGIC};
  struct statfs status {};
  if (::fstatfs(descriptor, &status) != 0) return true;
  return std::ranges::find(remote, static_cast<std::uint32_t>(status.f_type)) != remote.end();
}

/// Whether another program has the file open for writing: a copy or a download on its way. Its end would go
/// into a file without a name when ours took the place. A read lease is granted only where nobody writes
/// (fcntl(2)); it is given back at once, and whoever breaks it in between must not kill us by SIGIO. Where it
/// cannot be asked (a foreign owner, a file system without leases), nobody writes as far as we know.
bool is_written_elsewhere(int descriptor) {
  const int flags = ::fcntl(descriptor, F_GETFL);
  if (flags < 0 || (flags & O_ACCMODE) != O_RDONLY) return false;  // our own writing would count
  if (::fcntl(descriptor, F_SETSIG, SIGURG) != 0) return false;
  if (::fcntl(descriptor, F_SETLEASE, F_RDLCK) == 0) {
    static_cast<void>(::fcntl(descriptor, F_SETLEASE, F_UNLCK));
    return false;
  }
  return errno == EAGAIN && !is_remote(descriptor);
}

Error failed(std::string_view what, std::uint64_t offset = 0) { return Error{Errc::io, offset, what, errno}; }

template <class Call>
Result<void> done(Call call, std::string_view what) {
  if (uninterrupted(call) == -1) return failed(what);
  return {};
}

template <class Call>
Result<std::size_t> counted(Call call, std::string_view what, std::uint64_t offset = 0) {
  const ssize_t count = uninterrupted(call);
  if (count == -1) return failed(what, offset);
  return static_cast<std::size_t>(count);
}

long open_without_links(int folder, const char* name, int flags, mode_t mode) {
  open_how request{};
  request.flags = static_cast<unsigned>(flags);
  request.mode = mode;
  request.resolve = RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS;
  return syscall(SYS_openat2, folder, name, &request, sizeof request);
}

/// Old kernels say ENOSYS, some containers EPERM, which an open may also say for reasons of its own: so the
/// question is asked once, with a path that cannot fail.
bool has_openat2() {
  static const bool available = [] {
    const long descriptor = open_without_links(AT_FDCWD, "/", O_PATH | O_CLOEXEC, 0);
    if (descriptor >= 0) ::close(static_cast<int>(descriptor));
    return descriptor >= 0;
  }();
  return available;
}

Timestamp timestamp_of(const timespec& time) { return {time.tv_sec, time.tv_nsec}; }

timespec timespec_of(Timestamp time) {
  timespec converted{};
  converted.tv_sec = time.seconds;
  converted.tv_nsec = time.nanoseconds;
  return converted;
}

FileIdentity identity_of(const struct stat& status) {
  FileIdentity identity;
  identity.device = status.st_dev;
  identity.inode = status.st_ino;
  identity.size = static_cast<std::uint64_t>(status.st_size);
  identity.links = status.st_nlink;
  identity.mode = status.st_mode;
  identity.owner = status.st_uid;
  identity.group = status.st_gid;
  identity.accessed = timestamp_of(status.st_atim);
  identity.modified = timestamp_of(status.st_mtim);
  identity.changed = timestamp_of(status.st_ctim);
  return identity;
}

class SystemFileSystem final : public FileSystem {
 public:
  Result<int> open_at(int folder, const char* name, const OpenHow& how) override {
    const int flags = how.flags | O_CLOEXEC | O_NOCTTY | (how.follow ? 0 : O_NOFOLLOW);
    const bool restricted = !how.follow && has_openat2();
    const long descriptor = uninterrupted([&] {
      return restricted ? open_without_links(folder, name, flags, how.mode)
                        : static_cast<long>(::openat(folder, name, flags, how.mode));
    });
    if (descriptor == -1) return failed("cannot open");
    return static_cast<int>(descriptor);
  }

  Result<void> close(int descriptor) override {
    // Linux has released the descriptor even when it says EINTR: never close twice.
    if (::close(descriptor) == -1 && errno != EINTR) return failed("cannot close");
    return {};
  }

  Result<FileIdentity> identity(int descriptor) override {
    struct stat status {};
    if (uninterrupted([&] { return ::fstat(descriptor, &status); }) == -1) return failed("cannot look at");
    return identity_of(status);
  }

  Result<FileIdentity> identity_at(int folder, const char* name) override {
    struct stat status {};
    const auto look = [&] { return ::fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW); };
    if (uninterrupted(look) == -1) return failed("cannot look at");
    return identity_of(status);
  }

  Result<std::size_t> read_at(int descriptor, std::uint64_t offset, std::span<Byte> into) override {
    const auto read = [&] {
      return ::pread(descriptor, into.data(), into.size(), static_cast<off_t>(offset));
    };
    return counted(read, "cannot read", offset);
  }

  void expect_jumps(int descriptor) override {
    static_cast<void>(::posix_fadvise(descriptor, 0, 0, POSIX_FADV_RANDOM));
  }

  Result<std::size_t> write_at(int descriptor, std::uint64_t offset, Bytes bytes) override {
    const auto write = [&] {
      return ::pwrite(descriptor, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    };
    return counted(write, "cannot write", offset);
  }

  Result<std::size_t> copy_range(int from, Extent what, int to, std::uint64_t at) override {
    auto input = static_cast<off64_t>(what.offset);
    auto output = static_cast<off64_t>(at);
    const auto copy = [&] { return ::copy_file_range(from, &input, to, &output, what.length, 0); };
    return counted(copy, "cannot copy", what.offset);
  }

  bool copies_below(int descriptor) override {
    struct statfs system {};
    if (uninterrupted([&] { return ::fstatfs(descriptor, &system); }) == -1) return true;
    switch (static_cast<std::uint32_t>(system.f_type)) {
      case EXT4_SUPER_MAGIC:
      case F2FS_SUPER_MAGIC:
      case TMPFS_MAGIC:
      case MSDOS_SUPER_MAGIC:
      case EXFAT_SUPER_MAGIC:
        return false;
      default:
        return true;
    }
  }

  Extent hole_in(int descriptor, Extent what) override {
    const off64_t begin = ::lseek64(descriptor, static_cast<off64_t>(what.offset), SEEK_HOLE);
    if (begin < 0 || !what.contains(static_cast<std::uint64_t>(begin))) return {what.end(), 0};
    const off64_t data = ::lseek64(descriptor, begin, SEEK_DATA);
    if (data < 0 && errno != ENXIO) return {what.end(), 0};
    const std::uint64_t end = data < 0 ? what.end() : static_cast<std::uint64_t>(data);
    return extent_between(static_cast<std::uint64_t>(begin), std::min(end, what.end()));
  }

  Result<void> clone(int from, int to) override {
    return done([&] { return ::ioctl(to, FICLONE, from); }, "cannot share blocks");
  }

  Result<void> sync(int descriptor) override {
    return done([&] { return ::fsync(descriptor); }, "cannot make durable");
  }

  Result<void> sync_data(int descriptor) override {
    return done([&] { return ::fdatasync(descriptor); }, "cannot make durable");
  }

  Result<void> sync_file_system(int descriptor) override {
    return done([&] { return ::syncfs(descriptor); }, "cannot make durable");
  }

  Result<void> start_write_back(int descriptor) override {
    return done([&] { return ::sync_file_range(descriptor, 0, 0, SYNC_FILE_RANGE_WRITE); },
                "cannot start writing back");
  }

  Result<void> wait_for_write_back(int descriptor) override {
    constexpr unsigned all_of_it =
        SYNC_FILE_RANGE_WAIT_BEFORE | SYNC_FILE_RANGE_WRITE | SYNC_FILE_RANGE_WAIT_AFTER;
    return done([&] { return ::sync_file_range(descriptor, 0, 0, all_of_it); }, "cannot write");
  }

  Result<void> link_at(int descriptor, int folder, const char* name) override {
    std::array<char, 32> path{};
    std::snprintf(path.data(), path.size(), "/proc/self/fd/%d", descriptor);
    const auto by_path = [&] { return ::linkat(AT_FDCWD, path.data(), folder, name, AT_SYMLINK_FOLLOW); };
    if (uninterrupted(by_path) == 0) return {};
    if (errno != ENOENT) return failed("cannot give the new file a name");
    // No /proc here: the privileged way, which newer kernels grant to everybody who opened the file.
    return done([&] { return ::linkat(descriptor, "", folder, name, AT_EMPTY_PATH); },
                "cannot give the new file a name");
  }

  Result<void> rename_at(int folder, const char* from, const char* to, bool replace) override {
    const unsigned flags = replace ? 0U : static_cast<unsigned>(RENAME_NOREPLACE);
    return done([&] { return ::renameat2(folder, from, folder, to, flags); }, "cannot rename");
  }

  Result<void> unlink_at(int folder, const char* name) override {
    return done([&] { return ::unlinkat(folder, name, 0); }, "cannot remove");
  }

  Result<void> set_mode(int descriptor, mode_t permissions) override {
    return done([&] { return ::fchmod(descriptor, permissions); }, "cannot set the permissions");
  }

  Result<void> set_owner(int descriptor, uid_t owner, gid_t group) override {
    return done([&] { return ::fchown(descriptor, owner, group); }, "cannot set the owner");
  }

  Result<void> set_times(int descriptor, Timestamp accessed, Timestamp modified) override {
    const std::array<timespec, 2> times{timespec_of(accessed), timespec_of(modified)};
    return done([&] { return ::futimens(descriptor, times.data()); }, "cannot set the times");
  }

  Result<std::size_t> list_xattrs(int descriptor, std::span<char> into) override {
    return counted([&] { return ::flistxattr(descriptor, into.data(), into.size()); },
                   "cannot list the extended attributes");
  }

  Result<std::size_t> get_xattr(int descriptor, const char* name, std::span<Byte> into) override {
    return counted([&] { return ::fgetxattr(descriptor, name, into.data(), into.size()); },
                   "cannot read an extended attribute");
  }

  Result<void> set_xattr(int descriptor, const char* name, Bytes value) override {
    return done([&] { return ::fsetxattr(descriptor, name, value.data(), value.size(), 0); },
                "cannot set an extended attribute");
  }

  Result<void> remove_xattr(int descriptor, const char* name) override {
    return done([&] { return ::fremovexattr(descriptor, name); }, "cannot remove an extended attribute");
  }

  Result<void> lock(int descriptor) override {
    EXS_CHECK(done([&] { return ::flock(descriptor, LOCK_EX | LOCK_NB); }, "cannot lock"));
    if (!is_written_elsewhere(descriptor)) return {};
    errno = EWOULDBLOCK;
    return failed("cannot lock");
  }

  Result<std::size_t> read_folder(int descriptor, std::span<Byte> into) override {
    return counted([&] { return ::getdents64(descriptor, into.data(), into.size()); },
                   "cannot read the folder");
  }
};

}  // namespace

FileSystem& system_file_system() {
  static SystemFileSystem files;
  return files;
}

Result<void> FileDescriptor::close() {
  if (number_ < 0) return {};
  return files_->close(std::exchange(number_, -1));
}

void FileDescriptor::reset() noexcept {
  if (number_ >= 0) static_cast<void>(files_->close(std::exchange(number_, -1)));
}

Result<FileDescriptor> open_file(FileSystem& files, int folder, const char* name, const OpenHow& how) {
  EXS_TRY(const int number, files.open_at(folder, name, how));
  return FileDescriptor{files, number};
}

}  // namespace exifscrub
