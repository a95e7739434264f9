#include "report/told_values.hpp"

#include <algorithm>
#include <array>

#include "metadata/place_notation.hpp"

namespace exifscrub {

ToldValues::ToldValues(const Outcome& outcome, Disclosure disclosure) : disclosure_(disclosure) {
  if (!disclosure.values || disclosure.coordinates == Coordinates::exact) return;
  for (const Finding& finding : outcome.findings) {
    if (finding.leak_class == LeakClass::location)
      places_.insert(places_.end(), finding.where.begin(), finding.where.end());
  }
  std::ranges::sort(places_, {}, &Extent::offset);
  std::size_t kept = 0;
  for (std::size_t i = 1; i < places_.size(); ++i) {
    Extent& last = places_[kept];
    const Extent next = places_[i];
    if (next.offset > last.end()) {
      places_[++kept] = next;
    } else {
      last = extent_between(last.offset, std::max(last.end(), next.end()));
    }
  }
  if (!places_.empty()) places_.resize(kept + 1);
}

bool ToldValues::tells(const Finding& finding) const {
  if (finding.value.empty()) return false;
  const bool exact = disclosure_.coordinates == Coordinates::exact;
  if (finding.leak_class == LeakClass::location) return exact;
  if (!disclosure_.values || exact) return disclosure_.values;
  return !holds_place(finding) && find_text_places(finding.value).empty();
}

bool ToldValues::holds_place(const Finding& finding) const {
  // The words of others, a size, a label, a number, are no part of what stands in them.
  constexpr std::array wordy = {LeakClass::text, LeakClass::person, LeakClass::copyright, LeakClass::history,
                                LeakClass::unknown};
  if (std::ranges::find(wordy, finding.leak_class) == wordy.end()) return false;
  return std::ranges::any_of(finding.where, [&](Extent at) {
    const auto next =
        std::ranges::partition_point(places_, [&](Extent place) { return place.end() <= at.offset; });
    return next != places_.end() && next->offset < at.end();
  });
}

}  // namespace exifscrub
