#include "io/folder.hpp"

#include <dirent.h>

#include <cstddef>
#include <cstring>

#include "io/window_buffer.hpp"

namespace exifscrub {
namespace {

/// So many bytes of entries are fetched a call; glibc's readdir takes as many.
constexpr std::size_t fetch_size = 32 * 1024;

EntryKind kind_of(unsigned char type) {
  switch (type) {
    case DT_REG:
      return EntryKind::regular;
    case DT_DIR:
      return EntryKind::folder;
    case DT_LNK:
      return EntryKind::link;
    case DT_UNKNOWN:
      return EntryKind::unknown;
    default:
      return EntryKind::special;
  }
}

/// One record as the kernel lays it out: inode u64 | offset i64 | record length u16 | type u8 | name, 0.
Result<std::size_t> take_record(Bytes records, std::vector<DirectoryEntry>& into) {
  constexpr std::size_t name_at = offsetof(dirent64, d_name);
  std::uint16_t length = 0;
  if (records.size() <= name_at) return Error{Errc::malformed, 0, "the folder's entries are damaged"};
  std::memcpy(&length, records.data() + offsetof(dirent64, d_reclen), sizeof length);
  if (length <= name_at || length > records.size()) {
    return Error{Errc::malformed, 0, "the folder's entries are damaged"};
  }
  DirectoryEntry entry;
  std::memcpy(&entry.inode, records.data() + offsetof(dirent64, d_ino), sizeof entry.inode);
  entry.kind = kind_of(records[offsetof(dirent64, d_type)]);
  const auto* name = reinterpret_cast<const char*>(records.data() + name_at);
  entry.name.assign(name, strnlen(name, length - name_at));
  if (entry.name != "." && entry.name != "..") into.push_back(std::move(entry));
  return std::size_t{length};
}

}  // namespace

Result<std::vector<DirectoryEntry>> read_entries(FileSystem& files, int folder) {
  std::vector<DirectoryEntry> entries;
  const WindowBuffer buffer;
  for (;;) {
    EXS_TRY(const std::size_t got, files.read_folder(folder, buffer.bytes().first(fetch_size)));
    if (got == 0) return entries;
    Bytes records = buffer.bytes().first(got);
    while (!records.empty()) {
      EXS_TRY(const std::size_t length, take_record(records, entries));
      records = records.subspan(length);
    }
  }
}

}  // namespace exifscrub
