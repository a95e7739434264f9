#pragma once

#include <expat.h>

#include <cstddef>
#include <cstring>
#include <memory>
#include <vector>

#include "base/bytes.hpp"

namespace exifscrub::bench {

/// The least that tells whether Exif or XMP hold location: the entries of every directory looked at once (TIFF 6.0 section 2, the pointers
/// of Exif 2.32 section 4.6.3) until there is a GPS directory, and, where there is none, packets through Expat with their elements and
/// texts handed over. No value is decoded, no maker note read, nothing written down. One thread.
class TagGlance {
 public:
  static constexpr bool looks = true;

  TagGlance() : parser_(XML_ParserCreateNS(nullptr, ' ')) {}

  void begin_file() { located_ = false; }

  /// The payload of an APP1 segment, without its length.
  void look(Bytes payload) {
    if (located_) return;
    static constexpr char exif[] = "Exif\0";
    static constexpr char xmp[] = "http://ns.adobe.com/xap/1.0/";
    if (payload.size() > sizeof exif && std::memcmp(payload.data(), exif, sizeof exif) == 0) {
      look_at_tiff(payload.subspan(sizeof exif));
    } else if (payload.size() > sizeof xmp && std::memcmp(payload.data(), xmp, sizeof xmp) == 0) {
      look_at_packet(payload.subspan(sizeof xmp));
    }
  }

  /// Whoever stores it somewhere keeps the looking from being optimised away.
  [[nodiscard]] std::size_t sum() const { return sum_; }

 private:
  struct Free {
    void operator()(XML_Parser parser) const { XML_ParserFree(parser); }
  };

  void look_at_tiff(Bytes tiff) {
    if (tiff.size() < 8) return;
    big_ = tiff[0] == 'M';
    directories_.assign(1, number(tiff, 4, 4));
    for (std::size_t done = 0; !located_ && done < directories_.size() && done < most_directories; ++done) {
      look_at_directory(tiff, directories_[done]);
    }
  }

  void look_at_directory(Bytes tiff, std::size_t at) {
    if (at < 8 || at + 2 > tiff.size()) return;
    const std::size_t count = number(tiff, at, 2);
    if (at + 2 + 12 * count + 4 > tiff.size()) return;
    for (std::size_t entry = at + 2; entry != at + 2 + 12 * count; entry += 12) {
      const std::size_t tag = number(tiff, entry, 2);
      const std::size_t value = number(tiff, entry + 8, 4);
      sum_ += tag + number(tiff, entry + 2, 2) + number(tiff, entry + 4, 4);
      if (tag == 0x8825) located_ = true;
      if (tag == 0x8769 || tag == 0xA005) directories_.push_back(value);
    }
    if (const std::size_t next = number(tiff, at + 2 + 12 * count, 4)) directories_.push_back(next);
  }

  void look_at_packet(Bytes packet) {
    XML_ParserReset(parser_.get(), nullptr);
    XML_SetHashSalt(parser_.get(), 1);  // a salt of Expat's own costs a system call a packet
    XML_SetUserData(parser_.get(), this);
    XML_SetElementHandler(parser_.get(), on_start, on_end);
    XML_SetCharacterDataHandler(parser_.get(), on_text);
    const auto* text = reinterpret_cast<const char*>(packet.data());  // NOLINT: Expat's bytes are chars
    XML_Parse(parser_.get(), text, static_cast<int>(packet.size()), 1);
  }

  static void on_start(void* self, const char* name, const char**) {
    static_cast<TagGlance*>(self)->sum_ += static_cast<Byte>(*name);
  }
  static void on_end(void* self, const char*) { ++static_cast<TagGlance*>(self)->sum_; }
  static void on_text(void* self, const char*, int length) {
    static_cast<TagGlance*>(self)->sum_ += static_cast<std::size_t>(length);
  }

  [[nodiscard]] std::size_t number(Bytes tiff, std::size_t at, std::size_t bytes) const {
    std::size_t value = 0;
    for (std::size_t i = 0; i < bytes; ++i) value = value << 8 | tiff[at + (big_ ? i : bytes - 1 - i)];
    return value;
  }

  static constexpr std::size_t most_directories = 16;
  std::unique_ptr<XML_ParserStruct, Free> parser_;
  std::vector<std::size_t> directories_;
  std::size_t sum_ = 0;
  bool big_ = false;
  bool located_ = false;
};

}  // namespace exifscrub::bench
