#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
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
  EntryKind kind = EntryKind::unknown;
};

/// The entries of one folder. Takes the bytes of the names and ten more for each: a folder may hold millions.
class EntryList {
 public:
  /// @param name  without a zero byte
  void add(std::string_view name, EntryKind kind);
  [[nodiscard]] std::size_t size() const { return starts_.size(); }
  [[nodiscard]] bool empty() const { return starts_.empty(); }
  [[nodiscard]] DirectoryEntry operator[](std::size_t index) const;
  /// Puts them in the order of the bytes of their names.
  void sort_by_name();
  /// Leaves out all for which `keep` says no; it may set the kind of an entry.
  void keep_if(const std::function<bool(DirectoryEntry& entry)>& keep);

 private:
  std::string names_;                ///< for each: its kind in one byte, the name, a zero byte
  std::vector<std::size_t> starts_;  ///< of the names
};

/// All entries but "." and "..", in the order of the file system.
[[nodiscard]] Result<EntryList> read_entries(FileSystem& files, int folder);

}  // namespace exifscrub
