#include "metadata/xmp_keywords.hpp"

#include <algorithm>

#include "metadata/xmp_properties.hpp"

namespace exifscrub {
namespace {

constexpr std::string_view structs_group = "mwg-kw";

bool is_member(const XmpRdf& rdf, const XmpName& name, std::string_view local) {
  const XmpNamespace* space = rdf.known(name);
  return space != nullptr && space->group == structs_group && name.local == local;
}

/// The keyword of a struct, a member written as an element or as an attribute.
std::string_view keyword_of(const XmpTree& tree, const XmpRdf& rdf, std::uint32_t node) {
  std::string_view keyword;
  rdf.for_each_attribute(node, [&](const XmpAttribute& attribute) {
    if (is_member(rdf, attribute.name, "Keyword")) keyword = trimmed(attribute.value);
  });
  rdf.for_each_child(node, [&](std::uint32_t child) {
    if (is_member(rdf, tree.elements[child].name, "Keyword")) keyword = trimmed(rdf.value(child));
  });
  return keyword;
}

std::string joined(const std::vector<std::string>& names) {
  std::string path;
  for (const std::string& name : names) path.append(path.empty() ? "" : "|").append(name);
  return path;
}

}  // namespace

bool is_categories(const XmpNamespace* space, std::string_view local) {
  return space != nullptr && space->group == "acdsee" && local == "categories";
}

std::vector<std::string> places_of_categories(std::string_view value) {
  constexpr std::size_t deepest = 64;
  std::vector<std::string> paths;
  if (value.size() >= XmpTree::longest_value) paths.emplace_back();
  std::vector<std::string> names;  // of the categories around
  while (!value.empty()) {
    const std::size_t open = std::min(value.find('<'), value.size());
    const std::string_view name = trimmed(value.substr(0, open));
    value.remove_prefix(open);
    if (!name.empty() && !names.empty() && names.back().empty()) {
      names.back() = name;
      if (names.size() > 1 && is_place_root(names.front())) paths.push_back(joined(names));
    }
    const std::size_t close = std::min(value.find('>'), value.size());
    const std::string_view tag = value.substr(0, close);
    value.remove_prefix(std::min(close + 1, value.size()));
    if (tag.starts_with("</Category") && !tag.starts_with("</Categories")) {
      if (!names.empty()) names.pop_back();
    } else if (tag.starts_with("<Category") && !tag.ends_with('/') && names.size() < deepest) {
      names.emplace_back();
    }
  }
  return paths;
}

bool is_keyword_structs(const XmpNamespace* space, std::string_view local) {
  return space != nullptr && space->group == structs_group && local == "Keywords";
}

std::vector<XmpKeywordBranch> place_branches(const XmpTree& tree, const XmpRdf& rdf, std::uint32_t property) {
  std::vector<XmpKeywordBranch> branches;
  const std::uint32_t end = tree.elements[property].end_index;
  for (std::uint32_t node = property; node < end;) {
    if (!is_place_root(keyword_of(tree, rdf, node))) {
      ++node;
      continue;
    }
    rdf.for_each_child(node, [&](std::uint32_t child) {
      if (!is_member(rdf, tree.elements[child].name, "Children")) return;
      XmpKeywordBranch branch{child, {}};
      for (std::uint32_t at = child; at < tree.elements[child].end_index; ++at) {
        const std::string_view word = keyword_of(tree, rdf, at);
        if (!word.empty()) branch.words.emplace_back(word);
      }
      branches.push_back(std::move(branch));
    });
    node = tree.elements[node].end_index;
  }
  return branches;
}

}  // namespace exifscrub
