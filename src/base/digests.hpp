#pragma once

#include <memory>

#include "exifscrub/byte_source.hpp"
#include "exifscrub/digest.hpp"

namespace exifscrub {

/// The digest of one image's picture bytes, equal before and after a scrub.
///
/// What goes in, in file order, for a JPEG image (SOI..EOI): for each SOFn, DHT, DAC, DQT, DRI, DNL, DHP, EXP
/// and SOS its two marker bytes (FF xx) and its parameters, without the length field and without bytes behind
/// the last parameter; each scan's entropy-coded data as it stands, with stuffing and RSTn. Not SOI, EOI,
/// fill bytes, APPn, COM, nor anything between segments. Parser and second walker feed it independently of
/// each other.
class ImageHasher {
 public:
  explicit ImageHasher(DigestKind kind = DigestKind::xxh3);
  ~ImageHasher();
  ImageHasher(ImageHasher&&) noexcept;
  ImageHasher& operator=(ImageHasher&&) noexcept;

  void update(Bytes bytes);
  /// The digest of all that was fed; afterwards the hasher starts anew.
  [[nodiscard]] Digest finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// MD5 as IPTC digests and Extended XMP GUIDs need it; for nothing that has to be secure.
[[nodiscard]] std::array<Byte, 16> md5(Bytes bytes);

/// SHA-256 of `bytes` at once.
[[nodiscard]] Digest sha256(Bytes bytes);

/// XXH3-128 of `bytes` at once.
[[nodiscard]] Digest xxh3(Bytes bytes);

/// The digest of all bytes of `source`.
/// @return what the source answers instead of bytes
[[nodiscard]] Result<Digest> digest_of(ByteSource& source, DigestKind kind);

}  // namespace exifscrub
