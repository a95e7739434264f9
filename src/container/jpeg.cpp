#include "container/jpeg.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <vector>

#include "base/cursor.hpp"
#include "container/jpeg_image.hpp"
#include "container/mpf.hpp"
#include "container/trailer_links.hpp"
#include "container/trailers.hpp"

namespace exifscrub {

using namespace std::string_view_literals;

namespace {

/// More images than this behind the first one are no camera's; what follows them is an unknown trailer.
constexpr std::size_t max_further_images = 1024;
/// Each place that looks like an image and is none can cost a look at the rest of the file.
constexpr std::size_t max_failed_places = 4;

/// Most cameras' metadata, thumbnail included, is no longer.
constexpr std::size_t head_step = 16 * 1024;

/// The file behind its first image: which stretches are already somebody's.
class FileParse {
 public:
  FileParse(ByteSource& file, LayoutBuilder& into, const ParseOptions& options)
      : file_(file),
        stream_{SlidingWindow{file, options.head_only ? head_step : ByteSource::max_window},
                into,
                {},
                options.head_only},
        into_(into) {
    if (options.image_hash && !options.head_only) stream_.hasher.emplace(*options.image_hash);
  }

  Result<void> run();

 private:
  /// A further image, and the builder as it was before.
  struct Further {
    Extent at;  ///< with the zeros in front of it
    std::uint32_t node;
    LayoutBuilder::Mark before;
    std::uint32_t images_before;
  };

  [[nodiscard]] Result<void> pass_unread(const JpegImage& first);
  [[nodiscard]] Result<void> check_end(const JpegImage& first);
  [[nodiscard]] Result<void> further_images(std::uint64_t from);
  [[nodiscard]] Result<std::optional<JpegImage>> try_image(std::uint64_t soi);
  [[nodiscard]] Result<bool> soi_at(std::uint64_t at);
  void give_way(const std::vector<Trailer>& trailers);
  [[nodiscard]] Result<void> resolve_indexes();
  [[nodiscard]] Result<void> resolve_index(std::uint32_t block);
  [[nodiscard]] Result<void> check_lost(const MpfEntry& entry, std::uint64_t base) const;
  [[nodiscard]] Result<std::uint32_t> image_of(const MpfEntry& entry, std::uint64_t base);
  [[nodiscard]] std::uint32_t image_by_number(const MpfIndex& index, std::size_t number) const;
  [[nodiscard]] Result<std::uint32_t> image_at(std::uint64_t at);
  void link_entry(const MpfIndex& index, const MpfEntry& entry, std::uint64_t base, std::uint32_t image);
  [[nodiscard]] Result<void> name_the_rest();
  [[nodiscard]] Result<void> check_rest();

  ByteSource& file_;
  JpegStream stream_;
  LayoutBuilder& into_;
  std::uint64_t first_end_ = 0;
  std::vector<Further> further_;
  std::vector<Extent> taken_;  ///< images and trailers behind the first image
  std::vector<std::uint64_t> failed_places_;
};

Result<void> FileParse::run() {
  EXS_TRY(const Bytes head, stream_.window.at(0, 2));
  if (head.size() < 2) return Error{Errc::truncated, 0, "file ends before the picture"};
  if (!starts_with(head, "\xFF\xD8"sv)) return Error{Errc::malformed, 0, "no SOI at the start"};
  EXS_TRY(const JpegImage first, parse_jpeg_image(stream_, 0));
  into_.node(first.node).use = ImageUse::primary;
  if (stream_.head_only) return pass_unread(first);
  first_end_ = first.end;
  if (!first.has_eoi) EXS_CHECK(check_end(first));
  EXS_CHECK(further_images(first.end));
  EXS_TRY(const std::vector<Trailer> trailers, peel_trailers(file_, extent_between(first.end, into_.size())));
  give_way(trailers);
  for (const Trailer& trailer : trailers) {
    claim_trailer(into_, trailer);
    EXS_TRY(const std::vector<Link> links, links_of_trailer(file_, trailer));
    for (const Link& link : links) into_.add_link(link);
    taken_.push_back(trailer.at);
  }
  stream_.window.forget();
  for (const Further& image : further_) taken_.push_back(image.at);
  EXS_CHECK(resolve_indexes());
  return name_the_rest();
}

/// Claims all behind the head of the first image but the trailers that their last bytes name.
Result<void> FileParse::pass_unread(const JpegImage& first) {
  const Extent unread = extent_between(first.end, into_.size());
  std::vector<Trailer> trailers;
  if (unread.length >= 2) {
    std::array<Byte, 2> last{};
    EXS_CHECK(file_.read_into(unread.end() - last.size(), last));
    constexpr std::array<Byte, 2> eoi = {0xFF, 0xD9};
    if (last != eoi) {
      EXS_TRY(trailers, peel_trailers(file_, unread));
    }
  }
  Region region;
  region.at = extent_between(first.end, trailers.empty() ? unread.end() : trailers.front().at.offset);
  region.role = Role::image;
  region.node = first.node;
  region.name = "not read";
  if (!region.at.empty()) into_.claim(region);
  into_.end_node(first.node, region.at.end());
  for (const Trailer& trailer : trailers) claim_trailer(into_, trailer);
  return {};
}

/// Without an EOI the last scan takes all that follows for entropy-coded data, a trailer too.
Result<void> FileParse::check_end(const JpegImage& first) {
  EXS_TRY(const auto trailers, peel_trailers(file_, extent_between(first.last_scan_begin, first.end)));
  stream_.window.forget();
  for (const Trailer& trailer : trailers) {
    if (trailer.role != Role::empty) {
      return Error{Errc::conflict, trailer.at.offset, "picture without EOI runs into a trailer"};
    }
  }
  return {};
}

Result<bool> FileParse::soi_at(std::uint64_t at) {
  if (at >= into_.size()) return false;
  EXS_TRY(const Bytes head, stream_.window.at(at, 3));
  return starts_with(head, "\xFF\xD8\xFF"sv);
}

/// The image at `soi`; nothing, and nothing claimed, when it cannot be understood.
Result<std::optional<JpegImage>> FileParse::try_image(std::uint64_t soi) {
  const LayoutBuilder::Mark before = into_.mark();
  const auto parsed = parse_jpeg_image(stream_, soi);
  if (parsed) return std::optional{*parsed};
  const Errc code = parsed.error().code;
  if (code == Errc::io || code == Errc::changed) return parsed.error();
  into_.rewind(before);
  failed_places_.push_back(soi);
  if (stream_.hasher) static_cast<void>(stream_.hasher->finish());  // starts anew
  into_.note(parsed.error().offset, "further image cannot be understood");
  return std::optional<JpegImage>{};
}

/// Images that follow directly, or behind zeros.
Result<void> FileParse::further_images(std::uint64_t from) {
  while (further_.size() < max_further_images) {
    EXS_TRY(const std::uint64_t soi, stream_.window.skip_zeros(from));
    EXS_TRY(const bool found, soi_at(soi));
    if (!found) break;
    const LayoutBuilder::Mark before = into_.mark();
    const std::uint32_t images_before = stream_.images;
    EXS_TRY(const auto parsed, try_image(soi));
    if (!parsed) break;
    if (soi > from) claim_trailer(into_, zero_padding(extent_between(from, soi)));
    further_.push_back({extent_between(from, parsed->end), parsed->node, before, images_before});
    from = parsed->end;
  }
  return {};
}

/// What looks like an image may be a trailer's own preview: a known footer is the better evidence.
void FileParse::give_way(const std::vector<Trailer>& trailers) {
  if (trailers.empty()) return;
  const std::uint64_t begin = trailers.front().at.offset;
  const auto first = std::find_if(further_.begin(), further_.end(),
                                  [&](const Further& image) { return image.at.end() > begin; });
  if (first == further_.end()) return;
  into_.rewind(first->before);
  stream_.images = first->images_before;
  further_.erase(first, further_.end());
}

/// Reads the index of the first image: what each further image is, and where.
Result<void> FileParse::resolve_indexes() {
  constexpr std::uint32_t first_image = 1;
  const auto blocks = static_cast<std::uint32_t>(into_.blocks().size());
  for (std::uint32_t i = 0; i < blocks; ++i) {
    const Block& block = into_.blocks()[i];
    if (block.kind == BlockKind::mpf && block.node == first_image) return resolve_index(i);
  }
  return {};
}

Result<void> FileParse::resolve_index(std::uint32_t block) {
  const Extent part = into_.blocks()[block].parts.front();
  std::vector<Byte> bytes(static_cast<std::size_t>(part.length));
  EXS_CHECK(file_.read_into(part.offset, bytes));
  stream_.window.forget();
  const auto index = read_mpf(bytes);
  if (!index) {
    // Which of them a viewer needs, a gain map or the other eye's picture, nobody can tell any more.
    if (!further_.empty())
      return Error{Errc::malformed, part.offset, "index of several images cannot be read"};
    into_.note(part.offset + index.error().offset, index.error().what);
    return {};
  }
  for (std::size_t i = 0; i < index->entries.size(); ++i) {
    const MpfEntry& entry = index->entries[i];
    if (i == 0) {
      link_entry(*index, entry, part.offset, 1);
      continue;
    }
    EXS_TRY(std::uint32_t image, image_of(entry, part.offset));
    if (image == no_index) {
      EXS_CHECK(check_lost(entry, part.offset));
      into_.note(part.offset + entry.at, "MPF index names a place without an image");
      image = image_by_number(*index, i);
      if (image == no_index) continue;
    }
    if (into_.node(image).use == ImageUse::unindexed) into_.node(image).use = entry.use();
    link_entry(*index, entry, part.offset, image);
  }
  return {};
}

/// A picture in which a bit has flipped, or a sector is lost, is not the rest of the file: it would be cut away with it.
Result<void> FileParse::check_lost(const MpfEntry& entry, std::uint64_t base) const {
  const bool needed = entry.use() == ImageUse::frame || entry.use() == ImageUse::gainmap;
  for (const std::uint64_t place : failed_places_) {
    if (needed && (place == base + entry.offset || place == entry.offset))
      return Error{Errc::malformed, place, "further picture is damaged"};
  }
  return {};
}

/// DC-007 counts from the byte-order mark; the Ricoh G700 counted from the start of the file.
Result<std::uint32_t> FileParse::image_of(const MpfEntry& entry, std::uint64_t base) {
  EXS_TRY(const std::uint32_t image, image_at(base + entry.offset));
  if (image != no_index) return image;
  return image_at(entry.offset);
}

/// Programs that shorten the Exif segment and do not know MPF leave offsets that miss. Where the index names
/// as many images as there are, their order still tells which is which.
std::uint32_t FileParse::image_by_number(const MpfIndex& index, std::size_t number) const {
  if (further_.size() + 1 != index.entries.size() || number > further_.size()) return no_index;
  const std::uint32_t image = further_[number - 1].node;
  return into_.nodes()[image].use == ImageUse::unindexed ? image : no_index;
}

/// The further image whose SOI stands at `at`, read now if nobody has; no_index when there is none.
Result<std::uint32_t> FileParse::image_at(std::uint64_t at) {
  if (at < first_end_) return no_index;
  const std::vector<Node>& nodes = into_.nodes();
  for (std::uint32_t i = 2; i < nodes.size(); ++i) {
    if (nodes[i].kind == NodeKind::image && nodes[i].at.offset == at) return i;
  }
  const bool claimed = std::ranges::any_of(taken_, [&](Extent extent) { return extent.contains(at); });
  const bool failed =
      std::ranges::count(failed_places_, at) != 0 || failed_places_.size() >= max_failed_places;
  if (claimed || failed) return no_index;
  EXS_TRY(const bool found, soi_at(at));
  if (!found) return no_index;
  const LayoutBuilder::Mark before = into_.mark();
  EXS_TRY(const auto parsed, try_image(at));
  if (!parsed) return no_index;
  const Extent extent = extent_between(at, parsed->end);
  if (std::ranges::any_of(taken_, [&](Extent other) { return other.overlaps(extent); })) {
    into_.rewind(before);
    --stream_.images;
    failed_places_.push_back(at);
    return no_index;
  }
  taken_.push_back(extent);
  return parsed->node;
}

void FileParse::link_entry(const MpfIndex& index, const MpfEntry& entry, std::uint64_t base,
                           std::uint32_t image) {
  const Extent at = into_.nodes()[image].at;
  Link link;
  link.encoding = index.order == ByteOrder::big ? Encoding::u32_big : Encoding::u32_little;
  link.target = at;
  link.quantity = Link::Quantity::length;
  link.field = {base + entry.at + 4, 4};
  link.held = entry.size == at.length;
  into_.add_link(link);
  if (image == 1) return;  // the first image's offset is 0 by definition
  link.quantity = Link::Quantity::offset;
  link.field = {base + entry.at + 8, 4};
  const bool from_file_start = entry.offset == at.offset && base + entry.offset != at.offset;
  link.base = from_file_start ? 0 : base;
  link.held = link.base + entry.offset == at.offset;
  into_.add_link(link);
}

/// RST1 in which one bit flips is an EOI. Behind it the coded data go on to RST2, and from there to RST3 or the EOI.
Result<void> FileParse::check_rest() {
  EXS_TRY(const Bytes rest, stream_.window.at(first_end_, 1));
  constexpr Byte rst2 = 0xD2, rst3 = 0xD3, eoi = 0xD9;
  Byte first = 0;
  for (std::size_t i = 0; i + 1 < rest.size(); ++i) {
    if (rest[i] != 0xFF || rest[i + 1] == 0 || rest[i + 1] == 0xFF) continue;
    if (first == 0 && rest[i + 1] != rst2) return {};
    if (first != 0 && rest[i + 1] != rst3 && rest[i + 1] != eoi) return {};
    if (first != 0) return Error{Errc::malformed, first_end_ - 2, "EOI where the coded data go on"};
    first = rest[i + 1];
  }
  return {};
}

/// What is left between the first image's end and the end of the file.
Result<void> FileParse::name_the_rest() {
  std::sort(taken_.begin(), taken_.end());
  taken_.push_back({into_.size(), 0});
  std::uint64_t reached = first_end_;
  for (const Extent taken : taken_) {
    if (taken.offset > reached) {
      if (reached == first_end_) EXS_CHECK(check_rest());
      EXS_TRY(const auto stretch, name_stretch(file_, extent_between(reached, taken.offset)));
      for (const Trailer& trailer : stretch) claim_trailer(into_, trailer);
    }
    reached = std::max(reached, taken.end());
  }
  return {};
}

}  // namespace

Result<void> parse_jpeg(ByteSource& file, LayoutBuilder& into, const ParseOptions& options) {
  return FileParse(file, into, options).run();
}

}  // namespace exifscrub
