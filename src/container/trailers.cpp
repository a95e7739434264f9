#include "container/trailers.hpp"

#include <algorithm>
#include <array>

#include "base/bytes.hpp"
#include "base/cursor.hpp"
#include "container/sliding_window.hpp"
#include "container/trailer_footers.hpp"

namespace exifscrub {

using namespace std::string_view_literals;

namespace {

/// More trailers than this behind one image are no camera's.
constexpr std::size_t max_trailers = 64;

Trailer unknown(Extent at) {
  return {at, "unknown trailer", Role::unknown, BlockKind::unknown, LeakClass::unknown};
}

Trailer known(Extent at, Dialect dialect, BlockKind block = BlockKind::trailer) {
  return {at, row_of(dialect).carrier, Role::metadata, block, row_of(dialect).leak_class, dialect};
}

/// What no footer names may be known by how it starts: a Pixel leaves the records of its exposure, focus and
/// white balance behind the picture.
Result<Trailer> named_by_start(ByteSource& file, Extent at) {
  constexpr auto camera_debug = "aecDebug"sv;
  if (at.length < camera_debug.size()) return unknown(at);
  EXS_TRY(const Bytes start, file.window(at.offset, camera_debug.size()));
  if (!starts_with(start, camera_debug)) return unknown(at);
  return known(at, Dialect::pixel_debug);
}

Trailer video(Extent at) { return {at, "MP4 video", Role::metadata, BlockKind::isobmff, LeakClass::motion}; }

/// Where the zeros at the end of `within` start.
Result<std::uint64_t> zeros_begin(ByteSource& file, Extent within) {
  std::uint64_t end = within.end();
  while (end > within.offset) {
    const auto length = static_cast<std::size_t>(std::min<std::uint64_t>(end - within.offset, 64 * 1024));
    EXS_TRY(const Bytes bytes, file.window(end - length, length));
    std::size_t left = length;
    while (left > 0 && bytes[left - 1] == 0) --left;
    end -= length - left;
    if (left > 0) break;
  }
  return end;
}

}  // namespace

Result<std::vector<Trailer>> peel_trailers(ByteSource& file, Extent within) {
  std::vector<Trailer> found;
  while (!within.empty() && found.size() < max_trailers) {
    EXS_TRY(const FooterMatch match, match_footer(file, within));
    Trailer trailer;
    if (match.row != nullptr) {
      trailer = known(extent_between(match.begin, within.end()), match.row->dialect, match.row->block);
    } else {
      EXS_TRY(const std::uint64_t begin, zeros_begin(file, within));
      if (begin == within.end()) break;
      trailer = zero_padding(extent_between(begin, within.end()));
    }
    within = extent_between(within.offset, trailer.at.offset);
    found.push_back(trailer);
  }
  // Zeros behind what no footer names may be its own last bytes: a video's.
  if (!found.empty() && found.back().role == Role::empty && !within.empty()) found.pop_back();
  std::reverse(found.begin(), found.end());
  return found;
}

namespace {

bool is_box_type(Bytes type) {
  return std::ranges::all_of(type, [](Byte c) { return (c >= 0x20 && c < 0x7F) || c == 0xA9; });
}

/// Where the box at `at` ends, not behind `limit`; `at` when there is no box.
Result<std::uint64_t> box_end(SlidingWindow& window, std::uint64_t at, std::uint64_t limit) {
  EXS_TRY(const Bytes head, window.at(at, 16));
  if (head.size() < 8 || limit - at < 8 || !is_box_type(head.subspan(4, 4))) return at;
  std::uint64_t length = load_u32(head.data(), ByteOrder::big);
  if (length == 0) return limit;  // to the end
  if (length == 1) {
    if (head.size() < 16) return at;
    length = load_u64(&head[8], ByteOrder::big);
    if (length < 16) return at;
  }
  if (length < 8) return at;
  return length > limit - at ? limit : at + length;
}

/// Where the boxes that start with the ftyp at `begin` end. A box that is cut off ends with the stretch.
Result<std::uint64_t> movie_end(SlidingWindow& window, std::uint64_t begin, std::uint64_t limit) {
  constexpr int max_boxes = 10'000;
  std::uint64_t at = begin;
  for (int boxes = 0; at < limit && boxes < max_boxes; ++boxes) {
    EXS_TRY(const std::uint64_t next, box_end(window, at, limit));
    if (next == at) break;
    at = next;
  }
  return at;
}

/// The first ftyp box of the stretch, or its end: phones put padding and marks of their own in front.
Result<std::uint64_t> find_movie(SlidingWindow& window, Extent stretch) {
  std::uint64_t at = stretch.offset;
  constexpr auto word = "ftyp"sv;
  while (at + 8 <= stretch.end()) {
    EXS_TRY(Bytes bytes, window.at(at, 8));
    bytes = bytes.first(static_cast<std::size_t>(std::min<std::uint64_t>(bytes.size(), stretch.end() - at)));
    const std::string_view text = as_text(bytes);
    for (std::size_t hit = text.find(word); hit != text.npos; hit = text.find(word, hit + 1)) {
      if (hit < 4) continue;
      const std::uint32_t length = load_u32(&bytes[hit - 4], ByteOrder::big);
      if (length >= 16 && length <= 1024) return at + hit - 4;
    }
    at += bytes.size() - 7;
  }
  return stretch.end();
}

}  // namespace

Result<std::vector<Trailer>> name_stretch(ByteSource& file, Extent stretch) {
  std::vector<Trailer> named;
  SlidingWindow window{file};
  std::uint64_t at = stretch.offset;
  while (at < stretch.end()) {
    const Extent rest = extent_between(at, stretch.end());
    std::uint64_t movie = rest.end();
    if (named.size() < max_trailers) {
      EXS_TRY(movie, find_movie(window, rest));
    }
    EXS_TRY(std::uint64_t other, window.skip_zeros(at));
    other = std::min(other, movie);
    if (other > at) named.push_back(zero_padding(extent_between(at, other)));
    if (movie > other) {
      EXS_TRY(const std::uint64_t end, zeros_begin(file, extent_between(other, movie)));
      window.forget();
      EXS_TRY(const Trailer trailer, named_by_start(file, extent_between(other, end)));
      window.forget();
      named.push_back(trailer);
      if (movie > end) named.push_back(zero_padding(extent_between(end, movie)));
    }
    if (movie == rest.end()) break;
    EXS_TRY(at, movie_end(window, movie, rest.end()));
    named.push_back(video(extent_between(movie, at)));
  }
  return named;
}

void claim_trailer(LayoutBuilder& into, const Trailer& trailer) {
  Region region;
  region.at = trailer.at;
  region.payload = trailer.at;
  region.role = trailer.role;
  region.may = Removal::cut_or_blank;
  region.name = trailer.name;
  region.node = 0;
  if (trailer.role != Role::empty) {
    region.leak_class = trailer.leak_class;
    region.node = into.add_node(NodeKind::trailer, trailer.at.offset, 0, trailer.name);
    into.end_node(region.node, trailer.at.end());
    Block block;
    block.kind = trailer.block;
    block.dialect = trailer.dialect;
    block.node = region.node;
    block.parts = {trailer.at};
    block.name = trailer.name;
    region.block = into.add_block(std::move(block));
  }
  into.claim(region);
}

}  // namespace exifscrub
