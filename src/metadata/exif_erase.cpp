#include <algorithm>
#include <array>

#include "base/checked.hpp"
#include "metadata/exif.hpp"
#include "metadata/exif_fates.hpp"
#include "metadata/exif_structure.hpp"
#include "metadata/gps.hpp"
#include "metadata/text_places.hpp"

namespace exifscrub {
namespace {

constexpr std::string_view shared_bytes = "shared bytes not wiped";
constexpr std::string_view shared_with_makernote = "bytes shared with the MakerNote not wiped";
constexpr std::string_view shared_with_directory = "a value that reaches into a directory lost those bytes";

/// Erases in three steps: collect the bytes of what goes and of what stays, refuse where the two cannot be
/// parted, write patches.
class ExifEraser {
 public:
  ExifEraser(const EraseRequest& request, ExifFates fates)
      : request_(request),
        tiff_(request.bytes),
        what_goes_(std::move(fates)),
        graph_(what_goes_.graph),
        grammar_(graph_.header.grammar),
        fates_(what_goes_.ifds) {}

  Result<Erasure> run() {
    collect();
    EXS_CHECK(check_conflicts());
    write_patches();
    erasure_.nothing_left = nothing_left();
    return std::move(erasure_);
  }

 private:
  // ---- whose bytes are whose

  void collect() {
    kept_tables_.add({0, graph_.header.size()});
    value_wipe_.add(what_goes_.bytes);
    ExtentSet directories;
    for (const IfdNode& ifd : graph_.ifds) directories.add(ifd_entries(grammar_, ifd.table));
    directories.settle();
    for (std::uint32_t i = 0; i < graph_.ifds.size(); ++i) {
      const IfdTable& table = graph_.ifds[i].table;
      if (fates_[i].doomed) {
        table_wipe_.add(table_of(i));
        if (graph_.ifds[i].kind == IfdKind::gps) add_table_remains(table);
      } else {
        kept_tables_.add(table_of(i));
      }
      collect_values(i, directories);
      collect_thumbnails(i, directories);
    }
    if (request_.wipe_rest) collect_kept_strays();
    for (auto& [fill, bytes] : what_goes_.maker_fills) bytes.settle();
    for (const Extent number : what_goes_.text_places) text_places_.add(number);
    for (ExtentSet* set :
         {&kept_tables_, &kept_values_, &kept_makernote_, &table_wipe_, &value_wipe_, &text_places_}) {
      set->settle();
    }
  }

  /// Text and tables in gaps that nobody selected: they stay when all other gaps go. What stands in padding goes
  /// with it.
  void collect_kept_strays() {
    gone_paddings_.settle();
    for (const BlockFinding& finding : request_.reading->findings) {
      const bool stray =
          finding.form == Form::stray || finding.form == Form::stray_gps || finding.form == Form::stray_place;
      if (finding.tag == exif_name::padding) continue;  // nobody can name it, so nobody can ask for it
      if (!stray || finding.block != request_.block || std::ranges::count(request_.selected, &finding) != 0)
        continue;
      for (const Extent part : request_.reading->where(finding)) {
        if (!gone_paddings_.overlaps(part)) kept_values_.add(part);
      }
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

  /// Where a directory stands, nothing else does: a count that is too large, or what a MakerNote's entry
  /// points at by a base that nobody wrote down, owns none of it.
  void collect_values(std::uint32_t ifd, const ExtentSet& directories) {
    const IfdTable& table = graph_.ifds[ifd].table;
    for (std::uint32_t k = 0; k < table.count; ++k) {
      const IfdEntry entry = read_ifd_entry(tiff_, grammar_, table, k);
      const bool goes = fates_[ifd].doomed || fates_[ifd].dropped[k];
      if (entry.tag == exif_tag::makernote) {
        collect_makernote(entry, goes, directories);
      }
      if (!entry.out_of_line) continue;
      if (goes) {
        value_wipe_.add(entry.value);
        if (entry.tag == exif_tag::padding) gone_paddings_.add(entry.value);
      } else if (entry.whole && entry.tag != exif_tag::padding) {
        // What stands in padding is nobody's. What runs past the end is a wrong count or offset and owns nothing.
        keep_value(entry, directories);
      }
    }
  }

  /// What a note keeps outside itself is known for its own by who knows the note: where the make goes that
  /// told it, those bytes would be nobody's.
  void collect_makernote(const IfdEntry& entry, bool goes, const ExtentSet& directories) {
    const auto outside = [&](bool by_make) {
      const ExtentSet* known = by_make ? lent_outside(entry) : nullptr;
      if (known != nullptr) return known->minus(directories);
      MakerNote note = look_at_makernote(tiff_, graph_, entry, no_index, false, nullptr, by_make);
      note.outside.settle();
      return note.outside.minus(directories);
    };
    const ExtentSet all = outside(true);
    if (goes) return value_wipe_.add(all);
    const ExtentSet known = loses_make() ? outside(false) : all;
    kept_makernote_.add(known);
    value_wipe_.add(all.minus(known));
  }

  /// What the reader found the note to own outside itself; null where it did not look.
  [[nodiscard]] const ExtentSet* lent_outside(const IfdEntry& entry) const {
    if (!what_goes_.understood) return nullptr;
    for (const auto& [at, outside] : what_goes_.understood->outside_notes) {
      if (at == entry.at.offset) return &outside;
    }
    return nullptr;
  }

  [[nodiscard]] bool loses_make() const {
    const IfdTable& table = graph_.ifds[0].table;
    for (std::uint32_t k = 0; k < table.count; ++k) {
      if (fates_[0].dropped[k] && read_ifd_entry(tiff_, grammar_, table, k).tag == exif_tag::make)
        return true;
    }
    return false;
  }

  void keep_value(const IfdEntry& entry, const ExtentSet& directories) {
    const bool is_note = entry.tag == exif_tag::makernote;
    ExtentSet value;
    value.add(entry.value);
    // --gps-only promises all other bytes, so there the two cannot be parted.
    if (request_.wipe_rest && !is_note && directories.overlaps(entry.value)) {
      value = value.minus(directories);
      erasure_.notes.push_back(shared_with_directory);
    }
    (is_note ? kept_makernote_ : kept_values_).add(value);
  }

  void collect_thumbnails(std::uint32_t ifd, const ExtentSet& directories) {
    for (const ExifThumbnail& thumbnail : find_thumbnails(tiff_, grammar_, graph_.ifds[ifd].table)) {
      const auto index = what_goes_.entry_at(ifd, thumbnail.entries[0].offset);
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

  [[nodiscard]] Extent link_of(std::uint32_t ifd) const { return fates_[ifd].link; }
  [[nodiscard]] Extent table_of(std::uint32_t ifd) const {
    const Extent entries = ifd_entries(grammar_, graph_.ifds[ifd].table);
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
      const Extent entries = ifd_entries(grammar_, table);
      const bool rewritten = !fates_[i].doomed && (fates_[i].drops > 0 || fates_[i].link_cut);
      if (!fates_[i].doomed && text_places_.overlaps(table_of(i))) return claimed_twice(table);
      if (!fates_[i].doomed && !rewritten) continue;
      const bool shares = kept_values_.overlaps(entries) || kept_makernote_.overlaps(entries) ||
                          (fates_[i].doomed ? kept_tables_.overlaps(entries) : shares_table(i));
      const bool link_needed = !fates_[i].doomed && (fates_[i].link_cut || what_goes_.is_continued(i));
      if (shares || (link_needed && !owns_link(i))) return claimed_twice(table);
    }
    return {};
  }

  static Error claimed_twice(const IfdTable& table) {
    return {Errc::conflict, table.offset, "two owners claim an IFD's bytes"};
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
    for (const auto& [fill, bytes] : what_goes_.maker_fills) {
      gone.settle();
      overwrite(bytes.minus(staying).minus(gone), fill, Phase::values);
      gone.add(bytes);
    }
    for (Patch& patch : erasure_.patches) {
      if (!wipes_stray_table(patch)) continue;
      patch.phase = Phase::index;
      patch.indivisible = true;
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

  /// Whether a patch wipes a table that no pointer of the block leads to: half of it would be no table, and never be found.
  bool wipes_stray_table(const Patch& patch) const {
    return std::ranges::any_of(request_.selected, [&](const BlockFinding* finding) {
      const auto where = request_.reading->where(*finding);
      const bool table = finding->form == Form::stray_gps || finding->form == Form::note_gps;
      return table && !where.empty() && where.front().overlaps(patch.at());
    });
  }

  void overwrite_text_place(Extent number) {
    erasure_.patches.push_back({number.offset, erased_text_place(tiff_, number), Phase::values, true});
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
    const IfdFate& fate = fates_[ifd];
    const IfdTable& table = graph_.ifds[ifd].table;
    if (fate.doomed || (fate.drops == 0 && !fate.link_cut)) return;
    // Where a value stands in the link's place, the directory has no link and that place stays as it is.
    const bool own_link = owns_link(ifd);
    Patch patch;
    patch.phase = Phase::pointer;
    patch.indivisible = true;
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
    const IfdFate& fate = fates_[ifd];
    const Extent entries = ifd_entries(grammar_, table);
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

  [[nodiscard]] bool nothing_left() const { return fates_[0].lost_all() && !what_goes_.is_continued(0); }

  const EraseRequest& request_;
  Bytes tiff_;
  ExifFates what_goes_;
  const IfdGraph& graph_;
  TiffGrammar grammar_;
  const std::vector<IfdFate>& fates_;  ///< by IFD
  ExtentSet table_wipe_;
  ExtentSet table_remains_;
  ExtentSet value_wipe_;
  ExtentSet gone_paddings_;  ///< values of padding entries that go
  ExtentSet text_places_;    ///< numbers inside texts; two texts may share one
  ExtentSet kept_tables_;
  ExtentSet kept_values_;
  ExtentSet kept_makernote_;
  Erasure erasure_;
};

using ClassCounts = std::array<std::ptrdiff_t, leak_class_count>;

/// In a damaged block zeros may turn what was garbage into a directory that leads to more. No class may have
/// more findings left than were not selected.
Result<void> check_erased(const EraseRequest& request, Erasure& erasure) {
  if (request.selected.empty() || erasure.nothing_left) return {};
  auto foreseen = std::make_shared<Foreseen>();
  foreseen->bytes.assign(request.bytes.begin(), request.bytes.end());
  for (const Patch& patch : erasure.patches) patch.apply(0, foreseen->bytes);
  read_exif({foreseen->bytes, request.block, false}, foreseen->reading);

  ClassCounts balance{};
  const auto count_of = [&balance](const BlockFinding& finding) -> std::ptrdiff_t& {
    return balance[static_cast<std::size_t>(finding.leak_class)];
  };
  // What is text between directories is judged by the bytes around it.
  const auto counts = [](const BlockFinding& finding) { return !is_stray_text(finding.form); };
  for (const BlockFinding& finding : request.reading->findings) {
    if (finding.block == request.block && counts(finding)) ++count_of(finding);
  }
  for (const BlockFinding* finding : request.selected) {
    if (counts(*finding)) --count_of(*finding);
  }
  for (const BlockFinding& finding : foreseen->reading.findings) {
    if (counts(finding) && --count_of(finding) < 0)
      return Error{Errc::conflict, 0, "too damaged to be erased in part"};
  }
  erasure.foreseen = std::move(foreseen);
  return {};
}

}  // namespace

Result<Erasure> erase_exif(const EraseRequest& request) {
  if (request.selected.empty() && !request.wipe_rest) return Erasure{};
  EXS_TRY(ExifFates fates, decide_exif_fates(request));
  EXS_TRY(Erasure erasure, ExifEraser(request, std::move(fates)).run());
  EXS_CHECK(check_erased(request, erasure));
  if (erasure.nothing_left) {
    // At once: of half a block the next run could not tell what the other half was.
    erasure.patches.assign(1, {0, std::vector<Byte>(request.bytes.size()), Phase::pointer, true});
  }
  return erasure;
}

}  // namespace exifscrub
