#include <gtest/gtest.h>

#include "plan/enclosure.hpp"

namespace exifscrub {
namespace {

/// A block in the file, one inside it at [10, 20) and one inside that.
Layout nested_blocks() {
  Layout layout;
  layout.blocks.resize(3);
  layout.blocks[1].parent = 0;
  layout.blocks[1].parts = {{10, 10}};
  layout.blocks[2].parent = 1;
  layout.blocks[2].parts = {{2, 4}};
  return layout;
}

TEST(Enclosure, AFindingInsideWhatGoesGoesToo) {
  Reading reading;
  reading.add(0, LeakClass::makernote, "ExifIFD", "MakerNote", {{0, 2}, {8, 6}, {14, 6}});
  reading.add(0, LeakClass::time, "Canon", "TimeZone", {{9, 4}});
  reading.add(0, LeakClass::text, "IFD0", "ImageDescription", {{19, 4}});
  reading.add(2, LeakClass::text, "File", "Comment", {{0, 1}});
  reading.add(no_index, LeakClass::thumbnail, "Trailer", "image 2", {{9, 4}});
  const std::vector<bool> selected = {true, false, false, false, false};
  EXPECT_EQ(find_enclosed(nested_blocks(), reading, selected),
            (std::vector<bool>{false, true, false, true, false}));
}

TEST(Enclosure, NothingGoesWithWhatStays) {
  Reading reading;
  reading.add(0, LeakClass::makernote, "ExifIFD", "MakerNote", {{0, 20}});
  reading.add(1, LeakClass::time, "Canon", "TimeZone", {{0, 4}});
  EXPECT_EQ(find_enclosed(nested_blocks(), reading, {false, false}), (std::vector<bool>{false, false}));
  EXPECT_EQ(find_enclosed(nested_blocks(), reading, {false, true}), (std::vector<bool>{false, false}));
}

}  // namespace
}  // namespace exifscrub
