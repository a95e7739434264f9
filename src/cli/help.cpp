#include "cli/help.hpp"

#include "cli/mdoc.hpp"
#include "cli/sandbox.hpp"
#include "exifscrub/policy.hpp"
#include "geo/places.hpp"
#include "report/report.hpp"
#include "report/words.hpp"

namespace exifscrub::cli {
namespace {

constexpr std::size_t text_column = 30;

std::string_view usage_of(Command command) {
  switch (command) {
    case Command::scrub:
      return "Usage: exifscrub [scrub] [OPTIONS] PATH...\n"
             "       exifscrub audit [OPTIONS] PATH...\n"
             "       exifscrub inspect [OPTIONS] FILE\n"
             "\n"
             "Removes location, camera, owner, thumbnails and all other metadata from images;\n"
             "the picture itself stays as it is, byte for byte. Removal cannot be undone: -n\n"
             "shows what would go, -o writes clean copies, --backup keeps the originals.\n"
             "\n"
             "  exifscrub -r ~/listings          clean a folder and everything in it\n"
             "  exifscrub audit -r ~/listings    show what its files give away\n"
             "  exifscrub - < in.jpg > out.jpg   clean standard input\n";
    case Command::audit:
      return "Usage: exifscrub audit [OPTIONS] PATH...\n"
             "\n"
             "Reports what images give away. Never writes to one. Exit status 1 when any\n"
             "file leaks, 2 when any could not be read or proven.\n";
    case Command::inspect:
      return "Usage: exifscrub inspect [OPTIONS] FILE\n"
             "\n"
             "Shows what one file is made of, where its metadata stands, and what a scrub\n"
             "would do to it.\n";
    case Command::completions:
      return "Usage: exifscrub completions bash|zsh|fish\n"
             "\n"
             "Prints completions for a shell, for instance:\n"
             "\n"
             "  exifscrub completions bash > /etc/bash_completion.d/exifscrub\n";
  }
  return "";
}

std::string option_line(const OptionRow& row) {
  std::string line = row.letter != 0 ? std::string("  -") + row.letter + ", " : "      ";
  line += synopsis_of(row);
  if (line.size() + 2 > text_column) {
    line += '\n';
    line.append(text_column, ' ');
  } else {
    line.append(text_column - line.size(), ' ');
  }
  return line + std::string(row.line) + '\n';
}

/// Text as the argument of a macro or as a text line: no line of ours begins with a control character.
std::string mdoc_item(const OptionRow& row) {
  std::string item = ".It ";
  if (row.letter != 0) item += std::string("Fl ") + row.letter + " , ";
  item += "Fl Fl " + std::string(row.name);
  if (row.takes == Takes::value) item += " Ar " + mdoc_escaped(row.value);
  if (row.takes == Takes::optional_value) item += " Ns Oo = Ns Ar " + mdoc_escaped(row.value) + " Oc";
  return item + '\n';
}

}  // namespace

std::string help_text(Command command) {
  std::string text(usage_of(command));
  for (std::size_t i = 0; i < category_count; ++i) {
    const auto category = static_cast<Category>(i);
    std::string lines;
    for (const OptionRow& row : option_table()) {
      if (row.category == category && serves(row, command)) lines += option_line(row);
    }
    if (!lines.empty()) text += '\n' + std::string(title_of(category)) + ":\n" + lines;
  }
  if (command == Command::completions) return text;
  text += "\nClasses for --keep and --remove";
  text += command == Command::audit ? ", --fail-on:\n" : ":\n";
  std::string line = " ";
  for (const ClassRow& row : class_table()) {
    if (line.size() + 1 + row.name.size() > 78) {
      text += line + '\n';
      line = " ";
    }
    line += ' ' + std::string(row.name);
  }
  return text + line + '\n';
}

std::string version_text(bool verbose) {
  std::string text = "exifscrub " EXIFSCRUB_VERSION "\n";
  if (!verbose) return text;
  text += "cleans: JPEG\nreports:";
  for (const ReportRow& row : report_table()) text += ' ' + std::string(row.name);
  text += "\nnetwork: never used\nsandbox: " + words_for(possible_sandbox()) +
          "\n"
          "licence: Apache-2.0; with Boost (BSL-1.0), oneTBB (Apache-2.0), Expat (MIT),\n"
          "         JSON for Modern C++ (MIT), xxHash (BSD-2-Clause), Nettle (LGPL-3.0+),\n"
          "         libseccomp (LGPL-2.1)\n";
  text += std::string(place_attribution) + '\n';
  return text;
}

std::string options_as_mdoc(Command command) {
  std::string text;
  for (std::size_t i = 0; i < category_count; ++i) {
    const auto category = static_cast<Category>(i);
    std::string items;
    for (const OptionRow& row : option_table()) {
      if (row.category == category && serves(row, command))
        items += mdoc_item(row) + mdoc_paragraph(row.paragraph);
    }
    if (items.empty()) continue;
    text += ".Ss " + std::string(title_of(category)) + "\n.Bl -tag -width Ds\n" + items + ".El\n";
  }
  return text;
}

std::string classes_as_mdoc() {
  std::string text =
      ".Bl -column \"orientation\" \"removed\" \"--gps-only\"\n.It class Ta strip Ta gps-only Ta what it "
      "is\n";
  for (const ClassRow& row : class_table()) {
    const auto fate = [](bool removed) { return std::string(removed ? "removed" : "stays"); };
    text += ".It Cm " + std::string(row.name) + " Ta " + fate(row.strip_removes) + " Ta " +
            fate(row.gps_only_removes) + " Ta " + mdoc_escaped(row.covers) + '\n';
  }
  return text + ".El\n";
}

}  // namespace exifscrub::cli
