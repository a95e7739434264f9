#pragma once

#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "inspect/description.hpp"

namespace exifscrub {

/// What makes up a field of a block, in the block's coordinates.
struct BlockField {
  FieldKind kind = FieldKind::value;
  std::string_view name;
  Extent at;               ///< bytes of the block
  std::string value = {};  ///< see Field::value
  std::string_view note = {};
  Extent also = {};  ///< a second stretch that belongs to it
};

/// Describes one block: fields in, with places of the block, fields with places of the file out.
class BlockScribe {
 public:
  /// Longest value that is kept of one field, in bytes.
  static constexpr std::size_t longest_value = 1024;

  BlockScribe(Description& all, std::uint32_t block, Bytes bytes);

  [[nodiscard]] Bytes bytes() const { return bytes_; }
  [[nodiscard]] Bytes bytes(Extent at) const;
  [[nodiscard]] std::uint32_t block() const { return block_; }
  [[nodiscard]] Description& all() { return all_; }

  /// Where bytes of the block stand in the file.
  [[nodiscard]] std::vector<Extent> where(Extent at) const;
  /// The first byte in the file, for texts like "at 0x2a4".
  [[nodiscard]] std::uint64_t file_offset(std::uint64_t at) const;

  /// The references are valid until the next field is added.
  Field& add(BlockField field);
  Field& open(BlockField field);
  void close() { all_.builder().close(); }
  /// The field that was added or opened last.
  [[nodiscard]] Field& last() { return all_.builder().field(last_); }
  [[nodiscard]] std::uint32_t last_index() const { return last_; }

  /// Part of the notation, shown on demand.
  Field& add_detail(BlockField field);
  /// Makes the last field a tag named as ExifTool does; a finding at `at` gives it its class.
  void make_tag(std::string_view group, std::initializer_list<Extent> at);
  /// The last field leads to `target`, bytes of the block.
  void point_to(Extent target);
  /// Pointers to the last field's first byte mean it.
  void anchor() { all_.builder().anchor(last_); }
  std::string_view keep(std::string text) { return all_.builder().keep(std::move(text)); }

  /// Describes what lies inside `at` and has a language of its own.
  void describe_nested(Extent at) { all_.describe_nested(block_, at); }

  /// Gives the tags the classes of the findings that they are, and adds the findings within `at` that no tag
  /// was made for.
  /// @param whole  what lies inside such a finding is described with it; false: that follows
  void take_findings(Extent at, bool whole = true);

 private:
  std::uint32_t put(BlockField& field, bool opens);
  [[nodiscard]] std::vector<std::uint32_t> tags_of(const BlockFinding& finding) const;

  Description& all_;
  std::uint32_t block_;
  Bytes bytes_;
  std::vector<std::uint64_t> starts_;  ///< of the block's parts, bytes of the block; mapped blocks only
  std::uint32_t last_ = no_index;
  std::map<Extent, std::vector<std::uint32_t>> tags_;
  std::vector<std::pair<std::uint64_t, std::uint32_t>> findings_;  ///< of the block, by their first byte
  std::vector<bool> taken_;                                        ///< by findings_
};

/// One describer a language.
void describe_exif(BlockScribe& scribe);
void describe_mpf(BlockScribe& scribe);
void describe_xmp(BlockScribe& scribe);
void describe_iptc(BlockScribe& scribe, Extent stream);
void describe_irb(BlockScribe& scribe);
void describe_icc(BlockScribe& scribe);
void describe_jumbf(BlockScribe& scribe);
void describe_movie(BlockScribe& scribe);
void describe_jpeg(BlockScribe& scribe);
void describe_gpmf(BlockScribe& scribe);
void describe_flir(BlockScribe& scribe);
void describe_seft(BlockScribe& scribe);

/// "0x2a4"
[[nodiscard]] std::string hex_offset(std::uint64_t offset);
/// "0x010F"
[[nodiscard]] std::string hex_tag(std::uint16_t tag);
/// "1 entry", "12 entries"
[[nodiscard]] std::string counted(std::uint64_t count, std::string_view one, std::string_view many);

}  // namespace exifscrub
