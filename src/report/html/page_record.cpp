#include "report/html/page_record.hpp"

#include <cmath>

#include "base/text.hpp"
#include "exifscrub/policy.hpp"
#include "report/position.hpp"
#include "report/told_values.hpp"
#include "report/words.hpp"

namespace exifscrub {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t most_findings = 96;      // of one file
constexpr std::size_t most_value_bytes = 400;  // of one finding
constexpr std::size_t longest_shared_text = 120;

/// The value cut at a character's end, "..." behind it.
std::string shortened(std::string_view value) {
  if (value.size() <= most_value_bytes) return std::string(value);
  std::size_t length = 0;
  while (length < most_value_bytes) length += front_code_point(value.substr(length)).length;
  return std::string(value.substr(0, length)) + "...";
}

Json position_record(const Location& location, Disclosure disclosure, SharedTexts& texts) {
  Json record = {nullptr, nullptr, nullptr, texts.of(location.carrier)};
  Disclosure on_map = disclosure;
  on_map.datum = Datum::wgs84;  // that of the outlines
  if (const auto told = position_told(location, on_map)) {
    record[0] = told->at.latitude;
    record[1] = told->at.longitude;
    if (told->altitude_m) record[2] = std::round(*told->altitude_m * 10) / 10;
  }
  if (const auto place = place_told(location.place, disclosure)) {
    const bool named = !place->name.empty();
    record.push_back(named ? texts.of(place->name) : Json(nullptr));
    record.push_back(named && !location.place->region.empty() ? texts.of(location.place->region)
                                                              : Json(nullptr));
    record.push_back(texts.of(place->country));
    record.push_back(named ? Json(place->distance_km) : Json(nullptr));
  }
  if (disclosure.datum == Datum::wgs84) return record;
  const auto told = position_told(location, disclosure);
  if (!told || !has_chinese_shift({location.latitude, location.longitude})) return record;
  while (record.size() < 8) record.push_back(nullptr);
  record.push_back(told->at.latitude);
  record.push_back(told->at.longitude);
  return record;
}

std::uint32_t class_bits(const Outcome& outcome, bool kept) {
  std::uint32_t bits = 0;
  for (const Finding& finding : outcome.findings) {
    const auto index = static_cast<unsigned>(finding.leak_class);
    const bool counts = finding.standing == Standing::leak && !class_table()[index].viewer_needs;
    if (counts && (finding.action == Action::kept) == kept) bits |= 1U << index;
  }
  return bits;
}

void add_findings(const Outcome& outcome, Disclosure disclosure, SharedTexts& texts, Json& record) {
  const ToldValues values{outcome, disclosure};
  Json list = Json::array();
  std::size_t left_out = 0;
  for (const Finding& finding : outcome.findings) {
    if (finding.standing == Standing::leftover) continue;
    if (list.size() >= 2 * most_findings) {
      ++left_out;
      continue;
    }
    std::string kind(name_of(finding.leak_class));
    kind.append(1, '\t').append(action_words(finding)).append(1, '\t');
    kind.append(sanitise_for_terminal(finding.name))
        .append(1, '\t')
        .append(sanitise_for_terminal(finding.carrier));
    list.push_back(texts.of_harmless(std::move(kind)));
    list.push_back(values.tells(finding) ? Json(texts.of(shortened(finding.value))) : Json(nullptr));
  }
  if (!list.empty()) record["f"] = std::move(list);
  if (left_out > 0) record["m"] = left_out;
}

}  // namespace

nlohmann::ordered_json SharedTexts::of(std::string_view text) {
  return of_harmless(sanitise_for_terminal(text));
}

nlohmann::ordered_json SharedTexts::of_harmless(std::string text) {
  if (text.size() > longest_shared_text || text.starts_with('=')) return "=" + text;
  const auto known = numbers_.find(text);
  if (known != numbers_.end()) return known->second;
  if (numbers_.size() < most) numbers_.emplace(text, numbers_.size());
  return text;
}

Json page_record_of(const Outcome& outcome, Disclosure disclosure, PageDetail detail, bool thumbnail,
                    SharedTexts& texts) {
  Json record = {{"p", sanitise_for_terminal(outcome.path)}, {"s", static_cast<unsigned>(outcome.status)}};
  if (outcome.changed) record["c"] = 1;
  if (outcome.accepted) record["a"] = 1;
  if (!outcome.reason.empty()) record["r"] = texts.of(outcome.reason);
  record["b"] = outcome.bytes_in;
  if (outcome.bytes_out != outcome.bytes_in) record["o"] = outcome.bytes_out;
  if (!outcome.taken.empty() && disclosure.values) record["t"] = sanitise_for_terminal(outcome.taken);
  if (disclosure.coordinates != Coordinates::none) {
    for (const Location& location : outcome.locations) {
      record["l"].push_back(position_record(location, disclosure, texts));
    }
  }
  if (const std::uint32_t bits = class_bits(outcome, false); bits != 0) record["k"] = bits;
  if (const std::uint32_t bits = class_bits(outcome, true); bits != 0) record["x"] = bits;
  if (detail == PageDetail::findings) add_findings(outcome, disclosure, texts, record);
  for (const std::string& note : outcome.notes) record["n"].push_back(texts.of(note));
  for (const std::string& commit : outcome.commits) record["h"].push_back(sanitise_for_terminal(commit));
  if (thumbnail) record["g"] = base64(outcome.thumbnail);
  return record;
}

}  // namespace exifscrub
