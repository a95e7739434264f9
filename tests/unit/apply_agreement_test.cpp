// The second walker is written apart from the parser and the encoders. Here they meet: what one side makes of
// a file the other side has to make of it too.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "apply/canonical_index.hpp"
#include "apply/canonical_xmp.hpp"
#include "apply/walk_tap.hpp"
#include "base/memory_source.hpp"
#include "container/jpeg.hpp"
#include "container/mpf.hpp"
#include "metadata/kept_xmp.hpp"
#include "support/jpeg_bytes.hpp"

namespace exifscrub {
namespace {

using namespace test;

Buffer read_file(const std::filesystem::path& path) {
  std::ifstream file{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{file}, {}};
}

struct Views {
  bool parsed = false;
  Layout layout;
  Walk walk;
};

/// Both views of one file, by one reading.
Views views_of(const Buffer& bytes) {
  MemorySource memory{bytes};
  WalkTap tap{memory, FormatId::jpeg, DigestKind::xxh3};
  LayoutBuilder builder{FormatId::jpeg, bytes.size()};
  Views views;
  views.parsed = static_cast<bool>(parse_jpeg(tap, builder, {}));
  if (views.parsed) views.layout = builder.finish();
  views.walk = tap.finish().value();
  return views;
}

const Node* image_at(const Layout& layout, Extent at) {
  const auto found = std::ranges::find_if(
      layout.nodes, [at](const Node& node) { return node.kind == NodeKind::image && node.at == at; });
  return found == layout.nodes.end() ? nullptr : &*found;
}

void expect_agreement(const std::filesystem::path& path, std::size_t& compared) {
  const Views views = views_of(read_file(path));
  if (!views.parsed || views.walk.unreadable) return;
  ++compared;
  const WalkedImage& primary = views.walk.images.front();
  const Node* node = image_at(views.layout, primary.at);
  EXPECT_NE(node, nullptr) << path << ": " << primary.at.length;
  if (node != nullptr) {
    EXPECT_EQ(node->image_hash, primary.image_hash) << path;
  }
  for (const WalkedImage& image : views.walk.images) {
    const Node* same = image_at(views.layout, image.at);
    if (same != nullptr) {
      EXPECT_EQ(same->image_hash, image.image_hash) << path << " at " << image.at.offset;
    }
  }
  for (const Region& region : views.layout.regions) {
    if (region.role == Role::image || region.at.offset >= primary.at.end()) continue;
    const auto& stretches = views.walk.stretches;
    const auto behind = std::ranges::lower_bound(stretches, region.at.end(), {}, &Extent::offset);
    const bool touches = behind != stretches.begin() && std::prev(behind)->overlaps(region.at);
    EXPECT_FALSE(touches) << path << ": " << region.name << " at " << region.at.offset;
  }
}

std::size_t expect_agreement_below(const std::filesystem::path& folder) {
  std::size_t compared = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator{folder}) {
    if (entry.is_regular_file()) expect_agreement(entry.path(), compared);
  }
  return compared;
}

TEST(Agreement, ParserAndWalkerSeeTheSamePicture) {
  EXPECT_GE(expect_agreement_below(std::filesystem::path{EXIFSCRUB_CORPUS} / "jpeg"), 300U);
}

TEST(Agreement, ParserAndWalkerSeeTheSamePictureInTheSamples) {
  const char* samples = std::getenv("EXIFSCRUB_SAMPLES");
  if (samples == nullptr) GTEST_SKIP() << "EXIFSCRUB_SAMPLES names no folder of sample files";
  EXPECT_GE(expect_agreement_below(std::filesystem::path{samples} / "jpeg"), 300U);
}

TEST(Agreement, TheKeptXmpIsRecognised) {
  ViewerXmp viewer;
  for (const KeptProperty& property : kept_properties()) {
    std::vector<std::string> values{"1.5"};
    if (property.kind == KeptProperty::Kind::channels) values = {"-1", "0", "1.5e-3"};
    if (property.kind == KeptProperty::Kind::boolean) values = {"True"};
    if (property.kind == KeptProperty::Kind::word) values = {std::string{property.words.back()}};
    if (property.kind == KeptProperty::Kind::link) values = {"0000000123"};
    const ViewerXmp alone{{{property.name, values}}, {}};
    EXPECT_TRUE(match_canonical_xmp(encode_kept_xmp(alone).bytes).canonical) << property.name;
    viewer.properties.push_back({property.name, values});
  }
  viewer.items = {{"Primary", "image/jpeg", 0, 0}, {"GainMap", "image/jpeg", 1234, 56}};
  const CanonicalXmp seen = match_canonical_xmp(encode_kept_xmp(viewer).bytes);
  EXPECT_TRUE(seen.canonical);
  ASSERT_EQ(seen.items.size(), 2U);
  EXPECT_EQ(seen.items[1].length, 1234U);
  EXPECT_EQ(seen.items[1].padding, 56U);
}

TEST(Agreement, TheEncodedImageIndexIsRecognised) {
  const std::vector<MpfImage> images{{0x030000, 0, 0, {0, 100}}, {0, 0, 0, {100, 50}}};
  const Literal literal = encode_mpf(images);
  const ImageIndex seen = read_image_index(Bytes{literal.bytes}.subspan(4));
  EXPECT_TRUE(seen.canonical);
  EXPECT_EQ(seen.entries.size(), 2U);
}

}  // namespace
}  // namespace exifscrub
