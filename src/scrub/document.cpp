#include "scrub/document.hpp"

#include <algorithm>
#include <array>

#include "base/assert.hpp"
#include "base/bytes.hpp"
#include "base/memory_source.hpp"
#include "metadata/exif.hpp"
#include "metadata/keywords.hpp"
#include "metadata/language.hpp"
#include "metadata/xmp_viewer.hpp"
#include "plan/fate.hpp"
#include "scrub/coded_rest.hpp"

namespace exifscrub {
namespace {

/// Whether a stretch that no parser could follow looks as if it held metadata of the kinds that carry a
/// location.
bool looks_like_metadata(Bytes bytes) {
  constexpr std::array<std::string_view, 4> signatures = {std::string_view{"Exif\0", 5}, "ns.adobe.com/xap",
                                                          "Photoshop 3.0", "GPSL"};
  return std::any_of(signatures.begin(), signatures.end(), [&](std::string_view signature) {
    return std::search(bytes.begin(), bytes.end(), signature.begin(), signature.end()) != bytes.end();
  });
}

/// By node: whether the image's own metadata says that it is a gain map.
std::vector<bool> gain_maps(const Layout& layout, const Reading& reading) {
  std::vector<bool> by_node(layout.nodes.size());
  for (std::uint32_t i = 0; i < layout.blocks.size(); ++i) {
    const Block& block = layout.blocks[i];
    if (block.node == no_index || block.depth != 0) continue;
    const Facts* facts = block.kind == BlockKind::xmp ? reading.find_facts(i) : nullptr;
    const bool by_xmp =
        facts != nullptr && (facts->viewer_xmp.has("hdrgm:") || facts->viewer_xmp.has("apdi:"));
    if (block.kind == BlockKind::gainmap_iso || by_xmp) by_node[block.node] = true;
  }
  return by_node;
}

/// The Google container's directory of the primary image, if it has one.
const ViewerXmp* directory_of(const Layout& layout, const Reading& reading, std::uint32_t image) {
  for (std::uint32_t i = 0; i < layout.blocks.size(); ++i) {
    const Block& block = layout.blocks[i];
    const Facts* facts = block.node == image && block.depth == 0 ? reading.find_facts(i) : nullptr;
    if (facts != nullptr && !facts->viewer_xmp.items.empty()) return &facts->viewer_xmp;
  }
  return nullptr;
}

std::optional<ImageUse> use_of_semantic(std::string_view semantic) {
  if (semantic == "GainMap") return ImageUse::gainmap;
  if (semantic == "Depth" || semantic == "Confidence" || semantic == "Original" ||
      semantic == "SecondaryImage") {
    return ImageUse::original;
  }
  return std::nullopt;
}

}  // namespace

Document::Document(ByteSource& source, const Format& format, Options options)
    : source_(source), format_(format), options_(std::move(options)), bytes_(source, layout_) {}

std::uint32_t Document::primary() const {
  for (std::uint32_t i = 0; i < layout_.nodes.size(); ++i) {
    if (layout_.nodes[i].kind == NodeKind::image && layout_.nodes[i].use == ImageUse::primary) return i;
  }
  return no_index;
}

Result<void> Document::read(ByteSource& through) {
  LayoutBuilder builder{format_.id, source_.size()};
  const ParseOptions how{options_.image_hash, options_.head_only};
  const Result<void> parsed = format_.parse(through, builder, how);
  layout_ = builder.finish();
  if (!parsed) return parsed;
  return read_blocks();
}

Result<void> Document::read_as(Document& before, const ForeseenBlocks& foreseen) {
  earlier_ = {&before, &foreseen, {}};
  return read_as(before.layout());
}

Result<void> Document::read_as(const Layout& same) {
  EXS_ASSERT(same.size == source_.size());
  layout_.format = same.format;
  layout_.size = same.size;
  layout_.regions = same.regions;
  layout_.nodes = same.nodes;
  layout_.links = same.links;
  for (const Block& block : same.blocks) {
    if (block.parent == no_index && block.depth == 0) layout_.blocks.push_back(block);
  }
  return read_blocks();
}

void Document::read_what_is_there() {
  // A stream that was not read to its end has no end of its own.
  for (Node& node : layout_.nodes) {
    if (node.at.empty() && node.at.offset < layout_.size) {
      node.at = extent_between(node.at.offset, layout_.size);
    }
  }
  // This is for a file that is refused already: what stays unread then is not missed.
  if (!blocks_are_read_) static_cast<void>(read_blocks());
}

Layout Document::take_layout() {
  for (Block& block : layout_.blocks) {
    // Nested blocks have their names from readers and nested layouts.
    if (block.depth != 0) block.name = layout_.names.keep(std::string{block.name});
  }
  return std::move(layout_);
}

Result<void> Document::read_blocks() {
  blocks_are_read_ = true;
  for (const Region& region : layout_.regions) report_region(layout_, region, {}, no_index);
  // Readers append blocks: the list grows while it is walked.
  for (std::uint32_t block = 0; block < layout_.blocks.size(); ++block) {
    read_block(block);
    // Asked first: what stands behind an answer cannot change it, not even by being too much.
    if (options_.enough && options_.enough(reading_)) return {};
    if (reading_.is_full(passed_over_))
      return Error{Errc::limit, 0, "more metadata than any camera or editor writes"};
  }
  find_place_twins(reading_);
  name_streams();
  return {};
}

void Document::read_block(std::uint32_t block) {
  if (earlier_.document != nullptr) earlier_.counterparts.push_back(earlier_counterpart(block));
  const BlockKind kind = layout_.blocks[block].kind;
  const Language* language = language_of(kind);
  if (language == nullptr && kind != BlockKind::jpeg) return;
  const Result<Bytes> bytes = bytes_.of(block);
  if (!bytes) return be_blind(block, bytes.error(), true);
  // What a removal leaves of a block says nothing, and is no damage either.
  if (all_zero(*bytes)) return;
  const std::size_t references = reading_.references.size();
  if (!repeat_earlier(block, *bytes)) {
    const Reading::Mark from = reading_.mark();
    kind == BlockKind::jpeg ? read_stream(block, *bytes) : read_language(block, *language, *bytes);
    if (block >= said_.size()) said_.resize(layout_.blocks.size());
    said_[block] = {from, reading_.mark()};
  }
  follow(references);
}

void Document::read_language(std::uint32_t block, const Language& language, Bytes bytes) {
  const Block& of = layout_.blocks[block];
  const ReadRequest request{bytes, block, options_.values, of.dialect, of.name};
  const bool stops_early = of.kind == BlockKind::exif && options_.enough;
  if (options_.viewer_only && read_for_viewer(of, request)) {
    passed_over_ += bytes.size();  // it cannot say more than it has bytes
  } else if (stops_early) {
    read_exif_until(options_.enough, request, reading_);
  } else {
    language.read(request, reading_);
  }
}

/// Which block of the earlier document stood in this one's place.
std::uint32_t Document::earlier_counterpart(std::uint32_t block) const {
  const std::vector<Block>& all = earlier_.document->layout_.blocks;
  const Block& of = layout_.blocks[block];
  const auto is_same = [&](const Block& other) {
    return other.kind == of.kind && other.coding == of.coding && other.depth == of.depth &&
           other.dialect == of.dialect && other.name == of.name && other.parts == of.parts;
  };
  if (of.parent == no_index) return block < all.size() && is_same(all[block]) ? block : no_index;
  const std::uint32_t parent = earlier_.counterparts[of.parent];
  if (parent == no_index) return no_index;
  for (std::uint32_t i = parent + 1; i < all.size(); ++i) {
    if (all[i].parent == parent && is_same(all[i])) return i;
  }
  return no_index;
}

/// Takes over what was read of the same bytes.
bool Document::repeat_earlier(std::uint32_t block, Bytes bytes) {
  if (earlier_.document == nullptr) return false;
  Document& before = *earlier_.document;
  const std::uint32_t there = earlier_.counterparts[block];
  if (there >= before.said_.size() || !before.reads_all() || !before.reading_.is_within_budgets())
    return false;
  const Result<Bytes> was = before.bytes_.of(there);
  if (was && std::ranges::equal(*was, bytes)) {
    reading_.repeat(before.reading_, before.said_[there].from, before.said_[there].to, there, block);
    if (layout_.blocks[block].kind == BlockKind::jpeg) repeat_stream(there, block);
    return true;
  }
  const auto seen = earlier_.foreseen->find(there);
  if (seen == earlier_.foreseen->end() || !std::ranges::equal(seen->second->bytes, bytes)) return false;
  const Reading& foreseen = seen->second->reading;
  if (!foreseen.is_within_budgets()) return false;
  reading_.repeat(foreseen, {}, foreseen.mark(), there, block);
  return true;
}

/// Appends the blocks of a stream that is the same as in the earlier document.
void Document::repeat_stream(std::uint32_t there, std::uint32_t block) {
  const std::vector<Block>& all = earlier_.document->layout_.blocks;
  for (std::uint32_t i = there + 1; i < all.size(); ++i) {
    if (all[i].parent == there) add_inside(block, all[i]);
  }
}

bool Document::read_for_viewer(const Block& of, const ReadRequest& request) {
  const bool stands_in_file = of.parent == no_index && of.depth == 0 && of.parts.size() == 1;
  if (!stands_in_file || reading_.is_full(passed_over_ + request.bytes.size())) return false;
  if (of.kind == BlockKind::exif) return read_exif_for_viewer(request, reading_);
  return of.kind == BlockKind::xmp && !may_tell_viewer(request.bytes);
}

void Document::read_stream(std::uint32_t block, Bytes stream) {
  MemorySource source{stream};
  LayoutBuilder builder{FormatId::jpeg, stream.size()};
  const Result<void> parsed = format_of(FormatId::jpeg).parse(source, builder, {std::nullopt});
  if (!parsed) be_blind(block, parsed.error(), looks_like_metadata(stream));
  import(builder.finish(), stream, block);
}

void Document::import(Layout nested, Bytes stream, std::uint32_t into) {
  for (const Region& region : nested.regions) report_region(nested, region, stream, into);
  auto owner = std::make_unique<Layout>(std::move(nested));
  for (const Block& block : owner->blocks) add_inside(into, block);
  nested_.push_back(std::move(owner));
}

/// Appends a block of the stream that `into` is.
void Document::add_inside(std::uint32_t into, Block block) {
  block.parent = into;
  block.node = layout_.blocks[into].node;
  block.depth = static_cast<std::uint8_t>(layout_.blocks[into].depth + 1);
  layout_.blocks.push_back(std::move(block));
}

void Document::follow(std::size_t first_reference) {
  for (std::size_t i = first_reference; i < reading_.references.size(); ++i) {
    const Reference& reference = reading_.references[i];
    const Block& parent = layout_.blocks[reference.parent];
    if (parent.depth + 1 >= max_depth || layout_.blocks.size() > layout_.nodes.size() + max_nested_blocks) {
      be_blind(reference.parent, {Errc::limit, 0, "files inside files, too deep or too many"}, true);
      return;
    }
    Block block;
    block.kind = reference.kind;
    block.coding = reference.coding;
    block.parent = reference.parent;
    block.node = parent.node;
    block.parts = reference.parts;
    block.depth = static_cast<std::uint8_t>(parent.depth + 1);
    block.name = reference.name;
    block.use = reference.use;
    layout_.blocks.push_back(std::move(block));
  }
}

void Document::report_region(const Layout& layout, const Region& region, Bytes stream, std::uint32_t within) {
  const bool counts = region.role == Role::metadata || region.role == Role::unknown;
  if (!counts || !region.leak_class) return;
  if (region.block != no_index) {
    const BlockKind kind = layout.blocks[region.block].kind;
    if (kind == BlockKind::jpeg || language_of(kind) != nullptr) return;  // its reader says what is in it
  }
  const bool is_rest = within != no_index && region.role == Role::unknown &&
                       region.at.end() == stream.size() &&
                       is_coded_rest(stream.subspan(region.at.offset, region.at.length));
  if (is_rest) {
    reading_.add(within, LeakClass::history, "File", "rest of an older picture", {region.at});
    return;
  }
  const std::size_t space = region.name.find(' ');
  const bool plain = space == std::string_view::npos;
  reading_.add(within, *region.leak_class, plain ? "File" : region.name.substr(0, space),
               plain ? region.name : region.name.substr(space + 1), {region.at});
}

void Document::be_blind(std::uint32_t block, const Error& error, bool may_hide_location) {
  reading_.blind_spots.push_back({block, error.offset, error.what, may_hide_location});
}

void Document::name_streams() {
  const std::uint32_t first = primary();
  if (first == no_index) return;
  const ViewerXmp* directory = directory_of(layout_, reading_, first);
  std::uint64_t at = layout_.nodes[first].at.end();
  for (std::size_t i = 0; directory != nullptr && i < directory->items.size(); ++i) {
    const ViewerXmp::Item& item = directory->items[i];
    if (i == 0) {
      at += item.padding;
      continue;
    }
    for (Node& node : layout_.nodes) {
      if (node.kind != NodeKind::image || node.use != ImageUse::unindexed || node.at.offset != at) continue;
      node.use = use_of_semantic(item.semantic).value_or(ImageUse::unindexed);
    }
    at += item.length.value_or(0) + item.padding;
  }
  const std::vector<bool> is_gain_map = gain_maps(layout_, reading_);
  for (std::uint32_t i = 0; i < layout_.nodes.size(); ++i) {
    Node& node = layout_.nodes[i];
    if (node.kind != NodeKind::image || i == first) continue;
    const bool open = node.use == ImageUse::unindexed || node.use == ImageUse::frame;
    if (open && is_gain_map[i]) node.use = ImageUse::gainmap;
    const auto leak_class = class_of(node.use);
    if (leak_class && *leak_class != LeakClass::gainmap) {
      reading_.add(no_index, *leak_class, "Trailer", node.name, {node.at});
    }
  }
}

}  // namespace exifscrub
