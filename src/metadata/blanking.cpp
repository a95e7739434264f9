#include "metadata/blanking.hpp"

#include <algorithm>

namespace exifscrub {

std::vector<Patch> Blanking::patches() const {
  std::vector<Stretch> sorted = stretches_;
  std::ranges::stable_sort(sorted, {}, [](const Stretch& stretch) { return stretch.at.offset; });
  std::vector<Patch> patches;
  for (const auto& [at, with] : sorted) {
    const std::uint64_t end = std::min(at.end(), size_);
    if (patches.empty() || patches.back().at().end() < at.offset) {
      patches.push_back({at.offset, std::vector<Byte>(end - at.offset, with), Phase::values, false});
      continue;
    }
    Patch& last = patches.back();
    if (last.at().end() < end) last.bytes.resize(end - last.offset);
    std::fill_n(last.bytes.begin() + static_cast<std::ptrdiff_t>(at.offset - last.offset), end - at.offset,
                with);
  }
  return patches;
}

Erasure blank_selected(const EraseRequest& request, Byte with) {
  Blanking blanking{request.bytes.size()};
  for (const BlockFinding* finding : request.selected) {
    for (const Extent at : request.reading->where(*finding)) blanking.fill(at, with);
  }
  Erasure erasure;
  erasure.patches = blanking.patches();
  return erasure;
}

}  // namespace exifscrub
