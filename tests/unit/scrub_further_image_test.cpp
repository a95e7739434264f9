#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>

#include "base/memory_source.hpp"
#include "container/format.hpp"
#include "exifscrub/scrubber.hpp"
#include "scrub/document.hpp"
#include "scrub/examination.hpp"
#include "scrub/proof.hpp"
#include "scrub/treatment.hpp"
#include "support/jpeg_bytes.hpp"

namespace exifscrub {
namespace {

using test::Buffer;
using test::joined;
using test::repeated;

/// What a strip makes of a picture with `further` behind it.
Buffer stripped(const Buffer& further, bool in_place) {
  Job job;
  job.policy = Policy{Mode::strip};
  job.policy.in_place = in_place;
  Buffer output;
  const Outcome outcome =
      Scrubber{job, nullptr}.filter(joined({test::image(), further}), {"-", "-", true, {}}, output);
  EXPECT_EQ(outcome.status, Status::scrubbed) << outcome.reason;
  return output;
}

void expect_gone(const Buffer& further) {
  const Buffer picture = test::image();
  EXPECT_EQ(stripped(further, false), picture);
  EXPECT_EQ(stripped(further, true), joined({picture, repeated(further.size(), 0)}));
}

// What a change in place leaves that stopped half-way: the next run has to finish it.
TEST(FurtherImage, GoesWithItsEmptiedSegments) {
  expect_gone(test::image(test::segment(0xE1, repeated(20, 0))));
  expect_gone(test::image({0, 0, 0}));
}

TEST(FurtherImage, GoesWithWhatCanOnlyBeCutOut) {
  const Buffer table = joined({{0}, {1}, repeated(15, 0), {5}});
  expect_gone(test::image(test::segment(0xC4, joined({table, {9}}))));
  expect_gone(test::image({0xFF, 0xD3}));
}

/// An index of two images, the second a preview `offset` bytes behind the byte order mark.
Buffer index_of_preview(std::size_t offset) {
  const auto entry = [](std::size_t tag, std::size_t type, std::size_t count, const Buffer& value) {
    return joined({test::u16(tag), test::u16(type), test::u32(count), value});
  };
  const auto image = [](std::size_t attribute, std::size_t at) {
    return joined({test::u32(attribute), test::u32(100), test::u32(at), test::u32(0)});
  };
  return test::segment(0xE2, joined({test::bytes_of(std::string_view{"MPF\0MM\0*\0\0\0\x08\0\3", 14}),
                                     entry(0xB000, 7, 4, test::bytes_of("0100")),
                                     entry(0xB001, 4, 1, test::u32(2)), entry(0xB002, 7, 32, test::u32(50)),
                                     test::u32(0), image(0x2003'0000, 0), image(0x0001'0001, offset)}));
}

// The gain map of an HDR picture is needed, so a strip has to leave it as it was.
TEST(FurtherImage, ThatStaysIsComparedToo) {
  std::ifstream in{EXIFSCRUB_CORPUS "/jpeg/gain_map_iso.jpg", std::ios::binary};
  const Buffer file(std::istreambuf_iterator<char>{in}, std::istreambuf_iterator<char>{});
  Job job;
  job.policy = Policy{Mode::strip};
  Buffer written;
  const Outcome outcome = Scrubber{job, nullptr}.filter(file, {"-", "-", true, {}}, written);
  ASSERT_EQ(outcome.status, Status::scrubbed);
  const auto counts = [&] {
    MemorySource source{file}, output{written};
    Examination examination = examine(source, job, "-", true);
    const auto treatment = treat(*examination.document, job.policy);
    return treatment && prove(output, Evidence::written, examination, *treatment, job).has_value();
  };
  EXPECT_TRUE(counts());
  written[written.size() - 3] ^= 0x10;  // of the last scan
  EXPECT_FALSE(counts());
}

// The order of the images tells which is which then, and would not any more once one of them is gone in part.
TEST(FurtherImage, GoesAtOnceWhereTheIndexIsWrong) {
  constexpr std::size_t byte_order_mark = 10;
  const std::size_t right = test::image(index_of_preview(0)).size() - byte_order_mark;
  Policy policy{Mode::strip};
  policy.in_place = true;
  for (const bool wrong : {false, true}) {
    const Buffer file = joined({test::image(index_of_preview(right + (wrong ? 5 : 0))), test::image()});
    MemorySource source{file};
    Document document{source, *recognise(file), {}};
    ASSERT_TRUE(document.read(source));
    ASSERT_EQ(document.layout().nodes.back().use, ImageUse::preview);
    const auto treatment = treat(document, policy);
    ASSERT_TRUE(treatment);
    EXPECT_TRUE(treatment->plan.changes_anything());
    EXPECT_EQ(treatment->at_once, wrong);
  }
}

}  // namespace
}  // namespace exifscrub
