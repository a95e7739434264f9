#include "metadata/kept_xmp.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

namespace exifscrub {
namespace {

constexpr std::array namespaces = {
    KeptNamespace{"hdrgm", "http://ns.adobe.com/hdr-gain-map/1.0/"},
    KeptNamespace{"HDRGainMap", "http://ns.apple.com/HDRGainMap/1.0/"},
    KeptNamespace{"apdi", "http://ns.apple.com/pixeldatainfo/1.0/"},
    KeptNamespace{"GPano", "http://ns.google.com/photos/1.0/panorama/"},
    KeptNamespace{"GCamera", "http://ns.google.com/photos/1.0/camera/"},
    KeptNamespace{"Container", "http://ns.google.com/photos/1.0/container/"},
    KeptNamespace{"Item", "http://ns.google.com/photos/1.0/container/item/"},
};

/// How all of them begin.
constexpr std::string_view namespace_front = "http://ns.";
static_assert(std::ranges::all_of(namespaces, [](const KeptNamespace& space) {
  return space.uri.starts_with(namespace_front);
}));

constexpr std::array<std::string_view, 1> auxiliary_types = {"urn:com:apple:photo:2020:aux:hdrgainmap"};
constexpr std::array<std::string_view, 4> projections = {"equirectangular", "cylindrical", "fisheye",
                                                         "cubemap"};
constexpr std::array<std::string_view, 7> semantics = {"Primary",    "GainMap",  "MotionPhoto",   "Depth",
                                                       "Confidence", "Original", "SecondaryImage"};
constexpr std::array<std::string_view, 8> mimes = {"image/jpeg", "image/heic",     "image/heif",
                                                   "image/avif", "image/png",      "image/webp",
                                                   "video/mp4",  "video/quicktime"};

using Kind = KeptProperty::Kind;

constexpr std::array properties = {
    KeptProperty{"hdrgm:Version", Kind::number, {}},
    KeptProperty{"hdrgm:BaseRenditionIsHDR", Kind::boolean, {}},
    KeptProperty{"hdrgm:GainMapMin", Kind::channels, {}},
    KeptProperty{"hdrgm:GainMapMax", Kind::channels, {}},
    KeptProperty{"hdrgm:Gamma", Kind::channels, {}},
    KeptProperty{"hdrgm:OffsetSDR", Kind::channels, {}},
    KeptProperty{"hdrgm:OffsetHDR", Kind::channels, {}},
    KeptProperty{"hdrgm:HDRCapacityMin", Kind::number, {}},
    KeptProperty{"hdrgm:HDRCapacityMax", Kind::number, {}},
    KeptProperty{"HDRGainMap:HDRGainMapVersion", Kind::number, {}},
    KeptProperty{"HDRGainMap:HDRGainMapHeadroom", Kind::number, {}},
    KeptProperty{"apdi:AuxiliaryImageType", Kind::word, auxiliary_types},
    KeptProperty{"apdi:NativeFormat", Kind::number, {}},
    KeptProperty{"apdi:StoredFormat", Kind::number, {}},
    KeptProperty{"GPano:UsePanoramaViewer", Kind::boolean, {}},
    KeptProperty{"GPano:ProjectionType", Kind::word, projections},
    KeptProperty{"GPano:CroppedAreaImageWidthPixels", Kind::number, {}},
    KeptProperty{"GPano:CroppedAreaImageHeightPixels", Kind::number, {}},
    KeptProperty{"GPano:FullPanoWidthPixels", Kind::number, {}},
    KeptProperty{"GPano:FullPanoHeightPixels", Kind::number, {}},
    KeptProperty{"GPano:CroppedAreaLeftPixels", Kind::number, {}},
    KeptProperty{"GPano:CroppedAreaTopPixels", Kind::number, {}},
    KeptProperty{"GPano:PosePitchDegrees", Kind::number, {}},
    KeptProperty{"GPano:PoseRollDegrees", Kind::number, {}},
    KeptProperty{"GPano:InitialViewPitchDegrees", Kind::number, {}},
    KeptProperty{"GPano:InitialViewRollDegrees", Kind::number, {}},
    KeptProperty{"GPano:InitialHorizontalFOVDegrees", Kind::number, {}},
    KeptProperty{"GPano:LargestValidInteriorRectLeft", Kind::number, {}},
    KeptProperty{"GPano:LargestValidInteriorRectTop", Kind::number, {}},
    KeptProperty{"GPano:LargestValidInteriorRectWidth", Kind::number, {}},
    KeptProperty{"GPano:LargestValidInteriorRectHeight", Kind::number, {}},
    KeptProperty{"GCamera:MotionPhoto", Kind::number, {}},
    KeptProperty{"GCamera:MotionPhotoVersion", Kind::number, {}},
    KeptProperty{"GCamera:MotionPhotoPresentationTimestampUs", Kind::number, {}},
    KeptProperty{"GCamera:MicroVideo", Kind::number, {}},
    KeptProperty{"GCamera:MicroVideoVersion", Kind::number, {}},
    KeptProperty{"GCamera:MicroVideoOffset", Kind::link, {}},
    KeptProperty{"GCamera:MicroVideoPresentationTimestampUs", Kind::number, {}},
};

constexpr std::size_t longest_number = 24;
constexpr std::size_t padded_digits = 10;
constexpr std::uint64_t largest_padded = 9'999'999'999;
constexpr std::size_t most_items = 255;

std::string_view prefix_of(std::string_view name) { return name.substr(0, name.find(':')); }
std::string_view local_of(std::string_view name) { return name.substr(name.find(':') + 1); }

template <class Words>
std::string_view word_in(const Words& words, std::string_view text) {
  const auto found = std::find(words.begin(), words.end(), text);
  return found == words.end() ? std::string_view{} : *found;
}

/// Takes the digits at the front; false when there are none.
bool take_digits(std::string_view& text) {
  std::size_t count = 0;
  while (count < text.size() && text[count] >= '0' && text[count] <= '9') ++count;
  text.remove_prefix(count);
  return count > 0;
}

void take_sign(std::string_view& text) {
  if (text.starts_with('+') || text.starts_with('-')) text.remove_prefix(1);
}

bool is_number(std::string_view text) {
  if (text.size() > longest_number) return false;
  take_sign(text);
  if (!take_digits(text)) return false;
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    if (!take_digits(text)) return false;
  }
  if (text.starts_with('e') || text.starts_with('E')) {
    text.remove_prefix(1);
    take_sign(text);
    if (!take_digits(text)) return false;
  }
  return text.empty();
}

std::string padded(std::uint64_t value) {
  std::string digits = std::to_string(std::min(value, largest_padded));
  digits.insert(0, padded_digits - std::min(padded_digits, digits.size()), '0');
  return digits;
}

std::optional<std::string> padded_text(std::string_view text) {
  const bool only_digits = std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (text.empty() || !only_digits) return std::nullopt;
  const std::size_t first = std::min(text.find_first_not_of('0'), text.size());
  const std::string_view digits = text.substr(first);
  if (digits.size() > padded_digits) return std::nullopt;
  return std::string(padded_digits - digits.size(), '0').append(digits);
}

const KeptProperty* property_named(std::string_view name) {
  const auto found = std::find_if(properties.begin(), properties.end(),
                                  [&](const KeptProperty& p) { return p.name == name; });
  return found == properties.end() ? nullptr : &*found;
}

/// The values of `property` in `viewer` when the canonical form can hold them.
const ViewerXmp::Property* found_in(const ViewerXmp& viewer, const KeptProperty& property) {
  for (const ViewerXmp::Property& found : viewer.properties) {
    if (found.name != property.name) continue;
    const bool count_fits =
        found.values.size() == 1 || (property.kind == Kind::channels && found.values.size() == 3);
    const bool legal = std::all_of(found.values.begin(), found.values.end(), [&](const std::string& value) {
      return kept_value(property, value) == value;
    });
    return count_fits && legal ? &found : nullptr;
  }
  return nullptr;
}

bool is_known(const ViewerXmp::Item& item) {
  return !kept_semantic(item.semantic).empty() && !kept_mime(item.mime).empty();
}

/// Writes the packet line by line and remembers where the link fields stand.
class Writer {
 public:
  Writer(const ViewerXmp& viewer, const KeptXmpTargets& targets) : viewer_(viewer), targets_(targets) {
    for (const ViewerXmp::Item& item : viewer_.items) has_items_ |= is_known(item);
  }

  Literal write() {
    line("<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>");
    line("<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">");
    line("<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">");
    line("<rdf:Description rdf:about=\"\"");
    write_namespaces();
    write_attributes();
    line(">");
    write_sequences();
    write_directory();
    line("</rdf:Description>");
    line("</rdf:RDF>");
    line("</x:xmpmeta>");
    line("<?xpacket end=\"w\"?>");
    literal_.bytes.assign(text_.begin(), text_.end());
    return std::move(literal_);
  }

 private:
  void line(std::string_view text) { text_.append(text).push_back('\n'); }

  bool uses(std::string_view prefix) const {
    if (prefix == "Container" || prefix == "Item") return has_items_;
    return std::any_of(properties.begin(), properties.end(), [&](const KeptProperty& property) {
      return prefix_of(property.name) == prefix && found_in(viewer_, property) != nullptr;
    });
  }

  void write_namespaces() {
    for (const KeptNamespace& space : namespaces) {
      if (!uses(space.prefix)) continue;
      line(std::string{" xmlns:"}.append(space.prefix).append("=\"").append(space.uri).append("\""));
    }
  }

  void write_attributes() {
    for (const KeptProperty& property : properties) {
      const ViewerXmp::Property* found = found_in(viewer_, property);
      if (found == nullptr || found->values.size() != 1) continue;
      text_.append(" ").append(property.name).append("=\"");
      if (property.kind == Kind::link) {
        link(targets_.micro_video);
      }
      text_.append(found->values[0]).append("\"\n");
    }
  }

  void write_sequences() {
    for (const KeptProperty& property : properties) {
      const ViewerXmp::Property* found = found_in(viewer_, property);
      if (found == nullptr || found->values.size() != 3) continue;
      line(std::string{"<"}.append(property.name).append(">"));
      line("<rdf:Seq>");
      for (const std::string& value : found->values) line("<rdf:li>" + value + "</rdf:li>");
      line("</rdf:Seq>");
      line(std::string{"</"}.append(property.name).append(">"));
    }
  }

  void write_directory() {
    if (!has_items_) return;
    line("<Container:Directory>");
    line("<rdf:Seq>");
    std::size_t written = 0;
    for (std::size_t i = 0; i < viewer_.items.size() && written < most_items; ++i) {
      if (!is_known(viewer_.items[i])) continue;
      write_item(viewer_.items[i], i < targets_.items.size() ? targets_.items[i] : KeptXmpTargets::Item{});
      ++written;
    }
    line("</rdf:Seq>");
    line("</Container:Directory>");
  }

  void write_item(const ViewerXmp::Item& item, const KeptXmpTargets::Item& target) {
    line("<rdf:li rdf:parseType=\"Resource\">");
    text_.append("<Container:Item Item:Semantic=\"").append(item.semantic);
    text_.append("\" Item:Mime=\"").append(item.mime).append("\" Item:Length=\"");
    if (item.semantic != "Primary") {
      link(target.bytes);
      text_.append(padded(item.length.value_or(0)));
    } else {
      text_.append(padded(0));
    }
    text_.append("\" Item:Padding=\"");
    link(target.padding);
    text_.append(padded(item.padding)).append("\"/>\n");
    line("</rdf:li>");
  }

  /// The ten digits that come next are the length of `target`.
  void link(const std::optional<Extent>& target) {
    if (!target) return;
    Link link;
    link.quantity = Link::Quantity::length;
    link.encoding = Encoding::padded_decimal;
    link.field = {text_.size(), padded_digits};
    link.target = *target;
    literal_.links.push_back(link);
  }

  const ViewerXmp& viewer_;
  const KeptXmpTargets& targets_;
  bool has_items_ = false;
  std::string text_;
  Literal literal_;
};

bool is_due(std::string_view name, const KeptParts& parts) {
  const std::string_view prefix = prefix_of(name);
  if (prefix == "GPano") return true;
  return prefix == "GCamera" ? parts.motion : parts.gainmap;
}

bool is_due(const ViewerXmp::Item& item, const KeptParts& parts) {
  if (!is_known(item)) return false;
  if (item.semantic == "Primary") return true;
  if (item.semantic == "GainMap") return parts.gainmap;
  return item.semantic == "MotionPhoto" ? parts.motion : parts.history;
}

}  // namespace

std::span<const KeptNamespace> kept_namespaces() { return namespaces; }

bool names_kept_namespace(std::string_view text) {
  for (std::size_t at = text.find(namespace_front); at != text.npos;
       at = text.find(namespace_front, at + 1)) {
    const auto is_here = [&](const KeptNamespace& space) { return text.substr(at).starts_with(space.uri); };
    if (std::ranges::any_of(namespaces, is_here)) return true;
  }
  return false;
}

std::span<const KeptProperty> kept_properties() { return properties; }

const KeptProperty* kept_property(std::string_view uri, std::string_view local) {
  for (const KeptNamespace& space : namespaces) {
    if (space.uri != uri) continue;
    for (const KeptProperty& property : properties) {
      if (prefix_of(property.name) == space.prefix && local_of(property.name) == local) return &property;
    }
  }
  return nullptr;
}

std::optional<std::string> kept_value(const KeptProperty& property, std::string_view text) {
  switch (property.kind) {
    case Kind::number:
    case Kind::channels:
      if (!is_number(text)) return std::nullopt;
      return std::string{text};
    case Kind::boolean:
      if (text == "True" || text == "true") return "True";
      if (text == "False" || text == "false") return "False";
      return std::nullopt;
    case Kind::word: {
      const std::string_view word = word_in(property.words, text);
      if (word.empty()) return std::nullopt;
      return std::string{word};
    }
    case Kind::link:
      return padded_text(text);
  }
  return std::nullopt;
}

std::string_view kept_semantic(std::string_view text) { return word_in(semantics, text); }

std::string_view kept_mime(std::string_view text) {
  if (text == "image/jpg") return "image/jpeg";
  return word_in(mimes, text);
}

ViewerXmp due_viewer_xmp(const ViewerXmp& found, const KeptParts& parts) {
  ViewerXmp due;
  for (const ViewerXmp::Property& property : found.properties) {
    if (property_named(property.name) != nullptr && is_due(property.name, parts))
      due.properties.push_back(property);
  }
  bool more_than_primary = false;
  for (const ViewerXmp::Item& item : found.items) {
    if (!is_due(item, parts)) continue;
    more_than_primary |= item.semantic != "Primary";
    due.items.push_back(item);
  }
  if (!more_than_primary) due.items.clear();
  return due;
}

Literal encode_kept_xmp(const ViewerXmp& viewer, const KeptXmpTargets& targets) {
  return Writer{viewer, targets}.write();
}

bool is_kept_xmp(Bytes packet, const ViewerXmp& viewer) {
  if (viewer.empty()) return false;
  const std::vector<Byte> canonical = encode_kept_xmp(viewer).bytes;
  if (packet.size() < canonical.size()) return false;
  return std::equal(canonical.begin(), canonical.end(), packet.begin()) &&
         std::all_of(packet.begin() + static_cast<std::ptrdiff_t>(canonical.size()), packet.end(),
                     [](Byte byte) { return byte == ' '; });
}

}  // namespace exifscrub
