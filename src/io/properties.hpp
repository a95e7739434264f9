#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "io/file_system.hpp"

namespace exifscrub {

/// What a new file takes over from the one whose place it takes.
struct Carry {
  bool times = false;         ///< access and modification time
  bool origin_xattrs = true;  ///< the attributes that tell where the file came from
};

/// Gives `to` the permissions (without set-user-id and set-group-id), owner, group, ACL and extended
/// attributes of `from`, and looks whether they took. Compares first: only what `from` has and `to` would
/// lose is an error, so file systems without owners or attributes work.
/// @param original  how `from` looks
/// @return denied, with the property's name and the way out.
[[nodiscard]] Result<void> carry_properties(FileSystem& files, int from, const FileIdentity& original, int to,
                                            const Carry& carry);

/// Names of the extended attributes; none where the file system has no such thing.
[[nodiscard]] Result<std::vector<std::string>> xattr_names(FileSystem& files, int descriptor);

/// Whether the attribute tells where a file was downloaded from.
[[nodiscard]] bool tells_origin(std::string_view xattr);

/// Removes the attributes that tell where the file came from; whether there was one.
[[nodiscard]] Result<bool> remove_origin_xattrs(FileSystem& files, int descriptor);

}  // namespace exifscrub
