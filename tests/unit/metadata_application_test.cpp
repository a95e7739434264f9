#include <gtest/gtest.h>

#include <array>

#include "carrier_damage.hpp"
#include "metadata/application.hpp"
#include "movie_bytes.hpp"

namespace exifscrub {
namespace {

using namespace std::string_literals;
using movie::u16;
using movie::u32;

/// A segment behind its signature, of one dialect.
template <Dialect dialect>
void read_named(const ReadRequest& request, Reading& into) {
  ReadRequest named = request;
  named.dialect = dialect;
  read_application(named, into);
}

constexpr Dialect jfif = Dialect::jfif;
constexpr Dialect ciff = Dialect::ciff;
constexpr Dialect qvci = Dialect::qvci;
constexpr Dialect meta = Dialect::meta;
constexpr Dialect rmeta = Dialect::rmeta;
constexpr Dialect unique_id = Dialect::ssuniqueid;
constexpr Dialect tdhd = Dialect::hp_tdhd;
constexpr Dialect pentax = Dialect::pentax;
constexpr Dialect dji = Dialect::dji_dbg;
constexpr Dialect jukebox = Dialect::media_jukebox;
constexpr Dialect comment = Dialect::unicode_comment;
constexpr Dialect ducky = Dialect::ducky;
constexpr Dialect picture_info = Dialect::picture_info;

template <Dialect dialect>
BlockReading read(const std::string& text) {
  return {read_named<dialect>, text};
}
template <Dialect dialect>
std::string without(const std::string& text, LeakClass leak_class) {
  const auto erased = read<dialect>(text).without(erase_application, leak_class);
  return erased ? text_of(*erased) : "failed";
}
template <Dialect dialect>
void expect_sound(const std::string& text) {
  const CarrierDamage damage{read_named<dialect>, erase_application};
  const std::vector<Byte> bytes = bytes_of(text);
  damage.expect_sound_when_truncated(bytes);
  damage.expect_sound_when_flipped(bytes);
}

TEST(Application, PlacesInTextsGoAndTheTextStays) {
  EXPECT_EQ(without<Dialect::dji_dtat>("\0\0.{\"lat\":48.8583,\"a\":1}"s, LeakClass::location),
            "\0\0.{\"lat\":null   ,\"a\":1}"s);
  EXPECT_EQ(without<picture_info>("\rLatitude=48.8583\rType=X\rCity=Graz\r", LeakClass::location),
            "\rLatitude=       \rType=X\rCity=    \r");
  EXPECT_EQ(without<dji>("[lat:48.8583][GPS:1,2][ae:5]", LeakClass::location),
            "[lat:       ][GPS:   ][ae:5]");
  EXPECT_EQ(without<comment>("\0l\0a\0t\0=\0\x34\0\x38\0.\0\x38\0!\0!"s, LeakClass::location),
            "\0l\0a\0t\0=\0 \0 \0 \0 \0!\0!"s);
}

TEST(Application, UnknownNamesAreUnknown) {
  const BlockReading block{read_application, "whatever"};
  ASSERT_EQ(block.reading.findings.size(), 1U);
  EXPECT_EQ(block.reading.findings[0].leak_class, LeakClass::unknown);
}

TEST(Application, WholeSegmentsAreOneFinding) {
  const BlockReading block = read<unique_id>("0123456789abcdef");
  EXPECT_EQ(block.value("Samsung:UniqueID"), "0123456789abcdef");
  EXPECT_EQ(block.class_of("Samsung:UniqueID"), "device");
  EXPECT_EQ(without<unique_id>("0123", LeakClass::device), std::string(4, '\0'));
  EXPECT_TRUE(read<unique_id>(std::string(16, '\0')).reading.findings.empty());
}

TEST(Application, FieldsWithoutANameHaveATag) {
  EXPECT_EQ(read<dji>("[:0123]").value("DJI-DBG:Unnamed"), "0123");
  EXPECT_EQ(read<jukebox>("<>0123</>").value("MediaJukebox:Unnamed"), "0123");
  EXPECT_EQ(read<picture_info>("=0123\r\n").value("PictureInfo:Unnamed"), "0123");
}

TEST(Application, TiffStreamsAreReferences) {
  const BlockReading block = read<meta>("II*\0\x08\0\0\0"s);
  ASSERT_EQ(block.reading.references.size(), 1U);
  EXPECT_EQ(block.reading.references[0].kind, BlockKind::exif);
  EXPECT_TRUE(block.reading.findings.empty());
  EXPECT_EQ(read<meta>("no TIFF").class_of("MetaIFD:Meta"), "unknown");
}

TEST(Application, WhatIsNotOfTheAnnouncedFormIsUnknown) {
  const std::string noise = "\x01\x02\xF3\x04\x81\x06\0\x07"s + std::string(80, '\x19');
  EXPECT_EQ(read<meta>(noise).class_of("MetaIFD:Meta"), "unknown");
  EXPECT_EQ(read<Dialect::parrot>(noise).class_of("Parrot:RawThermalImage"), "unknown");
  EXPECT_EQ(read<Dialect::eppim>(noise).class_of("EPPIM:PrintIM"), "unknown");
  EXPECT_EQ(read<Dialect::huawei>(noise).class_of("Huawei:Huawei"), "unknown");
  EXPECT_EQ(read<ciff>(noise).class_of("CIFF:CanonRaw"), "unknown");
  EXPECT_EQ(read<qvci>(noise).class_of("Casio:QVCI"), "unknown");
  EXPECT_EQ(read<rmeta>(noise).class_of("RMETA:RMETA"), "unknown");
  EXPECT_EQ(read<dji>(noise).class_of("DJI:Debug"), "unknown");
  EXPECT_EQ(read<jukebox>(noise).class_of("MediaJukebox:XML"), "unknown");
  EXPECT_EQ(read<ducky>(noise).class_of("Ducky:Ducky"), "unknown");
  EXPECT_EQ(read<Dialect::fpxr>(noise).class_of("FlashPix:FPXR"), "unknown");
  EXPECT_EQ(read<Dialect::jps>(noise).class_of("JPS:JPSComment"), "unknown");
  EXPECT_EQ(read<Dialect::qti>(noise).class_of("Qualcomm:DebugMetadata"), "unknown");
  EXPECT_EQ(read<Dialect::nitf>(noise).class_of("NITF:NITF"), "unknown");
  EXPECT_EQ(read<Dialect::seal>(noise).class_of("SEAL:SEAL"), "unknown");
  EXPECT_EQ(read<Dialect::adobe_cm>(noise).class_of("AdobeCM:AdobeCMType"), "unknown");
  EXPECT_EQ(read<Dialect::adobe_cm>("\0\2"s).class_of("AdobeCM:AdobeCMType"), "software");
  EXPECT_EQ(read<Dialect::fpxr>("\0\1\0\0"s).class_of("FlashPix:FPXR"), "text");
  EXPECT_EQ(read<Dialect::jps>("\0\4\0\4\3\1\0\5three"s).class_of("JPS:JPSComment"), "text");
  EXPECT_EQ(read<Dialect::qti>("\x1B\0\0\0\1\2\3\4"s).class_of("Qualcomm:DebugMetadata"), "device");
}

TEST(Application, JfifThumbnailAndTail) {
  const BlockReading block = read<jfif>("\1\2\1\0\1\0\1\1\1RGBtail"s);
  EXPECT_EQ(block.class_of("JFIF:ThumbnailTIFF"), "thumbnail");
  EXPECT_EQ(block.class_of("JFIF:Tail"), "unknown");
  EXPECT_EQ(read<jfif>("\1\1\1\1,\1,\0\0AMPF"s).class_of("JFIF:AMPF"), "software") << "Apple's";
  EXPECT_EQ(without<jfif>("\1\2\1\0\1\0\1\1\1RGBtail"s, LeakClass::thumbnail),
            "\1\2\1\0\1\0\1\1\1\0\0\0tail"s);
  EXPECT_EQ(read<jfif>("JFIF\0\1\2\1\0\1\0\1\1\1RGB"s).class_of("JFIF:ThumbnailTIFF"), "thumbnail");
  expect_sound<jfif>("\1\2\1\0\1\0\1\1\1RGBtail"s);
}

TEST(Application, CiffOwnerIsAPerson) {
  const std::string heap = "Anna\0"s + "\1\0\x10\x08\5\0\0\0\0\0\0\0"s + "\5\0\0\0"s;
  const BlockReading block = read<ciff>(heap);
  EXPECT_EQ(block.value("CIFF:OwnerName"), "Anna");
  EXPECT_EQ(block.class_of("CIFF:OwnerName"), "person");
  EXPECT_EQ(without<ciff>(heap, LeakClass::person), std::string(5, '\0') + heap.substr(5));
  expect_sound<ciff>(heap);
}

TEST(Application, CasioDateStandsAtItsPlace) {
  const std::string text = std::string(0x48, '\1') + "2001:02:03 04:05:06\0"s + "QV-3000";
  EXPECT_EQ(read<qvci>(text).value("Casio:DateTimeOriginal"), "2001:02:03 04:05:06");
  EXPECT_EQ(read<qvci>(text).class_of("Casio:DateTimeOriginal"), "time");
  expect_sound<qvci>(text);
}

std::string ricoh() {
  const auto section = [](int type, const std::string& data) {
    return u16(static_cast<std::uint64_t>(type)) + u16(data.size() + 2) + data;
  };
  return "MM" + std::string(18, '\0') + section(1, "Sign type\0Azimuth\0"s) + section(2, "Stop\0N\0"s);
}

TEST(Application, RicohFieldsHaveTheirUsersNames) {
  EXPECT_EQ(read<rmeta>(ricoh()).value("RMETA:Signtype"), "Stop");
  EXPECT_EQ(read<rmeta>(ricoh()).class_of("RMETA:Signtype"), "text");
  EXPECT_EQ(read<rmeta>(ricoh()).class_of("RMETA:Azimuth"), "location");
  expect_sound<rmeta>(ricoh());
}

TEST(Application, HpSerialNumber) {
  const std::string text = "\x11\0\0\0"s + "CMSN\1\0\0\0\5\0\0\0"s + "SN12\0"s;
  EXPECT_EQ(read<tdhd>(text).value("HP:SerialNumber"), "SN12");
  expect_sound<tdhd>(text);
}

/// One IFD: home and destination city.
std::string pentax_note() {
  return "MM" + u16(2) + u16(0x23) + u16(3) + u32(1) + u16(33) + u16(0) + u16(0x24) + u16(3) + u32(1) +
         u16(42) + u16(0) + u32(0);
}

TEST(Application, PentaxNoteIsReadInItsCopy) {
  const BlockReading block = read<pentax>(pentax_note());
  EXPECT_EQ(block.class_of("Pentax:HometownCity"), "location");
  EXPECT_EQ(block.class_of("Pentax:DestinationCity"), "location");
  EXPECT_EQ(block.class_of("Pentax:MakerNote"), "makernote");
  EXPECT_EQ(block.reading.where(*block.find("Pentax:HometownCity"))[0], (Extent{12, 2}));
  const auto erased = block.without(erase_application, LeakClass::location);
  ASSERT_TRUE(erased);
  // Zero names a city.
  EXPECT_EQ(text_of(*erased).substr(12, 2), "\xFF\xFF");
  EXPECT_EQ((BlockReading{read_named<pentax>, *erased}.count(LeakClass::location)), 0U);
  expect_sound<pentax>(pentax_note());
}

TEST(Application, DjiHeadingIsLocation) {
  const std::string text = "[ae:1][sensor_id:77][FlightDegree(Y,P,R):123,0,0]";
  EXPECT_EQ(read<dji>(text).value("DJI-DBG:FlightDegree"), "123,0,0");
  EXPECT_EQ(read<dji>(text).class_of("DJI-DBG:SensorID"), "device");
  EXPECT_EQ(without<dji>(text, LeakClass::location), "[ae:1][sensor_id:77][FlightDegree(Y,P,R):       ]");
  expect_sound<dji>(text);
}

TEST(Application, MediaJukeboxPlacesAreLocation) {
  const std::string text = "\0\0\0\0\0\0\0\0<MJMD><People>Anna</People><Places>Paris</Places></MJMD>"s;
  const BlockReading block = read<jukebox>(text);
  EXPECT_EQ(block.value("MediaJukebox:MjmdPlaces"), "Paris");
  EXPECT_EQ(block.class_of("MediaJukebox:MjmdPeople"), "person");
  EXPECT_EQ(block.reading.findings.size(), 2U);
  EXPECT_EQ(without<jukebox>(text, LeakClass::location),
            "\0\0\0\0\0\0\0\0<MJMD><People>Anna</People><Places>     </Places></MJMD>"s);
  expect_sound<jukebox>(text);
}

TEST(Application, UnicodeCommentIsText) { EXPECT_EQ(read<comment>("\0H\0i"s).value("File:Comment"), "Hi"); }

TEST(Application, DuckyCommentAndCopyright) {
  const std::string text = u16(1) + u16(4) + u32(80) + u16(2) + u16(8) + u32(2) + "\0H\0i"s + u16(3) +
                           u16(6) + u32(1) + "\0A"s + u16(0);
  const BlockReading block = read<ducky>(text);
  EXPECT_EQ(block.value("Ducky:Comment"), "Hi");
  EXPECT_EQ(block.class_of("Ducky:Copyright"), "copyright");
  std::string expected = text;
  expected.replace(text.find("\0H\0i"s), 4, 4, '\0');
  EXPECT_EQ(without<ducky>(text, LeakClass::text), expected);
  expect_sound<ducky>(text);
}

TEST(Application, PictureInfoIsReadLineByLine) {
  const std::string text = "[picture info]\r\nTimeDate=909698819\r\nSerial#=#0001\r\nZoom=x1.0\r\n";
  const BlockReading block = read<picture_info>(text);
  EXPECT_EQ(block.value("PictureInfo:SerialNumber"), "#0001");
  EXPECT_EQ(block.class_of("PictureInfo:DateTimeOriginal"), "time");
  EXPECT_EQ(without<picture_info>(text, LeakClass::time),
            "[picture info]\r\nTimeDate=         \r\nSerial#=#0001\r\nZoom=x1.0\r\n");
  expect_sound<picture_info>(text);
}

TEST(Application, ADocumentInASegmentIsAReference) {
  const std::string exif = "Exif\0\0MM\0*\0\0\0\x08"s + std::string(20, '\0');
  const BlockReading block = read<jfif>("JFIF\0\1\1\0\0\1\0\1\x10\x10"s + exif + std::string(800, 'x'));
  ASSERT_EQ(block.reading.references.size(), 1U);
  EXPECT_EQ(block.reading.references[0].kind, BlockKind::exif);
}

}  // namespace
}  // namespace exifscrub
