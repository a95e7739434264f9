#pragma once

#include <string_view>

/// Texts and data that report pages inline: files of this folder, built into the executable.
namespace exifscrub::asset {

[[nodiscard]] std::string_view base_css();  ///< colours, type and controls that all pages share

}  // namespace exifscrub::asset
