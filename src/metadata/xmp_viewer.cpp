#include "metadata/xmp_viewer.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include "base/bytes.hpp"
#include "metadata/kept_xmp.hpp"

namespace exifscrub {
namespace {

constexpr std::string_view item_uri = "http://ns.google.com/photos/1.0/container/item/";
constexpr std::size_t most_items = 255;

std::optional<std::uint64_t> parse_length(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

void set(ViewerXmp::Item& item, std::string_view local, std::string_view value) {
  if (local == "Semantic") item.semantic = kept_semantic(value);
  if (local == "Mime") item.mime = kept_mime(value);
  // Phones write 0 for the picture itself, whose end the JPEG tells.
  if (local == "Length") item.length = parse_length(value);
  if (local == "Length" && item.length == 0U) item.length.reset();
  if (local == "Padding") item.padding = parse_length(value).value_or(0);
}

}  // namespace

bool may_tell_viewer(Bytes packet) {
  const std::string_view text = as_text(packet);
  // Wide characters have zeros, and a reference may stand for any letter of a name.
  return text.find('\0') != text.npos || text.find("&#") != text.npos || names_kept_namespace(text);
}

void XmpViewerProperties::add(const XmpName& name, const std::vector<std::string_view>& values) {
  const KeptProperty* property = kept_property(tree_.uri(name), name.local);
  if (property == nullptr) return;
  const bool one = values.size() == 1;
  const bool channels = property->kind == KeptProperty::Kind::channels && values.size() == 3;
  if (!one && !channels) return;
  const auto is_same = [&](const ViewerXmp::Property& known) { return known.name == property->name; };
  if (std::any_of(viewer_.properties.begin(), viewer_.properties.end(), is_same)) return;
  ViewerXmp::Property found;
  found.name = property->name;
  for (const std::string_view value : values) {
    auto legal = kept_value(*property, value);
    if (!legal) return;
    found.values.push_back(std::move(*legal));
  }
  viewer_.properties.push_back(std::move(found));
}

void XmpViewerProperties::add_directory(std::uint32_t element) {
  const std::uint32_t end = tree_.elements[element].end_index;
  for (std::uint32_t i = element + 1; i < end && viewer_.items.size() < most_items;) {
    if (rdf_.is_rdf(tree_.elements[i].name, "li")) {
      add_item(i);
      i = tree_.elements[i].end_index;
    } else {
      ++i;
    }
  }
}

void XmpViewerProperties::add_item(std::uint32_t element) {
  ViewerXmp::Item item;
  bool any = false;
  const std::uint32_t end = tree_.elements[element].end_index;
  for (std::uint32_t i = element; i < end; ++i) {
    rdf_.for_each_attribute(i, [&](const XmpAttribute& attribute) {
      if (attribute.declaration || tree_.uri(attribute.name) != item_uri) return;
      set(item, attribute.name.local, trimmed(attribute.value));
      any = true;
    });
    const XmpElement& inside = tree_.elements[i];
    if (tree_.uri(inside.name) != item_uri) continue;
    set(item, inside.name.local, trimmed(inside.text));
    any = true;
  }
  if (any) viewer_.items.push_back(std::move(item));
}

bool XmpViewerProperties::lists_only_motion() const {
  bool motion = false;
  for (const ViewerXmp::Item& item : viewer_.items) {
    motion |= item.semantic == "MotionPhoto";
    if (item.semantic != "Primary" && item.semantic != "MotionPhoto") return false;
  }
  return motion;
}

ViewerXmp XmpViewerProperties::take() {
  const auto rank = [](const ViewerXmp::Property& property) {
    const auto all = kept_properties();
    return std::find_if(all.begin(), all.end(),
                        [&](const KeptProperty& p) { return p.name == property.name; });
  };
  std::stable_sort(viewer_.properties.begin(), viewer_.properties.end(),
                   [&](const auto& a, const auto& b) { return rank(a) < rank(b); });
  return std::move(viewer_);
}

}  // namespace exifscrub
