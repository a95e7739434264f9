#include "metadata/makernote.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "base/bytes.hpp"
#include "base/checked.hpp"
#include "metadata/exif_values.hpp"
#include "metadata/makernote_directory.hpp"
#include "metadata/makernote_search.hpp"
#include "metadata/makernote_tables.hpp"
#include "metadata/text_places.hpp"

namespace exifscrub {
namespace {

constexpr Byte digit_zero = '0';
constexpr std::string_view unknown_maker = "MakerNote";
/// Names of text fields of a DJI note, whose first number is a heading.
constexpr std::array<std::string_view, 2> headings = {"FlightDegree", "GimbalDegree"};

/// A picture inside a note: tags that say where it starts and how long it is.
struct NotePreview {
  std::string_view maker;
  std::uint16_t directory;
  std::uint16_t offset_tag;
  std::uint16_t length_tag;
};
constexpr auto previews = std::to_array<NotePreview>({
    {"Casio", 0, 0x0004, 0x0003},
    {"Minolta", 0, 0x0088, 0x0089},
    {"Nikon", 0x0011, 0x0201, 0x0202},
    {"Olympus", 0, 0x0088, 0x0089},
    {"Olympus", 0x2020, 0x0101, 0x0102},
    {"Pentax", 0, 0x0004, 0x0003},
});

bool starts_with_letters(std::string_view text, std::string_view start) {
  const auto upper = [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; };
  return text.size() >= start.size() &&
         std::ranges::equal(text.substr(0, start.size()), start,
                            [upper](char a, char b) { return upper(a) == upper(b); });
}

const NoteFormat* find_format(Bytes note, std::string_view make) {
  const auto all = note_formats();
  const auto format = std::ranges::find_if(all, [&](const NoteFormat& row) {
    return starts_with(note, row.signature) && starts_with_letters(make, row.make);
  });
  return format == all.end() ? nullptr : &*format;
}

std::span<const NoteField> fields_of(std::string_view maker) {
  const auto all = note_fields();
  const auto first = std::ranges::find(all, maker, &NoteField::maker);
  const auto last =
      std::find_if(first, all.end(), [maker](const NoteField& row) { return row.maker != maker; });
  return {first, last};
}

class NoteReader {
 public:
  NoteReader(const MakerNoteRequest& request, Reading* into)
      : request_(request),
        tiff_(request.tiff),
        note_(request.tiff.subspan(request.note.offset, request.note.length)),
        into_(into) {}

  MakerNote read() {
    result_.maker = unknown_maker;
    if (is_blank(note_)) {
      result_.understood = true;
      return std::move(result_);
    }
    const NoteFormat* format = find_format(note_, request_.make);
    if (format == nullptr) {
      result_.understood = is_harmless_text();
      return std::move(result_);
    }
    result_.maker = format->maker;
    if (format->from == NoteBase::picture) {
      result_.understood = true;
      search_.refer_to_jpeg(request_.note);
      return std::move(result_);
    }
    if (format->from == NoteBase::none) {
      result_.understood = true;
      for (const std::string_view name : headings) read_heading(name);
      for (const NoteText& text : note_texts()) {
        if (text.maker == format->maker) read_text(text, format->signature.size());
      }
      search_.look_through(0);
      return std::move(result_);
    }
    fields_ = fields_of(format->maker);
    if (format->from == NoteBase::phase_one) {
      result_.understood = read_phase_one(format->ifd);
      search_.look_through(0);
      return std::move(result_);
    }
    if (auto directory = find_note_directory(request_, *format)) {
      result_.understood = true;
      read_directory(*directory);
      read_sub_directories(*directory);
      constexpr std::uint64_t header = 8;
      search_.look_through(format->from == NoteBase::own_header ? format->ifd + header : 0);
    }
    return std::move(result_);
  }

 private:
  // ---- fields

  void read_directory(const NoteDirectory& directory) {
    result_.directories.push_back(directory);
    search_.own(directory.table.at);
    for (std::uint32_t i = 0; i < directory.table.count; ++i) {
      const IfdEntry entry = read_note_entry(tiff_, directory, i);
      if (entry.out_of_line && entry.whole) search_.own(entry.value);
      if (into_ == nullptr || entry.value.empty()) continue;
      if (entry.out_of_line) search_.add_value(entry.value);
      for (const NoteField& field : fields_) {
        const bool wanted = field.directory == directory.tag && field.tag == entry.tag;
        if (wanted) add_field(field, directory, entry);
      }
      search_.find_gps(directory, entry);
      refer_to_embedded(entry);
    }
    for (const NotePreview& preview : previews) {
      if (preview.maker == result_.maker && preview.directory == directory.tag)
        read_preview(preview, directory);
    }
  }

  void read_sub_directories(const NoteDirectory& main) {
    for (std::uint32_t i = 0; i < main.table.count; ++i) {
      const IfdEntry entry = read_note_entry(tiff_, main, i);
      if (!leads_to_directory(entry.tag)) continue;
      // Olympus wrote sub-directories as the value of the entry before it wrote their offsets.
      std::uint64_t at = entry.value.offset;
      if (!entry.out_of_line) {
        const auto offset = unsigned_value(tiff_, main.grammar, entry);
        if (!offset || __builtin_add_overflow(*offset, main.base, &at)) continue;
      }
      const auto table = read_ifd_table(tiff_, main.grammar, at);
      if (at < 8 || !table || !table->complete() || table->count > most_note_entries) continue;
      if (is_plausible(tiff_, main.grammar, *table)) {
        read_directory({entry.tag, main.grammar, *table, main.base});
      }
    }
  }

  [[nodiscard]] bool leads_to_directory(std::uint16_t tag) const {
    const auto leads = [&](const auto& row) { return row.directory == tag && row.maker == result_.maker; };
    return tag != 0 && (std::ranges::any_of(fields_, leads) || std::ranges::any_of(previews, leads));
  }

  void add_field(const NoteField& field, const NoteDirectory& directory, const IfdEntry& entry) {
    if (!request_.model.ends_with(field.model)) return;
    const auto start = start_of(field, tiff_.subspan(entry.value.offset, entry.value.length));
    if (!start || *start >= entry.value.length) return;
    Extent part = {entry.value.offset + *start, entry.value.length - *start};
    if (field.length != 0) part.length = std::min<std::uint64_t>(part.length, field.length);
    BlockFinding* finding = add_part(field, part, directory.grammar.order);
    const bool whole = field.offset == 0 && field.length == 0;
    if (finding != nullptr && request_.values && whole) {
      finding->value = exif_value_text(tiff_, directory.grammar, entry, nullptr);
    }
  }

  /// @return nullptr when the bytes say nothing
  BlockFinding* add_part(const NoteField& field, Extent part, ByteOrder order) {
    const Bytes bytes = tiff_.subspan(part.offset, part.length);
    if (says_nothing(field, bytes, order)) return nullptr;
    BlockFinding& finding = into_->add(request_.block, field.leak_class, field.maker, field.name, {part});
    finding.form = Form::note_field;
    finding.fill = field.fill;
    if (request_.values) finding.value = part_text(bytes, order);
    return &finding;
  }

  /// Canon's blocks of one camera grow with its firmware, whose version ("1.0.6") tells by how much.
  static std::optional<std::uint64_t> start_of(const NoteField& field, Bytes value) {
    if (field.firmware == 0) return field.offset;
    constexpr std::uint64_t reach = 48, size = 6;
    const auto is_digit = [&](std::uint64_t at) { return value[at] >= '0' && value[at] <= '9'; };
    for (std::uint64_t at = field.firmware - reach; at < field.firmware + reach && at + size <= value.size();
         ++at) {
      const bool version = is_digit(at) && value[at + 1] == '.' && is_digit(at + 2) && value[at + 3] == '.' &&
                           is_digit(at + 4) && (value[at + 5] == 0 || value[at + 5] == ' ');
      if (version) return field.offset + at - field.firmware;
    }
    return std::nullopt;
  }

  /// Header | offset of: count 4 | 0 4 | {tag 4, size of the format 4, length 4, value or offset 4} ...
  bool read_phase_one(std::uint64_t pointer) {
    constexpr std::uint64_t head = 8, entry_size = 16;
    constexpr std::uint32_t most = 300;
    if (note_.size() < pointer + 4) return false;
    const ByteOrder order = note_[0] == 'M' ? ByteOrder::big : ByteOrder::little;
    const auto number = [&](std::uint64_t at) { return load_u32(note_.data() + at, order); };
    const std::uint64_t table = number(pointer);
    if (!fits<std::uint64_t>(table, head, note_.size())) return false;
    const std::uint32_t count = number(table);
    if (count < 2 || count > most || !fits<std::uint64_t>(table + head, count * entry_size, note_.size())) {
      return false;
    }
    for (std::uint64_t at = table + head; at < table + head + count * entry_size; at += entry_size) {
      const std::uint32_t length = number(at + 8);
      const std::uint64_t start = length > 4 ? number(at + 12) : at + 12;
      if (!fits<std::uint64_t>(start, length, note_.size())) return false;
      for (const NoteField& field : fields_) {
        if (into_ == nullptr || field.tag != number(at)) continue;
        add_part(field, {request_.note.offset + start, length}, order);
      }
    }
    return true;
  }

  static bool says_nothing(const NoteField& field, Bytes bytes, ByteOrder order) {
    const auto is_fill = [&field](Byte byte) { return byte == field.fill; };
    if (bytes.empty() || std::ranges::all_of(bytes, is_fill)) return true;
    if (field.fill != 0) return false;
    if (field.unset != 0 && bytes.size() == 4 && load_u32(bytes.data(), order) == field.unset) return true;
    // "---" is what Panasonic writes for a place that it does not know.
    return std::ranges::all_of(bytes, [](Byte byte) { return byte == 0 || byte == ' ' || byte == '-'; });
  }

  static std::string part_text(Bytes bytes, ByteOrder order) {
    if (bytes.size() == 4) return std::to_string(static_cast<std::int32_t>(load_u32(bytes.data(), order)));
    if (bytes.size() == 1) return std::to_string(bytes[0]);
    if (is_printable(bytes)) return plain_text(bytes);
    return "(" + std::to_string(bytes.size()) + " bytes)";
  }

  // ---- pictures

  /// Nikon's programs keep an IPTC block among the settings of an edit: 22 bytes, then records {id 4, 14
  /// bytes, length with itself 4, data}, little-endian.
  void refer_to_nikon_capture(const IfdEntry& entry) {
    constexpr std::uint16_t capture_data = 0x0E01;
    constexpr std::uint64_t head = 22, length_at = 18;
    constexpr std::uint32_t iptc = 0x9EF5F6E0;
    if (result_.maker != "Nikon" || entry.tag != capture_data || into_ == nullptr) return;
    const Bytes data = tiff_.subspan(entry.value.offset, entry.value.length);
    for (std::uint64_t at = head; data.size() >= at + head;) {
      const std::uint64_t length = load_u32(&data[at + length_at], ByteOrder::little);
      if (length < 4 || length - 4 > data.size() - at - head) return;
      if (load_u32(&data[at], ByteOrder::little) == iptc) {
        search_.refer(BlockKind::iptc, {entry.value.offset + at + head, length - 4}, "NikonCapture IPTC");
      }
      at += head + length - 4;
    }
  }

  void refer_to_embedded(const IfdEntry& entry) {
    refer_to_nikon_capture(entry);
    constexpr std::uint64_t smallest = 128;
    if (entry.type == tiff_type::undefined && entry.whole && entry.value.length >= smallest) {
      search_.refer_to_jpeg(entry.value);
    }
  }

  void read_preview(const NotePreview& preview, const NoteDirectory& directory) {
    std::optional<std::uint64_t> offset;
    std::optional<std::uint64_t> length;
    for (std::uint32_t i = 0; i < directory.table.count; ++i) {
      const IfdEntry entry = read_note_entry(tiff_, directory, i);
      if (entry.tag == preview.offset_tag) offset = unsigned_value(tiff_, directory.grammar, entry);
      if (entry.tag == preview.length_tag) length = unsigned_value(tiff_, directory.grammar, entry);
    }
    std::uint64_t at = 0;
    search_.expect_picture_of(length.value_or(0));
    if (!offset || !length || __builtin_add_overflow(*offset, directory.base, &at)) return;
    if (fits<std::uint64_t>(at, *length, tiff_.size())) search_.refer_to_jpeg({at, *length});
  }

  // ---- text

  /// Programs write a word where the camera's note should be ("Auto"): anybody can read it, and it is no
  /// place.
  [[nodiscard]] bool is_harmless_text() const {
    constexpr std::size_t longest_word = 64;
    if (note_.size() > longest_word) return false;
    std::string_view text = as_text(note_);
    text = text.substr(0, text.find_last_not_of('\0') + 1);
    const bool printable = std::ranges::all_of(text, [](char c) { return c >= 0x20 && c < 0x7F; });
    return printable && !may_tell_place(text);
  }

  /// Whether a text has numbers as precise as a place's, codes of places, or words and numbers as an address has.
  [[nodiscard]] static bool may_tell_place(std::string_view text) {
    constexpr std::size_t precise = 2, most_blanks = 2;
    std::size_t decimals = 0, points = 0;  // of one number; "2.2.024" is a version
    bool number = false, precise_number = false;
    for (std::size_t i = 0; i <= text.size(); ++i) {
      const char c = i < text.size() ? text[i] : ' ';
      const bool digit = c >= '0' && c <= '9';
      number = number || digit;
      if (digit) {
        decimals += points;
      } else if (c == '.' || (c == ',' && points == 0)) {
        ++points;
      } else {
        precise_number = precise_number || (points == 1 && decimals >= precise);
        decimals = points = 0;
      }
    }
    const bool sentence = static_cast<std::size_t>(std::ranges::count(text, ' ')) > most_blanks;
    // A plus stands in "8FW4V75V+8Q" and in ISO 6709.
    return precise_number || (number && (sentence || text.find('+') != text.npos)) ||
           text.find("ocation") != text.npos || !find_text_places(text).empty();
  }

  /// Runs of characters, or the one behind a word or at a place.
  void read_text(const NoteText& row, std::size_t signature) {
    if (into_ == nullptr) return;
    const std::size_t step = row.wide ? 2 : 1;
    std::size_t at = row.at != 0 ? row.at : signature;
    const bool one = row.at != 0 || !row.word.empty();
    if (!row.word.empty()) {
      const auto found = std::search(note_.begin(), note_.end(), row.word.begin(), row.word.end());
      if (found == note_.end()) return;
      at = static_cast<std::size_t>(found - note_.begin()) + row.word.size();
    }
    constexpr std::size_t shortest = 4;
    while (at + step <= note_.size()) {
      std::size_t end = at;
      while (end + step <= note_.size() && is_character(end, row.wide)) end += step;
      const bool told = end - at >= shortest * step || (!row.word.empty() && end > at);
      if (told) add_text(row, {request_.note.offset + at, end - at});
      if (one) return;
      at = end + 1;
    }
  }

  [[nodiscard]] bool is_character(std::size_t at, bool wide) const {
    return note_[at] >= 0x20 && note_[at] < 0x7F && note_[at] != ']' && (!wide || note_[at + 1] == 0);
  }

  void add_text(const NoteText& row, Extent where) {
    BlockFinding& finding = into_->add(request_.block, row.leak_class, row.maker, row.name, {where});
    finding.form = Form::note_field;
    if (!request_.values) return;
    for (std::uint64_t at = where.offset; at < where.end(); at += row.wide ? 2 : 1) {
      finding.value += static_cast<char>(tiff_[at]);
    }
  }

  /// The first number behind "[name(Y,P,R):" is a bearing.
  void read_heading(std::string_view name) {
    const std::string_view text = as_text(note_);
    const std::size_t found = text.find(name);
    const std::size_t colon = found == text.npos ? found : text.find(':', found);
    if (into_ == nullptr || colon == text.npos) return;
    const std::size_t first = text.find_first_of("0123456789]", colon);
    if (first == text.npos) return;
    const std::size_t end = std::min(text.find_first_not_of("0123456789.", first), text.size());
    const std::string_view number = text.substr(first, end - first);
    if (number.find_first_not_of("0.") == number.npos) return;
    BlockFinding& finding = into_->add(request_.block, LeakClass::location, result_.maker, name,
                                       {{request_.note.offset + first, end - first}});
    finding.form = Form::note_field;
    finding.fill = digit_zero;
    if (request_.values) finding.value = number;
  }

  const MakerNoteRequest& request_;
  Bytes tiff_;
  Bytes note_;
  Reading* into_;
  std::span<const NoteField> fields_;  ///< of this maker
  MakerNote result_;
  NoteSearch search_{request_, result_, into_};
};

}  // namespace

MakerNote read_makernote(const MakerNoteRequest& request, Reading* into) {
  return NoteReader(request, into).read();
}

std::string_view makernote_tag(std::string_view maker, std::uint16_t directory, std::uint16_t tag) {
  const auto fields = fields_of(maker);
  const auto field = std::ranges::find_if(fields, [&](const NoteField& row) {
    return row.directory == directory && row.tag == tag && row.offset == 0 && row.length == 0;
  });
  return field == fields.end() ? std::string_view{} : field->name;
}

}  // namespace exifscrub
