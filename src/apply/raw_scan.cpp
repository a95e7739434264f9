#include "apply/raw_scan.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <optional>
#include <string>
#include <utility>

namespace exifscrub {
namespace {

using namespace std::string_view_literals;

struct Signature {
  std::string_view text;
  std::string_view what;
};

constexpr auto binary_signatures = std::to_array<Signature>({
    {"Exif\0\0"sv, "Exif signature"},
    {"II*\0"sv, "TIFF header"},
    {"MM\0*"sv, "TIFF header"},
    {"8BIM"sv, "Photoshop image resource"},
    {"Photoshop 3.0\0"sv, "Photoshop image resource"},
    {"Adobe_Photoshop2.5:"sv, "Photoshop image resource"},
    {"JFXX\0"sv, "JFXX thumbnail"},
    {"FPXR\0"sv, "FlashPix stream"},
    {"jumb"sv, "JUMBF box"},
    {"FLIR\0"sv, "FLIR record"},
    {"GoPro\0"sv, "GoPro record"},
    {"ftyp"sv, "video"},
    {"\xA9xyz"sv, "QuickTime location"},
    {"SEFH"sv, "Samsung trailer"},
    {"SEFT"sv, "Samsung trailer"},
    {"PK\3\4"sv, "ZIP archive"},
});

constexpr auto text_signatures = std::to_array<Signature>({
    {"http://ns.adobe.com/xap", "XMP signature"},
    {"http://ns.adobe.com/xmp", "XMP signature"},
    {"<x:xmpmeta", "XMP packet"},
    {"<?xpacket", "XMP packet"},
    {"<rdf:RDF", "XMP packet"},
    {"xmlns:exif=", "XMP packet"},
    {"GPSLatitude", "GPS property"},
    {"GPSLongitude", "GPS property"},
    {"GPSCoordinates", "GPS property"},
});

PatternSearch metadata_signatures() {
  PatternSearch search;
  for (const Signature& each : binary_signatures) search.add({std::string{each.text}, each.what});
  for (const Signature& each : text_signatures) search.add_text(each.text, each.what);
  return search;
}

/// The union of two sorted lists of extents, sorted by offset.
std::vector<Extent> merged(std::span<const Extent> one, std::span<const Extent> other) {
  std::vector<Extent> all(one.size() + other.size());
  std::ranges::merge(one, other, all.begin());
  return all;
}

unsigned significant_bits(std::uint32_t number) { return static_cast<unsigned>(std::bit_width(number)); }

constexpr std::string_view coordinate = "coordinate that was removed";

/// A number of units of the last of its decimals.
std::string decimal_text(std::uint64_t units, std::size_t places) {
  std::string digits = std::to_string(units);
  if (digits.size() <= places) digits.insert(0, places + 1 - digits.size(), '0');
  digits.insert(digits.size() - places, 1, '.');
  return digits;
}

/// How `number` may begin when somebody else has cut, rounded or converted it.
std::vector<std::string> beginnings(double number, int decimals) {
  const double scale = std::pow(10.0, decimals);
  const double half = 0.5 / scale;
  std::vector<std::string> texts;
  std::optional<std::uint64_t> last;
  for (const double off : {-half / 50, 0.0, half / 50, half}) {  // ascending
    if (number + off < 0) continue;
    const auto units = static_cast<std::uint64_t>((number + off) * scale);
    if (last != units) texts.push_back(decimal_text(units, static_cast<std::size_t>(decimals)));
    last = units;
  }
  return texts;
}

}  // namespace

Result<std::vector<RawHit>> find_signatures(ByteSource& file, const Walk& seen) {
  static const PatternSearch search = metadata_signatures();
  return search.run(file, merged(seen.stretches, seen.canonical));
}

void RemovedCoordinates::add_triple(Bytes value, ByteOrder order) {
  constexpr std::size_t numbers = 6;
  if (value.size() != numbers * 4) return;
  unsigned bits = 0;
  bool is_zero = true;
  std::string swapped;
  for (std::size_t i = 0; i < numbers; ++i) {
    const std::uint32_t number = load_u32(value.data() + 4 * i, order);
    bits += significant_bits(i % 2 == 0 ? number : number >> 1);  // a denominator of 1 says nothing
    if (i % 2 == 0 && number != 0) is_zero = false;
    for (std::size_t byte = 4; byte-- > 0;) swapped += static_cast<char>(value[4 * i + byte]);
  }
  // Degrees of 0/0 are no position (an interrupted removal leaves them), whatever minutes and seconds say.
  const bool is_position = load_u32(value.data() + 4, order) != 0;
  if (is_zero || !is_position || bits < 20) return;
  search_.add({std::string{value.begin(), value.end()}, coordinate});
  search_.add({std::move(swapped), coordinate});
}

void RemovedCoordinates::add_position(double latitude, double longitude) {
  add_axis(latitude);
  add_axis(longitude);
}

void RemovedCoordinates::add_axis(double degrees) {
  if (!std::isfinite(degrees) || std::abs(degrees) > 360) return;
  const auto ten_thousandths = static_cast<std::uint64_t>(std::llround(std::abs(degrees) * 10'000));
  if (ten_thousandths % 100 == 0) return;                        // two decimals or less
  if (std::ranges::find(axes_, degrees) != axes_.end()) return;  // an editor's XMP repeats the Exif
  axes_.push_back(degrees);
  std::string little(8, '\0');
  const auto bits = std::bit_cast<std::uint64_t>(degrees);
  for (std::size_t i = 0; i < little.size(); ++i) little[i] = static_cast<char>(bits >> (8 * i) & 0xFF);
  search_.add({std::string{little.rbegin(), little.rend()}, coordinate});
  search_.add({std::move(little), coordinate});
  add_decimal(std::abs(degrees));
  add_minutes(std::abs(degrees));
}

void RemovedCoordinates::add_decimal(double degrees) {
  add_texts(beginnings(degrees, 4), Pattern::Around::number);
}

// 48,51.49N and 48,51,29N of XMP; 4851.49,N of NMEA. Two decimals of a minute are 19 metres.
void RemovedCoordinates::add_minutes(double degrees) {
  const auto whole = static_cast<unsigned>(degrees);
  const double minutes = (degrees - whole) * 60;
  const std::string front = std::to_string(whole) + ",";
  std::vector<std::string> texts;
  for (const std::string& text : beginnings(minutes, 2)) {
    const std::string padded = text.size() < 5 ? "0" + text : text;
    texts.push_back(front + text);
    texts.push_back(front + padded);
    if (whole != 0) texts.push_back(std::to_string(whole) + padded);
  }
  const auto seconds = static_cast<unsigned>(std::lround((minutes - std::floor(minutes)) * 60));
  for (const unsigned near : {seconds, seconds == 0 ? 0 : seconds - 1}) {
    const std::string text = std::to_string(static_cast<unsigned>(minutes)) + "," + std::to_string(near);
    texts.push_back(front + text);
  }
  add_texts(std::move(texts), Pattern::Around::hemisphere);
}

/// Texts that differ in their last character only are one pattern.
void RemovedCoordinates::add_texts(std::vector<std::string> texts, Pattern::Around around) {
  std::ranges::sort(texts);
  texts.erase(std::unique(texts.begin(), texts.end()), texts.end());
  const auto stem_of = [](const std::string& text) {
    return std::string_view{text}.substr(0, text.size() - 1);
  };
  for (auto text = texts.begin(); text != texts.end();) {
    const std::string_view stem = stem_of(*text);
    std::string last;
    for (; text != texts.end() && stem_of(*text) == stem; ++text) last += text->back();
    search_.add_text(stem, coordinate, around, last);
  }
}

}  // namespace exifscrub
