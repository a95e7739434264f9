#include "metadata/xmp_lengths.hpp"

#include <charconv>
#include <optional>

#include "metadata/xmp_rdf.hpp"
#include "metadata/xmp_text.hpp"
#include "metadata/xmp_tree.hpp"

namespace exifscrub {
namespace {

constexpr std::string_view item_uri = "http://ns.google.com/photos/1.0/container/item/";
constexpr std::string_view camera_uri = "http://ns.google.com/photos/1.0/camera/";

class LengthFinder {
 public:
  explicit LengthFinder(Bytes packet) : text_(packet), tree_(parse_xmp_tree(text_.utf8())), rdf_(tree_) {}

  std::vector<XmpLength> run() {
    if (text_.unit() != 1 || text_.encoding() != XmlEncoding::utf8) return {};
    for (std::uint32_t i = 0; i < tree_.elements.size(); ++i) {
      read_camera(i);
      if (rdf_.is_rdf(tree_.elements[i].name, "li")) read_item(i);
    }
    return std::move(lengths_);
  }

 private:
  /// Calls `visit` with the name and the value's place of everything that an element says directly.
  template <class Visit>
  void for_each_value(std::uint32_t element, Visit visit) const {
    rdf_.for_each_attribute(element, [&](const XmpAttribute& attribute) {
      if (!attribute.declaration) visit(attribute.name, attribute.value_at);
    });
    if (!rdf_.has_children(element)) visit(tree_.elements[element].name, tree_.elements[element].content);
  }

  void read_camera(std::uint32_t element) {
    for_each_value(element, [&](const XmpName& name, Extent value) {
      if (name.local == "MicroVideoOffset" && tree_.uri(name) == camera_uri) add("MicroVideo", value);
    });
  }

  void read_item(std::uint32_t item) {
    std::string semantic;
    std::optional<Extent> length;
    for (std::uint32_t i = item; i < tree_.elements[item].end_index; ++i) {
      for_each_value(i, [&](const XmpName& name, Extent value) {
        if (tree_.uri(name) != item_uri) return;
        if (name.local == "Semantic") semantic = trimmed(characters(value));
        if (name.local == "Length") length = value;
      });
    }
    if (length) add(std::move(semantic), *length);
  }

  void add(std::string semantic, Extent value) {
    const std::string_view digits = trimmed(characters(value));
    XmpLength length{std::move(semantic), {}, 0};
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), length.value);
    if (digits.empty() || error != std::errc{} || end != digits.data() + digits.size()) return;
    const auto at = static_cast<std::uint64_t>(digits.data() - text_.utf8().data());
    length.digits = text_.source({at, digits.size()});
    lengths_.push_back(std::move(length));
  }

  std::string_view characters(Extent at) const { return text_.utf8().substr(at.offset, at.length); }

  XmpText text_;
  XmpTree tree_;
  XmpRdf rdf_;
  std::vector<XmpLength> lengths_;
};

}  // namespace

std::vector<XmpLength> find_xmp_lengths(Bytes packet) { return LengthFinder{packet}.run(); }

}  // namespace exifscrub
