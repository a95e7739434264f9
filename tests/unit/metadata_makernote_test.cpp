#include <gtest/gtest.h>

#include <set>

#include "metadata/makernote.hpp"
#include "metadata/makernote_tables.hpp"
#include "support/exif_block.hpp"
#include "support/tiff_builder.hpp"

namespace exifscrub {
namespace {

using namespace std::string_view_literals;
using test::TiffBuilder;
using Names = std::vector<std::string>;

constexpr ByteOrder both_orders[] = {ByteOrder::little, ByteOrder::big};

/// A directory and its values as they stand in a note: `head`, then the table, then the values, whose offsets
/// count from `base` bytes before the note's start.
std::vector<Byte> note_of(std::string_view head, ByteOrder order, std::vector<test::TiffValue> entries,
                          std::uint32_t base) {
  std::vector<Byte> note(head.begin(), head.end());
  const auto table = static_cast<std::uint32_t>(note.size());
  std::uint32_t value = table + 2 + 12 * static_cast<std::uint32_t>(entries.size()) + 4;
  note.resize(value);
  store_u16(note.data() + table, static_cast<std::uint16_t>(entries.size()), order);
  for (std::size_t i = 0; i < entries.size(); ++i) {
    Byte* pen = note.data() + table + 2 + 12 * i;
    store_u16(pen, entries[i].tag, order);
    store_u16(pen + 2, entries[i].type, order);
    store_u32(pen + 4, entries[i].count, order);
    if (entries[i].bytes.size() <= 4) {
      std::ranges::copy(entries[i].bytes, pen + 8);
      continue;
    }
    store_u32(pen + 8, base + value, order);
    note.insert(note.end(), entries[i].bytes.begin(), entries[i].bytes.end());
    value += static_cast<std::uint32_t>(entries[i].bytes.size());
  }
  return note;
}

test::TiffValue text(std::uint16_t tag, std::string_view value, std::size_t size) {
  std::vector<Byte> bytes(value.begin(), value.end());
  bytes.resize(size);
  return {tag, tiff_type::ascii, static_cast<std::uint32_t>(size), bytes, -1};
}

TEST(MakerNote, AWordIsHarmlessAndATextThatMayTellAPlaceIsNot) {
  const auto is_read = [](std::string_view words) {
    const std::vector<Byte> note(words.begin(), words.end());
    MakerNoteRequest request;
    request.tiff = note;
    request.note = {0, note.size()};
    request.make = "Foo";
    return read_makernote(request, nullptr).understood;
  };
  EXPECT_TRUE(is_read("Auto"));
  EXPECT_TRUE(is_read("com.google.android.GoogleCamera 2.2.024 (1195242-30)"));
  EXPECT_TRUE(is_read("Auto\0\0"sv));
  EXPECT_FALSE(is_read("FOO\0l\0a\0t\0:\0 \0004\0008\0.\0008\0005\0"sv)) << "letters between zeros";
  EXPECT_FALSE(is_read("geo 48.858,2.294"));
  EXPECT_FALSE(is_read("4851.49N/00217.66E"));
  EXPECT_FALSE(is_read("8FW4V75V+8Q Paris"));
  EXPECT_FALSE(is_read("N48.8583701 E2.2944813"));
  EXPECT_FALSE(is_read("48.8583701,2.2944813"));
  EXPECT_FALSE(is_read("48 Rue Canary, Paris"));
  EXPECT_FALSE(is_read("Location: 12 Canary Street"));
}

TEST(MakerNote, PlacesInItsTextsAreFound) {
  const std::string_view words = "Rev0113 Latitude: 48.8583 N";
  const std::vector<Byte> note(words.begin(), words.end());
  MakerNoteRequest request;
  request.tiff = note;
  request.note = {0, note.size()};
  request.make = "RICOH";
  Reading reading;
  EXPECT_TRUE(read_makernote(request, &reading).understood);
  ASSERT_FALSE(reading.findings.empty());
  EXPECT_EQ(reading.findings.back().leak_class, LeakClass::location);
  EXPECT_EQ(reading.findings.back().form, Form::text_place);
}

/// Where the note stands in block_with(): behind IFD0, its Make, and the Exif IFD.
std::uint32_t note_offset(std::string_view make) {
  const auto make_size = static_cast<std::uint32_t>((make.size() + 2) & ~std::size_t{1});
  return 8 + (2 + 24 + 4) + make_size + (2 + 24 + 4);
}

std::vector<Byte> block_with(std::string_view make, std::vector<Byte> note, ByteOrder order,
                             std::string_view model = {}) {
  TiffBuilder builder(order);
  const int ifd0 = builder.ifd(), exif = builder.ifd();
  builder.ascii(ifd0, 0x010F, make);
  if (!model.empty()) builder.ascii(ifd0, 0x0110, model);
  builder.pointer(ifd0, 0x8769, exif);
  builder.undefined(exif, 0x927C, std::move(note));
  builder.ascii(exif, 0x9291, "12");
  return builder.build();
}

std::vector<Byte> panasonic(ByteOrder order, std::uint32_t base) {
  return note_of(
      "Panasonic\0\0\0"sv, order,
      {text(0x33, "9999:99:99 00:00:00", 20), text(0x66, "Rosalind", 64), text(0x67, "Eiffel Tower", 64),
       text(0x69, "France", 72), text(0x6B, "---", 72), text(0x6D, "Paris", 72), text(0x6F, "", 128)},
      base);
}

TEST(MakerNote, TablesAreConsistent) {
  std::set<std::string_view> makers;
  for (const NoteFormat& format : note_formats()) {
    makers.insert(format.maker);
    EXPECT_FALSE(format.signature.empty() && format.make.empty()) << format.maker;
  }
  std::set<std::string_view> done;
  std::string_view last;
  for (const NoteField& field : note_fields()) {
    EXPECT_TRUE(makers.contains(field.maker)) << field.maker;
    EXPECT_TRUE(field.maker == last || done.insert(field.maker).second) << "rows of a maker stand together";
    last = field.maker;
  }
}

TEST(MakerNote, PanasonicPlacesAreFoundAndBlanked) {
  for (const ByteOrder order : both_orders) {
    const auto tiff = block_with("Panasonic", panasonic(order, note_offset("Panasonic")), order);
    const Reading reading = test::read_block(tiff, true);
    EXPECT_EQ(test::names_of(reading, LeakClass::location),
              (Names{"Panasonic:Location", "Panasonic:Country", "Panasonic:City"}));
    EXPECT_EQ(test::names_of(reading, LeakClass::person), (Names{"Panasonic:BabyAge", "Panasonic:BabyName"}));
    EXPECT_EQ(test::value_of(reading, "City"), "Paris");
    EXPECT_EQ(test::names_of(reading, LeakClass::makernote), (Names{"ExifIFD:MakerNote"}));
    EXPECT_FALSE(reading.find_facts(0)->unread_makernote);

    const auto erasure = test::erase_block(tiff, test::of_class(LeakClass::location));
    ASSERT_TRUE(erasure);
    for (const Patch& patch : erasure->patches) EXPECT_EQ(patch.phase, Phase::values);
    const auto after = test::applied(tiff, *erasure);
    for (const std::string_view place : {"Eiffel", "France", "Paris"})
      EXPECT_FALSE(test::contains(after, place));
    EXPECT_TRUE(test::contains(after, "Rosalind"));
    EXPECT_FALSE(test::finds(test::read_block(after), LeakClass::location));
    EXPECT_TRUE(test::erase_block(after, test::of_class(LeakClass::location))->patches.empty());
  }
}

TEST(MakerNote, AMovedNoteIsStillUnderstood) {
  // An editor moved the note and left its offsets as they were.
  for (const std::int32_t shift : {-40, -12, 36, 200, 5000}) {
    const std::uint32_t base = note_offset("Panasonic") + static_cast<std::uint32_t>(shift);
    const auto tiff = block_with("Panasonic", panasonic(ByteOrder::little, base), ByteOrder::little);
    const Reading reading = test::read_block(tiff, true);
    EXPECT_EQ(test::value_of(reading, "Location"), "Eiffel Tower") << shift;
    EXPECT_EQ(test::value_of(reading, "City"), "Paris") << shift;
  }
}

TEST(MakerNote, AValueThatReachesBeyondTheNoteMovesNoOther) {
  // Nikon's Coolpix P6000 counts four bytes too few for its note.
  auto note = panasonic(ByteOrder::little, note_offset("Panasonic"));
  note.resize(note.size() - 4);
  const auto tiff = block_with("Panasonic", note, ByteOrder::little);
  const Reading reading = test::read_block(tiff, true);
  EXPECT_EQ(test::value_of(reading, "Location"), "Eiffel Tower");
  EXPECT_EQ(test::value_of(reading, "City"), "Paris");
}

TEST(MakerNote, TheWholeNoteGoesWhenItIsSelected) {
  const auto tiff =
      block_with("Panasonic", panasonic(ByteOrder::big, note_offset("Panasonic")), ByteOrder::big);
  const auto erasure = test::erase_block(tiff, test::of_class(LeakClass::makernote));
  // The fields inside go with it, though their classes stay.
  ASSERT_TRUE(erasure);
  const auto after = test::applied(tiff, *erasure);
  for (const std::string_view left : {"Paris", "Rosalind", "9999:99"}) {
    EXPECT_FALSE(test::contains(after, left));
  }
  EXPECT_EQ(test::value_of(test::read_block(after, true), "SubSecTimeOriginal"), "12");
}

TEST(MakerNote, PentaxCitiesBecomeUnknownAndNotPagoPago) {
  for (const ByteOrder order : both_orders) {
    test::TiffValue home{0x23, tiff_type::u16, 1, {0, 0}, -1};
    test::TiffValue destination{0x24, tiff_type::u16, 1, std::vector<Byte>(2), -1};
    store_u16(destination.bytes.data(), 22, order);
    test::TiffValue info{0x6B, tiff_type::undefined, 4, {1, 0, 24, 25}, -1};
    const auto note = note_of(order == ByteOrder::big ? "PENTAX \0MM"sv : "PENTAX \0II"sv, order,
                              {home, destination, info}, 0);
    const auto tiff = block_with("RICOH IMAGING", note, order);
    const Reading reading = test::read_block(tiff, true);
    EXPECT_EQ(test::names_of(reading, LeakClass::location),
              (Names{"Pentax:HometownCity", "Pentax:DestinationCity", "Pentax:HometownCity",
                     "Pentax:DestinationCity"}));
    const auto erasure = test::erase_block(tiff, test::of_class(LeakClass::location));
    ASSERT_TRUE(erasure);
    const auto after = test::applied(tiff, *erasure);
    EXPECT_FALSE(test::finds(test::read_block(after), LeakClass::location));
    EXPECT_TRUE(test::contains(after, "\x01\x00\xFF\xFF"sv));
  }
}

TEST(MakerNote, CanonCityButNotItsZone) {
  const auto entry = [](std::int32_t city) {
    std::vector<Byte> bytes(16);
    store_u32(bytes.data(), 16, ByteOrder::little);
    store_u32(bytes.data() + 4, 540, ByteOrder::little);
    store_u32(bytes.data() + 8, static_cast<std::uint32_t>(city), ByteOrder::little);
    return test::TiffValue{0x35, tiff_type::s32, 4, bytes, -1};
  };
  const auto block = [&](std::int32_t city) {
    return block_with(
        "Canon",
        note_of("", ByteOrder::little, {text(0x09, "Jane Roe", 32), entry(city)}, note_offset("Canon")),
        ByteOrder::little);
  };
  const Reading tokyo = test::read_block(block(6), true);
  EXPECT_EQ(test::value_of(tokyo, "TimeZoneCity"), "6");
  EXPECT_EQ(test::value_of(tokyo, "OwnerName"), "Jane Roe");
  EXPECT_FALSE(test::finds(test::read_block(block(0)), LeakClass::location));
  EXPECT_FALSE(test::finds(test::read_block(block(32766)), LeakClass::location)) << "not set";
  const auto after =
      test::applied(block(6), *test::erase_block(block(6), test::of_class(LeakClass::location)));
  EXPECT_EQ(test::value_of(test::read_block(after, true), "TimeZone"), "540");
}

TEST(MakerNote, CanonsCameraInfoHasTheOwnerWhereTheFirmwareTells) {
  const auto found = [](std::string_view model, std::size_t firmware, std::size_t at, std::string_view what) {
    std::vector<Byte> info(0x300, 0x55);
    if (firmware != 0) std::ranges::copy("1.0.6\0"sv, info.begin() + static_cast<std::ptrdiff_t>(firmware));
    std::fill_n(info.begin() + static_cast<std::ptrdiff_t>(at), 32, Byte{0});
    std::ranges::copy(what, info.begin() + static_cast<std::ptrdiff_t>(at));
    const auto size = static_cast<std::uint32_t>(info.size());
    // Offsets count from the directory here, which its reader finds out.
    auto note = note_of("", ByteOrder::little,
                        {{0x0D, tiff_type::undefined, size, info, -1}, text(0x95, "EF50mm f/1.8", 64)}, 0);
    return test::read_block(block_with("Canon", note, ByteOrder::little, model), true);
  };
  EXPECT_EQ(test::value_of(found("Canon EOS 450D", 0x107, 0x10F, "Jane Roe"), "OwnerName"), "Jane Roe");
  EXPECT_EQ(test::value_of(found("Canon EOS 5D", 0, 0xAC, "Jane Roe"), "ShortOwnerName"), "Jane Roe");
  EXPECT_EQ(test::value_of(found("Canon EOS 5D Mark II", 0x17E, 0x18E, "Jane Roe"), "OwnerName"), "Jane Roe");
  EXPECT_EQ(test::value_of(found("Canon EOS 5D Mark II", 0x15A, 0x16A, "Jane Roe"), "OwnerName"), "Jane Roe");
  EXPECT_EQ(test::names_of(found("Canon EOS 5D Mark III", 0x247, 0x16F, "\1\2\3\4\5"), LeakClass::device),
            (Names{"IFD0:Make", "IFD0:Model", "Canon:LensSerialNumber"}));
  for (const std::string_view other : {"Canon EOS 450D", "Canon EOS 7D"}) {
    EXPECT_FALSE(test::finds(found(other, 0, 0x10F, "Jane Roe"), LeakClass::person)) << other;
  }
}

TEST(MakerNote, ADirectoryWithAPaddedCountIsRead) {
  for (const ByteOrder order : both_orders) {
    for (const bool wide : {false, true}) {
      const auto head = order == ByteOrder::big ? "MM\0*\0\0\0\x08"sv : "II*\0\x08\0\0\0"sv;
      // The padding moves the values: as if they counted from two bytes before.
      auto note = note_of(head, order, {text(0x0104, "1.00", 8), text(0x0308, "L-4711-0815", 16)}, 2);
      const bool in_front = wide && order == ByteOrder::big;
      note.insert(note.begin() + (in_front ? 8 : 10), 2, Byte{0});
      const Reading kodak = test::read_block(block_with("JK Imaging, Ltd.", note, order), true);
      EXPECT_EQ(test::value_of(kodak, "LensSerialNumber"), "L-4711-0815");
      EXPECT_FALSE(kodak.find_facts(0)->unread_makernote);
      const Reading ricoh = test::read_block(block_with("PENTAX RICOH IMAGING", note, ByteOrder::little));
      EXPECT_EQ(ricoh.find_facts(0)->unread_makernote, order == ByteOrder::big) << "XG-1 is little-endian";
    }
  }
}

TEST(MakerNote, PhaseOneHasEntriesOfSixteenBytes) {
  for (const ByteOrder order : both_orders) {
    const auto note = [order](std::uint32_t count) {
      const auto head = order == ByteOrder::big ? "MMMMRawT"sv : "IIIITwaR"sv;
      std::vector<Byte> bytes(head.begin(), head.end());
      const auto add = [&](std::initializer_list<std::uint32_t> numbers) {
        for (const std::uint32_t number : numbers) {
          bytes.resize(bytes.size() + 4);
          store_u32(bytes.data() + bytes.size() - 4, number, order);
        }
      };
      add({12, count, 0, 0x0100, 4, 4, 1, 0x0102, 1, 12, 52});
      const auto serial = "EH000815-42\0"sv;
      bytes.insert(bytes.end(), serial.begin(), serial.end());
      return bytes;
    };
    const auto tiff = block_with("Phase One", note(2), order);
    EXPECT_EQ(test::value_of(test::read_block(tiff, true), "SerialNumber"), "EH000815-42");
    const auto erased = test::erase_block(tiff, test::of_class(LeakClass::device));
    ASSERT_TRUE(erased) << erased.error().what;
    EXPECT_FALSE(test::contains(test::applied(tiff, *erased), "EH000815"));
    EXPECT_TRUE(test::read_block(block_with("Phase One", note(3), order)).find_facts(0)->unread_makernote);
  }
}

TEST(MakerNote, CanonsFooterTellsWhereTheNoteWas) {
  auto note =
      note_of("", ByteOrder::little, {text(0x06, "IMG:Camera", 32), text(0x09, "Jane Roe", 32)}, 9000);
  const auto footer = "II*\0\x28\x23\0\0"sv;  // written at 9000
  note.insert(note.end(), footer.begin(), footer.end());
  EXPECT_EQ(test::value_of(test::read_block(block_with("Canon", note, ByteOrder::little), true), "OwnerName"),
            "Jane Roe");
}

TEST(MakerNote, NikonHasATiffHeaderOfItsOwn) {
  for (const ByteOrder order : both_orders) {
    std::vector<Byte> place(79);
    std::ranges::copy("0100\x01JP\0\0Shibuya Crossing"sv, place.begin());
    // Offsets count from the header, ten bytes into the note.
    auto note = note_of(order == ByteOrder::big ? "MM\0*\0\0\0\x08"sv : "II*\0\x08\0\0\0"sv, order,
                        {text(0x1D, "3001234", 8), {0x39, tiff_type::undefined, 79, place, -1}}, 0);
    const auto head = "Nikon\0\x02\x10\0\0"sv;
    note.insert(note.begin(), head.begin(), head.end());
    for (const ByteOrder outer : both_orders) {
      const auto tiff = block_with("NIKON", note, outer);
      const Reading reading = test::read_block(tiff, true);
      EXPECT_EQ(test::value_of(reading, "SerialNumber"), "3001234");
      EXPECT_EQ(test::names_of(reading, LeakClass::location), (Names{"Nikon:LocationInfo"}));
      const auto after = test::applied(tiff, *test::erase_block(tiff, test::of_class(LeakClass::location)));
      EXPECT_FALSE(test::contains(after, "Shibuya"));
      EXPECT_TRUE(test::contains(after, "0100\x01\0\0\0\0"sv));
      EXPECT_TRUE(test::contains(after, "3001234"));
    }
  }
}

TEST(MakerNote, AppleCountsFromTheNote) {
  const auto note = note_of("Apple iOS\0\0\1MM"sv, ByteOrder::big, {text(0x11, "0A1B2C3D-1111", 37)}, 0);
  EXPECT_EQ(test::value_of(test::read_block(block_with("Apple", note, ByteOrder::little), true),
                           "ContentIdentifier"),
            "0A1B2C3D-1111");
}

TEST(MakerNote, FujiFilmIsLittleEndianEverywhere) {
  const auto note = note_of("FUJIFILM\x0C\0\0\0"sv, ByteOrder::little, {text(0x10, "FPX 31323334", 48)}, 0);
  EXPECT_EQ(test::value_of(test::read_block(block_with("FUJIFILM", note, ByteOrder::big), true),
                           "InternalSerialNumber"),
            "FPX 31323334");
}

TEST(MakerNote, OlympusEquipmentIsADirectoryBelow) {
  // OLYMPUS\0II\3\0, one entry that points at offset 30 of the note, where a second directory stands.
  auto note =
      note_of("OLYMPUS\0II\x03\0"sv, ByteOrder::little, {{0x2010, tiff_type::ifd, 1, {30, 0, 0, 0}, -1}}, 0);
  const auto equipment = note_of("", ByteOrder::little, {text(0x101, "BHP123456", 32)}, 30);
  note.insert(note.end(), equipment.begin(), equipment.end());
  EXPECT_EQ(
      test::value_of(test::read_block(block_with("OLYMPUS", note, ByteOrder::big), true), "SerialNumber"),
      "BHP123456");
}

TEST(MakerNote, AltitudeAndDepthOfToughCamerasAreALocation) {
  for (const ByteOrder order : both_orders) {
    const auto head = order == ByteOrder::big ? "OLYMPUS\0MM\x03\0"sv : "OLYMPUS\0II\x03\0"sv;
    std::vector<Byte> reading(8);
    store_u32(reading.data(), 12345, order);
    store_u32(reading.data() + 4, 40502, order);
    auto note = note_of(head, order, {{0x2020, tiff_type::ifd, 1, {0, 0, 0, 0}, -1}}, 0);
    const auto settings = static_cast<std::uint32_t>(note.size());
    store_u32(note.data() + head.size() + 2 + 8, settings, order);
    const auto below = note_of("", order, {{0x0901, tiff_type::s32, 2, reading, -1}}, settings);
    note.insert(note.end(), below.begin(), below.end());
    const auto tiff = block_with("OLYMPUS CORPORATION", note, order);
    EXPECT_EQ(test::names_of(test::read_block(tiff), LeakClass::location),
              (Names{"Olympus:ManometerReading"}));
    const auto erasure = test::erase_block(tiff, test::of_class(LeakClass::location));
    ASSERT_TRUE(erasure);
    const auto after = test::applied(tiff, *erasure);
    EXPECT_FALSE(test::finds(test::read_block(after), LeakClass::location));
    EXPECT_TRUE(test::erase_block(after, test::of_class(LeakClass::location))->patches.empty());
  }
}

TEST(MakerNote, KodaksHeadingIsALocation) {
  const auto note =
      note_of("II*\0\x08\0\0\0"sv, ByteOrder::little, {text(0x0104, "1.00", 8), text(0x0312, "271.5", 8)}, 0);
  EXPECT_EQ(test::names_of(test::read_block(block_with("JK Imaging, Ltd.", note, ByteOrder::little)),
                           LeakClass::location),
            (Names{"Kodak:Yaw"}));
}

TEST(MakerNote, DjiHeadings) {
  const auto text_note = "[ae_dbg_info:x][FlightDegree(Y,P,R):441,-163,166][GimbalDegree(Y,P,R):0,-5,0]"sv;
  const auto tiff = block_with("DJI", {text_note.begin(), text_note.end()}, ByteOrder::little);
  const Reading reading = test::read_block(tiff, true);
  EXPECT_EQ(test::names_of(reading, LeakClass::location), (Names{"DJI:FlightDegree"}));
  EXPECT_EQ(test::value_of(reading, "FlightDegree"), "441");
  const auto after = test::applied(tiff, *test::erase_block(tiff, test::of_class(LeakClass::location)));
  EXPECT_TRUE(test::contains(after, "[FlightDegree(Y,P,R):000,-163,166]"));
  EXPECT_FALSE(test::finds(test::read_block(after), LeakClass::location));

  test::TiffValue yaw{7, tiff_type::f32, 1, {0, 0, 0xB7, 0x42}, -1};
  const auto ifd =
      block_with("DJI", note_of("", ByteOrder::little, {text(1, "DJI", 4), yaw}, 0), ByteOrder::little);
  EXPECT_EQ(test::value_of(test::read_block(ifd, true), "Yaw"), "91.5");
}

TEST(MakerNote, OneThatNobodyKnowsIsNamed) {
  for (const std::string_view content : {"\x07 sealed by its maker"sv, "lat=48.85, a word"sv}) {
    const auto tiff = block_with("Some Maker", {content.begin(), content.end()}, ByteOrder::little);
    const Reading reading = test::read_block(tiff);
    EXPECT_TRUE(reading.find_facts(0)->unread_makernote);
    ASSERT_EQ(reading.references.size(), 1U);
    EXPECT_EQ(reading.references[0].kind, BlockKind::makernote);
    EXPECT_EQ(reading.references[0].name, "MakerNote");
    EXPECT_TRUE(test::sees_all(reading)) << "it is kept, not refused";
  }
  // A word that a program left there is read by anybody.
  const Reading word =
      test::read_block(block_with("HUAWEI", std::vector<Byte>{0x41, 0x75, 0x74, 0x6F}, ByteOrder::little));
  EXPECT_FALSE(word.find_facts(0)->unread_makernote);
  // An empty one holds nothing.
  const Reading blank = test::read_block(block_with("Some Maker", std::vector<Byte>(40), ByteOrder::little));
  EXPECT_FALSE(blank.find_facts(0)->unread_makernote);
}

TEST(MakerNote, ValuesOutsideTheNoteAreItsOwn) {
  // A Canon note whose last value stands behind the block's other values.
  auto note = note_of("", ByteOrder::little,
                      {text(0x06, "IMG:Camera", 32), text(0x07, "Firmware", 32), text(0x09, "", 32)},
                      note_offset("Canon"));
  auto tiff = block_with("Canon", note, ByteOrder::little);
  const auto outside = static_cast<std::uint32_t>(tiff.size());
  store_u32(tiff.data() + note_offset("Canon") + 2 + 24 + 8, outside, ByteOrder::little);
  const std::string_view owner = "Jane Roe, 5 Hill Lane, Springfie";
  tiff.insert(tiff.end(), owner.begin(), owner.end());
  const Reading reading = test::read_block(tiff, true);
  EXPECT_EQ(test::value_of(reading, "OwnerName"), owner);
  EXPECT_EQ(test::value_of(reading, "UnreferencedText"), "(not found)");
  const auto after = test::applied(tiff, *test::erase_block(tiff, test::of_class(LeakClass::makernote)));
  EXPECT_FALSE(test::contains(after, "Hill Lane"));
}

TEST(MakerNote, EmbeddedPicturesAreReferences) {
  std::vector<Byte> jpeg(200, 0x11);
  jpeg[0] = 0xFF, jpeg[1] = 0xD8, jpeg[2] = 0xFF;
  const auto note = note_of("OLYMP\0\1\0"sv, ByteOrder::little,
                            {{0x0100, tiff_type::undefined, 200, jpeg, -1}}, note_offset("OLYMPUS"));
  const Reading reading = test::read_block(block_with("OLYMPUS", note, ByteOrder::little));
  ASSERT_EQ(reading.references.size(), 1U);
  EXPECT_EQ(reading.references[0].kind, BlockKind::jpeg);
  EXPECT_EQ(reading.references[0].parts[0].length, 200U);
}

TEST(MakerNote, PlacesAreFoundInFieldsOfAnyTypeAndBetweenThem) {
  constexpr std::string_view words = "lat: 48.8583 lon: 2.2944";
  std::string wide;
  for (const char c : words) wide.append({'\0', c});
  const auto found = [](const std::vector<Byte>& note) {
    const auto tiff = block_with("Canon", note, ByteOrder::little);
    const Reading reading = test::read_block(tiff, true);
    EXPECT_EQ(test::names_of(reading, LeakClass::location),
              (Names{"Canon:MakerNote.lat", "Canon:MakerNote.lon"}));
    EXPECT_EQ(reading.positions.size(), 1U);
    const auto erasure = test::erase_block(tiff, test::of_class(LeakClass::location));
    ASSERT_TRUE(erasure);
    const auto after = test::applied(tiff, *erasure);
    EXPECT_FALSE(test::finds(test::read_block(after), LeakClass::location));
    EXPECT_EQ(std::ranges::count(after, Byte{'8'}), std::ranges::count(tiff, Byte{'8'}) - 3);
  };
  for (const std::uint16_t type : {tiff_type::undefined, tiff_type::byte, tiff_type::ascii, tiff_type::u16}) {
    for (const std::string_view text : {words, std::string_view{wide}}) {
      std::vector<Byte> value(80, 0x11);
      std::ranges::copy(text, value.begin() + 9);
      const auto count = static_cast<std::uint32_t>(value.size() / tiff_type_size(type));
      found(note_of("", ByteOrder::little, {{0x4ABC, type, count, value, -1}}, note_offset("Canon")));
    }
  }
  auto note = note_of("", ByteOrder::little, {text(0x06, "IMG:Camera", 32)}, note_offset("Canon"));
  note.resize(note.size() + 5, 0xEE);
  note.insert(note.end(), words.begin(), words.end());
  found(note);
}

TEST(MakerNote, ADirectoryOfGpsInItIsALocation) {
  for (const ByteOrder order : both_orders) {
    const auto degrees = [order](std::uint16_t tag, std::uint32_t number) {
      std::vector<Byte> bytes(24);
      for (std::uint32_t i = 0; i < 6; ++i) store_u32(&bytes[4 * i], i % 2 == 0 ? number + i : 1, order);
      return test::TiffValue{tag, tiff_type::rational, 3, bytes, -1};
    };
    for (const auto& [tag, type] :
         {std::pair{0x8825, tiff_type::u32}, {0x4ABC, tiff_type::u32}, {0x4ABC, tiff_type::ifd}}) {
      test::TiffValue pointer{static_cast<std::uint16_t>(tag), type, 1, std::vector<Byte>(4), -1};
      auto note = note_of("", order, {text(0x06, "IMG:Camera", 32), pointer}, note_offset("Canon"));
      const auto at = static_cast<std::uint32_t>(note.size());
      store_u32(&note[2 + 12 + 8], note_offset("Canon") + at, order);
      const auto gps = note_of("", order,
                               {{1, tiff_type::ascii, 2, {'N', 0}, -1},
                                degrees(2, 48),
                                {3, tiff_type::ascii, 2, {'E', 0}, -1},
                                degrees(4, 2)},
                               note_offset("Canon") + at);
      note.insert(note.end(), gps.begin(), gps.end());
      const auto tiff = block_with("Canon", note, order);
      const Reading reading = test::read_block(tiff);
      EXPECT_EQ(test::names_of(reading, LeakClass::location), (Names{"Canon:GPSInfo"}));
      EXPECT_EQ(reading.positions.size(), 1U);
      const auto erasure = test::erase_block(tiff, test::of_class(LeakClass::location));
      ASSERT_TRUE(erasure);
      const auto after = test::applied(tiff, *erasure);
      const std::size_t begin = note_offset("Canon") + at;
      EXPECT_TRUE(std::all_of(after.begin() + static_cast<std::ptrdiff_t>(begin),
                              after.begin() + static_cast<std::ptrdiff_t>(begin + gps.size()),
                              [](Byte byte) { return byte == 0; }));
      EXPECT_FALSE(test::finds(test::read_block(after), LeakClass::location));
      EXPECT_TRUE(test::contains(after, "IMG:Camera"));
      // Cut short in between, the next run finds what is left.
      for (const Patch& patch : erasure->patches) {
        auto half = tiff;
        if (patch.phase == Phase::values) test::apply(patch, half);
        EXPECT_TRUE(test::finds(test::read_block(half), LeakClass::location));
      }
    }
  }
}

TEST(MakerNote, DocumentsInItsFieldsAreReferences) {
  TiffBuilder exif{ByteOrder::big};
  exif.ascii(exif.ifd(), 0x010E, "somewhere");
  const auto inner = exif.build();
  std::vector<Byte> value(30, 0x77);
  value.insert(value.end(), inner.begin(), inner.end());
  const auto size = static_cast<std::uint32_t>(value.size());
  const auto note = note_of("", ByteOrder::little,
                            {{0x4ABC, tiff_type::undefined, size, value, -1}, text(0x4ABD, "behind it", 20)},
                            note_offset("Canon"));
  const Reading reading = test::read_block(block_with("Canon", note, ByteOrder::little));
  ASSERT_EQ(reading.references.size(), 1U);
  EXPECT_EQ(reading.references[0].kind, BlockKind::exif);
  EXPECT_EQ(reading.references[0].parts[0].length, inner.size());
}

TEST(MakerNote, TruncatedAnywhereAndFlippedEverywhere) {
  const auto location = test::of_class(LeakClass::location);
  const auto whole =
      block_with("Panasonic", panasonic(ByteOrder::little, note_offset("Panasonic")), ByteOrder::little);
  const auto check = [&](Bytes tiff, std::size_t i) {
    const auto erasure = test::erase_block(tiff, location);
    if (!erasure || erasure->nothing_left) return;
    ASSERT_FALSE(test::finds(test::read_block(test::applied({tiff.begin(), tiff.end()}, *erasure)),
                             LeakClass::location))
        << i;
  };
  for (std::size_t i = 0; i < whole.size(); ++i) {
    check(Bytes{whole}.first(i), i);
    for (const int mask : {0x01, 0x40, 0xFF}) {
      auto flipped = whole;
      flipped[i] ^= static_cast<Byte>(mask);
      check(flipped, i);
    }
  }
}

}  // namespace
}  // namespace exifscrub
