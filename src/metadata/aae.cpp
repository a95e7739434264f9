#include "metadata/aae.hpp"

#include <expat.h>

#include <algorithm>
#include <memory>

#include "base/cursor.hpp"

namespace exifscrub {
namespace {

constexpr std::size_t longest_value = 200;
constexpr std::size_t most_fields = 256;

/// The keys and values of a property list's outermost dictionary, as far as they are plain.
class PlistReader {
 public:
  SidecarRecord read(Bytes file) {
    const std::unique_ptr<XML_ParserStruct, decltype(&XML_ParserFree)> parser(XML_ParserCreate(nullptr),
                                                                              &XML_ParserFree);
    if (!parser) throw std::bad_alloc();
    parser_ = parser.get();
    XML_SetUserData(parser_, this);
    XML_SetElementHandler(parser_, on_start, on_end);
    XML_SetCharacterDataHandler(parser_, on_text);
    // Property lists declare no entities; whoever does means to blow up.
    XML_SetEntityDeclHandler(parser_, on_entity);
    XML_Parse(parser_, reinterpret_cast<const char*>(file.data()), static_cast<int>(file.size()), 1);
    return std::move(record_);
  }

 private:
  static PlistReader& of(void* self) { return *static_cast<PlistReader*>(self); }

  static void on_start(void* self, const XML_Char* name, const XML_Char**) {
    PlistReader& reader = of(self);
    ++reader.depth_;
    reader.text_.clear();
    reader.is_key_ = std::string_view{name} == "key";
  }
  static void on_end(void* self, const XML_Char*) {
    PlistReader& reader = of(self);
    constexpr int field_depth = 3;  // plist > dict > field
    if (reader.depth_-- != field_depth) return;
    if (reader.is_key_) {
      reader.key_ = std::move(reader.text_);
    } else {
      reader.add();
    }
    reader.is_key_ = false;
  }
  static void on_text(void* self, const XML_Char* text, int length) {
    PlistReader& reader = of(self);
    const std::size_t room = longest_value - std::min(reader.text_.size(), longest_value);
    reader.text_.append(text, std::min(static_cast<std::size_t>(length), room));
  }
  static void on_entity(void* self, const XML_Char*, int, const XML_Char*, int, const XML_Char*,
                        const XML_Char*, const XML_Char*, const XML_Char*) {
    XML_StopParser(of(self).parser_, XML_FALSE);
  }

  void add() {
    if (key_.empty() || record_.fields.size() >= most_fields) return;
    const auto in_key = [&](std::string_view word) { return key_.find(word) != std::string::npos; };
    const bool is_time = in_key("Timestamp") || in_key("Date");
    const bool is_program = in_key("Bundle") || in_key("Version") || in_key("Identifier");
    const LeakClass leak_class = is_time      ? LeakClass::time
                                 : is_program ? LeakClass::software
                                              : LeakClass::history;
    const bool is_packed = key_ == "adjustmentData";
    record_.has_unreadable_edits = record_.has_unreadable_edits || is_packed;
    record_.fields.push_back({leak_class, "AAE:" + key_, is_packed ? std::string{} : text_});
    key_.clear();
  }

  XML_Parser parser_ = nullptr;
  SidecarRecord record_;
  int depth_ = 0;
  bool is_key_ = false;
  std::string key_;
  std::string text_;
};

}  // namespace

Result<SidecarRecord> read_aae(Bytes file) {
  constexpr std::string_view binary_list = "bplist00";
  if (starts_with(file, binary_list)) {
    SidecarRecord packed;
    packed.fields.push_back({LeakClass::history, "AAE:adjustmentData", {}});
    packed.has_unreadable_edits = true;
    return packed;
  }
  SidecarRecord record = PlistReader{}.read(file);
  const bool is_aae = std::ranges::any_of(
      record.fields, [](const RecordField& field) { return field.name.starts_with("AAE:adjustment"); });
  if (!is_aae) return Error{Errc::unsupported, 0, "no list of edits by its content"};
  return record;
}

}  // namespace exifscrub
