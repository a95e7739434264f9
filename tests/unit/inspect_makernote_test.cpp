#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "base/memory_source.hpp"
#include "exifscrub/inspect.hpp"
#include "support/jpeg_bytes.hpp"
#include "support/tiff_builder.hpp"

namespace exifscrub {
namespace {

using test::Buffer;

constexpr std::string_view signature{"Nikon\0\x02\x10\0\0", 10};

/// A Nikon note: its own TIFF stream behind the signature.
Buffer picture_with_note() {
  test::TiffBuilder inner{ByteOrder::little};
  const int own = inner.ifd();
  inner.ascii(own, 0x0005, "AUTO");
  inner.rationals(own, 0x0085, {{5, 2}});
  inner.ascii(own, 0x001D, "4711-0815");
  const Buffer note = test::joined({test::bytes_of(signature), inner.build()});
  test::TiffBuilder tiff{ByteOrder::big};
  const int ifd0 = tiff.ifd();
  const int exif = tiff.ifd();
  tiff.ascii(ifd0, 0x010F, "NIKON CORPORATION");
  tiff.pointer(ifd0, 0x8769, exif);
  tiff.undefined(exif, 0x927C, note);
  const Buffer head = test::bytes_of(std::string_view{"Exif\0\0", 6});
  return test::image(test::segment(0xE1, test::joined({head, tiff.build()})));
}

class NoteFields : public testing::Test {
 protected:
  void SetUp() override {
    MemorySource source{bytes_};
    auto inspection = inspect(source, {Policy{Mode::strip}, false, true});
    ASSERT_TRUE(inspection);
    map_ = std::move(inspection->fields);
  }

  [[nodiscard]] const Field* find(std::string_view name, FieldKind kind) const {
    const auto found = std::ranges::find_if(
        map_.fields, [&](const Field& field) { return field.name == name && field.kind == kind; });
    return found == map_.fields.end() ? nullptr : &*found;
  }
  /// The field called `name` in `around`.
  [[nodiscard]] const Field* inside(const Field& around, std::string_view name) const {
    for (auto i = static_cast<std::size_t>(&around - map_.fields.data()) + 1; i < around.end; ++i) {
      if (map_.fields[i].name == name) return &map_.fields[i];
    }
    return nullptr;
  }
  [[nodiscard]] std::string bytes_at(Extent at) const {
    return {bytes_.begin() + static_cast<std::ptrdiff_t>(at.offset),
            bytes_.begin() + static_cast<std::ptrdiff_t>(at.end())};
  }

  Buffer bytes_ = picture_with_note();
  FieldMap map_;
};

TEST_F(NoteFields, HaveADirectoryOfEntriesWithTagTypeCountAndValue) {
  const Field* directory = find("Nikon IFD", FieldKind::structure);
  ASSERT_NE(directory, nullptr);
  EXPECT_EQ(directory->value, "3 entries, little-endian");
  const Field* entry = inside(*directory, "0x0005");
  ASSERT_NE(entry, nullptr);
  EXPECT_EQ(entry->value, "AUTO");
  EXPECT_EQ(entry->type, "ASCII");
  EXPECT_EQ(entry->count, 5U);
  for (const std::string_view part : {"tag", "type", "count", "offset"})
    EXPECT_NE(inside(*entry, part), nullptr) << part;
}

TEST_F(NoteFields, AreNamedWhereTheRegistryKnowsThem) {
  const Field* serial = find("SerialNumber", FieldKind::structure);
  ASSERT_NE(serial, nullptr);
  EXPECT_EQ(serial->value, "4711-0815");
  EXPECT_EQ(serial->group, "Nikon");
  EXPECT_TRUE(serial->is_tag);
  EXPECT_EQ(serial->leak_class, LeakClass::device);
  EXPECT_EQ(std::ranges::count(map_.fields, "SerialNumber", &Field::name), 2);  // the entry and its value
}

TEST_F(NoteFields, OffsetsLeadToWhereTheValueStandsInTheFile) {
  const Field* directory = find("Nikon IFD", FieldKind::structure);
  ASSERT_NE(directory, nullptr);
  const Field* offset = inside(*inside(*directory, "SerialNumber"), "offset");
  ASSERT_NE(offset, nullptr);
  ASSERT_TRUE(offset->points_to);
  EXPECT_EQ(bytes_at(*offset->points_to), std::string("4711-0815\0", 10));
  const Field* fraction = inside(*directory, "fraction");
  ASSERT_NE(fraction, nullptr);
  EXPECT_EQ(fraction->value, "5/2 = 2.5");
}

TEST_F(NoteFields, SayWhoseNoteItIs) {
  const auto note = std::ranges::find(map_.fields, "Nikon", &Field::value);
  ASSERT_NE(note, map_.fields.end());
  EXPECT_EQ(note->name, "MakerNote");
  const Field* own = inside(*note, "signature");
  ASSERT_NE(own, nullptr);
  EXPECT_TRUE(bytes_at(map_.where(*own).front()).starts_with(signature));
}

}  // namespace
}  // namespace exifscrub
