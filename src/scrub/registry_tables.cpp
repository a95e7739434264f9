#include "scrub/registry_tables.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <map>

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

namespace exifscrub {
namespace {

std::string text_of(std::string_view view) { return std::string{view}; }

std::string hex(unsigned number) {
  char text[16];
  std::snprintf(text, sizeof text, "0x%04X", number);
  return text;
}

/// Names by their class, each name once, in the order of the classes: one row a class that has any.
class ByClass {
 public:
  void add(LeakClass leak_class, std::string name) {
    std::vector<std::string>& names = names_[leak_class];
    if (std::ranges::find(names, name) == names.end()) names.push_back(std::move(name));
  }

  [[nodiscard]] std::vector<std::vector<std::string>> rows() const {
    std::vector<std::vector<std::string>> rows;
    for (const auto& [leak_class, names] : names_) {
      std::string list;
      for (const std::string& name : names) list += (list.empty() ? "" : ", ") + name;
      rows.push_back({text_of(name_of(leak_class)), std::move(list)});
    }
    return rows;
  }

 private:
  std::map<LeakClass, std::vector<std::string>> names_;
};

/// A table of names by their class.
struct NameList {
  std::string_view title;
  std::string_view intro;
  ByClass names;

  [[nodiscard]] RegistryTable table() const { return {title, intro, {}, names.rows()}; }
};

/// Adds the rows of a registry that have a class and a name.
template <class Rows>
void add_all(const Rows& rows, ByClass& into) {
  for (const auto& row : rows) into.add(row.leak_class, text_of(row.name));
}

/// What becomes of a carrier as a whole under --gps-only, in the words of the tables.
std::string gps_only_fate(std::optional<LeakClass> leak_class, BlockKind block, Role role) {
  if (leak_class == LeakClass::location) return "removed";
  const Language* language = language_of(block);
  if (role == Role::viewer && (language == nullptr || language->erase == nullptr)) return "stays";
  if (block == BlockKind::jpeg) return "stays, cleaned inside";
  if (language == nullptr) return role == Role::unknown ? "stays; kept" : "stays";
  return language->erase == nullptr ? "zeroed if it tells a place" : "cleaned inside";
}

std::string strip_fate(BlockKind block, Role role) {
  if (block == BlockKind::exif) return "removed, or minimal";
  if (role != Role::viewer) return "removed";
  return block == BlockKind::mpf ? "written anew" : "stays";
}

RegistryTable formats() {
  RegistryTable table{"Formats of files",
                      "A file is recognised by its first bytes, never by its name.",
                      {"format", "what is done"},
                      {}};
  for (const Format& format : known_formats()) {
    const bool cleaned = format.parse != nullptr;
    table.rows.push_back({text_of(title_of(format.id)), cleaned
                                                            ? "cleaned, in all depth that follows"
                                                            : "recognised and refused: not supported yet"});
  }
  std::stable_partition(table.rows.begin(), table.rows.end(),
                        [](const auto& row) { return row[1].starts_with("cleaned"); });
  return table;
}

RegistryTable segments() {
  RegistryTable table{
      "Segments of a JPEG file",
      "Segments are told by the signature that they start with, wherever they stand: also between scans, in "
      "the gap behind a picture, and in embedded pictures. Tables, frame headers, scans and restart markers "
      "are the picture and stay. A segment of an unknown signature is class unknown. Two rows of one name "
      "have two signatures.",
      {"segment", "class", "default", "with --gps-only"},
      {}};
  // Its signature is looked for before the table's, with more tolerance.
  table.rows.push_back({"APP1 Exif", "by its parts", strip_fate(BlockKind::exif, Role::metadata),
                        gps_only_fate(std::nullopt, BlockKind::exif, Role::metadata)});
  for (const SegmentSignature& row : segment_signatures()) {
    std::vector<std::string> cells = {
        text_of(row.kind.name), row.kind.leak_class ? text_of(name_of(*row.kind.leak_class)) : "by its parts",
        strip_fate(row.kind.block, row.kind.role),
        gps_only_fate(row.kind.leak_class, row.kind.block, row.kind.role)};
    if (std::ranges::find(table.rows, cells) == table.rows.end()) table.rows.push_back(std::move(cells));
  }
  table.rows.push_back({"COM", "text", "removed", "stays"});
  return table;
}

RegistryTable documents() {
  RegistryTable table{
      "Documents inside",
      "A document is read wherever it stands: in a segment, a trailer, a tag, another document, as "
      "bytes, base64 or hexadecimal digits. One that cannot be erased in part goes as a whole or "
      "not at all.",
      {"carrier", "with --gps-only or --keep"},
      {}};
  for (const Language& language : languages()) {
    std::vector<std::string> cells = {
        text_of(language.carrier), language.erase != nullptr ? "what goes is erased inside, at the same size"
                                                             : "as a whole or not at all"};
    if (std::ranges::find(table.rows, cells) == table.rows.end()) table.rows.push_back(std::move(cells));
  }
  return table;
}

RegistryTable trailers() {
  RegistryTable table{
      "Behind the end of the picture",
      "Known by their last bytes; a bare MP4 or MOV stream, and what a Pixel's camera notes, by "
      "their first. Zeros tell nothing, and go where anything is cut out. "
      "What is none of these is an unknown trailer.",
      {"trailer", "class", "default", "with --gps-only"},
      {}};
  for (const FooterRow& row : footer_rows()) {
    const DialectRow& dialect = row_of(row.dialect);
    table.rows.push_back({text_of(dialect.carrier), text_of(name_of(dialect.leak_class)), "removed",
                          gps_only_fate(dialect.leak_class, row.block, Role::metadata)});
  }
  return table;
}

RegistryTable exif() {
  NameList list{"Tags of Exif, TIFF and DNG",
                "By ExifTool's names, in any directory. Tags that nobody named are class unknown.",
                {}};
  for (const ExifTag& tag : exif_tags()) {
    if (tag.value != ExifValue::structure) list.names.add(tag.leak_class, text_of(tag.name));
  }
  add_all(interop_tags(), list.names);
  return list.table();
}

RegistryTable gps() {
  NameList list{"Tags of a GPS directory",
                "A directory with a position, an altitude, a heading or a place goes as a whole, with its "
                "times and versions. One without any of these is of class device: no leak.",
                {}};
  add_all(gps_tags(), list.names);
  return list.table();
}

RegistryTable makers() {
  RegistryTable table{
      "MakerNotes",
      "A note goes whole by default. Of these makers the fields below are found, and with --gps-only or "
      "--keep makernote blanked where they stand; nothing in a note is ever moved. A note of another maker, "
      "or one that cannot be read, is named, and the file is kept.",
      {},
      {}};
  std::vector<std::string> makers;
  for (const NoteFormat& format : note_formats()) {
    if (std::ranges::find(makers, format.maker) == makers.end()) makers.emplace_back(format.maker);
  }
  std::ranges::sort(makers);
  for (const std::string& maker : makers) {
    std::string fields;
    const auto add = [&](const auto& field) {
      if (field.maker != maker) return;
      const std::string one = text_of(field.name) + " (" + text_of(name_of(field.leak_class)) + ")";
      if (fields.find(one) == std::string::npos) fields += (fields.empty() ? "" : ", ") + one;
    };
    for (const NoteField& field : note_fields()) add(field);
    for (const NoteText& text : note_texts()) add(text);
    table.rows.push_back({maker, fields.empty() ? "no field that tells a place or a person" : fields});
  }
  return table;
}

RegistryTable xmp() {
  RegistryTable table{
      "Namespaces of XMP",
      "Known by their address, whatever prefix a packet uses. A property that is not listed is of "
      "the class of its namespace, or a location when its name says so; one of an unknown "
      "namespace is class unknown, or a location. Where its namespace is of settings or rights, "
      "only the name of a coordinate tells. In a tree of keywords (lr:hierarchicalSubject, "
      "digiKam:TagsList, mwg-kw:Keywords, acdsee:categories) a keyword below Places or the like is "
      "a location, and so is each word of it in any other list of keywords of the file, those of "
      "IPTC and XPKeywords too. A value that holds a picture in a form which cannot be changed "
      "where it stands counts as a location.",
      {},
      {}};
  for (const XmpNamespace& space : xmp_namespaces()) {
    std::string text = text_of(space.uri) + ": " + text_of(name_of(space.otherwise));
    ByClass properties;
    for (const XmpProperty& property : space.properties) {
      if (property.leak_class != space.otherwise)
        properties.add(property.leak_class, text_of(property.local));
    }
    for (const auto& row : properties.rows()) text += "; " + row[0] + ": " + row[1];
    table.rows.push_back({text_of(space.group), std::move(text)});
  }
  return table;
}

RegistryTable iptc() {
  NameList list{"Datasets of IPTC", "", {}};
  add_all(iptc_rows(), list.names);
  return list.table();
}

RegistryTable photoshop() {
  RegistryTable table{"Image resources of Photoshop", "", {"resource", "name", "class"}, {}};
  for (const ImageResourceRow& row : image_resource_rows()) {
    const std::string range = row.first == row.last ? hex(row.first) : hex(row.first) + "-" + hex(row.last);
    table.rows.push_back({range, text_of(row.name), text_of(name_of(row.leak_class))});
  }
  return table;
}

RegistryTable attributes() {
  RegistryTable table{
      "Extended attributes",
      "Noted with every file. --xattrs removes those of class history and person in every mode, "
      "the others where the mode removes their class; --keep spares a class. All other "
      "attributes stay.",
      {"attribute", "class", "written by"},
      {}};
  for (const XattrRow& row : xattr_table()) {
    table.rows.push_back({text_of(row.name), text_of(name_of(row.leak_class)), text_of(row.written_by)});
  }
  return table;
}

RegistryTable takeout() {
  NameList list{"Fields of a Google Takeout record",
                "A field that is not listed is class unknown, or a location when a key in it names a place.",
                {}};
  for (const TakeoutKey& key : takeout_keys()) list.names.add(key.leak_class, text_of(key.key));
  return list.table();
}

RegistryTable sidecars() {
  RegistryTable table{
      "Sidecars",
      "Known by name and by content. One that is not cleaned inside stays or goes as a whole.",
      {"name", "what it is", "with --sidecars --gps-only"},
      {}};
  for (const SidecarRow& row : sidecar_table()) {
    const bool inside = row.kind.form == SidecarForm::xmp || row.kind.form == SidecarForm::takeout;
    const bool track = row.kind.companion == CompanionKind::gps_track && !inside;
    table.rows.push_back({is_prefix(row) ? text_of(row.name) + "NAME" : "NAME" + text_of(row.name),
                          text_of(row.what),
                          inside                              ? "cleaned inside"
                          : row.kind.form == SidecarForm::aae ? "stays; kept"
                          : track                             ? "removed"
                                                              : "stays; refused if it tells a place"});
  }
  return table;
}

}  // namespace

std::vector<RegistryTable> registry_tables() {
  return {formats(), segments(), documents(), trailers(),   exif(),    gps(),     makers(),
          xmp(),     iptc(),     photoshop(), attributes(), takeout(), sidecars()};
}

}  // namespace exifscrub
