#include "metadata/xmp.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <memory>
#include <optional>
#include <string>

#include "base/characters.hpp"
#include "base/digests.hpp"
#include "metadata/gps.hpp"
#include "metadata/kept_xmp.hpp"
#include "metadata/keywords.hpp"
#include "metadata/text_places.hpp"
#include "metadata/xmp_embedded.hpp"
#include "metadata/xmp_keywords.hpp"
#include "metadata/xmp_packet.hpp"
#include "metadata/xmp_position.hpp"
#include "metadata/xmp_viewer.hpp"

namespace exifscrub {
namespace {

constexpr std::uint32_t packet_scope = 0;
constexpr std::uint32_t nobody = 0xFFFFFFFF;
constexpr std::string_view exif_uri = "http://ns.adobe.com/exif/1.0/";
constexpr std::string_view photoshop_uri = "http://ns.adobe.com/photoshop/1.0/";
constexpr std::string_view container_uri = "http://ns.google.com/photos/1.0/container/";

/// GPS properties that give no place away by themselves, as in the GPS IFD that cameras without a receiver
/// write.
bool is_weak_gps(std::string_view local) {
  constexpr std::array<std::string_view, 10> weak = {
      "GPSVersionID", "GPSMapDatum",   "GPSTimeStamp",         "GPSDateStamp",   "GPSStatus",
      "GPSDOP",       "GPSSatellites", "GPSHPositioningError", "GPSMeasureMode", "GPSDifferential"};
  return std::find(weak.begin(), weak.end(), local) != weak.end() || local.ends_with("Ref");
}

/// An instruction that every packet has around it, with nothing added.
bool is_packet_wrapper(std::string_view text) {
  constexpr std::array<std::string_view, 3> legal_words = {"W5M0MpCehiHzreSzNTczkc9d", "\xEF\xBB\xBF", ""};
  constexpr std::array<std::string_view, 5> legal_encodings = {"UTF-8", "UTF-16", "UTF-32", "UTF-16LE",
                                                               "UTF-16BE"};
  constexpr std::array<std::string_view, 3> legal_flags = {"r", "w", "1.0"};
  const bool packet = text.starts_with("<?xpacket");
  if ((!packet && !text.starts_with("<?xml ")) || !text.ends_with("?>")) return false;
  std::string_view rest = text.substr(2, text.size() - 4);
  rest.remove_prefix(std::min(rest.find(' '), rest.size()));
  while (!(rest = trimmed(rest)).empty()) {
    const std::size_t equals = rest.find('=');
    if (equals == std::string_view::npos || equals + 1 >= rest.size()) return false;
    const char quote = rest[equals + 1];
    const std::size_t close = rest.find(quote, equals + 2);
    if ((quote != '"' && quote != '\'') || close == std::string_view::npos) return false;
    const std::string_view key = trimmed(rest.substr(0, equals));
    const std::string_view value = rest.substr(equals + 2, close - equals - 2);
    const auto in = [&](const auto& words) {
      return std::find(words.begin(), words.end(), value) != words.end();
    };
    const bool legal = ((key == "begin" || key == "id") && in(legal_words)) ||
                       (key == "encoding" && in(legal_encodings)) ||
                       ((key == "end" || key == "version") && in(legal_flags)) ||
                       (key == "bytes" && value.size() <= 8 &&
                        value.find_first_not_of("0123456789") == std::string_view::npos);
    if (!legal) return false;
    rest.remove_prefix(close + 1);
  }
  return true;
}

/// Character data with its references to ASCII resolved (XML 1.0, 4.1), and without what only parts it.
std::string resolved(std::string_view written) {
  std::string text;
  text.reserve(written.size());
  while (!written.empty()) {
    std::size_t length = 1;
    if (written.starts_with("&#")) {
      const bool hex = written.substr(2).starts_with('x');
      const char* digits = written.data() + (hex ? 3 : 2);
      const char* last = written.data() + written.size();
      std::uint32_t character = 0;
      const auto [end, error] = std::from_chars(std::min(digits, last), last, character, hex ? 16 : 10);
      if (error == std::errc{} && end != last && *end == ';' && character < 0x80) {
        text += static_cast<char>(character);
        written.remove_prefix(static_cast<std::size_t>(end + 1 - written.data()));
        continue;
      }
    }
    if (written.starts_with("<!--")) {
      length = std::min(written.find("-->"), written.size() - 3) + 3;
    } else if (written.starts_with("<![CDATA[")) {
      length = std::string_view{"<![CDATA["}.size();
    } else if (written.starts_with("]]>")) {
      length = std::string_view{"]]>"}.size();
    } else {
      text += written[0];
    }
    written.remove_prefix(length);
  }
  return text;
}

/// "2024:05:06 19:07:08.25+02:00" and its relatives as "2024-05-06T19:07:08"; empty for a date alone, and for
/// a time that says that it is UTC: it tells nothing about the hour where the picture was taken.
std::string local_time(std::string_view text) {
  constexpr std::string_view shape = "0000-00-00T00:00:00";
  text = trimmed(text);
  if (text.size() < shape.size() - 3 || text.ends_with('Z')) return {};
  std::string time{text.substr(0, shape.size())};
  if (time.size() < shape.size() || time[16] != ':') {  // XMP part 1, 8.2.1.2: seconds may be missing
    time.resize(16);
    time += ":00";
  }
  for (std::size_t i = 0; i < shape.size(); ++i) {
    if (shape[i] != '0') {
      const bool separator = time[i] == shape[i] || (i < 10 && time[i] == ':') || (i == 10 && time[i] == ' ');
      if (!separator) return {};
      time[i] = shape[i];
    } else if (time[i] < '0' || time[i] > '9') {
      return {};
    }
  }
  return time;
}

class PacketReader {
 public:
  PacketReader(const ReadRequest& request, Reading& into)
      : request_(request),
        into_(into),
        packet_(std::make_shared<XmpPacket>(request.bytes)),
        text_(packet_->text),
        tree_(packet_->tree),
        rdf_(packet_->rdf),
        viewer_(tree_, rdf_),
        groups_(tree_.spaces.size()) {}

  void read() {
    if (tree_.failure) report_damage();
    for (std::uint32_t i = 0; i < tree_.elements.size(); i = tree_.elements[i].end_index) read_top(i);
    for (const XmpLoose& loose : tree_.loose) read_loose(loose);
    judge_weak_gps();
    positions_.report(request_.block, into_);
    report_facts();
    if (packet_->is_small()) into_.lend(request_.block, std::move(packet_));
  }

 private:
  /// What a member's finding inherits from the struct around it.
  struct Context {
    std::uint32_t scope = packet_scope;
    bool in_location = false;
    std::string_view group;
    std::string tag;  ///< of the property, with the members down to here, as ExifTool flattens it
  };

  std::string_view characters(Extent at) const { return text_.utf8().substr(at.offset, at.length); }

  void report_damage() {
    BlindSpot spot;
    spot.block = request_.block;
    spot.offset = text_.source({tree_.failure->offset, 0}).offset;
    spot.what = tree_.failure->what;
    spot.may_hide_location = true;
    into_.blind_spots.push_back(spot);
    into_.add(request_.block, LeakClass::unknown, "XMP", "Packet", {Extent{0, request_.bytes.size()}});
  }

  void read_top(std::uint32_t i) {
    const XmpElement& element = tree_.elements[i];
    const bool meta = rdf_.is_meta(element.name);
    if (!meta && !rdf_.is_rdf(element.name, "RDF")) return read_property(i);
    rdf_.for_each_attribute(i, [&](const XmpAttribute& a) { read_top(a, tree_.elements[i].name); });
    rdf_.for_each_child(i, [&](std::uint32_t child) { meta ? read_top(child) : read_node(child); });
  }

  /// Some toolkits leave the prefix of x:xmptk out.
  void read_top(const XmpAttribute& attribute, const XmpName& element) {
    if (attribute.name.space != 0 || !rdf_.is_meta(element) || attribute.declaration)
      return read_property(attribute);
    XmpAttribute meant = attribute;
    meant.name.space = element.space;
    read_property(meant);
  }

  /// A node of the graph: rdf:Description, around the properties of the picture.
  void read_node(std::uint32_t i) {
    if (!rdf_.is_rdf(tree_.elements[i].name)) return read_property(i);
    rdf_.for_each_attribute(i, [&](const XmpAttribute& a) {
      const bool about = a.name.local == "about" && !a.declaration && rdf_.is_grammar(a);
      about ? read_about(a) : read_property(a);
    });
    rdf_.for_each_child(i, [&](std::uint32_t child) { read_property(child); });
  }

  void read_about(const XmpAttribute& attribute) {
    if (trimmed(attribute.value).empty()) return;
    add(LeakClass::history, "XMP-rdf", "About", attribute.at, attribute.value);
    read_text("XMP-rdf", "About", attribute.value_at, attribute.at);
  }

  /// xml:base and its like say how to read other values; anything can stand there all the same.
  void read_grammar(const XmpAttribute& attribute) {
    if (attribute.declaration || attribute.value.empty()) return;
    read_text(group_of(attribute.name), tag_of_property(nullptr, attribute.name.local), attribute.value_at,
              attribute.at);
  }

  void read_property(const XmpAttribute& attribute) {
    if (rdf_.is_grammar(attribute)) return read_grammar(attribute);
    const XmpNamespace* space = rdf_.known(attribute.name);
    const LeakClass leak_class = class_of_property(space, attribute.name.local);
    const std::string_view value = trimmed(attribute.value);
    add(leak_class, group_of(attribute.name), tag_of_property(space, attribute.name.local), attribute.at,
        value);
    if (leak_class == LeakClass::location) {
      read_location(packet_scope, attribute.name, value);
    } else {
      read_text(group_of(attribute.name), tag_of_property(space, attribute.name.local), attribute.value_at,
                attribute.at);
    }
    const std::string tag = tag_of_property(space, attribute.name.local);
    if (is_keyword_list(space, attribute.name.local))
      note_keyword(group_of(attribute.name), tag, attribute.at, value);
    if (is_categories(space, attribute.name.local))
      read_categories(group_of(attribute.name), tag, attribute.at, value);
    viewer_.add(attribute.name, {value});
    note_time(attribute.name, value);
    refer(attribute.name, attribute.value_at);
  }

  /// All of an element in which a text may stand.
  [[nodiscard]] Extent text_in(std::uint32_t i) const {
    const XmpElement& element = tree_.elements[i];
    return rdf_.has_children(i) || element.attribute_count > 0 ? element.at : element.content;
  }

  /// Places that a text writes, and those that it writes only once its references are resolved: then all of
  /// `whole` goes, because a number that nobody sees in the packet cannot be overwritten there.
  void read_text(std::string_view group, std::string_view tag, Extent at, Extent whole) {
    const Extent source = text_.source(at);
    const XmlEncoding encoding = text_.encoding();
    const bool little = encoding == XmlEncoding::utf16_little || encoding == XmlEncoding::utf32_little;
    const CharacterForm form = {static_cast<unsigned>(text_.unit()),
                                little ? ByteOrder::little : ByteOrder::big};
    report_text_places(request_, group, tag, request_.bytes.subspan(source.offset, source.length), form,
                       source.offset, into_);
    const std::string_view written = characters(at);
    if (written.find("&#") == written.npos && written.find("<!") == written.npos) return;
    const std::string meant = resolved(written);
    if (meant == written) return;
    const auto places = find_text_places(meant);
    if (places.empty() ||
        std::ranges::equal(places, find_text_places(written), {}, &TextPlace::value, &TextPlace::value))
      return;
    add(LeakClass::location, group, std::string{tag} + ".places", whole, meant);
  }

  void read_property(std::uint32_t i) {
    const XmpElement& element = tree_.elements[i];
    const XmpNamespace* space = rdf_.known(element.name);
    const bool directory = element.name.local == "Directory" && tree_.uri(element.name) == container_uri;
    if (directory) viewer_.add_directory(i);
    LeakClass leak_class = class_of_property(space, element.name.local);
    if (directory && viewer_.lists_only_motion()) leak_class = LeakClass::motion;

    Context context;
    context.in_location = leak_class == LeakClass::location;
    context.group = group_of(element.name);
    context.tag = tag_of_property(space, element.name.local);
    if (!rdf_.is_struct(i)) {
      const std::string_view value = rdf_.value(i);
      add(leak_class, context, i);
      if (!context.in_location) read_text(context.group, context.tag, text_in(i), element.at);
      if (is_keyword_list(space, element.name.local))
        read_keywords(i, context, is_keyword_tree(space, element.name.local));
      if (is_categories(space, element.name.local))
        read_categories(context.group, context.tag, element.at, value);
      if (context.in_location) read_location(packet_scope, element.name, value);
      note_time(element.name, value);
      viewer_.add(element.name, rdf_.values(i));
      return refer_all(i);
    }
    if (context.in_location) {
      location_structs_.push_back(element.at);
    } else {
      add(leak_class, context, i);
      if (is_keyword_structs(space, element.name.local)) read_keyword_structs(i, context);
    }
    read_members(i, context);
  }

  /// Keywords below a root for places are a finding each, beside that of all keywords.
  void read_keywords(std::uint32_t i, const Context& context, bool tree) {
    const std::uint32_t end = tree_.elements[i].end_index;
    for (std::uint32_t at = rdf_.has_children(i) ? i + 1 : i; at < end; ++at) {
      if (at != i && !rdf_.is_rdf(tree_.elements[at].name, "li")) continue;
      const std::string_view value = rdf_.value(at);
      if (tree && is_place_in_tree(value)) {
        add(LeakClass::location, context, at);
        note_place_path(value, into_);
      } else {
        note_keyword(context.group, context.tag, tree_.elements[at].at, value);
      }
    }
  }

  /// @param at  the element or attribute of the keyword
  void note_keyword(std::string_view group, std::string_view tag, Extent at, std::string_view value) {
    if (trimmed(value).empty() || into_.is_full()) return;
    into_.keywords.push_back({request_.block, Form::value, text_.source(at), keyword_word(value), group,
                              into_.keep(std::string{tag})});
  }

  /// ACDSee's tree is an XML document in one value: it goes as a whole.
  void read_categories(std::string_view group, std::string_view tag, Extent at, std::string_view value) {
    const std::vector<std::string> paths = places_of_categories(value);
    if (paths.empty()) return;
    add(LeakClass::location, group, tag, at, value);
    for (const std::string& path : paths) note_place_path(path, into_);
  }

  /// The tree of the Metadata Working Group: a struct for each keyword, with those below it in its Children.
  void read_keyword_structs(std::uint32_t i, const Context& context) {
    for (const XmpKeywordBranch& branch : place_branches(tree_, rdf_, i)) {
      add(LeakClass::location, context, branch.children);
      for (const std::string& word : branch.words) into_.place_words.push_back(keyword_word(word));
    }
  }

  /// The members of a struct: a finding each inside a location, else only those that are a location.
  void read_members(std::uint32_t i, const Context& context) {
    Context inner = context;
    if (!rdf_.is_bracket(tree_.elements[i].name) || rdf_.is_rdf(tree_.elements[i].name, "li"))
      inner.scope = i + 1;
    rdf_.for_each_attribute(i, [&](const XmpAttribute& attribute) { read_member(attribute, inner); });
    rdf_.for_each_child(i, [&](std::uint32_t child) {
      if (rdf_.is_bracket(tree_.elements[child].name)) {
        read_members(child, inner);
      } else {
        read_member(child, inner);
      }
    });
    if (!rdf_.has_children(i)) refer_all(i);
  }

  void read_member(const XmpAttribute& attribute, const Context& context) {
    if (rdf_.is_grammar(attribute)) return;
    const XmpNamespace* space = rdf_.known(attribute.name);
    refer(attribute.name, attribute.value_at);
    if (!context.in_location && class_of_property(space, attribute.name.local) != LeakClass::location) {
      return read_text(context.group, context.tag + tag_of_property(space, attribute.name.local),
                       attribute.value_at, attribute.at);
    }
    add(LeakClass::location, context.group, context.tag + tag_of_property(space, attribute.name.local),
        attribute.at, attribute.value);
    read_location(context.scope, attribute.name, trimmed(attribute.value));
  }

  void read_member(std::uint32_t i, const Context& context) {
    const XmpElement& element = tree_.elements[i];
    const XmpNamespace* space = rdf_.known(element.name);
    Context inner = context;
    inner.in_location |= class_of_property(space, element.name.local) == LeakClass::location;
    inner.tag += tag_of_property(space, element.name.local);
    if (rdf_.is_struct(i)) {
      if (inner.in_location && !context.in_location) location_structs_.push_back(element.at);
      return read_members(i, inner);
    }
    refer_all(i);
    if (!inner.in_location) return read_text(inner.group, inner.tag, text_in(i), element.at);
    const std::string_view value = rdf_.value(i);
    add(LeakClass::location, inner, i);
    read_location(context.scope, element.name, value);
  }

  void read_location(std::uint32_t scope, const XmpName& name, std::string_view value) {
    positions_.add(scope, name.space, name.local, value);
    if (scope != packet_scope || tree_.uri(name) != exif_uri) return;
    const bool names_country = name.local == "GPSMapDatum" && is_local_datum(value);
    if (names_country || !is_weak_gps(name.local) || !find_text_places(value).empty())
      return void(strong_gps_ = true);
    weak_gps_.push_back(into_.findings.size() - 1);
  }

  void judge_weak_gps() {
    if (strong_gps_) return;
    for (const std::size_t i : weak_gps_) into_.findings[i].leak_class = LeakClass::device;
  }

  void read_loose(const XmpLoose& loose) {
    const std::string_view text = characters(loose.at);
    const LeakClass words = is_in_location(loose.at) ? LeakClass::location : LeakClass::text;
    switch (loose.kind) {
      case XmpLoose::Kind::comment:
        add(words, "XMP", "Comment", loose.at, text);
        read_text("XMP", "Comment", loose.at, loose.at);
        break;
      case XmpLoose::Kind::instruction:
        if (is_packet_wrapper(text)) break;
        add(LeakClass::unknown, "XMP", "ProcessingInstruction", loose.at, text);
        read_text("XMP", "ProcessingInstruction", loose.at, loose.at);
        break;
      case XmpLoose::Kind::text:
        if (!is_outside_values(loose.parent)) break;
        add(words, "XMP", "Text", loose.at, trimmed(text));
        read_text("XMP", "Text", loose.at, loose.at);
        break;
    }
  }

  /// Whether something lies in a struct whose members are locations; the structs ascend.
  bool is_in_location(Extent at) const {
    const auto next =
        std::upper_bound(location_structs_.begin(), location_structs_.end(), at.offset,
                         [](std::uint64_t offset, const Extent& e) { return offset < e.offset; });
    return next != location_structs_.begin() && std::prev(next)->contains(at);
  }

  /// Whether character data in `element` belongs to no property's value.
  bool is_outside_values(std::uint32_t element) const {
    if (element == nobody || rdf_.is_struct(element)) return true;
    const XmpElement& parent = tree_.elements[element];
    return rdf_.is_meta(parent.name) || rdf_.is_rdf(parent.name, "RDF") || is_node(element);
  }

  /// rdf:Description right below rdf:RDF.
  bool is_node(std::uint32_t element) const {
    const XmpElement& node = tree_.elements[element];
    return node.parent != nobody && rdf_.is_rdf(node.name, "Description") &&
           rdf_.is_rdf(tree_.elements[node.parent].name, "RDF");
  }

  void add(LeakClass leak_class, std::string_view group, std::string_view tag, Extent at,
           std::string_view value) {
    BlockFinding& finding =
        into_.add(request_.block, leak_class, group, into_.keep(std::string{tag}), {text_.source(at)});
    if (value.empty()) finding.standing = Standing::leftover;
    if (request_.values) finding.value = value;
  }

  /// A property or member written as an element.
  void add(LeakClass leak_class, const Context& context, std::uint32_t i) {
    const bool says_nothing = !rdf_.is_struct(i) && rdf_.value(i).empty();
    const std::string words = request_.values ? rdf_.words(i) : std::string{};
    add(leak_class, context.group, context.tag, tree_.elements[i].at, words);
    into_.findings.back().standing = says_nothing ? Standing::leftover : Standing::leak;
  }

  std::string_view group_of(const XmpName& name) {
    std::string_view& group = groups_[name.space];
    if (group.empty()) {
      const XmpNamespace* space = rdf_.known(name);
      const std::string_view given = name.prefix.empty() ? "unknown" : name.prefix;
      group = into_.keep(std::string{"XMP-"}.append(space != nullptr ? space->group : given));
    }
    return group;
  }

  void note_time(const XmpName& name, std::string_view value) {
    const bool original = name.local == "DateTimeOriginal" && tree_.uri(name) == exif_uri;
    const bool created = name.local == "DateCreated" && tree_.uri(name) == photoshop_uri;
    if (!original && !(created && taken_.empty())) return;
    if (std::string time = local_time(value); !time.empty()) taken_ = std::move(time);
  }

  /// Every value inside the element, each rdf:li too.
  void refer_all(std::uint32_t i) {
    const std::uint32_t end = tree_.elements[i].end_index;
    for (std::uint32_t at = i; at < end; ++at) {
      if (!rdf_.has_children(at)) refer(tree_.elements[i].name, tree_.elements[at].content);
    }
  }

  void refer(const XmpName& name, Extent value) {
    auto embedded = find_embedded(tree_.uri(name), name.local, characters(value));
    if (!embedded) return;
    if (embedded->coding == Coding::sealed)  // nobody can look inside, or change it in part: it goes whole
      return add(LeakClass::location, group_of(name), tag_of_property(rdf_.known(name), name.local), value,
                 "-");
    Reference reference;
    reference.kind = embedded->kind;
    reference.coding = embedded->coding;
    reference.parent = request_.block;
    reference.name = embedded->name;
    reference.use = embedded->use;
    const Extent inside = {value.offset + embedded->skip, value.length - embedded->skip};
    reference.parts.push_back(text_.source(inside));
    into_.references.push_back(std::move(reference));
  }

  void report_facts() {
    ViewerXmp viewer = viewer_.take();
    if (viewer.empty() && taken_.empty()) return;
    Facts& facts = into_.facts(request_.block);
    facts.canonical = !tree_.failure && is_kept_xmp(request_.bytes, viewer);
    facts.viewer_xmp = std::move(viewer);
    facts.taken = std::move(taken_);
  }

  const ReadRequest& request_;
  Reading& into_;
  std::shared_ptr<const XmpPacket> packet_;
  const XmpText& text_;
  const XmpTree& tree_;
  const XmpRdf& rdf_;
  XmpViewerProperties viewer_;
  XmpPositions positions_;
  std::vector<std::string_view> groups_;
  std::vector<std::size_t> weak_gps_;
  std::vector<Extent> location_structs_;
  bool strong_gps_ = false;
  std::string taken_;
};

}  // namespace

void read_xmp(const ReadRequest& request, Reading& into) { PacketReader{request, into}.read(); }

std::string extended_xmp_guid(Bytes extended) {
  std::string guid;
  for (const Byte byte : md5(extended)) append_hex(guid, byte, upper_hex);
  return guid;
}

std::vector<Patch> relink_extended_xmp(Bytes packet, std::string_view old_guid, std::string_view guid) {
  constexpr std::string_view note_uri = "http://ns.adobe.com/xmp/note/";
  const XmpText text{packet};
  const XmpTree tree = parse_xmp_tree(text.utf8());
  std::vector<Patch> patches;
  const auto relink = [&](const XmpName& name, Extent value) {
    if (name.local != "HasExtendedXMP" || tree.uri(name) != note_uri) return;
    const std::size_t found = text.utf8().substr(value.offset, value.length).find(old_guid);
    if (found == std::string_view::npos || old_guid.size() != guid.size()) return;
    Patch patch;
    patch.offset = text.source({value.offset + found, guid.size()}).offset;
    patch.bytes = text.encode(guid);
    patches.push_back(std::move(patch));
  };
  for (const XmpElement& element : tree.elements) {
    for (std::uint32_t i = 0; i < element.attribute_count; ++i) {
      const XmpAttribute& attribute = tree.attributes[element.first_attribute + i];
      if (!attribute.declaration) relink(attribute.name, attribute.value_at);
    }
    relink(element.name, element.content);
  }
  std::sort(patches.begin(), patches.end(),
            [](const Patch& a, const Patch& b) { return a.offset < b.offset; });
  return patches;
}

}  // namespace exifscrub
