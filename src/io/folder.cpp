#include "io/folder.hpp"

#include <dirent.h>

#include <algorithm>
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
Result<std::size_t> take_record(Bytes records, EntryList& into) {
  constexpr std::size_t name_at = offsetof(dirent64, d_name);
  std::uint16_t length = 0;
  if (records.size() <= name_at) return Error{Errc::malformed, 0, "the folder's entries are damaged"};
  std::memcpy(&length, records.data() + offsetof(dirent64, d_reclen), sizeof length);
  if (length <= name_at || length > records.size()) {
    return Error{Errc::malformed, 0, "the folder's entries are damaged"};
  }
  const auto* text = reinterpret_cast<const char*>(records.data() + name_at);
  const std::string_view name(text, strnlen(text, length - name_at));
  if (name != "." && name != "..") into.add(name, kind_of(records[offsetof(dirent64, d_type)]));
  return std::size_t{length};
}

}  // namespace

void EntryList::add(std::string_view name, EntryKind kind) {
  names_ += static_cast<char>(kind);
  starts_.push_back(names_.size());
  names_ += name;
  names_ += '\0';
}

DirectoryEntry EntryList::operator[](std::size_t index) const {
  const std::size_t start = starts_[index];
  return {names_.c_str() + start, static_cast<EntryKind>(names_[start - 1])};
}

void EntryList::sort_by_name() {
  const char* names = names_.c_str();
  std::sort(starts_.begin(), starts_.end(),
            [&](std::size_t a, std::size_t b) { return std::strcmp(names + a, names + b) < 0; });
}

void EntryList::keep_if(const std::function<bool(DirectoryEntry&)>& keep) {
  std::size_t kept = 0;
  for (std::size_t i = 0; i < starts_.size(); ++i) {
    DirectoryEntry entry = (*this)[i];
    const bool stays = keep(entry);
    names_[starts_[i] - 1] = static_cast<char>(entry.kind);
    if (stays) starts_[kept++] = starts_[i];
  }
  starts_.resize(kept);
}

Result<EntryList> read_entries(FileSystem& files, int folder) {
  EntryList entries;
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
