// Files beside a picture, of any bytes: what a change makes of one tells nothing of what had to go. The first
// byte is the kind, the second the policy.
#include <algorithm>

#include "base/assert.hpp"
#include "scrub/sidecar.hpp"

namespace exifscrub {
namespace {

void run(SidecarKind kind, const Policy& policy, Bytes bytes) {
  auto read = Sidecar::read(kind, {bytes.begin(), bytes.end()}, true);
  if (!read) return;
  Outcome outcome;
  read->account(outcome);
  for (const Finding& finding : outcome.findings) EXS_ASSERT(!finding.name.empty());
  const auto change = read->change(policy);
  if (!change) return;
  mark_actions(*change, policy, outcome);
  if (change->way != SidecarChange::Way::rewrite) return;
  auto again = Sidecar::read(kind, change->bytes, true);
  if (!again) {  // a packet of one instruction or comment that tells a place leaves white space
    const auto is_space = [](Byte byte) { return byte == ' ' || (byte >= '\t' && byte <= '\r'); };
    EXS_ASSERT(again.error().code == Errc::unsupported && std::ranges::all_of(change->bytes, is_space));
    return;
  }
  if (change->kept.empty()) EXS_ASSERT(!again->tells(policy.removes));
  const auto rest = again->change(policy);
  EXS_ASSERT(rest && rest->way == SidecarChange::Way::leave);
}

}  // namespace
}  // namespace exifscrub

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace exifscrub;
  if (size < 2) return 0;
  Policy policy{data[1] % 2 == 0 ? Mode::gps_only : Mode::strip};
  if (data[1] % 3 == 0) policy.keep(LeakClass::time);
  run(SidecarKind{static_cast<SidecarForm>(data[0] % 4)}, policy, {data + 2, size - 2});
  return 0;
}
