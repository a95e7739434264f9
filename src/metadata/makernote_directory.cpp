#include "metadata/makernote_directory.hpp"

#include <algorithm>

#include "base/bytes.hpp"
#include "base/checked.hpp"

namespace exifscrub {
namespace {

class DirectoryFinder {
 public:
  explicit DirectoryFinder(const MakerNoteRequest& request)
      : request_(request),
        tiff_(request.tiff),
        note_(request.tiff.subspan(request.note.offset, request.note.length)) {}

  [[nodiscard]] std::optional<NoteDirectory> find(const NoteFormat& format) const {
    NoteDirectory directory;
    directory.grammar = request_.grammar;
    const std::uint64_t start = request_.note.offset;
    switch (format.from) {
      case NoteBase::own_header: {
        if (note_.size() < format.ifd) return std::nullopt;
        const auto header = read_tiff_header(note_.subspan(format.ifd));
        if (!header || header->grammar.big_tiff) return std::nullopt;
        directory.grammar = header->grammar;
        directory.base = static_cast<std::int64_t>(start + format.ifd);
        const std::uint64_t first = start + format.ifd + header->first_ifd;
        if (auto found = open(directory, first)) return found;
        return open_padded(directory, first);
      }
      case NoteBase::pointed: {
        if (note_.size() < format.ifd + 4U) return std::nullopt;
        directory.grammar.order = ByteOrder::little;
        directory.base = static_cast<std::int64_t>(start);
        return open(directory, start + load_u32(note_.data() + format.ifd, ByteOrder::little));
      }
      case NoteBase::note:
        directory.base = static_cast<std::int64_t>(start + format.base);
        break;
      case NoteBase::tiff:
      case NoteBase::none:
      case NoteBase::picture:
      case NoteBase::phase_one:
        break;
    }
    // Nobody writes down the order of such a note reliably; the one in which it is a directory is right.
    if (auto found = open(directory, start + format.ifd)) return found;
    directory.grammar.order = directory.grammar.order == ByteOrder::big ? ByteOrder::little : ByteOrder::big;
    return open(directory, start + format.ifd);
  }

 private:
  [[nodiscard]] std::optional<NoteDirectory> open(NoteDirectory directory, std::uint64_t offset) const {
    if (!request_.note.contains(offset)) return std::nullopt;
    const auto table = read_ifd_table(tiff_.first(request_.note.end()), directory.grammar, offset);
    return table ? accept(directory, *table) : std::nullopt;
  }

  /// Kodak's and Ricoh's last cameras write counts of 32 bits, or two zeros behind one of 16.
  [[nodiscard]] std::optional<NoteDirectory> open_padded(NoteDirectory directory,
                                                         std::uint64_t offset) const {
    if (!fits<std::uint64_t>(offset, 4, request_.note.end())) return std::nullopt;
    const ByteOrder order = directory.grammar.order;
    const std::uint16_t first = load_u16(tiff_.data() + offset, order);
    const std::uint16_t second = load_u16(tiff_.data() + offset + 2, order);
    if ((first == 0) == (second == 0)) return std::nullopt;
    IfdTable table;
    table.offset = offset + 2;
    table.declared = std::max(first, second);
    table.at = {offset, 4 + 12 * table.declared};
    if (!request_.note.contains(table.at)) return std::nullopt;
    table.count = static_cast<std::uint32_t>(table.declared);
    return accept(directory, table);
  }

  [[nodiscard]] std::optional<NoteDirectory> accept(NoteDirectory directory, const IfdTable& table) const {
    const Bytes until_end = tiff_.first(request_.note.end());
    // Canon's 40D counts one entry more than it writes.
    if (table.count == 0 || table.declared > table.count + 1U || table.count > most_note_entries ||
        !is_plausible(until_end, directory.grammar, table)) {
      return std::nullopt;
    }
    directory.table = table;
    return with_base(directory);
  }

  struct Score {
    std::uint32_t out_of_line = 0;
    std::uint32_t in_stream = 0;
    std::uint32_t in_note = 0;   ///< and not on the directory
    std::uint32_t on_table = 0;  ///< on the directory: the base is too low
  };

  [[nodiscard]] Score score(const NoteDirectory& directory, std::int64_t base) const {
    Score found;
    const Extent table = {directory.table.offset, 2 + 12U * directory.table.count};
    for (std::uint32_t i = 0; i < directory.table.count; ++i) {
      const IfdEntry entry = read_ifd_entry(tiff_, directory.grammar, directory.table, i, base);
      if (!entry.out_of_line) continue;
      ++found.out_of_line;
      if (!entry.whole) continue;
      ++found.in_stream;
      if (entry.value.overlaps(table)) {
        ++found.on_table;
      } else if (request_.note.contains(entry.value)) {
        ++found.in_note;
      }
    }
    return found;
  }

  /// Editors move notes without mending their offsets, and makers change their minds: where another base puts
  /// clearly more values inside the note than the format's own, that one is right.
  [[nodiscard]] std::optional<NoteDirectory> with_base(NoteDirectory directory) const {
    const Score declared = score(directory, directory.base);
    if (declared.in_note == declared.out_of_line) return directory;
    // Where the first value stands directly behind the directory nothing was moved: the note is too short.
    const bool unmoved = declared.on_table == 0 && directory.base == moved_base(directory, 4);
    const bool doubtful = 2 * declared.in_note < declared.out_of_line;
    if (unmoved && !doubtful) return directory;
    std::int64_t best = directory.base;
    const bool wrong = doubtful || declared.on_table > 0;
    std::uint32_t most = declared.in_note;
    const auto start = static_cast<std::int64_t>(request_.note.offset);
    const auto ifd = static_cast<std::int64_t>(directory.table.offset);
    for (const std::int64_t base : {footer_base(directory), std::int64_t{0}, start, ifd,
                                    moved_base(directory, 4), moved_base(directory, 0)}) {
      const std::uint32_t in_note = score(directory, base).in_note;
      const bool better = wrong || in_note == declared.out_of_line || in_note > declared.in_note + 1;
      if (in_note <= most || !better) continue;
      most = in_note;
      best = base;
    }
    if (doubtful && 2 * most < declared.out_of_line && 2 * declared.in_stream < declared.out_of_line) {
      return std::nullopt;
    }
    directory.base = best;
    return directory;
  }

  /// Canon ends a note with a TIFF header and the offset at which the camera wrote it.
  [[nodiscard]] std::int64_t footer_base(const NoteDirectory& directory) const {
    constexpr std::size_t footer = 8;
    if (note_.size() < footer) return directory.base;
    const Bytes last = note_.last(footer);
    if (!starts_with(last, "II*") && !starts_with(last, std::string_view{"MM\0*", 4})) return directory.base;
    const std::uint32_t written_at = load_u32(last.data() + 4, directory.grammar.order);
    return static_cast<std::int64_t>(request_.note.offset) - static_cast<std::int64_t>(written_at);
  }

  /// The base under which the first value stands directly behind the directory and its link.
  [[nodiscard]] std::int64_t moved_base(const NoteDirectory& directory, std::uint64_t link) const {
    std::optional<std::uint32_t> lowest;
    for (std::uint32_t i = 0; i < directory.table.count; ++i) {
      const IfdEntry entry = read_ifd_entry(tiff_, directory.grammar, directory.table, i);
      if (!entry.out_of_line) continue;
      const std::uint32_t offset = load_u32(tiff_.data() + entry.at.offset + 8, directory.grammar.order);
      lowest = std::min(lowest.value_or(offset), offset);
    }
    const std::uint64_t behind = directory.table.offset + 2 + 12U * directory.table.count + link;
    return static_cast<std::int64_t>(behind) - static_cast<std::int64_t>(lowest.value_or(0));
  }

  const MakerNoteRequest& request_;
  Bytes tiff_;
  Bytes note_;
};

}  // namespace

std::optional<NoteDirectory> find_note_directory(const MakerNoteRequest& request, const NoteFormat& format) {
  return DirectoryFinder{request}.find(format);
}

IfdEntry read_note_entry(Bytes tiff, const NoteDirectory& directory, std::uint32_t index) {
  return read_ifd_entry(tiff, directory.grammar, directory.table, index, directory.base);
}

}  // namespace exifscrub
