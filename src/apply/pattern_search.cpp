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
constexpr std::size_t reach_before = 64;
constexpr std::size_t reach_behind = Pattern::max_length + 64;
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

/// The characters around a pattern, in its own encoding.
class Surroundings {
 public:
  Surroundings(Bytes window, std::size_t at, const Pattern& pattern)
      : window_(window), at_(at), pattern_(pattern) {}

  /// The character `index` characters behind the pattern's first one; a space where there is none.
  [[nodiscard]] char at(std::ptrdiff_t index) const {
    const std::ptrdiff_t first = static_cast<std::ptrdiff_t>(at_) + index * pattern_.stride;
    if (first < 0 || static_cast<std::size_t>(first) + pattern_.stride > window_.size()) return ' ';
    return static_cast<char>(window_[static_cast<std::size_t>(first) + pattern_.low]);
  }

  [[nodiscard]] bool begins_number() const {
    std::ptrdiff_t before = -1;
    while (at(before) == '0' && before > -8) --before;
    return !is_digit(at(before)) && at(before) != '.';
  }

  [[nodiscard]] bool ends_in_hemisphere() const {
    auto behind = static_cast<std::ptrdiff_t>(pattern_.size() / pattern_.stride);
    const std::ptrdiff_t limit = behind + 16;
    while (behind < limit && (is_digit(at(behind)) || at(behind) == '.')) ++behind;
    if (at(behind) == ',' || at(behind) == ' ') ++behind;
    return std::string_view{"NSEWnsew"}.find(at(behind)) != std::string_view::npos;
  }

 private:
  Bytes window_;
  std::size_t at_;
  const Pattern& pattern_;
};

/// Whether what has to follow the pattern's bytes does.
bool ends_right(Bytes window, std::size_t at, const Pattern& pattern) {
  if (pattern.last.empty()) return true;
  const Bytes end = window.subspan(at + pattern.bytes.size(), pattern.stride);
  for (std::size_t i = 0; i < end.size(); ++i) {
    if (i != pattern.low && end[i] != 0) return false;
  }
  return pattern.last.find(static_cast<char>(end[pattern.low])) != std::string::npos;
}

bool stands_right(Bytes window, std::size_t at, const Pattern& pattern) {
  if (pattern.around == Pattern::Around::anything) return true;
  const Surroundings around{window, at, pattern};
  return around.begins_number() && (pattern.around == Pattern::Around::number || around.ends_in_hemisphere());
}

}  // namespace

/// A pattern in a window, by the place where it stands.
struct PatternSearch::Match {
  std::size_t at;
  std::uint16_t pattern;

  friend auto operator<=>(const Match&, const Match&) = default;
};

void PatternSearch::add(Pattern pattern) {
  EXS_ASSERT(pattern.bytes.size() >= 4 && pattern.size() <= Pattern::max_length);
  EXS_ASSERT(anchors_.size() + sampling < 0xFFFF);
  const std::size_t first = rarest_place(pattern.bytes);
  for (std::size_t offset = first; offset < first + sampling; ++offset) {
    const std::uint16_t pair = pair_at(pattern.bytes.data() + offset);
    std::uint16_t& chain = chains_[hash_of(pair)];
    anchors_.push_back(
        {pair, static_cast<std::uint16_t>(patterns_.size()), static_cast<std::uint16_t>(offset), chain});
    chain = static_cast<std::uint16_t>(anchors_.size());
    pairs_.set(pair);
  }
  patterns_.push_back(std::move(pattern));
}

void PatternSearch::add_text(std::string_view text, std::string_view what, Pattern::Around around,
                             const std::string& last) {
  add({std::string{text}, what, around, 1, 0, last});
  std::string little(2 * text.size(), '\0');
  std::string big(2 * text.size(), '\0');
  for (std::size_t i = 0; i < text.size(); ++i) little[2 * i] = big[2 * i + 1] = text[i];
  add({std::move(little), what, around, 2, 0, last});
  add({std::move(big), what, around, 2, 1, last});
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
  const std::size_t last = std::min(to + Pattern::max_length, window.size() - 1);
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
    const std::size_t begin = at - anchor.offset;
    const bool stands_here =
        window.size() - begin >= pattern.size() &&
        std::memcmp(window.data() + begin, pattern.bytes.data(), pattern.bytes.size()) == 0 &&
        ends_right(window, begin, pattern);
    if (stands_here && stands_right(window, begin, pattern)) matches.push_back({begin, anchor.pattern});
  }
}

}  // namespace exifscrub
