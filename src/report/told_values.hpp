#pragma once

#include <vector>

#include "exifscrub/scrub.hpp"
#include "report/disclosure.hpp"

namespace exifscrub {

/// Which values of one outcome's findings a report may tell. A value in which a place stands is told only where
/// coordinates are: one that writes a place, and one whose bytes hold a finding of class location, such as a list of
/// keywords of which one is the name of a town.
class ToldValues {
 public:
  ToldValues(const Outcome& outcome, Disclosure disclosure);

  /// Whether the value of one of the outcome's findings may be told, and there is one.
  [[nodiscard]] bool tells(const Finding& finding) const;

 private:
  [[nodiscard]] bool holds_place(const Finding& finding) const;

  Disclosure disclosure_;
  std::vector<Extent> places_;  ///< of findings of class location, in order, none on top of another
};

}  // namespace exifscrub
