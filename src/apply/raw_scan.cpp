#include "apply/raw_scan.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <string>

#include "base/bytes.hpp"

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
  for (const Signature& each : binary_signatures) search.add(each.text, each.what);
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

/// Numbers that differ in their last digit only.
struct Stem {
  std::uint64_t tens;
  std::string last;  ///< their last digits

  void add(std::uint64_t number) {
    const char digit = static_cast<char>('0' + number % 10);
    if (last.find(digit) == std::string::npos) last += digit;
  }
};

/// Calls `use` for the stems of numbers, of which neighbours may share one.
template <class Use>
void for_stems(std::span<const std::uint64_t> numbers, Use use) {
  for (std::size_t i = 0; i < numbers.size();) {
    Stem stem{numbers[i] / 10, {}};
    for (; i < numbers.size() && numbers[i] / 10 == stem.tens; ++i) stem.add(numbers[i]);
    use(stem);
  }
}

/// Calls `use` for how `number` may begin when somebody else has cut, rounded or converted it: in units of its
/// last decimal.
/// @param scale  units in a whole
template <class Use>
void for_beginnings(double number, double scale, Use use) {
  const double half = 0.5 / scale;
  std::array<std::uint64_t, 4> units{};
  std::size_t count = 0;
  for (const double off : {-half / 50, 0.0, half / 50, half}) {  // ascending
    if (number + off >= 0) units[count++] = static_cast<std::uint64_t>((number + off) * scale);
  }
  for_stems(std::span{units}.first(count), use);
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
  search_.add(as_text(value), coordinate);
  search_.add(swapped, coordinate);
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
  search_.add(std::string{little.rbegin(), little.rend()}, coordinate);
  search_.add(little, coordinate);
  add_decimal(std::abs(degrees));
  add_minutes(std::abs(degrees));
}

void RemovedCoordinates::add_decimal(double degrees) {
  for_beginnings(degrees, 10'000, [&](const Stem& stem) {
    search_.add_text(decimal_text(stem.tens, 3), coordinate, PatternAround::number, stem.last);
  });
}

// 48,51.49N and 48,51,29N of XMP; 4851.49,N of NMEA. Two decimals of a minute are 19 metres.
void RemovedCoordinates::add_minutes(double degrees) {
  const auto whole = static_cast<unsigned>(degrees);
  const double minutes = (degrees - whole) * 60;
  const std::string front = std::to_string(whole);
  const auto add = [&](std::string_view separator, std::string_view text, const Stem& stem) {
    std::string all = front;
    all.append(separator).append(text);
    search_.add_text(all, coordinate, PatternAround::hemisphere, stem.last);
  };
  for_beginnings(minutes, 100, [&](const Stem& stem) {
    const std::string text = decimal_text(stem.tens, 1);
    const bool is_short = stem.tens < 100;  // of whole minutes one digit
    const std::string padded = is_short ? "0" + text : text;
    add(",", text, stem);
    if (is_short) add(",", padded, stem);
    if (whole != 0) add("", padded, stem);
  });
  const auto seconds = static_cast<std::uint64_t>(std::lround((minutes - std::floor(minutes)) * 60));
  const std::array<std::uint64_t, 2> near = {seconds == 0 ? 0 : seconds - 1, seconds};
  for_stems(near, [&](const Stem& stem) {
    std::string text = std::to_string(static_cast<unsigned>(minutes)) + ",";
    if (stem.tens > 0) text += std::to_string(stem.tens);
    add(",", text, stem);
  });
}

}  // namespace exifscrub
