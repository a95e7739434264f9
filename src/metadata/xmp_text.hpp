#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "exifscrub/byte_source.hpp"
#include "exifscrub/extent.hpp"

namespace exifscrub {

/// How an XMP packet writes its characters (XMP part 1, 7.3.2).
enum class XmlEncoding : std::uint8_t { utf8, latin1, utf16_big, utf16_little, utf32_big, utf32_little };

/// The characters of an XMP packet as UTF-8, and the way back from a character to the packet's bytes.
///
/// The encoding follows from a byte-order mark or from where the zeros stand; a packet that claims nothing
/// and is no valid UTF-8 is read as Latin-1, so that one broken caption does not hide the rest. Control
/// characters that XML forbids are read as spaces, and a slash in an element's name, as GIMP writes it
/// ("exif:TIFF/EPStandardID"), as an underscore. A UTF-8 packet is borrowed: it must outlive this object.
class XmpText {
 public:
  explicit XmpText(Bytes packet);

  XmpText(const XmpText&) = delete;
  XmpText& operator=(const XmpText&) = delete;

  [[nodiscard]] std::string_view utf8() const { return text_; }
  [[nodiscard]] XmlEncoding encoding() const { return encoding_; }
  /// Bytes of a character of ASCII in the packet: 1, 2 or 4.
  [[nodiscard]] std::size_t unit() const;
  /// Bytes of the byte-order mark in front of the first character, which is no part of utf8().
  [[nodiscard]] std::size_t mark() const { return mark_; }

  /// The bytes of the packet that carry `characters`, a stretch of utf8() that begins and ends between
  /// characters.
  [[nodiscard]] Extent source(Extent characters) const;
  /// `text` (UTF-8) in the packet's encoding, without a byte-order mark of its own.
  [[nodiscard]] std::vector<Byte> encode(std::string_view text) const;

 private:
  struct Waypoint {
    std::uint64_t character;  ///< bytes of utf8()
    std::uint64_t source;     ///< bytes of the packet
  };
  void decode(Bytes packet);
  void forgive_controls();
  void forgive_names();
  [[nodiscard]] std::uint64_t source_of(std::uint64_t character) const;
  [[nodiscard]] std::size_t source_length(char lead) const;

  XmlEncoding encoding_ = XmlEncoding::utf8;
  std::size_t mark_ = 0;
  std::string held_;                 ///< the characters, unless they stand in the packet as they are
  std::string_view text_;            ///< the packet or held_
  std::vector<Waypoint> waypoints_;  ///< every so many characters, ascending; empty for UTF-8
};

}  // namespace exifscrub
