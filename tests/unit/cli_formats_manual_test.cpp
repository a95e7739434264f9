// exifscrub-formats(7) holds every row of every registry of the code.

#include <gtest/gtest.h>

#include "cli/help.hpp"
#include "cli/mdoc.hpp"
#include "container/format.hpp"
#include "container/jpeg_segment.hpp"
#include "container/trailer_footers.hpp"
#include "exifscrub/policy.hpp"
#include "io/properties.hpp"
#include "metadata/exif_tags.hpp"
#include "metadata/iptc.hpp"
#include "metadata/irb.hpp"
#include "metadata/language.hpp"
#include "metadata/makernote_tables.hpp"
#include "metadata/takeout.hpp"
#include "metadata/xmp_properties.hpp"
#include "scrub/sidecar.hpp"

namespace exifscrub::cli {
namespace {

class FormatsManual : public testing::Test {
 protected:
  void expect(std::string_view text) const {
    EXPECT_NE(page_.find(mdoc_escaped(text)), std::string::npos) << text;
  }
  /// `name` stands in the list of `term`, in the section of that title.
  void expect_listed(std::string_view title, std::string_view term, std::string_view name) const {
    const std::size_t section = page_.find(".Ss " + std::string(title) + '\n');
    ASSERT_NE(section, std::string::npos) << title;
    const std::size_t end = page_.find("\n.Ss ", section + 1);
    const std::size_t item = page_.find(".It Cm \\&" + std::string(term) + '\n', section);
    ASSERT_LT(item, end) << title << ": " << term;
    const std::string list = page_.substr(item, page_.find("\n.", item + 1) - item);
    EXPECT_NE(list.find(name), std::string::npos) << title << ": " << term << ": " << name;
  }

  const std::string page_ = registries_as_mdoc();
};

TEST_F(FormatsManual, HasEveryClass) {
  const std::string classes = classes_as_mdoc();
  for (const ClassRow& row : class_table()) {
    EXPECT_NE(classes.find(".It Cm " + std::string(row.name) + " Ta "), std::string::npos) << row.name;
    EXPECT_NE(classes.find(row.covers), std::string::npos) << row.name;
  }
}

TEST_F(FormatsManual, HasEveryFormatSegmentTrailerAndLanguage) {
  for (const Format& format : known_formats()) expect(title_of(format.id));
  for (const SegmentSignature& row : segment_signatures()) expect(row.kind.name);
  for (const FooterRow& row : footer_rows()) expect(row_of(row.dialect).carrier);
  for (const Language& language : languages()) expect(language.carrier);
}

TEST_F(FormatsManual, HasEveryTagUnderItsClass) {
  for (const ExifTag& tag : exif_tags()) {
    if (tag.value == ExifValue::structure) continue;
    expect_listed("Tags of Exif, TIFF and DNG", name_of(tag.leak_class), tag.name);
  }
  for (const ExifTag& tag : gps_tags()) {
    expect_listed("Tags of a GPS directory", name_of(tag.leak_class), tag.name);
  }
  for (const IptcRow& row : iptc_rows()) {
    expect_listed("Datasets of IPTC", name_of(row.leak_class), row.name);
  }
  for (const TakeoutKey& key : takeout_keys()) {
    expect_listed("Fields of a Google Takeout record", name_of(key.leak_class), key.key);
  }
}

TEST_F(FormatsManual, HasEveryMakerAndItsFields) {
  for (const NoteFormat& format : note_formats()) {
    const std::string item = ".It Cm \\&" + std::string(format.maker) + '\n';
    EXPECT_NE(page_.find(item), std::string::npos) << item;
  }
  for (const NoteField& field : note_fields()) {
    expect_listed("MakerNotes", field.maker,
                  std::string(field.name) + " (" + std::string(name_of(field.leak_class)) + ")");
  }
}

TEST_F(FormatsManual, HasEveryNamespaceAndItsProperties) {
  for (const XmpNamespace& space : xmp_namespaces()) {
    expect(std::string(space.uri) + ": " + std::string(name_of(space.otherwise)));
    for (const XmpProperty& property : space.properties) {
      if (property.leak_class != space.otherwise) expect(property.local);
    }
  }
}

TEST_F(FormatsManual, HasEveryResourceAndAttribute) {
  for (const ImageResourceRow& row : image_resource_rows()) expect(row.name);
  for (const XattrRow& row : xattr_table()) expect(row.name);
  for (const SidecarRow& row : sidecar_table()) expect(row.what);
}

}  // namespace
}  // namespace exifscrub::cli
