#include "report/xml_text.hpp"

#include "base/text.hpp"

namespace exifscrub {
namespace {

std::string_view entity_for(char c) {
  switch (c) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '"':
      return "&quot;";
    case '\'':
      return "&apos;";
    default:
      return {};
  }
}

}  // namespace

std::string xml_text(std::string_view text) {
  const std::string line = sanitise_for_terminal(text);
  std::string out;
  for (std::string_view rest = line; !rest.empty();) {
    const CodePoint next = front_code_point(rest);
    const std::string_view entity = entity_for(rest.front());
    if (!entity.empty()) {
      out += entity;
    } else if (next.value == 0xFFFE || next.value == 0xFFFF) {
      out += "\xEF\xBF\xBD";
    } else {
      out += rest.substr(0, next.length);
    }
    rest.remove_prefix(next.length);
  }
  return out;
}

}  // namespace exifscrub
