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

/// Bytes that a search looks for.
struct Pattern {
  /// What has to stand around the bytes.
  enum class Around : std::uint8_t {
    anything,
    number,      ///< no other digit before, zeros aside; text only
    hemisphere,  ///< a number as above, and behind its last digits N, S, E or W; text only
  };
  std::string bytes;      ///< 4 to max_length, with `last`
  std::string_view what;  ///< static text for reports
  Around around = Around::anything;
  std::uint8_t stride = 1;  ///< bytes a character: 2 in UTF-16
  std::uint8_t low = 0;     ///< which of them holds the ASCII character
  std::string last{};  ///< when set, one of these characters has to follow the bytes, and belongs to them

  [[nodiscard]] std::size_t size() const { return bytes.size() + (last.empty() ? 0U : stride); }

  static constexpr std::size_t max_length = 128;
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

  void add(Pattern pattern);
  /// The text as ASCII and as UTF-16 of both byte orders.
  void add_text(std::string_view text, std::string_view what,
                Pattern::Around around = Pattern::Around::anything, const std::string& last = {});

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
    std::uint16_t offset;   ///< of the pair in the pattern
    std::uint16_t next;     ///< index into anchors_ plus 1; 0 ends the chain
  };
  struct Match;

  [[nodiscard]] Result<void> search(ByteSource& file, Extent stretch, std::vector<RawHit>& hits) const;
  [[nodiscard]] std::vector<Match> matches_in(Bytes window, std::size_t from, std::size_t to) const;
  void match_at(Bytes window, std::size_t at, std::vector<Match>& matches) const;

  std::vector<Pattern> patterns_;
  std::vector<Anchor> anchors_;
  std::array<std::uint16_t, 256> chains_{};  ///< by hash_of(pair): index into anchors_ plus 1
  std::bitset<0x10000> pairs_;               ///< those of any anchor
};

}  // namespace exifscrub
