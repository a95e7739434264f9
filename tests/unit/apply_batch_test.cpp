#include <gtest/gtest.h>

#include "apply/batch.hpp"
#include "apply/way.hpp"
#include "fault/fault_file_system.hpp"
#include "fault/sample_change.hpp"
#include "fault/scratch_folder.hpp"
#include "io/file_source.hpp"

namespace exifscrub {
namespace {

using testing::expect;
using testing::FaultFileSystem;
using testing::SampleChange;
using testing::ScratchFolder;

using Names = std::vector<std::string>;

class BatchTest : public ::testing::Test {
 protected:
  Result<std::size_t> replace(Batch& batch, const std::string& name, const SampleChange& change) {
    OpenFile file = folder_.open(name);
    FileSource parsed{files_, file.descriptor.get(), file.identity.size};
    return batch.replace(file, name, parsed, change.shrink(), expect(change.shrunk()));
  }
  Result<std::size_t> edit(Batch& batch, const std::string& name, const SampleChange& change) {
    OpenFile file = folder_.open(name);
    FileSource parsed{files_, file.descriptor.get(), file.identity.size};
    return batch.edit_in_place(file, name, parsed, change.blank(), expect(change.blanked()));
  }
  Batch batch(const WriteOptions& options = {}) { return Batch{files_, folder_.descriptor(), options}; }

  ScratchFolder folder_;
  FaultFileSystem files_;
  const SampleChange a_{'a'};
  const SampleChange b_{'b'};
};

TEST_F(BatchTest, PreparingLeavesTheFolderAsItWas) {
  folder_.write("a", a_.before());
  {
    Batch batch{files_, folder_.descriptor(), {}};
    ASSERT_TRUE(replace(batch, "a", a_));
    EXPECT_EQ(folder_.names(), Names{"a"});
    EXPECT_EQ(folder_.read("a"), a_.before());
  }
  EXPECT_EQ(folder_.names(), Names{"a"});
  EXPECT_EQ(folder_.read("a"), a_.before());
}

TEST_F(BatchTest, ReplaceAndEditTogether) {
  for (const Durability durability : {Durability::batch, Durability::file, Durability::none}) {
    folder_.write("a", a_.before());
    folder_.write("b", b_.before());
    WriteOptions options;
    options.durability = durability;
    Batch batch{files_, folder_.descriptor(), options};
    ASSERT_EQ(*replace(batch, "a", a_), 0U);
    ASSERT_EQ(*edit(batch, "b", b_), 1U);
    const auto results = batch.commit();
    ASSERT_EQ(results.size(), 2U);
    EXPECT_TRUE(results[0].result);
    EXPECT_TRUE(results[1].result);
    EXPECT_EQ(folder_.read("a"), a_.shrunk());
    EXPECT_EQ(folder_.read("b"), b_.blanked());
    EXPECT_EQ(folder_.names(), (Names{"a", "b"}));
  }
}

TEST_F(BatchTest, AChangeInPlaceReachesEveryNameOfTheInode) {
  folder_.write("a", a_.before());
  std::filesystem::create_hard_link(folder_.path("a"), folder_.path("twin"));
  Batch batch{files_, folder_.descriptor(), {}};
  ASSERT_TRUE(edit(batch, "a", a_));
  EXPECT_TRUE(batch.commit()[0].result);
  EXPECT_EQ(folder_.read("twin"), a_.blanked());
}

TEST_F(BatchTest, ReplaceRefusesHardLinks) {
  folder_.write("a", a_.before());
  std::filesystem::create_hard_link(folder_.path("a"), folder_.path("twin"));
  Batch batch{files_, folder_.descriptor(), {}};
  const auto refused = replace(batch, "a", a_);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Errc::denied);
  EXPECT_NE(refused.error().what.find("--in-place"), std::string_view::npos);
  EXPECT_TRUE(batch.commit().empty());
}

TEST_F(BatchTest, ALinkMadeBeforeTheCommitIsAChange) {
  folder_.write("a", a_.before());
  Batch batch{files_, folder_.descriptor(), {}};
  ASSERT_TRUE(replace(batch, "a", a_));
  std::filesystem::create_hard_link(folder_.path("a"), folder_.path("twin"));
  const auto results = batch.commit();
  ASSERT_FALSE(results[0].result);
  EXPECT_EQ(results[0].result.error().code, Errc::changed);
  EXPECT_EQ(folder_.read("a"), a_.before());
}

TEST_F(BatchTest, ReadOnlyFilesNeedForce) {
  folder_.write("a", a_.before());
  ::chmod(folder_.path("a").c_str(), 0444);
  Batch careful{files_, folder_.descriptor(), {}};
  EXPECT_EQ(replace(careful, "a", a_).error().code, Errc::denied);
  EXPECT_EQ(edit(careful, "a", a_).error().code, Errc::denied);
  WriteOptions options;
  options.force = true;
  Batch forced{files_, folder_.descriptor(), options};
  ASSERT_TRUE(replace(forced, "a", a_));
  EXPECT_TRUE(forced.commit()[0].result);
  EXPECT_EQ(folder_.read("a"), a_.shrunk());
  EXPECT_EQ(folder_.status("a").st_mode & 07777U, 0444U);
}

TEST_F(BatchTest, AFileThatSomebodyElseHoldsIsInUse) {
  folder_.write("a", a_.before());
  const OpenFile other = folder_.open("a");
  ASSERT_TRUE(hold(files_, other.descriptor.get()));
  Batch batch{files_, folder_.descriptor(), {}};
  EXPECT_EQ(replace(batch, "a", a_).error().code, Errc::in_use);
  EXPECT_EQ(edit(batch, "a", a_).error().code, Errc::in_use);
}

TEST_F(BatchTest, WhatTheVerifierRejectsIsNotWritten) {
  folder_.write("a", a_.before());
  Batch batch{files_, folder_.descriptor(), {}};
  OpenFile file = folder_.open("a");
  FileSource parsed{files_, file.descriptor.get(), file.identity.size};
  const auto reject = [](ByteSource&) -> Result<void> { return Error{Errc::malformed, 7, "not clean"}; };
  EXPECT_EQ(batch.replace(file, "a", parsed, a_.shrink(), reject).error().offset, 7U);
  EXPECT_EQ(batch.edit_in_place(file, "a", parsed, a_.blank(), reject).error().offset, 7U);
  EXPECT_TRUE(batch.commit().empty());
  EXPECT_EQ(folder_.read("a"), a_.before());
  EXPECT_TRUE(file.descriptor) << "a failed preparation must leave the file to its owner";
}

TEST_F(BatchTest, ChangedFilesAreLeftAloneAndTheOthersGoOn) {
  for (const bool in_place : {false, true}) {
    folder_.write("a", a_.before());
    folder_.write("b", b_.before());
    Batch batch{files_, folder_.descriptor(), {}};
    ASSERT_TRUE(in_place ? edit(batch, "a", a_) : replace(batch, "a", a_));
    ASSERT_TRUE(in_place ? edit(batch, "b", b_) : replace(batch, "b", b_));
    folder_.write("a", "edited by somebody else");
    const auto results = batch.commit();
    ASSERT_FALSE(results[0].result);
    EXPECT_EQ(results[0].result.error().code, Errc::changed);
    EXPECT_EQ(results[0].state, FileState::untouched);
    EXPECT_TRUE(results[1].result);
    EXPECT_EQ(folder_.read("a"), "edited by somebody else");
    EXPECT_EQ(folder_.read("b"), in_place ? b_.blanked() : b_.shrunk());
    EXPECT_EQ(folder_.names(), (Names{"a", "b"}));
  }
}

TEST_F(BatchTest, OtherBytesAtThePatchedPlacesAreAChangeEvenWhenTheTimesAgree) {
  folder_.write("a", a_.before());
  const OpenFile file = folder_.open("a");
  std::string other = a_.before();
  other[200] ^= 1;
  const std::vector<Byte> bytes = testing::bytes_of(other);
  struct Memory final : ByteSource {
    explicit Memory(Bytes all) : bytes(all) {}
    std::uint64_t size() const override { return bytes.size(); }
    Result<Bytes> window(std::uint64_t offset, std::size_t length) override {
      return bytes.subspan(offset, length);
    }
    Result<void> read_into(std::uint64_t, std::span<Byte>) override { return {}; }
    Bytes bytes;
  } parsed{bytes};
  auto edit =
      InPlaceEdit::prepare(files_, folder_.descriptor(), "a", file.identity, parsed, a_.blank().patches);
  ASSERT_TRUE(edit);
  EXPECT_EQ(edit->look_again().error().code, Errc::changed);
  EXPECT_FALSE(edit->started());
}

TEST_F(BatchTest, EveryPatchedByteIsReadBackAlsoTheZeros) {
  folder_.write("a", a_.before());
  OpenFile file = folder_.open("a");
  FileSource parsed{files_, file.descriptor.get(), file.identity.size};
  auto edit =
      InPlaceEdit::prepare(files_, folder_.descriptor(), "a", file.identity, parsed, a_.blank().patches);
  ASSERT_TRUE(edit);
  ASSERT_TRUE(edit->write(Phase::values));
  EXPECT_TRUE(edit->read_back(Phase::values));
  const std::string written = folder_.read("a");
  for (const Patch& patch : a_.blank().patches) {
    if (patch.phase != Phase::values) continue;
    for (const std::uint64_t at : {patch.offset, patch.offset + patch.bytes.size(), patch.at().end() - 1}) {
      std::string other = written;
      other[at] ^= 1;
      folder_.write("a", other);
      const auto seen = edit->read_back(Phase::values);
      EXPECT_TRUE(!seen && seen.error().code == Errc::io) << at;
    }
  }
}

TEST_F(BatchTest, AFileThatTookTheNameIsNotOpenedForPatching) {
  folder_.write("a", a_.before());
  OpenFile file = folder_.open("a");
  FileSource parsed{files_, file.descriptor.get(), file.identity.size};
  folder_.write("other", a_.before());
  std::filesystem::rename(folder_.path("other"), folder_.path("a"));
  Batch batch{files_, folder_.descriptor(), {}};
  const auto place = batch.edit_in_place(file, "a", parsed, a_.blank(), expect(a_.blanked()));
  ASSERT_FALSE(place);
  EXPECT_EQ(place.error().code, Errc::changed);
}

TEST_F(BatchTest, AVanishedFileIsAChange) {
  folder_.write("a", a_.before());
  Batch batch{files_, folder_.descriptor(), {}};
  ASSERT_TRUE(replace(batch, "a", a_));
  std::filesystem::remove(folder_.path("a"));
  EXPECT_EQ(batch.commit()[0].result.error().code, Errc::changed);
  EXPECT_TRUE(folder_.names().empty());
}

TEST_F(BatchTest, ARaisedStopFlagUndoesWhatHasNotBegun) {
  folder_.write("a", a_.before());
  folder_.write("b", b_.before());
  std::atomic<bool> stop = false;
  WriteOptions options;
  options.stop = &stop;
  options.backup_suffix = ".orig";
  Batch batch{files_, folder_.descriptor(), options};
  ASSERT_TRUE(replace(batch, "a", a_));
  ASSERT_TRUE(edit(batch, "b", b_));
  stop = true;
  for (const Committed& committed : batch.commit()) {
    ASSERT_FALSE(committed.result);
    EXPECT_EQ(committed.result.error().sys, EINTR);
    EXPECT_EQ(committed.state, FileState::untouched);
  }
  EXPECT_EQ(folder_.names(), (Names{"a", "b"}));
  EXPECT_EQ(folder_.read("a"), a_.before());
  EXPECT_EQ(folder_.read("b"), b_.before());
  EXPECT_FALSE(replace(batch, "a", a_)) << "nothing new is begun either";
}

TEST_F(BatchTest, BackupsHoldTheOldBytesForTheOwnerAlone) {
  folder_.write("a", a_.before());
  folder_.write("b", b_.before());
  ::chmod(folder_.path("a").c_str(), 0644);
  WriteOptions options;
  options.backup_suffix = ".orig";
  Batch batch{files_, folder_.descriptor(), options};
  ASSERT_TRUE(replace(batch, "a", a_));
  ASSERT_TRUE(edit(batch, "b", b_));
  for (const Committed& committed : batch.commit()) EXPECT_TRUE(committed.result);
  EXPECT_EQ(folder_.names(), (Names{"a", "a.orig", "b", "b.orig"}));
  EXPECT_EQ(folder_.read("a.orig"), a_.before());
  EXPECT_EQ(folder_.read("b.orig"), b_.before());
  EXPECT_EQ(folder_.status("a.orig").st_mode & 07777U, 0600U);
  EXPECT_EQ(folder_.read("a"), a_.shrunk());
  EXPECT_EQ(folder_.read("b"), b_.blanked());
}

TEST_F(BatchTest, ATakenBackupNameRefusesTheFile) {
  folder_.write("a", a_.before());
  folder_.write("a.orig", "precious");
  WriteOptions options;
  options.backup_suffix = ".orig";
  Batch batch{files_, folder_.descriptor(), options};
  EXPECT_EQ(replace(batch, "a", a_).error().code, Errc::denied);
  EXPECT_EQ(edit(batch, "a", a_).error().code, Errc::denied);
  EXPECT_EQ(folder_.read("a.orig"), "precious");
}

TEST_F(BatchTest, ABackupNameTakenLateRefusesTheFileToo) {
  folder_.write("a", a_.before());
  WriteOptions options;
  options.backup_suffix = ".orig";
  Batch batch{files_, folder_.descriptor(), options};
  ASSERT_TRUE(replace(batch, "a", a_));
  folder_.write("a.orig", "precious");
  EXPECT_EQ(batch.commit()[0].result.error().code, Errc::denied);
  EXPECT_EQ(folder_.read("a.orig"), "precious");
  EXPECT_EQ(folder_.read("a"), a_.before());
}

TEST_F(BatchTest, CopiesStandElsewhereAndNeverOverwrite) {
  const ScratchFolder elsewhere;
  folder_.write("a", a_.before());
  ::chmod(folder_.path("a").c_str(), 0444);
  const auto copy = [&](Batch& batch) {
    OpenFile file = folder_.open("a");
    FileSource parsed{files_, file.descriptor.get(), file.identity.size};
    return batch.copy_to(elsewhere.descriptor(), "out", file, "a", parsed, a_.shrink(), expect(a_.shrunk()));
  };
  Batch batch{files_, folder_.descriptor(), {}};
  Batch later{files_, folder_.descriptor(), {}};
  ASSERT_TRUE(copy(batch));
  ASSERT_TRUE(copy(later));
  EXPECT_TRUE(batch.commit()[0].result);
  EXPECT_EQ(elsewhere.read("out"), a_.shrunk());
  EXPECT_EQ(elsewhere.status("out").st_mode & 07777U, 0444U);
  EXPECT_EQ(folder_.read("a"), a_.before());
  EXPECT_EQ(later.commit()[0].result.error().code, Errc::denied);
  EXPECT_EQ(copy(later).error().code, Errc::denied);
  EXPECT_EQ(elsewhere.names(), Names{"out"});
}

TEST_F(BatchTest, WorksWhereFilesNeedANameAndTheKernelCannotCopy) {
  files_.without_unnamed_files();
  files_.without_kernel_copies();
  files_.without_locks();
  folder_.write("a", a_.before());
  WriteOptions options;
  options.backup_suffix = ".orig";
  options.durability = Durability::none;
  Batch batch{files_, folder_.descriptor(), options};
  ASSERT_TRUE(replace(batch, "a", a_));
  EXPECT_TRUE(batch.commit()[0].result);
  EXPECT_EQ(folder_.read("a"), a_.shrunk());
  EXPECT_EQ(folder_.read("a.orig"), a_.before());
  EXPECT_EQ(folder_.names(), (Names{"a", "a.orig"}));
}

TEST(ChooseWay, SizeChecksumsTearsLinksAndPermissionsDecide) {
  const SampleChange change;
  FileIdentity file;
  file.mode = S_IFREG | 0644;
  file.links = 1;
  EXPECT_EQ(*choose_way(change.shrink(), file, false, false), Way::replace);
  EXPECT_EQ(*choose_way(change.blank(), file, false, false), Way::in_place);
  EXPECT_EQ(*choose_way(change.blank(), file, true, false), Way::replace);

  Plan tearing = change.blank();
  tearing.patches[1].indivisible = true;
  tearing.patches[1].offset = 512 - tearing.patches[1].bytes.size();
  EXPECT_EQ(*choose_way(tearing, file, false, false), Way::in_place);
  tearing.patches[1].offset += 1;
  EXPECT_EQ(*choose_way(tearing, file, false, false), Way::replace);

  file.links = 2;
  EXPECT_EQ(*choose_way(change.blank(), file, false, false), Way::in_place);
  EXPECT_NE(choose_way(change.shrink(), file, false, false).error().what.find("--in-place"),
            std::string::npos);
  EXPECT_NE(choose_way(tearing, file, false, false).error().what.find("-o"), std::string::npos);

  file.links = 1;
  file.mode = S_IFREG | 0444;
  EXPECT_EQ(choose_way(change.blank(), file, false, false).error().code, Errc::denied);
  EXPECT_TRUE(choose_way(change.blank(), file, false, true));
}

}  // namespace
}  // namespace exifscrub
