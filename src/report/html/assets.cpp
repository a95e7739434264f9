#include "report/html/assets.hpp"

// EXS_ASSET(name, file) defines asset::name(), the bytes of the file beside this one.
#define EXS_ASSET(name, file)                                                               \
  asm(".pushsection .rodata.exifscrub_html, \"a\", %progbits\n"                             \
      ".hidden exifscrub_html_" #name "\n.hidden exifscrub_html_" #name                     \
      "_end\n"                                                                              \
      ".global exifscrub_html_" #name "\n.global exifscrub_html_" #name                     \
      "_end\n"                                                                              \
      "exifscrub_html_" #name ":\n.incbin \"" EXIFSCRUB_HTML "/" file                       \
      "\"\n"                                                                                \
      "exifscrub_html_" #name "_end:\n.popsection\n");                                      \
  extern "C" const char exifscrub_html_##name[];       /* NOLINT(*-c-arrays) */             \
  extern "C" const char exifscrub_html_##name##_end[]; /* NOLINT(*-c-arrays) */             \
  std::string_view exifscrub::asset::name() {                                               \
    return {exifscrub_html_##name,                                                          \
            static_cast<std::size_t>(exifscrub_html_##name##_end - exifscrub_html_##name)}; \
  }

EXS_ASSET(base_css, "base.css")
EXS_ASSET(leaflet_css, "leaflet.css")
EXS_ASSET(leaflet_js, "leaflet.js")
EXS_ASSET(outlines, "outlines.bin")
EXS_ASSET(report_body_html, "report_body.html")
EXS_ASSET(report_css, "report.css")
EXS_ASSET(report_data_js, "report_data.js")
EXS_ASSET(report_details_js, "report_details.js")
EXS_ASSET(report_groups_js, "report_groups.js")
EXS_ASSET(report_map_js, "report_map.js")
EXS_ASSET(report_page_js, "report_page.js")
EXS_ASSET(report_table_js, "report_table.js")
EXS_ASSET(report_words_js, "report_words.js")
EXS_ASSET(inspect_css, "inspect.css")
EXS_ASSET(inspect_js, "inspect.js")
