#include <gtest/gtest.h>

#include "fault/fault_file_system.hpp"
#include "fault/scratch_folder.hpp"
#include "io/file_source.hpp"

namespace exifscrub {
namespace {

using testing::Fault;
using testing::FaultFileSystem;
using testing::ScratchFolder;
using testing::text_of;

/// Bytes that tell where they stand.
std::string counting(std::size_t size) {
  std::string text(size, '\0');
  for (std::size_t i = 0; i < size; ++i) text[i] = static_cast<char>(i * 31 + i / 251);
  return text;
}

class FileSourceTest : public ::testing::Test {
 protected:
  void make(std::size_t size) {
    content_ = counting(size);
    folder_.write("picture", content_);
    file_ = folder_.open("picture");
  }
  FileSource source(std::size_t read_ahead = ByteSource::max_window) {
    return FileSource{files_, file_.descriptor.get(), file_.identity.size, read_ahead};
  }

  ScratchFolder folder_;
  FaultFileSystem files_;
  std::string content_;
  OpenFile file_;
};

TEST_F(FileSourceTest, WindowsShowTheFile) {
  make(700'001);
  FileSource file = source();
  for (const auto& [offset, length] : {std::pair<std::size_t, std::size_t>{0, 2},
                                       {1000, 262'144},
                                       {699'999, 2},
                                       {5, 0},
                                       {700'001, 0},
                                       {262'100, 100},
                                       {0, 262'144}}) {
    const auto window = file.window(offset, length);
    ASSERT_TRUE(window) << offset;
    EXPECT_EQ(text_of(*window), content_.substr(offset, length)) << offset;
  }
}

TEST_F(FileSourceTest, AWindowInTheBufferedStretchCostsNoCall) {
  make(200'000);
  FileSource file = source();
  ASSERT_TRUE(file.window(0, 20));
  const auto calls = files_.calls();
  for (std::size_t offset = 0; offset < 199'000; offset += 997) ASSERT_TRUE(file.window(offset, 1000));
  EXPECT_EQ(files_.calls(), calls);
}

TEST_F(FileSourceTest, ReadingThroughReadsEveryByteOnce) {
  make(1'000'000);
  FileSource file = source();
  for (std::size_t offset = 0; offset + 1000 <= content_.size(); offset += 1000) {
    ASSERT_TRUE(file.window(offset, 1000));
  }
  EXPECT_EQ(files_.calls(), 4U);
}

TEST_F(FileSourceTest, WhoJumpsTellsTheKernelUnlessTheFileIsSmall) {
  for (const auto& [size, calls] : {std::pair<std::size_t, std::uint64_t>{100'000, 3}, {50'000, 2}}) {
    make(size);
    FileSource file = source(16'384);
    const auto before = files_.calls();
    file.expect_jumps();
    ASSERT_TRUE(file.window(0, 4000));
    ASSERT_TRUE(file.window(size - 2, 2));
    EXPECT_EQ(files_.calls() - before, calls) << size;
  }
}

TEST_F(FileSourceTest, TheHeadStaysWhenTheRestHasPassed) {
  make(900'000);
  FileSource file = source();
  for (std::size_t offset = 0; offset < content_.size(); offset += 50'000) {
    ASSERT_TRUE(file.window(offset, 50'000));
  }
  const auto calls = files_.calls();
  const auto head = file.window(10, 200'000);
  ASSERT_TRUE(head);
  EXPECT_EQ(text_of(*head), content_.substr(10, 200'000));
  std::vector<Byte> room(100'000);
  ASSERT_TRUE(file.read_into(1'000, room));
  EXPECT_EQ(text_of(room), content_.substr(1'000, room.size()));
  EXPECT_EQ(files_.calls(), calls);
}

TEST_F(FileSourceTest, ReadingIntoReadsNothingElse) {
  make(900'000);
  FileSource file = source();
  ASSERT_TRUE(file.window(0, 10));
  std::vector<Byte> room(5'000);
  ASSERT_TRUE(file.read_into(600'000, room));
  EXPECT_EQ(text_of(room), content_.substr(600'000, room.size()));
  EXPECT_EQ(files_.calls(), 2U);
  const auto head = file.window(0, 20);
  ASSERT_TRUE(head);
  EXPECT_EQ(text_of(*head), content_.substr(0, 20));
  EXPECT_EQ(files_.calls(), 2U);
}

TEST_F(FileSourceTest, LongReadsHaveNoLimit) {
  make(600'000);
  FileSource file = source();
  std::vector<Byte> all(content_.size());
  ASSERT_TRUE(file.read_into(0, all));
  EXPECT_EQ(text_of(all), content_);
}

TEST_F(FileSourceTest, ReadsBehindTheEndAreTruncated) {
  make(10);
  FileSource file = source();
  EXPECT_EQ(file.window(5, 6).error().code, Errc::truncated);
  EXPECT_EQ(file.window(~std::uint64_t{0}, 2).error().code, Errc::truncated);
  EXPECT_EQ(file.window(0, ByteSource::max_window + 1).error().code, Errc::limit);
  std::vector<Byte> room(ByteSource::max_window + 1);
  EXPECT_EQ(file.read_into(0, room).error().code, Errc::truncated);
}

TEST_F(FileSourceTest, AFileThatShrinksIsChangedNotACrash) {
  make(400'000);
  FileSource file = source();
  ASSERT_TRUE(file.window(0, 10));
  std::filesystem::resize_file(folder_.path("picture"), 300'000);
  EXPECT_TRUE(file.window(262'144, 1000).error().code == Errc::changed);
  std::vector<Byte> room(350'000);
  EXPECT_EQ(file.read_into(0, room).error().code, Errc::changed);
}

TEST_F(FileSourceTest, ShortReadsAreMadeWhole) {
  make(100'000);
  for (std::uint64_t call = 1; call <= 3; ++call) {
    FaultFileSystem files{{Fault::Kind::partial, call, 0, false}};
    FileSource file{files, file_.descriptor.get(), content_.size(), 1000};
    EXPECT_EQ(text_of(*file.window(0, 50'000)), content_.substr(0, 50'000));
    EXPECT_EQ(text_of(*file.window(50'000, 50'000)), content_.substr(50'000));
  }
}

TEST_F(FileSourceTest, AReadErrorIsHandedUpAndTheNextReadTriesAgain) {
  make(100);
  FaultFileSystem files{{Fault::Kind::error, 1, EIO, false}};
  FileSource file{files, file_.descriptor.get(), 100};
  const auto failed = file.window(0, 100);
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().sys, EIO);
  EXPECT_EQ(text_of(*file.window(0, 100)), content_);
}

#ifndef NDEBUG
TEST_F(FileSourceTest, DebugBuildsSpoilTheOldWindow) {
  make(100);
  FileSource file = source();
  const Bytes old = *file.window(0, 50);
  ASSERT_TRUE(file.window(50, 50));
  EXPECT_TRUE(std::ranges::all_of(old, [](Byte byte) { return byte == 0xDD; }));
}
#endif

}  // namespace
}  // namespace exifscrub
