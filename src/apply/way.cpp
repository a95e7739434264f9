#include "apply/way.hpp"

#include <algorithm>

#include "plan/planner.hpp"

namespace exifscrub {
namespace {

bool could_tear(const Patch& patch) {
  if (!patch.indivisible || patch.at().empty()) return false;
  return patch.offset / sector_size != (patch.at().end() - 1) / sector_size;
}

}  // namespace

Result<void> check_writable(const FileIdentity& original, bool force) {
  if (original.is_read_only() && !force) return Error{Errc::denied, 0, "is read-only: use --force"};
  return {};
}

Result<void> check_removable(const FileIdentity& original, bool force) {
  EXS_CHECK(check_writable(original, force));
  if (original.links <= 1) return {};
  return Error{Errc::denied, 0, "has several hard links, and would live on under the others"};
}

Result<void> check_replaceable(const FileIdentity& original, const Plan& plan) {
  if (original.links <= 1) return {};
  // A plan that keeps the size and yet has to replace has no other way than a copy elsewhere.
  return Error{Errc::denied, 0,
               plan.keeps_size() ? "has several hard links and cannot be changed in place: use -o"
                                 : "has several hard links: use --in-place"};
}

Result<Way> choose_way(const Plan& plan, const FileIdentity& original, bool must_replace, bool force) {
  EXS_CHECK(check_writable(original, force));
  if (plan.keeps_size() && !must_replace && std::ranges::none_of(plan.patches, could_tear)) {
    return Way::in_place;
  }
  EXS_CHECK(check_replaceable(original, plan));
  return Way::replace;
}

}  // namespace exifscrub
