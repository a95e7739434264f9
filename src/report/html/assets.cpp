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
