#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/cursor.hpp"
#include "syntax/ifd.hpp"

namespace exifscrub::test {

/// One entry of an IFD under construction: numbers are written in the stream's order, or bytes as they are.
struct TiffValue {
  std::uint16_t tag = 0;
  std::uint16_t type = 0;
  std::uint32_t count = 0;
  std::vector<Byte> bytes;  ///< the value, in the stream's byte order
  int child = -1;           ///< the value is the offset of that IFD
};

/// Builds small TIFF streams for tests: IFDs in the order in which they were added, each followed by its
/// values, or placed at an offset of the test's choice.
class TiffBuilder {
 public:
  explicit TiffBuilder(ByteOrder order) : order_(order) {}

  /// Adds an IFD and returns its number; the first is IFD0.
  int ifd() {
    ifds_.emplace_back();
    return static_cast<int>(ifds_.size()) - 1;
  }
  void ascii(int ifd, std::uint16_t tag, std::string_view text) {
    std::vector<Byte> bytes(text.begin(), text.end());
    bytes.push_back(0);
    const auto count = static_cast<std::uint32_t>(bytes.size());
    raw(ifd, tag, tiff_type::ascii, count, std::move(bytes));
  }
  void u16(int ifd, std::uint16_t tag, std::uint16_t value) {
    std::vector<Byte> bytes(2);
    store_u16(bytes.data(), value, order_);
    raw(ifd, tag, tiff_type::u16, 1, std::move(bytes));
  }
  void u32(int ifd, std::uint16_t tag, std::uint32_t value) {
    std::vector<Byte> bytes(4);
    store_u32(bytes.data(), value, order_);
    raw(ifd, tag, tiff_type::u32, 1, std::move(bytes));
  }
  void rationals(int ifd, std::uint16_t tag,
                 const std::vector<std::pair<std::uint32_t, std::uint32_t>>& values,
                 std::uint16_t type = tiff_type::rational) {
    std::vector<Byte> bytes(8 * values.size());
    for (std::size_t i = 0; i < values.size(); ++i) {
      store_u32(bytes.data() + 8 * i, values[i].first, order_);
      store_u32(bytes.data() + 8 * i + 4, values[i].second, order_);
    }
    raw(ifd, tag, type, static_cast<std::uint32_t>(values.size()), std::move(bytes));
  }
  void undefined(int ifd, std::uint16_t tag, std::vector<Byte> bytes) {
    const auto count = static_cast<std::uint32_t>(bytes.size());
    raw(ifd, tag, tiff_type::undefined, count, std::move(bytes));
  }
  void raw(int ifd, std::uint16_t tag, std::uint16_t type, std::uint32_t count, std::vector<Byte> bytes) {
    at(ifd).entries.push_back({tag, type, count, std::move(bytes), -1});
  }
  /// A pointer entry to another IFD.
  void pointer(int ifd, std::uint16_t tag, int child, std::uint16_t type = tiff_type::u32) {
    at(ifd).entries.push_back({tag, type, 1, {}, child});
  }
  /// Links `ifd` to `next`.
  void link(int ifd, int next) { at(ifd).next = next; }

  /// The stream; `lay_out` order of IFDs by number, or as given.
  [[nodiscard]] std::vector<Byte> build(std::vector<int> order = {}) {
    if (order.empty()) {
      for (int i = 0; i < static_cast<int>(ifds_.size()); ++i) order.push_back(i);
    }
    std::uint32_t offset = 8;
    for (const int number : order) {
      at(number).offset = offset;
      offset += table_size(at(number)) + values_size(at(number));
    }
    std::vector<Byte> tiff(offset);
    tiff[0] = tiff[1] = order_ == ByteOrder::big ? 'M' : 'I';
    store_u16(tiff.data() + 2, 0x2A, order_);
    store_u32(tiff.data() + 4, at(0).offset, order_);
    for (const int number : order) write(at(number), tiff);
    return tiff;
  }
  /// Where `ifd` stands in the stream that was built last.
  [[nodiscard]] std::uint32_t offset_of(int ifd) { return at(ifd).offset; }

 private:
  struct Directory {
    std::vector<TiffValue> entries;
    int next = -1;
    std::uint32_t offset = 0;
  };

  Directory& at(int ifd) { return ifds_[static_cast<std::size_t>(ifd)]; }
  static std::uint32_t padded(std::size_t size) {
    return static_cast<std::uint32_t>((size + 1) & ~std::size_t{1});
  }
  static std::uint32_t table_size(const Directory& ifd) {
    return static_cast<std::uint32_t>(2 + 12 * ifd.entries.size() + 4);
  }
  static std::uint32_t values_size(const Directory& ifd) {
    std::uint32_t size = 0;
    for (const TiffValue& value : ifd.entries)
      size += value.bytes.size() > 4 ? padded(value.bytes.size()) : 0;
    return size;
  }

  void write(const Directory& ifd, std::vector<Byte>& tiff) {
    Byte* pen = tiff.data() + ifd.offset;
    std::uint32_t values = ifd.offset + table_size(ifd);
    store_u16(pen, static_cast<std::uint16_t>(ifd.entries.size()), order_);
    pen += 2;
    for (const TiffValue& value : ifd.entries) {
      store_u16(pen, value.tag, order_);
      store_u16(pen + 2, value.type, order_);
      store_u32(pen + 4, value.count, order_);
      if (value.child >= 0 && value.type == tiff_type::u16) {
        store_u16(pen + 8, static_cast<std::uint16_t>(at(value.child).offset), order_);
      } else if (value.child >= 0) {
        store_u32(pen + 8, at(value.child).offset, order_);
      } else if (value.bytes.size() <= 4) {
        std::ranges::copy(value.bytes, pen + 8);
      } else {
        store_u32(pen + 8, values, order_);
        std::ranges::copy(value.bytes, tiff.data() + values);
        values += padded(value.bytes.size());
      }
      pen += 12;
    }
    store_u32(pen, ifd.next >= 0 ? at(ifd.next).offset : 0, order_);
  }

  ByteOrder order_;
  std::vector<Directory> ifds_;
};

}  // namespace exifscrub::test
