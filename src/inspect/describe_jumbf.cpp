#include <algorithm>
#include <string>

#include "base/cursor.hpp"
#include "inspect/block_scribe.hpp"
#include "inspect/box_scribe.hpp"
#include "metadata/block_findings.hpp"

namespace exifscrub {
namespace {

constexpr unsigned deepest = 32;
constexpr std::uint64_t uuid_size = 16;
constexpr Byte has_label = 2;

/// The label of a description box: text up to a zero, when the toggles say that there is one.
Extent label_at(Bytes description, Extent payload) {
  if (description.size() <= uuid_size || (description[uuid_size] & has_label) == 0) return {};
  const Bytes rest = description.subspan(uuid_size + 1);
  const auto length = static_cast<std::uint64_t>(std::ranges::find(rest, Byte{0}) - rest.begin());
  return {payload.offset + uuid_size + 1, length};
}

class JumbfScribe {
 public:
  explicit JumbfScribe(BlockScribe& scribe) : scribe_(scribe) {}

  void describe_boxes(Extent within, std::uint64_t around, unsigned depth) {
    BoxSequence boxes{scribe_.bytes(), within};
    while (const auto box = boxes.next()) {
      const bool is_super = box->type == BoxType{"jumb"};
      open_box(scribe_, *box, is_super ? label_of(box->payload) : std::string{});
      if (is_super && depth < deepest) {
        describe_boxes(box->payload, box->at.offset, depth + 1);
      } else if (box->type == BoxType{"jumd"}) {
        describe_description(box->payload);
        // What the reader found is of the superbox.
        scribe_.take_findings({around, 1}, false);
      } else if (!box->payload.empty()) {
        Field& content = scribe_.open({FieldKind::value, "content", box->payload, {}});
        content.is_detail = true;
        scribe_.describe_nested(box->payload);
        scribe_.close();
      }
      scribe_.take_findings({box->at.offset, 1});
      scribe_.close();
    }
    if (!boxes.rest().empty()) scribe_.add_detail({FieldKind::unknown, "rest", boxes.rest(), {}});
  }

 private:
  /// The label of the superbox with that payload, which begins with its description.
  std::string label_of(Extent superbox) {
    BoxSequence boxes{scribe_.bytes(), superbox};
    const auto first = boxes.next();
    if (!first || first->type != BoxType{"jumd"}) return {};
    return text_value(scribe_.bytes(label_at(scribe_.bytes(first->payload), first->payload)));
  }

  /// UUID 16 | toggles 1 | label, zero | ...
  void describe_description(Extent payload) {
    const Bytes bytes = scribe_.bytes(payload);
    if (bytes.size() <= uuid_size) return;
    const std::uint64_t at = payload.offset;
    scribe_.add_detail({FieldKind::type,
                        "content type",
                        {at, uuid_size},
                        hex_value(bytes.first(uuid_size)),
                        "a UUID that says what the boxes behind this one are"});
    scribe_.add_detail({FieldKind::header, "toggles", {at + uuid_size, 1}, std::to_string(bytes[uuid_size])});
    const Extent label = label_at(bytes, payload);
    if (!label.empty())
      scribe_.add_detail({FieldKind::value, "label", label, text_value(scribe_.bytes(label))});
  }

  BlockScribe& scribe_;
};

}  // namespace

void describe_jumbf(BlockScribe& scribe) {
  JumbfScribe{scribe}.describe_boxes({0, scribe.bytes().size()}, 0, 0);
}

}  // namespace exifscrub
