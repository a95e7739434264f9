#pragma once

#include <string_view>
#include <vector>

#include "exifscrub/byte_source.hpp"
#include "exifscrub/digest.hpp"
#include "layout/builder.hpp"

namespace exifscrub {

struct ParseOptions {
  DigestKind image_hash = DigestKind::xxh3;
};

/// A container format: a row of functions, pure and usable on any thread.
struct Format {
  FormatId id;
  std::string_view name;  ///< "JPEG"
  /// Whether the first bytes of a file (up to 64, fewer for a shorter file) are this format's.
  bool (*looks_like)(Bytes head);
  /// Cuts the stream into claims. Null: recognised, but not supported yet.
  /// @return truncated, malformed, unsupported or limit with the offset of the first bad byte: the file
  ///         cannot be understood; what was claimed before stays in the builder.
  Result<void> (*parse)(ByteSource& file, LayoutBuilder& into, const ParseOptions& options);
  /// A whole segment (chunk, box) that carries `payload`, which must fit (jpeg_room()), as a block of that
  /// kind. Null where nothing is inserted.
  std::vector<Byte> (*wrap)(BlockKind kind, Bytes payload);
  /// Whether the format has checksums over metadata (PNG): then nothing is changed in place.
  bool checksummed = false;
};

/// The format of a file that starts with `head`, or null when it is no image, video or audio by signature.
[[nodiscard]] const Format* recognise(Bytes head);

/// The row of a format.
[[nodiscard]] const Format& format_of(FormatId id);

}  // namespace exifscrub
