#include <gtest/gtest.h>

#include <algorithm>

#include "cli/sidecar_pairs.hpp"

namespace exifscrub::cli {
namespace {

using Names = std::vector<std::string>;

/// The picture that `sidecar` belongs to among `names`.
std::string owner(const std::string& sidecar, Names names) {
  names.push_back(sidecar);
  std::ranges::sort(names);
  const SidecarPairs pairs{names};
  const std::string found = pairs.owner_of(sidecar);
  const Names expected = found.empty() ? Names{} : Names{sidecar};
  EXPECT_EQ(pairs.of(found), expected);
  return found;
}

TEST(SidecarPairs, PacketsGoByTheStemOrTheWholeName) {
  EXPECT_EQ(owner("a.xmp", {"a.jpg", "b.jpg"}), "a.jpg");
  EXPECT_EQ(owner("a.XMP", {"a.JPG"}), "a.JPG");
  EXPECT_EQ(owner("a.jpg.xmp", {"a.jpg", "a.png"}), "a.jpg");
  EXPECT_EQ(owner("a.xmp", {"a.cr2", "a.jpg"}), "a.cr2") << "the first by name";
  EXPECT_EQ(owner("a.xmp", {"a.b.jpg", "ab.jpg", "a.txt"}), "");
}

TEST(SidecarPairs, OtherCompanionsGoByEither) {
  for (const char* ending : {".gpx", ".pp3", ".dop", ".vrd", ".DR4", ".srt", ".c2pa", ".cos", ".on1"}) {
    EXPECT_EQ(owner("a.jpg" + std::string(ending), {"a.jpg"}), "a.jpg") << ending;
    EXPECT_EQ(owner("a" + std::string(ending), {"a.jpg"}), "a.jpg") << ending;
  }
  EXPECT_EQ(owner("._a.jpg", {"a.jpg"}), "a.jpg");
  EXPECT_EQ(owner("._a.xmp", {"a.jpg"}), "") << "macOS's notes on a sidecar";
  EXPECT_EQ(owner("._a.jpg", {"b.jpg"}), "");
}

TEST(SidecarPairs, EditsGoByPhotosNumbers) {
  EXPECT_EQ(owner("IMG_1.AAE", {"IMG_1.HEIC"}), "IMG_1.HEIC");
  EXPECT_EQ(owner("IMG_O1.aae", {"IMG_1.JPG", "IMG_E1.JPG"}), "IMG_E1.JPG");
  EXPECT_EQ(owner("IMG_O1.aae", {"IMG_1.JPG"}), "IMG_1.JPG");
}

TEST(SidecarPairs, TakeoutCutsAndNumbersNames) {
  EXPECT_EQ(owner("a.jpg.json", {"a.jpg"}), "a.jpg");
  EXPECT_EQ(owner("a.json", {"a.jpg"}), "a.jpg");
  for (const char* cut : {".supplemental-metadata", ".supplemental-metad", ".suppl", ".s", "."}) {
    EXPECT_EQ(owner("a.jpg" + std::string(cut) + ".json", {"a.jpg", "a(1).jpg"}), "a.jpg") << cut;
    EXPECT_EQ(owner("a.jpg" + std::string(cut) + "(1).json", {"a.jpg", "a(1).jpg"}), "a(1).jpg") << cut;
  }
  EXPECT_EQ(owner("a.jpg(2).json", {"a.jpg", "a(2).jpg"}), "a(2).jpg");
  EXPECT_EQ(owner("a(2).jpg.json", {"a.jpg", "a(2).jpg"}), "a(2).jpg");
  EXPECT_EQ(owner("a.jpg(2).json", {"a.jpg"}), "") << "that of another picture";
  EXPECT_EQ(owner("a.jpg.supplementary.json", {"a.jpg"}), "");
  EXPECT_EQ(owner("film.mp4.json", {"film.mp4"}), "film.mp4");
}

TEST(SidecarPairs, NamesCutAtFortySixCharactersFindTheirPicture) {
  const std::string cut(46, 'x');
  EXPECT_EQ(owner(cut + ".json", {cut + "yz.jpg"}), cut + "yz.jpg");
  EXPECT_EQ(owner(cut + ".json", {cut + "y.jpg", cut + "z.jpg"}), "") << "which one?";
  EXPECT_EQ(owner("xxx.json", {"xxxyz.jpg"}), "");
}

TEST(SidecarPairs, OthersBelongToNobody) {
  EXPECT_EQ(owner("metadata.json", {"a.jpg"}), "");
  EXPECT_EQ(owner("a.txt", {"a.jpg"}), "");
  EXPECT_EQ(owner(".json", {"a.jpg"}), "");
  EXPECT_EQ(owner(".xmp", {".jpg"}), "");
}

}  // namespace
}  // namespace exifscrub::cli
