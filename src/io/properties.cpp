#include "io/properties.hpp"

#include <algorithm>
#include <array>
#include <cerrno>

#include "io/open_file.hpp"

namespace exifscrub {
namespace {

constexpr std::string_view access_acl = "system.posix_acl_access";

/// freedesktop.org "Common Extended Attributes", as curl, wget and browsers write them; what copies of files
/// from a Mac carry along (netatalk, rsync); the stream of Windows' Attachment Manager as Samba and NTFS-3G
/// keep it.
constexpr auto telling_attributes = std::to_array<XattrRow>({
    {"user.xdg.origin.url", LeakClass::history, "browsers, curl, wget"},
    {"user.xdg.referrer.url", LeakClass::history, "browsers, curl, wget"},
    {"user.xdg.origin.email.subject", LeakClass::history, "mail programs"},
    {"user.xdg.origin.email.message-id", LeakClass::history, "mail programs"},
    {"user.xdg.origin.email.from", LeakClass::person, "mail programs"},
    {"user.xdg.comment", LeakClass::text, "file managers"},
    {"user.xdg.tags", LeakClass::text, "file managers"},
    {"user.com.apple.metadata:kMDItemWhereFroms", LeakClass::history, "macOS"},
    {"user.com.apple.metadata:kMDItemDownloadedDate", LeakClass::history, "macOS"},
    {"user.com.apple.metadata:kMDItemFinderComment", LeakClass::text, "macOS"},
    {"user.com.apple.metadata:_kMDItemUserTags", LeakClass::text, "macOS"},
    {"user.com.apple.quarantine", LeakClass::history, "macOS"},
    {"user.com.apple.lastuseddate#PS", LeakClass::time, "macOS"},
    {"user.com.apple.ResourceFork", LeakClass::thumbnail, "macOS"},
    {"user.com.apple.assetsd.customLocation", LeakClass::location, "macOS"},
    {"user.com.apple.assetsd.*", LeakClass::history, "macOS"},
    {"user.dublincore.*", LeakClass::text, "file managers"},
    {"user.com.dropbox.*", LeakClass::history, "Dropbox"},
    {"user.Zone.Identifier", LeakClass::history, "Windows, by NTFS-3G"},
    {"user.DosStream.Zone.Identifier:$DATA", LeakClass::history, "Windows, by Samba"},
});

constexpr std::string_view backup_mark = "user.exifscrub.backup";

/// Bound to the very bytes or inode they were made for: a copy of them would be wrong, and no loss.
constexpr std::array<std::string_view, 4> inode_attributes{"security.ima", "security.evm",
                                                           "security.capability", backup_mark};

template <std::size_t n>
bool is_one_of(const std::array<std::string_view, n>& names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

bool is_unsupported(const Error& error) { return error.sys == EOPNOTSUPP || error.sys == ENOSYS; }

Error lost(std::string_view what, int sys) { return Error{Errc::denied, 0, what, sys}; }

/// Asks `get` for the size, then for the content; anew when it grew in between, but not for ever.
template <class T, class Get>
Result<std::vector<T>> grown(Get get) {
  constexpr int most_tries = 8;
  for (int tries = 1;; ++tries) {
    EXS_TRY(const std::size_t size, get(std::span<T>{}));
    std::vector<T> room(size);
    if (size == 0) return room;
    const Result<std::size_t> got = get(std::span<T>{room});
    if (!got && got.error().sys == ERANGE && tries < most_tries) continue;
    if (!got) return got.error();
    room.resize(*got);
    return room;
  }
}

bool is_left(const XattrClasses& classes, std::string_view name) {
  const std::optional<LeakClass> leak_class = class_of_xattr(name);
  return leak_class && classes[static_cast<std::size_t>(*leak_class)];
}

Result<void> carry_xattr(FileSystem& files, int from, int to, const std::string& name) {
  EXS_TRY(const std::vector<Byte> wanted, xattr_value(files, from, name));
  const Result<std::vector<Byte>> present = xattr_value(files, to, name);
  if (present && *present == wanted) return {};
  if (const auto set = files.set_xattr(to, name.c_str(), wanted); !set) {
    return lost(name == access_acl ? "the access list would be lost: use --in-place"
                                   : "an extended attribute would be lost: use --in-place",
                set.error().sys);
  }
  const Result<std::vector<Byte>> took = xattr_value(files, to, name);
  if (!took || *took != wanted) return lost("an extended attribute would be lost: use --in-place", 0);
  return {};
}

Result<void> carry_xattrs(FileSystem& files, int from, int to, const Carry& carry) {
  EXS_TRY(const std::vector<std::string> wanted, xattr_names(files, from));
  EXS_TRY(const std::vector<std::string> present, xattr_names(files, to));
  for (const std::string& name : present) {
    // The folder's default access list has come down on the new file; the original does without.
    const bool inherited = name == access_acl && std::ranges::find(wanted, name) == wanted.end();
    if (inherited) EXS_CHECK(files.remove_xattr(to, name.c_str()));
  }
  for (const std::string& name : wanted) {
    if (is_one_of(inode_attributes, name) || is_left(carry.xattrs_left, name)) continue;
    EXS_CHECK(carry_xattr(files, from, to, name));
  }
  return {};
}

/// Owner before permissions: giving a file away clears bits, and the permissions were meant for its owner.
Result<void> carry_owner_and_mode(FileSystem& files, const FileIdentity& original, int to) {
  constexpr mode_t kept_bits = 01777;
  const mode_t wanted = original.mode & kept_bits;
  EXS_TRY(FileIdentity now, files.identity(to));
  const bool other_owner = now.owner != original.owner || now.group != original.group;
  if (other_owner) {
    const auto given = files.set_owner(to, original.owner, original.group);
    if (!given) return lost("owner or group would change: use --in-place", given.error().sys);
  }
  if (!other_owner && now.permissions() == wanted) return {};
  const auto set = files.set_mode(to, wanted);
  if (!set) return lost("the permissions would change: use --in-place", set.error().sys);
  EXS_TRY(now, files.identity(to));
  if (now.owner != original.owner || now.group != original.group) {
    return lost("owner or group would change: use --in-place", 0);
  }
  if (now.permissions() != wanted) return lost("the permissions would change: use --in-place", 0);
  return {};
}

}  // namespace

Result<void> carry_properties(FileSystem& files, int from, const FileIdentity& original, int to,
                              const Carry& carry) {
  EXS_CHECK(carry_xattrs(files, from, to, carry));
  EXS_CHECK(carry_owner_and_mode(files, original, to));
  if (carry.times) EXS_CHECK(files.set_times(to, original.accessed, original.modified));
  return {};
}

Result<std::vector<std::string>> xattr_names(FileSystem& files, int descriptor) {
  std::vector<std::string> names;
  const Result<std::vector<char>> list =
      grown<char>([&](std::span<char> room) { return files.list_xattrs(descriptor, room); });
  if (!list) {
    if (is_unsupported(list.error())) return names;
    return list.error();
  }
  std::string_view rest{list->data(), list->size()};
  while (!rest.empty()) {
    const std::string_view name = rest.substr(0, rest.find('\0'));
    names.emplace_back(name);
    rest.remove_prefix(std::min(rest.size(), name.size() + 1));
  }
  return names;
}

Result<std::vector<Byte>> xattr_value(FileSystem& files, int descriptor, const std::string& name) {
  return grown<Byte>([&](std::span<Byte> room) { return files.get_xattr(descriptor, name.c_str(), room); });
}

void mark_backup(FileSystem& files, int descriptor, std::string_view name) {
  // Without a mark the name alone tells.
  static_cast<void>(files.set_xattr(descriptor, backup_mark.data(),
                                    {reinterpret_cast<const Byte*>(name.data()), name.size()}));
}

bool is_marked_backup(FileSystem& files, int folder, const std::string& name) {
  const auto opened = open_regular(files, folder, name.c_str());
  if (!opened) return false;
  const auto mark = xattr_value(files, opened->descriptor.get(), std::string{backup_mark});
  return mark && std::string_view(reinterpret_cast<const char*>(mark->data()), mark->size()) == name;
}

std::span<const XattrRow> xattr_table() { return telling_attributes; }

std::optional<LeakClass> class_of_xattr(std::string_view name) {
  const auto* row = std::ranges::find_if(telling_attributes, [name](const XattrRow& each) {
    const bool family = each.name.ends_with('*');
    return family ? name.starts_with(each.name.substr(0, each.name.size() - 1)) : name == each.name;
  });
  if (row == telling_attributes.end()) return std::nullopt;
  return row->leak_class;
}

Result<void> remove_xattrs(FileSystem& files, int descriptor, const XattrClasses& classes) {
  EXS_TRY(std::vector<std::string> names, xattr_names(files, descriptor));
  for (const std::string& name : names) {
    if (!is_left(classes, name)) continue;
    const Result<void> removed = files.remove_xattr(descriptor, name.c_str());
    if (!removed && removed.error().sys != ENODATA) return removed.error();
  }
  EXS_TRY(names, xattr_names(files, descriptor));
  if (std::ranges::any_of(names, [&](const std::string& name) { return is_left(classes, name); })) {
    return lost("an extended attribute cannot be removed", 0);
  }
  return {};
}

}  // namespace exifscrub
