#pragma once

#include <optional>
#include <span>

#include "cli/invocation.hpp"
#include "exifscrub/scrub.hpp"
#include "report/baseline.hpp"

namespace exifscrub::cli {

/// What a run adds to the outcomes of files before they are reported: the name of the nearest place, where a
/// report may tell one, and whether the baseline knows the leak.
class Annotation {
 public:
  /// Reads the baseline, if there is one. Borrows the invocation.
  [[nodiscard]] static std::optional<UsageError> open(const Invocation& invocation,
                                                      std::optional<Annotation>& into);

  /// Any thread.
  void add_to(std::span<Outcome> outcomes) const;

 private:
  explicit Annotation(const Invocation& invocation);
  void name_places(Outcome& outcome) const;
  void accept(Outcome& outcome) const;

  const Invocation* invocation_;
  bool places_;  ///< a run that tells none never touches the place data
  std::optional<Baseline> baseline_;
};

}  // namespace exifscrub::cli
