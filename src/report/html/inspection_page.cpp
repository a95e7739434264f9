#include "report/html/inspection_page.hpp"

#include <array>
#include <nlohmann/json.hpp>

#include "base/text.hpp"
#include "report/field_hex.hpp"
#include "report/field_rows.hpp"
#include "report/field_words.hpp"
#include "report/html/assets.hpp"
#include "report/html/page.hpp"
#include "report/words.hpp"

namespace exifscrub {
namespace {

class InspectionPage {
 public:
  InspectionPage(const Inspection& inspection, ByteSource& file, const std::string& path)
      : inspection_(inspection),
        map_(inspection.fields),
        file_(file),
        path_(path),
        actions_(region_actions(inspection)),
        digits_(offset_digits(inspection.layout.size)),
        anchors_(inspection.fields.fields.size(), no_index) {}

  Result<std::string> run() {
    EXS_CHECK(make_bytes());
    PageParts parts;
    parts.title = path_ + " - exifscrub inspect";
    parts.styles = {asset::inspect_css()};
    parts.scripts = {asset::inspect_js()};
    std::string page = page_begin(parts);
    page += "<header class=\"top\"><h1>" + html_text(path_) + "</h1><p class=\"muted\">" +
            html_text(title_of(inspection_.layout.format)) + ", " +
            html_text(count_text(inspection_.layout.size, "byte", "bytes")) + "</p>";
    if (!inspection_.stopped.empty()) {
      page += "<p class=\"banner\"><strong>Stopped</strong> <span>" + html_text(inspection_.stopped) +
              "</span></p>";
    }
    page +=
        "</header>\n<main class=\"inspect\">\n<nav class=\"tree panel\" "
        "aria-label=\"Structure\"><h2>Structure</h2>\n";
    append_tree(page);
    page += "</nav>\n<section class=\"bytes panel\" aria-label=\"Bytes\"><h2>Bytes</h2>\n";
    append_legend(page);
    page += "<table class=\"hex\"><tbody>\n" + bytes_ + "</tbody></table></section>\n";
    page +=
        "<aside class=\"about panel\" aria-live=\"polite\"><h2>Meaning</h2><div id=\"about\"><p "
        "class=\"muted\">Point at a "
        "byte, or move with the arrow keys: here stands what it means, where its offset leads and who leads "
        "to it. A "
        "click holds on to it.</p></div></aside>\n</main>\n";
    append_data(page);
    page += page_end(parts);
    return page;
  }

 private:
  Result<void> make_bytes() {
    HexRequest request;
    request.row_length = 12;
    std::optional<Error> error;
    for_each_hex_row(map_, inspection_.layout.size, request, [&](const HexRow& row) {
      if (error) return;
      if (const auto done = put(row); !done) error = done.error();
    });
    if (error) return *error;
    return {};
  }

  Result<void> put(const HexRow& row) {
    switch (row.kind) {
      case HexRow::Kind::heading:
        bytes_ += "<tr class=\"heading\"><th colspan=\"3\" scope=\"rowgroup\"" + reference(row.field) + '>' +
                  html_text(heading_text(map_, row.field)) + "</th></tr>\n";
        return {};
      case HexRow::Kind::caption:
        bytes_ +=
            "<tr class=\"caption\"><td></td><td>tag &#160; type &#160; count &#160; &#160; &#160; value or "
            "offset</td><td></td></tr>\n";
        return {};
      case HexRow::Kind::fold:
        bytes_ += "<tr class=\"fold\"><td></td><td colspan=\"2\">" +
                  html_text(count_text(row.at.length, "byte", "bytes") + " more, up to " +
                            hex_text(row.at.end() - 1)) +
                  "</td></tr>\n";
        return {};
      case HexRow::Kind::bytes:
        break;
    }
    EXS_TRY(const Bytes window, file_.window(row.at.offset, static_cast<std::size_t>(row.at.length)));
    bytes_ += "<tr><td class=\"at\">" + hex_digits(row.at.offset, digits_) + "</td><td class=\"cells\">";
    std::uint64_t at = 0;
    for (const FieldSpan& cell : row.cells) {
      bytes_ += "<span class=\"k-" + std::string{name_of(map_.fields[cell.field].kind)} + '"' +
                reference(cell.field) + anchor(cell.field) + '>';
      for (std::uint64_t i = 0; i < cell.at.length; ++i) {
        if (i > 0) bytes_ += ' ';
        bytes_ += hex_digits(window[at++], 2);
      }
      bytes_ += "</span>";
    }
    bytes_ += "</td><td class=\"says\">";
    if (row.field != no_index) bytes_ += html_text(margin_text(map_, row.field));
    bytes_ += "</td></tr>\n";
    return {};
  }

  static std::string reference(std::uint32_t field) { return " data-f=\"" + std::to_string(field) + '"'; }

  /// The first cell of a field is where links to it, and to what lies around it, lead.
  std::string anchor(std::uint32_t field) {
    if (anchors_[field] != no_index) return {};
    for (std::uint32_t at = field; at != no_index && anchors_[at] == no_index; at = map_.fields[at].parent)
      anchors_[at] = field;
    return " id=\"f" + std::to_string(field) + '"';
  }

  void append_legend(std::string& page) const {
    constexpr std::array kinds = {FieldKind::marker,      FieldKind::length,    FieldKind::header,
                                  FieldKind::entry_count, FieldKind::tag,       FieldKind::type,
                                  FieldKind::count,       FieldKind::value,     FieldKind::offset,
                                  FieldKind::location,    FieldKind::thumbnail, FieldKind::image,
                                  FieldKind::padding,     FieldKind::unknown};
    page += "<ul class=\"legend\">";
    for (const FieldKind kind : kinds) {
      std::string name{name_of(kind)};
      page += "<li><span class=\"k-" + name + "\">" +
              (kind == FieldKind::image         ? "image data"
               : kind == FieldKind::entry_count ? "entry count"
                                                : name) +
              "</span></li>";
    }
    page += "</ul>\n";
  }

  void append_tree(std::string& page) const {
    std::vector<std::uint32_t> open;  // fields whose list is open
    page += "<ul>";
    const auto close_before = [&](std::uint32_t index) {
      while (!open.empty() && map_.fields[open.back()].end <= index) {
        page += "</ul></li>";
        open.pop_back();
      }
    };
    for (std::uint32_t i = 1; i < map_.fields.size();) {
      close_before(i);
      const Field& field = map_.fields[i];
      if (field.is_detail) {
        i = field.end;
        continue;
      }
      append_item(page, i);
      if (has_visible(i)) {
        page += "<ul>";
        open.push_back(i);
        ++i;
      } else {
        page += "</li>\n";
        i = field.end;
      }
    }
    close_before(no_index);
    page += "</ul>\n";
  }

  [[nodiscard]] bool has_visible(std::uint32_t index) const {
    for (std::uint32_t i = index + 1; i < map_.fields[index].end; i = map_.fields[i].end) {
      if (!map_.fields[i].is_detail) return true;
    }
    return false;
  }

  void append_item(std::string& page, std::uint32_t index) const {
    const Field& field = map_.fields[index];
    const bool linked = anchors_[index] != no_index;
    page += "<li><a" + (linked ? " href=\"#f" + std::to_string(anchors_[index]) + '"' : std::string{}) +
            reference(index) + '>';
    page += "<b>" + html_text(field.name) + "</b>";
    if (!field.value.empty())
      page += " <span>" + html_text(cut_text(sanitise_for_terminal(field.value), 60)) + "</span>";
    page += "</a>";
    if (field.leak_class)
      page += " <i class=\"class c-" + std::string{name_of(*field.leak_class)} + "\">" +
              std::string{name_of(*field.leak_class)} + "</i>";
    if (field.region != no_index && !actions_.empty())
      page += " <i class=\"action\">" + std::string{actions_[field.region].name} + "</i>";
  }

  /// What the script knows of each field: [name, kind, value, note, offset, length, end, target, class,
  /// type].
  void append_data(std::string& page) const {
    page += data_begin("fields");
    page += '[';
    for (std::uint32_t i = 0; i < map_.fields.size(); ++i) {
      const Field& field = map_.fields[i];
      const auto where = map_.where(field);
      std::uint64_t length = 0;
      for (const Extent at : where) length += at.length;
      std::string type{field.type};
      if (!type.empty() && field.count != 1) type += '[' + std::to_string(field.count) + ']';
      const nlohmann::ordered_json row{
          repair_utf8(sanitise_for_terminal(field.name)),
          name_of(field.kind),
          repair_utf8(sanitise_for_terminal(field.value)),
          repair_utf8(sanitise_for_terminal(field.note)),
          where.empty() ? 0 : where.front().offset,
          length,
          field.end,
          field.target == no_index ? -1 : static_cast<std::int64_t>(field.target),
          field.leak_class ? std::string{name_of(*field.leak_class)} : std::string{},
          type,
          field.parent == no_index ? -1 : static_cast<std::int64_t>(field.parent)};
      if (i > 0) page += ",\n";
      page += script_json(row.dump());
    }
    page += "]" + std::string{data_end()};
  }

  const Inspection& inspection_;
  const FieldMap& map_;
  ByteSource& file_;
  const std::string& path_;
  std::vector<RegionAction> actions_;
  std::size_t digits_;
  std::vector<std::uint32_t> anchors_;  ///< by field: whose cell stands first in it
  std::string bytes_;
};

}  // namespace

Result<std::string> inspection_page(const Inspection& inspection, ByteSource& file, const std::string& path) {
  return InspectionPage{inspection, file, path}.run();
}

}  // namespace exifscrub
