#include <gtest/gtest.h>

#include <random>

#include "apply/writer.hpp"
#include "fault/fault_file_system.hpp"
#include "fault/scratch_folder.hpp"
#include "plan/planned_source.hpp"

namespace exifscrub {
namespace {

using testing::bytes_of;
using testing::FaultFileSystem;
using testing::ScratchFolder;
using testing::text_of;

/// A lawful plan for `size` bytes: pieces ascend, patches lie in kept pieces. Long and short ones of each.
Plan random_plan(std::mt19937& random, std::uint64_t size) {
  const auto below = [&](std::uint64_t limit) { return limit == 0 ? 0 : random() % limit; };
  Plan plan;
  for (std::uint64_t at = 0; at < size;) {
    const std::uint64_t reach = below(4) == 0 ? size - at : std::min<std::uint64_t>(size - at, 9000);
    const Extent stretch{at, 1 + below(reach)};
    at = stretch.end();
    const auto kind = below(5);
    if (kind == 0) continue;
    if (kind == 1) {
      plan.pieces.push_back({{}, static_cast<std::uint32_t>(plan.literals.size())});
      plan.literals.push_back({bytes_of(std::string(below(2000), 'L')), {}});
      plan.output_size += plan.literals.back().bytes.size();
      continue;
    }
    plan.pieces.push_back({stretch, no_index});
    plan.output_size += stretch.length;
    for (std::uint64_t inside = stretch.offset + below(100); kind == 2 && inside < stretch.end();) {
      Patch patch;
      patch.offset = inside;
      const std::uint64_t length = std::min(stretch.end() - inside, 1 + below(70'000));
      patch.zeros = below(2) * below(length + 1);
      patch.bytes.assign(length - patch.zeros, Byte{'P'});
      inside = patch.at().end() + below(3000);
      plan.patches.push_back(std::move(patch));
    }
  }
  return plan;
}

TEST(Writer, WritesWhatThePlannedViewShows) {
  const ScratchFolder folder;
  std::string content(400'000, '\0');
  for (std::size_t i = 0; i < content.size(); ++i) content[i] = static_cast<char>(i * 13 + i / 256);
  folder.write("input", content);
  const OpenFile file = folder.open("input");
  std::mt19937 random{20'240'607};
  for (int round = 0; round < 300; ++round) {
    FaultFileSystem files;
    if (round % 4 == 1) files.without_kernel_copies();
    if (round % 4 == 2) files.without_unnamed_files();
    if (round % 4 == 3) files.without_copies_below();
    const Plan plan = random_plan(random, content.size());
    FileSource input{files, file.descriptor.get(), content.size()};
    auto output = AtomicFile::create(files, folder.descriptor());
    ASSERT_TRUE(output);
    ASSERT_TRUE(write_plan(plan, input, file.descriptor.get(), *output, nullptr));
    ASSERT_EQ(output->size(), plan.output_size);

    PlannedSource planned{input, plan};
    std::vector<Byte> expected(plan.output_size);
    ASSERT_TRUE(planned.read_into(0, expected));
    std::vector<Byte> written(plan.output_size);
    ASSERT_TRUE(output->read_back().read_into(0, written));
    ASSERT_TRUE(expected == written) << "round " << round;
  }
  EXPECT_EQ(folder.names(), std::vector<std::string>{"input"});
}

TEST(Writer, AnInputThatShrinksIsChanged) {
  for (const int way : {0, 1, 2}) {
    const ScratchFolder folder;
    folder.write("input", std::string(300'000, 'x'));
    const OpenFile file = folder.open("input");
    FaultFileSystem files;
    if (way == 1) files.without_kernel_copies();
    if (way == 2) files.without_copies_below();
    FileSource input{files, file.descriptor.get(), file.identity.size};
    std::filesystem::resize_file(folder.path("input"), 200'000);
    Plan plan;
    plan.pieces = {{{0, 300'000}, no_index}};
    plan.output_size = 300'000;
    auto output = AtomicFile::create(files, folder.descriptor());
    ASSERT_TRUE(output);
    const auto written = write_plan(plan, input, file.descriptor.get(), *output, nullptr);
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().code, Errc::changed);
  }
}

TEST(Writer, ARaisedStopFlagEndsTheCopy) {
  const ScratchFolder folder;
  folder.write("input", std::string(300'000, 'x'));
  const OpenFile file = folder.open("input");
  FileSource input{system_file_system(), file.descriptor.get(), file.identity.size};
  Plan plan;
  plan.pieces = {{{0, 300'000}, no_index}};
  plan.output_size = 300'000;
  const std::atomic<bool> stop = true;
  auto output = AtomicFile::create(system_file_system(), folder.descriptor());
  ASSERT_TRUE(output);
  EXPECT_EQ(write_plan(plan, input, file.descriptor.get(), *output, &stop).error().sys, EINTR);
}

}  // namespace
}  // namespace exifscrub
