#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "exifscrub/digest.hpp"
#include "exifscrub/extent.hpp"
#include "exifscrub/result.hpp"

namespace exifscrub {

/// Why a file is not clean: the first thing that is not on the allow-list.
struct Objection {
  std::uint64_t offset = 0;  ///< bytes of the file
  std::string_view what;     ///< static text: "comment", "bytes behind the end of the image"

  friend bool operator==(const Objection&, const Objection&) = default;
};

/// One SOI..EOI that the second walker met.
struct WalkedImage {
  Extent at;                 ///< bytes of the file, SOI and EOI included
  Digest image_hash;         ///< empty unless asked for; the contract is that of ImageHasher
  bool missing_eoi = false;  ///< the file ends behind the scans, perhaps inside the last
  bool is_gain_map = false;  ///< its own metadata says so: ISO 21496-1, hdrgm or apdi properties

  friend bool operator==(const WalkedImage&, const WalkedImage&) = default;
};

/// What the second walker saw of a file of any format.
struct Walk {
  std::uint64_t size = 0;  ///< bytes of the file
  /// Picture bytes: SOI, EOI, markers and parameters, scans; sorted, disjoint.
  std::vector<Extent> stretches;
  std::vector<Extent> scans;        ///< the entropy-coded data of the first thousands of scans; sorted
  std::vector<Extent> canonical;    ///< payloads that equal a template byte by byte: Exif, XMP, MPF; sorted
  std::vector<WalkedImage> images;  ///< in file order; [0] is the primary image
  std::optional<Error> unreadable;  ///< why the structure cannot be followed; the rest is then incomplete
  std::optional<Objection> objection;

  /// Whether every byte is picture or on the allow-list of a stripped file.
  [[nodiscard]] bool clean() const { return !unreadable && !objection; }
  [[nodiscard]] bool missing_eoi() const { return !images.empty() && images.back().missing_eoi; }
};

}  // namespace exifscrub
