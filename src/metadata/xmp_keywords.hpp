#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "metadata/xmp_rdf.hpp"

namespace exifscrub {

/// Whether the property holds ACDSee's tree of categories, an XML document in one value.
[[nodiscard]] bool is_categories(const XmpNamespace* space, std::string_view local);

/// The categories below a root for places in such a value, as paths: "Places|France|Paris". A value that was too long
/// to be kept whole has one without words.
[[nodiscard]] std::vector<std::string> places_of_categories(std::string_view value);

/// Whether the property holds a tree of structs.
/// @par Spec Metadata Working Group, Guidelines 2.0, 5.9 (hierarchical keywords)
[[nodiscard]] bool is_keyword_structs(const XmpNamespace* space, std::string_view local);

/// What stands below a root for places in such a tree.
struct XmpKeywordBranch {
  std::uint32_t children = 0;  ///< index of the element mwg-kw:Children
  std::vector<std::string> words;
};

/// All of them inside the property at index `property`.
[[nodiscard]] std::vector<XmpKeywordBranch> place_branches(const XmpTree& tree, const XmpRdf& rdf,
                                                           std::uint32_t property);

}  // namespace exifscrub
