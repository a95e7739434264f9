#include "inspect/segment.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "base/cursor.hpp"
#include "container/jfif.hpp"
#include "container/jpeg_marker.hpp"
#include "container/jpeg_segment.hpp"
#include "inspect/block_scribe.hpp"
#include "inspect/segment_parameters.hpp"

namespace exifscrub {
namespace {

std::string_view role_note(const Region& region) {
  switch (region.role) {
    case Role::image:
      return region.name == "scan" ? "entropy-coded data: the picture itself"
                                   : "needed to decode the picture";
    case Role::viewer:
      return "tells a viewer how to show the picture";
    case Role::metadata:
      return "metadata: no decoder needs it";
    case Role::unknown:
      return "nobody can name it";
    case Role::empty:
      return "zeros that a removal left";
  }
  return {};
}

class RegionScribe {
 public:
  RegionScribe(Description& all, const StreamSpace& space, const Region& region)
      : all_(all), space_(space), region_(region) {}

  void run(std::uint32_t block, bool starts_block, std::uint32_t index) {
    const Extent head_at{region_.at.offset,
                         std::min<std::uint64_t>(region_.at.length, ByteSource::max_window)};
    const Bytes read = space_.read(head_at);
    head_.assign(read.begin(), read.end());
    open(index);
    if (is_segment()) {
      describe_segment(block, starts_block);
    } else if (block != no_index && starts_block) {
      all_.describe_block(block, true);
    }
    all_.builder().close();
  }

 private:
  void open(std::uint32_t index) {
    Field field;
    field.name = all_.builder().keep(std::string{region_.name});
    field.region = index;
    field.leak_class = region_.leak_class;
    field.note = role_note(region_);
    field.is_heading = true;
    if (region_.role == Role::empty) field.kind = FieldKind::padding;
    if (region_.role == Role::unknown) field.kind = FieldKind::unknown;
    if (region_.role == Role::image) field.kind = FieldKind::image;
    // Of a small picture inside a block the frame's size is enough.
    field.is_detail = index == no_index && region_.role == Role::image && !region_.name.starts_with("SOF");
    const std::vector<Extent> place = space_.where(region_.at);
    opened_ = all_.builder().open(std::move(field), place);
  }

  /// Whether the region begins with a marker that is written out in it.
  bool is_segment() {
    while (fill_ < head_.size() && head_[fill_] == 0xFF) ++fill_;
    if (fill_ == 0 || fill_ >= head_.size()) return false;
    marker_ = head_[fill_];
    --fill_;
    const MarkerKind kind = marker_row(marker_).kind;
    return region_.name != "scan" && kind != MarkerKind::none && kind != MarkerKind::reserved;
  }

  void add(FieldKind kind, std::string_view name, Extent at, std::string value, std::string_view note = {}) {
    Field field;
    field.kind = kind;
    field.name = name;
    field.value = std::move(value);
    field.note = note;
    field.is_detail = kind != FieldKind::value;
    const std::vector<Extent> place = space_.where({region_.at.offset + at.offset, at.length});
    all_.builder().add(std::move(field), place);
  }

  void describe_segment(std::uint32_t block, bool starts_block) {
    if (fill_ > 0)
      add(FieldKind::padding, "fill bytes", {0, fill_}, {}, "FF bytes in front of a marker mean nothing");
    const MarkerRow& row = marker_row(marker_);
    add(FieldKind::marker, "marker", {fill_, 2}, std::string{row.name}, note_of_marker(marker_));
    if (row.kind == MarkerKind::start || row.kind == MarkerKind::end || row.kind == MarkerKind::restart ||
        row.kind == MarkerKind::temporary || head_.size() < fill_ + 4) {
      return;
    }
    const std::uint64_t length = load_u16(head_.data() + fill_ + 2, ByteOrder::big);
    add(FieldKind::length, "length", {fill_ + 2, 2}, counted(length, "byte", "bytes"),
        "counts its own two bytes and all that follows in the segment");
    const Bytes payload = Bytes{head_}.subspan(fill_ + 4);
    if (region_.role == Role::empty || payload.empty()) return;
    describe_payload(row, payload, block, starts_block);
  }

  void describe_payload(const MarkerRow& row, Bytes payload, std::uint32_t block, bool starts_block) {
    const auto put = [this](FieldKind kind, std::string_view name, Extent at, std::string value,
                            std::string_view note) {
      add(kind, name, {fill_ + 4 + at.offset, at.length}, std::move(value), note);
    };
    if (row.kind != MarkerKind::application && row.kind != MarkerKind::comment) {
      std::string summary = describe_parameters(marker_, payload, put);
      all_.builder().field(opened_).value = std::move(summary);
      return;
    }
    const SegmentKind kind = classify_segment(marker_, payload);
    if (is_jfif(payload) || kind.dialect == Dialect::adobe) {
      std::string summary = is_jfif(payload) ? describe_jfif(payload, put) : describe_adobe(payload, put);
      all_.builder().field(opened_).value = std::move(summary);
      return;
    }
    const bool is_block = block != no_index && starts_block;
    if (row.kind == MarkerKind::comment && !is_block) {
      const std::size_t length = std::min<std::size_t>(payload.size(), BlockScribe::longest_value);
      put(FieldKind::value, "comment", {0, payload.size()},
          std::string(payload.begin(), payload.begin() + static_cast<std::ptrdiff_t>(length)), "free text");
    }
    const std::uint64_t header = std::min<std::uint64_t>(kind.header, payload.size());
    if (header > 0) describe_signature(kind, payload.first(header), put);
    if (is_block) {
      all_.describe_block(block, true);
    } else if (header < payload.size() && row.kind == MarkerKind::application) {
      const bool known = kind.joining != Joining::none && block != no_index;
      put(known ? FieldKind::value : FieldKind::unknown, known ? "continued" : "content",
          {header, payload.size() - header}, counted(payload.size() - header, "byte", "bytes"),
          known ? "a further part of what an earlier segment began" : std::string_view{});
    }
  }

  Description& all_;
  const StreamSpace& space_;
  const Region& region_;
  std::vector<Byte> head_;
  std::size_t fill_ = 0;
  Byte marker_ = 0;
  std::uint32_t opened_ = no_index;
};

}  // namespace

void describe_region(Description& all, std::uint32_t index) {
  const Layout& layout = all.input().layout;
  const Region& region = layout.regions[index];
  ByteSource& source = all.input().source;
  const StreamSpace space{[&](Extent at) {
                            const auto window = source.window(at.offset, at.length);
                            return window ? *window : Bytes{};
                          },
                          [](Extent at) { return std::vector<Extent>{at}; }};
  bool starts = false;
  if (region.block != no_index) {
    const std::vector<Extent>& parts = layout.blocks[region.block].parts;
    starts = !parts.empty() && (region.at.contains(parts.front().offset) || parts.front().empty());
  }
  RegionScribe{all, space, region}.run(region.block, starts, index);
}

void describe_region(Description& all, const StreamSpace& space, const Region& region, std::uint32_t block,
                     bool starts_block) {
  RegionScribe{all, space, region}.run(block, starts_block, no_index);
}

}  // namespace exifscrub
