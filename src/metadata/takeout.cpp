#include "metadata/takeout.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <nlohmann/json.hpp>
#include <set>

#include "metadata/place_notation.hpp"
#include "metadata/xmp_properties.hpp"

namespace exifscrub {
namespace {

using Json = nlohmann::ordered_json;
using enum LeakClass;

constexpr int deepest = 64;
constexpr std::size_t longest_value = 200;

/// The fields that Takeout has written since 2018.
constexpr auto keys = std::to_array<TakeoutKey>({
    {"title", text},
    {"description", text},
    {"imageViews", text},
    {"favorited", text},
    {"archived", text},
    {"trashed", text},
    {"inLockedFolder", text},
    {"creationTime", time},
    {"modificationTime", time},
    {"photoTakenTime", time},
    {"photoLastModifiedTime", time},
    {"geoData", location},
    {"geoDataExif", location},
    {"people", person},
    {"url", person},
    {"contentOwnerName", person},
    {"sharedAlbumComments", person},
    {"googlePhotosOrigin", device},
    {"appSource", software},
});

/// One of these beside a title makes an object Takeout's.
constexpr std::array<std::string_view, 5> marks = {"photoTakenTime", "creationTime", "geoData", "geoDataExif",
                                                   "googlePhotosOrigin"};

/// Where one of these stands in a key, its value is a place, beside the names that tell one in XMP.
constexpr std::array<std::string_view, 10> place_words = {
    "latitude", "longitude", "altitude", "geo", "location", "place", "address", "city", "country", "coord"};

bool speaks_of_place(std::string_view key) {
  std::string lower{key};
  std::ranges::transform(lower, lower.begin(), [](char c) {
    return static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  });
  const auto in_key = [&](std::string_view word) { return lower.find(word) != std::string::npos; };
  return names_a_location(key) || std::ranges::any_of(place_words, in_key);
}

bool has_place_inside(const Json& value) {
  for (const auto& item : value.items()) {
    if (value.is_object() && speaks_of_place(item.key())) return true;
    if (item.value().is_structured() && has_place_inside(item.value())) return true;
  }
  return false;
}

/// Whether all numbers of a place are zero, which is how Takeout says that there is none.
bool is_no_place(const Json& value) {
  if (!value.is_object()) return false;
  return std::ranges::all_of(value, [](const Json& number) { return number.is_number() && number == 0; });
}

/// Calls `visit` with each text in a value.
template <class Value, class Visit>
void for_each_text(Value& value, const Visit& visit) {
  if (value.is_string()) visit(value);
  if (!value.is_structured()) return;
  for (auto& inside : value) for_each_text(inside, visit);
}

/// The places that the texts of a value write.
std::vector<TextPlace> places_in(const Json& value) {
  std::vector<TextPlace> places;
  for_each_text(value, [&](const Json& text) {
    for (TextPlace& place : find_text_places(text.get_ref<const std::string&>())) places.push_back(place);
  });
  return places;
}

void blank_places(Json& value) {
  for_each_text(value, [](Json& text) {
    std::string& characters = text.get_ref<std::string&>();
    for (const TextPlace& place : find_text_places(characters))
      characters.replace(place.number.offset, place.number.length, place.number.length, ' ');
  });
}

LeakClass class_of(const std::string& key, const Json& value) {
  const auto* row = std::ranges::find(keys, key, &TakeoutKey::key);
  if (row != keys.end() && row->leak_class == location) return location;
  if (speaks_of_place(key) || has_place_inside(value)) return location;
  return row != keys.end() ? row->leak_class : unknown;
}

std::string in_words(const Json& value) {
  std::string words = value.is_string() ? value.get<std::string>()
                                        : value.dump(-1, ' ', false, Json::error_handler_t::replace);
  if (words.size() > longest_value) words.resize(longest_value);
  return words;
}

std::optional<Location> position_of(const Json& value) {
  const auto number = [&](const char* key) -> std::optional<double> {
    const auto found = value.find(key);
    return found != value.end() && found->is_number() ? std::optional{found->get<double>()} : std::nullopt;
  };
  if (!value.is_object() || is_no_place(value)) return std::nullopt;
  const auto latitude = number("latitude");
  const auto longitude = number("longitude");
  if (!latitude || !longitude) return std::nullopt;
  Location position;
  position.latitude = *latitude;
  position.longitude = *longitude;
  position.altitude_m = number("altitude");
  return position;
}

/// A title and something else of Takeout's own; or, as cleaning leaves it, nothing that is not Takeout's.
bool is_takeout(const Json& record) {
  if (!record.is_object() || record.empty()) return false;
  const auto is_there = [&](std::string_view key) { return record.contains(std::string{key}); };
  if (is_there("title") && std::ranges::any_of(marks, is_there)) return true;
  const auto items = record.items();
  return std::all_of(items.begin(), items.end(), [](const auto& item) {
    return std::ranges::find(keys, item.key(), &TakeoutKey::key) != keys.end();
  });
}

struct Field {
  std::string key;
  Json value;
};

/// Listens while a record is parsed. A key may stand twice in an object (RFC 8259, 4); a parsed object holds the
/// last value alone, so the fields of the record are gathered here.
class RecordListener {
 public:
  using Event = Json::parse_event_t;

  bool hear(int depth, Event event, const Json& parsed) {
    too_deep = too_deep || depth > deepest;
    if (too_deep) return false;
    if (event == Event::object_start) open_.emplace_back();
    if (event == Event::object_end) open_.pop_back();
    if (event == Event::key) hear_key(depth, parsed.get_ref<const std::string&>());
    const bool ends = event == Event::value || event == Event::object_end || event == Event::array_end;
    if (ends && depth == 1 && key_) {
      fields.push_back({std::move(*key_), parsed});
      key_.reset();
    }
    return true;
  }

  std::vector<Field> fields;  ///< of the record itself, each time that they stand there
  bool too_deep = false;
  bool hides = false;  ///< whether a key stands twice further inside

 private:
  void hear_key(int depth, const std::string& key) {
    const bool is_new = open_.back().insert(key).second;
    if (depth == 1) key_ = key;
    hides = hides || (depth > 1 && !is_new);
  }

  std::optional<std::string> key_;           ///< whose value comes next
  std::vector<std::set<std::string>> open_;  ///< keys of the objects around
};

Result<std::vector<Field>> parse(Bytes file) {
  if (file.size() > longest_takeout) return Error{Errc::limit, 0, "longer than any Takeout record"};
  RecordListener listener;
  const auto watch = [&](int depth, Json::parse_event_t event, const Json& parsed) {
    return listener.hear(depth, event, parsed);
  };
  const Json record = Json::parse(file.begin(), file.end(), watch, false);
  if (listener.too_deep) return Error{Errc::limit, 0, "JSON nested too deeply"};
  if (record.is_discarded()) return Error{Errc::malformed, 0, "no JSON in spite of its name"};
  if (!is_takeout(record)) return Error{Errc::unsupported, 0, "no Google Takeout record by its content"};
  if (listener.hides) return Error{Errc::malformed, 0, "a key stands twice inside a field"};
  return std::move(listener.fields);
}

}  // namespace

std::span<const TakeoutKey> takeout_keys() { return keys; }

Result<SidecarRecord> read_takeout(Bytes file) {
  EXS_TRY(const std::vector<Field> fields, parse(file));
  SidecarRecord read;
  for (const Field& field : fields) {
    const LeakClass leak_class = class_of(field.key, field.value);
    if (leak_class == location && is_no_place(field.value)) continue;
    read.fields.push_back({leak_class, "Takeout:" + field.key, in_words(field.value)});
    if (const auto position = position_of(field.value)) read.positions.push_back(*position);
    if (leak_class != location && !places_in(field.value).empty())
      read.fields.push_back({location, "Takeout:" + field.key + ".places", in_words(field.value)});
  }
  return read;
}

Result<std::vector<Byte>> clean_takeout(Bytes file, const std::function<bool(LeakClass)>& goes) {
  EXS_TRY(const std::vector<Field> fields, parse(file));
  Json cleaned = Json::object();
  for (const Field& field : fields) {
    const LeakClass leak_class = class_of(field.key, field.value);
    const bool empty = leak_class == location && is_no_place(field.value);
    if (!empty && goes(leak_class)) continue;
    Json& value = cleaned[field.key] = field.value;
    if (goes(location)) blank_places(value);
  }
  const bool nothing_left = std::ranges::all_of(cleaned, is_no_place);
  if (nothing_left) return std::vector<Byte>{};
  const std::string text = cleaned.dump(2) + '\n';
  return std::vector<Byte>{text.begin(), text.end()};
}

}  // namespace exifscrub
