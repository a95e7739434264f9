#include "apply/pattern_search.hpp"

#include <algorithm>
#include <cstring>

#include "apply/entropy_run.hpp"
#include "base/assert.hpp"
#include "base/characters.hpp"

namespace exifscrub {
namespace {

// How far before and behind a pattern's first byte a window has to reach for the pattern and what stands
// around.
constexpr std::size_t longest_match = 2 * (PatternSearch::longest + 1);
constexpr std::size_t reach_before = 64;
constexpr std::size_t reach_behind = longest_match + 64;
constexpr std::size_t step = ByteSource::max_window - reach_before - reach_behind;

/// Pairs that are remembered of a pattern, and the distance at which a file's are looked up.
constexpr std::size_t sampling = 3;

std::uint16_t pair_at(const void* at) {
  std::uint16_t pair = 0;
  std::memcpy(&pair, at, sizeof pair);
  return pair;
}

std::size_t hash_of(std::uint16_t pair) { return (pair ^ pair >> 8U) & 0xFFU; }

/// How common the byte is in metadata: zeros and spaces fill it.
unsigned commonness(char byte) { return byte == '\0' || byte == ' ' || byte == '\xFF' ? 2 : 0; }

/// Where the rarest pairs of the pattern begin.
std::size_t rarest_place(std::string_view bytes) {
  // Of the bytes that the pairs at a place are made of: from 0 on, and more for each that is like the one before.
  unsigned common = commonness(bytes[0]);
  const auto is_double = [&](std::size_t at) { return bytes[at] == bytes[at - 1] ? 1U : 0U; };
  for (std::size_t at = 1; at <= sampling; ++at) common += commonness(bytes[at]) + is_double(at);
  std::size_t best = 0;
  unsigned least = common;
  for (std::size_t at = 1; at + sampling < bytes.size() && least > 0; ++at) {
    common += commonness(bytes[at + sampling]) + is_double(at + sampling);
    common -= commonness(bytes[at - 1]) + is_double(at);
    if (common >= least) continue;
    least = common;
    best = at;
  }
  return best;
}

}  // namespace

/// A place in a window, seen as characters of some encoding.
class PatternSearch::Place {
 public:
  /// @param low  which byte of a character holds it, where it is ASCII
  Place(Bytes window, std::size_t at, std::size_t stride, std::size_t low)
      : window_(window), at_(at), stride_(stride), low_(low) {}

  [[nodiscard]] bool has_room(std::size_t size) const { return window_.size() - at_ >= size; }

  /// Whether character `index`, inside the window, is `c`.
  [[nodiscard]] bool holds(std::size_t index, char c) const {
    const Byte* first = window_.data() + at_ + index * stride_;
    return first[low_] == static_cast<Byte>(c) && (stride_ == 1 || first[1 - low_] == 0);
  }

  [[nodiscard]] bool begins_number() const {
    std::ptrdiff_t before = -1;
    while (at(before) == '0' && before > -8) --before;
    return !is_digit(at(before)) && at(before) != '.';
  }

  /// @param behind  index of the first character behind what is known of the number
  [[nodiscard]] bool ends_in_hemisphere(std::ptrdiff_t behind) const {
    const std::ptrdiff_t limit = behind + 16;
    while (behind < limit && (is_digit(at(behind)) || at(behind) == '.')) ++behind;
    if (at(behind) == ',' || at(behind) == ' ') ++behind;
    return std::string_view{"NSEWnsew"}.find(at(behind)) != std::string_view::npos;
  }

 private:
  /// The character there, or a space where the window has none.
  [[nodiscard]] char at(std::ptrdiff_t index) const {
    const std::ptrdiff_t first =
        static_cast<std::ptrdiff_t>(at_) + index * static_cast<std::ptrdiff_t>(stride_);
    if (first < 0 || static_cast<std::size_t>(first) + stride_ > window_.size()) return ' ';
    return static_cast<char>(window_[static_cast<std::size_t>(first) + low_]);
  }

  Bytes window_;
  std::size_t at_;
  std::size_t stride_;
  std::size_t low_;
};

/// A pattern in a window, by the place where it stands.
struct PatternSearch::Match {
  std::size_t at;
  std::uint16_t pattern;

  friend auto operator<=>(const Match&, const Match&) = default;
};

void PatternSearch::add(std::string_view bytes, std::string_view what) {
  EXS_ASSERT(bytes.size() >= 4 && bytes.size() <= longest);
  const std::size_t first = rarest_place(bytes);
  for (std::size_t offset = first; offset < first + sampling; ++offset)
    remember(pair_at(bytes.data() + offset), offset);
  patterns_.push_back({static_cast<std::uint32_t>(held_.size()), static_cast<std::uint8_t>(bytes.size()), 0,
                       1, PatternAround::anything, what});
  held_ += bytes;
}

void PatternSearch::add_text(std::string_view text, std::string_view what, PatternAround around,
                             std::string_view last) {
  add(text, what);
  Pattern& narrow = patterns_.back();
  narrow.last = static_cast<std::uint8_t>(last.size());
  narrow.around = around;
  held_ += last;
  // Both byte orders have the same bytes from the first character's on to the last one's.
  for (std::size_t offset = 0; offset < sampling; ++offset) {
    const std::array<char, 2> pair = {offset % 2 == 0 ? text[offset / 2] : '\0',
                                      offset % 2 == 0 ? '\0' : text[offset / 2 + 1]};
    remember(pair_at(pair.data()), offset);
  }
  Pattern wide = narrow;
  wide.stride = 2;
  patterns_.push_back(wide);
}

/// Remembers a pair of the pattern that is added next.
/// @param offset  bytes from the pattern's first character
void PatternSearch::remember(std::uint16_t pair, std::size_t offset) {
  EXS_ASSERT(anchors_.size() < 0xFFFF);
  std::uint16_t& chain = chains_[hash_of(pair)];
  anchors_.push_back(
      {pair, static_cast<std::uint16_t>(patterns_.size()), static_cast<std::uint16_t>(offset), chain});
  chain = static_cast<std::uint16_t>(anchors_.size());
  pairs_.set(pair);
}

Result<std::vector<RawHit>> PatternSearch::run(ByteSource& file, std::span<const Extent> left_out) const {
  std::vector<RawHit> hits;
  std::uint64_t from = 0;
  for (const Extent& skipped : left_out) {
    EXS_CHECK(search(file, extent_between(from, skipped.offset), hits));
    from = std::max(from, skipped.end());
  }
  EXS_CHECK(search(file, extent_between(from, file.size()), hits));
  return hits;
}

Result<void> PatternSearch::search(ByteSource& file, Extent stretch, std::vector<RawHit>& hits) const {
  std::uint64_t from = stretch.offset;
  while (from < stretch.end() && hits.size() < max_hits) {
    const std::uint64_t to = std::min(stretch.end(), from + step);
    const std::uint64_t begin = from - std::min<std::uint64_t>(reach_before, from - stretch.offset);
    const std::uint64_t end = std::min(stretch.end(), to + reach_behind);
    EXS_TRY(const Bytes window, file.window(begin, static_cast<std::size_t>(end - begin)));
    for (const Match& match :
         matches_in(window, static_cast<std::size_t>(from - begin), static_cast<std::size_t>(to - begin))) {
      const Pattern& pattern = patterns_[match.pattern];
      hits.push_back({{begin + match.at, pattern.size()}, pattern.what});
    }
    from = to;
  }
  return {};
}

/// What begins in window[from, to), one a place, in order.
std::vector<PatternSearch::Match> PatternSearch::matches_in(Bytes window, std::size_t from,
                                                            std::size_t to) const {
  std::vector<Match> matches;
  const std::size_t last = std::min(to + longest_match, window.size() - 1);
  const bool skips_zeros = !pairs_[0];
  for (std::size_t at = from; at < last;) {
    const std::uint16_t pair = pair_at(window.data() + at);
    if (pair == 0 && skips_zeros) {
      // Emptied segments and padding: on to the pair of the last zero and what follows.
      at += zeros_at_front(window.subspan(at)) - 1;
      continue;
    }
    if (pairs_[pair]) match_at(window, at, matches);
    at += sampling;
  }
  std::erase_if(matches, [&](const Match& match) { return match.at < from || match.at >= to; });
  std::ranges::sort(matches);
  const auto same_place = [](const Match& a, const Match& b) { return a.at == b.at; };
  matches.erase(std::unique(matches.begin(), matches.end(), same_place), matches.end());
  return matches;
}

/// Adds the patterns of which a remembered pair stands at `at`.
void PatternSearch::match_at(Bytes window, std::size_t at, std::vector<Match>& matches) const {
  const std::uint16_t pair = pair_at(window.data() + at);
  for (std::uint16_t next = chains_[hash_of(pair)]; next != 0;) {
    const Anchor& anchor = anchors_[next - 1];
    next = anchor.next;
    if (anchor.pair != pair || anchor.offset > at) continue;
    const Pattern& pattern = patterns_[anchor.pattern];
    const std::size_t first = at - anchor.offset;
    for (std::size_t low = 0; low < pattern.stride && low <= first; ++low) {
      if (stands(pattern, {window, first - low, pattern.stride, low}))
        matches.push_back({first - low, anchor.pattern});
    }
  }
}

bool PatternSearch::stands(const Pattern& pattern, const Place& place) const {
  if (!place.has_room(pattern.size())) return false;
  const std::string_view text = std::string_view{held_}.substr(pattern.begin, pattern.length);
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!place.holds(i, text[i])) return false;
  }
  const std::string_view last = std::string_view{held_}.substr(pattern.begin + pattern.length, pattern.last);
  const auto follows = [&](char c) { return place.holds(text.size(), c); };
  if (!last.empty() && std::ranges::none_of(last, follows)) return false;
  if (pattern.around == PatternAround::anything) return true;
  const auto behind = static_cast<std::ptrdiff_t>(pattern.size() / pattern.stride);
  return place.begins_number() &&
         (pattern.around == PatternAround::number || place.ends_in_hemisphere(behind));
}

}  // namespace exifscrub
