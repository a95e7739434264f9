#include "metadata/xmp_tree.hpp"

#include <expat.h>
#include <sys/random.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <new>
#include <string>

namespace exifscrub {
namespace {

/// Stands between namespace and local name in what Expat hands out; no XML document may contain it.
constexpr char separator = '\x01';
constexpr std::uint32_t nobody = 0xFFFFFFFF;

/// A lambda, so that the passage over a packet's padding inlines it.
constexpr auto is_space = [](char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; };

bool is_blank(std::string_view text) {
  constexpr std::uint64_t eight_spaces = 0x2020202020202020;  // padding is thousands of them
  for (std::uint64_t eight = 0; text.size() >= sizeof eight; text.remove_prefix(sizeof eight)) {
    std::memcpy(&eight, text.data(), sizeof eight);
    if (eight != eight_spaces && !std::ranges::all_of(text.substr(0, sizeof eight), is_space)) return false;
  }
  return std::ranges::all_of(text, is_space);
}

bool starts_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == ':' ||
         static_cast<unsigned char>(c) >= 0x80;
}

void append_capped(std::string& to, std::string_view more) {
  to.append(more.substr(0, XmpTree::longest_value - std::min(to.size(), XmpTree::longest_value)));
}

/// Walks over the attributes of a start tag that Expat has accepted.
class AttributeLexer {
 public:
  struct Raw {
    std::string_view name;
    Extent at;
    Extent value_at;
  };

  AttributeLexer(std::string_view text, Extent tag) : text_(text), at_(tag.offset + 1), end_(tag.end()) {
    name_ = take_name();
  }

  [[nodiscard]] std::string_view element_name() const { return name_; }

  std::optional<Raw> next() {
    const std::uint64_t before = at_;
    skip_space();
    if (at_ >= end_ || text_[at_] == '>' || text_[at_] == '/') return std::nullopt;
    Raw raw;
    const std::uint64_t begin = at_ > before ? at_ - 1 : at_;
    raw.name = take_name();
    skip_space();
    if (at_ >= end_ || text_[at_] != '=') return std::nullopt;
    ++at_;
    skip_space();
    if (at_ >= end_) return std::nullopt;
    const std::size_t close = text_.find(text_[at_], at_ + 1);
    if (close == std::string_view::npos || close >= end_) return std::nullopt;
    raw.value_at = extent_between(at_ + 1, close);
    at_ = close + 1;
    raw.at = extent_between(begin, at_);
    return raw;
  }

 private:
  void skip_space() {
    while (at_ < end_ && is_space(text_[at_])) ++at_;
  }
  std::string_view take_name() {
    const std::uint64_t begin = at_;
    while (at_ < end_ && !is_space(text_[at_]) && text_[at_] != '=' && text_[at_] != '>' &&
           text_[at_] != '/') {
      ++at_;
    }
    return text_.substr(begin, at_ - begin);
  }

  std::string_view text_;
  std::uint64_t at_;
  std::uint64_t end_;
  std::string_view name_;
};

/// What keeps names in a packet from being made to collide, drawn once: Expat alone asks the system for each
/// parser.
unsigned long hash_salt() {
  static const unsigned long salt = [] {
    unsigned long drawn = 0;
    // Where the system has none, an address has to do, as in Expat itself.
    if (getrandom(&drawn, sizeof drawn, GRND_NONBLOCK) != sizeof drawn)
      drawn = reinterpret_cast<std::uintptr_t>(&drawn);
    return drawn | 1;  // 0 would mean: ask the system
  }();
  return salt;
}

using Parser = std::unique_ptr<XML_ParserStruct, decltype(&XML_ParserFree)>;

/// One parser a thread serves packet after packet: what it allocated for one it has for the next. What a very long
/// packet made it allocate goes with it.
class ThreadParser {
 public:
  /// @param length  of the packet
  explicit ThreadParser(std::size_t length) : is_long_(length > longest_kept) {
    if (!kept() || XML_ParserReset(kept().get(), encoding) == XML_FALSE)
      kept().reset(XML_ParserCreateNS(encoding, separator));
    if (!kept()) throw std::bad_alloc{};
  }
  ThreadParser(const ThreadParser&) = delete;
  ThreadParser& operator=(const ThreadParser&) = delete;
  ~ThreadParser() {
    if (is_long_) kept().reset();
  }

  [[nodiscard]] XML_Parser get() const { return kept().get(); }

 private:
  static constexpr std::size_t longest_kept = 1U << 16;
  static constexpr const char* encoding = "UTF-8";

  static Parser& kept() {
    thread_local Parser parser{nullptr, &XML_ParserFree};
    return parser;
  }

  bool is_long_;
};

class TreeParser {
 public:
  explicit TreeParser(std::string_view text) : text_(text) { space_of(""); }

  XmpTree parse() {
    std::uint64_t at = 0;
    for (std::size_t roots = 0; !tree_.failure; ++roots) {
      at = skip_to_root(at);
      if (at >= text_.size() || tree_.failure) break;
      if (roots == XmpTree::most_roots) {
        fail(Errc::limit, at, "more XML documents in one XMP packet than any writer makes");
        break;
      }
      at = parse_root(at);
    }
    if (tree_.elements.empty() && !tree_.loose.empty() && has_text()) {
      fail(Errc::malformed, 0, "XMP packet is no XML");
    }
    return std::move(tree_);
  }

 private:
  bool has_text() const {
    return std::any_of(tree_.loose.begin(), tree_.loose.end(),
                       [](const XmpLoose& loose) { return loose.kind == XmpLoose::Kind::text; });
  }

  void fail(Errc code, std::uint64_t at, std::string_view what) {
    if (!tree_.failure) tree_.failure = Error{code, at, what};
  }

  bool within_budget(std::uint64_t at) {
    if (tree_.elements.size() + tree_.attributes.size() + tree_.loose.size() < XmpTree::most_things)
      return true;
    fail(Errc::limit, at, "more properties in an XMP packet than any writer makes");
    return false;
  }

  void add_loose(XmpLoose::Kind kind, Extent at) {
    if (!within_budget(at.offset)) return;
    tree_.loose.push_back({kind, open_, at});
  }

  /// Passes over what may stand around a root element. Expat would stop at text there.
  std::uint64_t skip_to_root(std::uint64_t at) {
    open_ = nobody;
    while (at < text_.size() && !tree_.failure) {
      const std::string_view rest = text_.substr(at);
      std::uint64_t length = 0;
      XmpLoose::Kind kind = XmpLoose::Kind::text;
      if (rest.starts_with("<?")) {
        kind = XmpLoose::Kind::instruction;
        length = length_to(rest, "?>");
      } else if (rest.starts_with("<!--")) {
        kind = XmpLoose::Kind::comment;
        length = length_to(rest, "-->");
      } else if (rest.size() >= 2 && rest[0] == '<' && starts_name(rest[1])) {
        return at;
      } else if (rest[0] == '<') {
        fail(Errc::malformed, at, "XMP packet is no well-formed XML");
        add_loose(XmpLoose::Kind::text, {at, rest.size()});
        return text_.size();
      } else {
        length = std::min(rest.find('<'), rest.size());
        if (is_blank(rest.substr(0, length))) {
          at += length;
          continue;
        }
      }
      add_loose(kind, {at, length});
      at += length;
    }
    return at;
  }

  static std::uint64_t length_to(std::string_view rest, std::string_view closing) {
    const std::size_t found = rest.find(closing);
    return found == std::string_view::npos ? rest.size() : found + closing.size();
  }

  std::uint64_t parse_root(std::uint64_t from) {
    from_ = from;
    root_end_ = text_.size();
    root_closed_ = false;
    const ThreadParser parser{text_.size()};
    parser_ = parser.get();
    XML_SetHashSalt(parser_, hash_salt());
    XML_SetUserData(parser_, this);
    XML_SetElementHandler(parser_, on_start, on_end);
    XML_SetCharacterDataHandler(parser_, on_text);
    XML_SetCommentHandler(parser_, on_comment);
    XML_SetProcessingInstructionHandler(parser_, on_instruction);
    XML_SetStartDoctypeDeclHandler(parser_, on_doctype);
    const std::string_view rest = text_.substr(from);
    XML_Parse(parser_, rest.data(), static_cast<int>(rest.size()), XML_TRUE);
    if (!root_closed_) {
      fail(Errc::malformed, here(), "XMP packet is no well-formed XML");
      close_open_elements();
    }
    parser_ = nullptr;
    return root_end_;
  }

  std::uint64_t here() const {
    const XML_Index index = XML_GetCurrentByteIndex(parser_);
    return from_ + (index < 0 ? 0 : static_cast<std::uint64_t>(index));
  }
  Extent event() const { return {here(), static_cast<std::uint64_t>(XML_GetCurrentByteCount(parser_))}; }

  void stop() { XML_StopParser(parser_, XML_FALSE); }

  std::uint32_t space_of(std::string_view uri) {
    if (!tree_.spaces.empty() && tree_.spaces[last_space_] == uri) return last_space_;
    auto entry = tree_.space_index.find(uri);
    if (entry == tree_.space_index.end()) {
      const auto next = static_cast<std::uint32_t>(tree_.spaces.size());
      entry = tree_.space_index.emplace(std::string{uri}, next).first;
      tree_.spaces.emplace_back(entry->first);
    }
    last_space_ = entry->second;
    return last_space_;
  }

  /// @param expanded  what Expat says: namespace, separator, local name; or the local name alone
  XmpName name_of(std::string_view raw, std::string_view expanded) {
    XmpName name;
    const std::size_t colon = raw.find(':');
    name.prefix = colon == std::string_view::npos ? std::string_view{} : raw.substr(0, colon);
    name.local = colon == std::string_view::npos ? raw : raw.substr(colon + 1);
    const std::size_t cut = expanded.rfind(separator);
    name.space = space_of(cut == std::string_view::npos ? std::string_view{} : expanded.substr(0, cut));
    return name;
  }

  void start(const char* name, const char** attributes) {
    const Extent tag = event();
    flush_text();
    if (!within_budget(tag.offset)) return stop();
    AttributeLexer lexer{text_, tag};
    XmpElement element;
    element.name = name_of(lexer.element_name(), name);
    element.parent = open_;
    element.depth = open_ == nobody ? 0 : tree_.elements[open_].depth + 1;
    element.first_attribute = static_cast<std::uint32_t>(tree_.attributes.size());
    element.at.offset = tag.offset;
    element.content.offset = tag.end();
    while (const auto raw = lexer.next()) {
      if (!within_budget(raw->at.offset)) break;
      add_attribute(*raw, attributes);
    }
    element.attribute_count = static_cast<std::uint32_t>(tree_.attributes.size()) - element.first_attribute;
    open_ = static_cast<std::uint32_t>(tree_.elements.size());
    const bool too_deep = element.depth >= XmpTree::deepest;
    tree_.elements.push_back(std::move(element));
    if (too_deep) fail(Errc::limit, tag.offset, "XMP elements nested deeper than any writer nests them");
    if (tree_.failure) stop();
  }

  /// Expat lists attributes in the order of the tag and leaves namespace declarations out.
  void add_attribute(const AttributeLexer::Raw& raw, const char**& expanded) {
    XmpAttribute attribute;
    attribute.at = raw.at;
    attribute.value_at = raw.value_at;
    attribute.declaration = raw.name == "xmlns" || raw.name.starts_with("xmlns:");
    if (attribute.declaration) {
      attribute.name.local = raw.name;
    } else {
      if (expanded[0] == nullptr) return;
      attribute.name = name_of(raw.name, expanded[0]);
      append_capped(attribute.value, expanded[1]);
      expanded += 2;
    }
    tree_.attributes.push_back(std::move(attribute));
  }

  void end() {
    const Extent tag = event();
    flush_text();
    if (open_ == nobody) return;
    XmpElement& element = tree_.elements[open_];
    element.at = extent_between(element.at.offset, tag.end());
    element.content = extent_between(element.content.offset, std::max(element.content.offset, tag.offset));
    element.end_index = static_cast<std::uint32_t>(tree_.elements.size());
    open_ = element.parent;
    if (open_ == nobody) {
      root_closed_ = true;
      root_end_ = element.at.end();
      stop();
    }
  }

  void character_data(std::string_view decoded) {
    if (open_ == nobody) return;
    append_capped(tree_.elements[open_].text, decoded);
    const Extent at = event();
    // A run ends where a tag, a comment or an instruction begins; line ends and references do not end it.
    if (run_.empty()) run_ = at;
    run_ = extent_between(run_.offset, std::max(run_.end(), at.end()));
    run_has_ink_ = run_has_ink_ || !is_blank(decoded);
  }

  void flush_text() {
    if (!run_.empty() && run_has_ink_) add_loose(XmpLoose::Kind::text, run_);
    run_ = {};
    run_has_ink_ = false;
  }

  void close_open_elements() {
    flush_text();
    while (open_ != nobody) {
      XmpElement& element = tree_.elements[open_];
      element.at = extent_between(element.at.offset, text_.size());
      element.content = extent_between(element.content.offset, text_.size());
      element.end_index = static_cast<std::uint32_t>(tree_.elements.size());
      open_ = element.parent;
    }
  }

  static void on_start(void* self, const XML_Char* name, const XML_Char** attributes) {
    static_cast<TreeParser*>(self)->start(name, attributes);
  }
  static void on_end(void* self, const XML_Char*) { static_cast<TreeParser*>(self)->end(); }
  static void on_text(void* self, const XML_Char* text, int length) {
    static_cast<TreeParser*>(self)->character_data({text, static_cast<std::size_t>(length)});
  }
  static void on_comment(void* self, const XML_Char*) {
    auto* parser = static_cast<TreeParser*>(self);
    parser->flush_text();
    parser->add_loose(XmpLoose::Kind::comment, parser->event());
  }
  static void on_instruction(void* self, const XML_Char*, const XML_Char*) {
    auto* parser = static_cast<TreeParser*>(self);
    parser->flush_text();
    parser->add_loose(XmpLoose::Kind::instruction, parser->event());
  }
  static void on_doctype(void* self, const XML_Char*, const XML_Char*, const XML_Char*, int) {
    static_cast<TreeParser*>(self)->stop();
  }

  std::string_view text_;
  XmpTree tree_;
  XML_Parser parser_ = nullptr;
  std::uint64_t from_ = 0;
  std::uint64_t root_end_ = 0;
  bool root_closed_ = false;
  std::uint32_t open_ = nobody;
  std::uint32_t last_space_ = 0;
  Extent run_;
  bool run_has_ink_ = false;
};

}  // namespace

XmpTree parse_xmp_tree(std::string_view text) { return TreeParser{text}.parse(); }

}  // namespace exifscrub
