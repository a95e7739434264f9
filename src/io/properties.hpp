#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "exifscrub/finding.hpp"
#include "io/file_system.hpp"

namespace exifscrub {

/// Which extended attributes go, by the class of what they tell.
using XattrClasses = std::array<bool, leak_class_count>;

/// What a new file takes over from the one whose place it takes.
struct Carry {
  bool times = false;          ///< access and modification time
  XattrClasses xattrs_left{};  ///< the attributes that stay behind
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

/// The value of an attribute.
[[nodiscard]] Result<std::vector<Byte>> xattr_value(FileSystem& files, int descriptor,
                                                    const std::string& name);

/// Marks an open file as an untouched copy of our own under `name`; does nothing where files have no attributes.
void mark_backup(FileSystem& files, int descriptor, std::string_view name);

/// Whether `name` of `folder` carries that mark for this very name: what was renamed is a copy no more.
[[nodiscard]] bool is_marked_backup(FileSystem& files, int folder, const std::string& name);

/// One line of the table of attributes that tell something about somebody.
struct XattrRow {
  std::string_view name;  ///< a star at its end stands for any rest
  LeakClass leak_class;
  std::string_view written_by;
};

[[nodiscard]] std::span<const XattrRow> xattr_table();

/// What the attribute tells about somebody: history (where the file came from), person or text. Empty for all
/// others, which are no business of ours.
[[nodiscard]] std::optional<LeakClass> class_of_xattr(std::string_view name);

/// Removes the attributes of these classes, and looks whether they are gone.
[[nodiscard]] Result<void> remove_xattrs(FileSystem& files, int descriptor, const XattrClasses& classes);

}  // namespace exifscrub
