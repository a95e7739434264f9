#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "fault/scratch_folder.hpp"
#include "io/folder.hpp"

namespace exifscrub {
namespace {

using testing::ScratchFolder;

TEST(Folder, EveryEntryHasItsNameAndKind) {
  const ScratchFolder folder;
  folder.write("plain.jpg", "x");
  folder.write("new\nline.jpg", "x");
  folder.write("not utf-8 \xff\xfe.jpg", "x");
  ASSERT_EQ(::mkdir(folder.path("inner").c_str(), 0700), 0);
  ASSERT_EQ(::symlink("plain.jpg", folder.path("link").c_str()), 0);
  ASSERT_EQ(::mkfifo(folder.path("pipe").c_str(), 0600), 0);

  const auto entries = read_entries(system_file_system(), folder.descriptor());
  ASSERT_TRUE(entries);
  std::map<std::string, EntryKind> kinds;
  for (std::size_t i = 0; i < entries->size(); ++i) kinds[(*entries)[i].name] = (*entries)[i].kind;
  const std::map<std::string, EntryKind> expected{{"plain.jpg", EntryKind::regular},
                                                  {"new\nline.jpg", EntryKind::regular},
                                                  {"not utf-8 \xff\xfe.jpg", EntryKind::regular},
                                                  {"inner", EntryKind::folder},
                                                  {"link", EntryKind::link},
                                                  {"pipe", EntryKind::special}};
  EXPECT_EQ(kinds, expected);
}

TEST(Folder, LongFoldersAreReadToTheEnd) {
  const ScratchFolder folder;
  for (int i = 0; i < 1500; ++i) folder.write("a rather long name for a picture " + std::to_string(i), "");
  const auto entries = read_entries(system_file_system(), folder.descriptor());
  ASSERT_TRUE(entries);
  EXPECT_EQ(entries->size(), 1500U);
}

TEST(Folder, EntriesAreSortedByTheBytesOfTheirNames) {
  EntryList entries;
  for (const char* name : {"b", "\xff", "a ", "a", "ab", "B"}) entries.add(name, EntryKind::regular);
  entries.sort_by_name();
  std::vector<std::string> names;
  for (std::size_t i = 0; i < entries.size(); ++i) names.push_back(entries[i].name);
  EXPECT_EQ(names, (std::vector<std::string>{"B", "a", "a ", "ab", "b", "\xff"}));
}

TEST(Folder, EntriesLeftOutAreGoneAndKindsAreKept) {
  EntryList entries;
  entries.add("inner", EntryKind::folder);
  entries.add("link", EntryKind::unknown);
  entries.add("plain.jpg", EntryKind::regular);
  entries.keep_if([](DirectoryEntry& entry) {
    if (entry.name == "link") entry.kind = EntryKind::link;
    return entry.kind != EntryKind::folder;
  });
  ASSERT_EQ(entries.size(), 2U);
  EXPECT_EQ(entries[0].name, "link");
  EXPECT_EQ(entries[0].kind, EntryKind::link);
  EXPECT_EQ(entries[1].name, "plain.jpg");
  EXPECT_EQ(entries[1].kind, EntryKind::regular);
}

TEST(Folder, AFileIsNoFolder) {
  const ScratchFolder folder;
  folder.write("file", "x");
  const OpenFile file = folder.open("file");
  EXPECT_EQ(read_entries(system_file_system(), file.descriptor.get()).error().sys, ENOTDIR);
}

TEST(OpenFile, OnlyRegularFilesAreOpened) {
  const ScratchFolder folder;
  folder.write("file", "content");
  ASSERT_EQ(::symlink("file", folder.path("link").c_str()), 0);
  ASSERT_EQ(::mkfifo(folder.path("pipe").c_str(), 0600), 0);
  FileSystem& files = system_file_system();
  const int at = folder.descriptor();
  EXPECT_EQ(open_regular(files, at, "file")->identity.size, 7U);
  EXPECT_EQ(open_regular(files, at, "link").error().sys, ELOOP);
  EXPECT_TRUE(open_regular(files, at, "link", true));
  EXPECT_EQ(open_regular(files, at, "pipe").error().code, Errc::unsupported);
  EXPECT_EQ(open_regular(files, at, ".").error().code, Errc::unsupported);
  EXPECT_EQ(open_regular(files, at, "nothing").error().sys, ENOENT);
}

TEST(OpenFile, NoLinkInAnyPartOfThePathIsFollowed) {
  const ScratchFolder folder;
  ASSERT_EQ(::mkdir(folder.path("real").c_str(), 0700), 0);
  folder.write("real/file", "x");
  ASSERT_EQ(::symlink("real", folder.path("alias").c_str()), 0);
  FileSystem& files = system_file_system();
  EXPECT_TRUE(open_regular(files, folder.descriptor(), "real/file"));
  EXPECT_FALSE(open_regular(files, folder.descriptor(), "alias/file"));
}

TEST(OpenFile, ALockedFileIsInUse) {
  const ScratchFolder folder;
  folder.write("file", "x");
  const OpenFile first = folder.open("file");
  const OpenFile second = folder.open("file");
  FileSystem& files = system_file_system();
  ASSERT_TRUE(hold(files, first.descriptor.get()));
  EXPECT_EQ(hold(files, second.descriptor.get()).error().code, Errc::in_use);
}

TEST(OpenFile, EveryChangeIsSeenOnTheSecondLook) {
  const ScratchFolder folder;
  FileSystem& files = system_file_system();
  const auto after = [&](auto change) {
    folder.write("file", "content");
    ::chmod(folder.path("file").c_str(), 0644);
    const FileIdentity before = folder.open("file").identity;
    EXPECT_TRUE(look_again(files, folder.descriptor(), "file", before));
    change(folder.path("file"));
    const auto seen = look_again(files, folder.descriptor(), "file", before);
    return seen ? "nothing" : seen.error().code == Errc::changed ? "changed" : "error";
  };
  EXPECT_STREQ(after([&](const auto&) { folder.write("file", "longer content"); }), "changed");
  EXPECT_STREQ(after([](const auto& path) { ::chmod(path.c_str(), 0600); }), "changed");
  EXPECT_STREQ(after([](const auto& path) { std::filesystem::create_hard_link(path, path.string() + "2"); }),
               "changed");
  EXPECT_STREQ(after([](const auto& path) { std::filesystem::last_write_time(path, {}); }), "changed");
  EXPECT_STREQ(after([&](const auto& path) {
                 folder.write("other", "content");
                 std::filesystem::rename(folder.path("other"), path);
               }),
               "changed");
  EXPECT_STREQ(after([](const auto& path) { std::filesystem::remove(path); }), "changed");
}

}  // namespace
}  // namespace exifscrub
