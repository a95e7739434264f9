#include <gtest/gtest.h>

#include <string>

#include "container/jfif.hpp"
#include "container/jpeg_segment.hpp"
#include "container/jpeg_wrap.hpp"
#include "support/icc_profile.hpp"
#include "unit/container_jpeg_bytes.hpp"

namespace exifscrub {
namespace {

using namespace std::string_literals;

Bytes bytes_of(const std::string& text) { return {reinterpret_cast<const Byte*>(text.data()), text.size()}; }

SegmentKind classify(int marker, const std::string& payload) {
  return classify_segment(static_cast<Byte>(marker), bytes_of(payload));
}

/// What may follow a signature without contradicting it.
std::string sound_rest(std::string_view signature) {
  if (signature == "AVI1") return "\1"s + std::string(9, '\0');
  if (signature.starts_with("urn:iso")) return std::string(4, '\0');
  if (signature.starts_with("AROT")) return "\0\0\0\1abcd"s;
  return std::string(signature == "JFIF\0"s ? 4 : 100, '\1');
}

TEST(JpegSegment, EachSignatureOfTheTableIsFound) {
  for (const SegmentSignature& row : segment_signatures()) {
    for (int marker = row.first; marker <= row.last; ++marker) {
      const std::string payload =
          std::string(row.at, '\1') + std::string{row.spells} + sound_rest(row.spells);
      const SegmentKind kind = classify(marker, payload);
      EXPECT_EQ(kind.name, row.kind.name) << row.spells;
      EXPECT_EQ(kind.role, row.kind.role) << row.spells;
      EXPECT_EQ(kind.leak_class, row.kind.leak_class) << row.spells;
    }
  }
}

TEST(JpegSegment, ASignatureBehindAnotherMarkerIsUnknown) {
  EXPECT_EQ(classify(0xE3, "ICC_PROFILE\0\1\1data"s).role, Role::unknown);
  EXPECT_EQ(classify(0xE1, "Adobe\0d\0\0\0\0\1"s).role, Role::unknown);
}

TEST(JpegSegment, ExifIsRecognisedTolerantly) {
  for (const std::string& payload : {"Exif\0\0II*\0"s, "Exif\0\xFFII*\0"s, "exif\0\0II*\0"s, "EXIF\0xII*\0"s,
                                     "\xFF\xE1\1\2Exif\0\0II*\0"s}) {
    const SegmentKind kind = classify(0xE1, payload);
    EXPECT_EQ(kind.name, "APP1 Exif");
    EXPECT_EQ(kind.block, BlockKind::exif);
    EXPECT_EQ(kind.header, payload.size() - 4);
  }
  EXPECT_EQ(classify(0xE1, "12345Exif\0\0II*\0"s).role, Role::unknown);
  EXPECT_EQ(classify(0xE1, "Exif\0"s).role, Role::unknown);
}

TEST(JpegSegment, XmpBehindAWrongHeaderIsXmp) {
  for (const std::string& payload : {"http://example.com/<x:xmpmeta/>"s, "XMP\0<rdf/>"s,
                                     "-- <?xpacket begin"s, "some text <exif:GPSLatitude>"s}) {
    const SegmentKind kind = classify(0xE1, payload);
    EXPECT_EQ(kind.block, BlockKind::xmp) << payload;
    EXPECT_EQ(kind.header, payload.find('<')) << payload;
  }
  EXPECT_EQ(classify(0xE1, "https without any").block, BlockKind::xmp);
  EXPECT_EQ(classify(0xE1, "anything else").role, Role::unknown);
  EXPECT_EQ(classify(0xEE, "http://ns.adobe.com/xap/1.0/<?xpacket begin"s).block, BlockKind::xmp);
  EXPECT_EQ(classify(0xEE, "https without any").role, Role::unknown);
}

TEST(JpegSegment, AJfifHeaderWithoutThumbnailIsAViewers) {
  const std::string header = "JFIF\0\1\2\1\0\x48\0\x48\0\0"s;
  EXPECT_EQ(classify(0xE0, header).role, Role::viewer);
  EXPECT_EQ(classify(0xE0, header).leak_class, std::nullopt);
  for (const std::string& other :
       {header + "x", header.substr(0, 12) + "\1\1rgb"s, header.substr(0, 12) + "\1\1"s}) {
    const SegmentKind kind = classify(0xE0, other);
    EXPECT_EQ(kind.role, Role::viewer);
    EXPECT_EQ(kind.leak_class, LeakClass::thumbnail);
    EXPECT_EQ(kind.block_name, "JFIF");
    EXPECT_EQ(canonical_jfif(bytes_of(other)), canonical_jfif(bytes_of(header)));
  }
  EXPECT_EQ(classify(0xE0, header.substr(0, 13)).role, Role::metadata);
}

TEST(JpegSegment, TheCanonicalJfifKeepsVersionAndDensity) {
  const std::vector<Byte> segment = canonical_jfif(bytes_of("JFIF\0\1\2\1\0\x48\0\x96\1\1rgbmore"s));
  const std::string expected = "\xFF\xE0\0\x10JFIF\0\1\2\1\0\x48\0\x96\0\0"s;
  EXPECT_EQ(std::string(segment.begin(), segment.end()), expected);
  EXPECT_TRUE(is_canonical_jfif(Bytes{segment}.subspan(4)));
}

TEST(JpegSegment, AViewersHeaderThatIsNotAllThereIsUnknown) {
  EXPECT_EQ(classify(0xEE, "Adobe\0d\0\0\0\0"s).role, Role::unknown);
  EXPECT_EQ(classify(0xE8, "SPIFF\0short"s).role, Role::unknown);
  EXPECT_EQ(classify(0xE2, "ICC_PROFILE\0\0\0data"s).role, Role::unknown);
  EXPECT_EQ(classify(0xE2, "ICC_PROFILE\0\3\2data"s).role, Role::unknown);
  EXPECT_EQ(classify(0xE0, "AVI1 and a hidden text"s).role, Role::unknown);
  const std::string iso = "urn:iso:std:iso:ts:21496:-1\0"s;
  const std::string fractions = "\0\0\0\x05\0\0\0\x01\0\0\0\x02\0\0\0\x03"s;
  const std::string one_channel =
      "\0\0\0\0\x40"s + fractions + fractions + fractions + fractions.substr(0, 8);
  EXPECT_EQ(classify(0xE2, iso + "\0\0\0\0"s).role, Role::viewer);
  EXPECT_EQ(classify(0xE2, iso + one_channel).role, Role::viewer);
  EXPECT_EQ(classify(0xE2, iso + one_channel + "\0\0"s).role, Role::viewer);
  EXPECT_EQ(classify(0xE2, iso + one_channel + "x").role, Role::unknown);
  EXPECT_EQ(classify(0xE2, iso + one_channel.substr(0, 60)).role, Role::unknown);
  EXPECT_EQ(classify(0xE2, iso + "\0\0\0\0\xC0"s + one_channel.substr(5)).role, Role::unknown);
  EXPECT_EQ(classify(0xE2, iso + "\0\0\0\0\x01"s + one_channel.substr(5)).role, Role::unknown);
  EXPECT_EQ(classify(0xE2, iso + "Jane Doe, 48.8583701 2.2944813").role, Role::unknown);
  EXPECT_EQ(classify(0xEA, "AROT\0\0\0\0\0\1abcd"s).role, Role::viewer);
  EXPECT_EQ(classify(0xEA, "AROT\0\0\0\0\0\1abcd and a text"s).role, Role::unknown);
  EXPECT_EQ(classify(0xEA, "AROT\0\0\0\0\0\0"s).role, Role::unknown);
  EXPECT_EQ(classify(0xEB, "HDR_RI ver=11\n~\0"s).role, Role::unknown) << "a whole picture may stand in it";
}

TEST(JpegSegment, WhatNobodyKnowsIsCalledByItsFirstCharacters) {
  const JpegBytes jpeg = JpegBytes{}
                             .soi()
                             .segment(0xE5, "vendor_secret_stuff")
                             .segment(0xE9, "\1\2\3")
                             .segment(0xE7, "ab cd")
                             .picture()
                             .eoi();
  const Parsed parsed = parse_bytes(jpeg.bytes);
  EXPECT_EQ(parsed.layout.regions[1].name, "APP5 vendor_secre");
  EXPECT_EQ(parsed.layout.regions[2].name, "APP9");
  EXPECT_EQ(parsed.layout.regions[3].name, "APP7 ab");
  for (std::size_t i = 1; i <= 3; ++i) {
    EXPECT_EQ(parsed.layout.regions[i].role, Role::unknown);
    EXPECT_EQ(parsed.layout.regions[i].leak_class, LeakClass::unknown);
    EXPECT_EQ(parsed.layout.regions[i].may, Removal::cut_or_blank);
  }
}

TEST(JpegSegment, AnEmptiedSegmentIsEmpty) {
  const JpegBytes jpeg = JpegBytes{}
                             .soi()
                             .segment(0xE1, std::string(40, '\0'))
                             .segment(0xFE, "")
                             .segment(0xED, std::string(40, '\0').append("x"))
                             .picture()
                             .eoi();
  const Parsed parsed = parse_bytes(jpeg.bytes);
  EXPECT_EQ(parsed.layout.regions[1].role, Role::empty);
  EXPECT_EQ(parsed.layout.regions[2].role, Role::empty);
  EXPECT_EQ(parsed.layout.regions[3].role, Role::unknown);
  EXPECT_EQ(parsed.layout.blocks.size(), 1U);
}

TEST(JpegSegment, ALongAdobeHeaderHasATail) {
  const JpegBytes jpeg = JpegBytes{}.soi().segment(0xEE, "Adobe\0d\0\0\0\0\1hidden"s).picture().eoi();
  const Parsed parsed = parse_bytes(jpeg.bytes);
  EXPECT_EQ(parsed.layout.regions[1].at, (Extent{2, 4 + 12}));
  EXPECT_EQ(parsed.layout.regions[1].role, Role::viewer);
  EXPECT_EQ(parsed.layout.regions[1].may, Removal::pinned);
  EXPECT_EQ(parsed.layout.regions[2].name, "unused tail");
  ASSERT_EQ(parsed.layout.links.size(), 1U);
  EXPECT_EQ(parsed.layout.links[0].target, (Extent{4, 2 + 12 + 6}));
}

std::string profile_text(std::string_view data) {
  const test::Buffer bytes = test::profile(test::bytes_of(data));
  return {bytes.begin(), bytes.end()};
}

TEST(JpegSegment, IccSegmentsOutOfOrderAreOneBlock) {
  const std::string profile = profile_text("what the colours are");
  const JpegBytes jpeg = JpegBytes{}
                             .soi()
                             .segment(0xE2, "ICC_PROFILE\0\3\3"s + profile.substr(160))
                             .segment(0xE2, "ICC_PROFILE\0\1\3"s + profile.substr(0, 150))
                             .segment(0xFE, "between")
                             .segment(0xE2, "ICC_PROFILE\0\2\3"s + profile.substr(150, 10))
                             .picture()
                             .eoi();
  const Parsed parsed = parse_bytes(jpeg.bytes);
  const Block* icc = block_of(parsed.layout, BlockKind::icc);
  ASSERT_NE(icc, nullptr);
  EXPECT_EQ(text_of(*icc, jpeg.bytes), profile);
  EXPECT_TRUE(parsed.layout.notes.empty());
  for (const std::size_t i : {1U, 2U, 4U}) {
    EXPECT_EQ(parsed.layout.regions[i].block, 0U);
    EXPECT_EQ(parsed.layout.regions[i].role, Role::viewer);
    EXPECT_EQ(parsed.layout.regions[i].leak_class, LeakClass::icc);
  }
}

TEST(JpegSegment, AProfileMayBeWrittenTwiceOrCountFromZero) {
  const std::string profile = profile_text("p");
  const auto icc = [](const std::string& numbers, const std::string& data) {
    return "ICC_PROFILE\0"s + numbers + data;
  };
  const std::string front = profile.substr(0, 100), rest = profile.substr(100);
  const JpegBytes twice =
      JpegBytes{}.soi().segment(0xE2, icc("\1\1", profile)).segment(0xE2, icc("\1\1", profile));
  const JpegBytes from_zero =
      JpegBytes{}.soi().segment(0xE2, icc("\0\2"s, front)).segment(0xE2, icc("\1\2", rest));
  for (JpegBytes jpeg : {twice, from_zero}) {
    const Parsed parsed = parse_bytes(jpeg.picture().eoi().bytes);
    EXPECT_TRUE(parsed.layout.notes.empty());
    const Block* block = block_of(parsed.layout, BlockKind::icc);
    ASSERT_NE(block, nullptr);
    EXPECT_EQ(text_of(*block, jpeg.bytes), profile);
    for (const std::size_t i : {1U, 2U}) EXPECT_EQ(parsed.layout.regions[i].leak_class, LeakClass::icc);
  }
}

TEST(JpegSegment, AMissingOrContradictoryIccSegmentIsDamage) {
  const std::string profile = profile_text("p");
  const std::string longer = profile_text(std::string(4'000, 'p'));
  const auto doubled = [](const std::string& a, const std::string& b) {
    return JpegBytes{}
        .soi()
        .segment(0xE2, "ICC_PROFILE\0\1\1"s + a)
        .segment(0xE2, "ICC_PROFILE\0\1\1"s + b)
        .picture()
        .eoi();
  };
  const JpegBytes missing = JpegBytes{}.soi().segment(0xE2, "ICC_PROFILE\0\1\2"s + profile).picture().eoi();
  const JpegBytes too_long_to_compare = doubled(longer, longer);
  for (const JpegBytes& jpeg : {missing, doubled(profile, profile_text("q")), too_long_to_compare}) {
    const Parsed parsed = parse_bytes(jpeg.bytes);
    EXPECT_EQ(parsed.layout.notes.size(), 1U);
    EXPECT_EQ(parsed.layout.regions[1].role, Role::unknown);
    EXPECT_EQ(parsed.layout.regions[1].leak_class, LeakClass::unknown);
  }
}

TEST(JpegSegment, WhatIsNoIccProfileIsUnknown) {
  const auto role_of = [](const std::string& data) {
    const JpegBytes jpeg = JpegBytes{}.soi().segment(0xE2, "ICC_PROFILE\0\1\1"s + data).picture().eoi();
    return parse_bytes(jpeg.bytes).layout.regions[1].role;
  };
  const std::string profile = profile_text("sRGB");
  EXPECT_EQ(role_of(profile), Role::viewer);
  JpegBytes tiny = JpegBytes{}.soi();
  for (std::size_t i = 0; i < profile.size(); ++i) {
    const std::string number{static_cast<char>(i + 1), static_cast<char>(profile.size())};
    tiny.segment(0xE2, "ICC_PROFILE\0"s + number + profile[i]);
  }
  EXPECT_EQ(parse_bytes(tiny.picture().eoi().bytes).layout.regions[1].role, Role::viewer);
  EXPECT_EQ(role_of("Jane Doe, 48.8583701 2.2944813"), Role::unknown);
  EXPECT_EQ(role_of(profile + "behind its end"), Role::unknown);
  EXPECT_EQ(role_of(profile + "\0\0\0"s), Role::viewer) << "padding";
  EXPECT_EQ(role_of(profile + "\0x\0"s), Role::unknown);
  EXPECT_EQ(role_of(profile.substr(0, 147)), Role::unknown);
  EXPECT_EQ(role_of(std::string{profile}.replace(36, 4, "....")), Role::unknown);
  EXPECT_EQ(role_of(std::string{profile}.replace(131, 1, "\2")), Role::unknown) << "half a tag table";
  EXPECT_EQ(role_of(std::string{profile}.replace(143, 1, "\5")), Role::unknown)
      << "a tag that runs out of it";
}

TEST(JpegSegment, AnExifSegmentWithoutTiffHeaderContinuesTheOneBefore) {
  const JpegBytes jpeg = JpegBytes{}
                             .soi()
                             .segment(0xE1, "Exif\0\0II*\0first"s)
                             .segment(0xE1, "Exif\0\0 second"s)
                             .segment(0xE1, "Exif\0\0MM\0*other"s)
                             .segment(0xFE, "between")
                             .segment(0xE1, "Exif\0\0astray"s)
                             .picture()
                             .eoi();
  const Parsed parsed = parse_bytes(jpeg.bytes);
  ASSERT_EQ(parsed.layout.blocks.size(), 4U);
  EXPECT_EQ(text_of(parsed.layout.blocks[0], jpeg.bytes), "II*\0first second"s);
  EXPECT_EQ(text_of(parsed.layout.blocks[1], jpeg.bytes), "MM\0*other"s);
  EXPECT_EQ(text_of(parsed.layout.blocks[3], jpeg.bytes), "astray");
}

std::string extended(char guid, std::uint32_t total, std::uint32_t offset, const std::string& data) {
  std::string payload = "http://ns.adobe.com/xmp/extension/\0"s + std::string(32, guid);
  for (const std::uint32_t value : {total, offset}) {
    for (int shift = 24; shift >= 0; shift -= 8) payload.push_back(static_cast<char>(value >> shift));
  }
  return payload + data;
}

TEST(JpegSegment, ExtendedXmpIsOneBlockAGuid) {
  const JpegBytes jpeg = JpegBytes{}
                             .soi()
                             .segment(0xE1, extended('A', 6, 4, "56"))
                             .segment(0xE1, extended('B', 2, 0, "xy"))
                             .segment(0xE1, extended('A', 6, 0, "1234"))
                             .segment(0xE1, extended('C', 9, 0, "short"))
                             .picture()
                             .eoi();
  const Parsed parsed = parse_bytes(jpeg.bytes);
  ASSERT_EQ(parsed.layout.blocks.size(), 3U);
  EXPECT_EQ(text_of(parsed.layout.blocks[0], jpeg.bytes), "123456");
  EXPECT_EQ(text_of(parsed.layout.blocks[1], jpeg.bytes), "xy");
  ASSERT_EQ(parsed.layout.notes.size(), 1U) << "the last GUID's";
  EXPECT_EQ(parsed.layout.notes[0].offset, parsed.layout.blocks[2].parts[0].offset);
}

TEST(JpegSegment, MoreGuidsThanAnyWriterMakesAreALimit) {
  JpegBytes jpeg = JpegBytes{}.soi();
  for (int i = 0; i < 300; ++i) {
    std::string payload = extended('A', 1, 0, "x");
    payload[40] = static_cast<char>(i);
    payload[41] = static_cast<char>(i >> 8);
    jpeg.segment(0xE1, payload);
  }
  const Parsed parsed = parse_bytes(jpeg.picture().eoi().bytes);
  ASSERT_FALSE(parsed.result);
  EXPECT_EQ(parsed.result.error().code, Errc::limit);
}

TEST(JpegSegment, PhotoshopResourcesRunOnInTheNextSegment) {
  const JpegBytes jpeg = JpegBytes{}
                             .soi()
                             .segment(0xED, "Photoshop 3.0\0008BIM\4\4"s)
                             .segment(0xED, "Photoshop 3.0\0rest"s)
                             .segment(0xFE, "between")
                             .segment(0xED, "Adobe_Photoshop2.5:"s + std::string(8, '.') + "8BIM")
                             .picture()
                             .eoi();
  const Parsed parsed = parse_bytes(jpeg.bytes);
  ASSERT_EQ(parsed.layout.blocks.size(), 3U);
  EXPECT_EQ(text_of(parsed.layout.blocks[0], jpeg.bytes), "8BIM\4\4rest");
  EXPECT_EQ(text_of(parsed.layout.blocks[2], jpeg.bytes), "8BIM");
  EXPECT_EQ(parsed.layout.blocks[2].kind, BlockKind::irb);
}

TEST(JpegSegment, JumbfPacketsBecomeOneBoxAnInstance) {
  const JpegBytes jpeg = JpegBytes{}
                             .soi()
                             .segment(0xEB, "JP\0\1\0\0\0\2\0\0\0\x0Cjumbcd"s)
                             .segment(0xEB, "JP\0\2\0\0\0\1\0\0\0\x0Ajumbzz"s)
                             .segment(0xEB, "JP\0\1\0\0\0\1\0\0\0\x0Cjumbab"s)
                             .picture()
                             .eoi();
  const Parsed parsed = parse_bytes(jpeg.bytes);
  ASSERT_EQ(parsed.layout.blocks.size(), 2U);
  EXPECT_EQ(text_of(parsed.layout.blocks[0], jpeg.bytes), "\0\0\0\x0Cjumbabcd"s);
  EXPECT_TRUE(parsed.layout.notes.empty());
  EXPECT_EQ(text_of(parsed.layout.blocks[1], jpeg.bytes), "\0\0\0\x0Ajumbzz"s);
}

TEST(JpegSegment, FlirChunksBecomeOneBlock) {
  const JpegBytes jpeg = JpegBytes{}
                             .soi()
                             .segment(0xE1, "FLIR\0\1\1\2bb"s)
                             .segment(0xE1, "FLIR\0\1\0\2aa"s)
                             .segment(0xE1, "FLIR\0\1\2\2cc"s)
                             .picture()
                             .eoi();
  const Parsed parsed = parse_bytes(jpeg.bytes);
  EXPECT_EQ(text_of(parsed.layout.blocks[0], jpeg.bytes), "aabbcc");
  EXPECT_TRUE(parsed.layout.notes.empty());
}

TEST(JpegSegment, APreviewRunsOnInSegmentsWithoutASignature) {
  const JpegBytes jpeg = JpegBytes{}
                             .soi()
                             .segment(0xE3, "\xFF\xD8\xFF\xDBone"s)
                             .segment(0xE4, "two")
                             .segment(0xE5, "three")
                             .segment(0xE6, "unknown")
                             .picture()
                             .eoi();
  const Parsed parsed = parse_bytes(jpeg.bytes);
  ASSERT_EQ(parsed.layout.blocks.size(), 2U);
  EXPECT_EQ(parsed.layout.blocks[0].kind, BlockKind::jpeg);
  EXPECT_EQ(text_of(parsed.layout.blocks[0], jpeg.bytes), "\xFF\xD8\xFF\xDBonetwothree"s);
  EXPECT_EQ(parsed.layout.regions[3].leak_class, LeakClass::thumbnail);
  EXPECT_EQ(parsed.layout.regions[4].role, Role::unknown);
}

TEST(JpegSegment, BlocksStartBehindTheirSignature) {
  const std::pair<std::string, std::string> segments[] = {
      {"http://ns.adobe.com/xap/1.0/\0<x/>"s, "<x/>"},
      {"QVCI\0data"s, "data"},
  };
  for (const auto& [payload, data] : segments) {
    const JpegBytes jpeg = JpegBytes{}.soi().segment(0xE1, payload).picture().eoi();
    const Parsed parsed = parse_bytes(jpeg.bytes);
    EXPECT_EQ(text_of(parsed.layout.blocks[0], jpeg.bytes), data);
  }
  const JpegBytes jfxx = JpegBytes{}.soi().segment(0xE0, "JFXX\0\x10\xFF\xD8\xFF\xD9"s).picture().eoi();
  const Parsed parsed = parse_bytes(jfxx.bytes);
  EXPECT_EQ(parsed.layout.blocks[0].kind, BlockKind::jpeg);
  EXPECT_EQ(text_of(parsed.layout.blocks[0], jfxx.bytes), "\xFF\xD8\xFF\xD9");
}

TEST(JpegWrap, AWrappedPayloadIsASegmentOfItsKind) {
  for (const BlockKind kind : {BlockKind::exif, BlockKind::xmp, BlockKind::mpf}) {
    const std::vector<Byte> payload(jpeg_room(kind), 'p');
    const std::vector<Byte> segment = wrap_jpeg(kind, payload);
    EXPECT_EQ(segment.size(), 2U + 0xFFFF);
    JpegBytes jpeg = JpegBytes{}.soi().raw(segment).picture().eoi();
    const Parsed parsed = parse_bytes(jpeg.bytes);
    ASSERT_TRUE(parsed.result);
    ASSERT_EQ(parsed.layout.blocks.size(), 1U);
    EXPECT_EQ(parsed.layout.blocks[0].kind, kind);
    EXPECT_EQ(parsed.layout.blocks[0].parts[0].length, payload.size());
  }
  EXPECT_EQ(jpeg_room(BlockKind::icc), 0U);
}

}  // namespace
}  // namespace exifscrub
