#include <algorithm>
#include <array>

#include "base/checked.hpp"
#include "metadata/exif.hpp"
#include "metadata/exif_structure.hpp"
#include "metadata/gps.hpp"
#include "metadata/text_places.hpp"

namespace exifscrub {
namespace {

constexpr std::string_view shared_bytes = "shared bytes not wiped";
constexpr std::string_view shared_with_makernote = "bytes shared with the MakerNote not wiped";

/// What happens to one IFD.
struct Fate {
  std::vector<bool> dropped;  ///< by entry
  std::uint32_t drops = 0;    ///< how many of them
  bool doomed = false;        ///< the whole table goes
  bool link_cut = false;      ///< what its link points at goes
  Extent link{};              ///< where its link stands; empty for an IFD without one

  void drop(std::uint32_t entry) {
    if (!dropped[entry]) ++drops;
    dropped[entry] = true;
  }
  [[nodiscard]] bool lost_all() const { return drops > 0 && drops == dropped.size(); }
};

/// Erases in four steps: mark what goes, collect the bytes of what goes and of what stays, refuse where the
/// two cannot be parted, write patches.
class ExifEraser {
 public:
  explicit ExifEraser(const EraseRequest& request) : request_(request), tiff_(request.bytes) {}

  Result<Erasure> run() {
    if (request_.selected.empty() && !request_.wipe_rest) return Erasure{};
    EXS_TRY(graph_, walk_ifds(tiff_));
    grammar_ = graph_.header.grammar;
    if (grammar_.big_tiff) return Error{Errc::unsupported, 2, "BigTIFF inside an Exif block"};
    for (const IfdNode& ifd : graph_.ifds) {
      fates_.push_back({std::vector<bool>(ifd.table.count)});
      fates_.back().link = find_link(ifd.table);
    }

    for (const BlockFinding* finding : request_.selected) select(*finding);
    if (request_.wipe_rest) drop_what_says_nothing();
    settle_fates();
    collect();
    EXS_CHECK(check_conflicts());
    write_patches();
    erasure_.nothing_left = nothing_left();
    return std::move(erasure_);
  }

 private:
  // ---- what goes

  void select(const BlockFinding& finding) {
    const std::span<const Extent> where = request_.reading->where(finding);
    if (where.empty()) return;
    if (is_makernote_group(finding.group)) {
      const Byte fill = makernote_fill(finding.group, finding.tag);
      for (const Extent part : where) maker_fill(fill).add(part);
    } else if (is_text_place(finding)) {
      for (const Extent part : where) text_places_.add(part);
    } else if (finding.group == exif_name::block) {
      for (const Extent part : where) value_wipe_.add(part);
    } else if (finding.tag == exif_name::gps_pointer) {
      select_gps_pointer(where[0].offset);
    } else if (finding.tag == exif_name::thumbnail) {
      select_thumbnail(where);
    } else {
      select_entry(where[0].offset, finding.group);
    }
  }

  /// What is overwritten with `fill` inside maker notes.
  ExtentSet& maker_fill(Byte fill) {
    for (auto& [byte, bytes] : maker_fills_) {
      if (byte == fill) return bytes;
    }
    return maker_fills_.emplace_back(fill, ExtentSet{}).second;
  }

  /// Number of the entry at `offset` in an IFD's table, if there is one.
  [[nodiscard]] std::optional<std::uint32_t> entry_at(std::uint32_t ifd, std::uint64_t offset) const {
    const IfdTable& table = graph_.ifds[ifd].table;
    const std::uint64_t first = table.offset + grammar_.count_size();
    if (offset < first || (offset - first) % grammar_.entry_size() != 0) return std::nullopt;
    const std::uint64_t index = (offset - first) / grammar_.entry_size();
    if (index >= table.count) return std::nullopt;
    return static_cast<std::uint32_t>(index);
  }

  void select_entry(std::uint64_t offset, std::string_view group) {
    for (std::uint32_t i = 0; i < graph_.ifds.size(); ++i) {
      const auto index = entry_at(i, offset);
      if (!index) continue;
      const bool is_gps = graph_.ifds[i].kind == IfdKind::gps;
      if (is_gps != (group == "GPS")) continue;
      if (is_gps) {
        fates_[i].doomed = true;
      } else {
        fates_[i].drop(*index);
      }
    }
  }

  void select_gps_pointer(std::uint64_t offset) {
    for (const IfdPointer& pointer : graph_.pointers) {
      if (pointer.entry != offset) continue;
      if (pointer.to != no_ifd) fates_[pointer.to].doomed = true;
      drop_pointer(pointer);
    }
  }

  void select_thumbnail(std::span<const Extent> where) {
    for (std::uint32_t i = 0; i < graph_.ifds.size(); ++i) {
      if (!entry_at(i, where[0].offset)) continue;
      for (const Extent part : where) {
        if (const auto index = entry_at(i, part.offset); index && part.length == grammar_.entry_size()) {
          fates_[i].drop(*index);
        } else {
          value_wipe_.add(part);
        }
      }
    }
  }

  void drop_pointer(const IfdPointer& pointer) {
    if (pointer.entry == 0) {
      fates_[pointer.from].link_cut = true;
    } else if (const auto index = entry_at(pointer.from, pointer.entry)) {
      fates_[pointer.from].drop(*index);
    }
  }

  /// Entries without a finding that point at nothing which stays: zeroed ones, dead pointers, strips that are
  /// elsewhere. Those with documents of other languages stay; their own erasers look after them.
  void drop_what_says_nothing() {
    const std::vector<std::uint64_t> live = live_pointers();
    for (std::uint32_t i = 0; i < graph_.ifds.size(); ++i) {
      const IfdNode& ifd = graph_.ifds[i];
      ExtentSet thumbnails;
      for (const ExifThumbnail& thumbnail : find_thumbnails(tiff_, grammar_, ifd.table)) {
        for (const Extent entry : thumbnail.entries) thumbnails.add(entry);
      }
      thumbnails.settle();
      for (std::uint32_t k = 0; k < ifd.table.count; ++k) {
        const IfdEntry entry = read_ifd_entry(tiff_, grammar_, ifd.table, k);
        const ExifTag* tag = find_exif_tag(ifd.kind, entry.tag);
        const bool document =
            entry.tag == exif_tag::xmp || entry.tag == exif_tag::iptc || entry.tag == exif_tag::irb;
        const bool structure = tag != nullptr && tag->value == ExifValue::structure && !document &&
                               !std::ranges::binary_search(live, entry.at.offset) &&
                               !thumbnails.overlaps(entry.at);
        if (entry.zeroed() || structure) fates_[i].drop(k);
      }
    }
  }

  /// Offsets of the entries that lead to an IFD, sorted.
  [[nodiscard]] std::vector<std::uint64_t> live_pointers() const {
    std::vector<std::uint64_t> entries;
    for (const IfdPointer& pointer : graph_.pointers) {
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
      for (std::uint32_t i = 1; i < graph_.ifds.size(); ++i) {
        if (fates_[i].doomed || !(is_orphan(i) || is_emptied(i))) continue;
        fates_[i].doomed = changed = true;
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
    std::span<const IfdPointer> rest = graph_.pointers;
    while (!rest.empty()) {
      const auto pointers = same_entry(rest);
      rest = rest.subspan(pointers.size());
      const auto goes = [this](const IfdPointer& pointer) {
        return pointer.to != no_ifd && fates_[pointer.to].doomed;
      };
      const auto stays = [this](const IfdPointer& pointer) {
        return pointer.to != no_ifd && !fates_[pointer.to].doomed;
      };
      if (std::ranges::none_of(pointers, goes)) continue;
      // An entry with several targets goes with the last of them; only a GPS pointer takes all along.
      if (std::ranges::any_of(pointers, stays)) {
        if (pointers[0].kind != IfdKind::gps) continue;
        for (const IfdPointer& pointer : pointers) {
          if (stays(pointer)) fates_[pointer.to].doomed = changed = true;
        }
      }
      const Fate& from = fates_[pointers[0].from];
      const std::uint32_t drops = from.drops;
      const bool cut = from.link_cut;
      drop_pointer(pointers[0]);
      changed = changed || from.drops != drops || from.link_cut != cut;
    }
    return changed;
  }

  /// Whether all ways to an IFD start in IFDs that go.
  [[nodiscard]] bool is_orphan(std::uint32_t ifd) const {
    return std::ranges::all_of(graph_.pointers, [&](const IfdPointer& pointer) {
      return pointer.to != ifd || fates_[pointer.from].doomed;
    });
  }

  /// Whether an IFD's link leads to one that stays.
  [[nodiscard]] bool is_continued(std::uint32_t ifd) const {
    return std::ranges::any_of(graph_.pointers, [&](const IfdPointer& pointer) {
      return pointer.from == ifd && pointer.entry == 0 && pointer.to != no_ifd && !fates_[pointer.to].doomed;
    });
  }

  /// Whether an IFD lost all its entries, nothing hangs on its link, and its pointers can go with it.
  [[nodiscard]] bool is_emptied(std::uint32_t ifd) const {
    if (!fates_[ifd].lost_all() || is_continued(ifd)) return false;
    const std::span<const IfdPointer> all = graph_.pointers;
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (all[i].to != ifd || all[i].entry == 0) continue;
      const bool shares_entry = (i > 0 && all[i - 1].entry == all[i].entry) ||
                                (i + 1 < all.size() && all[i + 1].entry == all[i].entry);
      if (shares_entry) return false;
    }
    return true;
  }

  // ---- whose bytes are whose

  void collect() {
    kept_tables_.add({0, graph_.header.size()});
    ExtentSet directories;
    for (const IfdNode& ifd : graph_.ifds) directories.add(entries_of(ifd.table));
    directories.settle();
    for (std::uint32_t i = 0; i < graph_.ifds.size(); ++i) {
      const IfdTable& table = graph_.ifds[i].table;
      if (fates_[i].doomed) {
        table_wipe_.add(table_of(i));
        if (graph_.ifds[i].kind == IfdKind::gps) add_table_remains(table);
      } else {
        kept_tables_.add(table_of(i));
      }
      collect_values(i);
      collect_thumbnails(i, directories);
    }
    if (request_.wipe_rest) collect_kept_strays();
    for (auto& [fill, bytes] : maker_fills_) bytes.settle();
    for (ExtentSet* set :
         {&kept_tables_, &kept_values_, &kept_makernote_, &table_wipe_, &value_wipe_, &text_places_}) {
      set->settle();
    }
  }

  /// Text and tables in gaps that nobody selected: they stay when all other gaps go.
  void collect_kept_strays() {
    for (const BlockFinding& finding : request_.reading->findings) {
      const bool stray = finding.block == request_.block && finding.group == exif_name::block;
      if (!stray || std::ranges::count(request_.selected, &finding) != 0) continue;
      for (const Extent part : request_.reading->where(finding)) kept_values_.add(part);
    }
  }

  /// Entries of a GPS table behind its end: an interrupted removal may have zeroed the count and some
  /// entries.
  void add_table_remains(const IfdTable& table) {
    std::uint64_t at = table.offset + grammar_.count_size() + table.count * grammar_.entry_size();
    for (int i = 0; i < 32 && fits(at, grammar_.entry_size(), std::uint64_t{tiff_.size()}); ++i) {
      const bool begun = tiff_[at] == 0 && tiff_[at + 1] == 0;
      if (!begun && !looks_like_gps_entry(tiff_, grammar_, at)) return;
      table_remains_.add({at, grammar_.entry_size()});
      at += grammar_.entry_size();
    }
  }

  void collect_values(std::uint32_t ifd) {
    const IfdTable& table = graph_.ifds[ifd].table;
    for (std::uint32_t k = 0; k < table.count; ++k) {
      const IfdEntry entry = read_ifd_entry(tiff_, grammar_, table, k);
      const bool goes = fates_[ifd].doomed || fates_[ifd].dropped[k];
      if (entry.tag == exif_tag::makernote) {
        const MakerNote note = look_at_makernote(tiff_, graph_, entry, no_index, false, nullptr);
        (goes ? value_wipe_ : kept_makernote_).add(note.outside);
      }
      if (!entry.out_of_line) continue;
      if (goes) {
        value_wipe_.add(entry.value);
      } else if (entry.whole) {
        // What runs past the end is a wrong count or offset and owns nothing.
        (entry.tag == exif_tag::makernote ? kept_makernote_ : kept_values_).add(entry.value);
      }
    }
  }

  void collect_thumbnails(std::uint32_t ifd, const ExtentSet& directories) {
    for (const ExifThumbnail& thumbnail : find_thumbnails(tiff_, grammar_, graph_.ifds[ifd].table)) {
      const auto index = entry_at(ifd, thumbnail.entries[0].offset);
      const bool goes = fates_[ifd].doomed || (index && fates_[ifd].dropped[*index]);
      for (const Extent data : thumbnail.data) {
        // Editors leave stale offsets behind; what a directory stands in is no picture.
        if (goes) {
          value_wipe_.add(data);
        } else if (!directories.overlaps(data)) {
          kept_values_.add(data);
        }
      }
    }
  }

  /// Count and entries of a table, without its link.
  [[nodiscard]] Extent entries_of(const IfdTable& table) const {
    return extent_between(table.offset,
                          table.offset + grammar_.count_size() + table.count * grammar_.entry_size());
  }
  /// The link of an IFD; empty where another table stands in its place, because cameras leave links out.
  [[nodiscard]] Extent find_link(const IfdTable& table) const {
    const Extent link = extent_between(entries_of(table).end(), table.at.end());
    const bool taken = std::ranges::any_of(graph_.ifds, [&](const IfdNode& other) {
      return other.table.offset != table.offset && entries_of(other.table).overlaps(link);
    });
    return taken ? Extent{} : link;
  }
  [[nodiscard]] Extent link_of(std::uint32_t ifd) const { return fates_[ifd].link; }
  [[nodiscard]] Extent table_of(std::uint32_t ifd) const {
    const Extent entries = entries_of(graph_.ifds[ifd].table);
    return {entries.offset, entries.length + link_of(ifd).length};
  }
  /// Whether an IFD has a link at all: cameras put values and other tables where it should be.
  [[nodiscard]] bool owns_link(std::uint32_t ifd) const {
    const Extent link = link_of(ifd);
    return !link.empty() && !kept_values_.overlaps(link) && !kept_makernote_.overlaps(link);
  }

  [[nodiscard]] Result<void> check_conflicts() const {
    for (std::uint32_t i = 0; i < graph_.ifds.size(); ++i) {
      const IfdTable& table = graph_.ifds[i].table;
      const Extent entries = entries_of(table);
      const bool rewritten = !fates_[i].doomed && (fates_[i].drops > 0 || fates_[i].link_cut);
      if (!fates_[i].doomed && !rewritten) continue;
      const bool shares = kept_values_.overlaps(entries) || kept_makernote_.overlaps(entries) ||
                          (rewritten && text_places_.overlaps(table_of(i))) ||
                          (fates_[i].doomed ? kept_tables_.overlaps(entries) : shares_table(i));
      const bool link_needed = !fates_[i].doomed && (fates_[i].link_cut || is_continued(i));
      if (shares || (link_needed && !owns_link(i))) {
        return Error{Errc::conflict, table.offset, "two owners claim an IFD's bytes"};
      }
    }
    return {};
  }

  /// Whether a rewritten table overlaps any other one, or the header.
  [[nodiscard]] bool shares_table(std::uint32_t ifd) const {
    const Extent at = table_of(ifd);
    if (at.overlaps({0, graph_.header.size()})) return true;
    for (std::uint32_t i = 0; i < graph_.ifds.size(); ++i) {
      if (i != ifd && table_of(i).overlaps(at)) return true;
    }
    return false;
  }

  // ---- patches

  void write_patches() {
    ExtentSet staying = kept_tables_;
    staying.add(kept_values_);
    staying.settle();
    ExtentSet all_staying = staying;
    all_staying.add(kept_makernote_);
    all_staying.settle();

    table_remains_.settle();
    ExtentSet tables = table_wipe_.minus(all_staying);
    tables.add(table_remains_.minus(all_staying));
    tables.settle();
    ExtentSet values = value_wipe_.minus(all_staying);
    if (request_.wipe_rest) values.add(all_staying.gaps_in({0, tiff_.size()}));
    values.settle();
    values = values.minus(tables);

    note_shared(staying, shared_bytes);
    note_shared(kept_makernote_, shared_with_makernote);
    overwrite(values, 0, Phase::values);
    overwrite(tables, 0, Phase::index);
    ExtentSet gone = values;
    gone.add(tables);
    for (const auto& [fill, bytes] : maker_fills_) {
      gone.settle();
      overwrite(bytes.minus(staying).minus(gone), fill, Phase::values);
      gone.add(bytes);
    }
    for (Patch& patch : erasure_.patches) {
      if (!wipes_stray_table(patch)) continue;
      patch.phase = Phase::index;
      patch.tears = true;
    }
    gone.settle();
    for (const Extent number : text_places_.extents()) {
      if (!gone.overlaps(number)) overwrite_text_place(number);
    }
    for (std::uint32_t i = 0; i < graph_.ifds.size(); ++i) rewrite_table(i);
    std::ranges::sort(erasure_.patches, {}, &Patch::offset);
  }

  void note_shared(const ExtentSet& owner, std::string_view note) {
    for (const Extent wanted : value_wipe_.extents()) {
      if (!owner.overlaps(wanted)) continue;
      erasure_.notes.push_back(note);
      return;
    }
  }

  /// Whether a patch wipes a table that nothing points at: half of it would be no table, and never be found.
  bool wipes_stray_table(const Patch& patch) const {
    return std::ranges::any_of(request_.selected, [&](const BlockFinding* finding) {
      const auto where = request_.reading->where(*finding);
      return finding->tag == exif_name::stray_gps && !where.empty() && where.front().overlaps(patch.at());
    });
  }

  void overwrite_text_place(Extent number) {
    const std::string_view text{reinterpret_cast<const char*>(tiff_.data()), tiff_.size()};
    const std::string erased = erased_text_place(text, number);
    erasure_.patches.push_back({number.offset, {erased.begin(), erased.end()}, Phase::values, true});
  }

  void overwrite(const ExtentSet& bytes, Byte fill, Phase phase) {
    for (const Extent extent : bytes.extents()) {
      const Bytes now = tiff_.subspan(extent.offset, extent.length);
      if (std::ranges::all_of(now, [fill](Byte byte) { return byte == fill; })) continue;
      Patch patch;
      patch.offset = extent.offset;
      patch.bytes.assign(extent.length, fill);
      patch.phase = phase;
      erasure_.patches.push_back(std::move(patch));
    }
  }

  /// The staying entries move together, the link behind them, zeros where they stood (leak-channels 4.5).
  /// Bytes from the count on in one patch: half of it would be a directory with an entry too many or too few.
  void rewrite_table(std::uint32_t ifd) {
    const Fate& fate = fates_[ifd];
    const IfdTable& table = graph_.ifds[ifd].table;
    if (fate.doomed || (fate.drops == 0 && !fate.link_cut)) return;
    // Where a value stands in the link's place, the directory has no link and that place stays as it is.
    const bool own_link = owns_link(ifd);
    Patch patch;
    patch.phase = Phase::pointer;
    patch.tears = true;
    if (fate.drops == 0) {
      patch.offset = link_of(ifd).offset;
      patch.bytes.resize(link_of(ifd).length);
    } else {
      patch.offset = table.offset;
      patch.bytes = rewritten_table(ifd, own_link);
    }
    erasure_.patches.push_back(std::move(patch));
  }

  [[nodiscard]] std::vector<Byte> rewritten_table(std::uint32_t ifd, bool own_link) const {
    const IfdTable& table = graph_.ifds[ifd].table;
    const Fate& fate = fates_[ifd];
    const Extent entries = entries_of(table);
    std::vector<Byte> bytes(grammar_.count_size());
    store_u16(bytes.data(), static_cast<std::uint16_t>(table.count - fate.drops), grammar_.order);
    const auto append = [&](Extent from) {
      const Bytes part = tiff_.subspan(from.offset, from.length);
      bytes.insert(bytes.end(), part.begin(), part.end());
    };
    for (std::uint32_t k = 0; k < table.count; ++k) {
      if (fate.dropped[k]) continue;
      append({entries.offset + grammar_.count_size() + k * grammar_.entry_size(), grammar_.entry_size()});
    }
    if (own_link && !fate.link_cut) append(link_of(ifd));
    bytes.resize(own_link ? table_of(ifd).length : entries.length);
    return bytes;
  }

  [[nodiscard]] bool nothing_left() const { return fates_[0].lost_all() && !is_continued(0); }

  const EraseRequest& request_;
  Bytes tiff_;
  IfdGraph graph_;
  TiffGrammar grammar_;
  std::vector<Fate> fates_;  ///< by IFD
  ExtentSet table_wipe_;
  ExtentSet table_remains_;
  ExtentSet value_wipe_;
  std::vector<std::pair<Byte, ExtentSet>> maker_fills_;
  ExtentSet text_places_;  ///< numbers inside texts; two texts may share one
  ExtentSet kept_tables_;
  ExtentSet kept_values_;
  ExtentSet kept_makernote_;
  Erasure erasure_;
};

using ClassCounts = std::array<std::ptrdiff_t, leak_class_count>;

/// In a damaged block zeros may turn what was garbage into a directory that leads to more. No class may have
/// more findings left than were not selected.
Result<void> check_erased(const EraseRequest& request, const Erasure& erasure) {
  if (request.selected.empty() || erasure.nothing_left) return {};
  std::vector<Byte> after(request.bytes.begin(), request.bytes.end());
  for (const Patch& patch : erasure.patches) {
    std::ranges::copy(patch.bytes, after.begin() + static_cast<std::ptrdiff_t>(patch.offset));
  }
  Reading reading;
  read_exif({after, request.block, false}, reading);

  ClassCounts balance{};
  const auto count_of = [&balance](const BlockFinding& finding) -> std::ptrdiff_t& {
    return balance[static_cast<std::size_t>(finding.leak_class)];
  };
  for (const BlockFinding& finding : request.reading->findings) {
    if (finding.block == request.block) ++count_of(finding);
  }
  for (const BlockFinding* finding : request.selected) --count_of(*finding);
  for (const BlockFinding& finding : reading.findings) {
    if (--count_of(finding) < 0) return Error{Errc::conflict, 0, "too damaged to be erased in part"};
  }
  return {};
}

}  // namespace

Result<Erasure> erase_exif(const EraseRequest& request) {
  EXS_TRY(Erasure erasure, ExifEraser(request).run());
  EXS_CHECK(check_erased(request, erasure));
  if (erasure.nothing_left) {
    // At once: of half a block the next run could not tell what the other half was.
    erasure.patches.assign(1, {0, std::vector<Byte>(request.bytes.size()), Phase::pointer, true});
  }
  return erasure;
}

}  // namespace exifscrub
