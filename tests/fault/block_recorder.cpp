// A disk that writes a diary: a FUSE file system with one file, "disk", which holds an image. A loop device
// on it turns each write and each flush of the file system above into a call here, and each goes to the log
// in order.
//
//   block_recorder IMAGE LOG MOUNT_POINT
//
// The log: 'W', offset u64, length u32 (of this machine's byte order) and the bytes; or 'F'. It is written at
// once, so that its size tells how far the disk has come. tests/trust/power_cut.py makes the disks of every
// possible power cut of it.

#define FUSE_USE_VERSION 31

#include <fcntl.h>
#include <fuse3/fuse.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <string_view>
#include <vector>

namespace {

constexpr std::string_view file = "/disk";
int image = -1;
int diary = -1;

int failed() { return -errno; }

int status_of(const char* path, struct stat* status, fuse_file_info*) {
  *status = {};
  if (std::string_view{path} == "/") {
    status->st_mode = S_IFDIR | 0700;
    status->st_nlink = 2;
    return 0;
  }
  if (path != file) return -ENOENT;
  if (fstat(image, status) != 0) return failed();
  status->st_mode = S_IFREG | 0600;
  return 0;
}

int list(const char*, void* into, fuse_fill_dir_t fill, off_t, fuse_file_info*, fuse_readdir_flags) {
  return fill(into, file.data() + 1, nullptr, 0, fuse_fill_dir_flags{});
}

int open_disk(const char* path, fuse_file_info*) { return path == file ? 0 : -ENOENT; }

int read_disk(const char*, char* into, std::size_t size, off_t offset, fuse_file_info*) {
  const ssize_t done = pread(image, into, size, offset);
  return done < 0 ? failed() : static_cast<int>(done);
}

bool note(char what, const char* bytes, std::size_t size, off_t offset) {
  std::vector<char> record{what};
  if (what == 'W') {
    const auto at = static_cast<std::uint64_t>(offset);
    const auto length = static_cast<std::uint32_t>(size);
    record.resize(1 + sizeof at + sizeof length + size);
    std::memcpy(record.data() + 1, &at, sizeof at);
    std::memcpy(record.data() + 1 + sizeof at, &length, sizeof length);
    std::memcpy(record.data() + 1 + sizeof at + sizeof length, bytes, size);
  }
  return write(diary, record.data(), record.size()) == static_cast<ssize_t>(record.size());
}

int write_disk(const char*, const char* bytes, std::size_t size, off_t offset, fuse_file_info*) {
  if (!note('W', bytes, size, offset)) return -EIO;
  const ssize_t done = pwrite(image, bytes, size, offset);
  return done < 0 ? failed() : static_cast<int>(done);
}

int flush_disk(const char*, int, fuse_file_info*) { return note('F', nullptr, 0, 0) ? 0 : -EIO; }

void* start(fuse_conn_info*, fuse_config* config) {
  config->direct_io = 1;
  return nullptr;
}

}  // namespace

int main(int count, char** words) {
  if (count != 4) {
    std::fputs("usage: block_recorder IMAGE LOG MOUNT_POINT\n", stderr);
    return 2;
  }
  image = open(words[1], O_RDWR | O_CLOEXEC);
  diary = open(words[2], O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (image < 0 || diary < 0) {
    std::perror("block_recorder");
    return 1;
  }
  fuse_operations operations{};
  operations.getattr = status_of;
  operations.readdir = list;
  operations.open = open_disk;
  operations.read = read_disk;
  operations.write = write_disk;
  operations.fsync = flush_disk;
  operations.init = start;
  // In the foreground and with one thread: the diary's order is the disk's.
  char foreground[] = "-f", single[] = "-s";
  char* arguments[] = {words[0], foreground, single, words[3], nullptr};
  return fuse_main(4, arguments, &operations, nullptr);
}
