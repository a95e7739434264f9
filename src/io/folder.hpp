#pragma once

#include <string>
#include <vector>

#include "io/file_system.hpp"

namespace exifscrub {

enum class EntryKind : std::uint8_t {
  regular,
  folder,
  link,     ///< a symbolic link
  special,  ///< FIFO, device or socket: never opened
  unknown,  ///< the file system does not say; identity_at does
};

struct DirectoryEntry {
  std::string name;  ///< bytes, not necessarily UTF-8
  std::uint64_t inode = 0;
  EntryKind kind = EntryKind::unknown;
};

/// All entries but "." and "..", in the order of the file system.
[[nodiscard]] Result<std::vector<DirectoryEntry>> read_entries(FileSystem& files, int folder);

}  // namespace exifscrub
