#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "metadata/language.hpp"

namespace exifscrub {

/// One Photoshop image resource: signature | id u16 | Pascal name, padded to even | size u32 | data, padded
/// to even (Photoshop File Formats Specification, "Image resource blocks").
struct ImageResource {
  std::uint16_t id = 0;
  Extent at;    ///< all of it, with the padding
  Extent name;  ///< the characters of the Pascal name
  Extent data;
};

/// A block cut into resources.
struct ImageResources {
  std::vector<ImageResource> resources;
  std::uint64_t end = 0;         ///< bytes up to the end of the last resource; zeros may follow
  std::optional<Error> failure;  ///< what stands at `end` is neither a resource nor zeros
};

[[nodiscard]] ImageResources parse_irb(Bytes bytes);

/// What resources of an id, or of a range of ids, are.
struct ImageResourceRow {
  std::uint16_t first;
  std::uint16_t last;
  std::string_view name;  ///< ExifTool's
  LeakClass leak_class;
};

[[nodiscard]] std::span<const ImageResourceRow> image_resource_rows();

/// Reads Photoshop image resources, put together from all segments or tags that carry them. The IPTC datasets
/// of resource 0x0404 are findings of this block, so that erasing them can mend the digest in 0x0425.
/// Thumbnails, Exif, XMP and ICC copies become references; the other resources are findings by their ids.
void read_irb(const ReadRequest& request, Reading& into);

/// Blanks the selected findings at the same size: IPTC datasets as erase_iptc does it, the data of other
/// resources with zeros and their names with spaces. A digest in 0x0425 that was right is made right again; a
/// stale one stays stale, for that is what it says. Nothing left, with
/// wipe_rest and without a nested block: zeros.
///
/// Nested blocks are none of its business: their patches touch the data of other resources.
/// @return malformed when the resources cannot be read to their end and not all of them are to go.
Result<Erasure> erase_irb(const EraseRequest& request);

}  // namespace exifscrub
