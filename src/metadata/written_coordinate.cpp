#include "metadata/written_coordinate.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>

#include "base/characters.hpp"

namespace exifscrub {
namespace {

constexpr char degree = WrittenCharacter::degree;

struct Spelling {
  std::string_view bytes;
  char means;
};

// UTF-8, Latin-1 and Windows-1252, references of XML, escapes of JSON and of links. Those with the same first byte go
// from the longest to the shortest.
constexpr auto spellings = std::to_array<Spelling>({
    {"\xC2\xB0", degree},  {"\xC2\xBA", degree},   {"\xC2\xB4", '\''},     {"\xC2\xA0", ' '},
    {"\xB0", degree},      {"\xBA", degree},       {"\xCB\x9A", degree},   {"\xB4", '\''},
    {"\xA0", ' '},         {"\xE2\x80\xB2", '\''}, {"\xE2\x80\x98", '\''}, {"\xE2\x80\x99", '\''},
    {"\xE2\x80\xB3", '"'}, {"\xE2\x80\x9C", '"'},  {"\xE2\x80\x9D", '"'},  {"\xE2\x80\x90", '-'},
    {"\xE2\x80\x91", '-'}, {"\xE2\x80\x92", '-'},  {"\xE2\x80\x93", '-'},  {"\xE2\x88\x92", '-'},
    {"\xE2\x80\x89", ' '}, {"\xE2\x80\xAF", ' '},  {"\xEF\xBC\x9A", ':'},  {"\xEF\xBC\x8D", '-'},
    {"\x91", '\''},        {"\x92", '\''},         {"\x93", '"'},          {"\x94", '"'},
    {"\x96", '-'},         {"&quot;", '"'},        {"&apos;", '\''},       {"&nbsp;", ' '},
    {"&deg;", degree},     {"&gt;", '>'},          {"&lt;", '<'},          {"&amp;", '&'},
    {"&#176;", degree},    {"&#xB0;", degree},     {"&#xb0;", degree},     {"&#39;", '\''},
    {"&#x27;", '\''},      {"&#34;", '"'},         {"&#x22;", '"'},        {"&#8217;", '\''},
    {"&#8242;", '\''},     {"&#8221;", '"'},       {"&#8243;", '"'},       {"&#8722;", '-'},
    {"&#x2212;", '-'},     {"&#160;", ' '},        {"&#xA0;", ' '},        {"&#xA;", ' '},
    {"&#10;", ' '},        {"&#xD;", ' '},         {"&#13;", ' '},         {"&#x9;", ' '},
    {"&#9;", ' '},         {"\\u00b0", degree},    {"\\u00B0", degree},    {"\\u2032", '\''},
    {"\\u2019", '\''},     {"\\u0027", '\''},      {"\\u2033", '"'},       {"\\u201d", '"'},
    {"\\u201D", '"'},      {"\\u0022", '"'},       {"\\u2212", '-'},       {"\\u00a0", ' '},
    {"\\u00A0", ' '},      {"\\\"", '"'},          {"\\'", '\''},          {"\\n", ' '},
    {"\\r", ' '},          {"\\t", ' '},           {"%E2%80%B2", '\''},    {"%E2%80%B3", '"'},
    {"%e2%80%b2", '\''},   {"%e2%80%b3", '"'},     {"%C2%B0", degree},     {"%c2%b0", degree},
    {"%B0", degree},       {"%b0", degree},        {"%27", '\''},          {"%22", '"'},
    {"%20", ' '},          {"%2C", ','},           {"%2c", ','},
});

/// Whether a spelling begins with the byte: most bytes of what is no text begin none.
constexpr std::array<bool, 256> begins_spelling = [] {
  std::array<bool, 256> begins{};
  for (const Spelling& spelling : spellings)
    begins[static_cast<unsigned char>(spelling.bytes.front())] = true;
  return begins;
}();

constexpr bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
constexpr char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

/// Whether `word` stands at `at`, in any case, and no letter behind it.
bool word_at(std::string_view text, std::size_t at, std::string_view word) {
  const std::string_view there = text.substr(std::min(at, text.size()), word.size());
  const auto same = [](char a, char b) { return upper(a) == upper(b); };
  if (!std::ranges::equal(there, word, same)) return false;
  const std::size_t behind = at + word.size();
  return behind == text.size() || !is_letter(text[behind]);
}

struct Hemisphere {
  char letter = 0;
  std::size_t length = 0;
};

/// A capital letter or a word; "2s" is a time.
Hemisphere hemisphere_at(std::string_view text, std::size_t at) {
  constexpr std::array<std::string_view, 4> words = {"north", "south", "east", "west"};
  if (at >= text.size()) return {};
  const bool alone = at + 1 == text.size() || !is_letter(text[at + 1]);
  if (alone && std::string_view{"NSEW"}.find(text[at]) != std::string_view::npos) return {text[at], 1};
  for (const std::string_view word : words) {
    if (word_at(text, at, word)) return {upper(word[0]), word.size()};
  }
  return {};
}

/// Reads one coordinate from its first byte on.
class CoordinateReader {
 public:
  CoordinateReader(std::string_view text, std::size_t at) : text_(text), at_(at) { coordinate_.begin = at; }

  std::optional<WrittenCoordinate> read() {
    bool negative = read_hemisphere();
    if (coordinate_.hemisphere != 0) at_ = skip_blanks(text_, at_);
    if (const std::size_t sign = sign_at(text_, at_)) {
      negative ^= written_character(text_, at_).means == '-';
      at_ += sign;
    }
    const auto degrees = number_at(text_, at_);
    if (!degrees) return std::nullopt;
    at_ = degrees->end;
    coordinate_.value = degrees->value;
    coordinate_.decimals = degrees->decimals;
    coordinate_.marked = read_unit(degree, {"degrees", "deg", "d"});
    if (degrees->decimals == 0) read_minutes();
    if (coordinate_.hemisphere == 0) {
      at_ = skip_blanks(text_, at_);
      negative ^= read_hemisphere();
      if (coordinate_.hemisphere == 0) at_ = end_;
    }
    coordinate_.end = std::max(at_, end_);
    if (negative) coordinate_.value = -coordinate_.value;
    return coordinate_;
  }

 private:
  /// @return whether it is the southern or western one
  bool read_hemisphere() {
    const Hemisphere found = hemisphere_at(text_, at_);
    coordinate_.hemisphere = found.letter;
    at_ += found.length;
    return found.letter == 'S' || found.letter == 'W';
  }

  /// A mark or a word behind a number, perhaps behind a blank. Moves end_ behind number and unit.
  bool read_unit(char mark, std::initializer_list<std::string_view> words) {
    end_ = at_;
    const std::size_t at = skip_blanks(text_, at_);
    if (at >= text_.size()) return false;
    const WrittenCharacter c = written_character(text_, at);
    std::size_t length = c.means == mark ? c.length : 0;
    if (length != 0 && mark == '\'' && at + length < text_.size()) {
      // Two single quotes are one double quote.
      const WrittenCharacter next = written_character(text_, at + length);
      if (next.means == mark) length = 0;
    }
    for (const std::string_view word : words) {
      if (length == 0 && word_at(text_, at, word)) length = word.size();
    }
    if (length == 0) return false;
    at_ = end_ = at + length;
    return true;
  }

  bool read_seconds_unit() {
    if (read_unit('"', {"seconds", "sec", "s"})) return true;
    const std::size_t at = skip_blanks(text_, at_);
    for (std::size_t i = 0, next = at; i < 2; ++i) {
      if (next >= text_.size()) return false;
      const WrittenCharacter c = written_character(text_, next);
      if (c.means != '\'') return false;
      next += c.length;
      if (i == 1) at_ = end_ = next;
    }
    return true;
  }

  /// The number of the next part, up to 60, behind what parts it from the last one.
  std::optional<WrittenNumber> next_part(bool& close) {
    std::size_t at = skip_blanks(text_, at_);
    close = false;
    if (at == at_ && at < text_.size() && (text_[at] == ':' || text_[at] == ',')) {
      close = true;
      ++at;
    }
    const auto number = number_at(text_, at);
    if (!number || number->value >= 60 || number->digits > 2) return std::nullopt;
    return number;
  }

  void read_minutes() {
    const std::size_t before = at_;
    const std::size_t end_before = end_;
    bool close = false;
    const auto minutes = next_part(close);
    if (!minutes) return;
    at_ = minutes->end;
    bool sure = read_unit('\'', {"minutes", "min", "m"});
    sure = sure || minutes->decimals > 0 || (close && text_[before] == ':');
    const bool seconds = minutes->decimals == 0 && read_seconds();
    if (!sure && !seconds && hemisphere_at(text_, skip_blanks(text_, at_)).letter == 0) {
      at_ = before;
      end_ = end_before;
      return;
    }
    coordinate_.value += minutes->value / 60;
    coordinate_.minutes = coordinate_.marked = true;
  }

  bool read_seconds() {
    const std::size_t before = at_;
    const std::size_t end_before = end_;
    bool close = false;
    const auto seconds = next_part(close);
    if (!seconds) return false;
    at_ = seconds->end;
    const bool unit = read_seconds_unit();
    const bool sure =
        unit || close || seconds->decimals > 0 || hemisphere_at(text_, skip_blanks(text_, at_)).letter != 0;
    if (!sure) {
      at_ = before;
      end_ = end_before;
      return false;
    }
    coordinate_.value += seconds->value / 3600;
    return true;
  }

  std::string_view text_;
  std::size_t at_;
  std::size_t end_ = 0;  ///< behind the last number and its unit
  WrittenCoordinate coordinate_;
};

/// One of three numbers in a list: "46.5624", "465624/10000", "(465624, 10000)", "Fraction(465624, 10000)".
struct Part {
  double value = 0;
  std::size_t end = 0;
  bool fraction = false;
};

std::optional<Part> divided(const WrittenNumber& above, std::string_view text, std::size_t below_at) {
  const auto below = number_at(text, below_at);
  if (!below || below->value == 0) return std::nullopt;
  return Part{above.value / below->value, below->end, true};
}

std::optional<Part> part_at(std::string_view text, std::size_t at) {
  constexpr std::size_t longest_name = 12;
  std::size_t open = at;
  while (open < text.size() && open - at < longest_name && is_letter(text[open])) ++open;
  const bool bracket = open < text.size() && text[open] == '(';
  if (!bracket && open != at) return std::nullopt;
  const auto number = number_at(text, bracket ? skip_blanks(text, open + 1) : at);
  if (!number) return std::nullopt;
  if (!bracket) {
    if (number->end < text.size() && text[number->end] == '/') return divided(*number, text, number->end + 1);
    return Part{number->value, number->end};
  }
  const std::size_t comma = skip_blanks(text, number->end);
  if (comma >= text.size() || text[comma] != ',') return std::nullopt;
  auto part = divided(*number, text, skip_blanks(text, comma + 1));
  if (!part) return std::nullopt;
  const std::size_t close = skip_blanks(text, part->end);
  if (close >= text.size() || text[close] != ')') return std::nullopt;
  part->end = close + 1;
  return part;
}

/// The next part of a list, behind a comma or, where it is a fraction, behind a blank.
std::optional<Part> part_behind(std::string_view text, std::size_t at) {
  std::size_t next = skip_blanks(text, at);
  const bool comma = next < text.size() && text[next] == ',';
  if (comma) next = skip_blanks(text, next + 1);
  if (next == at) return std::nullopt;
  const auto part = part_at(text, next);
  return part && (comma || part->fraction) ? part : std::nullopt;
}

bool is_whole(double value) { return value == static_cast<double>(static_cast<std::int64_t>(value)); }

/// The three numbers from `at` on, a bracket before which belongs to the list.
std::optional<WrittenCoordinate> list_at(std::string_view text, std::size_t at) {
  constexpr double most_degrees = 180, circle = 60;
  const auto degrees = part_at(text, at);
  const auto minutes = degrees ? part_behind(text, degrees->end) : std::nullopt;
  const auto seconds = minutes ? part_behind(text, minutes->end) : std::nullopt;
  if (!seconds || part_behind(text, seconds->end)) return std::nullopt;
  const bool fits = degrees->value <= most_degrees && minutes->value < circle && seconds->value < circle;
  if (!fits || !is_whole(degrees->value) || !(is_whole(minutes->value) || seconds->value == 0))
    return std::nullopt;
  WrittenCoordinate coordinate;
  coordinate.value = degrees->value + minutes->value / circle + seconds->value / (circle * circle);
  coordinate.begin = at;
  coordinate.end = seconds->end;
  coordinate.marked = coordinate.minutes = true;
  return coordinate;
}

}  // namespace

WrittenCharacter written_character(std::string_view text, std::size_t at) {
  const char c = text[at];
  if (c == 0 || c == ' ' || c == '\t' || c == '\n' || c == '\r') return {' ', 1};
  const WrittenCharacter as_it_stands{c >= ' ' && c <= '~' ? c : WrittenCharacter::other, 1};
  if (!begins_spelling[static_cast<unsigned char>(c)]) return as_it_stands;
  const std::string_view rest = text.substr(at);
  for (const Spelling& spelling : spellings) {
    if (spelling.bytes.front() == c && rest.starts_with(spelling.bytes))
      return {spelling.means, static_cast<std::uint8_t>(spelling.bytes.size())};
  }
  return as_it_stands;
}

char plain_character(std::uint32_t unicode) {
  switch (unicode) {
    case 0xB0:
    case 0xBA:
    case 0x2DA:
      return '\xB0';
    case 0xB4:
    case 0x2018:
    case 0x2019:
    case 0x2032:
      return '\'';
    case 0x201C:
    case 0x201D:
    case 0x2033:
      return '"';
    case 0x2010:
    case 0x2011:
    case 0x2012:
    case 0x2013:
    case 0x2212:
    case 0xFF0D:
      return '-';
    case 0xA0:
    case 0x2009:
    case 0x202F:
      return ' ';
    case 0xFF1A:
      return ':';
    default:
      return unicode < 0x80 ? static_cast<char>(unicode) : WrittenCharacter::other;
  }
}

std::size_t skip_blanks(std::string_view text, std::size_t at) {
  while (at < text.size()) {
    const WrittenCharacter c = written_character(text, at);
    if (c.means != ' ') break;
    at += c.length;
  }
  return at;
}

std::optional<WrittenNumber> number_at(std::string_view text, std::size_t at) {
  constexpr std::size_t longest = 40;
  const auto skip_digits = [text](std::size_t i) {
    while (i < text.size() && is_digit(text[i])) ++i;
    return i;
  };
  const auto digit_at = [text](std::size_t i) { return i < text.size() && is_digit(text[i]); };
  const auto point_at = [text](std::size_t i) {
    return i < text.size() && (text[i] == '.' || text[i] == ',');
  };
  WrittenNumber number;
  std::size_t point = skip_digits(at);
  number.digits = static_cast<std::uint32_t>(point - at);
  number.end = point;
  if (point_at(point) && digit_at(point + 1) && (number.digits > 0 || text[point] == '.')) {
    const std::size_t end = skip_digits(point + 1);
    const bool more = point_at(end) && digit_at(end + 1);
    if (text[point] == '.') {
      if (more && text[end] == '.') return std::nullopt;
      number.end = end;
    } else if (!more) {
      number.end = end;  // "48,85" has a comma for a point; "48,51.499" and "48,51,29" have minutes behind it
    }
  }
  if (number.end > point) number.decimals = static_cast<std::uint32_t>(number.end - point - 1);
  if (number.end == at || number.end - at > longest) return std::nullopt;
  // 4.88e1, but not 2.29E as the east.
  std::size_t exponent = number.end;
  if (exponent + 1 < text.size() && (text[exponent] == 'e' || text[exponent] == 'E')) {
    ++exponent;
    if (text[exponent] == '+' || text[exponent] == '-') ++exponent;
    const std::size_t end = skip_digits(exponent);
    if (end > exponent && end - exponent <= 2 && !point_at(end)) number.end = end;
  }
  std::string plain{text.substr(at, number.end - at)};
  std::ranges::replace(plain, ',', '.');
  const auto parsed = std::from_chars(plain.data(), plain.data() + plain.size(), number.value);
  if (parsed.ec != std::errc{} || parsed.ptr != plain.data() + plain.size()) return std::nullopt;
  return number;
}

std::size_t sign_at(std::string_view text, std::size_t at) {
  if (at >= text.size()) return 0;
  const WrittenCharacter c = written_character(text, at);
  return c.means == '-' || c.means == '+' ? c.length : 0;
}

std::optional<WrittenCoordinate> coordinate_at(std::string_view text, std::size_t at) {
  if (at >= text.size()) return std::nullopt;
  return CoordinateReader{text, at}.read();
}

std::optional<WrittenCoordinate> triple_at(std::string_view text, std::size_t at) {
  at = skip_blanks(text, at);
  if (const auto found = list_at(text, at)) return found;
  if (at >= text.size() || (text[at] != '(' && text[at] != '[')) return std::nullopt;
  return list_at(text, skip_blanks(text, at + 1));
}

}  // namespace exifscrub
