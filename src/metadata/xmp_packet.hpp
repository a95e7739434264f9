#pragma once

#include "layout/reading.hpp"
#include "metadata/xmp_rdf.hpp"
#include "metadata/xmp_text.hpp"
#include "metadata/xmp_tree.hpp"

namespace exifscrub {

/// An XMP packet as it is understood: its characters, their structure, what that means as RDF. Borrows the
/// bytes.
struct XmpPacket : Understanding {
  explicit XmpPacket(Bytes packet)
      : bytes(packet), text(packet), tree(parse_xmp_tree(text.utf8())), rdf(tree) {}

  /// Whether it is small enough to be held on to for the rest of its file's turn.
  [[nodiscard]] bool is_small() const {
    return bytes.size() <= 1U << 16 && tree.elements.size() + tree.attributes.size() <= 1U << 12;
  }

  Bytes bytes;
  XmpText text;
  XmpTree tree;
  XmpRdf rdf;
};

}  // namespace exifscrub
