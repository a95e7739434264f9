#pragma once

#include "io/file_system.hpp"

namespace exifscrub {

/// A file that is open, and how it looked right after opening.
struct OpenFile {
  FileDescriptor descriptor;
  FileIdentity identity;
};

/// Opens `name` of `folder` for reading and makes sure that it is a regular file. Never waits for the other
/// end of a FIFO, never follows a symbolic link unless `follow` is set.
/// @return unsupported for everything but regular files.
[[nodiscard]] Result<OpenFile> open_regular(FileSystem& files, int folder, const char* name,
                                            bool follow = false);

/// Opens `name` once more for reading and writing, provided that it is still the file that was seen.
/// @return changed when the name holds something else by now.
[[nodiscard]] Result<FileDescriptor> open_for_patching(FileSystem& files, int folder, const char* name,
                                                       const FileIdentity& expected);

/// Whether `name` is still the file that was seen, in the same condition.
/// @return changed when it is not, or is gone.
[[nodiscard]] Result<void> look_again(FileSystem& files, int folder, const char* name,
                                      const FileIdentity& expected);

/// Keeps other writers that lock, and other runs of this program, away until the descriptor is closed. Does
/// nothing where the file system has no locks.
/// @return in_use when somebody else holds the file.
[[nodiscard]] Result<void> hold(FileSystem& files, int descriptor);

}  // namespace exifscrub
