#include "metadata/text_places.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>

#include "base/bytes.hpp"
#include "base/characters.hpp"

namespace exifscrub {
namespace {

constexpr std::size_t most_places = 64;
constexpr std::string_view quote_in_xml = "&quot;";

constexpr bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool ends_with_word(std::string_view word, std::string_view end) {
  if (word.size() < end.size()) return false;
  const std::string_view tail = word.substr(word.size() - end.size());
  return std::ranges::equal(tail, end, [](char a, char b) { return lower(a) == b; });
}

/// Whether `word` ends in the short word `end`, at a word's start or a capital letter: gpsLat, not flat.
bool ends_in_short(std::string_view word, std::string_view end) {
  if (!ends_with_word(word, end)) return false;
  const std::size_t at = word.size() - end.size();
  return at == 0 || word[at - 1] == '_' || (word[at] >= 'A' && word[at] <= 'Z');
}

std::optional<PlaceAxis> axis_of(std::string_view word) {
  // The last letters of all words below: hardly any word of a text passes.
  if (word.empty() || std::string_view{"etng"}.find(lower(word.back())) == std::string_view::npos)
    return std::nullopt;
  if (ends_with_word(word, "latitude") || ends_in_short(word, "lat")) return PlaceAxis::latitude;
  for (const std::string_view end : {"longitude", "longtitude"}) {
    if (ends_with_word(word, end)) return PlaceAxis::longitude;
  }
  for (const std::string_view end : {"lon", "lng", "long"}) {
    if (ends_in_short(word, end)) return PlaceAxis::longitude;
  }
  for (const std::string_view end : {"altitude", "heading"}) {
    if (ends_with_word(word, end)) return PlaceAxis::other;
  }
  return std::nullopt;
}

std::size_t skip_quotes(std::string_view text, std::size_t at) {
  while (at < text.size()) {
    if (text.substr(at).starts_with(quote_in_xml)) {
      at += quote_in_xml.size();
    } else if (text[at] == '"' || text[at] == '\'' || text[at] == '\\' || text[at] == ' ') {
      ++at;
    } else {
      break;
    }
  }
  return at;
}

std::uint32_t character_at(Bytes text, CharacterForm form) {
  if (form.bytes == 1) return text[0];
  return form.bytes == 2 ? load_u16(text.data(), form.order) : load_u32(text.data(), form.order);
}

/// The characters of a text, one byte each; those that are no ASCII are all the same.
std::string in_ascii(Bytes text, CharacterForm form) {
  constexpr char other = '\x80';
  std::string ascii;
  ascii.reserve(text.size() / form.bytes);
  for (; text.size() >= form.bytes; text = text.subspan(form.bytes)) {
    const std::uint32_t character = character_at(text, form);
    ascii += character < 0x80 ? static_cast<char>(character) : other;
  }
  return ascii;
}

/// The way back from in_ascii().
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

bool in_range(PlaceAxis axis, double value) {
  if (value == 0) return false;
  const double limit = axis == PlaceAxis::latitude ? 90 : axis == PlaceAxis::longitude ? 180 : 100'000;
  return std::fabs(value) <= limit;
}

}  // namespace

std::vector<TextPlace> find_text_places(std::string_view text) {
  std::vector<TextPlace> places;
  for (std::size_t at = 0; at < text.size() && places.size() < most_places;) {
    if (!is_letter(text[at])) {
      ++at;
      continue;
    }
    const std::size_t begin = at;
    while (at < text.size() && is_letter(text[at])) ++at;
    const std::string_view word = text.substr(begin, at - begin);
    const std::optional<PlaceAxis> axis = axis_of(word);
    if (!axis) continue;
    std::size_t next = skip_quotes(text, at);
    if (next == text.size() || (text[next] != ':' && text[next] != '=')) continue;
    next = skip_quotes(text, next + 1);
    std::size_t end = next;
    if (end < text.size() && (text[end] == '-' || text[end] == '+')) ++end;
    while (end < text.size() && (is_digit(text[end]) || text[end] == '.')) ++end;
    double value = 0;
    const char* first = text.data() + next + (next < text.size() && text[next] == '+' ? 1 : 0);
    const auto parsed = std::from_chars(first, text.data() + end, value, std::chars_format::fixed);
    if (parsed.ec != std::errc{} || parsed.ptr != text.data() + end || !in_range(*axis, value)) continue;
    places.push_back({word, {next, end - next}, value});
    at = end;
  }
  return places;
}

CharacterForm form_of_text(Bytes text) {
  constexpr std::size_t enough = 256;
  text = text.first(std::min(text.size(), enough));
  // ASCII in wider characters is zeros for the most part.
  if (std::ranges::find(text, Byte{0}) == text.end()) return {};
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

std::vector<Byte> erased_text_place(Bytes text, Extent number) {
  constexpr std::uint64_t enough = 256;  // characters between a word and its number
  const CharacterForm form = form_of_text(text.subspan(number.offset, number.length));
  const std::uint64_t before = std::min(number.offset / form.bytes, enough) * form.bytes;
  const std::string context = in_ascii(text.subspan(number.offset - before, before), form);
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
  constexpr std::size_t most_characters = 1U << 16;
  text = text.first(std::min(text.size(), most_characters * form.bytes));
  const std::string wide = form.bytes == 1 ? std::string{} : in_ascii(text, form);
  const std::string_view words = form.bytes == 1 ? as_text(text) : wide;
  std::optional<double> latitude, longitude;
  for (const TextPlace& place : find_text_places(words)) {
    BlockFinding& finding =
        into.add(request.block, LeakClass::location, group,
                 into.keep(std::string{tag}.append(1, '.').append(place.word)),
                 {{origin + place.number.offset * form.bytes, place.number.length * form.bytes}});
    finding.form = Form::text_place;
    if (request.values) finding.value = words.substr(place.number.offset, place.number.length);
    const PlaceAxis axis = axis_of_place(place);
    if (axis == PlaceAxis::latitude && !latitude) latitude = place.value;
    if (axis == PlaceAxis::longitude && !longitude) longitude = place.value;
  }
  if (latitude && longitude) into.positions.push_back({request.block, *latitude, *longitude, std::nullopt});
}

PlaceAxis axis_of_place(const TextPlace& place) { return axis_of(place.word).value_or(PlaceAxis::other); }

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
