#include "metadata/text_places.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "base/bytes.hpp"
#include "base/cursor.hpp"
#include "base/text.hpp"
#include "metadata/written_coordinate.hpp"

namespace exifscrub {
namespace {

std::uint32_t character_at(Bytes text, CharacterForm form) {
  if (form.bytes == 1) return text[0];
  return form.bytes == 2 ? load_u16(text.data(), form.order) : load_u32(text.data(), form.order);
}

/// The characters of a text, one byte each; those that belong to no coordinate are all the same.
std::string in_one_byte(Bytes text, CharacterForm form) {
  std::string plain;
  plain.reserve(text.size() / form.bytes);
  for (; text.size() >= form.bytes; text = text.subspan(form.bytes))
    plain += plain_character(character_at(text, form));
  return plain;
}

/// The way back, for ASCII.
std::vector<Byte> in_form(std::string_view ascii, CharacterForm form) {
  std::vector<Byte> text(ascii.size() * form.bytes);
  const std::size_t low = form.order == ByteOrder::little ? 0 : form.bytes - 1;
  for (std::size_t i = 0; i < ascii.size(); ++i) text[i * form.bytes + low] = static_cast<Byte>(ascii[i]);
  return text;
}

/// How many characters of a text are ASCII in this form and use all of their bytes.
std::size_t count_ascii(Bytes text, CharacterForm form) {
  std::size_t count = 0;
  for (; text.size() >= form.bytes; text = text.subspan(form.bytes)) {
    const std::uint32_t character = character_at(text, form);
    if (character > 0 && character < 0x80) ++count;
  }
  return count;
}

}  // namespace

CharacterForm form_of_text(Bytes text) {
  constexpr std::size_t enough = 256;
  text = text.first(std::min(text.size(), enough));
  // ASCII in wider characters is zeros for the most part.
  const auto zero = static_cast<std::size_t>(std::ranges::find(text, Byte{0}) - text.begin());
  constexpr std::size_t widest = 4;
  if (zero == text.size() || (zero >= widest && all_zero(text.subspan(zero)))) return {};
  for (const unsigned bytes : {4U, 2U}) {
    for (const ByteOrder order : {ByteOrder::little, ByteOrder::big}) {
      // In narrow text hardly two bytes look like one wide character.
      const CharacterForm form = {bytes, order};
      if (text.size() >= bytes && 2 * count_ascii(text, form) > text.size() / bytes) return form;
    }
  }
  return {};
}

CharacterForm form_of_utf16(Bytes text) {
  const CharacterForm little = {2, ByteOrder::little}, big = {2, ByteOrder::big};
  return count_ascii(text, big) > count_ascii(text, little) ? big : little;
}

ExifText exif_text(Bytes value, bool is_utf16) {
  constexpr std::string_view code{"UNICODE\0", 8};  // some write it "Unicode"
  const auto same = [](Byte byte, char c) { return (byte >= 'a' ? byte - 'a' + 'A' : byte) == c; };
  const bool coded = value.size() >= code.size() && std::equal(code.begin(), code.end(), value.begin(),
                                                               [&](char c, Byte b) { return same(b, c); });
  ExifText text{coded ? code.size() : 0, {}};
  const Bytes words = value.subspan(text.begin);
  if (!coded && !is_utf16) {
    text.form = form_of_text(words);
    return text;
  }
  // The end of narrow text may look like one wide character, and one makes no place.
  const CharacterForm wide = form_of_utf16(words);
  if (count_ascii(words, wide) > 1) text.form = wide;
  return text;
}

std::vector<Byte> erased_text_place(Bytes text, Extent number) {
  constexpr std::uint64_t enough = 256;  // characters between a word and its number
  const CharacterForm form = form_of_text(text.subspan(number.offset, number.length));
  const std::uint64_t before = std::min(number.offset / form.bytes, enough) * form.bytes;
  const std::string context = in_one_byte(text.subspan(number.offset - before, before), form);
  std::string erased(number.length / form.bytes, ' ');
  const auto is_quote = [](char c) { return c == '"' || c == '\'' || c == ';'; };
  const bool quoted = !context.empty() && is_quote(context.back());
  const std::size_t colon = context.rfind(':');
  const bool json = colon != context.npos && colon > 0 && is_quote(context[colon - 1]);
  if (quoted || !json) return in_form(erased, form);
  constexpr std::string_view nothing = "null";
  if (erased.size() >= nothing.size()) {
    std::ranges::copy(nothing, erased.begin());
  } else {
    erased[0] = '0';
  }
  return in_form(erased, form);
}

void report_text_places(const ReadRequest& request, std::string_view group, std::string_view tag, Bytes text,
                        std::uint64_t origin, Reading& into) {
  report_text_places(request, group, tag, text, form_of_text(text), origin, into);
}

void report_text_places(const ReadRequest& request, std::string_view group, std::string_view tag, Bytes text,
                        CharacterForm form, std::uint64_t origin, Reading& into) {
  constexpr std::size_t most_named = 64;          // findings of one text
  constexpr std::size_t most_extents = 1U << 18;  // of a file
  const std::string wide = form.bytes == 1 ? std::string{} : in_one_byte(text, form);
  const std::string_view words = form.bytes == 1 ? as_text(text) : wide;
  const std::vector<TextPlace> places = find_text_places(words);
  if (places.size() >= most_text_places || into.extents.size() + places.size() > most_extents) {
    into.blind_spots.push_back({request.block, origin, "more places in a text than anybody writes", true});
    return;
  }
  const auto where = [&](const TextPlace& place) {
    return Extent{origin + place.number.offset * form.bytes, place.number.length * form.bytes};
  };
  const auto add = [&](std::string_view word, std::span<const Extent> at) -> BlockFinding& {
    BlockFinding& finding = into.add(request.block, LeakClass::location, group,
                                     into.keep(std::string{tag}.append(1, '.').append(word)), at);
    finding.form = Form::text_place;
    return finding;
  };
  std::optional<double> latitude, longitude;
  std::vector<Extent> rest;
  for (std::size_t i = 0; i < places.size(); ++i) {
    const TextPlace& place = places[i];
    const Extent at = where(place);
    if (i >= most_named) {
      rest.push_back(at);
      continue;
    }
    BlockFinding& finding = add(place.word, {&at, 1});
    if (request.values) finding.value = repair_utf8(words.substr(place.number.offset, place.number.length));
    if (place.axis == PlaceAxis::latitude && !latitude) latitude = place.value;
    if (place.axis == PlaceAxis::longitude && !longitude) longitude = place.value;
  }
  if (!rest.empty()) add("places", rest);
  if (latitude && longitude) into.positions.push_back({request.block, *latitude, *longitude, std::nullopt});
}

namespace {

/// The stretch from `at` on in which every second byte is zero behind one that is none: characters of UTF-16.
Extent wide_run(Bytes bytes, std::size_t at) {
  std::size_t end = at;
  while (end + 1 < bytes.size() && bytes[end] != 0 && bytes[end + 1] == 0) end += 2;
  return extent_between(at, end);
}

/// What of it is text in big-endian order, where a zero stands before it.
Extent big_endian_run(Bytes bytes, Extent run) {
  const bool one_more = run.end() < bytes.size() && bytes[run.end()] != 0;
  return extent_between(run.offset - 1, one_more ? run.end() + 1 : run.end() - 1);
}

}  // namespace

void report_embedded_places(const ReadRequest& request, std::string_view group, std::string_view tag,
                            Bytes bytes, std::uint64_t origin, Reading& into) {
  constexpr std::uint64_t shortest = 16;  // bytes of a word and a number
  report_text_places(request, group, tag, bytes, CharacterForm{}, origin, into);
  for (std::size_t at = 0; at + shortest <= bytes.size();) {
    const Extent run = wide_run(bytes, at);
    if (run.length >= shortest) {
      const bool big = at > 0 && bytes[at - 1] == 0;
      const Extent text = big ? big_endian_run(bytes, run) : run;
      report_text_places(request, group, tag, bytes.subspan(text.offset, text.length),
                         CharacterForm{2, big ? ByteOrder::big : ByteOrder::little}, origin + text.offset,
                         into);
    }
    at = std::max<std::size_t>(run.end(), at + 1);
  }
}

namespace {

/// Whether eight bytes hold four characters of ASCII in a row, of eight bits on either half or of UTF-16.
bool holds_characters(std::uint64_t word) {
  constexpr std::uint64_t each = 0x0101010101010101, high = 0x80 * each, low_of_two = 0x00FF00FF00FF00FF;
  const std::uint64_t seven = word & ~high;
  const std::uint64_t printable = (seven + 0x60 * each) & ~(seven + each) & ~word & high;
  const auto all = [printable](std::uint64_t mask) { return (printable & mask) == (high & mask); };
  constexpr std::uint64_t first_half = 0xFFFFFFFF;
  return all(first_half) || all(~first_half) || (all(low_of_two) && (word & ~low_of_two) == 0) ||
         (all(~low_of_two) && (word & low_of_two) == 0);
}

/// Characters of any text, and zeros between them.
constexpr auto text_bytes = [] {
  std::array<bool, 256> is{};
  for (unsigned c = 0; c < is.size(); ++c)
    is[c] = c == 0 || c == '\t' || c == '\n' || c == '\r' || (c >= 0x20 && c != 0x7F);
  return is;
}();

}  // namespace

void report_scattered_places(const ReadRequest& request, std::string_view group, std::string_view tag,
                             Bytes bytes, std::uint64_t origin, Reading& into) {
  constexpr std::size_t step = sizeof(std::uint64_t);
  std::size_t behind = 0;  // what was searched
  for (std::size_t at = 0; at + step <= bytes.size(); at = std::max(at + step, behind)) {
    if (!holds_characters(load_u64(&bytes[at], ByteOrder::little))) continue;
    std::size_t begin = at, end = at;
    while (begin > behind && text_bytes[bytes[begin - 1]]) --begin;
    while (end < bytes.size() && text_bytes[bytes[end]]) ++end;
    behind = end;
    const Bytes run = bytes.subspan(begin, end - begin);
    const bool digit = std::ranges::any_of(run, [](Byte byte) { return byte >= '0' && byte <= '9'; });
    if (digit) report_embedded_places(request, group, tag, run, origin + begin, into);
  }
}

bool has_text_place(Bytes text) {
  const auto [begin, form] = exif_text(text, false);
  text = text.subspan(begin);
  return !find_text_places(form.bytes == 1 ? std::string{as_text(text)} : in_one_byte(text, form)).empty();
}

void overwrite_text_places(const EraseRequest& request, Erasure& erasure) {
  std::vector<Patch>& patches = erasure.patches;
  const std::vector<Patch> others = patches;  // sorted, without overlap
  std::vector<Extent> numbers;
  for (const BlockFinding* finding : request.selected) {
    if (finding->form != Form::text_place) continue;
    for (const Extent number : request.reading->where(*finding)) {
      const auto next = std::ranges::partition_point(
          others, [&](const Patch& patch) { return patch.at().end() <= number.offset; });
      if (next == others.end() || next->offset >= number.end()) numbers.push_back(number);
    }
  }
  std::ranges::sort(numbers);
  std::uint64_t end = 0;
  for (const Extent number : numbers) {
    if (number.offset < end) continue;  // of two texts that share their bytes
    patches.push_back({number.offset, erased_text_place(request.bytes, number), Phase::values, true});
    end = number.end();
  }
  std::ranges::sort(patches, {}, &Patch::offset);
}

std::vector<Byte> without_text_places(const EraseRequest& request) {
  std::vector<Byte> bytes{request.bytes.begin(), request.bytes.end()};
  for (const BlockFinding* finding : request.selected) {
    if (finding->form != Form::text_place) continue;
    for (const Extent number : request.reading->where(*finding)) {
      std::ranges::copy(erased_text_place(request.bytes, number),
                        bytes.begin() + static_cast<std::ptrdiff_t>(number.offset));
    }
  }
  return bytes;
}

}  // namespace exifscrub
