#pragma once

#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace exifscrub::cli {

/// Which files of one folder speak of which pictures, by their names alone; what they hold is for others.
///
///     IMG_1.xmp, IMG_1.jpg.xmp, and so the other endings of sidecar_table()
///     IMG_1.aae, IMG_O1.aae (Photos: the original of an edited one); ._IMG_1.jpg (macOS)
///     IMG_1.jpg.json, IMG_1.jpg.supplemental-metadata.json and that cut anywhere ("IMG_1.jpg.suppl.json"),
///     IMG_1.jpg(2).json for IMG_1(2).jpg, names cut to 46 characters before ".json" (Google Takeout)
///
/// A sidecar belongs to one picture: of several that fit a camera's raw file, whose edits it has (IMG_1.cr2, not
/// IMG_1.jpg), else the first by name.
class SidecarPairs {
 public:
  SidecarPairs() = default;
  /// @param names  of the folder's regular files, sorted
  explicit SidecarPairs(std::span<const std::string> names);

  /// The sidecars of a picture, sorted; none for most.
  [[nodiscard]] const std::vector<std::string>& of(const std::string& picture) const;
  /// The picture that a sidecar belongs to; empty: none, or no sidecar.
  [[nodiscard]] const std::string& owner_of(const std::string& sidecar) const;

 private:
  std::unordered_map<std::string, std::vector<std::string>> sidecars_;
  std::unordered_map<std::string, std::string> owners_;
};

}  // namespace exifscrub::cli
