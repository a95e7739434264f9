#include "report/field_json.hpp"

#include <nlohmann/json.hpp>

#include "base/text.hpp"
#include "report/field_words.hpp"
#include "report/record.hpp"

namespace exifscrub {
namespace {

using Json = nlohmann::ordered_json;

Json extent_of(Extent at) { return {{"offset", at.offset}, {"length", at.length}}; }

/// One field without those inside it, in the order of the schema.
class FieldWriter {
 public:
  explicit FieldWriter(const Inspection& inspection)
      : inspection_(inspection), actions_(region_actions(inspection)) {}

  [[nodiscard]] Json write(const Field& field) const {
    const FieldMap& map = inspection_.fields;
    Json json{{"name", repair_utf8(field.name)}, {"kind", name_of(field.kind)}};
    if (field.is_tag) json["tag"] = repair_utf8(std::string{field.group} + ':' + std::string{field.name});
    Json where = Json::array();
    for (const Extent at : map.where(field)) where.push_back(extent_of(at));
    json["where"] = std::move(where);
    if (!field.type.empty()) {
      json["type"] = field.type;
      json["count"] = field.count;
    }
    if (!field.value.empty()) json["value"] = repair_utf8(field.value);
    if (!field.number.empty()) json["number"] = repair_utf8(field.number);
    if (!field.note.empty()) json["note"] = repair_utf8(field.note);
    if (field.leak_class) json["class"] = name_of(*field.leak_class);
    if (field.points_to) json["points_to"] = extent_of(*field.points_to);
    if (field.region != no_index) {
      json["role"] = name_of(inspection_.layout.regions[field.region].role);
      if (!actions_.empty()) json["action"] = actions_[field.region].name;
    }
    return json;
  }

 private:
  const Inspection& inspection_;
  std::vector<RegionAction> actions_;
};

/// What stands in front of the fields, without the end of the object.
std::string head_of(const Inspection& inspection, const std::string& path) {
  Json head{{"schema", "exifscrub-inspect"}, {"version", inspection_version}, {"path", repair_utf8(path)}};
  if (!is_utf8(path)) {
    head["path_b64"] = base64({reinterpret_cast<const Byte*>(path.data()), path.size()});
  }
  head["format"] = name_of(inspection.layout.format);
  head["size"] = inspection.layout.size;
  head["complete"] = inspection.fields.complete;
  if (!inspection.stopped.empty()) head["stopped"] = repair_utf8(inspection.stopped);
  Json notes = Json::array();
  for (const Note& note : inspection.layout.notes)
    notes.push_back({{"offset", note.offset}, {"text", note.what}});
  head["notes"] = std::move(notes);
  std::string text = json_line(head);
  text.pop_back();
  return text;
}

}  // namespace

void write_inspection_json(const Inspection& inspection, const std::string& path,
                           const std::function<bool(std::string_view)>& write) {
  constexpr std::size_t piece = 64U << 10U;
  const FieldMap& map = inspection.fields;
  const FieldWriter writer{inspection};
  // Neither the text nor a library's tree of all fields is held: each takes many times the memory of a file.
  std::string out = head_of(inspection, path) + ",\n\"fields\":[";
  std::vector<std::uint32_t> open;
  for (std::uint32_t i = 0; i < map.fields.size(); ++i) {
    while (!open.empty() && map.fields[open.back()].end <= i) {
      out += "]}";
      open.pop_back();
    }
    if (i > 0 && !open.empty() && map.fields[open.back()].end > i && i != open.back() + 1) out += ',';
    if (i > 0) out += '\n';
    std::string field = json_line(writer.write(map.fields[i]));
    if (map.fields[i].end > i + 1) {
      field.pop_back();
      field += ",\"fields\":[";
      open.push_back(i);
    }
    out += field;
    if (out.size() < piece) continue;
    if (!write(out)) return;
    out.clear();
  }
  for (; !open.empty(); open.pop_back()) out += "]}";
  out += "]}\n";
  static_cast<void>(write(out));
}

}  // namespace exifscrub
