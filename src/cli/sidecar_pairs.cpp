#include "cli/sidecar_pairs.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>

#include "scrub/image_name.hpp"
#include "scrub/sidecar.hpp"

namespace exifscrub::cli {
namespace {

/// What Takeout appends to a picture's name since 2024, before ".json".
constexpr std::string_view takeout_suffix = ".supplemental-metadata";
/// Takeout cuts what stands before ".json" to this many characters.
constexpr std::size_t takeout_cut = 46;

std::string_view without_ending(std::string_view name) { return name.substr(0, name.rfind('.')); }

/// Names of films belong to the pictures' world too: Takeout and Photos write sidecars for them.
bool is_picture_name(std::string_view name) {
  constexpr std::array<std::string_view, 6> films = {"mp4", "mov", "m4v", "3gp", "avi", "webm"};
  if (has_image_name(name)) return true;
  const std::size_t dot = name.rfind('.');
  if (dot == std::string_view::npos) return false;
  std::string ending{name.substr(dot + 1)};
  std::ranges::transform(ending, ending.begin(), [](char c) {
    return static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  });
  return std::ranges::find(films, ending) != films.end();
}

/// The pictures among the names of one folder.
class Pictures {
 public:
  explicit Pictures(std::span<const std::string> names) : names_(names) {}

  /// The picture of exactly this name.
  [[nodiscard]] const std::string* named(std::string_view name) const {
    const auto found = std::ranges::lower_bound(names_, name);
    return found != names_.end() && *found == name && is_picture_name(*found) ? &*found : nullptr;
  }

  /// The picture whose name without its ending is `stem`: a raw file, else the first.
  [[nodiscard]] const std::string* with_stem(std::string_view stem) const {
    const std::string start = std::string{stem} + '.';
    const std::string* found = nullptr;
    for (auto name = std::ranges::lower_bound(names_, start); name != names_.end(); ++name) {
      if (!name->starts_with(start)) break;
      if (without_ending(*name) != stem) continue;
      if (has_raw_name(*name)) return &*name;
      if (found == nullptr && is_picture_name(*name)) found = &*name;
    }
    return found;
  }

  /// The only picture whose name begins so.
  [[nodiscard]] const std::string* beginning(std::string_view start) const {
    const std::string* found = nullptr;
    for (auto name = std::ranges::lower_bound(names_, start); name != names_.end(); ++name) {
      if (!name->starts_with(start)) break;
      if (!is_picture_name(*name)) continue;
      if (found != nullptr) return nullptr;
      found = &*name;
    }
    return found;
  }

 private:
  std::span<const std::string> names_;
};

const std::string* owner_by_stem(const Pictures& pictures, std::string_view stem) {
  if (const std::string* owner = pictures.named(stem)) return owner;
  return pictures.with_stem(stem);
}

/// Photos calls the edits of IMG_1.jpg, shown as IMG_E1.jpg, IMG_1.aae or IMG_O1.aae.
const std::string* owner_of_edits(const Pictures& pictures, std::string_view stem) {
  if (const std::string* owner = owner_by_stem(pictures, stem)) return owner;
  const std::size_t mark = stem.find("_O");
  if (mark == std::string_view::npos) return nullptr;
  const std::string before{stem.substr(0, mark + 1)};
  const std::string number{stem.substr(mark + 2)};
  if (const std::string* owner = pictures.with_stem(before + "E" + number)) return owner;
  return pictures.with_stem(before + number);
}

/// Takes "(2)" off the end of a stem; empty when there is none.
std::string take_number(std::string_view& stem) {
  if (!stem.ends_with(')')) return {};
  const std::size_t open = stem.rfind('(');
  if (open == std::string_view::npos || open + 2 >= stem.size()) return {};
  const std::string number{stem.substr(open)};
  const bool digits = std::all_of(number.begin() + 1, number.end() - 1,
                                  [](char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; });
  if (!digits) return {};
  stem.remove_suffix(number.size());
  return number;
}

/// "IMG_1.jpg" and "(2)" make "IMG_1(2).jpg".
std::string numbered(std::string_view name, const std::string& number) {
  const std::size_t dot = name.rfind('.');
  if (dot == std::string_view::npos) return std::string{name} + number;
  return std::string{name.substr(0, dot)} + number + std::string{name.substr(dot)};
}

const std::string* owner_of_record(const Pictures& pictures, std::string_view stem) {
  if (const std::string* owner = pictures.named(stem)) return owner;
  const std::string_view whole = stem;
  const std::string number = take_number(stem);
  for (std::size_t length = takeout_suffix.size() + 1; length-- > 0;) {
    if (!stem.ends_with(takeout_suffix.substr(0, length))) continue;
    const std::string name = numbered(stem.substr(0, stem.size() - length), number);
    if (const std::string* owner = pictures.named(name)) return owner;
  }
  if (const std::string* owner = pictures.with_stem(whole)) return owner;
  return whole.size() >= takeout_cut && number.empty() ? pictures.beginning(whole) : nullptr;
}

const std::string* owner_of_sidecar(const Pictures& pictures, SidecarKind kind, std::string_view name) {
  const std::string_view stem = without_ending(name);
  switch (kind.form) {
    case SidecarForm::aae:
      return owner_of_edits(pictures, stem);
    case SidecarForm::takeout:
      return owner_of_record(pictures, stem);
    case SidecarForm::companion:
      if (kind.companion == CompanionKind::apple_double) return pictures.named(name.substr(2));
      break;
    case SidecarForm::xmp:
      break;
  }
  return owner_by_stem(pictures, stem);
}

}  // namespace

SidecarPairs::SidecarPairs(std::span<const std::string> names) {
  const Pictures pictures{names};
  for (const std::string& name : names) {
    const auto kind = sidecar_kind_of(name);
    const std::string* owner = kind ? owner_of_sidecar(pictures, *kind, name) : nullptr;
    if (owner == nullptr) continue;
    sidecars_[*owner].push_back(name);
    owners_[name] = *owner;
  }
}

const std::vector<std::string>& SidecarPairs::of(const std::string& picture) const {
  static const std::vector<std::string> none;
  const auto found = sidecars_.find(picture);
  return found == sidecars_.end() ? none : found->second;
}

const std::string& SidecarPairs::owner_of(const std::string& sidecar) const {
  static const std::string none;
  const auto found = owners_.find(sidecar);
  return found == owners_.end() ? none : found->second;
}

}  // namespace exifscrub::cli
