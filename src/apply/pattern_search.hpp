#pragma once

#include <array>
#include <bitset>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "exifscrub/byte_source.hpp"
#include "exifscrub/extent.hpp"

namespace exifscrub {

/// What has to stand around a pattern that is a text.
enum class PatternAround : std::uint8_t {
  anything,
  number,      ///< no other digit before, zeros aside
  hemisphere,  ///< a number as above, and behind its last digits N, S, E or W
};

/// Where a pattern stands.
struct RawHit {
  Extent at;
  std::string_view what;

  friend bool operator==(const RawHit&, const RawHit&) = default;
};

/// Looks for many patterns at once, window by window, in one pass over a file.
///
/// Of every pattern the three neighbouring pairs of bytes that seem the rarest are remembered, and only every
/// third pair of the file is looked up: one of the three will be hit.
class PatternSearch {
 public:
  /// A search that found this many says no more: whoever asks will not go on.
  static constexpr std::size_t max_hits = 1000;
  static constexpr std::size_t longest = 63;  ///< bytes or characters of a pattern

  /// @param bytes  4 to `longest`
  /// @param what   static text for reports
  void add(std::string_view bytes, std::string_view what);
  /// The text as ASCII and as UTF-16 of both byte orders.
  /// @param text  4 characters of ASCII to `longest`
  /// @param last  when set, one of these characters has to follow the text, and belongs to it
  void add_text(std::string_view text, std::string_view what, PatternAround around = PatternAround::anything,
                std::string_view last = {});

  [[nodiscard]] bool empty() const { return patterns_.empty(); }

  /// Searches all of `file` but `left_out`; no hit reaches into it. Hits are sorted by offset.
  /// @param left_out  sorted, disjoint
  /// @return only what reading fails with
  [[nodiscard]] Result<std::vector<RawHit>> run(ByteSource& file, std::span<const Extent> left_out) const;

 private:
  /// A pair of bytes of a pattern; those of equal hash form a chain.
  struct Anchor {
    std::uint16_t pair;
    std::uint16_t pattern;  ///< index into patterns_
    std::uint16_t offset;   ///< of the pair from the pattern's first character
    std::uint16_t next;     ///< index into anchors_ plus 1; 0 ends the chain
  };
  struct Pattern {
    std::uint32_t begin;  ///< in held_: its characters, then the last ones of which one has to follow
    std::uint8_t length;
    std::uint8_t last;    ///< how many last ones there are
    std::uint8_t stride;  ///< bytes a character: 2 in UTF-16 of either byte order
    PatternAround around;
    std::string_view what;

    [[nodiscard]] std::size_t size() const { return (length + (last > 0 ? 1U : 0U)) * std::size_t{stride}; }
  };
  class Place;
  struct Match;

  [[nodiscard]] Result<void> search(ByteSource& file, Extent stretch, std::vector<RawHit>& hits) const;
  [[nodiscard]] std::vector<Match> matches_in(Bytes window, std::size_t from, std::size_t to) const;
  void match_at(Bytes window, std::size_t at, std::vector<Match>& matches) const;
  void remember(std::uint16_t pair, std::size_t offset);
  [[nodiscard]] bool stands(const Pattern& pattern, const Place& place) const;

  std::string held_;  ///< the characters of all patterns
  std::vector<Pattern> patterns_;
  std::vector<Anchor> anchors_;
  std::array<std::uint16_t, 256> chains_{};  ///< by hash_of(pair): index into anchors_ plus 1
  std::bitset<0x10000> pairs_;               ///< those of any anchor
};

}  // namespace exifscrub
