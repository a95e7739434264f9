#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "apply/canonical_index.hpp"
#include "apply/canonical_xmp.hpp"
#include "apply/walk.hpp"
#include "exifscrub/digest.hpp"
#include "exifscrub/extent.hpp"

namespace exifscrub {

/// What the primary image says about the images of the file, all of which must be true in the end.
struct ImageClaims {
  struct Index {
    std::uint64_t segment = 0;  ///< bytes of the file: where the APP2 starts
    std::uint64_t base = 0;     ///< bytes of the file: what the entries' offsets count from
    std::vector<ImageIndex::Entry> entries;
  };
  struct Directory {
    std::uint64_t segment = 0;
    std::vector<CanonicalXmp::Item> items;
  };
  std::vector<Index> indexes;
  std::vector<Directory> directories;
};

/// Whether every claim holds and every further image is named by one, or by its own gain map metadata.
/// @param images  in file order, the primary image first; at least that one
/// @param size  bytes of the file
/// @return the first claim that is wrong or image that nothing names
/// @par Spec CIPA DC-007 5.2.3.3 (size and offset); Ultra HDR image format 1.1, GContainer
[[nodiscard]] std::optional<Objection> check_claims(const std::vector<WalkedImage>& images,
                                                    const ImageClaims& claims, std::uint64_t size);

}  // namespace exifscrub
