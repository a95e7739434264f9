#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "exifscrub/finding.hpp"

namespace exifscrub {

/// A property of a namespace, or all whose names begin alike.
struct XmpProperty {
  std::string_view local;  ///< local name; with "*" at its end the beginning of local names
  LeakClass leak_class;
  std::string_view tag;  ///< ExifTool's name where it is not the local name with an upper-case first letter
};

/// A namespace that somebody writes into pictures.
struct XmpNamespace {
  std::string_view uri;    ///< without the slash or number sign at its end, which writers put or forget
  std::string_view group;  ///< ExifTool's group 1 without "XMP-"
  LeakClass otherwise;     ///< class of the properties that are not listed
  /// Whether a property that is not listed is a location all the same when its name says so.
  bool names_tell;
  std::span<const XmpProperty> properties;  ///< the first that fits counts
};

/// The namespace of `uri`, or null for an unknown one.
[[nodiscard]] const XmpNamespace* xmp_namespace(std::string_view uri);

/// All namespaces, for the manual's table.
[[nodiscard]] std::span<const XmpNamespace> xmp_namespaces();

/// What the property `local` of `space` (null: an unknown namespace) tells.
[[nodiscard]] LeakClass class_of_property(const XmpNamespace* space, std::string_view local);

/// ExifTool's tag name for the property.
[[nodiscard]] std::string tag_of_property(const XmpNamespace* space, std::string_view local);

/// Whether a property's name says that it holds a place, whatever its namespace: one of its words is "city",
/// "latitude", "heading" and the like. Words end where the case changes, at digits and at punctuation.
[[nodiscard]] bool names_a_location(std::string_view local);

/// Whether the property's values are keywords with those above them: "Places|France|Paris" of Lightroom,
/// "Places/France" of digiKam and Windows.
[[nodiscard]] bool is_keyword_tree(const XmpNamespace* space, std::string_view local);

/// Whether the property's values are keywords of any kind, alone or in a tree.
[[nodiscard]] bool is_keyword_list(const XmpNamespace* space, std::string_view local);

/// Whether a keyword that others stand below is a root that means places.
[[nodiscard]] bool is_place_root(std::string_view keyword);

/// Whether such a keyword stands below a root that means places.
[[nodiscard]] bool is_place_in_tree(std::string_view keyword);

}  // namespace exifscrub
