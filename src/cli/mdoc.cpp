#include "cli/mdoc.hpp"

#include <algorithm>

#include "scrub/registry_tables.hpp"

namespace exifscrub::cli {
namespace {

constexpr std::size_t widest_column = 30;
constexpr std::size_t widest_term = 12;

/// A word of a request's line that could be the name of a macro ("An", "No") is kept from being one.
std::string cell(std::string_view text) { return "\\&" + mdoc_escaped(text); }

std::string columns_of(const RegistryTable& table) {
  std::string text = ".Bl -column";
  for (std::size_t column = 0; column < table.heads.size(); ++column) {
    std::size_t width = table.heads[column].size();
    for (const auto& row : table.rows) width = std::max(width, row[column].size());
    text += " \"" + std::string(std::min(width, widest_column), 'x') + '"';
  }
  text += "\n.It";
  for (std::size_t column = 0; column < table.heads.size(); ++column) {
    text += (column == 0 ? " Em " : " Ta Em ") + std::string(table.heads[column]);
  }
  text += '\n';
  for (const auto& row : table.rows) {
    text += ".It";
    for (std::size_t column = 0; column < row.size(); ++column) {
      text += (column == 0 ? " " : " Ta ") + cell(row[column]);
    }
    text += '\n';
  }
  return text + ".El\n";
}

std::string list_of(const RegistryTable& table) {
  std::size_t width = 0;
  for (const auto& row : table.rows) width = std::max(width, row[0].size());
  std::string text = ".Bl -tag -compact -width " + std::string(std::min(width, widest_term), 'x') + '\n';
  for (const auto& row : table.rows) text += ".It Cm " + cell(row[0]) + "\n" + cell(row[1]) + '\n';
  return text + ".El\n";
}

}  // namespace

std::string mdoc_escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\\') {
      out += "\\e";
    } else if (c == '"') {
      out += "\\(dq";
    } else {
      out += c;
    }
  }
  return out;
}

std::string mdoc_paragraph(std::string_view text) {
  std::string out = mdoc_escaped(text);
  for (std::size_t at = 0; (at = out.find(". ", at)) != std::string::npos;) out.replace(at, 2, ".\n");
  return out + '\n';
}

std::string registries_as_mdoc() {
  std::string text;
  for (const RegistryTable& table : registry_tables()) {
    std::string title{table.title};
    text += ".Ss " + title + '\n';
    if (!table.intro.empty()) text += mdoc_paragraph(table.intro);
    text += table.heads.empty() ? list_of(table) : columns_of(table);
  }
  return text;
}

}  // namespace exifscrub::cli
