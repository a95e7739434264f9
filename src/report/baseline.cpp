#include "report/baseline.hpp"

#include <nlohmann/json.hpp>

#include "base/text.hpp"
#include "report/record.hpp"

namespace exifscrub {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view head_key = "exifscrub_baseline";
constexpr int version = 1;

/// The fields that name a file, as a record spells them: a path that is no UTF-8 has its exact bytes beside.
Json identity_of(std::string_view content, std::string_view path) {
  Json fields = {{"path", repair_utf8(path)}};
  if (!is_utf8(path)) {
    fields["path_b64"] = base64({reinterpret_cast<const Byte*>(path.data()), path.size()});
  }
  fields["content"] = content;
  return fields;
}

std::string text_at(const Json& object, const char* name) {
  const auto field = object.find(name);
  return field != object.end() && field->is_string() ? field->get<std::string>() : std::string();
}

std::string key_of(const Json& fields) {
  const std::string exact = text_at(fields, "path_b64");
  std::string key = text_at(fields, "content");
  key.append(1, '\0').append(exact.empty() ? "" : "b64");
  return key.append(1, '\0').append(exact.empty() ? text_at(fields, "path") : exact);
}

FailOn leaking_classes(const Outcome& outcome, const FailOn& fail_on) {
  FailOn leaking{};
  for (const Finding& finding : outcome.findings) {
    const auto index = static_cast<std::size_t>(finding.leak_class);
    if (finding.standing == Standing::leak && fail_on[index]) leaking[index] = true;
  }
  return leaking;
}

bool is_head(std::string_view line) {
  const Json head = Json::parse(line, nullptr, false);
  if (!head.is_object()) return false;
  const auto field = head.find(head_key);
  return field != head.end() && *field == version;
}

}  // namespace

bool Baseline::add(std::string_view line) {
  const Json entry = Json::parse(line, nullptr, false);
  if (!entry.is_object() || text_at(entry, "path").empty() || text_at(entry, "content").empty()) return false;
  const auto classes = entry.find("classes");
  if (classes == entry.end() || !classes->is_array()) return false;
  FailOn& accepted = accepted_[key_of(entry)];
  for (const Json& name : *classes) {
    const auto leak_class = name.is_string() ? leak_class_named(name.get<std::string>()) : std::nullopt;
    if (!leak_class) return false;
    accepted[static_cast<std::size_t>(*leak_class)] = true;
  }
  return true;
}

Result<Baseline> Baseline::parse(std::string_view text) {
  Baseline baseline;
  for (std::uint64_t number = 1; !text.empty() || number == 1; ++number) {
    const std::size_t end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    const bool understood = number == 1 ? is_head(line) : line.empty() || baseline.add(line);
    if (!understood) return Error{Errc::malformed, number, "not a line of a baseline"};
  }
  return baseline;
}

bool Baseline::accepts(const Outcome& outcome, std::string_view path, const FailOn& fail_on) const {
  if (outcome.content_hash.empty()) return false;
  const auto found = accepted_.find(key_of(identity_of(to_string(outcome.content_hash), path)));
  if (found == accepted_.end()) return false;
  const FailOn leaking = leaking_classes(outcome, fail_on);
  bool any = false;
  for (std::size_t i = 0; i < leak_class_count; ++i) {
    if (leaking[i] && !found->second[i]) return false;
    any = any || leaking[i];
  }
  return any;
}

bool is_baseline(std::string_view text) { return is_head(text.substr(0, text.find('\n'))); }

std::string baseline_head() { return json_line({{std::string(head_key), version}}) + '\n'; }

std::string baseline_line(const Outcome& outcome, std::string_view path, const FailOn& fail_on) {
  if (outcome.status != Status::leaks || outcome.content_hash.empty()) return {};
  Json entry = identity_of(to_string(outcome.content_hash), path);
  entry["classes"] = Json::array();
  const FailOn leaking = leaking_classes(outcome, fail_on);
  for (std::size_t i = 0; i < leak_class_count; ++i) {
    if (leaking[i]) entry["classes"].push_back(name_of(static_cast<LeakClass>(i)));
  }
  return json_line(entry) + '\n';
}

}  // namespace exifscrub
