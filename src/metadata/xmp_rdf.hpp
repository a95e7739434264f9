#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/characters.hpp"
#include "metadata/xmp_properties.hpp"
#include "metadata/xmp_tree.hpp"

namespace exifscrub {

/// A packet's elements seen as RDF (XMP part 1, 7): what is only brackets around values, and what names a
/// property or a member of a struct. Borrows the tree.
class XmpRdf {
 public:
  explicit XmpRdf(const XmpTree& tree);

  [[nodiscard]] bool is_rdf(const XmpName& name) const { return name.space == rdf_; }
  [[nodiscard]] bool is_rdf(const XmpName& name, std::string_view local) const {
    return is_rdf(name) && name.local == local;
  }
  /// x:xmpmeta, or x:xapmeta as the first toolkits wrote it.
  [[nodiscard]] bool is_meta(const XmpName& name) const;
  /// rdf:Description, Seq, Bag, Alt, li, value: they hold values and name nothing.
  [[nodiscard]] bool is_bracket(const XmpName& name) const;
  /// A namespace declaration, xml:lang, rdf:parseType and the like: says nothing of the picture.
  [[nodiscard]] bool is_grammar(const XmpAttribute& attribute) const;
  /// Whether the element holds members with names of their own, however deep in brackets.
  [[nodiscard]] bool is_struct(std::uint32_t element) const { return structs_[element]; }
  [[nodiscard]] bool has_children(std::uint32_t element) const {
    return tree_.elements[element].end_index > element + 1;
  }
  /// What is known about the name's namespace; null for an unknown one.
  [[nodiscard]] const XmpNamespace* known(const XmpName& name) const { return known_[name.space]; }

  template <class Visit>
  void for_each_child(std::uint32_t element, Visit visit) const {
    const std::uint32_t end = tree_.elements[element].end_index;
    for (std::uint32_t child = element + 1; child < end; child = tree_.elements[child].end_index)
      visit(child);
  }
  template <class Visit>
  void for_each_attribute(std::uint32_t element, Visit visit) const {
    const XmpElement& of = tree_.elements[element];
    for (std::uint32_t i = 0; i < of.attribute_count; ++i) visit(tree_.attributes[of.first_attribute + i]);
  }

  /// The simple values in the element, in order: its own text or rdf:resource, or one for each rdf:li.
  [[nodiscard]] std::vector<std::string_view> values(std::uint32_t element) const;
  /// The first of values(), or empty.
  [[nodiscard]] std::string_view value(std::uint32_t element) const;
  /// Everything in the element in words, members as "Name=value"; at most about XmpTree::longest_value bytes.
  [[nodiscard]] std::string words(std::uint32_t element) const;

 private:
  template <class Use>
  void for_values(std::uint32_t element, Use use) const;
  void append_words(std::uint32_t element, std::string& to) const;

  const XmpTree& tree_;
  std::uint32_t rdf_;
  std::uint32_t xml_;
  std::uint32_t meta_;
  std::vector<const XmpNamespace*> known_;
  std::vector<bool> structs_;
};

}  // namespace exifscrub
