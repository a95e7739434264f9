#include "inspect/iptc_words.hpp"

#include <algorithm>
#include <string_view>

namespace exifscrub {
namespace {

bool is_digits(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

std::string iptc_date(std::string text) {
  if (text.size() != 8 || !is_digits(text)) return text;
  return text.substr(0, 4) + ":" + text.substr(4, 2) + ":" + text.substr(6);
}

std::string iptc_time(std::string text) {
  if (text.size() < 6 || !is_digits(text.substr(0, 6))) return text;
  std::string time = text.substr(0, 2) + ":" + text.substr(2, 2) + ":" + text.substr(4, 2);
  const std::string rest = text.substr(6);
  const std::size_t zone = rest.find_first_of("+-");
  if (zone != std::string::npos && rest.size() == zone + 5 && is_digits(rest.substr(zone + 1))) {
    return time + rest.substr(0, zone + 3) + ":" + rest.substr(zone + 3);
  }
  return time + rest;
}

}  // namespace exifscrub
