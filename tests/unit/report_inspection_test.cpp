#include <gtest/gtest.h>

#include "report/inspection.hpp"

namespace exifscrub {
namespace {

/// SOI, an Exif segment, a scan, and a trailer.
Inspection inspection() {
  Inspection result;
  Layout& layout = result.layout;
  layout.format = FormatId::jpeg;
  layout.size = 120;
  layout.nodes = {{NodeKind::file, {0, 120}, no_index, ImageUse::unindexed, {}, "file"},
                  {NodeKind::image, {0, 110}, 0, ImageUse::primary, {DigestKind::xxh3, 16, {1}}, "image 1"},
                  {NodeKind::trailer, {110, 10}, 0, ImageUse::unindexed, {}, "trailer"}};
  layout.regions = {
      {{0, 2}, {}, Role::image, {}, Removal::pinned, 1, no_index, "SOI"},
      {{2, 48}, {}, Role::metadata, {}, Removal::drop, 1, 0, "APP1 Exif"},
      {{50, 60}, {}, Role::image, {}, Removal::pinned, 1, no_index, "scan"},
      {{110, 10}, {}, Role::unknown, LeakClass::unknown, Removal::drop, 2, no_index, "trailer \x1b"}};
  result.outcome.findings = {
      {LeakClass::location, Action::found, Standing::leak, "GPS:GPSLatitude", "36.1\n", "EXIF", {{30, 24}}},
      {LeakClass::device, Action::found, Standing::leak, "IFD0:Make", "Canon", "EXIF", {{12, 6}}},
      {LeakClass::unknown, Action::found, Standing::leak, "Trailer", "", "trailer", {{110, 10}}},
      {LeakClass::person, Action::found, Standing::remark, "xattr:user.origin", "", "xattr", {}}};
  return result;
}

TEST(Inspection, RawMapNamesEveryByteOnce) {
  EXPECT_EQ(raw_map_text(inspection()),
            "00000000-00000001  SOI                       image\n"
            "00000002-00000031  APP1 Exif                 metadata\n"
            "00000032-0000006d  scan                      image\n"
            "0000006e-00000077  trailer \\x1B              unknown  unknown\n");
}

TEST(Inspection, TreePutsFindingsUnderTheirRegions) {
  EXPECT_EQ(tree_text(inspection(), false),
            "  image 1  at 0, 110 bytes, primary, picture xxh3:01000000000000000000000000000000\n"
            "    SOI                          image    at 0, 2 bytes\n"
            "    APP1 Exif                    metadata at 2, 48 bytes\n"
            "      IFD0:Make = Canon  [device]\n"
            "      GPS:GPSLatitude = 36.1\\x0A  [location]\n"
            "    scan                         image    at 50, 60 bytes\n"
            "  trailer  at 110, 10 bytes\n"
            "    trailer \\x1B                 unknown  at 110, 10 bytes\n"
            "      Trailer  [unknown]\n"
            "beside the file\n"
            "  xattr:user.origin  [person]\n");
}

TEST(Inspection, PlanCanBeCarriedOutFromItsText) {
  Plan plan;
  plan.literals.push_back({{0xFF, 0xE1}, {}});
  plan.pieces = {{{0, 2}, no_index}, {{}, 0}, {{50, 60}, no_index}};
  plan.patches = {{60, {0, 1}, Phase::index, false}};
  plan.output_size = 64;
  EXPECT_EQ(plan_text(plan, 120),
            "size 64 of 120\n"
            "keep 00000000-00000001\n"
            "literal 2 ffe1\n"
            "keep 00000032-0000006d\n"
            "patch 0000003c-0000003d index 0001\n");
}

}  // namespace
}  // namespace exifscrub
