#include "inspect/description.hpp"

#include <algorithm>

#include "inspect/block_scribe.hpp"
#include "inspect/segment.hpp"

namespace exifscrub {
namespace {

void describe_language(BlockScribe& scribe, BlockKind kind) {
  switch (kind) {
    case BlockKind::exif:
      return describe_exif(scribe);
    case BlockKind::xmp:
    case BlockKind::xmp_extended:
      return describe_xmp(scribe);
    case BlockKind::irb:
      return describe_irb(scribe);
    case BlockKind::iptc:
      return describe_iptc(scribe, {0, scribe.bytes().size()});
    case BlockKind::icc:
      return describe_icc(scribe);
    case BlockKind::mpf:
      return describe_mpf(scribe);
    case BlockKind::jpeg:
      return describe_jpeg(scribe);
    case BlockKind::jumbf:
      return describe_jumbf(scribe);
    case BlockKind::isobmff:
      return describe_movie(scribe);
    case BlockKind::gpmf:
      return describe_gpmf(scribe);
    case BlockKind::flir:
      return describe_flir(scribe);
    case BlockKind::seft:
      return describe_seft(scribe);
    default:
      return;  // its findings say what there is
  }
}

std::string_view use_words(ImageUse use) {
  constexpr std::string_view words[] = {"the picture",
                                        "HDR gain map of the picture",
                                        "a frame of the picture",
                                        "thumbnail: a small copy of the picture",
                                        "preview: a smaller copy of the picture",
                                        "the picture before an edit",
                                        "an image that nothing names"};
  return words[static_cast<std::size_t>(use)];
}

}  // namespace

Description::Description(const DescriptionInput& input, FieldMap& map)
    : input_(input),
      builder_(map),
      nested_(input.layout.blocks.size()),
      findings_(input.layout.blocks.size()),
      regions_(input.layout.nodes.size() + 1),
      children_(input.layout.nodes.size()),
      done_(input.layout.blocks.size()) {
  const Layout& layout = input.layout;
  for (std::uint32_t i = 0; i < layout.blocks.size(); ++i) {
    if (layout.blocks[i].parent != no_index) nested_[layout.blocks[i].parent].push_back(i);
  }
  for (std::uint32_t i = 0; i < input.reading.findings.size(); ++i) {
    const std::uint32_t block = input.reading.findings[i].block;
    if (block != no_index) findings_[block].push_back(i);
  }
  for (std::uint32_t i = 0; i < layout.regions.size(); ++i) {
    regions_[std::min<std::size_t>(layout.regions[i].node, layout.nodes.size())].push_back(i);
  }
  for (std::uint32_t i = 0; i < layout.nodes.size(); ++i) {
    if (layout.nodes[i].parent < i) children_[layout.nodes[i].parent].push_back(i);
  }
  for (std::vector<std::uint32_t>& children : children_) {
    std::ranges::stable_sort(children, {}, [&](std::uint32_t node) { return layout.nodes[node].at.offset; });
  }
}

void Description::describe_file() {
  if (input_.layout.nodes.empty()) {
    Field file;
    file.name = "file";
    const Extent all{0, input_.layout.size};
    builder_.add(std::move(file), std::span{&all, 1});
  } else {
    describe_node(0);
  }
  builder_.resolve_targets();
}

void Description::describe_node(std::uint32_t index) {
  if (builder_.leaves_out()) return;
  const Node& node = input_.layout.nodes[index];
  Field field;
  field.name = builder_.keep(std::string{node.name.empty() ? "file" : node.name});
  field.is_heading = true;
  if (node.kind == NodeKind::image) field.note = use_words(node.use);
  const std::uint32_t opened = builder_.open(std::move(field), std::span{&node.at, 1});
  builder_.anchor(opened);
  // Regions and the streams between them, in file order.
  std::vector<std::uint32_t> regions = regions_[index];
  if (index == 0) {
    regions.insert(regions.end(), regions_.back().begin(), regions_.back().end());
    std::ranges::sort(regions);
  }
  auto child = children_[index].begin();
  const auto children_before = [&](std::uint64_t offset) {
    while (child != children_[index].end() && input_.layout.nodes[*child].at.offset <= offset) {
      describe_node(*child++);
    }
  };
  for (const std::uint32_t region : regions) {
    if (builder_.leaves_out()) break;
    children_before(input_.layout.regions[region].at.offset);
    describe_region(*this, region);
  }
  children_before(~std::uint64_t{0});
  builder_.close();
}

void Description::describe_nested(std::uint32_t parent, Extent within) {
  for (const std::uint32_t block : nested_[parent]) {
    const Block& of = input_.layout.blocks[block];
    if (!done_[block] && !of.parts.empty() && within.contains(of.parts.front().offset)) describe_block(block);
  }
}

void Description::describe_block(std::uint32_t block, bool in_segment) {
  if (done_[block] || builder_.leaves_out()) return;
  done_[block] = true;
  const Result<Bytes> bytes = input_.bytes.of(block);
  if (!bytes) return;
  BlockScribe scribe{*this, block, *bytes};
  const std::string_view name = input_.layout.blocks[block].name;
  const bool named_already = in_segment || builder_.field(builder_.current()).name == name;
  const bool inside = input_.layout.blocks[block].parent != no_index && !named_already;
  if (inside) {
    Field& field = scribe.open({FieldKind::structure, builder_.keep(std::string{name}), {0, bytes->size()}});
    field.is_heading = true;
    scribe.anchor();
  }
  describe_language(scribe, input_.layout.blocks[block].kind);
  scribe.take_findings({0, bytes->size()});
  describe_nested(block, {0, bytes->size()});
  if (inside) scribe.close();
}

FieldMap describe(const DescriptionInput& input) {
  FieldMap map;
  Description{input, map}.describe_file();
  return map;
}

}  // namespace exifscrub
