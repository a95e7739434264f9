#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace exifscrub {

/// A table of the manual, made from one of the code's own registries, so that it cannot say anything else.
struct RegistryTable {
  std::string_view title;
  std::string_view intro;               ///< sentences before the table, or none
  std::vector<std::string_view> heads;  ///< of the columns; empty: a list, each row a term and its text
  std::vector<std::vector<std::string>> rows;
};

/// What is known of each format, carrier, tag and maker, and what becomes of it.
[[nodiscard]] std::vector<RegistryTable> registry_tables();

}  // namespace exifscrub
