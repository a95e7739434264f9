#include "apply/pattern_search.hpp"

#include <algorithm>
#include <cstring>
#include <optional>

#include "base/assert.hpp"

namespace exifscrub {
namespace {

// How far before and behind a pattern's first byte a window has to reach for the pattern and what stands
// around.
constexpr std::size_t reach_before = 64;
constexpr std::size_t reach_behind = Pattern::max_length + 64;
constexpr std::size_t step = ByteSource::max_window - reach_before - reach_behind;

std::size_t beginning(const void* at) {
  std::uint16_t two = 0;
  std::memcpy(&two, at, sizeof two);
  return two;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

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
    auto behind = static_cast<std::ptrdiff_t>(pattern_.bytes.size() / pattern_.stride);
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

bool stands_right(Bytes window, std::size_t at, const Pattern& pattern) {
  if (pattern.around == Pattern::Around::anything) return true;
  const Surroundings around{window, at, pattern};
  return around.begins_number() && (pattern.around == Pattern::Around::number || around.ends_in_hemisphere());
}

}  // namespace

void PatternSearch::add(Pattern pattern) {
  EXS_ASSERT(pattern.bytes.size() >= 4 && pattern.bytes.size() <= Pattern::max_length);
  EXS_ASSERT(patterns_.size() < 0xFFFF);
  beginnings_.set(beginning(pattern.bytes.data()));
  by_first_[static_cast<Byte>(pattern.bytes[0])].push_back(static_cast<std::uint16_t>(patterns_.size()));
  patterns_.push_back(std::move(pattern));
}

void PatternSearch::add_text(std::string_view text, std::string_view what, Pattern::Around around) {
  add({std::string{text}, what, around});
  std::string little;
  std::string big;
  for (const char c : text) {
    little += {c, '\0'};
    big += {'\0', c};
  }
  add({std::move(little), what, around, 2, 0});
  add({std::move(big), what, around, 2, 1});
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
    const std::size_t last = std::min(static_cast<std::size_t>(to - begin), window.size() - 1);
    for (auto at = static_cast<std::size_t>(from - begin); at < last; ++at) {
      if (beginnings_[beginning(window.data() + at)]) match_at(window, at, begin, hits);
    }
    from = to;
  }
  return {};
}

void PatternSearch::match_at(Bytes window, std::size_t at, std::uint64_t offset,
                             std::vector<RawHit>& hits) const {
  for (const std::uint16_t index : by_first_[window[at]]) {
    const Pattern& pattern = patterns_[index];
    const bool stands_here = window.size() - at >= pattern.bytes.size() &&
                             std::memcmp(window.data() + at, pattern.bytes.data(), pattern.bytes.size()) == 0;
    if (!stands_here || !stands_right(window, at, pattern)) continue;
    hits.push_back({{offset + at, pattern.bytes.size()}, pattern.what});
    return;
  }
}

}  // namespace exifscrub
