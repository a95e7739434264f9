#include "metadata/text_places.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>

namespace exifscrub {
namespace {

constexpr std::size_t most_places = 64;
constexpr std::string_view quote_in_xml = "&quot;";

constexpr bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
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

enum class Axis : std::uint8_t { none, latitude, longitude, other };

Axis axis_of(std::string_view word) {
  if (ends_with_word(word, "latitude") || ends_in_short(word, "lat")) return Axis::latitude;
  for (const std::string_view end : {"longitude", "longtitude"}) {
    if (ends_with_word(word, end)) return Axis::longitude;
  }
  for (const std::string_view end : {"lon", "lng", "long"}) {
    if (ends_in_short(word, end)) return Axis::longitude;
  }
  for (const std::string_view end : {"altitude", "heading"}) {
    if (ends_with_word(word, end)) return Axis::other;
  }
  return Axis::none;
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

bool in_range(Axis axis, double value) {
  if (value == 0) return false;
  const double limit = axis == Axis::latitude ? 90 : axis == Axis::longitude ? 180 : 100'000;
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
    const Axis axis = axis_of(word);
    if (axis == Axis::none) continue;
    std::size_t next = skip_quotes(text, at);
    if (next == text.size() || (text[next] != ':' && text[next] != '=')) continue;
    next = skip_quotes(text, next + 1);
    std::size_t end = next;
    if (end < text.size() && (text[end] == '-' || text[end] == '+')) ++end;
    while (end < text.size() && (is_digit(text[end]) || text[end] == '.')) ++end;
    double value = 0;
    const char* first = text.data() + next + (next < text.size() && text[next] == '+' ? 1 : 0);
    const auto parsed = std::from_chars(first, text.data() + end, value, std::chars_format::fixed);
    if (parsed.ec != std::errc{} || parsed.ptr != text.data() + end || !in_range(axis, value)) continue;
    places.push_back({word, {next, end - next}, value});
    at = end;
  }
  return places;
}

std::string erased_text_place(std::string_view text, Extent number) {
  std::string erased(number.length, ' ');
  const auto is_quote = [](char c) { return c == '"' || c == '\'' || c == ';'; };
  const bool quoted = number.offset > 0 && is_quote(text[number.offset - 1]);
  constexpr std::size_t reach = 64;  // the colon stands close by; a text of numbers is not searched for each
  const std::string_view before = text.substr(0, number.offset);
  const std::string_view near = before.substr(before.size() - std::min(before.size(), reach));
  const std::size_t colon = near.rfind(':');
  const bool json = colon != near.npos && colon > 0 && is_quote(near[colon - 1]);
  if (quoted || !json) return erased;
  constexpr std::string_view nothing = "null";
  if (number.length >= nothing.size()) {
    std::ranges::copy(nothing, erased.begin());
  } else {
    erased[0] = '0';
  }
  return erased;
}

void report_text_places(const ReadRequest& request, std::string_view group, std::string_view tag, Bytes text,
                        std::uint64_t origin, Reading& into) {
  constexpr std::size_t longest_text = 1U << 16;
  const std::string_view words{reinterpret_cast<const char*>(text.data()),
                               std::min(text.size(), longest_text)};
  std::optional<double> latitude, longitude;
  for (const TextPlace& place : find_text_places(words)) {
    BlockFinding& finding =
        into.add(request.block, LeakClass::location, group,
                 into.keep(std::string{tag}.append(1, text_place_mark).append(place.word)),
                 {{origin + place.number.offset, place.number.length}});
    if (request.values) finding.value = words.substr(place.number.offset, place.number.length);
    const Axis axis = axis_of(place.word);
    if (axis == Axis::latitude && !latitude) latitude = place.value;
    if (axis == Axis::longitude && !longitude) longitude = place.value;
  }
  if (latitude && longitude) into.positions.push_back({request.block, *latitude, *longitude, std::nullopt});
}

bool is_text_place(const BlockFinding& finding) {
  return finding.leak_class == LeakClass::location && finding.tag.find(text_place_mark) != finding.tag.npos;
}

std::vector<Byte> without_text_places(const EraseRequest& request) {
  std::vector<Byte> bytes{request.bytes.begin(), request.bytes.end()};
  const std::string_view text{reinterpret_cast<const char*>(request.bytes.data()), request.bytes.size()};
  for (const BlockFinding* finding : request.selected) {
    if (!is_text_place(*finding)) continue;
    for (const Extent number : request.reading->where(*finding)) {
      std::ranges::copy(erased_text_place(text, number),
                        bytes.begin() + static_cast<std::ptrdiff_t>(number.offset));
    }
  }
  return bytes;
}

}  // namespace exifscrub
