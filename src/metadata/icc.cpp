#include "metadata/icc.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/cursor.hpp"

namespace exifscrub {
namespace {

constexpr std::uint64_t header_size = 128;
constexpr std::uint32_t most_tags = 256;
constexpr std::uint64_t longest_text = 1024;

struct TagRow {
  std::string_view signature;
  std::string_view name;  ///< ExifTool's
  bool personal;          ///< holds what a profiler knew about one device or user
};

// ICC.1 clause 9 and the private tags of Apple (dscm, mmod, ndin), Microsoft (MS00) and the profilers that
// write a dictionary (meta) or their measurements (targ).
constexpr std::array rows = {
    TagRow{"desc", "ProfileDescription", false}, TagRow{"dscm", "ProfileDescriptionML", false},
    TagRow{"mmod", "MakeAndModel", true},        TagRow{"ndin", "NativeDisplayInfo", true},
    TagRow{"targ", "CharTarget", true},          TagRow{"meta", "Metadata", true},
    TagRow{"MS00", "WCSProfiles", true},         TagRow{"cprt", "ProfileCopyright", false},
    TagRow{"dmnd", "DeviceMfgDesc", false},      TagRow{"dmdd", "DeviceModelDesc", false},
    TagRow{"vcgt", "VideoCardGamma", false},
};

struct Tag {
  std::string_view signature;
  const TagRow* row;  ///< null for one that tells nothing
  Extent at;
};

void append_utf8(std::string& into, std::uint16_t unit) {
  const auto put = [&into](unsigned byte) { into.push_back(static_cast<char>(byte)); };
  if (unit < 0x80) return put(unit);
  if (unit < 0x800) return put(0xC0U | unit >> 6), put(0x80U | (unit & 0x3FU));
  const bool surrogate = unit >= 0xD800 && unit < 0xE000;
  const unsigned shown = surrogate ? 0xFFFDU : unit;
  put(0xE0U | shown >> 12), put(0x80U | (shown >> 6 & 0x3FU)), put(0x80U | (shown & 0x3FU));
}

/// multiLocalizedUnicodeType (ICC.1 10.15): the first of its records.
std::string localized_text(Bytes data) {
  Cursor head{data};
  head.skip(8);
  const std::uint32_t records = head.u32();
  head.skip(4 + 4);  // record size, language and country
  const std::uint64_t length = std::min<std::uint64_t>(head.u32(), longest_text);
  head.seek(head.u32());
  Cursor text{head.take(records == 0 ? 0 : length & ~std::uint64_t{1})};
  std::string out;
  while (text.remaining() >= 2) append_utf8(out, text.u16());
  return out;
}

/// The words of a tag of type desc, mluc or text; empty for another type.
std::string text_of_tag(Bytes data) {
  std::string out;
  if (starts_with(data, "mluc")) return localized_text(data);
  Cursor cursor{data};
  cursor.skip(8);
  std::uint64_t length = cursor.remaining();
  if (starts_with(data, "desc")) {
    length = cursor.u32();
  } else if (!starts_with(data, "text")) {
    return out;
  }
  const Bytes text = cursor.take(std::min({length, std::uint64_t{cursor.remaining()}, longest_text}));
  out.assign(text.begin(), std::find(text.begin(), text.end(), Byte{0}));
  return out;
}

/// "Anna's MacBook", "D65 2024-03-01": a name or a date that no standard profile has.
bool sounds_personal(std::string_view text) {
  if (text.find("'s ") != std::string_view::npos || text.find("\xE2\x80\x99s ") != std::string_view::npos)
    return true;
  const auto digit = [&](std::size_t at) { return text[at] >= '0' && text[at] <= '9'; };
  const auto mark = [&](std::size_t at) { return text[at] == '-' || text[at] == '.' || text[at] == '/'; };
  for (std::size_t i = 0; i + 7 <= text.size(); ++i) {
    if (digit(i) && digit(i + 1) && digit(i + 2) && digit(i + 3) && mark(i + 4) && digit(i + 5) &&
        digit(i + 6)) {
      return true;
    }
  }
  return false;
}

/// Whether a tag holds a document of another language: its readers see no profile.
bool holds_document(Bytes data) {
  using namespace std::string_view_literals;
  constexpr std::array starts = {"Exif\0\0"sv,   "II*\0"sv,      "MM\0*"sv, "\xFF\xD8\xFF"sv,   "<?xpacket"sv,
                                 "<x:xmpmeta"sv, "http://ns."sv, "8BIM"sv,  "Photoshop 3.0\0"sv};
  constexpr std::size_t type_header = 8;  // "text", reserved
  const Bytes behind = data.subspan(std::min(data.size(), type_header));
  return std::ranges::any_of(
      starts, [&](std::string_view start) { return starts_with(data, start) || starts_with(behind, start); });
}

std::vector<Tag> tag_table(Bytes profile) {
  std::vector<Tag> tags;
  Cursor cursor{profile};
  cursor.skip(header_size);
  const std::uint32_t count = cursor.u32();
  for (std::uint32_t i = 0; i < count && i < most_tags && cursor; ++i) {
    const Bytes signature = cursor.take(4);
    const std::uint64_t offset = cursor.u32();
    const std::uint64_t length = cursor.u32();
    if (!cursor || offset > profile.size() || length > profile.size() - offset) continue;
    const std::string_view name = as_text(signature);
    const auto* row = std::ranges::find(rows, name, &TagRow::signature);
    tags.push_back({name, row == rows.end() ? nullptr : row, {offset, length}});
  }
  return tags;
}

}  // namespace

void read_icc(const ReadRequest& request, Reading& into) {
  constexpr std::string_view group = "ICC_Profile";
  const Bytes profile = request.bytes;
  if (profile.size() < header_size + 4 || !starts_with(profile.subspan(36), "acsp")) {
    into.blind_spots.push_back({request.block, 0, "ICC profile has no valid header", false});
    into.add(request.block, LeakClass::icc, group, "ProfileHeader", {Extent{0, profile.size()}});
    return;
  }
  const std::vector<Tag> tags = tag_table(profile);
  const bool calibrated = std::any_of(tags.begin(), tags.end(), [](const Tag& tag) {
    return tag.row != nullptr && (tag.row->personal || tag.row->signature == "vcgt");
  });
  bool named = false;
  for (const Tag& tag : tags) {
    if (holds_document(profile.subspan(tag.at.offset, tag.at.length))) {
      std::string name = "ICC_" + std::string{tag.signature};
      into.add(request.block, LeakClass::unknown, group, into.keep(std::move(name)), {tag.at}).standing =
          Standing::remark;
    }
    if (tag.row == nullptr) continue;
    const std::string text = text_of_tag(profile.subspan(tag.at.offset, tag.at.length));
    const bool description = tag.row->signature == "desc" || tag.row->signature == "dscm";
    const bool personal = tag.row->personal || (description && (calibrated || sounds_personal(text)));
    if (!personal && tag.row->signature != "desc") continue;
    BlockFinding& finding = into.add(request.block, personal ? LeakClass::person : LeakClass::icc, group,
                                     tag.row->name, {tag.at});
    if (personal) finding.standing = Standing::remark;
    if (request.values) finding.value = text;
    named = named || !personal;
  }
  if (!named) into.add(request.block, LeakClass::icc, group, "ProfileHeader", {Extent{0, header_size}});
}

}  // namespace exifscrub
