#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>

#include "apply/second_walker.hpp"
#include "base/memory_source.hpp"
#include "support/jpeg_bytes.hpp"

namespace exifscrub {
namespace {

using namespace test;

Walk walk_of(const Buffer& bytes) {
  MemorySource source{bytes};
  return walk(source, FormatId::jpeg).value();
}

/// The bytes, and which of them were asked for.
class WatchedSource final : public ByteSource {
 public:
  explicit WatchedSource(const Buffer& bytes) : inner_(bytes), seen_(bytes.size()) {}
  [[nodiscard]] std::uint64_t size() const override { return inner_.size(); }
  [[nodiscard]] Result<Bytes> window(std::uint64_t offset, std::size_t length) override {
    std::fill_n(seen_.begin() + static_cast<std::ptrdiff_t>(offset), length, true);
    return inner_.window(offset, length);
  }
  [[nodiscard]] Result<void> read_into(std::uint64_t offset, std::span<Byte> into) override {
    return inner_.read_into(offset, into);
  }
  [[nodiscard]] auto seen() const { return std::ranges::count(seen_, true); }

 private:
  MemorySource inner_;
  std::vector<bool> seen_;
};

void write(const Patch& patch, Buffer& bytes) { patch.apply(0, bytes); }

void expect_same(const Walk& changed, const Walk& whole) {
  EXPECT_EQ(changed.size, whole.size);
  EXPECT_EQ(changed.stretches, whole.stretches);
  EXPECT_EQ(changed.scans, whole.scans);
  EXPECT_EQ(changed.canonical, whole.canonical);
  EXPECT_EQ(changed.images, whole.images);
  EXPECT_EQ(changed.objection, whole.objection);
  ASSERT_EQ(changed.unreadable.has_value(), whole.unreadable.has_value());
  if (whole.unreadable) {
    EXPECT_EQ(changed.unreadable->offset, whole.unreadable->offset);
  }
}

/// One to three patches that do not overlap: zeros, FFs, noise.
std::vector<Patch> some_patches(std::size_t size, std::mt19937& random) {
  std::vector<Patch> patches;
  std::size_t at = random() % size;
  for (std::size_t count = 1 + random() % 3; count > 0 && at < size; --count) {
    Patch patch;
    patch.offset = at;
    const auto kind = random() % 3;
    for (std::size_t length = 1 + random() % 40; length > 0 && at < size; --length, ++at) {
      patch.bytes.push_back(static_cast<Byte>(kind == 0 ? 0 : kind == 1 ? 0xFF : random()));
    }
    at += 1 + random() % 200;
    patches.push_back(std::move(patch));
  }
  return patches;
}

TEST(WalkChanged, SaysWhatAWalkOfTheWholeSays) {
  std::mt19937 random{5};
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(EXIFSCRUB_CORPUS)) {
    if (entry.path().extension() != ".jpg") continue;
    std::ifstream file(entry.path(), std::ios::binary);
    const Buffer bytes{std::istreambuf_iterator<char>(file), {}};
    if (bytes.size() < 4 || bytes[0] != 0xFF || bytes[1] != 0xD8) continue;
    const Walk before = walk_of(bytes);
    ++files;
    for (int round = 0; round < 8; ++round) {
      const std::vector<Patch> patches = some_patches(bytes.size(), random);
      Buffer changed = bytes;
      for (const Patch& patch : patches) write(patch, changed);
      SCOPED_TRACE(entry.path().string() + " at " + std::to_string(patches.front().offset));
      MemorySource source{changed};
      expect_same(walk_changed(source, FormatId::jpeg, before, patches).value(), walk_of(changed));
      if (testing::Test::HasFailure()) return;
    }
  }
  EXPECT_GT(files, 100U);
}

Buffer with_long_scan(const Buffer& extra) {
  return joined({soi(), extra, tables(), scan(), repeated(500'000, 0x55), eoi(), bytes_of("a long trailer"),
                 repeated(500'000, 0x66)});
}

TEST(WalkChanged, ReadsNoScanThatWasWalked) {
  const Buffer bytes = with_long_scan(segment(0xFE, "a comment"));
  const Walk before = walk_of(bytes);
  ASSERT_EQ(before.scans.size(), 1U);
  const std::vector<Patch> patches = {{6, repeated(9, 0), Phase::values, false}};
  Buffer changed = bytes;
  write(patches[0], changed);
  WatchedSource source{changed};
  expect_same(walk_changed(source, FormatId::jpeg, before, patches).value(), walk_of(changed));
  EXPECT_LT(source.seen(), 40'000);
}

TEST(WalkChanged, ReadsAScanThatAPatchTouches) {
  const Buffer bytes = with_long_scan({});
  const Walk before = walk_of(bytes);
  const Extent scan = before.scans.at(0);
  for (const std::uint64_t at : {scan.offset, scan.offset + 250'000, scan.end() - 2}) {
    const std::vector<Patch> patches = {{at, {0xFF, 0xD9}, Phase::values, false}};
    Buffer changed = bytes;
    write(patches[0], changed);
    MemorySource source{changed};
    const Walk seen = walk_changed(source, FormatId::jpeg, before, patches).value();
    expect_same(seen, walk_of(changed));
    EXPECT_EQ(seen.images.at(0).at.end(), at + 2);
  }
}

}  // namespace
}  // namespace exifscrub
