#include "scrub/image_name.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>

#include "container/format.hpp"

namespace exifscrub {

namespace {

constexpr std::array<std::string_view, 28> endings = {
    ".jpg",  ".jpeg", ".jpe", ".jfif", ".jps", ".mpo",  ".png", ".apng", ".gif", ".webp",
    ".heic", ".heif", ".hif", ".avif", ".tif", ".tiff", ".dng", ".jxl",  ".jp2", ".bmp",
    ".psd",  ".cr2",  ".cr3", ".nef",  ".arw", ".raf",  ".orf", ".rw2"};

constexpr std::array<std::string_view, 22> raw_endings = {
    ".dng", ".cr2", ".cr3", ".crw", ".nef", ".nrw", ".arw", ".sr2", ".raf", ".orf", ".rw2",
    ".rwl", ".pef", ".srw", ".x3f", ".3fr", ".fff", ".iiq", ".erf", ".kdc", ".mrw", ".gpr"};

std::string in_lower_case(std::string_view text) {
  std::string lower{text};
  std::ranges::transform(lower, lower.begin(), [](char c) {
    return static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  });
  return lower;
}

template <std::size_t Count>
bool has_one_of(const std::array<std::string_view, Count>& all, std::string_view name) {
  const std::size_t dot = name.rfind('.');
  if (dot == std::string_view::npos) return false;
  return std::ranges::find(all, in_lower_case(name.substr(dot))) != all.end();
}

}  // namespace

bool has_image_name(std::string_view name) { return has_one_of(endings, name); }

bool has_raw_name(std::string_view name) { return has_one_of(raw_endings, name); }

bool ends_image_names(std::string_view suffix) {
  const std::string lower = in_lower_case(suffix);
  return has_image_name(suffix) ||
         std::ranges::any_of(endings, [&](std::string_view ending) { return ending.ends_with(lower); });
}

bool has_image_signature(Bytes head) { return recognise(head) != nullptr; }

}  // namespace exifscrub
