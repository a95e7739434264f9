#include "cli/completions.hpp"

#include "cli/option_table.hpp"
#include "exifscrub/policy.hpp"

namespace exifscrub::cli {
namespace {

constexpr std::array<Command, 3> verbs = {Command::scrub, Command::audit, Command::inspect};

/// The words that may be the value of an option, with spaces between; empty: anything, e.g. a file.
std::string value_words(const OptionRow& row) {
  std::string words;
  if (row.value == "CLASS,...") {
    for (const ClassRow& leak_class : class_table()) words += std::string(leak_class.name) + ' ';
  }
  for (const std::string_view choice : choices_of(row)) words += std::string(choice) + ' ';
  if (!words.empty()) words.pop_back();
  return words;
}

std::string option_words(Command command) {
  std::string words;
  for (const OptionRow& row : option_table()) {
    if (!serves(row, command)) continue;
    if (row.letter != 0) words += std::string("-") + row.letter + ' ';
    words += name_of(row) + (row.takes == Takes::optional_value ? "= " : " ");
  }
  words.pop_back();
  return words;
}

std::string bash() {
  std::string text =
      "# bash completion for exifscrub\n"
      "_exifscrub() {\n"
      "  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} options\n"
      "  [[ $word == = ]] && word=\n"
      "  [[ $before == = ]] && before=${COMP_WORDS[COMP_CWORD-2]}\n"
      "  case ${COMP_WORDS[1]} in\n";
  for (const Command verb : {Command::audit, Command::inspect}) {
    text += "    " + std::string(name_of(verb)) + ") options='" + option_words(verb) + "' ;;\n";
  }
  text += "    *) options='" + option_words(Command::scrub) + "' ;;\n  esac\n  case $before in\n";
  for (const OptionRow& row : option_table()) {
    const std::string words = value_words(row);
    if (row.takes == Takes::nothing || words.empty()) continue;
    text += "    --" + std::string(row.name) + ") COMPREPLY=($(compgen -W '" + words +
            "' -- \"$word\")); return ;;\n";
  }
  text +=
      "    completions) COMPREPLY=($(compgen -W 'bash zsh fish' -- \"$word\")); return ;;\n"
      "  esac\n"
      "  if [[ $word == -* ]]; then\n"
      "    COMPREPLY=($(compgen -W \"$options\" -- \"$word\"))\n"
      "    [[ ${COMPREPLY-} == *= ]] && compopt -o nospace\n"
      "  else\n"
      "    compopt -o filenames\n"
      "    COMPREPLY=($(compgen -f -- \"$word\"))\n"
      "    ((COMP_CWORD == 1)) && COMPREPLY+=($(compgen -W 'scrub audit inspect completions' -- \"$word\"))\n"
      "  fi\n"
      "}\n"
      "complete -F _exifscrub exifscrub\n";
  return text;
}

/// Text inside single quotes of a shell, and for zsh without the characters of its own syntax.
std::string quoted(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\'') {
      out += "'\\''";
    } else if (c == '[' || c == ']' || c == ':') {
      out += std::string("\\") + c;
    } else {
      out += c;
    }
  }
  return out;
}

std::string zsh_option(const OptionRow& row) {
  const std::string words = value_words(row);
  std::string value;
  if (row.takes != Takes::nothing) {
    value = ":" + quoted(row.value) + ":" + (words.empty() ? "_files" : "(" + words + ")");
  }
  const std::string sign = row.takes == Takes::value ? "=" : row.takes == Takes::optional_value ? "=-" : "";
  std::string lines = "    '*--" + std::string(row.name) + sign + '[' + quoted(row.line) + ']' +
                      (row.takes == Takes::optional_value ? ":" : "") + value + "'\n";
  if (row.letter != 0) {
    lines += std::string("    '*-") + row.letter + (row.takes == Takes::value ? "+" : "") + '[' +
             quoted(row.line) + ']' + value + "'\n";
  }
  return lines;
}

std::string zsh() {
  std::string text = "#compdef exifscrub\n_exifscrub() {\n  local -a options\n  case ${words[2]} in\n";
  for (const Command verb : {Command::audit, Command::inspect, Command::scrub}) {
    text += "    " + std::string(verb == Command::scrub ? "*" : name_of(verb)) + ") options=(\n";
    for (const OptionRow& row : option_table()) {
      if (serves(row, verb)) text += zsh_option(row);
    }
    text += "    ) ;;\n";
  }
  text +=
      "  esac\n"
      "  if ((CURRENT == 2)) && [[ ${words[2]} != -* ]]; then\n"
      "    _alternative 'verbs:verb:(scrub audit inspect completions)' 'files:file:_files'\n"
      "  elif [[ ${words[2]} == completions ]]; then\n"
      "    _values shell bash zsh fish\n"
      "  else\n"
      "    _arguments -s -S $options '*:file:_files'\n"
      "  fi\n"
      "}\n"
      "_exifscrub \"$@\"\n";
  return text;
}

std::string fish_quoted(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\'' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

std::string fish() {
  std::string text =
      "# fish completion for exifscrub\n"
      "complete -c exifscrub -n __fish_is_first_arg -a 'scrub audit inspect completions'\n"
      "complete -c exifscrub -n '__fish_seen_subcommand_from completions' -f -a 'bash zsh fish'\n";
  for (const OptionRow& row : option_table()) {
    std::string others;
    for (const Command verb : verbs) {
      if (verb != Command::scrub && !serves(row, verb)) others += ' ' + std::string(name_of(verb));
    }
    std::string condition;
    if (!serves(row, Command::scrub)) {
      std::string own;
      for (const Command verb : verbs) {
        if (serves(row, verb)) own += ' ' + std::string(name_of(verb));
      }
      condition = " -n '__fish_seen_subcommand_from" + own + "'";
    } else if (!others.empty()) {
      condition = " -n 'not __fish_seen_subcommand_from" + others + "'";
    }
    text += "complete -c exifscrub" + condition + " -l " + std::string(row.name);
    if (row.letter != 0) text += std::string(" -s ") + row.letter;
    const std::string words = value_words(row);
    if (row.takes == Takes::value) text += words.empty() ? " -r" : " -x";
    if (row.takes == Takes::optional_value) text += " -f";
    if (!words.empty()) text += " -a '" + words + "'";
    text += " -d '" + fish_quoted(row.line) + "'\n";
  }
  return text;
}

}  // namespace

std::optional<std::string> completions_for(std::string_view shell) {
  if (shell == "bash") return bash();
  if (shell == "zsh") return zsh();
  if (shell == "fish") return fish();
  return std::nullopt;
}

}  // namespace exifscrub::cli
