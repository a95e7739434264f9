#include "apply/allow_list.hpp"

#include <array>

#include "apply/entropy_run.hpp"
#include "apply/icc_chunks.hpp"
#include "base/cursor.hpp"

namespace exifscrub {
namespace {

using namespace std::string_view_literals;

struct Signature {
  Byte marker;
  std::string_view text;
  Carrier carrier;
};

constexpr std::string_view iso_signature = "urn:iso:std:iso:ts:21496:-1\0"sv;
constexpr std::string_view arot_signature = "AROT\0\0"sv;

constexpr auto signatures = std::to_array<Signature>({
    {0xE0, "JFIF\0"sv, Carrier::jfif},
    {0xE0, "AVI1"sv, Carrier::avi1},
    {0xE1, "Exif\0\0"sv, Carrier::exif},
    {0xE1, xmp_signature, Carrier::xmp},
    {0xE2, "ICC_PROFILE\0"sv, Carrier::icc},
    {0xE2, "MPF\0"sv, Carrier::mpf},
    {0xE2, iso_signature, Carrier::iso_gain_map},
    {0xE8, "SPIFF\0"sv, Carrier::spiff},
    {0xEA, arot_signature, Carrier::arot},
    {0xEE, "Adobe"sv, Carrier::adobe},
});

// "AVI1" | polarity | 0 | field size u32 | field size without padding u32 | zeros
bool is_avi1(Bytes payload) {
  if (payload.size() < 5 || payload.size() > 16) return false;
  for (std::size_t at = 5; at < payload.size(); ++at) {
    const bool is_size = at >= 6 && at < 14;
    if (!is_size && payload[at] != 0) return false;
  }
  return true;
}

/// Whether a header of `length` bytes is followed by at most the zeros that an emptied tail leaves.
bool is_header(Bytes payload, std::size_t length) {
  return payload.size() >= length && zeros_at_front(payload.subspan(length)) == payload.size() - length;
}

/// Versions u16 u16 alone, in a primary image; or behind them flags and the fractions of a gain map: two
/// headrooms, and five numbers for one channel or for each of three.
bool is_gain_map(Bytes payload) {
  Cursor cursor{payload};
  cursor.skip(iso_signature.size());
  const std::uint32_t versions = cursor.u32();
  if (!cursor || versions > 0xFF) return false;
  if (is_header(payload, iso_signature.size() + 4)) return true;
  const std::uint8_t flags = cursor.u8();
  if ((flags & 0x33) != 0) return false;
  const int fractions = (flags & 0x80) != 0 ? 17 : 7;
  const bool one_denominator = (flags & 0x08) != 0;
  if (one_denominator && cursor.u32() == 0) return false;
  for (int i = 0; i < fractions; ++i) {
    cursor.skip(4);
    if (!one_denominator && cursor.u32() == 0) return false;
  }
  return cursor && is_header(payload, cursor.position());
}

/// Count u32, and as many u32.
bool is_arot(Bytes payload) {
  if (payload.size() < arot_signature.size() + 8) return false;
  const std::uint64_t count = load_u32(&payload[arot_signature.size()], ByteOrder::big);
  return payload.size() == arot_signature.size() + 4 + 4 * count;
}

constexpr std::array<std::string_view, 16> not_listed = {
    "APP0 that is not on the allow-list",  "APP1 that is not on the allow-list",
    "APP2 that is not on the allow-list",  "APP3 that is not on the allow-list",
    "APP4 that is not on the allow-list",  "APP5 that is not on the allow-list",
    "APP6 that is not on the allow-list",  "APP7 that is not on the allow-list",
    "APP8 that is not on the allow-list",  "APP9 that is not on the allow-list",
    "APP10 that is not on the allow-list", "APP11 that is not on the allow-list",
    "APP12 that is not on the allow-list", "APP13 that is not on the allow-list",
    "APP14 that is not on the allow-list", "APP15 that is not on the allow-list",
};

}  // namespace

Carrier carrier_of(Byte marker, Bytes front) {
  for (const Signature& signature : signatures) {
    if (signature.marker == marker && starts_with(front, signature.text)) return signature.carrier;
  }
  return Carrier::other;
}

bool is_allowed(Carrier carrier, Bytes payload) {
  switch (carrier) {
    case Carrier::jfif:
      return is_header(payload, 14) && payload[12] == 0 && payload[13] == 0;
    case Carrier::avi1:
      return is_avi1(payload);
    case Carrier::adobe:
      return is_header(payload, 12);
    case Carrier::spiff:
      return payload.size() == 30 || is_header(payload, 32);
    case Carrier::iso_gain_map:
      return is_gain_map(payload);
    case Carrier::arot:
      return is_arot(payload);
    default:
      return false;
  }
}

std::string_view objection_to(Carrier carrier, Byte marker) {
  switch (carrier) {
    case Carrier::jfif:
      return "JFIF header with a thumbnail or more";
    case Carrier::avi1:
      return "AVI1 header with more than the polarity and sizes";
    case Carrier::exif:
      return "Exif that is not minimal";
    case Carrier::xmp:
      return "XMP that is not the kept XMP";
    case Carrier::icc:
      return no_profile;
    case Carrier::mpf:
      return "image index that is not canonical";
    case Carrier::iso_gain_map:
      return "gain map metadata that is none";
    case Carrier::arot:
      return "gain curve that is none";
    case Carrier::spiff:
      return "SPIFF header with more than the header";
    case Carrier::adobe:
      return "Adobe segment with more than the colour transform";
    default:
      return (marker & 0xF0) == 0xE0 ? not_listed[marker & 0x0F] : "comment";
  }
}

}  // namespace exifscrub
