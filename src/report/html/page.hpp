#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace exifscrub {

/// What a report page is made of beside its body. The texts are inlined as they stand and must outlive the
/// object; none may hold what ends or hides its own element (`</style`, `</script`, `<!--`).
struct PageParts {
  std::string title;                      ///< any bytes
  std::vector<std::string_view> styles;   ///< each in a style element, behind the base stylesheet
  std::vector<std::string_view> scripts;  ///< each in a script element at the end of the body
};

/// A page that opens offline and asks nobody for anything: everything up to the body's content. Its
/// content security policy (CSP Level 3) denies every request, image data in the page itself apart, and runs
/// and applies nothing but the parts above, each by its SHA-256: no style attribute, no event handler.
[[nodiscard]] std::string page_begin(const PageParts& parts);

/// The scripts and the end of the page.
[[nodiscard]] std::string page_end(const PageParts& parts);

/// `text` as the content of an element or of a quoted attribute: on one line, without controls, without
/// markup.
[[nodiscard]] std::string html_text(std::string_view text);

/// A JSON text (RFC 8259) as the content of a script element: the same value, written so that no character
/// in it could end or hide the element.
[[nodiscard]] std::string script_json(std::string_view json);

/// The start and end tags of an element that holds data for the scripts and never runs (HTML 4.12.1, data
/// block). What stands between them is script_json() or base64.
/// @param id    a plain name
/// @param type  a MIME type that is no JavaScript
[[nodiscard]] std::string data_begin(std::string_view id, std::string_view type = "application/json");
[[nodiscard]] std::string_view data_end();

}  // namespace exifscrub
