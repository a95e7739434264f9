#pragma once

#include <string_view>

/// Texts and data that report pages inline: files of this folder, built into the executable.
namespace exifscrub::asset {

[[nodiscard]] std::string_view base_css();     ///< colours, type and controls that all pages share
[[nodiscard]] std::string_view inspect_css();  ///< of the inspect page
[[nodiscard]] std::string_view inspect_js();

// The map page.
[[nodiscard]] std::string_view leaflet_css();
[[nodiscard]] std::string_view leaflet_js();
[[nodiscard]] std::string_view outlines();  ///< land and borders; the bytes: scripts/build_outlines
[[nodiscard]] std::string_view report_body_html();
[[nodiscard]] std::string_view report_css();
[[nodiscard]] std::string_view report_data_js();
[[nodiscard]] std::string_view report_details_js();
[[nodiscard]] std::string_view report_groups_js();
[[nodiscard]] std::string_view report_map_js();
[[nodiscard]] std::string_view report_page_js();
[[nodiscard]] std::string_view report_table_js();
[[nodiscard]] std::string_view report_words_js();

}  // namespace exifscrub::asset
