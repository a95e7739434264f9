#include <gtest/gtest.h>

#include "report/html/page.hpp"
#include "report_outcomes.hpp"

namespace exifscrub {
namespace {

std::size_t count(std::string_view text, std::string_view part) {
  std::size_t found = 0;
  for (std::size_t at = text.find(part); at != text.npos; at = text.find(part, at + 1)) ++found;
  return found;
}

TEST(HtmlPage, PolicyAllowsItsPartsByTheirHashesAndNothingElse) {
  const std::string page = page_begin({"t", {"p{}"}, {"alert(1)"}});
  EXPECT_EQ(count(page, "Content-Security-Policy"), 1U);
  EXPECT_NE(page.find("default-src 'none'; img-src data:; style-src 'sha256-"), page.npos);
  // From `printf 'alert(1)' | openssl dgst -sha256 -binary | base64`.
  EXPECT_NE(page.find("script-src 'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='; base-uri 'none'"),
            page.npos);
  EXPECT_EQ(page.find("unsafe"), page.npos);
  EXPECT_LT(page.find("Content-Security-Policy"), page.find("<style>"));
}

TEST(HtmlPage, WithoutScriptsNoneRuns) {
  EXPECT_NE(page_begin({"t", {}, {}}).find("script-src 'none'"), std::string::npos);
  EXPECT_EQ(count(page_end({"t", {}, {}}), "<script"), 0U);
}

TEST(HtmlPage, TitleIsTextOnly) {
  const std::string page = page_begin({hostile, {}, {}});
  EXPECT_EQ(count(page, "<b>"), 0U);
  EXPECT_EQ(count(page, "</script"), 0U);
  EXPECT_NE(page.find("&lt;b&gt;"), page.npos);
}

TEST(HtmlPage, JsonCannotLeaveItsElement) {
  EXPECT_EQ(script_json(R"(["</script><!--&"])"), R"(["\u003c/script\u003e\u003c!--\u0026"])");
}

TEST(HtmlPageDeathTest, PartsThatWouldEndTheirElementAreABug) {
  EXPECT_DEATH(static_cast<void>(page_end({"t", {}, {"'</script>'"}})), "");
}

}  // namespace
}  // namespace exifscrub
