#include "scrub/image_name.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>

#include "container/format.hpp"

namespace exifscrub {

bool has_image_name(std::string_view name) {
  constexpr std::array<std::string_view, 28> endings = {
      "jpg", "jpeg", "jpe", "jfif", "jps", "mpo", "png", "apng", "gif", "webp", "heic", "heif", "hif", "avif",
      "tif", "tiff", "dng", "jxl",  "jp2", "bmp", "psd", "cr2",  "cr3", "nef",  "arw",  "raf",  "orf", "rw2"};
  const std::size_t dot = name.rfind('.');
  if (dot == std::string_view::npos) return false;
  std::string ending{name.substr(dot + 1)};
  std::ranges::transform(ending, ending.begin(), [](char c) {
    return static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  });
  return std::ranges::find(endings, ending) != endings.end();
}

bool has_image_signature(Bytes head) { return recognise(head) != nullptr; }

}  // namespace exifscrub
