#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// Small MP4 streams, box by box.
namespace exifscrub::movie {

inline std::string number(std::uint64_t value, int bytes) {
  std::string out;
  for (int i = bytes - 1; i >= 0; --i) out += static_cast<char>(static_cast<unsigned char>(value >> (8 * i)));
  return out;
}
inline std::string u16(std::uint64_t value) { return number(value, 2); }
inline std::string u32(std::uint64_t value) { return number(value, 4); }

inline std::string box(std::string_view type, const std::string& payload) {
  return u32(payload.size() + 8) + std::string{type} + payload;
}
inline std::string large_box(std::string_view type, const std::string& payload) {
  return u32(1) + std::string{type} + number(payload.size() + 16, 8) + payload;
}
inline std::string full_box(std::string_view type, const std::string& payload) {
  return box(type, u32(0) + payload);
}

inline std::string quicktime_text(std::string_view type, const std::string& text) {
  return box(type, u16(text.size()) + u16(0x15C7) + text);
}

inline std::string handler(std::string_view type, const std::string& name) {
  return full_box("hdlr", u32(0) + std::string{type} + std::string(12, '\0') + name + std::string(1, '\0'));
}

inline std::string fixed(double value) {
  return u32(static_cast<std::uint32_t>(static_cast<std::int32_t>(value * 65536)));
}
inline std::string loci(const std::string& name, double latitude, double longitude, double altitude) {
  return full_box("loci", u16(0x15C7) + name + std::string(2, '\0') + fixed(longitude) + fixed(latitude) +
                              fixed(altitude) + std::string("earth\0\0", 7));
}

inline std::string item(std::string_view type, const std::string& value) {
  return box(type, box("data", u32(1) + u32(0) + value));
}

struct Key {
  std::string name;
  std::string value;
};

/// QuickTime metadata, `keys` and `ilst`.
inline std::string keyed_meta(const std::vector<Key>& keys) {
  std::string names;
  std::string items;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    names += box("mdta", keys[i].name);
    items += item(u32(i + 1), keys[i].value);
  }
  return box("meta", handler("mdta", "") + full_box("keys", u32(keys.size()) + names) + box("ilst", items));
}

inline std::string movie_header(std::uint32_t created) {
  return full_box("mvhd", u32(created) + u32(created) + std::string(88, '\0'));
}

/// A track of one chunk.
/// @param entry  the sample description, a box
inline std::string track(std::string_view handler_type, const std::string& entry,
                         const std::vector<std::size_t>& sample_sizes, std::size_t chunk_offset,
                         const std::string& user_data = {}) {
  std::string sizes;
  for (const std::size_t size : sample_sizes) sizes += u32(size);
  const std::string table = full_box("stsd", u32(1) + entry) +
                            full_box("stsc", u32(1) + u32(1) + u32(sample_sizes.size()) + u32(1)) +
                            full_box("stsz", u32(0) + u32(sample_sizes.size()) + sizes) +
                            full_box("stco", u32(1) + u32(chunk_offset));
  const std::string media = handler(handler_type, "Recorder") + box("minf", box("stbl", table));
  return box("trak", box("mdia", media) + (user_data.empty() ? "" : box("udta", user_data)));
}

/// The description of samples that need none beyond their format.
inline std::string entry(std::string_view format, const std::string& rest = {}) {
  return box(format, std::string(6, '\0') + u16(1) + rest);
}

inline std::string file_type() { return box("ftyp", "mp42" + u32(0) + "isommp42"); }

/// ftyp, mdat with `samples` at sample_offset, moov.
inline constexpr std::size_t sample_offset = 24 + 8;
inline std::string movie(const std::string& samples, const std::string& movie_boxes) {
  return file_type() + box("mdat", samples) + box("moov", movie_boxes);
}

}  // namespace exifscrub::movie
