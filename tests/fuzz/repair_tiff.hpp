#pragma once

#include <cstddef>
#include <cstdint>

namespace exifscrub::fuzz {

/// Makes the header of a mutated TIFF stream valid, and offsets and counts in its first IFDs point inside:
/// most mutations would only cut a directory off otherwise.
class TiffRepair {
 public:
  TiffRepair(std::uint8_t* data, std::size_t size, unsigned seed) : data_(data), size_(size), state_(seed) {}

  void run() {
    if (size_ < 14) return;
    little_ = data_[0] != 'M';
    data_[0] = data_[1] = little_ ? 'I' : 'M';
    put(2, 42, 2);
    if (get(4, 4) > size_ - 6) put(4, 8, 4);
    repair_table(get(4, 4), 3);
  }

 private:
  static constexpr std::size_t entry_size = 12;

  void repair_table(std::size_t at, int depth) {
    if (depth == 0 || at > size_ - 2) return;
    const std::size_t room = (size_ - at - 2) / entry_size;
    if (get(at, 2) > room) put(at, room == 0 ? 0 : draw() % room, 2);
    const std::size_t count = get(at, 2);
    for (std::size_t i = 0; i < count && i < 64; ++i) repair_entry(at + 2 + i * entry_size, depth);
  }

  void repair_entry(std::size_t at, int depth) {
    constexpr std::size_t sizes[14] = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4};
    const std::size_t tag = get(at, 2);
    const std::size_t type = get(at + 2, 2);
    const bool pointer = tag == 0x8769 || tag == 0x8825 || tag == 0xA005 || tag == 0x014A;
    if (type == 0 || type > 13) {
      if (draw() % 4 != 0) put(at + 2, pointer ? 4 : 1 + draw() % 13, 2);
      return;
    }
    const std::size_t count = get(at + 4, 4);
    const std::size_t length = count * sizes[type];
    if (length > size_ && draw() % 4 != 0) put(at + 4, 1 + draw() % 16, 4);
    if (length <= 4 && !pointer) return;
    const std::size_t offset = get(at + 8, 4);
    if (offset > size_ - 2 && draw() % 8 != 0) put(at + 8, 8 + draw() % (size_ - 8), 4);
    if (pointer) repair_table(get(at + 8, 4), depth - 1);
  }

  std::size_t get(std::size_t at, std::size_t bytes) const {
    std::size_t value = 0;
    for (std::size_t i = 0; i < bytes; ++i) value = value << 8 | data_[little_ ? at + bytes - 1 - i : at + i];
    return value;
  }
  void put(std::size_t at, std::size_t value, std::size_t bytes) {
    for (std::size_t i = 0; i < bytes; ++i, value >>= 8)
      data_[little_ ? at + i : at + bytes - 1 - i] = static_cast<std::uint8_t>(value);
  }
  std::size_t draw() {
    state_ = state_ * 1664525U + 1013904223U;
    return state_ >> 8;
  }

  std::uint8_t* data_;
  std::size_t size_;
  unsigned state_;
  bool little_ = true;
};

inline void repair_tiff(std::uint8_t* data, std::size_t size, unsigned seed) {
  TiffRepair{data, size, seed}.run();
}

/// A JPEG file: its segments' lengths, and the TIFF streams in its Exif segments.
inline void repair_jpeg(std::uint8_t* data, std::size_t size, unsigned seed) {
  repair_segments(data, size);
  if (seed % 2 == 0) return;
  constexpr std::size_t header = 10;  // marker 2, length 2, "Exif" and two zeros
  std::size_t at = 2;
  while (at + header < size && data[at] == 0xFF && data[at + 1] != 0xDA && data[at + 1] != 0xD9) {
    const std::size_t length = static_cast<std::size_t>(data[at + 2] << 8 | data[at + 3]);
    if (length < 2 || at + 2 + length > size) return;
    const bool exif = data[at + 1] == 0xE1 && length > header && data[at + 4] == 'E' && data[at + 5] == 'x';
    if (exif) repair_tiff(data + at + header, length + 2 - header, seed);
    at += 2 + length;
  }
}

}  // namespace exifscrub::fuzz
