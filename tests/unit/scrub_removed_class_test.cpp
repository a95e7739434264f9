// A class that had to go and stays makes a file `kept`, whatever carries it.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "container_jpeg_bytes.hpp"
#include "exifscrub/scrubber.hpp"

namespace exifscrub {
namespace {

using namespace std::literals;

struct Scrubbed {
  std::string status;
  std::string reason;
  std::size_t size;
  bool tells;  ///< whether "CANARY" is still there
};

Scrubbed without(LeakClass leak_class, const std::vector<Byte>& file) {
  Job job;
  job.policy = Policy{Mode::gps_only};
  job.policy.remove(leak_class);
  std::vector<Byte> output;
  FolderEntry entry;
  entry.path = entry.name = "picture.jpg";
  const Outcome outcome = Scrubber{job, nullptr}.filter(file, entry, output);
  const bool tells = std::string(output.begin(), output.end()).find("CANARY") != std::string::npos;
  return {std::string{name_of(outcome.status)}, outcome.reason, output.size(), tells};
}

std::vector<Byte> picture_with(int marker, std::string_view payload) {
  return JpegBytes{}.soi().segment(marker, payload).picture().eoi().bytes;
}

// What has no reader goes whole, at its size.
TEST(RemovedClass, GoesWhereTheFrameLetsIt) {
  const auto plain = JpegBytes{}.soi().picture().eoi().bytes;
  const std::string adobe = "Adobe\0\x64\0\0\0\0\0"s;
  const auto second = JpegBytes{}.raw(plain).raw(picture_with(0xFE, "CANARY")).bytes;
  const auto trailer = JpegBytes{}.raw(plain).raw("CANARY behind the end").bytes;
  const auto segment = picture_with(0xE6, "WHO\0CANARY"s);
  const auto tail = picture_with(0xEE, adobe + "CANARY");
  for (const auto& file : {second, trailer, segment, tail}) {
    const Scrubbed done = without(LeakClass::unknown, file);
    EXPECT_EQ(done.status, "scrubbed") << done.reason;
    EXPECT_FALSE(done.tells);
    EXPECT_EQ(done.size, file.size());
  }
  // What Photoshop appends.
  const auto usual = picture_with(0xEE, adobe + "\x03\0\x10\x03\x02\x03\x06\0\0\0\0\0\0\0\0\0\0\0\0"s);
  EXPECT_EQ(without(LeakClass::text, usual).status, "clean");
  EXPECT_EQ(without(LeakClass::software, usual).status, "scrubbed");
}

TEST(RemovedClass, ThatStaysIsNamed) {
  const auto file = JpegBytes{}.soi().tables("CANARY").frame().scan().eoi().bytes;
  const Scrubbed done = without(LeakClass::unknown, file);
  EXPECT_EQ(done.status, "kept");
  EXPECT_EQ(done.reason, "nobody can read unused tail, which stays");
  EXPECT_TRUE(done.tells);
  // The same of three bytes, too few for a place.
  const auto shorter = JpegBytes{}.soi().tables("CAN").frame().scan().eoi().bytes;
  EXPECT_EQ(without(LeakClass::unknown, shorter).status, "kept");
  EXPECT_EQ(without(LeakClass::unknown, shorter).reason, "unknown stays: unused:tail");
  EXPECT_EQ(without(LeakClass::text, shorter).status, "clean");
  // Where something else changes, too.
  const auto both = JpegBytes{}.soi().segment(0xE6, "WHO\0CANARY"s).tables("CAN").frame().scan().eoi().bytes;
  EXPECT_EQ(without(LeakClass::unknown, both).reason, "unknown stays: unused:tail");
  EXPECT_FALSE(without(LeakClass::unknown, both).tells);
}

}  // namespace
}  // namespace exifscrub
