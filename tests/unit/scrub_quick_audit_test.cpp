#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "exifscrub/scrubber.hpp"
#include "scrub/examination.hpp"
#include "support/jpeg_bytes.hpp"

namespace exifscrub {
namespace {

using namespace test;

Job quick_job() {
  Job job;
  job.verb = Verb::audit;
  job.quick = true;
  job.fail_on[static_cast<std::size_t>(LeakClass::location)] = true;
  return job;
}

Outcome audited(const Buffer& bytes, const Job& job = quick_job()) {
  std::vector<Byte> output;
  FolderEntry entry;
  entry.path = entry.name = "picture.jpg";
  return Scrubber{job, nullptr}.filter(bytes, entry, output);
}

Buffer contents_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST(QuickAudit, NothingInTheHeadIsNoProof) {
  const Outcome outcome = audited(image());
  EXPECT_EQ(outcome.status, Status::unproven);
  EXPECT_TRUE(outcome.image_hash.empty());
  Job whole = quick_job();
  whole.quick = false;
  EXPECT_EQ(audited(image(), whole).status, Status::clean);
}

TEST(QuickAudit, TheHeadTells) {
  EXPECT_EQ(audited(image(segment(0xFE, "a comment"))).status, Status::metadata);
  const Buffer photo =
      contents_of(std::filesystem::path{EXIFSCRUB_CORPUS} / "demo/phone/garden/IMG_0042.jpg");
  EXPECT_EQ(audited(photo).status, Status::leaks);
}

TEST(QuickAudit, WhatTheLastBytesNameIsFound) {
  // A FotoStation trailer: data, then tag, length and signature. What is in this one nobody can read.
  const Buffer data = bytes_of("a caption somebody wrote");
  const Buffer footer = joined({{0, 1}, u32(data.size() + 10), {0xA1, 0xB2, 0xC3, 0xD4}});
  const Outcome outcome = audited(joined({image(), data, footer}));
  EXPECT_EQ(outcome.status, Status::refused);
  EXPECT_EQ(outcome.findings.size(), audited(image()).findings.size() + 1);
}

TEST(QuickAudit, WhatStandsBehindTheFirstScanIsNot) {
  const Buffer tail = segment(0xFE, "a comment behind the scan");
  const Buffer file = joined({soi(), tables(), scan(), tail, eoi()});
  EXPECT_EQ(audited(file).status, Status::unproven);
}

TEST(QuickAudit, DamageInTheHeadIsRefused) {
  EXPECT_EQ(audited(joined({soi(), {0xFF, 0xE1, 0xFF, 0xFF, 0}})).status, Status::refused);
  EXPECT_EQ(audited(joined({soi(), tables(), eoi()})).status, Status::refused);
}

/// Counts what is read of a long file.
class CountingSource final : public ByteSource {
 public:
  explicit CountingSource(const Buffer& bytes) : bytes_(bytes) {}
  [[nodiscard]] std::uint64_t size() const override { return bytes_.size(); }
  [[nodiscard]] Result<Bytes> window(std::uint64_t offset, std::size_t length) override {
    read_ += length;
    return Bytes{bytes_}.subspan(static_cast<std::size_t>(offset), length);
  }
  [[nodiscard]] Result<void> read_into(std::uint64_t offset, std::span<Byte> into) override {
    read_ += into.size();
    const Bytes from = Bytes{bytes_}.subspan(static_cast<std::size_t>(offset), into.size());
    std::copy(from.begin(), from.end(), into.begin());
    return {};
  }
  std::size_t read_ = 0;

 private:
  const Buffer& bytes_;
};

TEST(QuickAudit, ReadsLittleOfALargeFile) {
  const Buffer bytes =
      joined({soi(), segment(0xFE, "x"), tables(), scan(), repeated(2'000'000, 0x55), eoi()});
  CountingSource source{bytes};
  const Examination examination = examine(source, quick_job(), "picture.jpg", false);
  ASSERT_NE(examination.document, nullptr);
  EXPECT_LT(source.read_, 40'000U);
  std::uint64_t reached = 0;
  for (const Region& region : examination.document->layout().regions) {
    EXPECT_EQ(region.at.offset, reached);
    reached = region.at.end();
  }
  EXPECT_EQ(reached, bytes.size());
}

}  // namespace
}  // namespace exifscrub
