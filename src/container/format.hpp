#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "exifscrub/byte_source.hpp"
#include "exifscrub/digest.hpp"
#include "layout/builder.hpp"

namespace exifscrub {

struct ParseOptions {
  std::optional<DigestKind> image_hash = DigestKind::xxh3;  ///< as what each image gets a digest; empty: none
  /// Read no more than the way to the picture data and what the last bytes of the file name. The rest is
  /// claimed as picture without a look, and images get no digest.
  bool head_only = false;
};

/// A container format: a row of functions, pure and usable on any thread.
struct Format {
  FormatId id;
  /// Whether the first bytes of a file (up to 64, fewer for a shorter file) are this format's.
  bool (*looks_like)(Bytes head);
  /// Cuts the stream into claims. Null: recognised, but not supported yet.
  /// @return truncated, malformed, unsupported or limit with the offset of the first bad byte: the file
  ///         cannot be understood; what was claimed before stays in the builder.
  Result<void> (*parse)(ByteSource& file, LayoutBuilder& into, const ParseOptions& options) = nullptr;
  /// A whole carrier (segment, chunk, box) of `payload`, which must fit (jpeg_room()), as a block of that
  /// kind. Null where nothing is inserted.
  std::vector<Byte> (*wrap)(BlockKind kind, Bytes payload) = nullptr;
  /// Whether the carrier with that header (its last `header_length` bytes before the payload) may be filled
  /// with what wrap() makes of a block of that kind.
  bool (*may_carry)(BlockKind kind, Bytes header) = nullptr;
  /// The whole carrier of a viewer's header as it stays when its thumbnail goes; empty when nothing of it
  /// does.
  std::vector<Byte> (*without_thumbnail)(Bytes payload) = nullptr;
  /// Bytes of a carrier that wrap() makes before what blanking may overwrite.
  std::uint32_t header_length = 0;
  /// Whether the format has checksums over metadata (PNG): then nothing is changed in place.
  bool checksummed = false;
};

/// The format of a file that starts with `head`, or null when it is no image, video or audio by signature.
[[nodiscard]] const Format* recognise(Bytes head);

/// Every format that recognise() knows, in the order in which it asks: one row for each FormatId but `none`.
[[nodiscard]] std::span<const Format> known_formats();

/// The row of a format.
[[nodiscard]] const Format& format_of(FormatId id);

}  // namespace exifscrub
