#include "io/properties.hpp"

#include <algorithm>
#include <array>
#include <cerrno>

namespace exifscrub {
namespace {

constexpr std::string_view access_acl = "system.posix_acl_access";

/// freedesktop.org "Common Extended Attributes", as curl, wget and browsers write them; and what copies of
/// files from a Mac carry along.
constexpr std::array<std::string_view, 5> origin_attributes{
    "user.xdg.origin.url", "user.xdg.referrer.url", "user.xdg.origin.email.subject",
    "user.xdg.origin.email.from", "user.com.apple.metadata:kMDItemWhereFroms"};

/// Bound to the very bytes or inode they were made for: a copy of them would be wrong, and no loss.
constexpr std::array<std::string_view, 3> inode_attributes{"security.ima", "security.evm",
                                                           "security.capability"};

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

Result<std::vector<Byte>> value_of(FileSystem& files, int descriptor, const std::string& name) {
  return grown<Byte>([&](std::span<Byte> room) { return files.get_xattr(descriptor, name.c_str(), room); });
}

Result<void> carry_xattr(FileSystem& files, int from, int to, const std::string& name) {
  EXS_TRY(const std::vector<Byte> wanted, value_of(files, from, name));
  const Result<std::vector<Byte>> present = value_of(files, to, name);
  if (present && *present == wanted) return {};
  if (const auto set = files.set_xattr(to, name.c_str(), wanted); !set) {
    return lost(name == access_acl ? "the access list would be lost: use --in-place"
                                   : "an extended attribute would be lost: use --in-place",
                set.error().sys);
  }
  const Result<std::vector<Byte>> took = value_of(files, to, name);
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
    if (is_one_of(inode_attributes, name) || (!carry.origin_xattrs && tells_origin(name))) continue;
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

bool tells_origin(std::string_view xattr) { return is_one_of(origin_attributes, xattr); }

Result<bool> remove_origin_xattrs(FileSystem& files, int descriptor) {
  EXS_TRY(const std::vector<std::string> names, xattr_names(files, descriptor));
  bool removed = false;
  for (const std::string& name : names) {
    if (!tells_origin(name)) continue;
    EXS_CHECK(files.remove_xattr(descriptor, name.c_str()));
    removed = true;
  }
  return removed;
}

}  // namespace exifscrub
