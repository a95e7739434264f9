#include "metadata/xmp_rdf.hpp"

#include <algorithm>
#include <array>

namespace exifscrub {
namespace {

constexpr std::uint32_t no_space = 0xFFFFFFFF;

std::uint32_t space_named(const XmpTree& tree, std::string_view uri) {
  const auto found = tree.space_index.find(uri);
  return found == tree.space_index.end() ? no_space : found->second;
}

}  // namespace

XmpRdf::XmpRdf(const XmpTree& tree)
    : tree_(tree),
      rdf_(space_named(tree, "http://www.w3.org/1999/02/22-rdf-syntax-ns#")),
      xml_(space_named(tree, "http://www.w3.org/XML/1998/namespace")),
      meta_(space_named(tree, "adobe:ns:meta/")),
      structs_(tree.elements.size()) {
  known_.reserve(tree.spaces.size());
  for (const std::string_view uri : tree.spaces) known_.push_back(xmp_namespace(uri));
  // Children stand behind their parents: going backwards every element is settled before its parent asks.
  for (std::size_t i = tree.elements.size(); i-- > 0;) {
    const XmpElement& element = tree.elements[i];
    for (std::uint32_t a = 0; a < element.attribute_count && !structs_[i]; ++a) {
      structs_[i] = !is_grammar(tree.attributes[element.first_attribute + a]);
    }
    if (element.parent >= tree.elements.size()) continue;
    if (structs_[i] || !is_bracket(element.name)) structs_[element.parent] = true;
  }
}

bool XmpRdf::is_meta(const XmpName& name) const {
  return name.space == meta_ && (name.local == "xmpmeta" || name.local == "xapmeta");
}

bool XmpRdf::is_bracket(const XmpName& name) const {
  constexpr std::array<std::string_view, 6> brackets = {"Description", "Seq", "Bag", "Alt", "li", "value"};
  return is_rdf(name) && std::find(brackets.begin(), brackets.end(), name.local) != brackets.end();
}

bool XmpRdf::is_grammar(const XmpAttribute& attribute) const {
  return attribute.declaration || attribute.name.space == xml_ || is_rdf(attribute.name) ||
         (attribute.name.space == 0 && attribute.name.local == "about");
}

/// Calls `use` with the simple values in the element until it returns false.
template <class Use>
void XmpRdf::for_values(std::uint32_t element, Use use) const {
  const XmpElement& of = tree_.elements[element];
  if (const std::string_view own = trimmed(of.text); !own.empty()) return void(use(own));
  for (std::uint32_t i = 0; i < of.attribute_count; ++i) {
    const XmpAttribute& attribute = tree_.attributes[of.first_attribute + i];
    const bool holds_value = is_rdf(attribute.name, "resource") || is_rdf(attribute.name, "value");
    if (!holds_value || attribute.value.empty()) continue;
    if (!use(attribute.value)) return;
    break;
  }
  for (std::uint32_t i = element + 1; i < of.end_index; ++i) {
    if (!is_bracket(tree_.elements[i].name)) continue;
    if (const std::string_view text = trimmed(tree_.elements[i].text); !text.empty() && !use(text)) return;
  }
}

std::vector<std::string_view> XmpRdf::values(std::uint32_t element) const {
  std::vector<std::string_view> found;
  for_values(element, [&](std::string_view value) {
    found.push_back(value);
    return true;
  });
  return found;
}

std::string_view XmpRdf::value(std::uint32_t element) const {
  std::string_view first;
  for_values(element, [&](std::string_view value) {
    first = value;
    return false;
  });
  return first;
}

std::string XmpRdf::words(std::uint32_t element) const {
  std::string text;
  append_words(element, text);
  return text;
}

void XmpRdf::append_words(std::uint32_t element, std::string& to) const {
  if (to.size() >= XmpTree::longest_value) return;
  const auto separate = [&to] {
    if (!to.empty() && to.back() != '{' && to.back() != '=') to += ", ";
  };
  if (const std::string_view own = trimmed(tree_.elements[element].text); !own.empty()) {
    separate();
    to += own;
  }
  for_each_attribute(element, [&](const XmpAttribute& attribute) {
    const bool holds_value = is_rdf(attribute.name, "resource") || is_rdf(attribute.name, "value");
    if (to.size() >= XmpTree::longest_value || (is_grammar(attribute) && !holds_value)) return;
    separate();
    if (!holds_value) to.append(tag_of_property(known(attribute.name), attribute.name.local)).append("=");
    to += attribute.value;
  });
  for_each_child(element, [&](std::uint32_t child) {
    if (to.size() >= XmpTree::longest_value) return;
    const XmpName& name = tree_.elements[child].name;
    if (is_bracket(name)) return append_words(child, to);
    separate();
    to.append(tag_of_property(known(name), name.local)).append("=");
    const bool nested = is_struct(child);
    if (nested) to += '{';
    append_words(child, to);
    if (nested) to += '}';
  });
}

}  // namespace exifscrub
