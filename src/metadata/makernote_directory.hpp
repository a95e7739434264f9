#pragma once

#include <cstdint>
#include <optional>

#include "metadata/makernote.hpp"
#include "metadata/makernote_tables.hpp"

namespace exifscrub {

/// More entries of one directory than any maker writes.
inline constexpr std::uint32_t most_note_entries = 1024;

/// The directory of a note, whose offsets count from where most of its values are found: editors move notes without
/// mending them, and few makers write down what counts.
/// @return nothing where the format has none, or its place holds none
[[nodiscard]] std::optional<NoteDirectory> find_note_directory(const MakerNoteRequest& request,
                                                               const NoteFormat& format);

/// Entry number `index` of a note's directory.
[[nodiscard]] IfdEntry read_note_entry(Bytes tiff, const NoteDirectory& directory, std::uint32_t index);

}  // namespace exifscrub
