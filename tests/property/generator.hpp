#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "exifscrub/byte_source.hpp"

namespace exifscrub::test {

/// Makes files out of the corpus, the same ones for the same seed: whole ones, and ones that were cut,
/// flipped, spliced, shuffled or put together.
class Generator {
 public:
  /// @param largest  files of the corpus above so many bytes are left out: they cost more than they tell
  Generator(const std::filesystem::path& corpus, std::uint64_t seed, std::size_t largest) : random_(seed) {
    std::set<std::filesystem::path> paths;
    for (const auto& entry : std::filesystem::recursive_directory_iterator{corpus}) {
      if (entry.is_regular_file() && entry.file_size() <= largest) paths.insert(entry.path());
    }
    for (const auto& path : paths) {
      std::ifstream file{path, std::ios::binary};
      files_.push_back({path.filename(), {std::istreambuf_iterator<char>{file}, {}}});
    }
  }

  struct File {
    std::string name;  ///< what it was made of and how
    std::vector<Byte> bytes;
  };

  [[nodiscard]] std::size_t corpus_size() const { return files_.size(); }
  [[nodiscard]] const File& corpus_file(std::size_t index) const { return files_[index]; }
  const File& any_file() { return files_[draw(files_.size())]; }

  File next() {
    File file = any_file();
    using Change = void (Generator::*)(File&);
    constexpr Change changes[] = {&Generator::cut,    &Generator::flip,      &Generator::flip,
                                  &Generator::splice, &Generator::shuffle,   &Generator::append,
                                  &Generator::remove, &Generator::duplicate, &Generator::set_number};
    for (std::size_t i = draw(3); i > 0; --i) (this->*changes[draw(std::size(changes))])(file);
    return file;
  }

  std::size_t draw(std::size_t below) {
    return below == 0 ? 0 : std::uniform_int_distribution<std::size_t>{0, below - 1}(random_);
  }

  /// The segments between SOI and the first SOS, as offset and length; none when it is no JPEG.
  struct Segment {
    std::size_t offset;
    std::size_t length;
  };
  static std::vector<Segment> segments_of(Bytes file) {
    std::vector<Segment> segments;
    for (std::size_t at = 2; at + 4 <= file.size() && file[at] == 0xFF;) {
      const Byte marker = file[at + 1];
      if (marker == 0xDA || marker == 0xD9 || marker == 0xFF) break;
      const std::size_t length = 2U + (static_cast<std::size_t>(file[at + 2]) << 8U | file[at + 3]);
      if (length < 4 || length > file.size() - at) break;
      segments.push_back({at, length});
      at += length;
    }
    return segments;
  }

  /// Puts carriers (application segments, comments) into another order, each kind staying together.
  void shuffle(File& file) {
    std::vector<std::vector<Byte>> groups;
    std::vector<Bytes> keys;
    std::size_t begin = 0;
    std::size_t end = 0;
    for (const auto& [offset, length] : segments_of(file.bytes)) {
      const Bytes segment = Bytes{file.bytes}.subspan(offset, length);
      const bool is_carrier = segment[1] > 0xE0 || segment[1] == 0xFE;
      if (!is_carrier) {
        if (begin != 0) break;
        continue;
      }
      if (begin == 0) begin = offset;
      end = offset + length;
      const Bytes key = segment.subspan(1, 1);
      const auto known = std::ranges::find_if(keys, [&](Bytes k) { return k[0] == key[0]; });
      if (known == keys.end()) {
        keys.push_back(key);
        groups.emplace_back(segment.begin(), segment.end());
      } else {
        auto& group = groups[static_cast<std::size_t>(known - keys.begin())];
        group.insert(group.end(), segment.begin(), segment.end());
      }
    }
    std::shuffle(groups.begin(), groups.end(), random_);
    std::vector<Byte> bytes{file.bytes.begin(), file.bytes.begin() + static_cast<std::ptrdiff_t>(begin)};
    for (const auto& group : groups) bytes.insert(bytes.end(), group.begin(), group.end());
    bytes.insert(bytes.end(), file.bytes.begin() + static_cast<std::ptrdiff_t>(end), file.bytes.end());
    file.bytes = std::move(bytes);
    file.name += " shuffled";
  }

 private:
  void cut(File& file) {
    file.bytes.resize(draw(file.bytes.size() + 1));
    file.name += " cut to " + std::to_string(file.bytes.size());
  }

  void flip(File& file) {
    if (file.bytes.empty()) return;
    for (std::size_t i = 1 + draw(3); i > 0; --i) {
      const std::size_t at = draw(file.bytes.size());
      file.bytes[at] = static_cast<Byte>(draw(2) != 0 ? file.bytes[at] ^ 1U << draw(8) : draw(256));
      file.name += " flipped at " + std::to_string(at);
    }
  }

  /// Offsets and counts at their edges, where arithmetic goes wrong.
  void set_number(File& file) {
    if (file.bytes.size() < 4) return;
    constexpr std::uint32_t edges[] = {0, 1, 0x7F, 0xFF, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFF0, 0xFFFFFFFF};
    const std::size_t at = draw(file.bytes.size() - 3);
    const std::uint32_t value = edges[draw(std::size(edges))];
    const bool little = draw(2) != 0;
    for (std::size_t i = 0; i < 4; ++i)
      file.bytes[at + i] = static_cast<Byte>(value >> 8U * (little ? i : 3 - i));
    file.name += " number at " + std::to_string(at);
  }

  /// A segment of another file at the front.
  void splice(File& file) {
    const File& other = any_file();
    const auto segments = segments_of(other.bytes);
    if (segments.empty() || file.bytes.size() < 2) return;
    const Segment segment = segments[draw(segments.size())];
    const auto from = other.bytes.begin() + static_cast<std::ptrdiff_t>(segment.offset);
    file.bytes.insert(file.bytes.begin() + 2, from, from + static_cast<std::ptrdiff_t>(segment.length));
    file.name += " with a segment of " + other.name;
  }

  void append(File& file) {
    const File& other = any_file();
    file.bytes.insert(file.bytes.end(), other.bytes.begin(), other.bytes.end());
    file.name += " and " + other.name;
  }

  void remove(File& file) {
    const auto segments = segments_of(file.bytes);
    if (segments.empty()) return;
    const Segment segment = segments[draw(segments.size())];
    const auto from = file.bytes.begin() + static_cast<std::ptrdiff_t>(segment.offset);
    file.bytes.erase(from, from + static_cast<std::ptrdiff_t>(segment.length));
    file.name += " without the segment at " + std::to_string(segment.offset);
  }

  void duplicate(File& file) {
    const auto segments = segments_of(file.bytes);
    if (segments.empty()) return;
    const Segment segment = segments[draw(segments.size())];
    const auto from = file.bytes.begin() + static_cast<std::ptrdiff_t>(segment.offset);
    const std::vector<Byte> copy{from, from + static_cast<std::ptrdiff_t>(segment.length)};
    file.bytes.insert(from, copy.begin(), copy.end());
    file.name += " with the segment at " + std::to_string(segment.offset) + " twice";
  }

  std::mt19937_64 random_;
  std::vector<File> files_;
};

}  // namespace exifscrub::test
