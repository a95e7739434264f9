#include "metadata/isobmff_items.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace exifscrub {
namespace {

using enum LeakClass;
using enum ItemForm;

constexpr auto user_data = std::to_array<ItemRow>({
    {"\xA9xyz", location, "GPSCoordinates", quicktime_position},
    {"loci", location, "LocationInformation", place},
    // Flight and gimbal of DJI drones; yaw is a bearing.
    {"\xA9"
     "fyw",
     location, "CameraYaw", quicktime_text},
    {"\xA9gyw", location, "GimbalYaw", quicktime_text},
    {"\xA9xsp", device, "SpeedX", quicktime_text},
    {"\xA9ysp", device, "SpeedY", quicktime_text},
    {"\xA9zsp", device, "SpeedZ", quicktime_text},
    {"\xA9"
     "fpt",
     device, "Pitch", quicktime_text},
    {"\xA9"
     "frl",
     device, "Roll", quicktime_text},
    {"\xA9gpt", device, "CameraPitch", quicktime_text},
    {"\xA9grl", device, "CameraRoll", quicktime_text},
    {"\xA9nam", text, "Title", quicktime_text},
    {"\xA9"
     "cmt",
     text, "Comment", quicktime_text},
    {"\xA9"
     "des",
     text, "Description", quicktime_text},
    {"\xA9inf", text, "Information", quicktime_text},
    {"\xA9key", text, "Keywords", quicktime_text},
    {"\xA9"
     "alb",
     text, "Album", quicktime_text},
    {"\xA9gen", text, "Genre", quicktime_text},
    {"\xA9"
     "aut",
     copyright, "Author", quicktime_text},
    {"\xA9"
     "art",
     copyright, "Artist", quicktime_text},
    {"\xA9"
     "ART",
     copyright, "Artist", quicktime_text},
    {"\xA9"
     "dir",
     copyright, "Director", quicktime_text},
    {"\xA9prd", copyright, "Producer", quicktime_text},
    {"\xA9prf", copyright, "Performers", quicktime_text},
    {"\xA9wrt", copyright, "Composer", quicktime_text},
    {"\xA9"
     "cpy",
     copyright, "Copyright", quicktime_text},
    {"\xA9mak", device, "Make", quicktime_text},
    {"\xA9mod", device, "Model", quicktime_text},
    {"\xA9mal", device, "MakerURL", quicktime_text},
    {"\xA9"
     "fmt",
     device, "Format", quicktime_text},
    {"\xA9"
     "day",
     LeakClass::time, "ContentCreateDate", quicktime_text},
    {"\xA9"
     "ed1",
     LeakClass::time, "EditDate1", quicktime_text},
    {"\xA9TIM", LeakClass::time, "StartTimecode", quicktime_text},
    {"\xA9swr", software, "SoftwareVersion", quicktime_text},
    {"\xA9swf", copyright, "SongWriter", quicktime_text},
    {"\xA9"
     "enc",
     software, "EncoderID", quicktime_text},
    {"\xA9too", software, "Encoder", quicktime_text},
    {"\xA9req", software, "Requirements", quicktime_text},
    {"auth", copyright, "Author", media_text},
    {"perf", copyright, "Performer", media_text},
    {"titl", text, "Title", media_text},
    {"dscp", text, "Description", media_text},
    {"kywd", text, "Keywords", binary},
    {"albm", text, "Album", media_text},
    {"gnre", text, "Genre", media_text},
    {"cprt", copyright, "Copyright", media_text},
    {"yrrc", LeakClass::time, "Year", binary},
    {"name", text, "Name", characters},
    {"chpl", text, "ChapterList", binary},
    {"albr", copyright, "AlbumArtist", characters},
    {"aART", copyright, "AlbumArtist", characters},
    {"ownr", person, "Owner", characters},
    {"slno", device, "SerialNumber", characters},
    {"SNum", device, "SerialNumber", characters},
    {"manu", device, "Make", characters},
    {"modl", device, "Model", characters},
    {"@mak", device, "Make", characters},
    {"@mod", device, "Model", characters},
    {"@sec", device, "SamsungSec", binary},
    {"mdln", device, "Model", characters},
    {"svss", device, "SamsungSvss", binary},
    {"smta", device, "SamsungSmta", binary},
    {"date", LeakClass::time, "DateTimeOriginal", characters},
    {"CAME", device, "SerialNumberHash", binary},
    {"MUID", device, "MediaUID", binary},
    {"LENS", device, "LensSerialNumber", characters},
    {"FIRM", software, "FirmwareVersion", characters},
    {"GoPr", device, "GoProType", binary},
    {"HMMT", device, "HighlightMarkers", binary},
    {"GPMF", device, "GoPro", gpmf},
    {"NCTG", makernote, "NikonTags", nikon_tags},
    {"NCDT", makernote, "NikonTags", binary},
    {"CNDA", thumbnail, "ThumbnailImage", jpeg},
    {"thmb", thumbnail, "ThumbnailImage", jpeg},
    {"Exif", device, "Exif", exif},
    {"XMP_", text, "XMP", xmp},
    {"SEFD", history, "SamsungTrailer", seft},
    {"sefd", history, "SamsungTrailer", seft},
    {"RDTL", location, "RicohRDTL", binary},
    {"RDTA", device, "RicohRDTA", binary},
    {"RDTB", device, "RicohRDTB", binary},
    {"RDTC", device, "RicohRDTC", binary},
    {"RDTG", device, "RicohRDTG", binary},
    {"PENT", makernote, "MakerNotePentax", binary},
    {"PXTH", makernote, "MakerNotePentax", binary},
    {"PXMN", makernote, "MakerNotePentax", binary},
    {"PANA", makernote, "MakerNotePanasonic", binary},
    {"LEIC", makernote, "MakerNoteLeica", binary},
    {"MMA0", makernote, "MakerNoteMinolta", binary},
    {"MMA1", makernote, "MakerNoteMinolta", binary},
    {"TAGS", makernote, "MakerNote", binary},
    {"MVTG", makernote, "MakerNoteFujiFilm", binary},
    {"FFMV", makernote, "MakerNoteFujiFilm", binary},
    {"QVMI", makernote, "MakerNoteCasio", binary},
    {"htka", makernote, "MakerNoteHTC", binary},
    {"vndr", software, "Vendor", characters},
    {"WLOC", software, "WindowLocation", binary},
    {"SelO", software, "PlaySelection", binary},
    {"AllF", software, "PlayAllFrames", binary},
    {"LOOP", software, "LoopStyle", binary},
});

constexpr auto item_list = std::to_array<ItemRow>({
    {"\xA9xyz", location, "GPSCoordinates", position},
    {"\xA9nam", text, "Title", characters},
    {"\xA9"
     "cmt",
     text, "Comment", characters},
    {"\xA9"
     "des",
     text, "Description", characters},
    {"desc", text, "Description", characters},
    {"ldes", text, "LongDescription", characters},
    {"keyw", text, "Keyword", characters},
    {"\xA9"
     "alb",
     text, "Album", characters},
    {"\xA9gen", text, "Genre", characters},
    {"gnre", text, "Genre", binary},
    {"\xA9"
     "ART",
     copyright, "Artist", characters},
    {"aART", copyright, "AlbumArtist", characters},
    {"\xA9"
     "aut",
     copyright, "Author", characters},
    {"\xA9wrt", copyright, "Composer", characters},
    {"ownr", person, "Owner", characters},
    {"apID", person, "AppleStoreAccount", characters},
    {"cprt", copyright, "Copyright", characters},
    {"\xA9"
     "cpy",
     copyright, "Copyright", characters},
    {"\xA9"
     "day",
     LeakClass::time, "ContentCreateDate", characters},
    {"purd", LeakClass::time, "PurchaseDate", characters},
    {"\xA9too", software, "Encoder", characters},
    {"\xA9"
     "enc",
     software, "EncodedBy", characters},
    {"\xA9mak", device, "Make", characters},
    {"\xA9mod", device, "Model", characters},
    {"\xA9swr", software, "SoftwareVersion", characters},
    {"covr", thumbnail, "CoverArt", binary},
    {"----", text, "iTunesInfo", binary},
});

constexpr bool is_international_text(BoxType type) { return type.code() >> 24 == 0xA9; }

template <class Rows>
ItemRow row_in(const Rows& rows, BoxType type, ItemForm text_form) {
  const auto* row = std::ranges::find(rows, type, &ItemRow::type);
  if (row != rows.end()) return *row;
  if (is_international_text(type)) return {type, text, {}, text_form};
  return {type, unknown, {}, binary};
}

struct KeyRow {
  std::string_view key;
  LeakClass leak_class;
  std::string_view tag;
};

constexpr auto keys = std::to_array<KeyRow>({
    {"com.apple.quicktime.location.ISO6709", location, "GPSCoordinates"},
    {"com.apple.quicktime.location.name", location, "LocationName"},
    {"com.apple.quicktime.location.body", location, "LocationBody"},
    {"com.apple.quicktime.location.note", location, "LocationNote"},
    {"com.apple.quicktime.location.role", location, "LocationRole"},
    {"com.apple.quicktime.location.date", location, "LocationDate"},
    {"com.apple.quicktime.location.accuracy.horizontal", location, "LocationAccuracyHorizontal"},
    {"com.apple.quicktime.direction.facing", location, "CameraDirection"},
    {"com.apple.quicktime.direction.motion", location, "CameraMotion"},
    {"com.apple.quicktime.creationdate", LeakClass::time, "CreationDate"},
    {"com.apple.quicktime.year", LeakClass::time, "Year"},
    {"com.apple.quicktime.make", device, "Make"},
    {"com.apple.quicktime.model", device, "Model"},
    {"com.apple.quicktime.software", software, "Software"},
    {"com.apple.quicktime.author", copyright, "Author"},
    {"com.apple.quicktime.artist", copyright, "Artist"},
    {"com.apple.quicktime.director", copyright, "Director"},
    {"com.apple.quicktime.performer", copyright, "Performer"},
    {"com.apple.quicktime.producer", copyright, "Producer"},
    {"com.apple.quicktime.publisher", copyright, "Publisher"},
    {"com.apple.quicktime.copyright", copyright, "Copyright"},
    {"com.apple.quicktime.title", text, "Title"},
    {"com.apple.quicktime.displayname", text, "DisplayName"},
    {"com.apple.quicktime.description", text, "Description"},
    {"com.apple.quicktime.information", text, "Information"},
    {"com.apple.quicktime.keywords", text, "Keywords"},
    {"com.apple.quicktime.comment", text, "Comment"},
    {"com.apple.quicktime.album", text, "Album"},
    {"com.apple.quicktime.collection.user", text, "UserCollection"},
    {"com.apple.quicktime.content.identifier", device, "ContentIdentifier"},
    {"com.apple.quicktime.camera.identifier", device, "CameraIdentifier"},
    {"com.android.version", software, "AndroidVersion"},
    {"com.android.manufacturer", device, "AndroidMake"},
    {"com.android.model", device, "AndroidModel"},
    {"com.android.capture.fps", device, "AndroidCaptureFPS"},
    {"samsung.android.utc_offset", LeakClass::time, "AndroidTimeZone"},
    {"xiaomi.exifInfo.videoinfo", device, "XiaomiExifInfo"},
    {"com.xiaomi.preview_video_cover", thumbnail, "XiaomiPreviewVideoCover"},
});

std::string lower(std::string_view text) {
  std::string out{text};
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return out;
}

/// By the words in the name of a key that nobody listed.
LeakClass class_by_name(std::string_view key) {
  const std::string name = lower(key);
  const auto has = [&name](std::initializer_list<std::string_view> words) {
    return std::ranges::any_of(words, [&](std::string_view word) { return name.find(word) != name.npos; });
  };
  if (has({"location", "gps", "latitude", "longitude", "altitude", "6709", "direction", "heading",
           "place"})) {
    return location;
  }
  if (has({"date", "utc_offset", "timezone"})) return LeakClass::time;
  if (has({"author", "artist"})) return copyright;
  if (has({"owner", "person", "user"})) return person;
  if (has({"software", "version", "application"})) return software;
  if (has({"title", "comment", "description", "keyword"})) return text;
  return device;
}

/// "com.vendor.some-thing" -> "SomeThing": the last two words behind the vendor's prefix.
std::string tag_by_name(std::string_view key) {
  for (const std::string_view prefix : {"com.apple.quicktime.", "com.android.", "com."}) {
    if (key.starts_with(prefix)) {
      key.remove_prefix(prefix.size());
      break;
    }
  }
  std::string tag;
  bool begins_word = true;
  for (const char c : key) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    const bool digit = c >= '0' && c <= '9';
    if (letter || digit) tag += begins_word && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    begins_word = !letter && !digit;
  }
  return tag.empty() ? "Unnamed" : tag;
}

}  // namespace

ItemRow user_data_row(BoxType type) { return row_in(user_data, type, quicktime_text); }

ItemRow item_list_row(BoxType type) { return row_in(item_list, type, characters); }

KeyMeaning key_meaning(std::string_view key) {
  const auto* row = std::ranges::find(keys, key, &KeyRow::key);
  const bool position = key.ends_with("ISO6709");
  if (row != keys.end()) return {row->leak_class, std::string{row->tag}, position};
  return {class_by_name(key), tag_by_name(key), position};
}

}  // namespace exifscrub
