#include <gtest/gtest.h>

#include "container_jpeg_bytes.hpp"
#include "scrub/account.hpp"
#include "scrub/examination.hpp"
#include "support/tiff_builder.hpp"

namespace exifscrub {
namespace {

using namespace std::string_literals;

/// A picture whose Exif, over as many segments as it takes, has `entries` that share one long value.
std::vector<Byte> picture_with_shared_value(std::uint16_t entries) {
  constexpr std::size_t length = 300'000, piece = 65'000;
  std::string tiff = "MM\0*\0\0\0\x08"s;
  const auto append = [&](std::uint64_t number, int bytes) {
    while (bytes-- > 0) tiff.push_back(static_cast<char>(number >> 8 * bytes));
  };
  append(entries, 2);
  for (std::uint16_t i = 0; i < entries; ++i) {
    append(0x9000U + i, 2);
    append(tiff_type::undefined, 2);
    append(length, 4);
    append(8 + 2 + 12U * entries + 4, 4);
  }
  append(0, 4);
  tiff.append(length, '\x01');
  JpegBytes jpeg = JpegBytes{}.soi();
  for (std::size_t at = 0; at < tiff.size(); at += piece)
    jpeg.segment(0xE1, "Exif\0\0"s + tiff.substr(at, piece));
  return jpeg.picture().eoi().bytes;
}

TEST(Account, AValueThatManyEntriesShareIsNotToldOverAndOver) {
  const auto stretches_of = [](std::uint16_t entries) {
    const auto file = picture_with_shared_value(entries);
    MemorySource source{file};
    Examination examination = examine(source, Job{}, "-", true);
    account(*examination.document, nullptr, examination.outcome);
    std::size_t stretches = 0, places = 0;
    for (const Finding& finding : examination.outcome.findings) {
      stretches += finding.where.size();
      if (!finding.where.empty()) ++places;
    }
    EXPECT_EQ(places, examination.outcome.findings.size());
    return stretches;
  };
  EXPECT_GE(stretches_of(10), 10U * 6) << "the entry, and its value in five segments or more";
  EXPECT_LT(stretches_of(20'000), 65'536U + 20'000 + 10);
}

}  // namespace
}  // namespace exifscrub
