// What a replace keeps of the file whose place it takes, one test for each property; and what stops it.

#include <gtest/gtest.h>
#include <linux/fs.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <sys/xattr.h>

#include <cerrno>

#include "apply/batch.hpp"
#include "fault/fault_file_system.hpp"
#include "fault/sample_change.hpp"
#include "fault/scratch_folder.hpp"
#include "io/file_source.hpp"

namespace exifscrub {
namespace {

using testing::expect;
using testing::SampleChange;
using testing::ScratchFolder;

constexpr uid_t nobody = 65534;

bool is_root() { return ::geteuid() == 0; }

/// Runs `work` in a process of an ordinary user; whether it returned true.
template <class Work>
bool as_nobody(Work work) {
  const pid_t child = ::fork();
  if (child == 0) {
    const bool dropped = ::setgid(nobody) == 0 && ::setuid(nobody) == 0;
    ::_exit(dropped && work() ? 0 : 1);
  }
  int status = 1;
  return ::waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

class Preservation : public ::testing::Test {
 protected:
  Preservation() { folder_.write(name_, change_.before()); }

  [[nodiscard]] std::string path() const { return folder_.path(name_).string(); }

  Result<void> replace(const WriteOptions& options = {}) { return change(false, options); }
  Result<void> edit(const WriteOptions& options = {}) { return change(true, options); }

  Result<void> change(bool in_place, const WriteOptions& options) {
    Batch batch{files_, folder_.descriptor(), options};
    EXS_TRY(OpenFile file, open_regular(files_, folder_.descriptor(), name_.c_str()));
    FileSource parsed{files_, file.descriptor.get(), file.identity.size};
    if (in_place) {
      const auto place = batch.edit_in_place(file, name_, parsed, change_.blank(), expect(change_.blanked()));
      if (!place) return place.error();
    } else {
      const auto place = batch.replace(file, name_, parsed, change_.shrink(), expect(change_.shrunk()));
      if (!place) return place.error();
    }
    return batch.commit()[0].result;
  }

  bool set_xattr(const char* attribute, std::string_view value) {
    return ::setxattr(path().c_str(), attribute, value.data(), value.size(), 0) == 0;
  }
  std::string xattr(const char* attribute) {
    std::string value(256, '\0');
    const ssize_t size = ::getxattr(path().c_str(), attribute, value.data(), value.size());
    if (size < 0) return "(none)";
    value.resize(static_cast<std::size_t>(size));
    return value;
  }

  /// The place stands for a file by its bytes, not by its inode.
  void expect_untouched() {
    EXPECT_EQ(folder_.read(name_), change_.before());
    EXPECT_EQ(folder_.names(), std::vector<std::string>{name_});
  }

  ScratchFolder folder_;
  testing::FaultFileSystem files_;
  std::string name_ = "picture.jpg";
  inline static const SampleChange change_{'a'};
};

TEST_F(Preservation, PermissionsStayAndSetUserIdGoes) {
  for (const mode_t mode : {0600U, 0644U, 0640U, 0777U, 0660U}) {
    folder_.write(name_, change_.before());
    ::chmod(path().c_str(), mode);
    ASSERT_TRUE(replace());
    EXPECT_EQ(folder_.status(name_).st_mode & 07777U, mode);
  }
  folder_.write(name_, change_.before());
  ::chmod(path().c_str(), 06755);
  ASSERT_TRUE(replace());
  EXPECT_EQ(folder_.status(name_).st_mode & 07777U, 0755U);
}

TEST_F(Preservation, OwnerAndGroupStay) {
  if (!is_root()) GTEST_SKIP() << "needs root to have a file of somebody else";
  ASSERT_EQ(::chown(path().c_str(), nobody, 12345), 0);
  ::chmod(path().c_str(), 0640);
  ASSERT_TRUE(replace());
  EXPECT_EQ(folder_.status(name_).st_uid, nobody);
  EXPECT_EQ(folder_.status(name_).st_gid, 12345U);
  EXPECT_EQ(folder_.status(name_).st_mode & 07777U, 0640U);
}

TEST_F(Preservation, AnOwnerThatWouldBeLostRefusesAndNamesInPlace) {
  if (!is_root()) GTEST_SKIP() << "needs root to make a file of somebody else";
  ::chmod(folder_.path().c_str(), 0777);
  ::chmod(path().c_str(), 0666);
  EXPECT_TRUE(as_nobody([&] {
    const auto refused = replace();
    return !refused && refused.error().code == Errc::denied &&
           refused.error().what.find("--in-place") != std::string_view::npos;
  }));
  expect_untouched();
  EXPECT_TRUE(as_nobody([&] { return edit().has_value(); }));
  EXPECT_EQ(folder_.read(name_), change_.blanked());
  EXPECT_EQ(folder_.status(name_).st_uid, 0U);
}

TEST_F(Preservation, UserAttributesStay) {
  if (!set_xattr("user.rating", "5")) GTEST_SKIP() << "this file system has no user attributes";
  ASSERT_TRUE(set_xattr("user.empty", ""));
  ASSERT_TRUE(set_xattr("user.xdg.origin.url", "https://example.org/home"));
  ASSERT_TRUE(replace());
  EXPECT_EQ(xattr("user.rating"), "5");
  EXPECT_EQ(xattr("user.empty"), "");
  EXPECT_EQ(xattr("user.xdg.origin.url"), "https://example.org/home");
}

TEST_F(Preservation, APropertyThatDoesNotTakeRefuses) {
  files_.without_properties();
  ::chmod(path().c_str(), 0644);
  EXPECT_EQ(replace().error().code, Errc::denied);
  expect_untouched();
  ::chmod(path().c_str(), 0600);
  ASSERT_TRUE(replace()) << "nothing to set";
  folder_.write(name_, change_.before());
  if (!set_xattr("user.rating", "5")) GTEST_SKIP() << "this file system has no user attributes";
  EXPECT_EQ(replace().error().code, Errc::denied);
  expect_untouched();
}

TEST_F(Preservation, OriginAttributesGoWhenAsked) {
  if (!set_xattr("user.rating", "5")) GTEST_SKIP() << "this file system has no user attributes";
  WriteOptions options;
  options.xattrs[static_cast<std::size_t>(LeakClass::history)] = true;
  for (const bool in_place : {false, true}) {
    folder_.write(name_, change_.before());
    ASSERT_TRUE(set_xattr("user.rating", "5"));
    ASSERT_TRUE(set_xattr("user.xdg.origin.url", "https://example.org/home"));
    ASSERT_TRUE(set_xattr("user.xdg.referrer.url", "https://example.org"));
    ASSERT_TRUE(change(in_place, options));
    EXPECT_EQ(xattr("user.rating"), "5");
    EXPECT_EQ(xattr("user.xdg.origin.url"), "(none)");
    EXPECT_EQ(xattr("user.xdg.referrer.url"), "(none)");
  }
}

TEST_F(Preservation, OriginAttributesGoFromAFileThatStaysAsItIs) {
  if (!set_xattr("user.rating", "5")) GTEST_SKIP() << "this file system has no user attributes";
  ASSERT_TRUE(set_xattr("user.xdg.origin.url", "https://example.org/home"));
  WriteOptions options;
  options.xattrs[static_cast<std::size_t>(LeakClass::history)] = true;
  Batch batch{system_file_system(), folder_.descriptor(), options};
  auto file = open_regular(system_file_system(), folder_.descriptor(), name_.c_str());
  ASSERT_TRUE(file);
  ASSERT_TRUE(batch.drop_xattrs(*file, name_));
  EXPECT_TRUE(batch.commit()[0].result);
  EXPECT_EQ(xattr("user.rating"), "5");
  EXPECT_EQ(xattr("user.xdg.origin.url"), "(none)");
  EXPECT_EQ(folder_.read(name_), change_.before());
}

TEST_F(Preservation, TrustedAttributesStayForRoot) {
  if (!set_xattr("trusted.exifscrub", "x")) GTEST_SKIP() << "needs root and trusted attributes";
  ASSERT_TRUE(replace());
  EXPECT_EQ(xattr("trusted.exifscrub"), "x");
}

/// An access list as the kernel stores it (include/uapi/linux/posix_acl_xattr.h), version 2, each entry
/// tag u16, permissions u16, id u32: owner rw, user 12345 r, group r, mask r, others none.
std::string access_list() {
  std::string list{"\2\0\0\0", 4};
  const auto entry = [&](unsigned tag, unsigned permissions, std::uint32_t id) {
    for (const std::uint32_t value : {tag | permissions << 16, id}) {
      for (int shift = 0; shift < 32; shift += 8) list.push_back(static_cast<char>(value >> shift));
    }
  };
  constexpr std::uint32_t none = 0xFFFFFFFF;
  entry(0x01, 6, none);
  entry(0x02, 4, 12345);
  entry(0x04, 4, none);
  entry(0x10, 4, none);
  entry(0x20, 0, none);
  return list;
}

TEST_F(Preservation, AccessListsStay) {
  if (!set_xattr("system.posix_acl_access", access_list())) GTEST_SKIP() << "no access lists here";
  ASSERT_TRUE(replace());
  EXPECT_EQ(xattr("system.posix_acl_access"), access_list());
  EXPECT_EQ(folder_.status(name_).st_mode & 07777U, 0640U);
}

TEST_F(Preservation, AFoldersDefaultAccessListIsNotInherited) {
  const std::string list = access_list();
  if (::setxattr(folder_.path().c_str(), "system.posix_acl_default", list.data(), list.size(), 0) != 0) {
    GTEST_SKIP() << "no access lists here";
  }
  ::chmod(path().c_str(), 0644);
  ASSERT_EQ(xattr("system.posix_acl_access"), "(none)");
  ASSERT_TRUE(replace());
  EXPECT_EQ(xattr("system.posix_acl_access"), "(none)");
  EXPECT_EQ(folder_.status(name_).st_mode & 07777U, 0644U);
}

TEST_F(Preservation, TheModificationTimeIsNewUnlessAskedFor) {
  for (const bool in_place : {false, true}) {
    for (const bool preserve : {false, true}) {
      folder_.write(name_, change_.before());
      const timespec old[2] = {{1'000'000'000, 123'456'789}, {1'100'000'000, 987'654'321}};
      ASSERT_EQ(::utimensat(AT_FDCWD, path().c_str(), old, 0), 0);
      WriteOptions options;
      options.preserve_times = preserve;
      ASSERT_TRUE(change(in_place, options));
      const struct stat now = folder_.status(name_);
      EXPECT_EQ(now.st_mtim.tv_sec == old[1].tv_sec && now.st_mtim.tv_nsec == old[1].tv_nsec, preserve);
    }
  }
}

TEST_F(Preservation, AFileThatIsStillBeingWrittenIsInUse) {
  FileDescriptor writer{files_, ::open(path().c_str(), O_WRONLY | O_CLOEXEC)};
  const auto refused = replace();
  ASSERT_FALSE(refused) << "the writer's end would be lost";
  EXPECT_EQ(refused.error().code, Errc::in_use);
  expect_untouched();
  ASSERT_TRUE(writer.close());
  EXPECT_TRUE(replace());
}

TEST_F(Preservation, InPlaceTheInodeStaysToo) {
  const ino_t inode = folder_.status(name_).st_ino;
  ASSERT_TRUE(edit());
  EXPECT_EQ(folder_.status(name_).st_ino, inode);
}

TEST_F(Preservation, AReadOnlyFolderStopsAReplaceButNotAChangeInPlace) {
  if (!is_root()) GTEST_SKIP() << "needs root to drop from";
  ASSERT_EQ(::chown(path().c_str(), nobody, nobody), 0);
  ::chmod(folder_.path().c_str(), 0555);
  EXPECT_TRUE(as_nobody([&] {
    const auto stopped = replace();
    return !stopped && stopped.error().code == Errc::io && stopped.error().sys == EACCES;
  }));
  expect_untouched();
  EXPECT_TRUE(as_nobody([&] { return edit().has_value(); }));
  EXPECT_EQ(folder_.read(name_), change_.blanked());
}

TEST_F(Preservation, AnImmutableFileStaysAsItIs) {
  const OpenFile file = folder_.open(name_);
  int flags = 0;
  const int descriptor = file.descriptor.get();
  if (::ioctl(descriptor, FS_IOC_GETFLAGS, &flags) != 0) GTEST_SKIP() << "no file flags here";
  const int immutable = flags | FS_IMMUTABLE_FL;
  if (::ioctl(descriptor, FS_IOC_SETFLAGS, &immutable) != 0) GTEST_SKIP() << "needs root";
  const auto replaced = replace();
  const auto edited = edit();
  const std::string content = folder_.read(name_);
  const auto names = folder_.names();
  ASSERT_EQ(::ioctl(descriptor, FS_IOC_SETFLAGS, &flags), 0);
  EXPECT_FALSE(replaced);
  EXPECT_FALSE(edited);
  EXPECT_EQ(content, change_.before());
  EXPECT_EQ(names, std::vector<std::string>{name_});
}

TEST_F(Preservation, NamesOf255BytesWork) {
  std::filesystem::remove(folder_.path(name_));
  name_ = std::string(251, 'n').append(".jpg");
  folder_.write(name_, change_.before());
  ASSERT_TRUE(replace());
  EXPECT_EQ(folder_.read(name_), change_.shrunk());

  folder_.write(name_, change_.before());
  WriteOptions options;
  options.backup_suffix = ".orig";
  EXPECT_EQ(replace(options).error().sys, ENAMETOOLONG);
  expect_untouched();
}

TEST_F(Preservation, FoldersDeeperThanAnyPathWork) {
  const std::string part(250, 'd');
  FileDescriptor inner{files_, ::dup(folder_.descriptor())};
  for (int depth = 0; depth < 33; ++depth) {
    ASSERT_EQ(::mkdirat(inner.get(), part.c_str(), 0700), 0);
    inner =
        std::move(open_file(files_, inner.get(), part.c_str(), {O_RDONLY | O_DIRECTORY, 0, false})).value();
  }
  {
    FileDescriptor made{files_, ::openat(inner.get(), "a", O_CREAT | O_RDWR | O_CLOEXEC, 0600)};
    ASSERT_TRUE(write_fully(files_, made.get(), 0, testing::bytes_of(change_.before())));
  }
  Batch batch{files_, inner.get(), {}};
  auto file = open_regular(files_, inner.get(), "a");
  ASSERT_TRUE(file);
  FileSource parsed{files_, file->descriptor.get(), file->identity.size};
  ASSERT_TRUE(batch.replace(*file, "a", parsed, change_.shrink(), expect(change_.shrunk())));
  EXPECT_TRUE(batch.commit()[0].result);
  EXPECT_EQ(files_.identity_at(inner.get(), "a")->size, change_.shrunk().size());
}

TEST_F(Preservation, OffsetsBehindFourGigabytesWork) {
  constexpr std::uint64_t far = 5ULL << 30;
  const std::string tail = "kept picture bytes, secret";
  std::filesystem::remove(folder_.path(name_));
  std::error_code failure;
  folder_.write(name_, "");
  std::filesystem::resize_file(folder_.path(name_), far, failure);
  if (failure) GTEST_SKIP() << "no sparse files here: " << failure.message();
  {
    FileDescriptor file{files_, ::open(path().c_str(), O_RDWR | O_CLOEXEC)};
    ASSERT_TRUE(write_fully(files_, file.get(), far, testing::bytes_of(tail)));
  }
  const std::uint64_t size = far + tail.size();
  Plan blank;
  blank.pieces = {{{0, size}, no_index}};
  blank.output_size = size;
  blank.patches.push_back({size - 6, std::vector<Byte>(6, Byte{'.'}), Phase::values, false});
  Plan shrink;
  shrink.pieces = {{{far - 100'000, 100'000}, no_index}, {{far, 18}, no_index}};
  shrink.output_size = 100'018;

  const auto accept = [](ByteSource&) -> Result<void> { return {}; };
  Batch batch{files_, folder_.descriptor(), {}};
  OpenFile file = folder_.open(name_);
  FileSource parsed{files_, file.descriptor.get(), file.identity.size};
  ASSERT_TRUE(batch.edit_in_place(file, name_, parsed, blank, accept));
  ASSERT_TRUE(batch.commit()[0].result);
  EXPECT_EQ(folder_.status(name_).st_size, static_cast<off_t>(size));

  Batch second{files_, folder_.descriptor(), {}};
  OpenFile again = folder_.open(name_);
  FileSource changed{files_, again.descriptor.get(), again.identity.size};
  EXPECT_EQ(testing::text_of(*changed.window(far, tail.size())), "kept picture bytes, ......");
  ASSERT_TRUE(second.replace(again, name_, changed, shrink, accept));
  ASSERT_TRUE(second.commit()[0].result);
  EXPECT_EQ(folder_.read(name_), std::string(100'000, '\0') + "kept picture bytes");
}

TEST_F(Preservation, AFullDiskLeavesTheFileAsItWas) {
  if (!is_root()) GTEST_SKIP() << "needs root to mount";
  const std::string point = folder_.path("small").string();
  std::filesystem::create_directory(point);
  if (::mount("none", point.c_str(), "tmpfs", 0, "size=120k") != 0) GTEST_SKIP() << "mounting is not allowed";
  {
    const ScratchFolder full{point};
    full.write("a", change_.before());
    const auto run = [&](bool in_place) -> Result<void> {
      Batch batch{files_, full.descriptor(), {}};
      OpenFile file = full.open("a");
      FileSource parsed{files_, file.descriptor.get(), file.identity.size};
      const auto place =
          in_place ? batch.edit_in_place(file, "a", parsed, change_.blank(), expect(change_.blanked()))
                   : batch.replace(file, "a", parsed, change_.shrink(), expect(change_.shrunk()));
      if (!place) return place.error();
      return batch.commit()[0].result;
    };
    EXPECT_EQ(run(false).error().sys, ENOSPC);
    EXPECT_EQ(full.read("a"), change_.before());
    EXPECT_EQ(full.names(), std::vector<std::string>{"a"});
    EXPECT_TRUE(run(true)) << "in place needs no room";
    EXPECT_EQ(full.read("a"), change_.blanked());
  }
  ::umount2(point.c_str(), MNT_DETACH);
}

TEST_F(Preservation, ReplaceWorksOnAnOverlay) {
  if (!is_root()) GTEST_SKIP() << "needs root to mount";
  const std::string point = folder_.path("merged").string();
  for (const char* name : {"base", "base/lower", "merged"}) {
    std::filesystem::create_directory(folder_.path(name));
  }
  const std::string base = folder_.path("base").string();
  if (::mount("none", base.c_str(), "tmpfs", 0, "size=4m") != 0) GTEST_SKIP() << "mounting is not allowed";
  for (const char* name : {"lower", "upper", "work"}) std::filesystem::create_directory(base + "/" + name);
  folder_.write("base/lower/a", change_.before());
  const std::string options =
      "lowerdir=" + base + "/lower,upperdir=" + base + "/upper,workdir=" + base + "/work";
  if (::mount("overlay", point.c_str(), "overlay", 0, options.c_str()) != 0) {
    ::umount2(base.c_str(), MNT_DETACH);
    GTEST_SKIP() << "no overlays here";
  }
  {
    const FileDescriptor merged{files_, ::open(point.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    Batch batch{files_, merged.get(), {}};
    auto file = open_regular(files_, merged.get(), "a");
    EXPECT_TRUE(file);
    FileSource parsed{files_, file->descriptor.get(), file->identity.size};
    EXPECT_TRUE(batch.replace(*file, "a", parsed, change_.shrink(), expect(change_.shrunk())));
    EXPECT_TRUE(batch.commit()[0].result);
    EXPECT_EQ(folder_.read("merged/a"), change_.shrunk());
    EXPECT_EQ(folder_.read("base/lower/a"), change_.before());
  }
  ::umount2(point.c_str(), MNT_DETACH);
  ::umount2(base.c_str(), MNT_DETACH);
}

}  // namespace
}  // namespace exifscrub
