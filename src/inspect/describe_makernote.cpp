#include "inspect/describe_makernote.hpp"

#include <algorithm>
#include <string>

#include "inspect/exif_numbers.hpp"
#include "inspect/ifd_scribe.hpp"
#include "metadata/exif_values.hpp"

namespace exifscrub {
namespace {

class NoteScribe {
 public:
  NoteScribe(BlockScribe& scribe, const MakerNote& note) : scribe_(scribe), note_(note) {}

  void run(Extent at) {
    if (note_.directories.empty()) return;
    const Extent head = extent_between(at.offset, note_.directories.front().table.offset);
    constexpr std::uint64_t longest_signature = 64;
    if (!head.empty() && head.length <= longest_signature) {
      scribe_.add_detail({FieldKind::header, "signature", head,
                          plain_text(scribe_.bytes(head).first(std::min<std::uint64_t>(head.length, 16))),
                          "tells whose note this is"});
    }
    for (const NoteDirectory& directory : note_.directories) describe_directory(directory);
  }

 private:
  void describe_directory(const NoteDirectory& directory) {
    IfdScribe notation{scribe_, directory.grammar, directory.base};
    const std::string name =
        std::string{note_.maker} + (directory.tag == 0 ? "" : " " + hex_tag(directory.tag)) + " IFD";
    notation.open_table(scribe_.keep(name), directory.table);
    for (std::uint32_t i = 0; i < directory.table.count; ++i) {
      describe_entry(notation, directory,
                     read_ifd_entry(scribe_.bytes(), directory.grammar, directory.table, i, directory.base));
    }
    scribe_.close();
  }

  void describe_entry(IfdScribe& notation, const NoteDirectory& directory, const IfdEntry& entry) {
    const std::string_view known = makernote_tag(note_.maker, directory.tag, entry.tag);
    EntryWords words;
    words.name = known.empty() ? scribe_.keep(hex_tag(entry.tag)) : known;
    words.group = note_.maker;
    words.target = directory_at(directory, entry);
    words.value = words.target ? notation.lead(*words.target, "directory") : words_of(directory, entry);
    notation.open_entry(entry, words);
    if (entry.out_of_line && !entry.value.empty() && !words.target) {
      notation.open_value(entry, words.name, words.kind, {});
      notation.describe_fractions(entry, {}, words.kind);
      scribe_.describe_nested(entry.value);
      scribe_.close();
    }
    scribe_.take_findings(entry.value);
    scribe_.close();
  }

  std::string words_of(const NoteDirectory& directory, const IfdEntry& entry) const {
    if (entry.value.empty()) return entry.count == 0 ? "" : "value lies outside the block";
    std::string number = exif_number(scribe_.bytes(), directory.grammar, entry, nullptr);
    if (!number.empty() || is_blank(scribe_.bytes(entry.value))) return number;
    return exif_value_text(scribe_.bytes(), directory.grammar, entry, nullptr);
  }

  /// The directory that an entry of the note's own leads to.
  std::optional<std::uint64_t> directory_at(const NoteDirectory& from, const IfdEntry& entry) const {
    const auto found = std::ranges::find_if(note_.directories, [&](const NoteDirectory& directory) {
      return from.tag == 0 && directory.tag != 0 && directory.tag == entry.tag;
    });
    if (found == note_.directories.end()) return std::nullopt;
    return found->table.offset;
  }

  BlockScribe& scribe_;
  const MakerNote& note_;
};

}  // namespace

void describe_makernote(BlockScribe& scribe, Extent at, const MakerNote& note) {
  NoteScribe{scribe, note}.run(at);
}

}  // namespace exifscrub
