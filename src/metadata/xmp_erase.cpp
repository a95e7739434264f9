#include <algorithm>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "metadata/xmp.hpp"
#include "metadata/xmp_packet.hpp"

namespace exifscrub {
namespace {

constexpr std::uint32_t nobody = 0xFFFFFFFF;

constexpr std::string_view empty_packet_head =
    "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>"
    "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">"
    "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"/>"
    "</x:xmpmeta>";
constexpr std::string_view empty_packet_tail = "<?xpacket end=\"w\"?>";

/// Sorts extents and joins those that touch.
std::vector<Extent> joined(std::vector<Extent> extents) {
  std::sort(extents.begin(), extents.end());
  std::vector<Extent> out;
  for (const Extent extent : extents) {
    if (!out.empty() && extent.offset <= out.back().end()) {
      out.back() = extent_between(out.back().offset, std::max(out.back().end(), extent.end()));
    } else if (!extent.empty()) {
      out.push_back(extent);
    }
  }
  return out;
}

bool lies_in(const std::vector<Extent>& sorted, Extent inside) {
  const auto next = std::upper_bound(sorted.begin(), sorted.end(), inside.offset,
                                     [](std::uint64_t at, const Extent& e) { return at < e.offset; });
  return next != sorted.begin() && std::prev(next)->contains(inside);
}

/// A packet of the same length that says nothing; spaces alone where none fits.
std::vector<Byte> empty_packet(const XmpText& text, std::size_t size) {
  const bool wide = text.unit() > 1;
  // UTF-16 and UTF-32 keep the byte-order mark that they began with; Latin-1 becomes UTF-8.
  std::vector<Byte> head = text.mark() > 0 && wide ? text.encode("\xEF\xBB\xBF") : std::vector<Byte>{};
  const std::vector<Byte> body = wide ? text.encode(empty_packet_head)
                                      : std::vector<Byte>{empty_packet_head.begin(), empty_packet_head.end()};
  const std::vector<Byte> tail = text.encode(empty_packet_tail);
  const std::vector<Byte> space = text.encode(" ");
  head.insert(head.end(), body.begin(), body.end());
  std::vector<Byte> packet;
  packet.reserve(size);
  const bool fits = head.size() + tail.size() <= size;
  if (fits) packet = std::move(head);
  const std::size_t until = fits ? size - tail.size() : size;
  while (packet.size() + space.size() <= until) packet.insert(packet.end(), space.begin(), space.end());
  if (fits) packet.insert(packet.end(), tail.begin(), tail.end());
  packet.resize(size, 0);  // a last half character of UTF-16
  return packet;
}

/// Works out what to blank so that no empty struct is left where members went.
class Pruner {
 public:
  Pruner(const XmpPacket& packet, std::vector<Extent> selected)
      : text_(packet.text),
        tree_(packet.tree),
        rdf_(packet.rdf),
        selected_(joined(std::move(selected))),
        remains_(tree_.elements.size()) {}

  /// Bytes of the packet, sorted, joined. With `declarations`, namespaces that nothing uses any more go too.
  std::vector<Extent> prune(bool declarations) {
    settle_elements();
    std::vector<Extent> blank = selected_;
    for (std::size_t i = 0; i < remains_.size(); ++i) {
      if (remains_[i] == Remains::gone) blank.push_back(text_.source(tree_.elements[i].at));
    }
    blank = joined(std::move(blank));
    if (!declarations) return blank;
    const auto unused = unused_declarations(blank);
    blank.insert(blank.end(), unused.begin(), unused.end());
    return joined(std::move(blank));
  }

 private:
  enum class Remains : std::uint8_t { untouched, thinned, gone };

  bool is_selected(Extent at) const { return lies_in(selected_, text_.source(at)); }

  /// Going backwards every child is settled before its parent.
  void settle_elements() {
    std::vector<bool> holds(tree_.elements.size());
    for (const XmpLoose& loose : tree_.loose) {
      if (loose.parent != nobody && !is_selected(loose.at)) holds[loose.parent] = true;
    }
    for (std::size_t i = tree_.elements.size(); i-- > 0;) {
      const XmpElement& element = tree_.elements[i];
      for (std::uint32_t a = 0; a < element.attribute_count; ++a) {
        const XmpAttribute& attribute = tree_.attributes[element.first_attribute + a];
        if (is_selected(attribute.at)) {
          remains_[i] = std::max(remains_[i], Remains::thinned);
        } else if (!rdf_.is_grammar(attribute) || holds_value(attribute)) {
          holds[i] = true;
        }
      }
      if (is_selected(element.at)) remains_[i] = Remains::gone;
      if (remains_[i] == Remains::thinned && !holds[i] && may_go(element)) remains_[i] = Remains::gone;
      if (element.parent == nobody) continue;
      if (remains_[i] != Remains::untouched)
        remains_[element.parent] = std::max(remains_[element.parent], Remains::thinned);
      if (remains_[i] != Remains::gone) holds[element.parent] = true;
    }
  }

  bool holds_value(const XmpAttribute& attribute) const {
    const bool named = rdf_.is_rdf(attribute.name, "about") || rdf_.is_rdf(attribute.name, "resource") ||
                       rdf_.is_rdf(attribute.name, "value") || attribute.name.local == "about";
    return named && !attribute.value.empty();
  }

  bool may_go(const XmpElement& element) const {
    return !rdf_.is_meta(element.name) && !rdf_.is_rdf(element.name, "RDF");
  }

  std::vector<Extent> unused_declarations(const std::vector<Extent>& blank) const {
    std::vector<std::string_view> used;
    for (const XmpElement& element : tree_.elements) {
      if (lies_in(blank, text_.source(element.at))) continue;
      used.push_back(element.name.prefix);
      rdf_attributes(element, [&](const XmpAttribute& attribute) {
        if (!attribute.declaration && !lies_in(blank, text_.source(attribute.at))) {
          used.push_back(attribute.name.prefix);
        }
      });
    }
    std::sort(used.begin(), used.end());
    std::vector<Extent> unused;
    for (const XmpElement& element : tree_.elements) {
      rdf_attributes(element, [&](const XmpAttribute& attribute) {
        if (!attribute.declaration) return;
        const std::string_view name = attribute.name.local;
        const std::string_view prefix =
            name == "xmlns" ? std::string_view{} : name.substr(name.find(':') + 1);
        if (!std::binary_search(used.begin(), used.end(), prefix))
          unused.push_back(text_.source(attribute.at));
      });
    }
    return unused;
  }

  template <class Visit>
  void rdf_attributes(const XmpElement& element, Visit visit) const {
    for (std::uint32_t a = 0; a < element.attribute_count; ++a)
      visit(tree_.attributes[element.first_attribute + a]);
  }

  const XmpText& text_;
  const XmpTree& tree_;
  const XmpRdf& rdf_;
  std::vector<Extent> selected_;
  std::vector<Remains> remains_;
};

/// What its reader understood of the block, or what it is found to be now.
std::shared_ptr<const XmpPacket> packet_of(const EraseRequest& request) {
  const auto lent = std::dynamic_pointer_cast<const XmpPacket>(request.reading->lent(request.block));
  return lent && is_same(lent->bytes, request.bytes) ? lent
                                                     : std::make_shared<const XmpPacket>(request.bytes);
}

/// Whether any finding of the block is not among the selected ones.
bool keeps_a_finding(const EraseRequest& request) {
  const auto of_block =
      std::count_if(request.reading->findings.begin(), request.reading->findings.end(),
                    [&](const BlockFinding& finding) { return finding.block == request.block; });
  return static_cast<std::size_t>(of_block) > request.selected.size();
}

}  // namespace

Result<Erasure> erase_xmp(const EraseRequest& request) {
  Erasure erasure;
  if (request.selected.empty() && !request.wipe_rest) return erasure;
  const std::shared_ptr<const XmpPacket> packet = packet_of(request);
  const XmpText& text = packet->text;
  if (!keeps_a_finding(request)) {
    erasure.nothing_left = true;
    erasure.patches.push_back({0, empty_packet(text, request.bytes.size()), Phase::values, false});
    return erasure;
  }
  if (const auto& failure = packet->tree.failure)
    return Error{Errc::malformed, text.source({failure->offset, 0}).offset, failure->what};
  std::vector<Extent> selected;
  for (const BlockFinding* finding : request.selected) {
    const auto where = request.reading->where(*finding);
    selected.insert(selected.end(), where.begin(), where.end());
  }
  const std::vector<Byte> space = text.encode(" ");
  for (const Extent blank : Pruner{*packet, std::move(selected)}.prune(request.wipe_rest)) {
    Patch patch;
    patch.offset = blank.offset;
    while (patch.bytes.size() < blank.length)
      patch.bytes.insert(patch.bytes.end(), space.begin(), space.end());
    patch.bytes.resize(blank.length);
    patch.phase = Phase::index;  // behind the name of an Extended XMP, which is its digest
    patch.indivisible = true;    // half a tag would leave a packet that nobody can read
    erasure.patches.push_back(std::move(patch));
  }
  return erasure;
}

}  // namespace exifscrub
