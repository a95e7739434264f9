#include "metadata/blanking.hpp"

#include <algorithm>

#include "metadata/text_places.hpp"

namespace exifscrub {

std::vector<Patch> Blanking::patches() const {
  std::vector<Stretch> sorted = stretches_;
  std::ranges::stable_sort(sorted, {}, [](const Stretch& stretch) { return stretch.at.offset; });
  std::vector<Patch> patches;
  const auto end_of_last = [&] { return patches.empty() ? 0 : patches.back().at().end(); };
  for (const Stretch& stretch : sorted) {
    const Extent at = stretch.at;
    const std::uint64_t end = std::min(at.end(), size_);
    // What overlaps the patch before is overwritten there, the rest continues it or makes one of its own.
    const std::uint64_t shared = std::min(end, std::max(at.offset, end_of_last()));
    auto patch =
        std::ranges::partition_point(patches, [&](const Patch& p) { return p.at().end() <= at.offset; });
    for (std::uint64_t i = at.offset; i < shared; ++i) {
      while (patch->at().end() <= i) ++patch;
      patch->bytes[i - patch->offset] = stretch.with;
    }
    if (shared == end) continue;
    const bool continues =
        !patches.empty() && end_of_last() == shared && patches.back().phase == stretch.phase;
    if (!continues) patches.push_back({shared, {}, stretch.phase, false});
    patches.back().bytes.insert(patches.back().bytes.end(), end - shared, stretch.with);
  }
  return patches;
}

Erasure blank_selected(const EraseRequest& request) {
  Blanking blanking{request.bytes.size()};
  for (const BlockFinding* finding : request.selected) {
    if (finding->form == Form::text_place) continue;
    for (const Extent at : request.reading->where(*finding)) blanking.fill(at, finding->fill);
  }
  Erasure erasure;
  erasure.patches = blanking.patches();
  overwrite_text_places(request, erasure);
  return erasure;
}

}  // namespace exifscrub
