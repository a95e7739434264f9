#include "io/open_file.hpp"

#include <cerrno>

namespace exifscrub {
namespace {

constexpr std::string_view changed_meanwhile = "changed while it was being read";

}  // namespace

Result<OpenFile> open_regular(FileSystem& files, int folder, const char* name, bool follow) {
  // O_NONBLOCK: a FIFO that took the name since the folder was read must not make us wait.
  const OpenHow how{O_RDONLY | O_NONBLOCK, 0, follow};
  EXS_TRY(FileDescriptor descriptor, open_file(files, folder, name, how));
  EXS_TRY(const FileIdentity identity, files.identity(descriptor.get()));
  if (!identity.is_regular()) return Error{Errc::unsupported, 0, "not a regular file"};
  return OpenFile{std::move(descriptor), identity};
}

Result<FileDescriptor> open_for_patching(FileSystem& files, int folder, const char* name,
                                         const FileIdentity& expected) {
  EXS_TRY(FileDescriptor descriptor, open_file(files, folder, name, {O_RDWR | O_NONBLOCK, 0, false}));
  EXS_TRY(const FileIdentity identity, files.identity(descriptor.get()));
  if (!same_file_unchanged(identity, expected)) return Error{Errc::changed, 0, changed_meanwhile};
  return descriptor;
}

Result<void> look_again(FileSystem& files, int folder, const char* name, const FileIdentity& expected) {
  const Result<FileIdentity> now = files.identity_at(folder, name);
  if (!now && now.error().sys != ENOENT) return now.error();
  if (!now || !same_file_unchanged(*now, expected)) return Error{Errc::changed, 0, changed_meanwhile};
  return {};
}

Result<void> hold(FileSystem& files, int descriptor) {
  const Result<void> locked = files.lock(descriptor);
  if (locked) return {};
  switch (locked.error().sys) {
    case EWOULDBLOCK:
      return Error{Errc::in_use, 0, "in use by another program"};
    case EOPNOTSUPP:
    case ENOSYS:
    case ENOLCK:
    case EINVAL:
    case EBADF:  // NFS: an exclusive lock needs a descriptor open for writing
      return {};
    default:
      return locked.error();
  }
}

}  // namespace exifscrub
