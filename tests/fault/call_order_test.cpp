// The calls of one change, in their order: what makes it safe, and what it costs.

#include <gtest/gtest.h>

#include <numeric>

#include "fault/fault_file_system.hpp"
#include "fault/sample_change.hpp"
#include "io/file_source.hpp"

namespace exifscrub::testing {
namespace {

std::string joined(const std::vector<std::string>& names) {
  return std::accumulate(names.begin(), names.end(), std::string{},
                         [](const std::string& all, const auto& name) { return all + name + " "; });
}

class CallOrder : public ::testing::Test {
 protected:
  Committed perform(FaultFileSystem& files, bool in_place, const WriteOptions& options) {
    const auto accept = [](ByteSource& output) -> Result<void> {
      std::vector<Byte> bytes(output.size());
      return output.read_into(0, bytes);
    };
    folder_.write("a", change_.before());
    files.keep_log();
    Batch batch{files, folder_.descriptor(), options};
    auto file = open_regular(files, folder_.descriptor(), "a");
    EXPECT_TRUE(file);
    FileSource parsed{files, file->descriptor.get(), file->identity.size};
    EXPECT_TRUE(parsed.window(0, parsed.size()));  // as a parser reads: what it saw is held
    EXPECT_TRUE(in_place ? batch.edit_in_place(*file, "a", parsed, change_.blank(), accept)
                         : batch.replace(*file, "a", parsed, change_.shrink(), accept));
    return batch.commit()[0];
  }

  std::string calls_of(bool in_place, const WriteOptions& options = {}) {
    FaultFileSystem files;
    EXPECT_TRUE(perform(files, in_place, options).result);
    return joined(files.log());
  }

  const ScratchFolder folder_;
  const SampleChange change_{'a'};
};

TEST_F(CallOrder, AnAuditOpensLooksReadsAndCloses) {
  folder_.write("a", change_.before());
  FaultFileSystem files;
  files.keep_log();
  {
    auto file = open_regular(files, folder_.descriptor(), "a");
    ASSERT_TRUE(file);
    FileSource parsed{files, file->descriptor.get(), file->identity.size};
    ASSERT_TRUE(parsed.window(0, 100));
  }
  EXPECT_EQ(joined(files.log()), "open fstat pread close ");
}

TEST_F(CallOrder, AReplaceSyncsBeforeItLooksAndRenames) {
  EXPECT_EQ(calls_of(false),
            "open fstat pread flock "                    // the original
            "open flock pwrite copy_file_range "         // the new file
            "sync_file_range pread "                     // verified
            "flistxattr flistxattr fstat fchmod fstat "  // properties
            "fsync link fstatat rename fsync "           // committed
            "close close ");
}

TEST_F(CallOrder, AFileWhoseFolderCannotBeSyncedIsReplacedAndFailed) {
  FaultFileSystem well;
  EXPECT_TRUE(perform(well, false, {}).result);
  const auto folder = std::ranges::find(well.log().rbegin(), well.log().rend(), "fsync");
  const auto call = static_cast<std::uint64_t>(well.log().rend() - folder);
  FaultFileSystem files{{Fault::Kind::error, call, EIO, false}};
  const Committed committed = perform(files, false, {});
  EXPECT_EQ(files.fired_at(), "fsync");
  EXPECT_FALSE(committed.result);
  EXPECT_EQ(committed.state, FileState::replaced);
}

TEST_F(CallOrder, AReplaceWithoutDurabilityNeverSyncs) {
  WriteOptions options;
  options.durability = Durability::none;
  EXPECT_EQ(calls_of(false, options).find("sync"), std::string::npos);
}

TEST_F(CallOrder, InPlaceEveryPhaseIsSyncedAndReadBackBeforeTheNext) {
  EXPECT_EQ(calls_of(true),
            "open fstat pread "                                            // the original
            "open fstat flock "                                            // for writing
            "fstatat pread pread "                                         // looked at again
            "pwrite pwrite pwrite sync_file_range fdatasync pread pread "  // values: two stretches far apart
            "pwrite sync_file_range fdatasync pread "                      // index
            "pwrite sync_file_range fdatasync "                            // pointer
            "open fstat pread pread close "                                // all verified afresh
            "close close ");
}

TEST_F(CallOrder, ARemovalLooksAgainAndSyncsTheFolder) {
  folder_.write("a", change_.before());
  FaultFileSystem files;
  files.keep_log();
  {
    Batch batch{files, folder_.descriptor(), {}};
    auto file = open_regular(files, folder_.descriptor(), "a");
    ASSERT_TRUE(batch.remove(*file, "a"));
    EXPECT_TRUE(batch.commit()[0].result);
  }
  EXPECT_EQ(joined(files.log()), "open fstat flock fstatat unlink fstatat fsync close ");
}

TEST_F(CallOrder, AttributesGoWithoutOpeningForWriting) {
  folder_.write("a", change_.before());
  WriteOptions options;
  options.xattrs[static_cast<std::size_t>(LeakClass::history)] = true;
  FaultFileSystem files;
  files.keep_log();
  {
    Batch batch{files, folder_.descriptor(), options};
    auto file = open_regular(files, folder_.descriptor(), "a");
    ASSERT_TRUE(batch.drop_xattrs(*file, "a"));
    EXPECT_TRUE(batch.commit()[0].result);
  }
  EXPECT_EQ(joined(files.log()), "open fstat flock fstatat flistxattr flistxattr fsync close ");
}

TEST_F(CallOrder, ManyFilesShareTheirFlushes) {
  const auto accept = [](ByteSource&) -> Result<void> { return {}; };
  FaultFileSystem files;
  Batch batch{files, folder_.descriptor(), {}};
  for (const char* name : {"a", "b", "c", "d", "e"}) {
    folder_.write(name, change_.before());
    auto file = open_regular(files, folder_.descriptor(), name);
    ASSERT_TRUE(file);
    FileSource parsed{files, file->descriptor.get(), file->identity.size};
    ASSERT_TRUE(batch.replace(*file, name, parsed, change_.shrink(), accept));
  }
  files.keep_log();
  for (const Committed& committed : batch.commit()) EXPECT_TRUE(committed.result);
  EXPECT_EQ(joined(files.log()).substr(0, 115),
            "wait wait wait wait wait syncfs link fstatat rename link fstatat rename link fstatat rename "
            "link fstatat rename lin");
  EXPECT_EQ(std::ranges::count(files.log(), "fsync"), 1) << "the folder's";
}

TEST_F(CallOrder, BackupsAreSyncedWithTheirNamesBeforeAnythingChanges) {
  WriteOptions options;
  options.backup_suffix = ".orig";
  const std::string calls = calls_of(true, options);
  const auto named = calls.find("fsync link fsync ");
  EXPECT_NE(named, std::string::npos) << calls;
  EXPECT_LT(named, calls.find("pwrite")) << calls;
}

}  // namespace
}  // namespace exifscrub::testing
