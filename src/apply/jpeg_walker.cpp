#include "apply/jpeg_walker.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <functional>

#include "apply/canonical_exif.hpp"
#include "apply/canonical_index.hpp"
#include "apply/canonical_xmp.hpp"
#include "apply/entropy_run.hpp"
#include "apply/picture_segment.hpp"

namespace exifscrub {
namespace {

// T.81 table B.1.
constexpr Byte tem = 0x01, rst0 = 0xD0, rst7 = 0xD7, soi = 0xD8, eoi = 0xD9, sos = 0xDA;
constexpr Byte app0 = 0xE0, app15 = 0xEF, com = 0xFE;
constexpr Byte sof55 = 0xF7, lse = 0xF8;  // JPEG-LS, T.87

constexpr std::array<Byte, 3> image_start = {0xFF, soi, 0xFF};

constexpr std::size_t max_stretches = 100'000;
constexpr std::size_t max_images = 1'000;

/// Scans that are noted; further ones have to be walked again.
constexpr std::size_t max_noted_scans = 10'000;

bool is_restart(Byte code) { return code >= rst0 && code <= rst7; }
bool is_application(Byte code) { return code >= app0 && code <= app15; }

}  // namespace

JpegWalker::JpegWalker(std::optional<DigestKind> image_hash) {
  if (image_hash) hasher_.emplace(*image_hash);
  constexpr std::size_t usual_parameters = 512, usual_stretches = 16;
  gathered_.reserve(usual_parameters);
  walk_.stretches.reserve(usual_stretches);
}

void JpegWalker::feed(Bytes bytes) {
  const std::uint64_t end = position_ + bytes.size();
  while (!bytes.empty() && !gave_up()) {
    const std::size_t taken = take(bytes);
    position_ += taken;
    bytes = bytes.subspan(taken);
  }
  position_ = end;
}

void JpegWalker::pass(std::uint64_t size) {
  if (gave_up()) return;
  if (state_ == State::scan && position_ < known_until_) {
    position_ = std::min(known_until_, size);
  } else if (state_ == State::behind && !image_may_start_) {
    const std::uint64_t next = indexed_starts_.empty() ? size : indexed_starts_.back();
    position_ = std::clamp(next, position_, std::max(position_, size));
  }
}

Walk JpegWalker::finish() {
  walk_.size = position_;
  if (!gave_up()) end_file();
  if (!gave_up() && !walk_.objection) walk_.objection = check_claims(walk_.images, claims_, walk_.size);
  return std::move(walk_);
}

std::size_t JpegWalker::take(Bytes bytes) {
  switch (state_) {
    case State::start:
      return take_start(bytes);
    case State::between:
      return take_between(bytes);
    case State::marker:
      return take_marker(bytes);
    case State::length:
      return take_length(bytes);
    case State::payload:
      return take_payload(bytes);
    case State::scan:
      return take_scan(bytes);
    case State::behind:
      break;
  }
  return take_behind(bytes);
}

std::size_t JpegWalker::take_start(Bytes bytes) {
  if (bytes[0] != image_start[position_]) {
    fail(Errc::malformed, 0, "no JPEG: does not start with SOI");
  } else if (position_ == 1) {
    begin_image(0);
    state_ = State::between;
  }
  return 1;
}

std::size_t JpegWalker::take_between(Bytes bytes) {
  const void* found = std::memchr(bytes.data(), 0xFF, bytes.size());
  const std::size_t junk = found == nullptr
                               ? bytes.size()
                               : static_cast<std::size_t>(static_cast<const Byte*>(found) - bytes.data());
  if (junk != 0) {
    // Zeros are what emptied junk leaves.
    const std::size_t zeros = zeros_at_front(bytes.first(junk));
    if (zeros != junk) object_to_stray(position_ + zeros, "bytes between segments");
    return junk;
  }
  ffs_begin_ = position_;
  ffs_ = 1;
  state_ = State::marker;
  return 1;
}

std::size_t JpegWalker::take_marker(Bytes bytes) {
  if (bytes[0] == 0xFF) {
    ++ffs_;
  } else if (bytes[0] == 0x00) {
    state_ = State::between;
    object_to_stray(ffs_begin_, "bytes between segments");
  } else {
    begin_marker(bytes[0]);
  }
  return 1;
}

/// The marker's code stands at position_, its run of FFs before it.
void JpegWalker::begin_marker(Byte marker) {
  marker_ = marker;
  if (marker == eoi && !saw_scan_) {
    fail(Errc::malformed, ffs_begin_, "image without a scan");
  } else if (marker == eoi) {
    add_stretch(ffs_begin_, position_ + 1);
    end_image(position_ + 1, false);
  } else if (marker == tem || is_restart(marker)) {
    state_ = State::between;
    object_to_stray(ffs_begin_, "marker without segment outside a scan");
  } else if (is_picture_segment(marker) || is_application(marker) || marker == com) {
    length_bytes_ = 0;
    length_ = 0;
    state_ = State::length;
  } else if (marker == soi) {
    fail(Errc::malformed, ffs_begin_, "SOI inside an image");
  } else if (marker == sof55 || marker == lse) {
    fail(Errc::unsupported, ffs_begin_, "JPEG-LS");
  } else {
    fail(Errc::unsupported, ffs_begin_, "reserved marker");
  }
}

std::size_t JpegWalker::take_length(Bytes bytes) {
  length_ = length_ << 8 | bytes[0];
  if (++length_bytes_ < 2) return 1;
  if (length_ < 2 && is_picture_segment(marker_)) {
    fail(Errc::malformed, ffs_begin_, "segment length below 2");
    return 1;
  }
  if (length_ < 2) {
    object(ffs_begin_, "segment length below 2");
    state_ = State::between;
    return 1;
  }
  payload_begin_ = position_ + 1;
  payload_left_ = length_ - 2;
  begin_payload();
  return 1;
}

void JpegWalker::begin_payload() {
  gathered_.clear();
  handling_ = is_picture_segment(marker_) ? Handling::parameters : Handling::undecided;
  state_ = State::payload;
  if (payload_left_ == 0) end_payload();
}

/// How much of the payload has to be in gathered_ before the next decision.
std::size_t JpegWalker::gathered_length() const {
  if (handling_ == Handling::undecided) return std::min(length_ - 2, carrier_front);
  return length_ - 2;
}

std::size_t JpegWalker::take_payload(Bytes bytes) {
  const Bytes own = bytes.first(std::min(bytes.size(), payload_left_));
  std::size_t taken = own.size();
  if (handling_ == Handling::emptied) {
    if (zeros_at_front(own) != own.size()) {
      object(ffs_begin_, objection_to(carrier_, marker_));
      handling_ = Handling::passed;
    }
  } else if (handling_ != Handling::passed) {
    taken = std::min(taken, gathered_length() - gathered_.size());
    gathered_.insert(gathered_.end(), own.begin(), own.begin() + static_cast<std::ptrdiff_t>(taken));
  }
  payload_left_ -= taken;
  if (handling_ == Handling::undecided && gathered_.size() == gathered_length()) classify();
  if (payload_left_ == 0) end_payload();
  return taken;
}

void JpegWalker::classify() {
  carrier_ = carrier_of(marker_, gathered_);
  handling_ = Handling::passed;
  switch (carrier_) {
    case Carrier::other:
      if (zeros_at_front(gathered_) == gathered_.size()) {
        handling_ = Handling::emptied;
      } else {
        object(ffs_begin_, objection_to(carrier_, marker_));
      }
      break;
    default:
      handling_ = Handling::judged;
  }
}

void JpegWalker::end_payload() {
  if (handling_ == Handling::undecided) classify();
  state_ = State::between;
  if (handling_ == Handling::parameters) {
    end_picture_segment();
  } else if (handling_ == Handling::judged && !judge()) {
    object(ffs_begin_, objection_to(carrier_, marker_));
  }
}

void JpegWalker::end_picture_segment() {
  const auto used = parameter_length(marker_, gathered_);
  if (!used) return fail(used.error().code, payload_begin_ + used.error().offset, used.error().what);
  if (const Bytes tail = Bytes{gathered_}.subspan(*used); !tail.empty()) {
    constexpr std::string_view what = "bytes behind the last parameter";
    const bool zeros = zeros_at_front(tail) == tail.size();
    if (saw_scan_ && !zeros) return fail(Errc::malformed, payload_begin_ + *used, what);
    object(payload_begin_ + *used, what);
  }
  hash(std::array<Byte, 2>{0xFF, marker_});
  hash(Bytes{gathered_}.first(*used));
  add_stretch(ffs_begin_, payload_begin_ + *used);
  if (is_frame(marker_)) saw_frame_ = true;
  if (marker_ != sos) return;
  if (!saw_frame_) return fail(Errc::malformed, ffs_begin_, "scan without a frame");
  saw_scan_ = true;
  scan_begin_ = payload_begin_ + gathered_.size();
  const auto known = std::ranges::lower_bound(known_scans_, scan_begin_, {}, &Extent::offset);
  const bool is_known = known != known_scans_.end() && known->offset == scan_begin_;
  known_until_ = is_known ? known->end() : 0;
  ffs_ = 0;
  state_ = State::scan;
}

/// Whether the gathered payload is what may stay.
bool JpegWalker::judge() {
  const Extent payload{payload_begin_, gathered_.size()};
  switch (carrier_) {
    case Carrier::exif:
      if (!is_minimal_exif(gathered_)) return false;
      walk_.canonical.push_back(payload);
      return true;
    case Carrier::xmp:
      return judge_xmp();
    case Carrier::mpf:
      return judge_index();
    case Carrier::icc:
      icc_.add(gathered_, ffs_begin_);
      return true;
    case Carrier::iso_gain_map:
      walk_.images.back().is_gain_map = true;
      [[fallthrough]];
    default:
      return is_allowed(carrier_, gathered_);
  }
}

bool JpegWalker::judge_xmp() {
  CanonicalXmp xmp = match_canonical_xmp(Bytes{gathered_}.subspan(xmp_signature.size()));
  if (!xmp.canonical) return false;
  walk_.canonical.push_back({payload_begin_, gathered_.size()});
  if (xmp.gain_map) walk_.images.back().is_gain_map = true;
  if (xmp.motion) object(ffs_begin_, "XMP of a motion photo");
  if (xmp.items.empty()) return true;
  claims_.directories.push_back({ffs_begin_, std::move(xmp.items)});
  return walk_.images.size() == 1;
}

// The images of an index that is not canonical are followed too: they are picture, and no patch may touch
// them.
bool JpegWalker::judge_index() {
  if (walk_.images.size() != 1) return false;
  ImageIndex index = read_image_index(gathered_);
  const std::uint64_t base = payload_begin_ + index_base;
  for (const ImageIndex::Entry& entry : index.entries) indexed_starts_.push_back(base + entry.offset);
  std::ranges::sort(indexed_starts_, std::greater{});
  if (!index.canonical) return false;
  walk_.canonical.push_back({payload_begin_, gathered_.size()});
  claims_.indexes.push_back({ffs_begin_, base, std::move(index.entries)});
  return true;
}

std::size_t JpegWalker::take_scan(Bytes bytes) {
  if (position_ < known_until_) {
    return static_cast<std::size_t>(std::min<std::uint64_t>(bytes.size(), known_until_ - position_));
  }
  if (ffs_ == 0) {
    const std::size_t run = entropy_run(bytes);
    hash(bytes.first(run));
    if (run == bytes.size()) return run;
    ffs_begin_ = position_ + run;
    ffs_ = 1;
    return run + 1;
  }
  if (bytes[0] == 0xFF) {
    ++ffs_;
  } else if (bytes[0] == 0x00 || is_restart(bytes[0])) {
    hash_ffs();
    hash(bytes.first(1));
    ffs_ = 0;
  } else {
    add_scan(ffs_begin_);
    begin_marker(bytes[0]);
  }
  return 1;
}

std::size_t JpegWalker::take_behind(Bytes bytes) {
  while (!indexed_starts_.empty() && indexed_starts_.back() <= position_) {
    if (indexed_starts_.back() == position_ && !image_may_start_) image_may_start_ = starts_here_ = true;
    indexed_starts_.pop_back();
  }
  if (!image_may_start_) {
    const std::uint64_t next =
        indexed_starts_.empty() ? ~std::uint64_t{0} : indexed_starts_.back() - position_;
    return static_cast<std::size_t>(std::min<std::uint64_t>(bytes.size(), next));
  }
  return match_image_start(bytes);
}

/// Takes zeros and then the next image's start; anything else ends the search for it.
std::size_t JpegWalker::match_image_start(Bytes bytes) {
  if (start_matched_ == 0 && !starts_here_) {
    if (const std::size_t zeros = zeros_at_front(bytes); zeros != 0) return zeros;
  }
  if (bytes[0] != image_start[start_matched_]) {
    object(position_ - start_matched_, "bytes behind the end of the image");
    image_may_start_ = starts_here_ = false;
    start_matched_ = 0;
    return 0;
  }
  if (++start_matched_ == image_start.size()) {
    begin_image(position_ - 2);
    ffs_begin_ = position_;
    ffs_ = 1;
    state_ = State::marker;
  }
  return 1;
}

void JpegWalker::begin_image(std::uint64_t offset) {
  if (walk_.images.size() == max_images) return fail(Errc::limit, offset, "too many images");
  walk_.images.emplace_back().at.offset = offset;
  saw_frame_ = saw_scan_ = false;
  add_stretch(offset, offset + 2);
}

void JpegWalker::end_image(std::uint64_t end, bool missing_eoi) {
  if (const auto begin = icc_.finish()) object(*begin, no_profile);
  WalkedImage& image = walk_.images.back();
  image.at = extent_between(image.at.offset, end);
  image.missing_eoi = missing_eoi;
  if (hasher_) image.image_hash = hasher_->finish();
  image_may_start_ = true;
  starts_here_ = false;
  start_matched_ = 0;
  state_ = State::behind;
}

void JpegWalker::end_file() {
  switch (state_) {
    case State::start:
      return fail(Errc::truncated, position_, "ends before SOI");
    case State::between:
    case State::marker:
      if (!saw_scan_) return fail(Errc::truncated, position_, "ends before the first scan");
      return end_image(position_, true);
    case State::length:
    case State::payload:
      if (!saw_scan_) return fail(Errc::truncated, ffs_begin_, "ends inside a segment");
      // A cut download: decoders show the scans before. Zeros are what emptying leaves of the rest.
      if (state_ == State::length || zeros_at_front(gathered_) != gathered_.size()) {
        object(ffs_begin_, "ends inside a segment");
      }
      return end_image(position_, true);
    case State::scan:
      hash_ffs();
      add_scan(position_);
      return end_image(position_, true);
    case State::behind:
      if (start_matched_ != 0) object(position_ - start_matched_, "bytes behind the end of the image");
  }
}

void JpegWalker::object(std::uint64_t offset, std::string_view what) {
  if (!walk_.objection) walk_.objection = Objection{offset, what};
}

/// What stands where nothing should. Behind a scan it can be coded data that a flipped bit has cut off from it,
/// which is picture: nobody may take it away.
void JpegWalker::object_to_stray(std::uint64_t offset, std::string_view what) {
  if (saw_scan_) return fail(Errc::malformed, offset, what);
  object(offset, what);
}

/// A primary image that cannot be followed makes the file unreadable; a further one is no image, but a
/// trailer.
void JpegWalker::fail(Errc code, std::uint64_t offset, std::string_view what) {
  if (walk_.images.size() > 1 && code != Errc::limit) {
    object(offset, what);
    forget_image();
  } else if (!walk_.unreadable) {
    walk_.unreadable = Error{code, offset, what};
  }
}

void JpegWalker::forget_image() {
  const std::uint64_t begin = walk_.images.back().at.offset;
  static_cast<void>(icc_.finish());
  walk_.images.pop_back();
  while (walk_.stretches.back().offset >= begin) walk_.stretches.pop_back();
  while (!walk_.scans.empty() && walk_.scans.back().offset >= begin) walk_.scans.pop_back();
  while (!walk_.canonical.empty() && walk_.canonical.back().offset >= begin) walk_.canonical.pop_back();
  Extent& last = walk_.stretches.back();
  last = extent_between(last.offset, std::min(last.end(), begin));
  if (hasher_) static_cast<void>(hasher_->finish());  // starts anew
  image_may_start_ = starts_here_ = false;
  start_matched_ = 0;
  state_ = State::behind;
}

void JpegWalker::add_stretch(std::uint64_t begin, std::uint64_t end) {
  if (!walk_.stretches.empty() && walk_.stretches.back().end() == begin) {
    walk_.stretches.back().length += end - begin;
  } else if (walk_.stretches.size() == max_stretches) {
    fail(Errc::limit, begin, "too many segments");
  } else if (begin != end) {
    walk_.stretches.push_back(extent_between(begin, end));
  }
}

/// The scan at hand ends at `end`.
void JpegWalker::add_scan(std::uint64_t end) {
  const Extent scan = extent_between(scan_begin_, end);
  add_stretch(scan_begin_, end);
  if (walk_.scans.size() < max_noted_scans) walk_.scans.push_back(scan);
}

void JpegWalker::hash(Bytes bytes) {
  if (hasher_) hasher_->update(bytes);
}

void JpegWalker::hash_ffs() {
  constexpr std::array<Byte, 16> block = {0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
                                          0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF};
  while (ffs_ != 0) {
    const auto now = static_cast<std::size_t>(std::min<std::uint64_t>(ffs_, block.size()));
    hash(Bytes{block}.first(now));
    ffs_ -= now;
  }
}

}  // namespace exifscrub
