#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "base/memory_source.hpp"
#include "container/format.hpp"
#include "plan/planned_source.hpp"
#include "plan/planner.hpp"

namespace exifscrub {
namespace {

std::vector<Byte> content_of(const std::filesystem::path& path) {
  std::ifstream in{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

/// What a plan that keeps every region makes of a file; empty where the file is no JPEG that can be parsed.
std::vector<Byte> rewritten(const std::vector<Byte>& file) {
  const Format* format = recognise(Bytes{file}.first(std::min<std::size_t>(file.size(), 64)));
  if (format == nullptr || format->parse == nullptr) return {};
  MemorySource source{file};
  LayoutBuilder builder{format->id, file.size()};
  if (!format->parse(source, builder, {})) return {};
  const Layout layout = builder.finish();
  Fates fates;
  fates.nodes.assign(layout.nodes.size(), Fate::keep);
  fates.regions.assign(layout.regions.size(), Fate::keep);
  const Result<Plan> kept = plan(layout, fates, Policy{}, {});
  EXPECT_TRUE(kept);
  EXPECT_FALSE(kept->changes_anything());
  PlannedSource view{source, *kept};
  std::vector<Byte> output(view.size());
  EXPECT_TRUE(view.read_into(0, output));
  return output;
}

TEST(Identity, EveryFileRewritesToItselfWhenNothingGoes) {
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator{EXIFSCRUB_CORPUS}) {
    if (!entry.is_regular_file() || entry.path().extension() != ".jpg") continue;
    const std::vector<Byte> file = content_of(entry.path());
    const std::vector<Byte> output = rewritten(file);
    if (output.empty()) continue;
    ++files;
    EXPECT_EQ(output, file) << entry.path();
  }
  EXPECT_GT(files, 380U);
}

}  // namespace
}  // namespace exifscrub
