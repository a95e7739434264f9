#include "apply/plan_check.hpp"

#include <algorithm>

#include "base/zeros.hpp"

namespace exifscrub {
namespace {

/// Goes along the output and compares it with what should stand there.
class Comparison {
 public:
  explicit Comparison(ByteSource& output) : output_(output) {}

  [[nodiscard]] std::uint64_t position() const { return at_; }

  Result<void> expect(Bytes bytes) {
    while (!bytes.empty()) {
      const Bytes part = bytes.first(std::min(bytes.size(), ByteSource::max_window));
      EXS_TRY(const Bytes found, output_.window(at_, part.size()));
      const auto [wrong, planned] = std::ranges::mismatch(found, part);
      const auto same = static_cast<std::uint64_t>(wrong - found.begin());
      if (wrong != found.end()) return Error{Errc::conflict, at_ + same, "differs from the plan"};
      at_ += part.size();
      bytes = bytes.subspan(part.size());
    }
    return {};
  }

  Result<void> expect(ByteSource& input, Extent kept) {
    while (!kept.empty()) {
      const auto length =
          static_cast<std::size_t>(std::min<std::uint64_t>(kept.length, ByteSource::max_window));
      EXS_TRY(const Bytes bytes, input.window(kept.offset, length));
      EXS_CHECK(expect(bytes));
      kept = extent_between(kept.offset + length, kept.end());
    }
    return {};
  }

 private:
  ByteSource& output_;
  std::uint64_t at_ = 0;
};

/// A kept stretch, with the patches that lie in it; takes those off the front of `patches`.
Result<void> expect_patched(Comparison& output, ByteSource& input, Extent kept,
                            std::span<const Patch>& patches) {
  while (!patches.empty() && patches.front().offset < kept.end()) {
    const Patch& patch = patches.front();
    if (!kept.contains(patch.at())) {
      return Error{Errc::conflict, patch.offset, "patch outside what the plan keeps"};
    }
    EXS_CHECK(output.expect(input, extent_between(kept.offset, patch.offset)));
    EXS_CHECK(output.expect(Bytes{patch.bytes}));
    EXS_CHECK(for_zeros(patch.zeros, [&](Bytes zeros) { return output.expect(zeros); }));
    kept = extent_between(patch.at().end(), kept.end());
    patches = patches.subspan(1);
  }
  return output.expect(input, kept);
}

}  // namespace

Result<void> check_follows_plan(ByteSource& input, ByteSource& output, const Plan& plan) {
  Comparison comparison{output};
  std::span<const Patch> patches{plan.patches};
  if (plan.pieces.empty()) EXS_CHECK(expect_patched(comparison, input, {0, input.size()}, patches));
  for (const Piece& piece : plan.pieces) {
    if (piece.literal == no_index) {
      EXS_CHECK(expect_patched(comparison, input, piece.input, patches));
    } else {
      EXS_CHECK(comparison.expect(Bytes{plan.literals.at(piece.literal).bytes}));
    }
  }
  if (!patches.empty()) {
    return Error{Errc::conflict, patches.front().offset, "patch outside what the plan keeps"};
  }
  if (comparison.position() != output.size()) {
    return Error{Errc::conflict, comparison.position(), "longer than the plan"};
  }
  return {};
}

Result<void> check_spares_picture(std::span<const Extent> patched, std::span<const Extent> stretches) {
  for (const Extent patch : patched) {
    const auto behind = std::ranges::lower_bound(stretches, patch.end(), {}, &Extent::offset);
    if (behind != stretches.begin() && std::prev(behind)->overlaps(patch)) {
      return Error{Errc::conflict, patch.offset, "patch touches the picture"};
    }
  }
  return {};
}

}  // namespace exifscrub
