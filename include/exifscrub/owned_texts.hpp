#pragma once

#include <forward_list>
#include <string>
#include <string_view>
#include <utility>

namespace exifscrub {

/// The texts that the views of one result look at. Moves with it, and the views stay valid; it cannot be
/// copied, because the views of a copy would look at the original. Belongs to one thread while it grows.
class OwnedTexts {
 public:
  OwnedTexts() = default;
  OwnedTexts(OwnedTexts&&) noexcept = default;
  OwnedTexts& operator=(OwnedTexts&&) noexcept = default;
  ~OwnedTexts() = default;

  /// A view of `text` that is valid as long as the owner of this object.
  std::string_view keep(std::string text) { return texts_.emplace_front(std::move(text)); }

 private:
  std::forward_list<std::string> texts_;  // elements stay where they are, and none cost nothing
};

}  // namespace exifscrub
