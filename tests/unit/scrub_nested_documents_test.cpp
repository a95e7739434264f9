#include <gtest/gtest.h>

#include <algorithm>

#include "base/digests.hpp"
#include "base/text.hpp"
#include "block_reading.hpp"
#include "exifscrub/scrubber.hpp"
#include "metadata/xmp.hpp"
#include "scrub/document.hpp"
#include "scrub/sight.hpp"
#include "scrub/treatment.hpp"
#include "scrub_pictures.hpp"
#include "support/tiff_builder.hpp"

namespace exifscrub {
namespace {

using namespace std::string_literals;

/// The bytes after --gps-only, or what refused them.
std::string without_location(const std::vector<Byte>& file) {
  MemorySource source{file};
  const Format* format = recognise(file);
  Document document{source, *format, {}};
  if (const auto read = document.read(source); !read) return std::string{read.error().what};
  const Result<Treatment> treatment = treat(document, Policy{Mode::gps_only});
  if (!treatment) return std::string{treatment.error().what};
  EXPECT_TRUE(treatment->plan.keeps_size());
  std::vector<Byte> out = file;
  for (const Patch& patch : treatment->plan.patches) patch.apply(0, out);
  return text_of(out);
}

std::string box(std::string_view type, std::string_view content) {
  return u32(content.size() + 8).append(type).append(content);
}

TEST(NestedDocuments, ARefusalNamesTheByteOfTheFile) {
  // A picture in the XMP whose second segment is damaged, three base64 digits for each two bytes.
  const std::string packet =
      "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">"
      "<rdf:Description xmlns:g=\"http://ns.adobe.com/xap/1.0/g/img/\"><g:image>"
      "/9j/4QAKRXhpZgAATU3/AAAAAAAAAAAAAAAAAAAAAAAA</g:image></rdf:Description></rdf:RDF></x:xmpmeta>";
  const auto file = JpegBytes{}
                        .soi()
                        .segment(0xFE, std::string(1000, 'x'))
                        .segment(0xE1, "http://ns.adobe.com/xap/1.0/\0"s + packet)
                        .tables()
                        .frame()
                        .scan()
                        .eoi()
                        .bytes;
  MemorySource source{file};
  Document document{source, *recognise(file), {}};
  ASSERT_TRUE(document.read(source));
  const auto sight = check_sight(document);
  ASSERT_FALSE(sight);
  const std::size_t digits = text_of(file).find("/9j/");
  EXPECT_GE(sight.error().offset, digits) << sight.error().what;
  EXPECT_LT(sight.error().offset, digits + 44);
}

// Programs write a keyword of a tree into every other list too.
TEST(NestedDocuments, KeywordsGoWithTheirTwinsInOtherBlocks) {
  const auto picture = [](std::string_view root) {
    const std::string packet =
        "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">"
        "<rdf:Description xmlns:l=\"http://ns.adobe.com/lightroom/1.0/\""
        " xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:subject><rdf:Bag><rdf:li>cat</rdf:li>"
        "<rdf:li>Graz</rdf:li><rdf:li>K\xC3\xB6ln</rdf:li></rdf:Bag></dc:subject><l:hierarchicalSubject><rdf:Bag>"
        "<rdf:li>" +
        std::string{root} + "|Austria|Graz</rdf:li><rdf:li>" + std::string{root} +
        "|K\xC3\xB6ln</rdf:li></rdf:Bag></l:hierarchicalSubject></rdf:Description></rdf:RDF></x:xmpmeta>";
    const std::string keywords = "dog;graz;"s.append(root).append("/Austria/Graz;bird");
    std::string list;
    for (const char c : keywords) list.append({c, '\0'});
    test::TiffBuilder tiff{ByteOrder::little};
    tiff.raw(tiff.ifd(), 0x9C9E, 1, static_cast<std::uint32_t>(list.size()), bytes_of(list));
    const std::vector<Byte> block = tiff.build();
    std::string iptc;
    for (const std::string_view keyword : {"horse", "Austria", "K\xF6ln"})
      iptc.append("\x1C\x02\x19\0"s).append(1, static_cast<char>(keyword.size())).append(keyword);
    const std::string photoshop = "Photoshop 3.0\0"s + "8BIM\x04\x04\0\0"s + u32(iptc.size()) + iptc +
                                  std::string(iptc.size() % 2, '\0');
    return JpegBytes{}
        .soi()
        .segment(0xE1, "Exif\0\0"s.append(block.begin(), block.end()))
        .segment(0xE1, "http://ns.adobe.com/xap/1.0/\0"s + packet)
        .segment(0xED, photoshop)
        .tables()
        .frame()
        .scan()
        .eoi()
        .bytes;
  };
  const std::string utf16_graz = "g\0r\0a\0z\0"s, utf16_dog = "d\0o\0g\0"s, utf16_bird = "b\0i\0r\0d\0"s;
  const std::string gone = without_location(picture("Places"));
  for (const std::string_view word :
       {std::string_view{"Graz"}, std::string_view{"Austria"}, std::string_view{"K\xC3\xB6ln"},
        std::string_view{"K\xF6ln"}, std::string_view{utf16_graz}, std::string_view{"G\0r\0a\0z", 7}})
    EXPECT_EQ(gone.find(word), gone.npos) << word;
  for (const std::string_view word : {std::string_view{"cat"}, std::string_view{"horse"},
                                      std::string_view{utf16_dog}, std::string_view{utf16_bird}})
    EXPECT_NE(gone.find(word), gone.npos) << word;
  EXPECT_EQ(without_location(picture("Animal")), text_of(picture("Animal")));
}

// Written anew from what was read, a block that cannot be read to its end hides nothing.
TEST(NestedDocuments, WhatAViewerNeedsStaysOfADamagedBlock) {
  const std::string turned = "Exif\0\0II*\0\x08\0\0\0\x02\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0"s;
  const std::string lost_gps = "\x25\x88\x04\0\x01\0\0\0\x26\0\0\0\0\0\0\0\xFFno directory"s;
  const auto file = JpegBytes{}.soi().segment(0xE1, turned + lost_gps).tables().frame().scan().eoi().bytes;
  MemorySource source{file};
  Document document{source, *recognise(file), {}};
  ASSERT_TRUE(document.read(source));
  ASSERT_FALSE(document.reading().blind_spots.empty());
  const auto treatment = treat(document, Policy{Mode::strip});
  ASSERT_TRUE(treatment);
  ASSERT_EQ(treatment->plan.literals.size(), 1U);
  const auto& exif = treatment->plan.literals.front().bytes;
  EXPECT_NE(text_of(exif).find("\x01\x12"), std::string::npos) << "the orientation";
}

// What no specification says anything about may be a document all the same.
TEST(NestedDocuments, InOpaqueValuesLoseTheirLocation) {
  test::TiffBuilder located{ByteOrder::big}, outer{ByteOrder::little};
  const int ifd0 = located.ifd(), gps = located.ifd();
  located.ascii(ifd0, 0x010E, "a title");
  located.pointer(ifd0, 0x8825, gps);
  located.ascii(gps, 1, "N");
  located.rationals(gps, 2, {{48, 1}, {51, 1}, {2999, 100}});
  const std::string exif = "Exif\0\0"s + text_of(located.build());
  const std::string picture = text_of(JpegBytes{}.soi().segment(0xE1, exif).picture().eoi().bytes);
  for (const std::string& document : {exif, picture}) {
    outer = test::TiffBuilder{ByteOrder::little};
    outer.undefined(outer.ifd(), 0xBEEF, bytes_of(document));
    const std::string resource = "Photoshop 3.0\0"s + "8BIM\x12\x34\0\0"s + u32(document.size()) + document;
    for (const auto& [marker, payload] :
         {std::pair{0xFE, document}, {0xE1, "Exif\0\0"s + text_of(outer.build())}, {0xED, resource}}) {
      const auto file = JpegBytes{}.soi().segment(marker, payload).picture().eoi().bytes;
      const std::string after = without_location(file);
      EXPECT_NE(text_of(file).find(u32(2999) + u32(100)), std::string::npos);
      EXPECT_EQ(after.find(u32(2999) + u32(100)), std::string::npos) << marker;
      EXPECT_NE(after.find("a title"), std::string::npos) << after;
    }
  }
}

// --keep device leaves Parrot's thermal picture, a TIFF: unless it may hold what nobody could find.
TEST(NestedDocuments, WhatCannotBeReadIsNotKept) {
  const auto is_kept = [](const std::string& first_ifd) {
    const std::string description = "\x01\0\x0E\x01\x02\0\x04\0\0\0abc\0\0\0\0\0"s;
    const std::string thermal = "PARROT\0II*\0"s + first_ifd + description;
    const auto file = JpegBytes{}.soi().segment(0xE1, thermal).tables().frame().scan().eoi().bytes;
    MemorySource source{file};
    Document document{source, *recognise(file), {}};
    EXPECT_TRUE(document.read(source));
    Policy policy{Mode::strip};
    policy.keep(LeakClass::device);
    const auto treatment = treat(document, policy);
    EXPECT_TRUE(treatment);
    return treatment && treatment->plan.output_size == file.size();
  };
  EXPECT_TRUE(is_kept("\x08\0\0\0"s));
  EXPECT_FALSE(is_kept("\x08\xD8\0\0"s));
}

// --gps-only leaves what is no location; of what nobody looked into it says so.
TEST(NestedDocuments, UnreadPartsBehindThePictureAreNamed) {
  const auto kept_of = [](const std::string& tail) {
    const auto file = JpegBytes{}.soi().tables().frame().scan().eoi().raw(tail).bytes;
    MemorySource source{file};
    Document document{source, *recognise(file), {}};
    EXPECT_TRUE(document.read(source));
    const auto treatment = treat(document, Policy{Mode::gps_only});
    return treatment ? treatment->kept : std::string{treatment.error().what};
  };
  const std::string movie = box("ftyp", "isom\0\0\0\0"s);
  const std::string vendor = box("uuid",
                                 "0123456789abcdef"
                                 "a place, perhaps");
  EXPECT_EQ(kept_of(movie), "");
  EXPECT_EQ(kept_of(movie + vendor),
            "nobody can read QuickTime:UUID-30313233343536373839616263646566, which stays");
  EXPECT_EQ(kept_of("some words"), "nobody can read unknown trailer, which stays");
  EXPECT_EQ(kept_of("\x14"), "") << "no place is that short";
}

// EOS D30, VX4400, D-320L: a thumbnail shorter than the one before it leaves that one's end standing.
TEST(NestedDocuments, WhatAnOlderThumbnailLeftIsNoPlace) {
  const auto kept_of = [](const std::string& behind) {
    const std::string thumbnail = text_of(JpegBytes{}.soi().tables().frame().scan().eoi().bytes) + behind;
    const auto file =
        JpegBytes{}.soi().segment(0xE0, "JFXX\0\x10"s + thumbnail).tables().frame().scan().eoi().bytes;
    MemorySource source{file};
    Document document{source, *recognise(file), {}};
    EXPECT_TRUE(document.read(source));
    const auto treatment = treat(document, Policy{Mode::gps_only});
    return treatment ? treatment->kept : std::string{treatment.error().what};
  };
  std::string coded;
  for (std::uint32_t state = 1, i = 0; i < 600; ++i) {
    state = state * 1664525 + 1013904223;
    coded.push_back(static_cast<char>(state >> 24));
    if (coded.back() == '\xFF') coded.push_back('\0');
  }
  const std::string unread = "nobody can read unknown:trailer, which stays";
  EXPECT_EQ(kept_of(coded), "");
  EXPECT_EQ(kept_of(coded + "\xFF\xD9"), "");
  EXPECT_EQ(kept_of(coded + "\xFF\xD9" + std::string(200, '\xFF')), "");
  EXPECT_EQ(kept_of(std::string(200, '\xFF')), "");
  EXPECT_EQ(kept_of(coded + "\xFF\xE1"), unread) << "a segment";
  EXPECT_EQ(kept_of(coded + "48.2082N 16.3738E" + coded), unread) << "text";
  EXPECT_EQ(kept_of(coded + u32(48) + u32(1) + u32(12) + u32(1) + coded), unread) << "rationals";
  EXPECT_EQ(kept_of(std::string(100, 'w')), unread);
  std::string unstuffed = coded;
  std::ranges::replace(unstuffed, '\xFF', '\x7F');
  EXPECT_EQ(kept_of(unstuffed), unread) << "nothing shows that it is coded";
  EXPECT_EQ(kept_of(std::string("\x40\x48\x1A\x85\x8F\xC2\x9B\x31\x40\x30\x5F\xA4\x3F\xE5\xC9\x1D", 16)),
            unread)
      << "two numbers of 64 bits";
}

TEST(NestedDocuments, MoreFindingsThanAnyWriterMakesAreRefused) {
  const auto file_with = [](std::size_t segments) {
    std::string datasets;
    for (int i = 0; i < 7000; ++i)
      datasets.append(
          "\x1C\x02\x5A\0\x04"
          "City",
          9);
    std::string payload = std::string(
                              "Photoshop 3.0\0"
                              "8BIM\x04\x04\0\0",
                              22) +
                          u32(datasets.size()) + datasets;
    JpegBytes file;
    file.soi();
    for (std::size_t i = 0; i < segments; ++i) file.segment(0xED, payload);
    return file.tables().frame().scan().eoi().bytes;
  };
  EXPECT_NE(without_location(file_with(1)), "more metadata than any camera or editor writes");
  EXPECT_EQ(without_location(file_with(20)), "more metadata than any camera or editor writes");
  // Segments that make one block are no way around the budget: what nobody will look at is not gathered.
  const auto long_file = file_with(60);
  MemorySource source{long_file};
  Document document{source, *recognise(long_file), {}};
  EXPECT_FALSE(document.read(source));
  EXPECT_LT(document.reading().findings.size(), 100'000U);
}

TEST(NestedDocuments, AManifestGoesWholeForAPlaceInItsThumbnail) {
  const std::string label = std::string(16, 'u') + "\x03" + "c2pa.thumbnail" + std::string(1, '\0');
  const auto file_with = [&](const std::string& thumbnail) {
    const std::string manifest = box("jumb", box("jumd", label) + box("bidb", thumbnail));
    return JpegBytes{}
        .soi()
        .segment(0xEB, std::string("JP\0\1", 4) + u32(1) + manifest)
        .tables()
        .frame()
        .scan()
        .eoi()
        .bytes;
  };
  const std::string cleaned = without_location(file_with(located_picture()));
  EXPECT_EQ(cleaned.size(), file_with(located_picture()).size());
  EXPECT_EQ(cleaned.find("c2pa"), std::string::npos);
  EXPECT_EQ(cleaned.find("Graz"), std::string::npos);
  const std::vector<Byte> harmless = file_with("\xFF\xD8\xFF\xD9");
  EXPECT_EQ(without_location(harmless), text_of(harmless));
}

TEST(NestedDocuments, AnExtendedXmpIsRenamedAfterAChangeInsideIt) {
  const std::string extended =
      "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF "
      "xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">"
      "<rdf:Description xmlns:i=\"http://ns.google.com/photos/1.0/image/\" i:Data=\"" +
      base64(bytes_of(located_picture())) + "\"/></rdf:RDF></x:xmpmeta>";
  const std::string guid = extended_xmp_guid(bytes_of(extended));
  JpegBytes jpeg;
  jpeg.soi().segment(
      0xE1, std::string("http://ns.adobe.com/xap/1.0/\0", 29) +
                "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><rdf:Description "
                "xmlns:n=\"http://ns.adobe.com/xmp/note/\" n:HasExtendedXMP=\"" +
                guid + "\"/></rdf:RDF>");
  constexpr std::size_t chunk = 100;
  for (std::size_t at = 0; at < extended.size(); at += chunk) {
    jpeg.segment(0xE1, std::string("http://ns.adobe.com/xmp/extension/\0", 35) + guid + u32(extended.size()) +
                           u32(at) + extended.substr(at, chunk));
  }
  jpeg.tables().frame().scan().eoi();
  const std::string cleaned = without_location(jpeg.bytes);
  ASSERT_EQ(cleaned.size(), jpeg.bytes.size());
  EXPECT_EQ(cleaned.find(guid), std::string::npos);

  const std::vector<Byte> bytes = bytes_of(cleaned);
  MemorySource again{bytes};
  Document document{again, *recognise(bytes), {}};
  ASSERT_TRUE(document.read(again));
  for (const BlockFinding& finding : document.reading().findings) {
    EXPECT_NE(finding.leak_class, LeakClass::location);
  }
  for (std::uint32_t i = 0; i < document.layout().blocks.size(); ++i) {
    if (document.layout().blocks[i].kind != BlockKind::xmp_extended) continue;
    const std::string renamed = extended_xmp_guid(*document.bytes().of(i));
    std::size_t count = 0;
    for (std::size_t at = 0; (at = cleaned.find(renamed, at)) != std::string::npos; ++at) ++count;
    EXPECT_EQ(count, 1 + (extended.size() + chunk - 1) / chunk) << "the main packet and each chunk name it";
  }
}

// Photoshop's resources stand in APP13, and in TIFF files and what was made of them in IFD0 (tag 0x8649).
TEST(NestedDocuments, TheDigestFollowsAPictureInTheStream) {
  const std::string picture = located_picture();
  const auto u16 = [](std::size_t value) { return u32(value).substr(2); };
  const std::string stream = "\x1C\x02\xCA"s + u16(picture.size()) + picture;
  const auto digest_of = [](const std::string& text) {
    const auto digest = md5(bytes_of(text));
    return std::string{digest.begin(), digest.end()};
  };
  const auto resource = [](const std::string& id, std::string data) {
    const std::string length = u32(data.size());
    if (data.size() % 2 == 1) data.push_back('\0');
    return "8BIM" + id + "\0\0"s + length + data;
  };
  const std::string resources = resource("\x04\x04", stream) + resource("\x04\x25", digest_of(stream));
  const std::string exif =
      "Exif\0\0MM\0*\0\0\0\x08\0\1\x86\x49\0\1"s + u32(resources.size()) + u32(26) + u32(0) + resources;
  for (const auto& [marker, payload] : {std::pair{0xED, "Photoshop 3.0\0"s + resources}, {0xE1, exif}}) {
    const auto file = JpegBytes{}.soi().segment(marker, payload).tables().frame().scan().eoi().bytes;
    const std::string cleaned = without_location(file);
    ASSERT_EQ(cleaned.size(), file.size());
    EXPECT_EQ(cleaned.find("Graz"), std::string::npos);
    EXPECT_NE(cleaned.find("stays"), std::string::npos);
    const std::string left = cleaned.substr(text_of(file).find(stream), stream.size());
    EXPECT_EQ(cleaned.find(digest_of(stream)), std::string::npos);
    EXPECT_NE(cleaned.find(digest_of(left)), std::string::npos) << std::hex << marker;
  }
}

}  // namespace
}  // namespace exifscrub
