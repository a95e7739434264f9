#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "metadata/language.hpp"

namespace exifscrub {

/// The tag of what add_unreadable() adds.
inline constexpr std::string_view unreadable_tag = "Unreadable";

/// Adds what a reader finds in one block to a Reading, and leaves out what a removal has left of it:
/// stretches outside the block and stretches of nothing but zeros and spaces.
class BlockFindings {
 public:
  BlockFindings(const ReadRequest& request, Reading& into) : request_(request), into_(into) {}

  [[nodiscard]] Bytes bytes() const { return request_.bytes; }
  [[nodiscard]] bool wants_values() const { return request_.values; }
  /// The part of `at` that lies in the block.
  [[nodiscard]] Extent inside(Extent at) const;
  [[nodiscard]] Bytes bytes(Extent at) const;
  /// A copy of `name` that lives as long as the reading; "Unnamed" where the file left it empty.
  std::string_view keep(std::string name) {
    return name.empty() ? std::string_view{"Unnamed"} : into_.keep(std::move(name));
  }

  /// @return the finding, or null when `at` is blank
  BlockFinding* add(LeakClass leak_class, std::string_view group, std::string_view tag, Extent at);
  BlockFinding* add(LeakClass leak_class, std::string_view group, std::string_view tag,
                    std::span<const Extent> where);
  /// The same, with the bytes as text for a value.
  BlockFinding* add_text(LeakClass leak_class, std::string_view group, std::string_view tag, Extent at);
  /// The same, with a value that the caller already has.
  BlockFinding* add_value(LeakClass leak_class, std::string_view group, std::string_view tag, Extent at,
                          std::string value);

  /// The places that a text spells (metadata/text_places.hpp).
  void add_text_places(std::string_view group, std::string_view tag, Extent at);

  /// The stretch is a document of its own.
  void refer(BlockKind kind, std::string_view name, Extent at);
  void refer(BlockKind kind, std::string_view name, std::vector<Extent> parts);
  /// The same of a JPEG stream.
  void refer_to_picture(ImageUse use, std::string_view name, Extent at);
  /// A small or further copy of the picture: a finding, and a reference when it is a JPEG stream.
  void add_picture(ImageUse use, LeakClass leak_class, std::string_view group, std::string_view tag,
                   Extent at);
  /// Out of range or not a number: no position.
  void add_position(double latitude, double longitude, std::optional<double> altitude_m);
  /// Adds the position that `text` gives by ISO 6709.
  /// @return it in words; where it is none, `text`
  std::string add_iso6709(std::string text);
  /// Bytes of a known carrier that nobody can follow. They are of class location, because a place could stand
  /// there, but tell nothing by themselves: a removal of location takes them, and none refuses the file.
  void add_unreadable(std::string_view group, Extent at);

 private:
  [[nodiscard]] bool is_blank(std::span<const Extent> where) const;

  const ReadRequest& request_;
  Reading& into_;
};

/// `bytes` as UTF-8: without zeros and white space at the end, invalid sequences replaced.
[[nodiscard]] std::string text_value(Bytes bytes);

/// The bytes as lower-case hex digits, at most 64 bytes of them.
[[nodiscard]] std::string hex_value(Bytes bytes);

/// "48.85, 2.29, 35 m": decimal degrees.
[[nodiscard]] std::string position_value(double latitude, double longitude, std::optional<double> altitude_m);

/// Seconds since 1970 as ExifTool writes them, "2021:07:13 04:05:06"; empty when the year is beyond 9999.
[[nodiscard]] std::string utc_value(std::int64_t seconds);

}  // namespace exifscrub
