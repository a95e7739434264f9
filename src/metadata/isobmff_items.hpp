#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "exifscrub/finding.hpp"
#include "syntax/box.hpp"

namespace exifscrub {

/// How the payload of a user data box is written.
enum class ItemForm : std::uint8_t {
  quicktime_text,      ///< length 2, language 2, characters; perhaps several times
  media_text,          ///< 3GPP: version and flags 4, language 2, characters, 0
  quicktime_position,  ///< the same, a position of ISO 6709
  place,               ///< 3GPP loci
  characters,
  position,  ///< characters, a position of ISO 6709
  binary,
  exif,  ///< a TIFF stream
  jpeg,
  xmp,
  gpmf,
  seft,
  nikon_tags,  ///< tag 4, type 2, count 2, value
};

/// What a box in `udta`, or an item in an `ilst` that is named by its type, says.
struct ItemRow {
  BoxType type;
  LeakClass leak_class;
  std::string_view tag;
  ItemForm form;
};

/// The row of a type in `udta`; for unknown ones a row of class unknown, or text, with an empty tag.
[[nodiscard]] ItemRow user_data_row(BoxType type);

/// The row of a type in `ilst`, as above.
[[nodiscard]] ItemRow item_list_row(BoxType type);

/// What a key of QuickTime metadata names.
struct KeyMeaning {
  LeakClass leak_class;
  std::string tag;        ///< as ExifTool calls it
  bool position = false;  ///< ISO 6709
};

/// @param key  "com.apple.quicktime.location.ISO6709"
[[nodiscard]] KeyMeaning key_meaning(std::string_view key);

}  // namespace exifscrub
