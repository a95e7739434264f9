#include "cli/annotation.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "cli/text_file.hpp"
#include "cli/whereabouts.hpp"
#include "geo/places.hpp"

namespace exifscrub::cli {
namespace {

constexpr std::uint64_t largest_baseline = 256U << 20U;

}  // namespace

Annotation::Annotation(const Invocation& invocation)
    : invocation_(&invocation), places_(tells_places(invocation)) {}

std::optional<UsageError> Annotation::open(const Invocation& invocation, std::optional<Annotation>& into) {
  Annotation annotation(invocation);
  if (!invocation.baseline.empty()) {
    const TextFile file = read_text_file(invocation.baseline, largest_baseline);
    const std::string name = sanitise_for_terminal(invocation.baseline);
    if (file.error) return file.error;
    if (!file.text) return UsageError{"there is no baseline " + name + "; --write-baseline makes one"};
    auto baseline = Baseline::parse(*file.text);
    if (!baseline) {
      return UsageError{name + " line " + std::to_string(baseline.error().offset) +
                        " is no part of a baseline"};
    }
    annotation.baseline_ = std::move(*baseline);
  }
  into = std::move(annotation);
  return std::nullopt;
}

void Annotation::add_to(std::span<Outcome> outcomes) const {
  for (Outcome& outcome : outcomes) {
    if (places_) name_places(outcome);
    if (outcome.status == Status::leaks) accept(outcome);
    add_to(outcome.sidecars);
  }
}

void Annotation::name_places(Outcome& outcome) const {
  for (Location& location : outcome.locations) {
    location.place = place_to_report({location.latitude, location.longitude});
  }
}

void Annotation::accept(Outcome& outcome) const {
  if (!invocation_->write_baseline.empty()) {
    outcome.accepted = true;
  } else if (baseline_) {
    const std::string path = path_in_ci(invocation_->base, outcome.path);
    outcome.accepted = baseline_->accepts(outcome, path, invocation_->job.fail_on);
  }
}

}  // namespace exifscrub::cli
