#include "container/jpeg_blocks.hpp"

#include <algorithm>
#include <span>
#include <string_view>
#include <tuple>

#include "base/cursor.hpp"
#include "container/jpeg_marker.hpp"
#include "container/viewer_data.hpp"

namespace exifscrub {

using namespace std::string_view_literals;

namespace {

/// More documents than this in one image are an attack on the search through them.
constexpr std::size_t max_series = 256;

bool is_tiff_header(Bytes bytes) { return starts_with(bytes, "II*\0"sv) || starts_with(bytes, "MM\0*"sv); }

/// What one chunk says about itself.
struct ChunkHeader {
  std::array<Byte, 32> id{};
  std::uint64_t order = 0;
  std::uint64_t total = 0;
  std::size_t repeated = 0;  ///< bytes behind the segment's header that repeat the first chunk's
};

/// Signature 12 | sequence number | count
ChunkHeader icc_chunk(Bytes payload) { return {{}, payload[12], payload[13], 0}; }

/// Signature 35 | GUID 32 | full length 4 | offset 4
ChunkHeader xmp_chunk(Bytes payload) {
  ChunkHeader header;
  std::ranges::copy(payload.subspan(35, 32), header.id.begin());
  header.total = load_u32(&payload[67], ByteOrder::big);
  header.order = load_u32(&payload[71], ByteOrder::big);
  return header;
}

/// "JP" | box instance 2 | packet sequence number 4 | LBox 4 | TBox 4 | XLBox 8 when LBox is 1; the packets
/// behind the first repeat the box header.
ChunkHeader jumbf_chunk(Bytes payload) {
  ChunkHeader header;
  Cursor cursor{payload};
  cursor.skip(2);
  std::ranges::copy(cursor.take(2), header.id.begin());
  header.order = cursor.u32();
  const bool swapped = cursor.remaining() >= 8 && starts_with(payload.subspan(12), "bmuj");  // Microsoft
  cursor.set_order(swapped ? ByteOrder::little : ByteOrder::big);
  const std::uint32_t length = cursor.u32();
  cursor.skip(4);
  header.total = length == 1 ? cursor.u64() : length;
  if (header.order > 1) header.repeated = length == 1 ? 16 : 8;
  return header;
}

/// Signature 5 | 01 | chunk number from 0 | last chunk's number
ChunkHeader flir_chunk(Bytes payload) { return {{}, payload[6], std::uint64_t{payload[7]} + 1, 0}; }

ChunkHeader chunk_header(Joining joining, Bytes payload) {
  switch (joining) {
    case Joining::icc:
      return icc_chunk(payload);
    case Joining::xmp_extended:
      return xmp_chunk(payload);
    case Joining::jumbf:
      return jumbf_chunk(payload);
    default:
      return flir_chunk(payload);
  }
}

}  // namespace

std::uint32_t JpegBlocks::add_block(const SegmentKind& kind, std::vector<Extent> parts) {
  Block block;
  block.kind = kind.block;
  block.dialect = kind.dialect;
  block.node = node_;
  block.parts = std::move(parts);
  block.name = kind.block_name.empty() ? kind.name : kind.block_name;
  block.use = kind.use;
  return into_.add_block(std::move(block));
}

bool JpegBlocks::continues(const SegmentKind& kind, Byte marker, Bytes payload) const {
  if (previous_.block == no_index) return false;
  switch (kind.joining) {
    case Joining::exif:
      return previous_.joining == Joining::exif && !is_tiff_header(payload.subspan(kind.header));
    case Joining::adjacent:
      return previous_.joining == Joining::adjacent && previous_.marker == marker;
    case Joining::alone:  // a piece of a preview has no signature of its own
      return previous_.joining == Joining::preview && kind.role == Role::unknown && marker >= marker::app2 &&
             marker <= marker::app5;
    default:
      return false;
  }
}

Result<std::uint32_t> JpegBlocks::add(SegmentKind& kind, Byte marker, Bytes payload,
                                      std::uint64_t payload_at) {
  const Extent part{payload_at + kind.header, payload.size() - kind.header};
  std::uint32_t block = no_index;
  switch (kind.joining) {
    case Joining::none:
      break;
    case Joining::icc:
    case Joining::xmp_extended:
    case Joining::jumbf:
    case Joining::flir: {
      EXS_TRY(block, add_chunk(kind, payload, part));
      break;
    }
    default:
      if (continues(kind, marker, payload)) {
        block = previous_.block;
        into_.block(block).parts.push_back(part);
        if (previous_.joining == Joining::preview) {
          kind.name = "PreviewImage, continued";
          kind.role = Role::metadata;
          kind.leak_class = LeakClass::thumbnail;
          kind.joining = Joining::preview;
        }
      } else {
        block = add_block(kind, {part});
      }
  }
  previous_ = {kind.joining, marker, block};
  return block;
}

Result<std::uint32_t> JpegBlocks::series_of(const SegmentKind& kind, const std::array<Byte, 32>& id) {
  for (std::uint32_t i = 0; i < series_.size(); ++i) {
    if (series_[i].joining == kind.joining && series_[i].id == id) return i;
  }
  if (series_.size() == max_series)
    return Error{Errc::limit, 0, "more split documents than any writer makes"};
  series_.push_back({kind.joining, id, add_block(kind, {})});
  return static_cast<std::uint32_t>(series_.size() - 1);
}

std::vector<Byte> JpegBlocks::front_of(Joining joining, Bytes chunk) {
  constexpr std::size_t most = 255 * profile_front;
  if (joining != Joining::icc || fronts_ >= most) return {};
  chunk = chunk.first(std::min<std::size_t>(chunk.size(), profile_front));
  fronts_ += chunk.size();
  return {chunk.begin(), chunk.end()};
}

/// Whether b is an ICC chunk that says what a says already: some programs write a profile twice.
bool JpegBlocks::is_twin(const Chunk& a, const Chunk& b) {
  const bool held = a.part.length == a.front.size() && b.part.length == b.front.size();
  return held && !a.front.empty() && a.series == b.series && a.order == b.order && a.total == b.total &&
         a.front == b.front;
}

/// Whether chunks that are all there are an ICC profile as long as its header says, with zeros at most behind it.
bool JpegBlocks::is_profile(std::span<const Chunk> chunks) {
  std::vector<Byte> front;
  std::uint64_t length = 0;
  std::uint64_t zeros = 0;
  for (const Chunk& chunk : chunks) {
    if (front.size() < profile_front) front.insert(front.end(), chunk.front.begin(), chunk.front.end());
    length += chunk.part.length;
    zeros = chunk.zeros == chunk.part.length ? zeros + chunk.zeros : chunk.zeros;
  }
  front.resize(std::min<std::size_t>(front.size(), profile_front));
  const auto stated = stated_profile_length(front);
  return stated && *stated <= length && length - *stated <= zeros;
}

namespace {

std::uint64_t zeros_at_end(Bytes bytes) {
  const auto last = std::find_if(bytes.rbegin(), bytes.rend(), [](Byte byte) { return byte != 0; });
  return static_cast<std::uint64_t>(last - bytes.rbegin());
}

}  // namespace

Result<std::uint32_t> JpegBlocks::add_chunk(const SegmentKind& kind, Bytes payload, Extent part) {
  const ChunkHeader header = chunk_header(kind.joining, payload);
  EXS_TRY(const std::uint32_t series, series_of(kind, header.id));
  const std::uint64_t repeated = std::min<std::uint64_t>(header.repeated, part.length);
  chunks_.push_back({series_[series].block,
                     series,
                     header.order,
                     header.total,
                     {part.offset + repeated, part.length - repeated},
                     front_of(kind.joining, payload.subspan(kind.header)),
                     kind.joining == Joining::icc ? zeros_at_end(payload.subspan(kind.header)) : 0});
  return series_[series].block;
}

namespace {

/// Whether chunks sorted by order are all there, once each. ICC chunks count from 1, and in some files from 0.
template <class Chunks>
bool complete(Joining joining, const Chunks& chunks) {
  const std::uint64_t total = chunks.front().total;
  const bool counts_bytes = joining == Joining::xmp_extended || joining == Joining::jumbf;
  std::uint64_t expected = joining == Joining::jumbf ? 1 : 0;
  if (joining == Joining::icc) expected = std::min<std::uint64_t>(chunks.front().order, 1);
  std::uint64_t sum = 0;
  for (const auto& chunk : chunks) {
    if (chunk.order != expected || chunk.total != total) return false;
    expected += joining == Joining::xmp_extended ? chunk.part.length : 1;
    sum += chunk.part.length;
  }
  if (joining == Joining::jumbf && total == 0) return true;  // a box up to the end
  return (counts_bytes ? sum : chunks.size()) == total;
}

}  // namespace

void JpegBlocks::finish() {
  std::stable_sort(chunks_.begin(), chunks_.end(), [](const Chunk& a, const Chunk& b) {
    return std::tie(a.series, a.order) < std::tie(b.series, b.order);
  });
  chunks_.erase(std::unique(chunks_.begin(), chunks_.end(), is_twin), chunks_.end());
  for (std::size_t from = 0; from < chunks_.size();) {
    std::size_t to = from;
    while (to < chunks_.size() && chunks_[to].series == chunks_[from].series) ++to;
    const std::span chunks{chunks_.data() + from, to - from};
    Block& block = into_.block(chunks.front().block);
    for (const Chunk& chunk : chunks) block.parts.push_back(chunk.part);
    const Joining joining = series_[chunks.front().series].joining;
    const bool whole = complete(joining, chunks);
    if (!whole) into_.note(block.parts.front().offset, "parts are missing or contradict each other");
    if (joining == Joining::icc && !(whole && is_profile(chunks))) into_.disown(chunks.front().block);
    from = to;
  }
}

}  // namespace exifscrub
