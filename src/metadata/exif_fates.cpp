#include "metadata/exif_fates.hpp"

#include <algorithm>

#include "base/bytes.hpp"
#include "metadata/text_places.hpp"

namespace exifscrub {
namespace {

class ExifJudge {
 public:
  ExifJudge(const EraseRequest& request, IfdGraph graph) : request_(request), tiff_(request.bytes) {
    fates_.graph = std::move(graph);
    grammar_ = fates_.graph.header.grammar;
  }

  ExifFates run() {
    for (const IfdNode& ifd : fates_.graph.ifds) {
      fates_.ifds.push_back({std::vector<bool>(ifd.table.count)});
      fates_.ifds.back().link = find_link(ifd.table);
    }
    for (const BlockFinding* finding : request_.selected) select(*finding);
    if (request_.wipe_rest) drop_what_says_nothing();
    settle_fates();
    return std::move(fates_);
  }

 private:
  void select(const BlockFinding& finding) {
    const std::span<const Extent> where = request_.reading->where(finding);
    if (where.empty()) return;
    switch (finding.form) {
      case Form::note_field:
      case Form::note_gps:
        for (const Extent part : where) maker_fill(finding.fill).add(part);
        break;
      case Form::text_place:
      case Form::stray_place:
        for (const Extent part : where) fates_.text_places.push_back(part);
        break;
      case Form::stray:
      case Form::stray_gps:
        for (const Extent part : where) fates_.bytes.add(part);
        break;
      case Form::gps_pointer:
        select_gps_pointer(where[0].offset);
        break;
      case Form::thumbnail:
        select_thumbnail(where);
        break;
      case Form::gps_entry:
      case Form::gps_coordinate:
        select_entry(where[0].offset, true);
        break;
      default:
        select_entry(where[0].offset, false);
    }
  }

  /// What is overwritten with `fill` inside maker notes.
  ExtentSet& maker_fill(Byte fill) {
    for (auto& [byte, bytes] : fates_.maker_fills) {
      if (byte == fill) return bytes;
    }
    return fates_.maker_fills.emplace_back(fill, ExtentSet{}).second;
  }

  void select_entry(std::uint64_t offset, bool of_gps) {
    for (std::uint32_t i = 0; i < fates_.graph.ifds.size(); ++i) {
      const auto index = fates_.entry_at(i, offset);
      if (!index) continue;
      const bool is_gps = fates_.graph.ifds[i].kind == IfdKind::gps;
      if (is_gps != of_gps) continue;
      if (is_gps) {
        fates_.ifds[i].doomed = true;
      } else {
        fates_.ifds[i].drop(*index);
      }
    }
  }

  void select_gps_pointer(std::uint64_t offset) {
    for (const IfdPointer& pointer : fates_.graph.pointers) {
      if (pointer.entry != offset) continue;
      if (pointer.to != no_ifd) fates_.ifds[pointer.to].doomed = true;
      drop_pointer(pointer);
    }
  }

  void select_thumbnail(std::span<const Extent> where) {
    for (std::uint32_t i = 0; i < fates_.graph.ifds.size(); ++i) {
      if (!fates_.entry_at(i, where[0].offset)) continue;
      for (const Extent part : where) {
        if (const auto index = fates_.entry_at(i, part.offset);
            index && part.length == grammar_.entry_size()) {
          fates_.ifds[i].drop(*index);
        } else {
          fates_.bytes.add(part);
        }
      }
    }
  }

  void drop_pointer(const IfdPointer& pointer) {
    if (pointer.entry == 0) {
      fates_.ifds[pointer.from].link_cut = true;
    } else if (const auto index = fates_.entry_at(pointer.from, pointer.entry)) {
      fates_.ifds[pointer.from].drop(*index);
    }
  }

  /// Entries without a finding that point at nothing which stays: zeroed ones, dead pointers, strips that are
  /// elsewhere. Those with documents of other languages stay; their own erasers look after them.
  void drop_what_says_nothing() {
    const std::vector<std::uint64_t> live = live_pointers();
    for (std::uint32_t i = 0; i < fates_.graph.ifds.size(); ++i) {
      const IfdNode& ifd = fates_.graph.ifds[i];
      ExtentSet thumbnails;
      for (const ExifThumbnail& thumbnail : find_thumbnails(tiff_, grammar_, ifd.table)) {
        for (const Extent entry : thumbnail.entries) thumbnails.add(entry);
      }
      thumbnails.settle();
      for (std::uint32_t k = 0; k < ifd.table.count; ++k) {
        const IfdEntry entry = read_ifd_entry(tiff_, grammar_, ifd.table, k);
        const ExifTag* tag = find_exif_tag(ifd.kind, entry.tag);
        const bool document = entry.tag == exif_tag::xmp || entry.tag == exif_tag::iptc ||
                              entry.tag == exif_tag::iptc_afcp || entry.tag == exif_tag::irb;
        const bool structure = tag != nullptr && tag->value == ExifValue::structure && !document &&
                               !std::ranges::binary_search(live, entry.at.offset) &&
                               !thumbnails.overlaps(entry.at);
        if (entry.zeroed() || structure) fates_.ifds[i].drop(k);
      }
    }
  }

  /// Offsets of the entries that lead to an IFD, sorted.
  [[nodiscard]] std::vector<std::uint64_t> live_pointers() const {
    std::vector<std::uint64_t> entries;
    for (const IfdPointer& pointer : fates_.graph.pointers) {
      if (pointer.to != no_ifd) entries.push_back(pointer.entry);
    }
    std::ranges::sort(entries);
    return entries;
  }

  /// Carries decisions on until nothing changes: the children of what goes, the pointers to it, and
  /// directories that lost their last entry.
  void settle_fates() {
    for (bool changed = true; changed;) {
      changed = drop_pointers_to_doomed();
      for (std::uint32_t i = 1; i < fates_.graph.ifds.size(); ++i) {
        if (fates_.ifds[i].doomed || !(is_orphan(i) || is_emptied(i))) continue;
        fates_.ifds[i].doomed = changed = true;
      }
    }
  }

  /// Pointers that one entry holds; they stand side by side in the graph.
  [[nodiscard]] std::span<const IfdPointer> same_entry(std::span<const IfdPointer> rest) const {
    std::size_t size = 1;
    while (rest[0].entry != 0 && size < rest.size() && rest[size].entry == rest[0].entry) ++size;
    return rest.first(size);
  }

  bool drop_pointers_to_doomed() {
    bool changed = false;
    std::span<const IfdPointer> rest = fates_.graph.pointers;
    while (!rest.empty()) {
      const auto pointers = same_entry(rest);
      rest = rest.subspan(pointers.size());
      const auto goes = [this](const IfdPointer& pointer) {
        return pointer.to != no_ifd && fates_.ifds[pointer.to].doomed;
      };
      const auto stays = [this](const IfdPointer& pointer) {
        return pointer.to != no_ifd && !fates_.ifds[pointer.to].doomed;
      };
      if (std::ranges::none_of(pointers, goes)) continue;
      // An entry with several targets goes with the last of them; only a GPS pointer takes all along.
      if (std::ranges::any_of(pointers, stays)) {
        if (pointers[0].kind != IfdKind::gps) continue;
        for (const IfdPointer& pointer : pointers) {
          if (stays(pointer)) fates_.ifds[pointer.to].doomed = changed = true;
        }
      }
      const IfdFate& from = fates_.ifds[pointers[0].from];
      const std::uint32_t drops = from.drops;
      const bool cut = from.link_cut;
      drop_pointer(pointers[0]);
      changed = changed || from.drops != drops || from.link_cut != cut;
    }
    return changed;
  }

  /// Whether all ways to an IFD start in IFDs that go.
  [[nodiscard]] bool is_orphan(std::uint32_t ifd) const {
    return std::ranges::all_of(fates_.graph.pointers, [&](const IfdPointer& pointer) {
      return pointer.to != ifd || fates_.ifds[pointer.from].doomed;
    });
  }

  /// Whether an IFD lost all its entries, nothing hangs on its link, and its pointers can go with it.
  [[nodiscard]] bool is_emptied(std::uint32_t ifd) const {
    if (!fates_.ifds[ifd].lost_all() || fates_.is_continued(ifd)) return false;
    const std::span<const IfdPointer> all = fates_.graph.pointers;
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (all[i].to != ifd || all[i].entry == 0) continue;
      const bool shares_entry = (i > 0 && all[i - 1].entry == all[i].entry) ||
                                (i + 1 < all.size() && all[i + 1].entry == all[i].entry);
      if (shares_entry) return false;
    }
    return true;
  }

  /// The link of an IFD; empty where another table stands in its place, because cameras leave links out.
  [[nodiscard]] Extent find_link(const IfdTable& table) const {
    const Extent link = extent_between(ifd_entries(grammar_, table).end(), table.at.end());
    const bool taken = std::ranges::any_of(fates_.graph.ifds, [&](const IfdNode& other) {
      return other.table.offset != table.offset && ifd_entries(grammar_, other.table).overlaps(link);
    });
    return taken ? Extent{} : link;
  }

  const EraseRequest& request_;
  Bytes tiff_;
  TiffGrammar grammar_;
  ExifFates fates_;
};

}  // namespace

Extent ifd_entries(TiffGrammar grammar, const IfdTable& table) {
  return extent_between(table.offset,
                        table.offset + grammar.count_size() + table.count * grammar.entry_size());
}

std::optional<std::uint32_t> ExifFates::entry_at(std::uint32_t ifd, std::uint64_t offset) const {
  const TiffGrammar grammar = graph.header.grammar;
  const IfdTable& table = graph.ifds[ifd].table;
  const std::uint64_t first = table.offset + grammar.count_size();
  if (offset < first || (offset - first) % grammar.entry_size() != 0) return std::nullopt;
  const std::uint64_t index = (offset - first) / grammar.entry_size();
  if (index >= table.count) return std::nullopt;
  return static_cast<std::uint32_t>(index);
}

bool ExifFates::is_continued(std::uint32_t ifd) const {
  return std::ranges::any_of(graph.pointers, [&](const IfdPointer& pointer) {
    return pointer.from == ifd && pointer.entry == 0 && pointer.to != no_ifd && !ifds[pointer.to].doomed;
  });
}

Result<ExifFates> decide_exif_fates(const EraseRequest& request) {
  auto lent = std::dynamic_pointer_cast<const ExifUnderstanding>(request.reading->lent(request.block));
  if (lent && !is_same(lent->bytes, request.bytes)) lent = nullptr;
  IfdGraph graph;
  if (lent) {
    graph = lent->graph;
  } else {
    EXS_TRY(graph, walk_ifds(request.bytes));
  }
  if (graph.header.grammar.big_tiff) return Error{Errc::unsupported, 2, "BigTIFF inside an Exif block"};
  ExifFates fates = ExifJudge(request, std::move(graph)).run();
  fates.understood = std::move(lent);
  return fates;
}

}  // namespace exifscrub
