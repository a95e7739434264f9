#include "base/characters.hpp"
#include "base/text.hpp"
#include "report/field_tree.hpp"

namespace exifscrub {
namespace {

void append_escaped(std::string& out, std::string_view text) {
  while (!text.empty()) {
    const CodePoint next = front_code_point(text);
    const std::string_view bytes = text.substr(0, next.length);
    text.remove_prefix(next.length);
    if (bytes == "\\") {
      out += "\\\\";
    } else if (bytes == "\n") {
      out += "\\n";
    } else if (next.valid && !is_control(next.value)) {
      out += bytes;
    } else {
      for (const char c : bytes) {
        out += "\\x";
        append_hex(out, static_cast<Byte>(c), lower_hex);
      }
    }
  }
}

}  // namespace

std::string tags_text(const FieldMap& map) {
  std::string out;
  for (const Field& field : map.fields) {
    if (!field.is_tag) continue;
    append_escaped(out, field.group);
    out += ':';
    append_escaped(out, field.name);
    out += '=';
    append_escaped(out, field.number.empty() ? field.value : field.number);
    out += '\n';
  }
  return out;
}

}  // namespace exifscrub
