#pragma once

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "apply/second_walker.hpp"
#include "base/memory_source.hpp"
#include "exifscrub/inspect.hpp"
#include "exifscrub/scrubber.hpp"
#include "plan/planner.hpp"
#include "scrub/treatment.hpp"

// What must hold of a scrub whatever the bytes are: the properties that the fuzzer and the seeded generator
// both look at. All of it is seen from outside: filter(), inspect() and the second walker; the plan is
// applied here anew.
namespace exifscrub::test {

struct ModeCase {
  std::string_view name;
  Policy policy;
};

/// Every way to change a file in one pass.
inline const std::vector<ModeCase>& mode_cases() {
  static const std::vector<ModeCase> cases = [] {
    std::vector<ModeCase> all = {
        {"strip", Policy{Mode::strip}},         {"in place", Policy{Mode::strip}},
        {"exif only", Policy{Mode::exif_only}}, {"gps only", Policy{Mode::gps_only}},
        {"keep", Policy{Mode::strip}},          {"gps only, remove time", Policy{Mode::gps_only}}};
    all[1].policy.in_place = true;
    for (const LeakClass kept : {LeakClass::time, LeakClass::device, LeakClass::copyright})
      all[4].policy.keep(kept);
    all[5].policy.remove(LeakClass::time);
    return all;
  }();
  return cases;
}

/// What filter() is told of bytes that have no file.
inline const FolderEntry as_stream{"-", "-", true, {}};

using Failure = std::optional<std::string>;

inline std::vector<Byte> applied(Bytes input, const Plan& plan) {
  std::vector<Byte> patched{input.begin(), input.end()};
  for (const Patch& patch : plan.patches) patch.apply(0, patched);
  std::vector<Byte> output;
  for (const Piece& piece : plan.pieces) {
    const Bytes bytes = piece.literal == no_index
                            ? Bytes{patched}.subspan(piece.input.offset, piece.input.length)
                            : Bytes{plan.literals[piece.literal].bytes};
    output.insert(output.end(), bytes.begin(), bytes.end());
  }
  return output;
}

class ScrubProperties {
 public:
  explicit ScrubProperties(const ModeCase& mode)
      : mode_(mode), scrubber_(job_for(mode, Verb::scrub), nullptr) {}

  /// Why the file breaks a property, or nothing.
  [[nodiscard]] Failure check(Bytes file) const {
    std::vector<Byte> output;
    const Outcome outcome = scrubber_.filter(file, as_stream, output);
    if (!is_success(outcome.status)) {
      if (!output.empty()) return failure("refused, yet there is an output", outcome);
      if (outcome.reason.empty()) return failure("no reason given", outcome);
      return std::nullopt;
    }
    if (outcome.changed != !std::ranges::equal(file, output))
      return failure("changed does not say the truth", outcome);
    if (const Failure bad = check_picture(outcome, file, output)) return bad;
    if (const Failure bad = check_plan(file, output)) return bad;
    if (const Failure bad = check_again(output)) return bad;
    return check_findings(file, output);
  }

  static bool is_success(Status status) {
    return status == Status::scrubbed || status == Status::kept || status == Status::clean;
  }

 private:
  static Job job_for(const ModeCase& mode, Verb verb) {
    Job job;
    job.verb = verb;
    job.policy = mode.policy;
    if (verb == Verb::audit) job.fail_on = mode.policy.removes;
    return job;
  }

  [[nodiscard]] std::string failure(std::string_view what, const Outcome& outcome) const {
    return std::string{mode_.name} + ": " + std::string{what} + " (" + std::string{name_of(outcome.status)} +
           ", " + outcome.reason + ')';
  }
  [[nodiscard]] std::string failure(std::string_view what) const {
    return std::string{mode_.name} + ": " + std::string{what};
  }

  /// The picture is the same, and where the size must not change it does not.
  [[nodiscard]] Failure check_picture(const Outcome& outcome, Bytes input, Bytes output) const {
    MemorySource after{output};
    const Walk walked = walk(after, outcome.format, outcome.image_hash.kind).value();
    if (walked.unreadable) return failure("unreadable, yet called a success", outcome);
    if (walked.images.front().image_hash != outcome.image_hash)
      return failure("the picture changed", outcome);
    const bool keeps_size = mode_.policy.in_place || mode_.policy.mode == Mode::gps_only;
    if (keeps_size && input.size() != output.size()) return failure("the size changed");
    return std::nullopt;
  }

  /// The output is what the published plan says, byte for byte.
  [[nodiscard]] Failure check_plan(Bytes input, Bytes output) const {
    MemorySource source{input};
    const Result<Inspection> seen = inspect(source, {mode_.policy, true, false});
    if (!seen || !seen->plan) return failure("no plan for a file that was scrubbed");
    if (!std::ranges::equal(applied(input, *seen->plan), output))
      return failure("the output is not what the plan says");
    return std::nullopt;
  }

  /// Once more changes nothing.
  [[nodiscard]] Failure check_again(Bytes output) const {
    std::vector<Byte> again;
    const Outcome outcome = scrubber_.filter(output, as_stream, again);
    if (!is_success(outcome.status)) return failure("the output is refused", outcome);
    if (outcome.status == Status::scrubbed || !std::ranges::equal(output, again))
      return failure("a second run finds something to do", outcome);
    return std::nullopt;
  }

  using Names = std::set<std::pair<LeakClass, std::string>>;

  static Outcome audited(const ModeCase& mode, Bytes file) {
    std::vector<Byte> none;
    return Scrubber{job_for(mode, Verb::audit), nullptr}.filter(file, as_stream, none);
  }

  static Names names_of(const Outcome& outcome) {
    Names names;
    for (const Finding& finding : outcome.findings) {
      if (finding.standing == Standing::leak) names.insert({finding.leak_class, finding.name});
    }
    return names;
  }

  /// Nothing that had to go is found, and nothing is found that was not there before.
  [[nodiscard]] Failure check_findings(Bytes input, Bytes output) const {
    const Outcome after = audited(mode_, output);
    const bool whole_file = mode_.policy.mode != Mode::exif_only;
    if (whole_file && after.status == Status::leaks)
      return failure("an audit still finds what had to go", after);
    if (whole_file && after.status == Status::refused) return failure("an audit refuses the output", after);
    const Names before = names_of(audited(mode_, input));
    for (const auto& name : names_of(after)) {
      // What bytes behind the picture are may depend on offsets from the start of the file, which were wrong
      // and now happen to be right.
      const bool may_be_behind = name.first == LeakClass::unknown || name.second.starts_with("Trailer:");
      if (!whole_file && may_be_behind) continue;
      // And what is text between directories is judged by the bytes around it.
      if (name.second.ends_with("UnreferencedText")) continue;
      if (!before.contains(name)) return failure("a finding that was not there before: " + name.second);
    }
    return std::nullopt;
  }

  const ModeCase& mode_;
  Scrubber scrubber_;
};

/// A change in place that a fault stopped half-way: any part of one phase, by sectors, all of those before
/// it.
class TornChange {
 public:
  /// @param draw        a source of numbers below its argument
  /// @param may_refuse  the next run may also refuse what it finds; then it does not call it clean
  template <class Draw>
  [[nodiscard]] static Failure check(Bytes file, const ModeCase& mode, Draw draw, bool may_refuse = false) {
    const std::optional<Plan> plan = plan_in_place(file, mode);
    if (!plan) return std::nullopt;
    Job job;
    job.policy = mode.policy;
    const Scrubber scrubber{job, nullptr};
    std::vector<Byte> whole;
    if (!ScrubProperties::is_success(scrubber.filter(file, as_stream, whole).status)) return std::nullopt;
    const std::vector<Byte> torn = torn_state(file, *plan, draw);
    std::vector<Byte> finished;
    const Outcome next = scrubber.filter(torn, as_stream, finished);
    const std::string name{mode.name};
    if (may_refuse && next.status == Status::refused) return std::nullopt;
    // A block that --keep held for what was then torn has nothing left to be kept for, and may be cut out.
    const bool may_shrink = mode.policy.mode == Mode::strip && !mode.policy.in_place;
    if (finished.size() != file.size() && !may_shrink) {
      return name + ": the next run changes the size: " + next.reason;
    }
    if (!ScrubProperties::is_success(next.status))
      return name + ": the next run does not finish: " + next.reason;
    const bool nothing_moved = finished.size() == file.size();
    for (const Patch& patch : nothing_moved ? plan->patches : std::vector<Patch>{}) {
      const std::vector<Byte> wanted = bytes_of(patch);
      const bool is_there = std::equal(wanted.begin(), wanted.end(),
                                       finished.begin() + static_cast<std::ptrdiff_t>(patch.offset));
      // What a viewer needs, and in place of what, is written at once.
      if (mode.policy.in_place && patch.indivisible && !holds(finished, wanted))
        return name + ": what a viewer needs is lost at byte " + std::to_string(patch.offset);
      // Damaged boxes go as a whole for the place in them; without it the rest is what nobody can read, and said so.
      if (patch.phase == Phase::values && !is_there && next.status != Status::kept)
        return name + ": a value stays behind at byte " + std::to_string(patch.offset);
    }
    const bool whole_file = mode.policy.mode != Mode::exif_only;
    return whole_file && leaves_something(finished, mode) ? Failure{name + ": the next run leaves something"}
                                                          : std::nullopt;
  }

 private:
  static std::vector<Byte> bytes_of(const Patch& patch) {
    std::vector<Byte> bytes(patch.at().length);
    patch.apply(patch.offset, bytes);
    return bytes;
  }

  /// The plan of a change that is made in place.
  static std::optional<Plan> plan_in_place(Bytes file, const ModeCase& mode) {
    const Format* format = recognise(file.first(std::min<std::size_t>(file.size(), 64)));
    if (format == nullptr || format->parse == nullptr) return std::nullopt;
    MemorySource source{file};
    Document document{source, *format, {}};
    if (!document.read(source)) return std::nullopt;
    Result<Treatment> treatment = treat(document, mode.policy);
    if (!treatment || treatment->at_once || !treatment->plan.changes_anything()) return std::nullopt;
    const bool indivisible = std::ranges::any_of(treatment->plan.patches, crosses);
    return indivisible || !treatment->plan.keeps_size() ? std::nullopt
                                                        : std::optional{std::move(treatment->plan)};
  }

  /// Whether the bytes stand anywhere, padding at their end aside.
  static bool holds(Bytes file, Bytes bytes) {
    while (!bytes.empty() && (bytes.back() == 0 || bytes.back() == ' '))
      bytes = bytes.first(bytes.size() - 1);
    return std::search(file.begin(), file.end(), bytes.begin(), bytes.end()) != file.end() || bytes.empty();
  }

  static bool crosses(const Patch& patch) {
    return patch.indivisible && patch.offset / sector_size != (patch.at().end() - 1) / sector_size;
  }

  template <class Draw>
  static std::vector<Byte> torn_state(Bytes file, const Plan& plan, Draw draw) {
    const auto reached = static_cast<Phase>(draw(3));
    std::vector<Byte> state{file.begin(), file.end()};
    for (const Patch& patch : plan.patches) {
      if (patch.phase > reached) continue;
      bool written = patch.phase < reached || draw(2) != 0;
      const std::vector<Byte> bytes = bytes_of(patch);
      for (std::uint64_t i = 0; i < bytes.size(); ++i) {
        const bool new_sector = i != 0 && (patch.offset + i) % sector_size == 0;
        if (new_sector && patch.phase == reached) written = draw(2) != 0;
        if (written) state[patch.offset + i] = bytes[i];
      }
    }
    return state;
  }

  static bool leaves_something(Bytes file, const ModeCase& mode) {
    Job job;
    job.verb = Verb::audit;
    job.policy = mode.policy;
    job.fail_on = mode.policy.removes;
    std::vector<Byte> none;
    return Scrubber{job, nullptr}.filter(file, as_stream, none).status == Status::leaks;
  }
};

}  // namespace exifscrub::test
