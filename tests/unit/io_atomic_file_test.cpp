#include <gtest/gtest.h>
#include <unistd.h>

#include "fault/fault_file_system.hpp"
#include "fault/scratch_folder.hpp"
#include "io/atomic_file.hpp"

namespace exifscrub {
namespace {

using testing::bytes_of;
using testing::Fault;
using testing::FaultFileSystem;
using testing::ScratchFolder;
using testing::text_of;

using Names = std::vector<std::string>;

TEST(AtomicFile, HasNoNameUntilItTakesOne) {
  const ScratchFolder folder;
  auto file = AtomicFile::create(system_file_system(), folder.descriptor());
  ASSERT_TRUE(file);
  if (file->has_temp_name()) GTEST_SKIP() << "this file system has no unnamed files";
  ASSERT_TRUE(file->append(bytes_of("content")));
  ASSERT_TRUE(file->flush());
  EXPECT_TRUE(folder.names().empty());
  ASSERT_TRUE(file->take_name("final"));
  EXPECT_EQ(folder.read("final"), "content");
}

TEST(AtomicFile, ANamedTempIsPrivateAndGoesWithTheObject) {
  const ScratchFolder folder;
  FaultFileSystem files;
  files.without_unnamed_files();
  {
    auto file = AtomicFile::create(files, folder.descriptor());
    ASSERT_TRUE(file);
    const Names names = folder.names();
    ASSERT_EQ(names.size(), 1U);
    EXPECT_TRUE(is_temp_name(names[0])) << names[0];
    EXPECT_EQ(folder.status(names[0]).st_mode & 07777U, 0600U);
  }
  EXPECT_TRUE(folder.names().empty());
}

TEST(AtomicFile, HolesStayHoles) {
  const ScratchFolder folder;
  constexpr std::uint64_t far = 16U << 20;
  folder.write("sparse", "begin");
  ASSERT_EQ(::truncate((folder.path() / "sparse").c_str(), far), 0);
  const auto taken = [&](const std::string& name) { return folder.status(name).st_blocks * 512; };
  if (taken("sparse") > (1 << 20)) GTEST_SKIP() << "this file system has no holes";
  const OpenFile source = folder.open("sparse");
  for (const std::string name : {"kernel", "refused", "hand"}) {
    FaultFileSystem files;
    if (name == "refused") files.without_kernel_copies();
    if (name == "hand") files.without_copies_below();
    auto file = AtomicFile::create(files, folder.descriptor());
    ASSERT_TRUE(file);
    ASSERT_TRUE(file->append(bytes_of("ab")));
    ASSERT_TRUE(file->append_range(source.descriptor.get(), {2, far - 2}, nullptr));
    ASSERT_TRUE(file->append(bytes_of("end")));
    ASSERT_TRUE(file->flush());
    ASSERT_TRUE(file->take_name(name));
    const std::string copy = folder.read(name);
    ASSERT_EQ(copy.size(), far + 3);
    EXPECT_TRUE(copy.starts_with("abgin") && copy.ends_with("end"));
    EXPECT_EQ(copy.find_first_not_of('\0', 5), far);
    EXPECT_LT(taken(name), 1 << 20);
  }
}

TEST(AtomicFile, LongAndShortAppendsKeepTheirOrder) {
  const ScratchFolder folder;
  auto file = AtomicFile::create(system_file_system(), folder.descriptor());
  ASSERT_TRUE(file);
  std::string expected;
  for (const std::size_t size : {1U, 200'000U, 100'000U, 300'000U, 0U, 3U, 262'144U}) {
    const std::string part(size, static_cast<char>('a' + size % 26));
    ASSERT_TRUE(file->append(bytes_of(part)));
    expected += part;
  }
  ASSERT_TRUE(file->flush());
  std::vector<Byte> all(expected.size());
  ASSERT_TRUE(file->read_back().read_into(0, all));
  EXPECT_EQ(text_of(all), expected);
  EXPECT_EQ(file->size(), expected.size());
}

TEST(AtomicFile, ATakenNameIsNeverOverwritten) {
  for (const bool unnamed : {true, false}) {
    const ScratchFolder folder;
    folder.write("final", "precious");
    FaultFileSystem files;
    if (!unnamed) files.without_unnamed_files();
    auto file = AtomicFile::create(files, folder.descriptor());
    ASSERT_TRUE(file);
    EXPECT_EQ(file->take_name("final").error().code, Errc::denied);
    EXPECT_EQ(folder.read("final"), "precious");
    EXPECT_EQ(folder.names(), Names{"final"});
  }
}

TEST(AtomicFile, ALostAnswerDoesNotUndoWhatHappened) {
  for (std::uint64_t call = 1; call < 30; ++call) {
    const ScratchFolder folder;
    folder.write("target", "old");
    const FileIdentity seen = folder.open("target").identity;
    FaultFileSystem files{{Fault::Kind::late, call, EIO, false}};
    auto file = AtomicFile::create(files, folder.descriptor());
    if (!file) continue;
    if (!file->append(bytes_of("new")) || !file->flush() || !file->sync()) continue;
    const auto replaced = file->replace("target", seen);
    EXPECT_EQ(folder.read("target"), replaced ? "new" : "old") << files.fired_at();
    EXPECT_EQ(folder.names(), Names{"target"}) << files.fired_at();
    const bool naming = files.fired_at() == "rename" || files.fired_at() == "link";
    EXPECT_TRUE(replaced || !naming);
    if (!files.fired()) return;
  }
  FAIL() << "the sweep did not come to an end";
}

TEST(TempName, OnlyOurPatternCounts) {
  EXPECT_TRUE(is_temp_name(".exifscrub-0123456789abcdef"));
  EXPECT_FALSE(is_temp_name(".exifscrub-0123456789ABCDEF"));
  EXPECT_FALSE(is_temp_name(".exifscrub-0123456789abcde"));
  EXPECT_FALSE(is_temp_name(".exifscrub-0123456789abcdef0"));
  EXPECT_FALSE(is_temp_name("exifscrub-0123456789abcdef1"));
  EXPECT_FALSE(is_temp_name(".exifscrub.conf"));
}

class SweepTest : public ::testing::Test {
 protected:
  Result<bool> sweep(std::int64_t seconds_later) {
    const auto now = folder_.status(name_).st_ctim;
    return sweep_temp(files_, folder_.descriptor(), name_, {now.tv_sec + seconds_later, 0});
  }
  ScratchFolder folder_;
  FileSystem& files_ = system_file_system();
  const std::string name_ = ".exifscrub-0123456789abcdef";
};

TEST_F(SweepTest, OldTempsGoAndYoungOnesStay) {
  folder_.write(name_, "left over");
  EXPECT_FALSE(*sweep(3000));
  EXPECT_TRUE(*sweep(3601));
  EXPECT_TRUE(folder_.names().empty());
}

TEST_F(SweepTest, ATempThatSomebodyHoldsStays) {
  folder_.write(name_, "being written");
  const OpenFile holder = folder_.open(name_);
  ASSERT_TRUE(hold(files_, holder.descriptor.get()));
  EXPECT_FALSE(*sweep(100'000));
  EXPECT_EQ(folder_.names(), Names{name_});
}

TEST_F(SweepTest, OtherNamesAndOtherThingsStay) {
  folder_.write(".exifscrub-report", "x");
  EXPECT_FALSE(*sweep_temp(files_, folder_.descriptor(), ".exifscrub-report", {1LL << 40, 0}));
  ASSERT_EQ(::mkdir(folder_.path(name_).c_str(), 0700), 0);
  EXPECT_FALSE(sweep(100'000));
  EXPECT_EQ(folder_.names().size(), 2U);
}

}  // namespace
}  // namespace exifscrub
