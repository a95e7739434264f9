#include "apply/image_claims.hpp"

#include <algorithm>

namespace exifscrub {
namespace {

class Check {
 public:
  Check(const std::vector<WalkedImage>& images, std::uint64_t size)
      : images_(images), named_(images.size()), size_(size) {
    named_.front() = true;
  }

  [[nodiscard]] bool holds(const ImageClaims::Index& index) {
    const ImageIndex::Entry& primary = index.entries.front();
    if (primary.offset != 0 || !name({images_.front().at.offset, primary.size})) return false;
    return std::all_of(index.entries.begin() + 1, index.entries.end(), [&](const ImageIndex::Entry& entry) {
      return entry.offset != 0 && name({index.base + entry.offset, entry.size});
    });
  }

  // The items follow each other in the file, each behind the padding of the one before.
  [[nodiscard]] bool holds(const ImageClaims::Directory& directory) {
    const CanonicalXmp::Item& primary = directory.items.front();
    if (!primary.primary || primary.length != 0) return false;
    std::uint64_t at = images_.front().at.end() + primary.padding;
    for (std::size_t i = 1; i < directory.items.size(); ++i) {
      const CanonicalXmp::Item& item = directory.items[i];
      if (item.primary || !name({at, item.length})) return false;
      at += item.length + item.padding;
    }
    return at <= size_;
  }

  [[nodiscard]] std::optional<Objection> first_unnamed() const {
    for (std::size_t i = 0; i < images_.size(); ++i) {
      if (!named_[i] && !images_[i].is_gain_map) {
        return Objection{images_[i].at.offset, "image that nothing names"};
      }
    }
    return std::nullopt;
  }

 private:
  bool name(Extent claimed) {
    const auto found = std::ranges::lower_bound(images_, claimed.offset, {},
                                                [](const WalkedImage& image) { return image.at.offset; });
    if (found == images_.end() || found->at != claimed) return false;
    named_[static_cast<std::size_t>(found - images_.begin())] = true;
    return true;
  }

  const std::vector<WalkedImage>& images_;
  std::vector<bool> named_;
  std::uint64_t size_;
};

}  // namespace

std::optional<Objection> check_claims(const std::vector<WalkedImage>& images, const ImageClaims& claims,
                                      std::uint64_t size) {
  Check check{images, size};
  for (const ImageClaims::Index& index : claims.indexes) {
    if (!check.holds(index)) return Objection{index.segment, "image index that does not match the images"};
  }
  for (const ImageClaims::Directory& directory : claims.directories) {
    if (!check.holds(directory)) {
      return Objection{directory.segment, "directory of images that does not match the images"};
    }
  }
  return check.first_unnamed();
}

}  // namespace exifscrub
