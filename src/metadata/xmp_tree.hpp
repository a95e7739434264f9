#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "exifscrub/extent.hpp"
#include "exifscrub/result.hpp"

namespace exifscrub {

/// A name of the packet: its namespace counts, its prefix is only how the packet spells it.
struct XmpName {
  std::uint32_t space = 0;  ///< index into XmpTree::spaces; 0 is "no namespace"
  std::string_view prefix;  ///< of the packet's text
  std::string_view local;   ///< of the packet's text
};

/// An attribute, namespace declarations among them.
struct XmpAttribute {
  XmpName name;
  bool declaration = false;  ///< xmlns or xmlns:prefix
  std::string value;         ///< decoded, at most XmpTree::longest_value bytes of it
  Extent at;                 ///< with the one white space before it
  Extent value_at;           ///< between the quotes
};

/// An element. Elements stand in the order of their start tags, so a parent comes before its children.
struct XmpElement {
  XmpName name;
  std::uint32_t parent = 0xFFFFFFFF;
  std::uint32_t depth = 0;
  std::uint32_t end_index = 0;  ///< index behind the last element inside this one
  std::uint32_t first_attribute = 0;
  std::uint32_t attribute_count = 0;
  Extent at;         ///< from "<" to ">" of the end tag
  Extent content;    ///< between the tags
  std::string text;  ///< its own character data, decoded, at most XmpTree::longest_value bytes of it
};

/// Something of the packet that is no element: a comment, a processing instruction, character data.
struct XmpLoose {
  enum class Kind : std::uint8_t { text, comment, instruction };
  Kind kind = Kind::text;
  std::uint32_t parent = 0xFFFFFFFF;  ///< the element around it, or none
  Extent at;
};

/// The structure of an XMP packet: every element, attribute, comment, processing instruction and run of
/// character data with its place. Extents are bytes of the packet's UTF-8 text (XmpText).
struct XmpTree {
  static constexpr std::size_t longest_value = 4096;    ///< bytes of a value that are kept
  static constexpr std::uint32_t deepest = 100;         ///< elements inside each other
  static constexpr std::size_t most_things = 1U << 18;  ///< elements, attributes and loose things in all
  static constexpr std::size_t most_roots = 16;         ///< documents after one another

  std::vector<XmpElement> elements;
  std::vector<XmpAttribute> attributes;
  std::vector<XmpLoose> loose;           ///< without white space between elements
  std::vector<std::string_view> spaces;  ///< namespace URIs; views into `space_index`
  /// Where and why reading stopped before the end of the packet; what came before is there. Elements that
  /// were open reach to the end of the text.
  std::optional<Error> failure;

  [[nodiscard]] std::string_view uri(const XmpName& name) const { return spaces[name.space]; }

  std::map<std::string, std::uint32_t, std::less<>> space_index;
};

/// Reads the structure of a packet: any number of root elements with anything between them. Expat sees to
/// well-formedness and namespaces; a document type declaration stops it.
/// @param text  borrowed for the life of the tree
[[nodiscard]] XmpTree parse_xmp_tree(std::string_view text);

}  // namespace exifscrub
