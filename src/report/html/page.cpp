#include "report/html/page.hpp"

#include "base/assert.hpp"
#include "base/digests.hpp"
#include "base/text.hpp"
#include "report/html/assets.hpp"
#include "report/xml_text.hpp"

namespace exifscrub {
namespace {

Bytes bytes_of(std::string_view text) { return {reinterpret_cast<const Byte*>(text.data()), text.size()}; }

/// A source expression that allows the element with exactly this content (CSP 3, 6.7.3.3).
std::string hash_source(std::string_view text) {
  const Digest digest = sha256(bytes_of(text));
  return "'sha256-" + base64(Bytes{digest.bytes}.first(digest.length)) + '\'';
}

std::vector<std::string_view> styles_of(const PageParts& parts) {
  std::vector<std::string_view> styles = {asset::base_css()};
  styles.insert(styles.end(), parts.styles.begin(), parts.styles.end());
  return styles;
}

std::string directive(std::string_view name, const std::vector<std::string_view>& texts) {
  std::string text(name);
  for (const std::string_view one : texts) text += ' ' + hash_source(one);
  return texts.empty() ? text + " 'none'" : text;
}

std::string policy_of(const PageParts& parts) {
  return "default-src 'none'; img-src data:; " + directive("style-src", styles_of(parts)) + "; " +
         directive("script-src", parts.scripts) + "; base-uri 'none'; form-action 'none'";
}

std::string element(std::string_view name, std::string_view content) {
  EXS_ASSERT(content.find("</style") == content.npos && content.find("</script") == content.npos &&
             content.find("<!--") == content.npos);
  std::string text = "<" + std::string(name) + '>';
  text += content;
  return text + "</" + std::string(name) + ">\n";
}

}  // namespace

std::string page_begin(const PageParts& parts) {
  // The policy stands before everything that it has to hold for.
  std::string text =
      "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"" +
      policy_of(parts) +
      "\">\n"
      "<meta name=\"referrer\" content=\"no-referrer\">\n"
      "<meta name=\"robots\" content=\"noindex\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta name=\"color-scheme\" content=\"light dark\">\n"
      "<title>" +
      html_text(parts.title) + "</title>\n";
  for (const std::string_view style : styles_of(parts)) text += element("style", style);
  return text + "</head>\n<body>\n";
}

std::string page_end(const PageParts& parts) {
  std::string text;
  for (const std::string_view script : parts.scripts) text += element("script", script);
  return text + "</body>\n</html>\n";
}

std::string html_text(std::string_view text) { return xml_text(text); }

std::string script_json(std::string_view json) {
  std::string text;
  text.reserve(json.size());
  // Outside strings JSON has none of these characters.
  for (const char c : json) {
    if (c == '<') {
      text += "\\u003c";
    } else if (c == '>') {
      text += "\\u003e";
    } else if (c == '&') {
      text += "\\u0026";
    } else {
      text += c;
    }
  }
  return text;
}

std::string data_begin(std::string_view id, std::string_view type) {
  return "<script type=\"" + html_text(type) + "\" id=\"" + html_text(id) + "\">";
}

std::string_view data_end() { return "</script>\n"; }

}  // namespace exifscrub
