#pragma once

#include <string_view>
#include <vector>

#include "exifscrub/byte_source.hpp"
#include "layout/reading.hpp"
#include "metadata/xmp_rdf.hpp"

namespace exifscrub {

/// Whether a packet may have properties that a viewer needs; told without reading it as XML, so that it may be wrong
/// where it says yes.
[[nodiscard]] bool may_tell_viewer(Bytes packet);

/// Takes the properties out of a packet that a viewer needs, checked against the vocabulary of kept_xmp.hpp.
class XmpViewerProperties {
 public:
  XmpViewerProperties(const XmpTree& tree, const XmpRdf& rdf) : tree_(tree), rdf_(rdf) {}

  /// A property of the packet with its values in order; of two with the same name the first legal one counts.
  void add(const XmpName& name, const std::vector<std::string_view>& values);
  /// Container:Directory.
  void add_directory(std::uint32_t element);

  /// Whether the directory lists nothing but the picture and a motion video.
  [[nodiscard]] bool lists_only_motion() const;
  /// What was found, in canonical order.
  [[nodiscard]] ViewerXmp take();

 private:
  void add_item(std::uint32_t element);

  const XmpTree& tree_;
  const XmpRdf& rdf_;
  ViewerXmp viewer_;
};

}  // namespace exifscrub
