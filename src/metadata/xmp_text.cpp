#include "metadata/xmp_text.hpp"

#include <algorithm>
#include <array>
#include <cstring>

#include "base/assert.hpp"
#include "base/bytes.hpp"
#include "base/cursor.hpp"
#include "base/text.hpp"

namespace exifscrub {
namespace {

/// Characters between two waypoints: the longest walk back to a byte of the packet.
constexpr std::size_t waypoint_distance = 256;

struct Guess {
  XmlEncoding encoding;
  std::size_t mark;
};

struct Sign {
  std::array<Byte, 4> bytes;
  std::size_t length;
  Guess means;
};

// The marks first, longer ones before the shorter ones that they begin with; then "<" in every width.
constexpr std::array signs = {
    Sign{{0x00, 0x00, 0xFE, 0xFF}, 4, {XmlEncoding::utf32_big, 4}},
    Sign{{0xFF, 0xFE, 0x00, 0x00}, 4, {XmlEncoding::utf32_little, 4}},
    Sign{{0xEF, 0xBB, 0xBF, 0x00}, 3, {XmlEncoding::utf8, 3}},
    Sign{{0xFE, 0xFF, 0x00, 0x00}, 2, {XmlEncoding::utf16_big, 2}},
    Sign{{0xFF, 0xFE, 0x00, 0x00}, 2, {XmlEncoding::utf16_little, 2}},
    Sign{{0x00, 0x00, 0x00, '<'}, 4, {XmlEncoding::utf32_big, 0}},
    Sign{{'<', 0x00, 0x00, 0x00}, 4, {XmlEncoding::utf32_little, 0}},
    Sign{{0x00, '<', 0x00, 0x00}, 2, {XmlEncoding::utf16_big, 0}},
    Sign{{'<', 0x00, 0x00, 0x00}, 2, {XmlEncoding::utf16_little, 0}},
};

Guess guess_encoding(Bytes packet) {
  for (const Sign& sign : signs) {
    if (packet.size() >= sign.length &&
        std::equal(sign.bytes.begin(), sign.bytes.begin() + sign.length, packet.begin())) {
      return sign.means;
    }
  }
  return {XmlEncoding::utf8, 0};
}

std::size_t utf8_length(Byte lead) {
  if (lead < 0x80) return 1;
  if (lead < 0xE0) return 2;
  return lead < 0xF0 ? 3 : 4;
}

void append_utf8(std::string& into, std::uint32_t character) {
  const auto put = [&into](std::uint32_t byte) { into.push_back(static_cast<char>(byte)); };
  if (character < 0x80) {
    put(character);
  } else if (character < 0x800) {
    put(0xC0 | character >> 6);
    put(0x80 | (character & 0x3F));
  } else if (character < 0x10000) {
    put(0xE0 | character >> 12);
    put(0x80 | (character >> 6 & 0x3F));
    put(0x80 | (character & 0x3F));
  } else {
    put(0xF0 | character >> 18);
    put(0x80 | (character >> 12 & 0x3F));
    put(0x80 | (character >> 6 & 0x3F));
    put(0x80 | (character & 0x3F));
  }
}

constexpr std::uint32_t replacement = 0xFFFD;

/// The next character of UTF-16; a surrogate without its partner counts as one unknown character.
std::uint32_t next_utf16(Cursor& from) {
  const std::uint32_t first = from.u16();
  if (first < 0xD800 || first > 0xDFFF) return first;
  if (first > 0xDBFF || from.remaining() < 2) return replacement;
  Cursor ahead = from;
  const std::uint32_t second = ahead.u16();
  if (second < 0xDC00 || second > 0xDFFF) return replacement;
  from = ahead;
  return 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00);
}

std::uint32_t next_utf32(Cursor& from) {
  const std::uint32_t character = from.u32();
  const bool valid = character < 0x110000 && (character < 0xD800 || character > 0xDFFF);
  return valid ? character : replacement;
}

/// A lambda, so that the search over each packet inlines it.
constexpr auto is_forbidden = [](char c) {
  return static_cast<Byte>(c) < 0x20 && c != '\t' && c != '\n' && c != '\r';
};

/// Whether any is forbidden. Packets are letters and blanks for the most part: eight bytes at once.
bool has_forbidden(std::string_view text) {
  constexpr std::uint64_t each = 0x0101010101010101U;
  for (std::uint64_t eight = 0; text.size() >= sizeof eight; text.remove_prefix(sizeof eight)) {
    std::memcpy(&eight, text.data(), sizeof eight);
    const bool all_above = ((eight - 0x20 * each) & ~eight & 0x80 * each) == 0;
    if (!all_above && std::ranges::any_of(text.substr(0, sizeof eight), is_forbidden)) return true;
  }
  return std::ranges::any_of(text, is_forbidden);
}

/// A character of an ASCII name, or of any other script.
constexpr bool is_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
         c == '.' || c == ':' || static_cast<unsigned char>(c) >= 0x80;
}

ByteOrder order_of(XmlEncoding encoding) {
  const bool big = encoding == XmlEncoding::utf16_big || encoding == XmlEncoding::utf32_big;
  return big ? ByteOrder::big : ByteOrder::little;
}

}  // namespace

XmpText::XmpText(Bytes packet) {
  const Guess guess = guess_encoding(packet);
  encoding_ = guess.encoding;
  mark_ = guess.mark;
  if (encoding_ == XmlEncoding::utf8 && !is_utf8(as_text(packet))) {
    encoding_ = XmlEncoding::latin1;
    mark_ = 0;
  }
  const Bytes characters = packet.subspan(mark_);
  if (encoding_ == XmlEncoding::utf8) {
    text_ = {reinterpret_cast<const char*>(characters.data()), characters.size()};
  } else {
    decode(characters);
  }
  forgive_controls();
  forgive_names();
}

std::size_t XmpText::unit() const {
  switch (encoding_) {
    case XmlEncoding::utf16_big:
    case XmlEncoding::utf16_little:
      return 2;
    case XmlEncoding::utf32_big:
    case XmlEncoding::utf32_little:
      return 4;
    default:
      return 1;
  }
}

void XmpText::decode(Bytes packet) {
  Cursor from{packet, order_of(encoding_)};
  held_.reserve(packet.size() / unit());
  for (std::size_t count = 0; from.remaining() >= unit(); ++count) {
    if (count % waypoint_distance == 0) waypoints_.push_back({held_.size(), from.position()});
    switch (unit()) {
      case 1:
        append_utf8(held_, from.u8());
        break;
      case 2:
        append_utf8(held_, next_utf16(from));
        break;
      default:
        append_utf8(held_, next_utf32(from));
        break;
    }
  }
  text_ = held_;
}

void XmpText::forgive_controls() {
  if (!has_forbidden(text_)) return;
  if (held_.empty()) held_.assign(text_);
  std::replace_if(held_.begin(), held_.end(), is_forbidden, ' ');
  text_ = held_;
}

void XmpText::forgive_names() {
  std::size_t at = text_.find('<');
  for (; at != std::string_view::npos; at = text_.find('<', at + 1)) {
    std::size_t in = at + 1 + (text_.substr(at + 1).starts_with('/') ? 1 : 0);
    for (; in + 1 < text_.size() && (is_name(text_[in]) || text_[in] == '/'); ++in) {
      if (text_[in] != '/' || !is_name(text_[in + 1])) continue;
      if (held_.empty()) held_.assign(text_);
      held_[in] = '_';
      text_ = held_;
    }
  }
}

std::size_t XmpText::source_length(char lead) const {
  if (encoding_ == XmlEncoding::latin1) return 1;
  if (unit() == 4) return 4;
  return utf8_length(static_cast<Byte>(lead)) == 4 ? 4 : 2;
}

std::uint64_t XmpText::source_of(std::uint64_t character) const {
  if (encoding_ == XmlEncoding::utf8 || waypoints_.empty()) return mark_ + character;
  const auto next = std::upper_bound(waypoints_.begin(), waypoints_.end(), character,
                                     [](std::uint64_t at, const Waypoint& w) { return at < w.character; });
  EXS_ASSERT(next != waypoints_.begin());
  Waypoint at = *std::prev(next);
  while (at.character < character) {
    const char lead = text_[at.character];
    at.character += utf8_length(static_cast<Byte>(lead));
    at.source += source_length(lead);
  }
  return mark_ + at.source;
}

Extent XmpText::source(Extent characters) const {
  return extent_between(source_of(characters.offset), source_of(characters.end()));
}

std::vector<Byte> XmpText::encode(std::string_view text) const {
  std::vector<Byte> out;
  if (encoding_ == XmlEncoding::utf8) {
    out.assign(text.begin(), text.end());
    return out;
  }
  out.reserve(text.size() * unit());
  const ByteOrder order = order_of(encoding_);
  const auto put_u16 = [&](std::uint32_t value) {
    out.resize(out.size() + 2);
    store_u16(out.data() + out.size() - 2, static_cast<std::uint16_t>(value), order);
  };
  for (std::size_t at = 0; at < text.size(); at += utf8_length(static_cast<Byte>(text[at]))) {
    const std::uint32_t character = front_code_point(text.substr(at)).value;
    if (unit() == 1) {
      out.push_back(static_cast<Byte>(character < 0x100 ? character : '?'));
    } else if (unit() == 4) {
      out.resize(out.size() + 4);
      store_u32(out.data() + out.size() - 4, character, order);
    } else if (character < 0x10000) {
      put_u16(character);
    } else {
      put_u16(0xD800 + ((character - 0x10000) >> 10));
      put_u16(0xDC00 + ((character - 0x10000) & 0x3FF));
    }
  }
  return out;
}

}  // namespace exifscrub
