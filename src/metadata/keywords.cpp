#include "metadata/keywords.hpp"

#include <algorithm>
#include <functional>
#include <string>

#include "base/bytes.hpp"
#include "base/characters.hpp"
#include "base/text.hpp"

namespace exifscrub {
namespace {

constexpr std::string_view separators = "|/";

char folded(char c) {
  if (c == '|') return '/';
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

}  // namespace

std::size_t keyword_word(std::string_view keyword) {
  std::string word{trimmed(keyword)};
  std::ranges::transform(word, word.begin(), folded);
  return std::hash<std::string>{}(word);
}

std::size_t keyword_word(Bytes keyword) {
  std::string text{as_text(keyword)};
  text.resize(text.find_last_not_of('\0') + 1);
  if (is_utf8(text)) return keyword_word(std::string_view{text});
  std::string latin;
  for (const char c : text) {
    const auto byte = static_cast<Byte>(c);
    if (byte >= 0x80) latin += static_cast<char>(0xC0 | byte >> 6);
    latin += static_cast<char>(byte >= 0x80 ? 0x80 | (byte & 0x3F) : byte);
  }
  return keyword_word(std::string_view{latin});
}

void note_place_path(std::string_view path, Reading& into) {
  constexpr int deepest = 16;
  into.place_words.push_back(keyword_word(path));
  std::size_t at = path.find_first_of(separators);
  for (int i = 0; i < deepest && at != std::string_view::npos; ++i) {
    path.remove_prefix(at + 1);
    at = path.find_first_of(separators);
    const std::string_view word = trimmed(path.substr(0, at));
    if (!word.empty()) into.place_words.push_back(keyword_word(word));
  }
}

void find_place_twins(Reading& reading) {
  if (reading.place_words.empty()) return;
  std::vector<std::size_t> words = reading.place_words;
  std::ranges::sort(words);
  for (const Keyword& keyword : reading.keywords) {
    if (!std::ranges::binary_search(words, keyword.word)) continue;
    BlockFinding& finding =
        reading.add(keyword.block, LeakClass::location, keyword.group, keyword.tag, {keyword.where});
    finding.form = keyword.form;
    reading.has_place_twins = true;
  }
}

}  // namespace exifscrub
