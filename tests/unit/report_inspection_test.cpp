#include <gtest/gtest.h>

#include "base/memory_source.hpp"
#include "report/field_hex.hpp"
#include "report/field_rows.hpp"
#include "report/field_tree.hpp"
#include "report/field_words.hpp"
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
      {{2, 48}, {}, Role::metadata, {}, Removal::cut, 1, 0, "APP1 Exif"},
      {{50, 60}, {}, Role::image, {}, Removal::pinned, 1, no_index, "scan"},
      {{110, 10}, {}, Role::unknown, LeakClass::unknown, Removal::cut, 2, no_index, "trailer \x1b"}};
  return result;
}

/// A map written by hand: parents before children.
class MapMaker {
 public:
  explicit MapMaker(FieldMap& map) : map_(map) {}

  Field& add(std::uint32_t parent, std::string_view name, Extent at, FieldKind kind = FieldKind::value,
             std::string value = {}) {
    Field field;
    field.parent = parent;
    field.name = name;
    field.kind = kind;
    field.value = std::move(value);
    field.depth =
        parent == no_index ? std::uint16_t{0} : static_cast<std::uint16_t>(map_.fields[parent].depth + 1);
    field.first_extent = static_cast<std::uint32_t>(map_.extents.size());
    field.extent_count = 1;
    map_.extents.push_back(at);
    map_.fields.push_back(std::move(field));
    const auto end = static_cast<std::uint32_t>(map_.fields.size());
    map_.fields.back().end = end;
    for (std::uint32_t up = parent; up != no_index; up = map_.fields[up].parent) map_.fields[up].end = end;
    return map_.fields.back();
  }

 private:
  FieldMap& map_;
};

/// An entry of 12 bytes at 4, whose value stands at 20.
FieldMap entry_map() {
  FieldMap map;
  MapMaker maker{map};
  maker.add(no_index, "file", {0, 32}, FieldKind::structure);
  maker.add(0, "GPS IFD", {2, 18}, FieldKind::structure, "1 entry").is_heading = true;
  Field& entry = maker.add(1, "GPSLatitude", {4, 12}, FieldKind::structure, "36 deg");
  entry.is_row = entry.is_tag = true;
  entry.group = "GPS";
  entry.type = "RATIONAL";
  entry.count = 3;
  entry.number = "36.5";
  entry.leak_class = LeakClass::location;
  maker.add(2, "tag", {4, 2}, FieldKind::tag).is_detail = true;
  maker.add(2, "type", {6, 2}, FieldKind::type).is_detail = true;
  maker.add(2, "count", {8, 4}, FieldKind::count).is_detail = true;
  Field& offset = maker.add(2, "offset", {12, 4}, FieldKind::offset, "-> 0x14");
  offset.is_detail = true;
  offset.points_to = Extent{20, 8};
  Field& value = maker.add(2, "GPSLatitude", {20, 8}, FieldKind::location);
  value.is_detail = value.is_heading = true;
  return map;
}

TEST(Inspection, RawMapNamesEveryByteOnce) {
  EXPECT_EQ(raw_map_text(inspection()),
            "00000000-00000001  SOI                       image\n"
            "00000002-00000031  APP1 Exif                 metadata\n"
            "00000032-0000006d  scan                      image\n"
            "0000006e-00000077  trailer \\x1B              unknown  unknown\n");
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

TEST(Inspection, EachRegionHasTheActionOfThePlan) {
  Inspection shown = inspection();
  EXPECT_TRUE(region_actions(shown).empty());
  shown.plan.emplace();
  shown.plan->literals.push_back({std::vector<Byte>(36), {}});
  shown.plan->pieces = {{{0, 2}, no_index}, {{2, 0}, 0}, {{50, 60}, no_index}};
  shown.plan->patches = {{60, {0, 1}, Phase::index, false}};
  const auto actions = region_actions(shown);
  ASSERT_EQ(actions.size(), 4U);
  EXPECT_EQ(actions[0].name, "keep");
  EXPECT_EQ(actions[1].name, "replace");
  EXPECT_EQ(actions[1].bytes, 36U);
  EXPECT_EQ(actions[2].name, "patch");
  EXPECT_EQ(actions[2].bytes, 2U);
  EXPECT_EQ(actions[3].name, "drop");
}

TEST(FieldTree, ShowsOffsetNameTypeValueAndClass) {
  Inspection shown;
  shown.layout.size = 32;
  shown.fields = entry_map();
  EXPECT_EQ(tree_text(shown, {}),
            "000002  GPS IFD                       1 entry, 18 bytes\n"
            "000004    GPSLatitude                 RATIONAL[3] 36 deg [location]\n");
}

TEST(FieldTree, CutsLongValuesAndLeavesNoControls) {
  Inspection shown;
  shown.layout.size = 400;
  MapMaker maker{shown.fields};
  maker.add(no_index, "file", {0, 400});
  maker.add(0, "stream", {0, 400}, FieldKind::structure);
  maker.add(1, "Comment\x1b[31m", {0, 400}, FieldKind::value, std::string(300, 'x'));
  const std::string text = tree_text(shown, {});
  EXPECT_EQ(text.find('\x1b'), std::string::npos);
  EXPECT_NE(text.find("... (300)"), std::string::npos) << text;
  const std::string all = tree_text(shown, {80, false, true});
  EXPECT_EQ(std::count(all.begin(), all.end(), 'x') - 1, 300) << all;  // one of \x1B
}

TEST(FieldTree, LongListsSayHowManyMoreThereAre) {
  Inspection shown;
  shown.layout.size = 1000;
  MapMaker maker{shown.fields};
  maker.add(no_index, "file", {0, 1000});
  maker.add(0, "IFD0", {0, 1000}, FieldKind::structure);
  for (std::uint64_t i = 0; i < 500; ++i) maker.add(1, "Tag", {i, 1});
  const std::string text = tree_text(shown, {});
  EXPECT_NE(text.find("... 300 more; -v shows all"), std::string::npos);
  const std::string all = tree_text(shown, {80, false, true});
  EXPECT_EQ(std::count(all.begin(), all.end(), '\n'), 501);
}

TEST(FieldTags, AreLinesWithEscapes) {
  FieldMap map = entry_map();
  MapMaker{map}.add(1, "Note", {2, 1}, FieldKind::value, "a\\b\nc\x7f").is_tag = true;
  map.fields.back().group = "IFD0";
  EXPECT_EQ(tags_text(map), "GPS:GPSLatitude=36.5\nIFD0:Note=a\\\\b\\nc\\x7f\n");
}

TEST(FieldRows, SpansCoverTheFileOnce) {
  const auto spans = field_spans(entry_map(), 32);
  std::uint64_t at = 0;
  for (const FieldSpan& span : spans) {
    EXPECT_EQ(span.at.offset, at);
    at = span.at.end();
  }
  EXPECT_EQ(at, 32U);
}

TEST(FieldRows, SpansOfFieldsThatCrossEachOtherStillCoverTheFileOnce) {
  FieldMap map;
  MapMaker maker{map};
  maker.add(no_index, "file", {0, 100});
  maker.add(0, "a", {10, 40});
  maker.add(0, "b", {30, 40});
  maker.add(0, "c", {20, 15});
  maker.add(0, "beyond", {90, 50});
  std::uint64_t at = 0;
  for (const FieldSpan& span : field_spans(map, 100)) {
    EXPECT_EQ(span.at.offset, at);
    at = span.at.end();
  }
  EXPECT_EQ(at, 100U);
}

TEST(FieldRows, PartsAreFoundByNameInAnyCase) {
  const FieldMap map = entry_map();
  EXPECT_EQ(extents_named(map, "gpslatitude"), (std::vector<Extent>{{4, 12}, {20, 8}}));
  EXPECT_EQ(extents_named(map, "GPS:GPSLatitude"), (std::vector<Extent>{{4, 12}, {20, 8}}));
  EXPECT_EQ(extents_named(map, "gps"), (std::vector<Extent>{{2, 26}}));
  EXPECT_TRUE(extents_named(map, "none").empty());
}

TEST(FieldHex, PutsTheFieldsOfAnEntryOnOneLineAndNamesWhereItLeads) {
  Inspection shown;
  shown.layout.size = 32;
  shown.fields = entry_map();
  std::vector<Byte> bytes(32);
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<Byte>(i);
  MemorySource source{bytes};
  std::string text;
  ASSERT_TRUE(write_hex(shown, source, {}, [&](std::string_view more) {
    text += more;
    return true;
  }));
  EXPECT_NE(text.find("\nGPS IFD, 1 entry, 18 bytes at 0x2\n"), std::string::npos) << text;
  EXPECT_NE(text.find("\n000004  04 05|06 07|08 09 0a 0b|0c 0d 0e 0f  GPSLatitude RATIONAL[3] -> 0x14\n"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("\n000014  14 15 16 17 18 19 1a 1b              GPSLatitude: 36 deg\n"),
            std::string::npos)
      << text;
}

TEST(FieldWords, LinesAreBrokenAtSpacesAndLeaveNoneAtTheirEnds) {
  using Lines = std::vector<std::string>;
  EXPECT_EQ(lines_of("", 10, 3), Lines{""});
  EXPECT_EQ(lines_of("ten  chars", 10, 3), Lines{"ten  chars"});
  EXPECT_EQ(lines_of("numbers are little-endian", 12, 9), (Lines{"numbers are", "little-endia", "n"}));
  EXPECT_EQ(lines_of("exactly ten then", 11, 9), (Lines{"exactly ten", "then"}))
      << "the space is behind the line";
  EXPECT_EQ(lines_of("a bcdefghijklmnop", 10, 9), (Lines{"a bcdefghi", "jklmnop"}))
      << "no line is left half empty";
  EXPECT_EQ(lines_of("one two three four five six seven", 14, 2), (Lines{"one two three", "four f... (33)"}));
}

TEST(FieldWords, ColoursCanBeReadOnLightAndDark) {
  for (std::size_t kind = 0; kind < field_kind_count; ++kind) {
    const std::string_view colour = colour_of(static_cast<FieldKind>(kind));
    for (const std::string_view weak : {"33m", "34m", "37m", "93m", "94m", "97m"}) {
      EXPECT_FALSE(colour.ends_with(std::string{"["}.append(weak)) ||
                   colour.ends_with(std::string{"1;"}.append(weak)))
          << "kind " << kind;
    }
  }
}

TEST(FieldHex, LongHeadingsGoOnInTheNextLine) {
  Inspection shown;
  shown.layout.size = 8;
  MapMaker maker{shown.fields};
  maker.add(no_index, "file", {0, 8}, FieldKind::structure);
  maker.add(0, "GPSLatitude", {0, 8}, FieldKind::location, "36 + 10/60 + 11.7876/3600 = 36.169941 degrees")
      .is_heading = true;
  maker.add(1, "degrees", {0, 8}, FieldKind::location, "36/1 = 36").is_row = true;
  const std::vector<Byte> bytes(8);
  MemorySource source{bytes};
  for (const bool colour : {false, true}) {
    std::string text;
    ASSERT_TRUE(write_hex(shown, source, {40, colour, false, {}}, [&](std::string_view more) {
      text += more;
      return true;
    }));
    const std::string on = colour ? "\x1b[1m" : "";
    const std::string off = colour ? "\x1b[0m" : "";
    EXPECT_NE(text.find(on + "GPSLatitude = 36 + 10/60 +" + off + "\n  " + on +
                        "11.7876/3600 = 36.169941 degrees" + off + "\n"),
              std::string::npos)
        << text;
    EXPECT_EQ(text.find(" \x1b[0m\n"), std::string::npos) << text;
  }
}

TEST(FieldHex, FoldsImageData) {
  Inspection shown;
  shown.layout.size = 10'000;
  MapMaker maker{shown.fields};
  maker.add(no_index, "file", {0, 10'000}, FieldKind::structure);
  maker.add(0, "scan", {0, 10'000}, FieldKind::image);
  const std::vector<Byte> bytes(10'000, 0x55);
  MemorySource source{bytes};
  std::string text;
  ASSERT_TRUE(write_hex(shown, source, {}, [&](std::string_view more) {
    text += more;
    return true;
  }));
  EXPECT_NE(text.find("... 9,976 bytes more, up to 0x2703"), std::string::npos) << text;
}

}  // namespace
}  // namespace exifscrub
