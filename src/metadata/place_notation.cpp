#include "metadata/place_notation.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "base/characters.hpp"
#include "metadata/written_coordinate.hpp"

namespace exifscrub {
namespace {

// Nearly all of a search is asking this.
constexpr auto letters = [] {
  std::array<bool, 256> is{};
  for (unsigned c = 0; c < is.size(); ++c)
    is[c] = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  return is;
}();

constexpr bool is_letter(char c) { return letters[static_cast<unsigned char>(c)]; }
constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool ends_with_word(std::string_view word, std::string_view end) {
  if (word.size() < end.size()) return false;
  const std::string_view tail = word.substr(word.size() - end.size());
  return std::ranges::equal(tail, end, [](char a, char b) { return lower(a) == b; });
}

/// Whether `word` ends in the short word `end`, at a word's start, a capital letter or behind "gps": gpsLat, not flat.
bool ends_in_short(std::string_view word, std::string_view end) {
  if (!ends_with_word(word, end)) return false;
  const std::size_t at = word.size() - end.size();
  return at == 0 || word[at - 1] == '_' || (word[at] >= 'A' && word[at] <= 'Z') ||
         ends_with_word(word.substr(0, at), "gps");
}

/// What a word says of the number behind it, or of the two numbers.
struct PlaceWord {
  PlaceAxis axis;
  bool whole = false;   ///< spelled out, so that it means nothing else
  bool pair = false;    ///< `axis` is that of the first number
  bool beside = false;  ///< means something else unless a latitude or longitude stands before it
};

std::optional<PlaceWord> place_word(std::string_view word) {
  using enum PlaceAxis;
  // The last letters of all words below: hardly any word of a text passes.
  if (word.size() < 3 || std::string_view{"etng"}.find(lower(word.back())) == std::string_view::npos)
    return std::nullopt;
  for (const std::string_view both : {"latlng", "latlon", "latlong"}) {
    if (ends_with_word(word, both)) return PlaceWord{latitude, true, true};
  }
  for (const std::string_view both : {"lnglat", "lonlat", "longlat"}) {
    if (ends_with_word(word, both)) return PlaceWord{longitude, true, true};
  }
  if (ends_with_word(word, "latitude")) return PlaceWord{latitude, true};
  // mlat and mlon stand in links to OpenStreetMap.
  if (ends_in_short(word, "lat") || word == "mlat") return PlaceWord{latitude};
  for (const std::string_view end : {"longitude", "longtitude"}) {
    if (ends_with_word(word, end)) return PlaceWord{longitude, true};
  }
  for (const std::string_view end : {"lon", "lng", "long"}) {
    if (ends_in_short(word, end)) return PlaceWord{longitude};
  }
  if (word == "mlon") return PlaceWord{longitude};
  for (const std::string_view end : {"altitude", "heading"}) {
    if (ends_with_word(word, end)) return PlaceWord{other};
  }
  for (const std::string_view end : {"alt", "ele", "elevation"}) {
    if (ends_in_short(word, end)) return PlaceWord{other, false, false, true};
  }
  return std::nullopt;
}

bool in_range(PlaceAxis axis, double value) {
  if (value == 0) return false;
  const double limit = axis == PlaceAxis::latitude ? 90 : axis == PlaceAxis::longitude ? 180 : 100'000;
  return std::fabs(value) <= limit;
}

/// A number with its sign, of a link or a list.
struct SignedNumber {
  Extent at;
  double value = 0;
  std::uint32_t decimals = 0;
};

std::optional<SignedNumber> signed_number_at(std::string_view text, std::size_t at) {
  const std::size_t sign = sign_at(text, at);
  const auto number = number_at(text, at + sign);
  // In a list a comma is no point.
  if (!number || text.substr(at, number->end - at).find(',') != std::string_view::npos) return std::nullopt;
  const bool negative = sign != 0 && written_character(text, at).means == '-';
  return SignedNumber{extent_between(at, number->end), negative ? -number->value : number->value,
                      number->decimals};
}

class PlaceSearch {
 public:
  explicit PlaceSearch(std::string_view text) : text_(text) {}

  std::vector<TextPlace> run() {
    while (at_ < text_.size() && places_.size() < most_text_places) {
      const char c = text_[at_];
      if (is_letter(c)) {
        read_word();
      } else if (is_digit(c)) {
        read_number();
      } else {
        ++at_;
      }
    }
    return std::move(places_);
  }

 private:
  void add(std::string_view word, Extent number, double value, PlaceAxis axis) {
    places_.push_back({word, number, value, axis});
    at_ = std::max<std::size_t>(at_, number.end());
  }

  // ---- words

  void read_word() {
    const std::size_t begin = at_;
    while (at_ < text_.size() && is_letter(text_[at_])) ++at_;
    const std::string_view word = text_.substr(begin, at_ - begin);
    if (word.size() == 1 && at_ < text_.size()) return read_hemisphere(begin);
    // "latitudeE7" is Google's
    const bool scaled = word.size() > 1 && lower(word.back()) == 'e' && text_.substr(at_).starts_with('7');
    const auto meant = place_word(scaled ? word.substr(0, word.size() - 1) : word);
    if (!meant || (meant->beside && places_.empty())) return;
    const PlaceWord before = last_word_;
    const bool follows = last_word_end_ != 0 && is_link_between(last_word_end_, begin);
    last_word_ = *meant;
    last_word_end_ = at_;
    if (meant->axis == PlaceAxis::other) return read_value(word, *meant);
    // "lat, lon: 48.85, 2.29"
    const bool both = follows && before.axis != PlaceAxis::other && before.axis != meant->axis;
    read_value(word, both ? PlaceWord{before.axis, true, true} : *meant);
  }

  /// Whether what stands between two words makes them one: "lat/lon", "lat, lon", "latitude and longitude".
  [[nodiscard]] bool is_link_between(std::size_t from, std::size_t to) const {
    constexpr std::size_t longest = 6;
    constexpr std::string_view marks = " ,/;&-+|.";
    constexpr std::array<std::string_view, 9> words = {"and", "und", "et", "y", "e", "i", "en", "og", "och"};
    if (to - from > longest) return false;
    std::string_view between = text_.substr(from, to - from);
    between.remove_prefix(std::min(between.find_first_not_of(marks), between.size()));
    if (between.empty()) return true;
    between.remove_suffix(between.size() - 1 - between.find_last_not_of(marks));
    return std::ranges::find(words, between) != words.end();
  }

  /// What stands between a word and its number.
  struct Gap {
    std::size_t end;
    bool sign = false;            ///< a colon, an equals sign or the like
    std::size_t behind_sign = 0;  ///< where brackets may stand in front of the number
  };

  /// @param pair  two numbers are expected: "lat/lon (48.85, 2.29)" needs no sign
  [[nodiscard]] Gap skip_gap(std::size_t at, bool pair) const {
    // "lat1=48.85"; "latitudeE7": 488583701
    constexpr std::size_t longest_number = 2, longest_unit = 24;
    for (std::size_t i = 0; i < longest_number && at < text_.size() && is_digit(text_[at]); ++i) ++at;
    at = skip_marks(at, "\"'\\.)]*");
    if (pair && at < text_.size() && text_[at] == '(' && sign_or_digit(skip_blanks(text_, at + 1)))
      return {skip_opening(at), true, at};
    if (at < text_.size() && text_[at] == '(') {
      const std::size_t close = text_.substr(at, longest_unit).find(')');
      if (close != std::string_view::npos) at = skip_marks(at + close + 1, "\"'\\.");
    }
    Gap gap{at};
    while (at < text_.size()) {
      const WrittenCharacter c = written_character(text_, at);
      const bool arrow = c.means == '-' && text_.substr(at + c.length).starts_with('>');
      if (c.means != ':' && c.means != '=' && c.means != '>' && !arrow) break;
      at += c.length;
      gap.sign = true;
    }
    gap.behind_sign = at;
    if (gap.sign) gap.end = skip_opening(at);
    return gap;
  }

  /// Blanks and some marks, in any number.
  [[nodiscard]] std::size_t skip_marks(std::size_t at, std::string_view marks) const {
    while (at < text_.size()) {
      const WrittenCharacter c = written_character(text_, at);
      if (c.means != ' ' && marks.find(c.means) == std::string_view::npos) break;
      at += c.length;
    }
    return at;
  }

  /// Brackets and a quote in front of a number. What erasing leaves of a value in quotes ends with a quote.
  [[nodiscard]] std::size_t skip_opening(std::size_t at) const {
    at = skip_blanks(text_, at);
    while (at < text_.size() && (text_[at] == '[' || text_[at] == '{' || text_[at] == '(')) {
      const std::size_t key = text_[at] == '{' ? behind_value_key(at + 1) : 0;
      at = skip_blanks(text_, std::max(key, at + 1));
    }
    while (at < text_.size() && text_[at] == '\\' && written_character(text_, at).means == '\\') ++at;
    if (at < text_.size()) {
      const WrittenCharacter c = written_character(text_, at);
      if (c.means == '"' || c.means == '\'') at = skip_blanks(text_, at + c.length);
    }
    return at;
  }

  /// {"latitude":{"value":48.85}}
  [[nodiscard]] std::size_t behind_value_key(std::size_t at) const {
    at = skip_marks(at, "\"");
    constexpr std::string_view value = "value";
    if (!text_.substr(at).starts_with(value)) return 0;
    at = skip_marks(at + value.size(), "\"");
    return at < text_.size() && text_[at] == ':' ? at + 1 : 0;
  }

  void read_value(std::string_view word, PlaceWord meant) {
    const Gap gap = skip_gap(at_, meant.pair);
    if (gap.sign && !meant.pair && read_scaled(word, meant.axis, gap.end)) return;
    // "Lat48.8584"
    const bool touches = !gap.sign && at_ < text_.size() && is_digit(text_[at_]);
    if (!gap.sign && !touches && gap.end == at_) return;
    auto found = (gap.sign && !meant.pair && add_triple(word, meant.axis, gap.behind_sign)) ||
                 add_coordinate(word, meant, touches ? at_ : gap.end, gap.sign);
    if (!found) return;
    if (meant.pair) {
      const std::size_t second = skip_marks(at_, ",;/\"");
      const PlaceAxis axis = meant.axis == PlaceAxis::latitude ? PlaceAxis::longitude : PlaceAxis::latitude;
      found = add_coordinate(word, {axis, true}, second, true);
      return;
    }
    // A number that now stands behind nothing but blanks would be the word's next one.
    while (found) found = add_coordinate(word, meant, skip_blanks(text_, at_), gap.sign);
  }

  bool add_triple(std::string_view word, PlaceAxis axis, std::size_t at) {
    const auto triple = axis == PlaceAxis::other ? std::nullopt : triple_at(text_, at);
    if (!triple || !in_range(axis, triple->value)) return false;
    add(word, extent_between(triple->begin, triple->end), triple->value, axis);
    return true;
  }

  /// @param named  a colon or the like says that the number is the word's
  bool add_coordinate(std::string_view word, PlaceWord meant, std::size_t at, bool named) {
    if (places_.size() >= most_text_places) return false;
    const auto coordinate = coordinate_at(text_, at);
    if (!coordinate || !in_range(meant.axis, coordinate->value)) return false;
    if (!named && (meant.axis == PlaceAxis::other || !is_sure(*coordinate, meant))) return false;
    add(word, extent_between(coordinate->begin, coordinate->end), coordinate->value, meant.axis);
    return true;
  }

  /// Whether a number that stands beside a word without more is its value.
  [[nodiscard]] bool is_sure(const WrittenCoordinate& coordinate, PlaceWord meant) const {
    constexpr std::uint32_t precise = 4;
    if (coordinate.decimals >= precise) return true;
    if (is_digit(text_[coordinate.begin]) && is_letter(text_[coordinate.begin - 1])) return false;
    const bool fits = coordinate.hemisphere != 0 && axis_of(coordinate.hemisphere) == meant.axis;
    return coordinate.marked || (coordinate.decimals > 0 && (fits || meant.whole));
  }

  /// Degrees times ten million, as Google's own JSON and many loggers write them.
  bool read_scaled(std::string_view word, PlaceAxis axis, std::size_t at) {
    constexpr double scale = 1e7;
    constexpr std::uint32_t shortest = 8, longest = 10;
    const auto number = signed_number_at(text_, at);
    if (axis == PlaceAxis::other || !number || number->decimals != 0) return false;
    const std::size_t digits = number->at.length - sign_at(text_, at);
    const double degrees = number->value / scale;
    if (digits < shortest || digits > longest || !in_range(axis, degrees)) return false;
    add(word, number->at, degrees, axis);
    return true;
  }

  // ---- coordinates that need no word

  /// At "N" or the like in front of a number.
  void read_hemisphere(std::size_t begin) {
    if (std::string_view{"NSEW"}.find(text_[begin]) == std::string_view::npos) return;
    const std::size_t number = skip_blanks(text_, at_);
    if (number < text_.size() && is_digit(text_[number])) (void)read_globe(begin);
  }

  void read_number() {
    const std::size_t begin = at_;
    const char before = begin == 0 ? ' ' : text_[begin - 1];
    const bool inside = is_letter(before) || before == '.' || is_digit(before);
    std::size_t end = begin;
    bool point = false;
    for (; end < text_.size() && (is_digit(text_[end]) || text_[end] == '.'); ++end)
      point |= text_[end] == '.';
    at_ = end;
    if (end == text_.size()) return;
    if (before == 'd' && read_google(begin)) return;
    if (inside || !(point || has_unit(begin, end))) return;
    (void)(read_globe(begin) || read_iso6709(begin) || read_nmea(begin) || read_pair(begin));
  }

  /// Whether digits may be degrees, by what stands behind them: most numbers of a text are none.
  [[nodiscard]] bool has_unit(std::size_t begin, std::size_t end) const {
    const std::size_t next = text_[end] == ' ' ? end + 1 : end;
    if (end - begin > 3 || next == text_.size()) return false;
    return lower(text_[next]) == 'd' || written_character(text_, next).means == WrittenCharacter::degree;
  }

  static bool is_latitude(char hemisphere) { return hemisphere == 'N' || hemisphere == 'S'; }
  static PlaceAxis axis_of(char hemisphere) {
    return is_latitude(hemisphere) ? PlaceAxis::latitude : PlaceAxis::longitude;
  }

  /// Degrees with minutes and a hemisphere; or two numbers with a hemisphere each.
  bool read_globe(std::size_t begin) {
    constexpr std::uint32_t precise = 3;
    const auto first = coordinate_at(text_, begin);
    if (!first || first->hemisphere == 0 || !in_range(axis_of(first->hemisphere), first->value)) return false;
    // What the letter is to a number without minutes only its neighbour says.
    const auto is_precise = [](const WrittenCoordinate& c) { return c.marked || c.decimals >= precise; };
    const auto second = coordinate_at(text_, skip_marks(first->end, ",;/\"'+"));
    const bool both = second && second->hemisphere != 0 &&
                      is_latitude(first->hemisphere) != is_latitude(second->hemisphere) &&
                      is_precise(*first) && is_precise(*second) &&
                      in_range(axis_of(second->hemisphere), second->value);
    if (!both && !(first->minutes && has_degree_sign(*first))) return false;
    for (const auto& coordinate : {first, both ? second : std::nullopt}) {
      if (coordinate) {
        add("Coordinates", extent_between(coordinate->begin, coordinate->end), coordinate->value,
            axis_of(coordinate->hemisphere));
      }
    }
    return true;
  }

  [[nodiscard]] bool has_degree_sign(const WrittenCoordinate& coordinate) const {
    for (std::size_t at = coordinate.begin; at < coordinate.end;) {
      const WrittenCharacter c = written_character(text_, at);
      if (c.means == WrittenCharacter::degree) return true;
      at += c.length;
    }
    return text_.substr(coordinate.begin, coordinate.end - coordinate.begin).find("deg") !=
           std::string_view::npos;
  }

  /// "+48.8584+002.2945+035/": a sign, two digits; a sign, three digits; each with decimals.
  bool read_iso6709(std::size_t begin) {
    if (begin == 0 || sign_at(text_, begin - 1) == 0) return false;
    const auto first = number_at(text_, begin);
    if (!first || first->digits % 2 != 0 || first->digits > 6 || first->decimals < 2) return false;
    const std::size_t sign = sign_at(text_, first->end);
    const auto second = number_at(text_, first->end + sign);
    if (sign == 0 || !second || second->digits != first->digits + 1 || second->decimals < 2) return false;
    const double unit = std::pow(100, first->digits / 2 - 1);
    const auto value = [unit](double number, bool negative) {
      // DDMM.m and DDMMSS.s as degrees.
      const double degrees = std::floor(number / unit);
      const double rest = (number - degrees * unit) * 100 / unit;
      const double minutes = unit == 1 ? 0 : std::floor(rest);
      const double all = unit == 1 ? number
                                   : degrees + (unit == 100 ? rest : minutes) / 60 +
                                         (unit == 100 ? 0 : (rest - minutes) * 100 / 3600);
      return negative ? -all : all;
    };
    const double latitude = value(first->value, text_[begin - 1] == '-');
    const double longitude = value(second->value, written_character(text_, first->end).means == '-');
    if (!in_range(PlaceAxis::latitude, latitude) || !in_range(PlaceAxis::longitude, longitude)) return false;
    add("ISO6709", extent_between(begin - 1, first->end), latitude, PlaceAxis::latitude);
    add("ISO6709", extent_between(first->end, second->end), longitude, PlaceAxis::longitude);
    if (const std::size_t up = sign_at(text_, second->end)) {
      const auto altitude = number_at(text_, second->end + up);
      if (altitude && in_range(PlaceAxis::other, altitude->value))
        add("ISO6709", extent_between(second->end, altitude->end), altitude->value, PlaceAxis::other);
    }
    return true;
  }

  /// "4851.4998,N,00217.6686,E" of $GPGGA, $GPRMC and others.
  bool read_nmea(std::size_t begin) {
    const auto first = nmea_coordinate(begin, "NS");
    if (!first) return false;
    const std::size_t behind = first->at.end() + 3;
    const auto second = nmea_coordinate(behind, "EW");
    if (!second || !in_range(PlaceAxis::latitude, first->value) ||
        !in_range(PlaceAxis::longitude, second->value))
      return false;
    add("NMEA", {first->at.offset, first->at.length + 2}, first->value, PlaceAxis::latitude);
    add("NMEA", {second->at.offset, second->at.length + 2}, second->value, PlaceAxis::longitude);
    read_nmea_altitude(second->at.end() + 2);
    return true;
  }

  [[nodiscard]] std::optional<SignedNumber> nmea_coordinate(std::size_t at, std::string_view sides) const {
    const auto number = number_at(text_, std::min(at, text_.size()));
    if (!number || number->digits < 3 || number->digits > 5 || number->decimals < 2) return std::nullopt;
    const std::string_view behind = text_.substr(number->end).substr(0, 2);
    if (behind.size() < 2 || behind[0] != ',' || sides.find(behind[1]) == sides.npos) return std::nullopt;
    const double degrees = std::floor(number->value / 100);
    const double value = degrees + (number->value - 100 * degrees) / 60;
    const bool negative = behind[1] == 'S' || behind[1] == 'W';
    return SignedNumber{extent_between(at, number->end), negative ? -value : value, number->decimals};
  }

  /// GGA: ,quality,satellites,dilution,ALTITUDE,M
  void read_nmea_altitude(std::size_t at) {
    constexpr int fields = 4;
    constexpr std::size_t longest = 12;
    for (int i = 0; i < fields; ++i) {
      if (at >= text_.size() || text_[at] != ',') return;
      const std::size_t begin = at + 1;
      const std::size_t comma = text_.substr(begin, longest).find(',');
      if (comma == std::string_view::npos) return;
      at = begin + comma;
      const auto number = signed_number_at(text_, begin);
      if (i + 1 == fields && number && number->at.end() == at && text_.substr(at).starts_with(",M"))
        add("NMEA", number->at, number->value, PlaceAxis::other);
    }
  }

  /// "!3d48.8583!4d2.2944" of links to Google's maps.
  bool read_google(std::size_t begin) {
    if (begin < 3 || text_.substr(begin - 3, 3) != "!3d") return false;
    const auto first = signed_number_at(text_, begin);
    constexpr std::string_view between = "!4d";
    if (!first || !text_.substr(first->at.end()).starts_with(between)) return false;
    const auto second = signed_number_at(text_, first->at.end() + between.size());
    return second && add_pair("link", *first, *second);
  }

  // ---- two numbers behind a key

  /// In front of two numbers in a link, or of a list of them.
  struct PairKey {
    std::string_view word;
    bool longitude_first = false;
    bool sure = false;  ///< nothing but a place follows
  };

  [[nodiscard]] std::optional<PairKey> pair_key(std::size_t begin) const {
    constexpr auto keys = std::to_array<PairKey>({
        {"geo:", false, true},          {"@", false, false},           {"q=", false, false},
        {"q=loc:", false, true},        {"ll=", false, false},         {"query=", false, false},
        {"center=", false, false},      {"daddr=", false, false},      {"saddr=", false, false},
        {"destination=", false, false}, {"origin=", false, false},     {"viewpoint=", false, false},
        {"cp=", false, false},          {"point=", false, false},      {"place/", false, false},
        {"search/", false, false},      {"dir/", false, false},        {"marker=", false, false},
        {"coordinates", true, false},   {"coordinate", false, false},  {"coords", false, false},
        {"gps", false, false},          {"gpsposition", false, false}, {"location", false, false},
        {"geotag", false, false},       {"lat,lon,alt", false, true},  {"lat,lng,alt", false, true},
    });
    constexpr std::size_t reach = 32;
    std::string_view front = text_.substr(begin - std::min(begin, reach), std::min(begin, reach));
    const auto ends_in = [](std::string_view in, std::string_view key) {
      if (!ends_with_word(in, key)) return false;
      const std::size_t at = in.size() - key.size();
      return !is_letter(key[0]) || at == 0 || !is_letter(in[at - 1]);
    };
    // Links: directly behind the key.
    for (const PairKey& key : keys) {
      if (!is_letter(key.word.back()) && ends_in(front, key.word)) return key;
    }
    // Lists: behind the key, a colon and brackets.
    while (!front.empty() &&
           std::string_view{" \t\r\n[()\"'=:>\\"}.find(front.back()) != std::string_view::npos)
      front.remove_suffix(1);
    for (const PairKey& key : keys) {
      if (is_letter(key.word.back()) && ends_in(front, key.word)) return key;
    }
    return std::nullopt;
  }

  /// Whether the link or word around `begin` is one of a map.
  [[nodiscard]] bool is_map_link(std::size_t begin) const {
    constexpr std::size_t reach = 160;
    std::string_view front = text_.substr(begin - std::min(begin, reach), std::min(begin, reach));
    front.remove_prefix(front.find_last_of(" \t\r\n\"<>") + 1);  // 48%C2%B051'29" may stand in a link
    if (front.find('/') == std::string_view::npos) return false;
    for (const std::string_view word : {"map", "waze.com"}) {
      const auto same = [](char a, char b) { return lower(a) == b; };
      if (std::search(front.begin(), front.end(), word.begin(), word.end(), same) != front.end()) return true;
    }
    return false;
  }

  bool read_pair(std::size_t begin) {
    const bool is_signed = begin > 0 && text_[begin - 1] == '-';
    const std::size_t start = is_signed ? begin - 1 : begin;
    const auto first = signed_number_at(text_, start);
    if (!first || first->decimals == 0) return false;
    const std::size_t second_at = skip_separator(first->at.end());
    if (second_at == first->at.end()) return false;
    const auto second = signed_number_at(text_, second_at);
    if (!second || second->decimals == 0) return false;
    if (follows_pair(start)) return add_pair(pair_.word, *first, *second);
    if (start == 0) return false;
    const auto key = pair_key(start);
    const bool map = is_map_link(start);
    if (!key && !(map && (text_[start - 1] == '/' || text_[start - 1] == '='))) return false;
    constexpr std::uint32_t precise = 4;
    const bool both_precise = first->decimals >= precise && second->decimals >= precise;
    // Of 0.2512,0.7344 nobody can tell; it is a part of a picture's width and height more often.
    const bool fractions = std::fabs(first->value) <= 1 && std::fabs(second->value) <= 1;
    if (!map && !(key && key->sure) && (!both_precise || fractions)) return false;
    pair_ = key.value_or(PairKey{});
    // "@", "q=" and their like are no names.
    const bool named = !pair_.word.empty() && is_letter(pair_.word.back());
    return add_pair(named ? pair_.word : pair_.word == "geo:" ? "geo" : "link", *first, *second);
  }

  /// A comma, perhaps with blanks, or what maps put in its place.
  [[nodiscard]] std::size_t skip_separator(std::size_t at) const {
    if (at >= text_.size()) return at;
    const WrittenCharacter c = written_character(text_, at);
    if (c.means == ' ') return sign_or_digit(skip_blanks(text_, at)) ? skip_blanks(text_, at) : at;
    if (std::string_view{",;/~+"}.find(c.means) == std::string_view::npos) return at;
    return skip_marks(at + c.length, "+");
  }

  [[nodiscard]] bool sign_or_digit(std::size_t at) const {
    return at < text_.size() && (is_digit(text_[at]) || text_[at] == '-');
  }

  /// Whether a list of places goes on: nothing but brackets, commas and blanks since the last pair.
  [[nodiscard]] bool follows_pair(std::size_t begin) const {
    constexpr std::size_t farthest = 8;
    if (pair_end_ == 0 || begin < pair_end_ || begin - pair_end_ > farthest) return false;
    return text_.substr(pair_end_, begin - pair_end_).find_first_not_of(" \t\r\n[](),;|") ==
           std::string_view::npos;
  }

  bool add_pair(std::string_view word, const SignedNumber& first, const SignedNumber& second) {
    using enum PlaceAxis;
    pair_.word = word;
    bool swapped = pair_.longitude_first;
    const auto fits = [&] {
      return in_range(swapped ? longitude : latitude, first.value) &&
             in_range(swapped ? latitude : longitude, second.value);
    };
    if (!fits()) {
      swapped = !swapped;
      if (!fits()) return false;
    }
    add(word, first.at, first.value, swapped ? longitude : latitude);
    add(word, second.at, second.value, swapped ? latitude : longitude);
    // A height, or how near the map is.
    if (at_ < text_.size() && text_[at_] == ',') {
      const auto third = signed_number_at(text_, skip_blanks(text_, at_ + 1));
      const bool alone = third && third->decimals > 0 && in_range(other, third->value) &&
                         skip_separator(third->at.end()) == third->at.end();
      if (alone) add(word, third->at, third->value, other);
    }
    pair_end_ = at_;
    return true;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::vector<TextPlace> places_;
  PlaceWord last_word_{PlaceAxis::other};
  std::size_t last_word_end_ = 0;
  PairKey pair_;
  std::size_t pair_end_ = 0;
};

/// Whether a long text is a picture or the like in base64, which may be megabytes: letters and digits, with nothing
/// between them that would make a number somebody's. It may end in "=".
bool is_base64(std::string_view text) {
  constexpr std::size_t shortest = 1024, longest_end = 4;
  constexpr auto alphabet = [] {
    std::array<bool, 256> is = letters;
    for (const char c : std::string_view{"0123456789+/-\r\n"}) is[static_cast<unsigned char>(c)] = true;
    return is;
  }();
  if (text.size() < shortest) return false;
  text.remove_suffix(longest_end);
  return std::ranges::all_of(text, [&](char c) { return alphabet[static_cast<unsigned char>(c)]; });
}

}  // namespace

std::vector<TextPlace> find_text_places(std::string_view text) {
  if (std::ranges::none_of(text, is_digit) || is_base64(text)) return {};
  return PlaceSearch{text}.run();
}

}  // namespace exifscrub
