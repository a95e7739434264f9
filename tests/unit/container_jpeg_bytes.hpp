#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "base/memory_source.hpp"
#include "container/jpeg.hpp"
#include "layout/builder.hpp"

namespace exifscrub {

/// Builds small JPEG streams, marker by marker. Its picture has 8 by 8 grey pixels.
class JpegBytes {
 public:
  std::vector<Byte> bytes;

  JpegBytes& raw(std::string_view text) {
    bytes.insert(bytes.end(), text.begin(), text.end());
    return *this;
  }
  JpegBytes& raw(const std::vector<Byte>& more) {
    bytes.insert(bytes.end(), more.begin(), more.end());
    return *this;
  }
  JpegBytes& zeros(std::size_t count) {
    bytes.resize(bytes.size() + count, 0);
    return *this;
  }
  JpegBytes& marker(int second) {
    bytes.push_back(0xFF);
    bytes.push_back(static_cast<Byte>(second));
    return *this;
  }
  JpegBytes& segment(int second, std::string_view payload) {
    const std::size_t length = payload.size() + 2;
    marker(second);
    bytes.push_back(static_cast<Byte>(length >> 8));
    bytes.push_back(static_cast<Byte>(length));
    return raw(payload);
  }
  JpegBytes& soi() { return marker(0xD8); }
  JpegBytes& eoi() { return marker(0xD9); }
  JpegBytes& tables(std::string_view dqt_tail = {}) {
    std::string dqt(65, '\1');
    dqt[0] = 0;
    segment(0xDB, dqt.append(dqt_tail));
    for (const char selector : {'\0', '\x10'}) {
      std::string dht(18, '\0');
      dht[0] = selector;
      dht[1] = 1;
      segment(0xC4, dht);
    }
    return *this;
  }
  JpegBytes& frame(int sof = 0xC0) { return segment(sof, std::string_view{"\x08\0\x08\0\x08\1\1\x11\0", 9}); }
  JpegBytes& scan(std::string_view entropy = {"\x3F", 1}) {
    return segment(0xDA, std::string_view{"\1\1\0\0\x3F\0", 6}).raw(entropy);
  }
  /// What every picture needs between its metadata and EOI.
  JpegBytes& picture() { return tables().frame().scan(); }
};

struct Parsed {
  Result<void> result;
  Layout layout;
};

inline Parsed parse_bytes(Bytes bytes) {
  MemorySource source{bytes};
  LayoutBuilder builder{FormatId::jpeg, bytes.size()};
  auto result = parse_jpeg(source, builder, {});
  return {result, builder.finish()};
}

inline const Region* region_named(const Layout& layout, std::string_view name) {
  for (const Region& region : layout.regions) {
    if (region.name == name) return &region;
  }
  return nullptr;
}

inline const Block* block_of(const Layout& layout, BlockKind kind) {
  for (const Block& block : layout.blocks) {
    if (block.kind == kind) return &block;
  }
  return nullptr;
}

/// The bytes of a block that stands in the file.
inline std::string text_of(const Block& block, Bytes file) {
  std::string text;
  for (const Extent part : block.parts) {
    const Bytes bytes = file.subspan(part.offset, part.length);
    text.append(bytes.begin(), bytes.end());
  }
  return text;
}

}  // namespace exifscrub
