#include "scrub/proof.hpp"

#include <algorithm>
#include <set>
#include <string_view>
#include <tuple>

#include "apply/plan_check.hpp"
#include "apply/raw_scan.hpp"
#include "base/checked.hpp"
#include "base/cursor.hpp"
#include "layout/builder.hpp"
#include "scrub/sight.hpp"

namespace exifscrub {
namespace {

/// The images that a treatment keeps, in file order.
/// @param nodes  of the input
std::vector<Node> kept_images(const std::vector<Node>& nodes, const Treatment& treatment) {
  std::vector<Node> images;
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    const bool kept = treatment.fates.nodes[i] != Fate::drop;
    if (nodes[i].kind == NodeKind::image && kept) images.push_back(nodes[i]);
  }
  return images;
}

/// The images that a treatment keeps, with their digests. A change that was meant to be made in place has
/// none yet when the file is written anew.
Result<std::vector<Node>> digested_images(Document& input, const Treatment& treatment, DigestKind kind) {
  std::vector<Node> images = kept_images(input.layout().nodes, treatment);
  if (images.empty() || !images.front().image_hash.empty()) return images;
  LayoutBuilder builder{input.format().id, input.source().size()};
  EXS_CHECK(input.format().parse(input.source(), builder, {kind}));
  const Layout again = builder.finish();
  if (again.nodes.size() != input.layout().nodes.size()) return Error{Errc::changed, 0, "changed meanwhile"};
  return kept_images(again.nodes, treatment);
}

/// Whether every kept image is among those of `after`, in order. `is_same` compares one of either.
template <class IsSame>
Result<void> check_images(const Walk& before, const Walk& after, const std::vector<Node>& kept,
                          IsSame is_same) {
  if (after.unreadable) return *after.unreadable;
  if (kept.empty() || after.images.empty() || !is_same(kept.front(), after.images.front())) {
    return Error{Errc::conflict, 0, "the picture changed"};
  }
  std::size_t next = 0;
  for (const Node& node : kept) {
    const auto stood_there = [&](const WalkedImage& image) { return image.at == node.at; };
    if (std::ranges::none_of(before.images, stood_there)) continue;  // only the parser sees it, in a trailer
    while (next < after.images.size() && !is_same(node, after.images[next])) ++next;
    if (next == after.images.size()) return Error{Errc::conflict, 0, "a further image changed"};
    ++next;
  }
  return {};
}

Result<Walk> walk_written(ByteSource& output, const Examination& input, const Treatment& treatment,
                          const Job& job) {
  const DigestKind kind = job.image_hash.value_or(DigestKind::xxh3);
  EXS_TRY(Walk after, walk(output, input.document->format().id, kind));
  EXS_TRY(const std::vector<Node> kept, digested_images(*input.document, treatment, kind));
  const auto is_same = [](const Node& node, const WalkedImage& image) {
    return image.image_hash == node.image_hash;
  };
  EXS_CHECK(check_images(input.walk, after, kept, is_same));
  return after;
}

/// Of the same size and in place: what no patch touches is the same without a second look.
Result<Walk> walk_patched(ByteSource& output, const Examination& input, const Treatment& treatment) {
  const FormatId format = input.document->format().id;
  EXS_TRY(Walk after, walk_changed(output, format, input.walk, treatment.plan.patches));
  const auto is_same = [](const Node& node, const WalkedImage& image) { return image.at == node.at; };
  const std::vector<Node> kept = kept_images(input.document->layout().nodes, treatment);
  EXS_CHECK(check_images(input.walk, after, kept, is_same));
  return after;
}

Result<void> check_plain_strip(ByteSource& output, const Walk& after) {
  if (after.objection) return Error{Errc::conflict, after.objection->offset, after.objection->what};
  EXS_TRY(const std::vector<RawHit> hits, find_signatures(output, after));
  if (!hits.empty())
    return Error{Errc::conflict, hits.front().at.offset, "a signature of metadata is still there"};
  return {};
}

/// No patch may touch what the parser or the second walker calls picture, those aside that empty a stream
/// which goes.
Result<void> check_patches(const Examination& input, const Treatment& treatment) {
  const std::vector<Node>& nodes = input.document->layout().nodes;
  const auto empties_a_stream = [&](Extent at) {
    for (std::size_t i = 0; i < nodes.size(); ++i) {
      if (treatment.fates.nodes[i] == Fate::drop && nodes[i].at.contains(at)) return true;
    }
    return false;
  };
  std::vector<Extent> patched;
  for (const Patch& patch : treatment.plan.patches) {
    if (!empties_a_stream(patch.at())) patched.push_back(patch.at());
  }
  std::vector<Extent> picture;
  for (const Region& region : input.document->layout().regions) {
    if (region.role == Role::image) picture.push_back(region.at);
  }
  EXS_CHECK(check_spares_picture(patched, picture));
  return check_spares_picture(patched, input.walk.stretches);
}

/// What a finding says of its file.
using Said = std::tuple<LeakClass, std::string_view, std::string_view>;

Said said_by(const BlockFinding& finding) { return {finding.leak_class, finding.group, finding.tag}; }

/// In a damaged block, what is overwritten for one owner may be the directory of another: no change may turn
/// up what the input did not say.
Result<void> check_nothing_new(const Reading& before, const Reading& after) {
  const auto leaks = [](const BlockFinding& finding) { return finding.standing == Standing::leak; };
  // What stays nearly always stays in its order.
  auto next = before.findings.begin();
  std::set<Said> known;
  for (const BlockFinding& finding : after.findings) {
    // A further image is named by its number, which changes where one before it goes; and what is text between
    // directories is judged by the bytes around it.
    if (!leaks(finding) || finding.block == no_index || is_stray_text(finding.form)) continue;
    const Said said = said_by(finding);
    const auto is_same = [&](const BlockFinding& other) { return leaks(other) && said_by(other) == said; };
    if (known.empty()) {
      next = std::find_if(next, before.findings.end(), is_same);
      if (next != before.findings.end()) continue;
      for (const BlockFinding& other : before.findings) {
        if (leaks(other)) known.insert(said_by(other));
      }
    }
    if (!known.contains(said)) return Error{Errc::conflict, 0, "too damaged to be changed in part"};
  }
  return {};
}

/// Reads the result anew and asks the same policy again: nothing may be left to do.
/// @return what stays nevertheless
Result<std::string> check_nothing_left(ByteSource& output, Examination& input, const Treatment& treatment,
                                       const Job& job) {
  Document::Options options;
  options.image_hash = std::nullopt;  // the walk has compared the pictures
  Document again{output, input.document->format(), options};
  // A segment that was emptied whole is another kind of region than it was.
  const bool emptied = std::ranges::any_of(
      treatment.fates.regions, [](Fate fate) { return fate == Fate::drop || fate == Fate::substitute; });
  const bool same_structure = treatment.plan.keeps_size() && !emptied;
  EXS_CHECK(same_structure ? again.read_as(*input.document, treatment.foreseen) : again.read(output));
  // Beside the Exif segments stands what --exif-only leaves as it is, and may make readable again.
  if (job.policy.mode != Mode::exif_only)
    EXS_CHECK(check_nothing_new(input.document->reading(), again.reading()));
  EXS_TRY(const Treatment rest, treat(again, job));
  if (rest.plan.changes_anything()) {
    const std::uint64_t at = rest.plan.patches.empty() ? 0 : rest.plan.patches.front().offset;
    return Error{Errc::conflict, at, "something that had to go is still there"};
  }
  return removed_left(again, job.policy, rest.fates);
}

/// Adds the rationals of the removed coordinates, and the positions that all readers found.
Result<void> add_removed(Document& input, const Treatment& treatment, RemovedCoordinates& removed) {
  const Reading& reading = input.reading();
  for (std::size_t i = 0; i < reading.findings.size(); ++i) {
    const BlockFinding& finding = reading.findings[i];
    if (!treatment.fates.selected[i] || finding.form != Form::gps_coordinate) continue;
    const Extent value = reading.where(finding).back();
    EXS_TRY(const Bytes block, input.bytes().of(finding.block));
    if (!fits<std::uint64_t>(value.offset, value.length, block.size())) continue;
    const ByteOrder order = starts_with(block, "II") ? ByteOrder::little : ByteOrder::big;
    removed.add_triple(block.subspan(value.offset, value.length), order);
  }
  for (const BlockPosition& position : reading.positions)
    removed.add_position(position.latitude, position.longitude);
  return {};
}

Result<void> check_coordinates(ByteSource& output, Examination& input, const Treatment& treatment,
                               const Walk& after, const Policy& policy) {
  if (!policy.removes_class(LeakClass::location)) return {};
  RemovedCoordinates removed;
  EXS_CHECK(add_removed(*input.document, treatment, removed));
  if (removed.empty()) return {};
  EXS_TRY(const std::vector<RawHit> hits, removed.find(output, after.stretches));
  if (!hits.empty())
    return Error{Errc::conflict, hits.front().at.offset, "a removed coordinate is still there"};
  return {};
}

}  // namespace

Result<std::string> prove(ByteSource& output, Evidence evidence, Examination& input,
                          const Treatment& treatment, const Job& job) {
  if (treatment.plan.keeps_size()) EXS_CHECK(check_patches(input, treatment));
  const bool in_place = evidence == Evidence::planned && treatment.plan.keeps_size();
  EXS_TRY(const Walk after,
          in_place ? walk_patched(output, input, treatment) : walk_written(output, input, treatment, job));
  if (is_plain_strip(job.policy)) {
    EXS_CHECK(check_plain_strip(output, after));
    return std::string{};
  }
  if (evidence == Evidence::written && !treatment.plan.keeps_size()) {
    EXS_CHECK(check_follows_plan(input.document->source(), output, treatment.plan));
  }
  EXS_TRY(std::string left, check_nothing_left(output, input, treatment, job));
  if (job.policy.mode != Mode::exif_only)
    EXS_CHECK(check_coordinates(output, input, treatment, after, job.policy));
  return left;
}

}  // namespace exifscrub
