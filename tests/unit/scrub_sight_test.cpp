#include <gtest/gtest.h>

#include "container_jpeg_bytes.hpp"
#include "exifscrub/scrubber.hpp"
#include "scrub/document.hpp"
#include "scrub/examination.hpp"
#include "scrub/sight.hpp"
#include "scrub/treatment.hpp"
#include "support/icc_profile.hpp"
#include "support/tiff_builder.hpp"

namespace exifscrub {
namespace {

using namespace std::string_literals;

// What a reader got lost in may hold a place, and no eraser would know.
TEST(Sight, WhereAReaderGotLostNobodyCanSay) {
  const auto sight_of = [](const std::string& exif) {
    const auto file = JpegBytes{}.soi().segment(0xE1, exif).tables().frame().scan().eoi().bytes;
    MemorySource source{file};
    Document document{source, *recognise(file), {}};
    EXPECT_TRUE(document.read(source));
    const auto sight = check_sight(document);
    return sight ? "sees"s : std::string{sight.error().what};
  };
  const std::string head = "Exif\0\0II*\0\x08\0\0\0\x01\0"s;
  EXPECT_EQ(sight_of(head + "\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0"s), "sees");
  EXPECT_EQ(sight_of(head + "\x25\x88\x04\0\x01\0\0\0\x1A\0\0\0\0\0\0\0\x02\0no directory, but a text"s),
            "GPS pointer leads to no directory");
}

std::vector<Byte> with_unread_note() {
  test::TiffBuilder tiff{ByteOrder::big};
  const int ifd0 = tiff.ifd(), exif = tiff.ifd();
  tiff.ascii(ifd0, 0x010F, "Nobody");
  tiff.pointer(ifd0, 0x8769, exif);
  std::vector<Byte> note(60);
  for (std::size_t i = 0; i < note.size(); ++i) note[i] = static_cast<Byte>(0x80 + 37 * i % 0x7F);
  tiff.undefined(exif, 0x927C, note);
  const std::vector<Byte> block = tiff.build();
  return JpegBytes{}
      .soi()
      .segment(0xE1, "Exif\0\0"s.append(block.begin(), block.end()))
      .tables()
      .frame()
      .scan()
      .eoi()
      .bytes;
}

TEST(Sight, AMakerNoteThatNobodyReadsStaysAndIsNamed) {
  const auto file = with_unread_note();
  MemorySource source{file};
  Document document{source, *recognise(file), {}};
  ASSERT_TRUE(document.read(source));
  const auto treatment = treat(document, Policy{Mode::gps_only});
  ASSERT_TRUE(treatment);
  EXPECT_EQ(treatment->kept, "nobody can read the MakerNote, which stays");
}

// Location was to go; whether it did nobody can say of what --keep leaves unread.
TEST(Sight, WhatAStripKeepsUnreadIsNamed) {
  const auto kept_of = [](const std::vector<Byte>& file, std::initializer_list<LeakClass> keeps) {
    MemorySource source{file};
    Document document{source, *recognise(file), {}};
    EXPECT_TRUE(document.read(source));
    Policy policy{Mode::strip};
    for (const LeakClass keep : keeps) policy.keep(keep);
    const auto treatment = treat(document, policy);
    return treatment ? treatment->kept : std::string{treatment.error().what};
  };
  const auto note = with_unread_note();
  EXPECT_EQ(kept_of(note, {}), "");
  EXPECT_EQ(kept_of(note, {LeakClass::device}), "");
  EXPECT_EQ(kept_of(note, {LeakClass::makernote}), "nobody can read the MakerNote, which stays");
  EXPECT_EQ(kept_of(note, {LeakClass::makernote, LeakClass::location}), "");
  auto trailer = JpegBytes{}.soi().tables().frame().scan().eoi().bytes;
  for (const char c : "x 48.8583701"s) trailer.push_back(static_cast<Byte>(c));
  EXPECT_EQ(kept_of(trailer, {LeakClass::text}), "");
  EXPECT_EQ(kept_of(trailer, {LeakClass::unknown}), "nobody can read unknown trailer, which stays");
}

TEST(Sight, WhatExifOnlyLeavesUnreadIsNamed) {
  const auto kept_of = [](const std::vector<Byte>& file, bool keeps_location = false) {
    MemorySource source{file};
    Document document{source, *recognise(file), {}};
    EXPECT_TRUE(document.read(source));
    Policy policy{Mode::exif_only};
    if (keeps_location) policy.keep(LeakClass::location);
    return treat(document, policy).value().kept;
  };
  const auto picture_with = [](int marker, const std::string& payload) {
    return JpegBytes{}.soi().segment(marker, payload).picture().eoi().bytes;
  };
  const std::string broken =
      "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\" x:a=\"1\" x:a=\"2\">48,51.49N</x:xmpmeta>";
  const auto packet = picture_with(0xE1, "http://ns.adobe.com/xap/1.0/\0"s + broken);
  EXPECT_TRUE(kept_of(packet).starts_with("location may stay: XMP packet is no well-formed XML at byte "))
      << kept_of(packet);
  EXPECT_EQ(kept_of(packet, true), "");
  EXPECT_EQ(kept_of(picture_with(0xE4, "Exif\0\0II*\0of nobody")), "nobody can read APP4 Exif, which stays");
  EXPECT_EQ(kept_of(picture_with(0xE1, "FLIR\0\1\0\0no header, no table"s)),
            "nobody can read FLIR:Unreadable, which stays");
  EXPECT_EQ(kept_of(picture_with(0xE3, "Meta\0\0no TIFF"s)), "nobody can read MetaIFD:Meta, which stays");
  EXPECT_EQ(kept_of(picture_with(0xFE, "a comment")), "");
  EXPECT_EQ(kept_of(with_unread_note()), "") << "it goes";
}

TEST(Sight, ADocumentInAProfileStaysAndIsNamed) {
  const auto sight_of = [](const std::string& data) {
    const auto icc = test::profile(test::bytes_of(data));
    const std::string payload = "ICC_PROFILE\0\1\1"s.append(icc.begin(), icc.end());
    const auto file = JpegBytes{}.soi().segment(0xE2, payload).tables().frame().scan().eoi().bytes;
    MemorySource source{file};
    Document document{source, *recognise(file), {}};
    EXPECT_TRUE(document.read(source));
    return treat(document, Policy{Mode::gps_only}).value().kept;
  };
  EXPECT_EQ(sight_of("desc\0\0\0\0 sRGB"s), "");
  EXPECT_EQ(sight_of("desc\0\0\0\0Exif\0\0II*\0"s), "nobody can read ICC_Profile:ICC_desc, which stays");
}

}  // namespace
}  // namespace exifscrub
