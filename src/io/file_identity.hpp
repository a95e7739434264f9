#pragma once

#include <sys/stat.h>

#include <compare>
#include <cstdint>

namespace exifscrub {

/// A moment as file systems store it: seconds since 1970 UTC and nanoseconds.
struct Timestamp {
  std::int64_t seconds = 0;
  std::int64_t nanoseconds = 0;

  friend auto operator<=>(const Timestamp&, const Timestamp&) = default;
};

/// Which file it is, and in what condition: what one look (stat) tells.
struct FileIdentity {
  std::uint64_t device = 0;
  std::uint64_t inode = 0;
  std::uint64_t size = 0;   ///< bytes
  std::uint64_t links = 0;  ///< names of the inode
  mode_t mode = 0;          ///< type and permission bits
  uid_t owner = 0;
  gid_t group = 0;
  Timestamp accessed;
  Timestamp modified;  ///< of the bytes
  Timestamp changed;   ///< of anything; nobody can set it

  [[nodiscard]] bool is_regular() const { return S_ISREG(mode); }
  [[nodiscard]] bool is_folder() const { return S_ISDIR(mode); }
  [[nodiscard]] bool is_link() const { return S_ISLNK(mode); }
  /// Whether nobody may write it. The super-user may nonetheless, so a refusal has to look at the bits.
  [[nodiscard]] bool is_read_only() const { return (mode & 0222U) == 0; }
  [[nodiscard]] mode_t permissions() const { return mode & 07777U; }
};

[[nodiscard]] inline bool same_inode(const FileIdentity& a, const FileIdentity& b) {
  return a.device == b.device && a.inode == b.inode;
}

/// Whether two looks saw the same file in the same condition. The access time does not count: reading moves
/// it. The change time alone would do, but its clock may tick only every few milliseconds.
[[nodiscard]] inline bool same_file_unchanged(const FileIdentity& a, const FileIdentity& b) {
  return same_inode(a, b) && a.size == b.size && a.links == b.links && a.mode == b.mode &&
         a.owner == b.owner && a.group == b.group && a.modified == b.modified && a.changed == b.changed;
}

}  // namespace exifscrub
