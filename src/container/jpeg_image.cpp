#include "container/jpeg_image.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>
#include <string>

#include "base/bytes.hpp"
#include "base/cursor.hpp"
#include "container/entropy_scan.hpp"
#include "container/jpeg_blocks.hpp"
#include "container/jpeg_marker.hpp"
#include "container/jpeg_parameters.hpp"
#include "container/jpeg_segment.hpp"

namespace exifscrub {
namespace {

constexpr std::uint32_t max_segments = 100'000;

/// A marker where it stands.
struct MarkerAt {
  std::uint64_t begin;  ///< its first fill byte
  std::uint64_t at;     ///< the FF in front of its second byte
  Byte second;
};

/// "APP5" and up to 12 printable characters of what nobody knows.
std::string name_of_unknown(Byte marker, Bytes payload) {
  std::string name{marker_row(marker).name};
  std::string signature;
  for (const Byte byte : payload.first(std::min<std::size_t>(payload.size(), 12))) {
    if (byte <= ' ' || byte > '~') break;
    signature.push_back(static_cast<char>(byte));
  }
  return signature.empty() ? name : name + " " + signature;
}

std::string_view name_of_image(LayoutBuilder& into, std::uint32_t number) {
  static constexpr std::array<std::string_view, 4> usual = {"image 1", "image 2", "image 3", "image 4"};
  return number <= usual.size() ? usual[number - 1] : into.keep("image " + std::to_string(number));
}

/// The way through one image, marker by marker.
class ImageWalk {
 public:
  ImageWalk(JpegStream& stream, std::uint32_t node, std::uint64_t soi)
      : stream_(stream), window_(stream.window), into_(stream.into), blocks_(stream.into, node), at_(soi) {
    image_.node = node;
  }

  Result<JpegImage> run();

 private:
  [[nodiscard]] Result<std::optional<MarkerAt>> next_marker();
  [[nodiscard]] Result<bool> take(const MarkerAt& found);
  [[nodiscard]] Result<bool> without_eoi();
  [[nodiscard]] Result<bool> end(const MarkerAt& found);
  [[nodiscard]] Result<bool> segment(const MarkerAt& found, MarkerKind kind);
  [[nodiscard]] Error no_segment(const MarkerAt& found, MarkerKind kind) const;
  [[nodiscard]] Result<void> check_order(const MarkerAt& found, MarkerKind kind);
  [[nodiscard]] Result<void> picture_segment(const MarkerAt& found, Bytes payload);
  [[nodiscard]] Result<void> metadata_segment(const MarkerAt& found, Bytes payload);
  [[nodiscard]] Result<void> entropy();
  [[nodiscard]] Result<bool> cut_segment(const MarkerAt& found, std::string_view what);

  void hash(Bytes bytes) {
    if (stream_.hasher) stream_.hasher->update(bytes);
  }
  void claim_picture(Extent at, std::string_view name);
  void claim_unknown(Extent at, std::string_view name, Removal may);
  [[nodiscard]] Result<void> claim_junk(std::uint64_t end);
  void claim_tail(const MarkerAt& found, std::uint64_t begin, Removal may, bool usual = false);

  JpegStream& stream_;
  SlidingWindow& window_;
  LayoutBuilder& into_;
  JpegBlocks blocks_;
  JpegImage image_;
  std::uint64_t at_;  ///< everything before is claimed
  bool seen_frame_ = false;
  /// From now on a bit that flips in the coded data turns the rest of it into what looks like markers, segments
  /// and junk, which decoders pass over to find a restart marker, or which somebody may still mend: what would
  /// not stand there in a sound file must not be cut away.
  bool seen_scan_ = false;
  bool hierarchical_ = false;  ///< a DHP announced more than one frame
  bool infiray_ = false;       ///< this is an InfiRay camera's picture, whose APP3 to APP9 have no signature
};

void ImageWalk::claim_picture(Extent at, std::string_view name) {
  Region region;
  region.at = at;
  region.role = Role::image;
  region.node = image_.node;
  region.name = name;
  into_.claim(region);
}

void ImageWalk::claim_unknown(Extent at, std::string_view name, Removal may) {
  Region region;
  region.at = at;
  region.payload = at;
  region.role = Role::unknown;
  region.leak_class = LeakClass::unknown;
  region.may = may;
  region.node = image_.node;
  region.name = name;
  into_.claim(region);
}

/// Bytes that no marker leads to: decoders skip them. Zeros are what an emptied stretch of them leaves.
Result<void> ImageWalk::claim_junk(std::uint64_t end) {
  bool zeros = true;
  for (std::uint64_t at = at_; at < end && zeros;) {
    EXS_TRY(const Bytes bytes, window_.at(at, 1));
    const Bytes junk = bytes.first(std::min<std::uint64_t>(bytes.size(), end - at));
    zeros = all_zero(junk);
    at += junk.size();
  }
  if (seen_scan_ && !zeros) return Error{Errc::malformed, at_, "coded data outside a scan"};
  claim_unknown(extent_between(at_, end), "bytes between segments", Removal::cut_or_blank);
  if (zeros) into_.make_last_empty();
  into_.note(at_, "bytes between segments");
  at_ = end;
  return {};
}

/// What stands in a segment behind the last byte that a decoder reads goes alone; the length field says so.
void ImageWalk::claim_tail(const MarkerAt& found, std::uint64_t begin, Removal may, bool usual) {
  if (begin == at_) return;
  Region region;
  region.at = region.payload = extent_between(begin, at_);
  region.role = usual ? Role::metadata : Role::unknown;
  region.leak_class = usual ? LeakClass::software : LeakClass::unknown;
  region.may = may;
  region.node = image_.node;
  region.name = usual ? "APP14 Adobe tail" : "unused tail";
  into_.claim(region);
  Link link;
  link.quantity = Link::Quantity::length;
  link.encoding = Encoding::u16_big;
  link.field = {found.at + 2, 2};
  link.target = extent_between(found.at + 2, at_);
  into_.add_link(link);
}

Result<JpegImage> ImageWalk::run() {
  claim_picture({at_, 2}, "SOI");
  at_ += 2;
  for (bool more = true; more;) {
    EXS_TRY(const auto found, next_marker());
    if (!found) {
      EXS_TRY(more, without_eoi());
      break;
    }
    if (++stream_.segments > max_segments) return Error{Errc::limit, found->at, "more than 100000 markers"};
    EXS_TRY(more, take(*found));
  }
  blocks_.finish();
  image_.end = at_;
  return image_;
}

/// Finds the next marker as decoders do: bytes in front of it are skipped, fill bytes belong to it.
Result<std::optional<MarkerAt>> ImageWalk::next_marker() {
  constexpr std::uint64_t none = UINT64_MAX;
  std::uint64_t run = none;  // start of the FF bytes that may end in a marker
  std::optional<MarkerAt> found;
  std::uint64_t at = at_;
  while (!found && at < window_.size()) {
    EXS_TRY(const Bytes bytes, window_.at(at, 1));
    for (std::size_t i = 0; i < bytes.size() && !found; ++i) {
      if (bytes[i] == 0xFF) {
        if (run == none) run = at + i;
      } else if (run != none && bytes[i] != 0) {
        found = MarkerAt{run, at + i - 1, bytes[i]};
      } else {
        run = none;
      }
    }
    at += bytes.size();
  }
  const std::uint64_t junk_end = found ? found->begin : window_.size();
  if (junk_end > at_) EXS_CHECK(claim_junk(junk_end));
  return found;
}

/// Deals with one marker and what belongs to it. @return whether the image goes on
Result<bool> ImageWalk::take(const MarkerAt& found) {
  const MarkerKind kind = marker_row(found.second).kind;
  switch (kind) {
    case MarkerKind::start:
      return Error{Errc::malformed, found.at, "SOI inside an image"};
    case MarkerKind::end:
      return end(found);
    case MarkerKind::restart:
    case MarkerKind::temporary:
      if (seen_scan_) return Error{Errc::malformed, found.at, "restart marker outside a scan"};
      at_ = found.at + 2;
      claim_unknown(extent_between(found.begin, at_), marker_row(found.second).name, Removal::cut);
      return true;
    case MarkerKind::frame:
    case MarkerKind::scan:
    case MarkerKind::table:
    case MarkerKind::application:
    case MarkerKind::comment:
      return segment(found, kind);
    default:
      return no_segment(found, kind);
  }
}

Error ImageWalk::no_segment(const MarkerAt& found, MarkerKind kind) const {
  if (seen_scan_ || kind == MarkerKind::reserved) return {Errc::malformed, found.at, "reserved marker"};
  const bool jpeg_ls = found.second == marker::sof55 || found.second == marker::sof55 + 1;
  if (!jpeg_ls) return {Errc::unsupported, found.at, "marker of a JPEG extension"};
  if (!seen_frame_) into_.set_format(FormatId::jpeg_ls);
  return {Errc::unsupported, found.at, "JPEG-LS is not supported"};
}

/// Decoders take the end of the file for an EOI, and so do viewers of cut downloads.
Result<bool> ImageWalk::without_eoi() {
  if (!seen_scan_) return Error{Errc::truncated, at_, "file ends before the picture"};
  into_.note(at_, "no EOI at the end of the file");
  return false;
}

Result<bool> ImageWalk::end(const MarkerAt& found) {
  if (!seen_scan_) return Error{Errc::malformed, found.at, "EOI before any scan"};
  at_ = found.at + 2;
  claim_picture(extent_between(found.begin, at_), "EOI");
  image_.has_eoi = true;
  return false;
}

Result<bool> ImageWalk::segment(const MarkerAt& found, MarkerKind kind) {
  EXS_TRY(const Bytes head, window_.at(found.at, 4));
  if (head.size() < 4) return cut_segment(found, "file ends inside a segment");
  const std::size_t length = load_u16(&head[2], ByteOrder::big);
  const bool metadata = kind == MarkerKind::application || kind == MarkerKind::comment;
  if (length < 2 && metadata) {
    // Decoders pass over the marker and the length alone.
    at_ = found.at + 4;
    claim_unknown(extent_between(found.begin, at_), "segment length below 2", Removal::cut_or_blank);
    into_.note(found.at, "segment length below 2");
    return true;
  }
  if (length < 2) return Error{Errc::malformed, found.at, "segment length below 2"};
  if (length > window_.size() - found.at - 2) {
    EXS_TRY(const Bytes front, window_.at(found.at, 5));
    if (seen_scan_ && !may_be_cut_off(found.second, length, front.subspan(4)))
      return Error{Errc::malformed, found.at, "segment length runs past the end of the file"};
    return cut_segment(found, "segment length runs past the end of the file");
  }
  EXS_TRY(const Bytes whole, window_.at(found.at, 2 + length));
  const Bytes payload = whole.subspan(4, length - 2);
  at_ = found.at + 2 + length;
  if (metadata) {
    EXS_CHECK(metadata_segment(found, payload));
    return true;
  }
  EXS_CHECK(check_order(found, kind));
  blocks_.interrupt();
  EXS_CHECK(picture_segment(found, payload));
  if (kind == MarkerKind::scan && stream_.head_only) return false;
  if (kind == MarkerKind::scan) EXS_CHECK(entropy());
  return true;
}

/// T.81 B.2.1, B.3.1: frames come before their scans, and a second one only behind a DHP.
Result<void> ImageWalk::check_order(const MarkerAt& found, MarkerKind kind) {
  if (found.second == marker::dhp) {
    if (seen_scan_) return Error{Errc::malformed, found.at, "DHP behind a scan"};
    hierarchical_ = true;
  }
  if (kind == MarkerKind::frame) {
    if (seen_scan_ && !hierarchical_) return Error{Errc::malformed, found.at, "second frame header"};
    seen_frame_ = true;
  }
  if (kind == MarkerKind::scan && !seen_frame_)
    return Error{Errc::malformed, found.at, "scan without a frame header"};
  return {};
}

/// A file that was cut behind a scan shows its picture: decoders take the end of the file for an EOI. Nobody
/// reads the rest of the segment that it ends in.
Result<bool> ImageWalk::cut_segment(const MarkerAt& found, std::string_view what) {
  if (!seen_scan_) return Error{Errc::truncated, found.at, what};
  at_ = window_.size();
  Region region;
  region.at = extent_between(found.begin, at_);
  region.payload = extent_between(std::min(found.at + 4, at_), at_);
  region.role = Role::unknown;
  region.leak_class = LeakClass::unknown;
  region.may = Removal::cut_or_blank;
  region.node = image_.node;
  region.name = "cut segment";
  into_.claim(region);
  into_.note(found.at, what);
  if (at_ - found.at < 4) return false;  // no length
  EXS_TRY(const Bytes rest, window_.at(region.payload.offset, region.payload.length));
  // A marker and a length alone, too: nothing in it can be emptied.
  if (all_zero(rest)) into_.make_last_empty();
  return false;
}

Result<void> ImageWalk::picture_segment(const MarkerAt& found, Bytes payload) {
  const std::optional<std::size_t> parameters = length_of_parameters(found.second, payload);
  if (!parameters) return Error{Errc::malformed, found.at, "segment too short for its parameters"};
  const std::array<Byte, 2> marker = {0xFF, found.second};
  hash(marker);
  hash(payload.first(*parameters));
  const std::uint64_t parameters_end = found.at + 4 + *parameters;
  if (seen_scan_ && !all_zero(payload.subspan(*parameters)))
    return Error{Errc::malformed, parameters_end, "coded data behind the last parameter"};
  claim_picture(extent_between(found.begin, parameters_end), marker_row(found.second).name);
  // Zeros there would be read as one more table, so they can only be cut out.
  claim_tail(found, parameters_end, Removal::cut);
  return {};
}

Result<void> ImageWalk::metadata_segment(const MarkerAt& found, Bytes payload) {
  Region region;
  region.at = extent_between(found.begin, at_);
  region.payload = {found.at + 4, payload.size()};
  region.node = image_.node;
  if (all_zero(payload)) {
    region.role = Role::empty;
    region.may = Removal::cut_or_blank;
    region.name = marker_row(found.second).name;
    into_.claim(region);
    blocks_.interrupt();
    return {};
  }
  SegmentKind kind = classify_segment(found.second, payload);
  infiray_ = infiray_ || kind.dialect == Dialect::infiray;
  if (kind.name.empty() && infiray_) kind = infiray_segment(found.second);
  if (kind.name.empty()) kind.name = into_.keep(name_of_unknown(found.second, payload));
  EXS_TRY(region.block, blocks_.add(kind, found.second, payload, found.at + 4));
  region.role = kind.role;
  region.leak_class = kind.leak_class;
  region.may = kind.may;
  region.name = kind.name;
  const bool has_tail = kind.room != 0 && kind.room < payload.size();
  if (has_tail) {
    region.at = extent_between(found.begin, found.at + 4 + kind.room);
    region.payload.length = kind.room;
  }
  into_.claim(region);
  if (has_tail) {
    claim_tail(found, region.at.end(), Removal::cut_or_blank, is_usual_tail(kind, payload));
    if (all_zero(payload.subspan(kind.room))) into_.make_last_empty();
  }
  return {};
}

/// Passes the entropy-coded data through the window, up to the marker behind it or the end of the file.
Result<void> ImageWalk::entropy() {
  seen_scan_ = true;
  image_.last_scan_begin = at_;
  std::size_t undecided = 0;  // FF bytes at the window's end
  for (bool marker = false; !marker && at_ < window_.size();) {
    EXS_TRY(const Bytes bytes, window_.at(at_, undecided + 1));
    EntropyScan scan = scan_entropy(bytes);
    marker = scan.marker;
    if (at_ + bytes.size() == window_.size() && !marker) scan.settled = bytes.size();
    undecided = bytes.size() - scan.settled;
    if (!marker && undecided >= ByteSource::max_window) {
      return Error{Errc::limit, at_, "more fill bytes than any encoder writes"};
    }
    hash(bytes.first(scan.settled));
    at_ += scan.settled;
  }
  claim_picture(extent_between(image_.last_scan_begin, at_), "scan");
  return {};
}

}  // namespace

Result<JpegImage> parse_jpeg_image(JpegStream& stream, std::uint64_t soi) {
  LayoutBuilder& into = stream.into;
  const std::uint32_t node = into.add_node(NodeKind::image, soi, 0, name_of_image(into, stream.images + 1));
  EXS_TRY(const JpegImage image, ImageWalk(stream, node, soi).run());
  into.end_node(node, image.end);
  if (stream.hasher) into.node(node).image_hash = stream.hasher->finish();
  ++stream.images;
  return image;
}

}  // namespace exifscrub
