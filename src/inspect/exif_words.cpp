#include "inspect/exif_words.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "inspect/exif_numbers.hpp"

namespace exifscrub {
namespace {

struct Word {
  std::uint16_t tag;
  std::int32_t value;
  std::string_view words;
};

// Exif 2.32 tables 4 to 13 and TIFF 6.0.
constexpr auto words_of_numbers = std::to_array<Word>({
    {0x0103, 1, "uncompressed"},
    {0x0103, 6, "JPEG"},
    {0x0103, 7, "JPEG"},
    {0x0106, 0, "white is zero"},
    {0x0106, 1, "black is zero"},
    {0x0106, 2, "RGB"},
    {0x0106, 6, "YCbCr"},
    {0x0112, 1, "as it is"},
    {0x0112, 2, "mirror left to right"},
    {0x0112, 3, "rotate by 180 degrees"},
    {0x0112, 4, "mirror top to bottom"},
    {0x0112, 5, "mirror left to right, rotate by 270 degrees clockwise"},
    {0x0112, 6, "rotate by 90 degrees clockwise"},
    {0x0112, 7, "mirror left to right, rotate by 90 degrees clockwise"},
    {0x0112, 8, "rotate by 270 degrees clockwise"},
    {0x0128, 1, "no unit"},
    {0x0128, 2, "inches"},
    {0x0128, 3, "centimetres"},
    {0x0213, 1, "centred"},
    {0x0213, 2, "co-sited"},
    {0x8822, 0, "not defined"},
    {0x8822, 1, "manual"},
    {0x8822, 2, "normal program"},
    {0x8822, 3, "aperture priority"},
    {0x8822, 4, "shutter priority"},
    {0x8822, 5, "creative: depth of field"},
    {0x8822, 6, "action: fast shutter"},
    {0x8822, 7, "portrait"},
    {0x8822, 8, "landscape"},
    {0x8830, 0, "unknown"},
    {0x8830, 1, "standard output sensitivity"},
    {0x8830, 2, "recommended exposure index"},
    {0x8830, 3, "ISO speed"},
    {0x9207, 0, "unknown"},
    {0x9207, 1, "average"},
    {0x9207, 2, "centre-weighted average"},
    {0x9207, 3, "spot"},
    {0x9207, 4, "several spots"},
    {0x9207, 5, "pattern"},
    {0x9207, 6, "part of the frame"},
    {0x9207, 255, "other"},
    {0x9208, 0, "unknown"},
    {0x9208, 1, "daylight"},
    {0x9208, 2, "fluorescent"},
    {0x9208, 3, "tungsten"},
    {0x9208, 4, "flash"},
    {0x9208, 9, "fine weather"},
    {0x9208, 10, "cloudy"},
    {0x9208, 11, "shade"},
    {0x9208, 17, "standard light A"},
    {0x9208, 20, "D55"},
    {0x9208, 21, "D65"},
    {0x9208, 255, "other"},
    {0xA001, 1, "sRGB"},
    {0xA001, 2, "Adobe RGB"},
    {0xA001, 65535, "uncalibrated"},
    {0xA210, 1, "no unit"},
    {0xA210, 2, "inches"},
    {0xA210, 3, "centimetres"},
    {0xA217, 1, "not defined"},
    {0xA217, 2, "one-chip colour area"},
    {0xA217, 3, "two-chip colour area"},
    {0xA217, 4, "three-chip colour area"},
    {0xA217, 5, "colour sequential area"},
    {0xA217, 7, "trilinear"},
    {0xA217, 8, "colour sequential linear"},
    {0xA300, 1, "film scanner"},
    {0xA300, 2, "reflection print scanner"},
    {0xA300, 3, "digital camera"},
    {0xA301, 1, "photographed directly"},
    {0xA401, 0, "normal"},
    {0xA401, 1, "custom"},
    {0xA402, 0, "automatic"},
    {0xA402, 1, "manual"},
    {0xA402, 2, "automatic bracketing"},
    {0xA403, 0, "automatic"},
    {0xA403, 1, "manual"},
    {0xA406, 0, "standard"},
    {0xA406, 1, "landscape"},
    {0xA406, 2, "portrait"},
    {0xA406, 3, "night"},
    {0xA407, 0, "none"},
    {0xA407, 1, "low gain up"},
    {0xA407, 2, "high gain up"},
    {0xA407, 3, "low gain down"},
    {0xA407, 4, "high gain down"},
    {0xA408, 0, "normal"},
    {0xA408, 1, "low"},
    {0xA408, 2, "high"},
    {0xA409, 0, "normal"},
    {0xA409, 1, "low"},
    {0xA409, 2, "high"},
    {0xA40A, 0, "normal"},
    {0xA40A, 1, "soft"},
    {0xA40A, 2, "hard"},
    {0xA40C, 0, "unknown"},
    {0xA40C, 1, "macro"},
    {0xA40C, 2, "close"},
    {0xA40C, 3, "distant"},
    {0xA40F, 0, "no"},
    {0xA40F, 1, "yes"},
    {0xA410, 0, "no"},
    {0xA410, 1, "yes"},
    {0xA411, 0, "no"},
    {0xA411, 1, "yes"},
    {0xA412, 0, "no"},
    {0xA412, 1, "yes"},
    {0xA460, 0, "unknown"},
    {0xA460, 1, "not composite"},
    {0xA460, 2, "general composite"},
    {0xA460, 3, "composite taken while shooting"},
});

struct Letter {
  std::uint16_t tag;
  std::string_view letter;
  std::string_view words;
};

// Exif 2.32 4.6.6
constexpr auto words_of_letters = std::to_array<Letter>({
    {0x01, "N", "north: the latitude is positive"},
    {0x01, "S", "south: the latitude is negative"},
    {0x03, "E", "east: the longitude is positive"},
    {0x03, "W", "west: the longitude is negative"},
    {0x05, "0", "above sea level"},
    {0x05, "1", "below sea level"},
    {0x05, "2", "above the ellipsoid"},
    {0x05, "3", "below the ellipsoid"},
    {0x09, "A", "measurement active"},
    {0x09, "V", "measurement void"},
    {0x0A, "2", "two-dimensional"},
    {0x0A, "3", "three-dimensional"},
    {0x0C, "K", "km/h"},
    {0x0C, "M", "mph"},
    {0x0C, "N", "knots"},
    {0x0E, "T", "true north"},
    {0x0E, "M", "magnetic north"},
    {0x10, "T", "true north"},
    {0x10, "M", "magnetic north"},
    {0x13, "N", "north"},
    {0x13, "S", "south"},
    {0x15, "E", "east"},
    {0x15, "W", "west"},
    {0x17, "T", "true north"},
    {0x17, "M", "magnetic north"},
    {0x19, "K", "kilometres"},
    {0x19, "M", "miles"},
    {0x19, "N", "nautical miles"},
    {0x1E, "0", "no correction"},
    {0x1E, "1", "differential correction"},
});

/// Exif 2.32 4.6.5 G "Flash": the bits of 0x9209.
std::string flash_words(unsigned flash) {
  std::string words = (flash & 1) != 0 ? "fired" : "did not fire";
  switch (flash >> 1 & 3) {
    case 2:
      words += ", no return light seen";
      break;
    case 3:
      words += ", return light seen";
      break;
    default:
      break;
  }
  constexpr std::array<std::string_view, 4> modes = {"", ", forced on", ", forced off", ", automatic"};
  words += modes[flash >> 3 & 3];
  if ((flash & 0x20) != 0) words += ", camera has no flash";
  if ((flash & 0x40) != 0) words += ", red-eye reduction";
  return words;
}

std::string seconds_words(double seconds) {
  if (seconds > 0 && seconds < 0.3) return "1/" + general_text(std::round(1 / seconds), 6) + " s";
  return general_text(seconds, 4) + " s";
}

}  // namespace

std::string_view name_of_type(std::uint16_t type) {
  switch (type) {
    case tiff_type::byte:
      return "BYTE";
    case tiff_type::ascii:
      return "ASCII";
    case tiff_type::u16:
      return "SHORT";
    case tiff_type::u32:
      return "LONG";
    case tiff_type::rational:
      return "RATIONAL";
    case tiff_type::s8:
      return "SBYTE";
    case tiff_type::undefined:
      return "UNDEFINED";
    case tiff_type::s16:
      return "SSHORT";
    case tiff_type::s32:
      return "SLONG";
    case tiff_type::srational:
      return "SRATIONAL";
    case tiff_type::f32:
      return "FLOAT";
    case tiff_type::f64:
      return "DOUBLE";
    case tiff_type::ifd:
      return "IFD";
    case tiff_type::u64:
      return "LONG8";
    case tiff_type::s64:
      return "SLONG8";
    case tiff_type::ifd64:
      return "IFD8";
    case tiff_type::utf8:
      return "UTF-8";
    default:
      return "no type";
  }
}

std::string_view note_of_type(std::uint16_t type) {
  switch (type) {
    case tiff_type::byte:
      return "numbers of one byte";
    case tiff_type::ascii:
      return "text that ends in a zero byte";
    case tiff_type::u16:
      return "numbers of two bytes";
    case tiff_type::u32:
      return "numbers of four bytes";
    case tiff_type::rational:
      return "fractions: two numbers of four bytes, divide the first by the second";
    case tiff_type::undefined:
      return "bytes whose meaning the tag defines";
    case tiff_type::srational:
      return "fractions with a sign: two numbers of four bytes, divide the first by the second";
    default:
      return {};
  }
}

std::string exif_words(IfdKind kind, std::uint16_t tag, std::string_view number) {
  if (kind == IfdKind::gps) {
    const auto letter = std::ranges::find_if(words_of_letters, [&](const Letter& row) {
      return row.tag == tag && row.letter == number.substr(0, 1);
    });
    if (letter != words_of_letters.end()) return std::string{number} + ": " + std::string{letter->words};
    if (tag == 0x06 && number_in(number)) return std::string{number} + " m";
    if (tag == 0x1F && number_in(number)) return std::string{number} + " m";
    if ((tag == 0x0F || tag == 0x11 || tag == 0x18) && number_in(number))
      return std::string{number} + " degrees";
    return {};
  }
  const auto value = number_in(number);
  if (!value || kind == IfdKind::interop) return {};
  switch (tag) {
    case 0x829A:
    case 0x9201:
      return seconds_words(*value);
    case 0x829D:
    case 0x9202:
    case 0x9205:
      return "f/" + general_text(*value, 2 + (*value >= 10 ? 1 : 0));
    case 0x9204:
    case 0x9203:
      return general_text(*value, 4) + " EV";
    case 0x9206:
      return general_text(*value, 6) + " m";
    case 0x920A:
    case 0xA405:
      return *value == 0 ? std::string{} : general_text(*value, 6) + " mm";
    case 0x9209:
      return std::string{number} + ": " + flash_words(static_cast<unsigned>(std::clamp(*value, 0.0, 255.0)));
    default:
      break;
  }
  const auto word = std::ranges::find_if(words_of_numbers, [&](const Word& row) {
    return row.tag == tag && static_cast<double>(row.value) == *value;
  });
  if (word == words_of_numbers.end()) return {};
  return std::string{number} + ": " + std::string{word->words};
}

std::string_view note_of_tag(IfdKind kind, std::uint16_t tag) {
  if (kind == IfdKind::gps) {
    switch (tag) {
      case 0x01:
        return "which half of the globe the latitude counts in";
      case 0x02:
        return "degrees, minutes and seconds as fractions: degrees + minutes/60 + seconds/3600";
      case 0x03:
        return "which way from Greenwich the longitude counts";
      case 0x04:
        return "degrees, minutes and seconds as fractions: degrees + minutes/60 + seconds/3600";
      case 0x06:
        return "metres above or below, as GPSAltitudeRef says";
      case 0x07:
        return "hours, minutes and seconds of UTC";
      case 0x11:
        return "where the camera looked: degrees clockwise from north";
      case 0x1F:
        return "how far off the position may be, in metres";
      default:
        return {};
    }
  }
  switch (tag) {
    case 0x8769:
      return "leads to the Exif directory: how the picture was taken";
    case 0x8825:
      return "leads to the GPS directory: where the picture was taken";
    case 0xA005:
      return "leads to the Interoperability directory";
    case 0x927C:
      return "the camera maker's own notes, in a form of their own";
    case 0x0201:
      return "where the thumbnail starts, counted from the TIFF header";
    case 0x0202:
      return "how many bytes the thumbnail has";
    case 0x0112:
      return "how to turn the picture before it is shown";
    case 0x9201:
      return "APEX: the exposure time is 1/2^value seconds";
    case 0x9202:
    case 0x9205:
      return "APEX: the f-number is 2^(value/2)";
    case 0x9003:
      return "when the picture was taken, in local time";
    case 0xA431:
      return "serial number of the camera";
    case 0xA420:
      return "a number that belongs to this picture alone";
    default:
      return {};
  }
}

}  // namespace exifscrub
