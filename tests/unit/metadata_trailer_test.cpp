#include <gtest/gtest.h>

#include <bit>
#include <functional>

#include "base/cursor.hpp"
#include "carrier_damage.hpp"
#include "metadata/trailer.hpp"
#include "movie_bytes.hpp"

namespace exifscrub {
namespace {

using namespace std::string_literals;
using movie::number;
using movie::u16;
using movie::u32;

std::string little(std::uint64_t value, int bytes) {
  const std::string big = number(value, bytes);
  return {big.rbegin(), big.rend()};
}
std::string f64(double value) { return little(std::bit_cast<std::uint64_t>(value), 8); }

/// A trailer of one kind.
template <Dialect dialect>
void read_named(const ReadRequest& request, Reading& into) {
  ReadRequest named = request;
  named.dialect = dialect;
  read_trailer(named, into);
}

template <Dialect dialect>
void expect_sound(const std::string& text) {
  const CarrierDamage damage{read_named<dialect>, erase_trailer};
  const std::vector<Byte> bytes = bytes_of(text);
  damage.expect_sound_when_truncated(bytes);
  damage.expect_sound_when_flipped(bytes);
}

constexpr std::string_view jpeg = "\xFF\xD8\xFF\xD9";

// AFCP

std::string afcp() {
  constexpr std::uint32_t start = 1000;  // where the trailer stands in the file
  const std::string iptc = "\x1C\2\x5A\0\5Paris"s;
  const std::string nail = std::string(18, '\1') + std::string{jpeg};
  const std::size_t data = start + 12 + 2 * 12;
  return "AXS!" + u16(0x100) + u16(2) + u32(0) + "IPTC" + u32(iptc.size()) + u32(data) + "Nail" +
         u32(nail.size()) + u32(data + iptc.size()) + iptc + nail + "AXS!" + u32(start) + u32(0);
}

TEST(AfcpTrailer, CarriesIptcAndAThumbnail) {
  const BlockReading block{read_named<Dialect::afcp>, afcp()};
  ASSERT_EQ(block.reading.references.size(), 2U);
  EXPECT_EQ(block.reading.references[0].kind, BlockKind::iptc);
  EXPECT_EQ(block.reading.references[0].parts[0], (Extent{36, 10}));
  EXPECT_EQ(block.reading.references[1].kind, BlockKind::jpeg);
  EXPECT_EQ(block.reading.references[1].parts[0], (Extent{64, 4}));  // behind its 18-byte header
  EXPECT_EQ(block.class_of("AFCP:ThumbnailImage"), "thumbnail");
}

TEST(AfcpTrailer, DamageIsSurvived) { expect_sound<Dialect::afcp>(afcp()); }

// FotoStation and PhotoMechanic

std::string foto_station() {
  const auto record = [](int tag, const std::string& data) {
    return data + u16(static_cast<std::uint64_t>(tag)) + u32(data.size() + 10) + "\xA1\xB2\xC3\xD4";
  };
  return record(1, "\x1C\2\x5A\0\5Paris"s) + record(3, std::string{jpeg}) + record(2, "crop");
}

TEST(FotoStationTrailer, IsReadFromItsEnd) {
  const BlockReading block{read_named<Dialect::foto_station>, foto_station()};
  ASSERT_EQ(block.reading.references.size(), 2U);
  EXPECT_EQ(block.reading.references[1].kind, BlockKind::iptc);
  EXPECT_EQ(block.reading.references[1].parts[0], (Extent{0, 10}));
  EXPECT_EQ(block.class_of("FotoStation:ThumbnailImage"), "thumbnail");
  EXPECT_EQ(block.class_of("FotoStation:SoftEdit"), "history");
}

TEST(FotoStationTrailer, DamageIsSurvived) { expect_sound<Dialect::foto_station>(foto_station()); }

TEST(PhotoMechanicTrailer, IsHistory) {
  const BlockReading block{read_named<Dialect::photo_mechanic>, "soft edits" + u32(10) + "cbipcbbl"};
  EXPECT_EQ(block.class_of("PhotoMechanic:SoftEdit"), "history");
  ASSERT_EQ(block.reading.findings.size(), 1U);
  EXPECT_EQ(block.reading.where(block.reading.findings[0])[0], (Extent{0, 10}));
}

// CanonVRD

std::string canon() {
  const auto block = [](std::uint32_t kind, const std::string& data) {
    return u32(kind) + u32(data.size()) + data;
  };
  const auto ihl = [](std::uint32_t tag, const std::string& data) {
    return "IHL Created Optional Item Data\0\0"s + std::string(4, '\0') + little(tag, 4) +
           little(data.size(), 4) + little(data.size() + 48, 4) + data;
  };
  const std::string body = block(0xFFFF00F4, "recipe") +
                           block(0xFFFF00F5, ihl(1, "II*\0\x08\0\0\0"s) + ihl(3, std::string{jpeg})) +
                           block(0xFFFF00F6, "<x:xmpmeta/>");
  const std::string text = "CANON OPTIONAL DATA\0"s;
  return text + "\0\1\0\0"s + u32(body.size()) + body + text + u32(body.size()) + std::string(38, '\0') +
         "\xFF\xD9";
}

TEST(CanonVrdTrailer, CarriesExifXmpAndPictures) {
  const BlockReading block{read_named<Dialect::canon_vrd>, canon()};
  ASSERT_EQ(block.reading.references.size(), 3U);
  EXPECT_EQ(block.reading.references[0].kind, BlockKind::exif);
  EXPECT_EQ(block.reading.references[0].parts[0].length, 8U);
  EXPECT_EQ(block.reading.references[1].kind, BlockKind::jpeg);
  EXPECT_EQ(block.reading.references[2].kind, BlockKind::xmp);
  EXPECT_EQ(block.class_of("CanonVRD:EditData"), "history");
}

TEST(CanonVrdTrailer, DamageIsSurvived) { expect_sound<Dialect::canon_vrd>(canon()); }

// MIE

std::string element(Byte format, const std::string& tag, const std::string& data) {
  return "~" + number(format, 1) + number(tag.size(), 1) + number(data.size(), 1) + tag + data;
}
std::string group(const std::string& tag, const std::string& elements) {
  return element(0x10, tag, "") + elements + "~\0\0\0"s;
}

std::string mie() {
  const std::string meta =
      group("Camera", element(0x20, "SerialNumber", "12345")) +
      group("Document", element(0x20, "Author", "Anna")) + element(0, "EXIF", "MM\0*"s) +
      group("Geo", element(0x20, "City", "Paris") + group("GPS", element(0x28, "Latitude(deg)", "48.85")));
  const std::string body = element(0x10, "0MIE", "") + group("Meta", meta) + element(0, "zmie", "");
  return body + "~\0\0\6"s + u32(body.size() + 10) + "\x10\4";
}

TEST(MieTrailer, NamesItsElements) {
  const BlockReading block{read_named<Dialect::mie>, mie()};
  EXPECT_EQ(block.value("MIE-Geo:City"), "Paris");
  EXPECT_EQ(block.class_of("MIE-Geo:City"), "location");
  EXPECT_EQ(block.value("MIE-GPS:GPSLatitude"), "48.85");
  EXPECT_EQ(block.class_of("MIE-Camera:SerialNumber"), "device");
  EXPECT_EQ(block.class_of("MIE-Doc:Author"), "copyright");
  ASSERT_EQ(block.reading.references.size(), 1U);
  EXPECT_EQ(block.reading.references[0].kind, BlockKind::exif);
  EXPECT_EQ(block.reading.findings.size(), 4U);
}

TEST(MieTrailer, ErasedElementsAreFree) {
  const BlockReading block{read_named<Dialect::mie>, mie()};
  const auto erased = block.without(erase_trailer, LeakClass::location);
  ASSERT_TRUE(erased);
  std::string expected = mie();
  const std::size_t city = expected.find("CityParis");
  expected[city - 3] = '\x80';
  expected.replace(city + 4, 5, 5, '\0');
  const std::size_t latitude = expected.find("Latitude");
  expected[latitude - 3] = '\x80';
  expected.replace(latitude + 13, 5, 5, '\0');
  EXPECT_EQ(text_of(*erased), expected);
}

TEST(MieTrailer, CompressedElementsGoWithTheLocation) {
  const std::string packed = element(0x10, "0MIE", "") + element(0x24, "City", "packed");
  const BlockReading block{read_named<Dialect::mie>, packed};
  ASSERT_EQ(block.reading.findings.size(), 1U);
  EXPECT_EQ(block.reading.findings[0].standing, Standing::leftover);
  const auto erased = block.without(erase_trailer, LeakClass::location);
  ASSERT_TRUE(erased);
  EXPECT_EQ(text_of(*erased).find("packed"), std::string::npos);
}

TEST(MieTrailer, DamageIsErasedUpToTheFooter) {
  const std::size_t geo = mie().find("Geo") - 4;
  const std::size_t footer = mie().size() - 18;
  const auto no_element = [&](std::string& file) { file[geo] = '-'; };
  const auto runs_into_it = [&](std::string& file) { file[file.find("City") - 1] = '\x70'; };
  for (const auto& [damage, from] :
       {std::pair<std::function<void(std::string&)>, std::size_t>{no_element, geo},
        {runs_into_it, mie().find("City") - 4}}) {
    std::string damaged = mie();
    damage(damaged);
    const BlockReading block{read_named<Dialect::mie>, damaged};
    const auto erased = block.without(erase_trailer, LeakClass::location);
    ASSERT_TRUE(erased);
    EXPECT_EQ(text_of(*erased), damaged.replace(from, footer - from, footer - from, '\0'));
  }
}

TEST(MieTrailer, DamageIsSurvived) { expect_sound<Dialect::mie>(mie()); }

TEST(MieTrailer, DeepGroupsEnd) {
  std::string deep;
  for (int i = 0; i < 10'000; ++i) deep += element(0x10, "Meta", "");
  const BlockReading block{read_named<Dialect::mie>, deep + element(0x20, "City", "Paris")};
  const auto erased = block.without(erase_trailer, LeakClass::location);
  ASSERT_TRUE(erased);
  EXPECT_EQ(text_of(*erased).find("Paris"), std::string::npos);
}

// Nikon NX

std::string nikon() {
  std::string head = std::string(10, '\0') + "NIKON APP\0"s;
  head.resize(64);
  const std::string packet = "<x:xmpmeta/>";
  const std::string body = head + u32(1) + u32(packet.size()) + packet + u32(0) + u32(0);
  return body + u32(body.size() + 20) + std::string(6, '\0') + "/NIKON APP";
}

TEST(NikonNxTrailer, CarriesAnXmpPacket) {
  const BlockReading block{read_named<Dialect::nikon_nx>, nikon()};
  ASSERT_EQ(block.reading.references.size(), 1U);
  EXPECT_EQ(block.reading.references[0].kind, BlockKind::xmp);
  EXPECT_EQ(block.reading.references[0].parts[0], (Extent{72, 12}));
  EXPECT_TRUE(block.reading.findings.empty());
}

TEST(NikonNxTrailer, DamageIsSurvived) { expect_sound<Dialect::nikon_nx>(nikon()); }

// Insta360

std::string fix(char status) {
  return little(1'500'000'000, 4) + little(0, 4) + little(0, 2) + status + f64(33.9) + "S" + f64(18.4) + "W" +
         f64(0) + f64(90) + f64(12);
}

std::string insta() {
  const std::string identity = "\x0A\x05SERIE\x12\x04MODL\x1A\x01\x31\x7F\x02??";
  const std::string track = fix('V') + fix('A');
  const std::string records = track + little(0x700, 2) + little(track.size(), 4) + std::string{jpeg} +
                              little(0x200, 2) + little(jpeg.size(), 4) + identity;
  std::string footer = little(0x101, 2) + little(identity.size(), 4);
  footer.resize(38);
  return records + footer + little(records.size() + 78, 4) + little(0, 4) +
         "8db42d694ccc418790edff439fe026bf";
}

TEST(Insta360Trailer, DecodesItsTrack) {
  const BlockReading block{read_named<Dialect::insta360>, insta()};
  EXPECT_EQ(block.value("Insta360:GPSCoordinates"), "-33.9, -18.4, 12 m");
  ASSERT_EQ(block.reading.positions.size(), 1U);
  EXPECT_DOUBLE_EQ(block.reading.positions[0].latitude, -33.9);
  EXPECT_EQ(block.value("Insta360:SerialNumber"), "SERIE");
  EXPECT_EQ(block.class_of("Insta360:SerialNumber"), "device");
  EXPECT_EQ(block.class_of("Insta360:Firmware"), "software");
  EXPECT_EQ(block.class_of("Insta360:PreviewImage"), "thumbnail");
}

TEST(Insta360Trailer, LocationGoesAndAllElseStays) {
  const BlockReading block{read_named<Dialect::insta360>, insta()};
  const auto erased = block.without(erase_trailer, LeakClass::location);
  ASSERT_TRUE(erased);
  std::string expected = insta();
  expected.replace(0, 106, 106, '\0');
  EXPECT_EQ(text_of(*erased), expected);
}

TEST(Insta360Trailer, DamageIsSurvived) { expect_sound<Dialect::insta360>(insta()); }

// Vivo and OnePlus

const std::string vivo_end = "\xFF\xFF\xFF\xFF\x1B*9HWfu\x84\x93\xA2\xB1";

TEST(VivoTrailer, IsDeviceUnlessItSpeaksOfAPlace) {
  const BlockReading plain{read_named<Dialect::vivo>, "vivo{\"model\":\"V1\"}\0"s + vivo_end};
  EXPECT_EQ(plain.value("Vivo:JSONInfo"), "vivo{\"model\":\"V1\"}");
  EXPECT_EQ(plain.class_of("Vivo:JSONInfo"), "device");
  const BlockReading placed{read_named<Dialect::vivo>, "vivo{\"latitude\":48.85}\0"s + vivo_end};
  EXPECT_EQ(placed.class_of("Vivo:JSONInfo"), "location");
}

TEST(VivoTrailer, PictureInFrontIsHistory) {
  const std::string text = "streamdata" + std::string{jpeg} + "vivo{\"a\":1}\0"s + vivo_end;
  const BlockReading block{read_named<Dialect::vivo>, text};
  EXPECT_EQ(block.class_of("Vivo:HDRImage"), "history");
  ASSERT_EQ(block.reading.references.size(), 1U);
  EXPECT_EQ(block.reading.references[0].parts[0], (Extent{10, 4}));
  expect_sound<Dialect::vivo>(text);
}

std::string oneplus(std::string_view list = R"([{"name":"watermark.device","offset":13,"length":6},)"
                                            R"({"name":"private","offset":7,"length":7}])") {
  return std::string{"PhoneXGPS 1 2"}.append(list).append("jxrs") + little(list.size() + 8, 4);
}

TEST(OnePlusTrailer, NamesItsParts) {
  const BlockReading block{read_named<Dialect::oneplus>, oneplus()};
  EXPECT_EQ(block.value("OnePlus:watermark.device"), "PhoneX");
  EXPECT_EQ(block.class_of("OnePlus:watermark.device"), "device");
  EXPECT_EQ(block.class_of("OnePlus:private"), "location");
  const auto erased = block.without(erase_trailer, LeakClass::location);
  ASSERT_TRUE(erased);
  EXPECT_EQ(text_of(*erased), "PhoneX" + std::string(7, '\0') + oneplus().substr(13));
}

TEST(OnePlusTrailer, PartsWithoutANameHaveATag) {
  const std::string bytes = oneplus(R"([{"name":"","offset":13,"length":6}])");
  EXPECT_EQ((BlockReading{read_named<Dialect::oneplus>, bytes}.value("OnePlus:Unnamed")), "PhoneX");
}

TEST(OnePlusTrailer, AListThatNamesBytesAgainAndAgainIsNotRead) {
  const std::string part = R"({"name":"a","offset":13,"length":13})";
  const std::string bytes = oneplus("[" + part + "," + part + "]");
  EXPECT_NE((BlockReading{read_named<Dialect::oneplus>, bytes}.find("OnePlus:Unreadable")), nullptr);
}

TEST(OnePlusTrailer, DamageIsSurvived) { expect_sound<Dialect::oneplus>(oneplus()); }

// Others

TEST(Trailer, ArchivesAndUnknownNamesAreUnknown) {
  const BlockReading archive{read_named<Dialect::zip>, "PK\3\4..."};
  EXPECT_EQ(archive.class_of("ZIP:Archive"), "unknown");
  const BlockReading other{read_trailer, "whatever"};
  EXPECT_EQ(other.class_of("Trailer:Unknown"), "unknown");
}

TEST(Trailer, EverythingCanGo) {
  const BlockReading block{read_named<Dialect::insta360>, insta()};
  const auto erased = block.without_if(erase_trailer, [](const BlockFinding&) { return true; });
  ASSERT_TRUE(erased);
  EXPECT_TRUE((BlockReading{read_named<Dialect::insta360>, *erased}.reading.findings.empty()));
}

}  // namespace
}  // namespace exifscrub
