// All forms of inspect on any bytes: the fields are a tree inside the file, every byte is shown once, nothing
// that a terminal would obey comes out.
#include <algorithm>
#include <string>

#include "base/assert.hpp"
#include "base/memory_source.hpp"
#include "exifscrub/inspect.hpp"
#include "fuzz/structure_mutator.hpp"
#include "report/field_hex.hpp"
#include "report/field_json.hpp"
#include "report/field_rows.hpp"
#include "report/field_tree.hpp"
#include "report/html/inspection_page.hpp"
#include "report/inspection.hpp"

namespace exifscrub {
namespace {

void check_tree(const FieldMap& map, std::uint64_t size) {
  EXS_ASSERT(!map.fields.empty() && map.fields.size() <= FieldMap::max_fields);
  EXS_ASSERT(map.fields[0].end == map.fields.size());
  for (std::uint32_t i = 0; i < map.fields.size(); ++i) {
    const Field& field = map.fields[i];
    EXS_ASSERT(field.end > i && field.end <= map.fields.size());
    if (i > 0) {
      EXS_ASSERT(field.parent < i && field.end <= map.fields[field.parent].end);
      EXS_ASSERT(field.depth == map.fields[field.parent].depth + 1);
    }
    for (const Extent at : map.where(field)) EXS_ASSERT(at.offset <= size && at.length <= size - at.offset);
    EXS_ASSERT(field.target == no_index || field.target < map.fields.size());
  }
}

void check_spans(const FieldMap& map, std::uint64_t size) {
  std::uint64_t at = 0;
  for (const FieldSpan& span : field_spans(map, size)) {
    EXS_ASSERT(span.at.offset == at && !span.at.empty() && span.field < map.fields.size());
    at = span.at.end();
  }
  EXS_ASSERT(at == size);
}

void check_text(const std::string& text) {
  EXS_ASSERT(std::ranges::none_of(text, [](char c) {
    const auto byte = static_cast<Byte>(c);
    return (byte < 0x20 && byte != '\n') || byte == 0x7F;
  }));
}

void inspect_all(Bytes bytes) {
  MemorySource source{bytes};
  for (const Mode mode : {Mode::strip, Mode::gps_only}) {
    const auto inspection = inspect(source, {Policy{mode}, true, true});
    if (!inspection) return;
    check_tree(inspection->fields, bytes.size());
    check_spans(inspection->fields, bytes.size());
    for (const bool all : {false, true}) {
      check_text(tree_text(*inspection, {80, false, all}));
      std::string hex;
      const auto written = write_hex(*inspection, source, {80, false, all, {}}, [&](std::string_view text) {
        hex += text;
        return true;
      });
      EXS_ASSERT(written);
      check_text(hex);
    }
    check_text(tags_text(inspection->fields));
    check_text(raw_map_text(*inspection));
    std::string json;
    write_inspection_json(*inspection, "a.jpg", [&](std::string_view text) {
      json += text;
      return true;
    });
    check_text(json);
    EXS_ASSERT(inspection_page(*inspection, source, "a.jpg"));
  }
  for (std::size_t part = 0; part < part_kind_count; ++part) {
    const auto found = extract(source, static_cast<PartKind>(part));
    for (const Extent at : found ? found->where : std::vector<Extent>{})
      EXS_ASSERT(at.offset <= bytes.size() && at.length <= bytes.size() - at.offset);
  }
}

}  // namespace
}  // namespace exifscrub

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  exifscrub::inspect_all({data, size});
  return 0;
}

EXIFSCRUB_MUTATE_THEN(exifscrub::fuzz::repair_jpeg)
