#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "metadata/makernote.hpp"

namespace exifscrub {

/// Searches a note for what no table names: pictures, documents and texts in fields of any type, known or not, and
/// between them; GPS directories behind any pointer. Its reader tells it what it came upon.
class NoteSearch {
 public:
  /// @param note  what has become of the note so far: gets the bytes outside it that are its own, and is not
  ///              understood any more where the search cannot be made
  /// @param into  null: only the bytes outside are wanted
  NoteSearch(const MakerNoteRequest& request, MakerNote& note, Reading* into)
      : request_(request), tiff_(request.tiff), note_(note), into_(into) {}

  /// Bytes that belong to the note, even outside it.
  void own(Extent bytes);
  /// A value of the note, which may stand outside it and is looked into then.
  void add_value(Extent value);
  /// How long the picture of the note is, wherever it stands: a moved note's offsets are wrong.
  void expect_picture_of(std::uint64_t length) { preview_length_ = length; }

  void refer(BlockKind kind, Extent where, std::string_view name);
  /// The same of a picture, if there is one.
  void refer_to_jpeg(Extent where);

  /// A GPS directory in the note: behind a pointer, whatever its tag is, or as a value.
  void find_gps(const NoteDirectory& directory, const IfdEntry& entry);

  /// Texts and documents in all of the note from `begin` on, and in what belongs to it elsewhere.
  void look_through(std::uint64_t begin);

 private:
  void look_into(Extent whole);
  void read_places(Extent bytes);
  [[nodiscard]] std::uint64_t end_of_value(std::uint64_t at, std::uint64_t end) const;
  void add_gps(const NoteDirectory& directory, const IfdEntry& entry, std::uint64_t at);
  [[nodiscard]] std::optional<IfdTable> any_table_at(TiffGrammar grammar, std::uint64_t at) const;
  void add_gps_table(TiffGrammar grammar, IfdTable table, std::uint64_t base);

  const MakerNoteRequest& request_;
  Bytes tiff_;
  MakerNote& note_;
  Reading* into_;
  ExtentSet pictures_;  ///< streams that have readers of their own
  std::uint64_t preview_length_ = 0;
  std::vector<Extent> outside_;  ///< values outside the note
  std::uint64_t searched_ = 0;   ///< bytes that were looked into
};

}  // namespace exifscrub
