#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "apply/allow_list.hpp"
#include "apply/icc_chunks.hpp"
#include "apply/image_claims.hpp"
#include "apply/walk.hpp"
#include "base/digests.hpp"
#include "exifscrub/byte_source.hpp"

namespace exifscrub {

/// The independent look at a JPEG file: a marker grammar and an allow-list of its own, which share nothing
/// with the container parser and the metadata languages but Cursor and the digests. It says where the picture
/// is, and whether anything else is there than what a strip leaves behind; it does not name what it objects
/// to.
///
/// Bytes are pushed in, in order, in pieces of any size, so that it can look at the windows that somebody
/// else reads. Scans are never held, and of segments only one that has to be judged as a whole. One thread at
/// a time.
/// @par Spec ITU-T T.81 annex B
class JpegWalker {
 public:
  /// @param image_hash  whether, and as what, each image's digest is computed
  explicit JpegWalker(std::optional<DigestKind> image_hash = std::nullopt);

  /// Names scans that a walker has seen in another file, which holds the same bytes there: where one of them
  /// begins, its end is taken for granted. They get no digest.
  /// @param scans  sorted, disjoint
  void know(std::vector<Extent> scans) { known_scans_ = std::move(scans); }

  void feed(Bytes bytes);

  /// Moves on over bytes that cannot change what finish() says: of known scans, and behind the images.
  /// @param size  bytes of the file
  void pass(std::uint64_t size);

  /// Bytes fed or passed so far.
  [[nodiscard]] std::uint64_t position() const { return position_; }
  /// Whether further bytes cannot change the result.
  [[nodiscard]] bool gave_up() const { return walk_.unreadable.has_value(); }

  /// Says that the file ends here, and judges what only the whole of it can tell: the end, the claims about
  /// further images. A further image that is found to be none only here, because a segment of it reaches
  /// beyond the file, has hidden the images behind its start; such a file is never clean. The walker is used
  /// up afterwards.
  [[nodiscard]] Walk finish();

 private:
  enum class State : std::uint8_t { start, between, marker, length, payload, scan, behind };
  enum class Handling : std::uint8_t {
    undecided,  ///< the front is being gathered
    parameters,
    judged,   ///< gathered as a whole
    emptied,  ///< has to be zeros
    passed,   ///< nothing more to see
  };

  // One for each state. Each takes bytes from the front or changes the state, and returns how many it took.
  std::size_t take(Bytes bytes);
  std::size_t take_start(Bytes bytes);
  std::size_t take_between(Bytes bytes);
  std::size_t take_marker(Bytes bytes);
  std::size_t take_length(Bytes bytes);
  std::size_t take_payload(Bytes bytes);
  std::size_t take_scan(Bytes bytes);
  std::size_t take_behind(Bytes bytes);

  void begin_image(std::uint64_t offset);
  void end_image(std::uint64_t end, bool missing_eoi);
  void forget_image();
  void begin_marker(Byte marker);
  void begin_payload();
  void end_payload();
  std::size_t match_image_start(Bytes bytes);

  [[nodiscard]] std::size_t gathered_length() const;
  void classify();
  void end_picture_segment();
  [[nodiscard]] bool judge();
  [[nodiscard]] bool judge_xmp();
  [[nodiscard]] bool judge_index();
  void end_file();

  void object(std::uint64_t offset, std::string_view what);
  void object_to_stray(std::uint64_t offset, std::string_view what);
  void fail(Errc code, std::uint64_t offset, std::string_view what);
  void add_stretch(std::uint64_t begin, std::uint64_t end);
  void add_scan(std::uint64_t end);
  void hash(Bytes bytes);
  void hash_ffs();

  Walk walk_;
  ImageClaims claims_;
  std::optional<ImageHasher> hasher_;
  std::uint64_t position_ = 0;
  State state_ = State::start;

  // The run of FFs before a marker: fill bytes and the marker's own.
  std::uint64_t ffs_begin_ = 0;
  std::uint64_t ffs_ = 0;

  // The segment at hand.
  Byte marker_ = 0;
  unsigned length_bytes_ = 0;  ///< bytes of the length field that were seen
  std::size_t length_ = 0;
  std::uint64_t payload_begin_ = 0;
  std::size_t payload_left_ = 0;
  Handling handling_ = Handling::undecided;
  Carrier carrier_ = Carrier::other;
  std::vector<Byte> gathered_;  ///< the payload or its front

  // The image at hand.
  bool saw_frame_ = false;
  bool saw_scan_ = false;
  IccChunks icc_;
  std::uint64_t scan_begin_ = 0;
  std::uint64_t known_until_ = 0;  ///< the end of the scan at hand, if it is a known one
  std::vector<Extent> known_scans_;

  // What stands behind an image.
  bool image_may_start_ = false;
  bool starts_here_ = false;       ///< behind junk, an image starts where the index says and not behind zeros
  std::size_t start_matched_ = 0;  ///< bytes of FF D8 FF
  std::vector<std::uint64_t> indexed_starts_;  ///< where the index puts images; descending
};

}  // namespace exifscrub
