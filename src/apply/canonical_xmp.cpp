#include "apply/canonical_xmp.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <span>
#include <string_view>

#include "base/characters.hpp"

namespace exifscrub {
namespace {

enum class Kind : std::uint8_t { number, per_channel, truth, word, link };

enum Space : std::uint8_t { hdrgm, apple_gain_map, apdi, gpano, gcamera, container, item, space_count };

struct Namespace {
  std::string_view prefix;
  std::string_view uri;
};

constexpr std::array<Namespace, space_count> namespaces = {{
    {"hdrgm", "http://ns.adobe.com/hdr-gain-map/1.0/"},
    {"HDRGainMap", "http://ns.apple.com/HDRGainMap/1.0/"},
    {"apdi", "http://ns.apple.com/pixeldatainfo/1.0/"},
    {"GPano", "http://ns.google.com/photos/1.0/panorama/"},
    {"GCamera", "http://ns.google.com/photos/1.0/camera/"},
    {"Container", "http://ns.google.com/photos/1.0/container/"},
    {"Item", "http://ns.google.com/photos/1.0/container/item/"},
}};

constexpr std::array<std::string_view, 1> auxiliary_types = {"urn:com:apple:photo:2020:aux:hdrgainmap"};
constexpr std::array<std::string_view, 4> projections = {"equirectangular", "cylindrical", "fisheye",
                                                         "cubemap"};
constexpr std::array<std::string_view, 7> semantics = {"Primary",    "GainMap",  "MotionPhoto",   "Depth",
                                                       "Confidence", "Original", "SecondaryImage"};
constexpr std::array<std::string_view, 8> mimes = {"image/jpeg", "image/heic",     "image/heif",
                                                   "image/avif", "image/png",      "image/webp",
                                                   "video/mp4",  "video/quicktime"};

struct Property {
  Space space;
  std::string_view name;
  Kind kind = Kind::number;
  std::span<const std::string_view> words;
};

// In the order in which the template lists them. No heading of any kind is among them.
constexpr auto properties = std::to_array<Property>({
    {hdrgm, "Version", Kind::number, {}},
    {hdrgm, "BaseRenditionIsHDR", Kind::truth, {}},
    {hdrgm, "GainMapMin", Kind::per_channel, {}},
    {hdrgm, "GainMapMax", Kind::per_channel, {}},
    {hdrgm, "Gamma", Kind::per_channel, {}},
    {hdrgm, "OffsetSDR", Kind::per_channel, {}},
    {hdrgm, "OffsetHDR", Kind::per_channel, {}},
    {hdrgm, "HDRCapacityMin", Kind::number, {}},
    {hdrgm, "HDRCapacityMax", Kind::number, {}},
    {apple_gain_map, "HDRGainMapVersion", Kind::number, {}},
    {apple_gain_map, "HDRGainMapHeadroom", Kind::number, {}},
    {apdi, "AuxiliaryImageType", Kind::word, auxiliary_types},
    {apdi, "NativeFormat", Kind::number, {}},
    {apdi, "StoredFormat", Kind::number, {}},
    {gpano, "UsePanoramaViewer", Kind::truth, {}},
    {gpano, "ProjectionType", Kind::word, projections},
    {gpano, "CroppedAreaImageWidthPixels", Kind::number, {}},
    {gpano, "CroppedAreaImageHeightPixels", Kind::number, {}},
    {gpano, "FullPanoWidthPixels", Kind::number, {}},
    {gpano, "FullPanoHeightPixels", Kind::number, {}},
    {gpano, "CroppedAreaLeftPixels", Kind::number, {}},
    {gpano, "CroppedAreaTopPixels", Kind::number, {}},
    {gpano, "PosePitchDegrees", Kind::number, {}},
    {gpano, "PoseRollDegrees", Kind::number, {}},
    {gpano, "InitialViewPitchDegrees", Kind::number, {}},
    {gpano, "InitialViewRollDegrees", Kind::number, {}},
    {gpano, "InitialHorizontalFOVDegrees", Kind::number, {}},
    {gpano, "LargestValidInteriorRectLeft", Kind::number, {}},
    {gpano, "LargestValidInteriorRectTop", Kind::number, {}},
    {gpano, "LargestValidInteriorRectWidth", Kind::number, {}},
    {gpano, "LargestValidInteriorRectHeight", Kind::number, {}},
    {gcamera, "MotionPhoto", Kind::number, {}},
    {gcamera, "MotionPhotoVersion", Kind::number, {}},
    {gcamera, "MotionPhotoPresentationTimestampUs", Kind::number, {}},
    {gcamera, "MicroVideo", Kind::number, {}},
    {gcamera, "MicroVideoVersion", Kind::number, {}},
    {gcamera, "MicroVideoOffset", Kind::link, {}},
    {gcamera, "MicroVideoPresentationTimestampUs", Kind::number, {}},
});

std::size_t digits_at(std::string_view text, std::size_t from) {
  std::size_t at = from;
  while (at < text.size() && is_digit(text[at])) ++at;
  return at - from;
}

bool is_sign(std::string_view text, std::size_t at) {
  return at < text.size() && (text[at] == '+' || text[at] == '-');
}

/// [+-]digits[.digits][e[+-]digits], E for e: no letters that could spell anything.
bool is_number(std::string_view text) {
  if (text.empty() || text.size() > 24) return false;
  std::size_t at = is_sign(text, 0) ? 1 : 0;
  std::size_t digits = digits_at(text, at);
  if (digits == 0) return false;
  at += digits;
  if (at < text.size() && text[at] == '.') {
    digits = digits_at(text, at + 1);
    if (digits == 0) return false;
    at += 1 + digits;
  }
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    at += is_sign(text, at + 1) ? 2U : 1U;
    digits = digits_at(text, at);
    if (digits == 0) return false;
    at += digits;
  }
  return at == text.size();
}

constexpr std::size_t link_digits = 10;

bool is_link(std::string_view text) {
  return text.size() == link_digits && digits_at(text, 0) == link_digits;
}

bool is_one_of(std::string_view text, std::span<const std::string_view> words) {
  return std::ranges::find(words, text) != words.end();
}

bool is_value_of(const Property& property, std::string_view text) {
  switch (property.kind) {
    case Kind::truth:
      return text == "True" || text == "False";
    case Kind::word:
      return is_one_of(text, property.words);
    case Kind::link:
      return is_link(text);
    default:
      return is_number(text);
  }
}

/// Takes lines off a packet, and off a line what stands between fixed texts.
class Template {
 public:
  explicit Template(std::string_view packet) : rest_(packet) {}

  [[nodiscard]] std::string_view rest() const { return rest_; }

  /// Takes the fixed texts one after another, or nothing.
  bool take(std::initializer_list<std::string_view> texts) {
    std::string_view left = rest_;
    for (const std::string_view text : texts) {
      if (!left.starts_with(text)) return false;
      left.remove_prefix(text.size());
    }
    rest_ = left;
    return true;
  }

  /// Takes what stands before `end`, and `end`, if it stands in this line.
  std::optional<std::string_view> take_until(std::string_view end) {
    const std::string_view line = rest_.substr(0, rest_.find('\n') + 1);
    const std::size_t length = line.find(end);
    if (length == std::string_view::npos) return std::nullopt;
    rest_.remove_prefix(length + end.size());
    return line.substr(0, length);
  }

 private:
  std::string_view rest_;
};

class Matcher {
 public:
  explicit Matcher(Bytes packet)
      : template_(std::string_view{reinterpret_cast<const char*>(packet.data()), packet.size()}) {}

  bool match(CanonicalXmp& found) {
    if (!match_head()) return false;
    if (!match_attributes() || !template_.take({">\n"})) return false;
    if (!match_channels() || !match_directory(found.items) || !match_tail()) return false;
    found.gain_map = used_[hdrgm] || used_[apdi];
    found.motion = used_[gcamera];
    return declared_ == used_ && std::ranges::find(used_, true) != used_.end();
  }

 private:
  bool match_head() {
    const bool fixed =
        template_.take({"<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n",
                        "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n",
                        "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n",
                        "<rdf:Description rdf:about=\"\"\n"});
    for (std::size_t i = 0; fixed && i < namespaces.size(); ++i) {
      declared_[i] = template_.take({" xmlns:", namespaces[i].prefix, "=\"", namespaces[i].uri, "\"\n"});
    }
    return fixed;
  }

  bool match_attributes() {
    for (std::size_t i = 0; i < properties.size(); ++i) {
      const Property& property = properties[i];
      if (!template_.take({" ", namespaces[property.space].prefix, ":", property.name, "=\""})) continue;
      const auto value = template_.take_until("\"\n");
      if (!value || !is_value_of(property, *value)) return false;
      used_[property.space] = seen_[i] = true;
    }
    return true;
  }

  bool match_channels() {
    for (std::size_t i = 0; i < properties.size(); ++i) {
      const Property& property = properties[i];
      const std::string_view prefix = namespaces[property.space].prefix;
      if (property.kind != Kind::per_channel || seen_[i]) continue;
      if (!template_.take({"<", prefix, ":", property.name, ">\n"})) continue;
      if (!template_.take({"<rdf:Seq>\n"})) return false;
      for (int channel = 0; channel < 3; ++channel) {
        if (!template_.take({"<rdf:li>"})) return false;
        const auto value = template_.take_until("</rdf:li>\n");
        if (!value || !is_number(*value)) return false;
      }
      if (!template_.take({"</rdf:Seq>\n</", prefix, ":", property.name, ">\n"})) return false;
      used_[property.space] = true;
    }
    return true;
  }

  bool match_directory(std::vector<CanonicalXmp::Item>& items) {
    if (!template_.take({"<Container:Directory>\n<rdf:Seq>\n"})) return true;
    used_[container] = used_[item] = true;
    while (template_.take({"<rdf:li rdf:parseType=\"Resource\">\n<Container:Item Item:Semantic=\""})) {
      if (!match_item(items.emplace_back())) return false;
    }
    return !items.empty() && template_.take({"</rdf:Seq>\n</Container:Directory>\n"});
  }

  bool match_item(CanonicalXmp::Item& into) {
    const auto semantic = template_.take_until("\" Item:Mime=\"");
    if (!semantic || !is_one_of(*semantic, semantics)) return false;
    const auto mime = template_.take_until("\" Item:Length=\"");
    if (!mime || !is_one_of(*mime, mimes)) return false;
    const auto length = template_.take_until("\" Item:Padding=\"");
    const auto padding = template_.take_until("\"/>\n");
    into.primary = *semantic == "Primary";
    return read_link(length, into.length) && read_link(padding, into.padding) &&
           template_.take({"</rdf:li>\n"});
  }

  static bool read_link(std::optional<std::string_view> text, std::uint64_t& into) {
    if (!text || !is_link(*text)) return false;
    std::from_chars(text->data(), text->data() + text->size(), into);
    return true;
  }

  bool match_tail() {
    const bool fixed =
        template_.take({"</rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"w\"?>\n"});
    return fixed && template_.rest().find_first_not_of(' ') == std::string_view::npos;
  }

  Template template_;
  std::array<bool, space_count> declared_{};
  std::array<bool, space_count> used_{};
  std::array<bool, properties.size()> seen_{};
};

}  // namespace

CanonicalXmp match_canonical_xmp(Bytes packet) {
  CanonicalXmp found;
  found.canonical = Matcher{packet}.match(found);
  return found;
}

}  // namespace exifscrub
