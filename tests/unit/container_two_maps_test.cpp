#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "apply/walk_tap.hpp"
#include "base/memory_source.hpp"
#include "container/format.hpp"

namespace exifscrub {
namespace {

namespace fs = std::filesystem;

std::vector<Byte> bytes_of(const fs::path& path) {
  std::ifstream file{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{file}, {}};
}

std::vector<Extent> joined(std::vector<Extent> extents) {
  std::vector<Extent> runs;
  for (const Extent extent : extents) {
    if (!runs.empty() && runs.back().end() == extent.offset) {
      runs.back().length += extent.length;
    } else {
      runs.push_back(extent);
    }
  }
  return runs;
}

/// What the parser and the second walker, who share no grammar, say about one file.
struct TwoMaps {
  bool parsed = false;
  bool agree = true;
};

std::vector<Extent> picture_of(const Layout& layout) {
  std::vector<Extent> extents;
  for (const Region& region : layout.regions) {
    if (region.role == Role::image) extents.push_back(region.at);
  }
  return joined(std::move(extents));
}

std::vector<Digest> hashes_of(const Layout& layout) {
  std::vector<Digest> hashes;
  for (const Node& node : layout.nodes) {
    if (node.kind == NodeKind::image) hashes.push_back(node.image_hash);
  }
  return hashes;
}

TwoMaps compare(const std::vector<Byte>& bytes) {
  const Format* format = recognise(Bytes{bytes}.first(std::min<std::size_t>(bytes.size(), 64)));
  if (format == nullptr || format->parse == nullptr) return {};
  MemorySource source{bytes};
  WalkTap tap{source, FormatId::jpeg, DigestKind::xxh3};
  LayoutBuilder builder{format->id, bytes.size()};
  TwoMaps maps;
  maps.parsed = format->parse(tap, builder, {}).has_value();
  const Layout layout = builder.finish();
  const auto walk = tap.finish();
  if (!maps.parsed || !walk) return maps;
  std::vector<Digest> walked_hashes;
  for (const WalkedImage& image : walk->images) walked_hashes.push_back(image.image_hash);
  maps.agree = !walk->unreadable && picture_of(layout) == joined(walk->stretches) &&
               hashes_of(layout) == walked_hashes;
  return maps;
}

/// Path and "yes", "warnings" or "no" from the corpus's table.
std::map<std::string, std::string> decodable() {
  std::ifstream file{fs::path{EXIFSCRUB_CORPUS} / "files.tsv"};
  std::map<std::string, std::string> rows;
  for (std::string line; std::getline(file, line);) {
    std::istringstream stream{line};
    std::string path, size, decodes;
    std::getline(stream, path, '\t');
    std::getline(stream, size, '\t');
    std::getline(stream, decodes, '\t');
    if (path != "path") rows[path] = decodes;
  }
  return rows;
}

TEST(TwoMaps, ParserAndSecondWalkerAgreeOnTheCorpus) {
  std::size_t parsed = 0;
  for (const auto& [path, decodes] : decodable()) {
    const TwoMaps maps = compare(bytes_of(fs::path{EXIFSCRUB_CORPUS} / path));
    EXPECT_TRUE(maps.agree) << path;
    parsed += maps.parsed;
    if (decodes == "no") continue;
    // Segments with a length below 2 have no second reading, although decoders shrug them off.
    if (path == "bad/length_one.jpg" || path == "bad/length_zero.jpg") continue;
    // Nor has what may be coded data behind a scan, which decoders pass over for the next restart marker.
    if (path.starts_with("bad/flipped_")) continue;
    EXPECT_TRUE(maps.parsed) << path;
  }
  EXPECT_GT(parsed, 300U);
}

TEST(TwoMaps, ParserAndSecondWalkerAgreeOnTheSamples) {
  const char* samples = std::getenv("EXIFSCRUB_SAMPLES");
  if (samples == nullptr) GTEST_SKIP() << "EXIFSCRUB_SAMPLES does not name a folder of sample files";
  std::size_t parsed = 0;
  for (const auto& entry : fs::directory_iterator{fs::path{samples} / "jpeg"}) {
    const TwoMaps maps = compare(bytes_of(entry.path()));
    EXPECT_TRUE(maps.agree) << entry.path().filename();
    parsed += maps.parsed;
  }
  EXPECT_GT(parsed, 0U);
}

}  // namespace
}  // namespace exifscrub
