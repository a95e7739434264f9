#include <algorithm>
#include <array>
#include <string>

#include "inspect/block_scribe.hpp"
#include "inspect/xmp_values.hpp"
#include "metadata/xmp_rdf.hpp"
#include "metadata/xmp_text.hpp"
#include "metadata/xmp_tree.hpp"

namespace exifscrub {
namespace {

/// Where ExifTool's flattened name is not the names of struct and member one after the other. The first row
/// whose `begins` the joined names begin with counts.
struct FlatName {
  std::string_view group;
  std::string_view begins;
  std::string_view flat;  ///< what stands there instead
};

// clang-format off
constexpr auto flat_names = std::to_array<FlatName>({
    {"plus", "LicensorLicensor", "Licensor"},
    {"plus", "ImageSupplierImageSupplier", "ImageSupplier"},
    {"plus", "ImageCreatorImageCreator", "ImageCreator"},
    {"plus", "CopyrightOwnerCopyrightOwner", "CopyrightOwner"},
    {"iptcCore", "CreatorContactInfoCiAdrExtadr", "CreatorAddress"},
    {"iptcCore", "CreatorContactInfoCiAdrPcode", "CreatorPostalCode"},
    {"iptcCore", "CreatorContactInfoCiAdrCtry", "CreatorCountry"},
    {"iptcCore", "CreatorContactInfoCiAdr", "Creator"},
    {"iptcCore", "CreatorContactInfoCiTelWork", "CreatorWorkTelephone"},
    {"iptcCore", "CreatorContactInfoCiEmailWork", "CreatorWorkEmail"},
    {"iptcCore", "CreatorContactInfoCiUrlWork", "CreatorWorkURL"},
    {"iptcExt", "AboutCvTermCvTerm", "AboutCvTerm"},
    {"iptcExt", "ArtworkOrObjectAOCurrentCopyrightOwnerId", "ArtworkCopyrightOwnerID"},
    {"iptcExt", "ArtworkOrObjectAOCurrentLicensorId", "ArtworkLicensorID"},
    {"iptcExt", "ArtworkOrObjectAOCurrent", "Artwork"},
    {"iptcExt", "ArtworkOrObjectAOCreatorId", "ArtworkCreatorID"},
    {"iptcExt", "ArtworkOrObjectAOSourceInvNo", "ArtworkSourceInventoryNo"},
    {"iptcExt", "ArtworkOrObjectAO", "Artwork"},
    {"iptcExt", "EmbdEncRightsExprEncRightsExpr", "EmbeddedEncodedRightsExpr"},
    {"iptcExt", "EmbdEncRightsExprRightsExprLangId", "EmbeddedEncodedRightsExprLangID"},
    {"iptcExt", "EmbdEncRightsExprRightsExprEncType", "EmbeddedEncodedRightsExprType"},
    {"iptcExt", "LinkedEncRightsExprLinkedRightsExpr", "LinkedEncodedRightsExpr"},
    {"iptcExt", "LinkedEncRightsExprRightsExprLangId", "LinkedEncodedRightsExprLangID"},
    {"iptcExt", "LinkedEncRightsExprRightsExprEncType", "LinkedEncodedRightsExprType"},
    {"iptcExt", "ImageRegionRegionBoundaryRbVerticesRb", "ImageRegionBoundaryVertices"},
    {"iptcExt", "ImageRegionRegionBoundaryRb", "ImageRegionBoundary"},
    {"iptcExt", "ImageRegionRCtype", "ImageRegionCtype"},
    {"iptcExt", "ImageRegionRRole", "ImageRegionRole"},
    {"iptcExt", "ImageRegionRId", "ImageRegionID"},
    {"iptcExt", "PersonInImageWDetailsPersonCharacteristicCvId", "PersonInImageCvTermCvId"},
    {"iptcExt", "PersonInImageWDetailsPersonCharacteristicCv", "PersonInImageCv"},
    {"iptcExt", "PersonInImageWDetailsPerson", "PersonInImage"},
    {"iptcExt", "ProductInImageProduct", "ProductInImage"},
    {"iptcExt", "RegistryIDRegItemId", "RegistryItemID"},
    {"iptcExt", "RegistryIDRegOrgId", "RegistryOrganisationID"},
    {"iptcExt", "RegistryIDReg", "Registry"},
    {"crs", "RetouchAreasMasksMaskValue", "RetouchAreaMaskValue"},
    {"crs", "RetouchAreasMasks", "RetouchAreaMask"},
    {"crs", "RetouchAreas", "RetouchArea"},
    {"mwg-rs", "RegionInfoRegionList", "Region"},
    {"mwg-rs", "RegionInfo", "Region"},
    {"mwg-rs", "RegionsRegionList", "Region"},
    {"mwg-rs", "Regions", "Region"},
    {"MP", "RegionInfoRegions", "Region"},
    {"xmp", "Thumbnails", "Thumbnail"},
    {"dwc", "OccurrenceOccurrence", "Occurrence"},
    {"dwc", "OrganismOrganism", "Organism"},
    {"dwc", "MaterialSampleMaterialSample", "MaterialSample"},
    {"dwc", "EventEvent", "Event"},
    {"dwc", "TaxonTaxonomic", "TaxonTaxonomic"},
    {"dwc", "TaxonTaxon", "Taxon"},
    {"dwc", "DCTermsLocation", "DC"},
    {"dwc", "GeologicalContextBed", "GeologicalContextBed"},
    {"dwc", "GeologicalContextFormation", "GeologicalContextFormation"},
    {"dwc", "GeologicalContextGroup", "GeologicalContextGroup"},
    {"dwc", "GeologicalContextMember", "GeologicalContextMember"},
    {"dwc", "GeologicalContext", ""},
    {"dwc", "Identification", ""},
    {"dwc", "MeasurementOrFact", ""},
    {"dwc", "ResourceRelationship", ""},
});
// clang-format on

/// A namespace that ExifTool does not know: its group is the prefix that the packet gives it.
constexpr std::string_view named_by_prefix = "Container";

/// ExifTool's tag for a property, or for a member of a struct whose names were joined.
std::string flat_name(std::string_view group, std::string_view joined) {
  std::string name;
  const auto row = std::ranges::find_if(
      flat_names, [&](const FlatName& r) { return r.group == group && joined.starts_with(r.begins); });
  const bool is_struct_itself = row != flat_names.end() && row->flat.empty() && row->begins == joined;
  if (row != flat_names.end() && !is_struct_itself) {
    name = row->flat;
    joined.remove_prefix(row->begins.size());
  }
  for (const char c : joined) {
    const bool plain =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    if (plain || static_cast<unsigned char>(c) >= 0x80) name += c;
  }
  return name;
}

class XmpScribe {
 public:
  explicit XmpScribe(BlockScribe& scribe)
      : scribe_(scribe),
        text_(scribe.bytes()),
        tree_(parse_xmp_tree(text_.utf8())),
        rdf_(tree_),
        groups_(tree_.spaces.size()) {}

  void run() {
    for (std::uint32_t i = 0; i < tree_.elements.size(); i = tree_.elements[i].end_index) describe_top(i);
    if (tree_.failure) {
      const Extent rest =
          extent_between(text_.source({tree_.failure->offset, 0}).offset, scribe_.bytes().size());
      scribe_.add({FieldKind::unknown, "unreadable", rest, std::string{tree_.failure->what}});
    }
  }

 private:
  /// What a member's name begins with.
  struct Context {
    std::string_view group;  ///< "XMP-dc"
    std::string tag;
  };

  void describe_top(std::uint32_t i) {
    const XmpElement& element = tree_.elements[i];
    const bool meta = rdf_.is_meta(element.name);
    if (!meta && !rdf_.is_rdf(element.name, "RDF")) return describe_property(i, {});
    rdf_.for_each_attribute(i, [&](const XmpAttribute& attribute) {
      if (attribute.declaration) return;
      if (meta)
        return describe_attribute(attribute,
                                  {group_named("x"), attribute.name.local == "xmptk" ? "XMPToolkit" : ""});
      describe_attribute(attribute, {});
    });
    rdf_.for_each_child(i, [&](std::uint32_t child) { meta ? describe_top(child) : describe_node(child); });
  }

  std::string_view group_named(std::string_view name) { return scribe_.keep("XMP-" + std::string{name}); }

  void describe_node(std::uint32_t i) {
    if (!rdf_.is_rdf(tree_.elements[i].name)) return describe_property(i, {});
    rdf_.for_each_attribute(i, [&](const XmpAttribute& attribute) {
      const bool about =
          attribute.name.local == "about" && !attribute.declaration && rdf_.is_grammar(attribute);
      if (about && !trimmed(attribute.value).empty())
        return describe_attribute(attribute, {"XMP-rdf", "About"});
      if (!rdf_.is_grammar(attribute)) describe_attribute(attribute, {});
    });
    rdf_.for_each_child(i, [&](std::uint32_t child) { describe_property(child, {}); });
  }

  std::string_view group_of(const XmpName& name) {
    std::string_view& group = groups_[name.space];
    if (group.empty()) {
      const XmpNamespace* space = rdf_.known(name);
      const bool by_prefix = space == nullptr || space->group == named_by_prefix;
      group = group_named(by_prefix && !name.prefix.empty() ? name.prefix
                          : space != nullptr                ? space->group
                                                            : "unknown");
    }
    return group;
  }

  /// The tag of a property, or of a member of `around`.
  Context inside(const Context& around, const XmpName& name) {
    const XmpNamespace* space = rdf_.known(name);
    Context context{around.group, around.tag};
    if (context.group.empty()) context.group = group_of(name);
    context.tag += tag_of_property(space, name.local);
    return context;
  }

  static std::string name_of(const Context& context) { return flat_name(group_name(context), context.tag); }

  static std::string_view group_name(const Context& context) {
    return context.group.substr(std::min<std::size_t>(4, context.group.size()));
  }

  FieldKind kind_of(const XmpName& name) {
    return class_of_property(rdf_.known(name), name.local) == LeakClass::location ? FieldKind::location
                                                                                  : FieldKind::value;
  }

  void put_value(FieldKind kind, const Context& context, Extent at, std::string_view value) {
    const Extent place = text_.source(at);
    std::string number = xmp_number(group_name(context), context.tag, value);
    Field& field = scribe_.open({kind, scribe_.keep(name_of(context)), place,
                                 std::string{value.substr(0, 4 * BlockScribe::longest_value)}});
    if (number != value) {
      if (kind == FieldKind::location) field.value += " = " + number;
      field.number = std::move(number);
    }
    scribe_.make_tag(context.group, {place});
    scribe_.describe_nested(place);
    scribe_.close();
  }

  void describe_attribute(const XmpAttribute& attribute, Context context) {
    if (context.tag.empty()) context = inside({}, attribute.name);
    put_value(kind_of(attribute.name), context, attribute.at, trimmed(attribute.value));
  }

  void describe_property(std::uint32_t i, const Context& around) {
    const XmpElement& element = tree_.elements[i];
    const Context context = inside(around, element.name);
    const FieldKind kind = kind_of(element.name);
    if (rdf_.is_struct(i)) {
      open_group(context, element.at, {});
      describe_members(i, context);
      return scribe_.close();
    }
    if (!rdf_.has_children(i)) return put_value(kind, context, element.at, rdf_.value(i));
    const std::vector<std::string_view> values = rdf_.values(i);
    if (values.empty()) return put_value(kind, context, element.at, {});
    if (values.size() == 1 && !has_language(i)) return put_value(kind, context, element.at, values.front());
    std::string joined;
    for (const std::string_view value : values) {
      if (joined.size() > BlockScribe::longest_value) break;
      if (!joined.empty()) joined += ", ";
      joined += value;
    }
    open_group(context, element.at, std::move(joined));
    describe_items(i, context, kind);
    scribe_.close();
  }

  void open_group(const Context& context, Extent at, std::string value) {
    const Extent place = text_.source(at);
    scribe_.open({FieldKind::structure, scribe_.keep(name_of(context)), place, std::move(value)});
    scribe_.make_tag(context.group, {place});
    scribe_.last().is_tag = false;
  }

  /// Whether a value of an rdf:Alt is in another language than the default.
  bool has_language(std::uint32_t i) const {
    for (std::uint32_t item = i + 1; item < tree_.elements[i].end_index; ++item) {
      const std::string_view language = language_of(item);
      if (!language.empty() && language != "x-default") return true;
    }
    return false;
  }

  std::string_view language_of(std::uint32_t item) const {
    const XmpElement& element = tree_.elements[item];
    for (std::uint32_t a = 0; a < element.attribute_count; ++a) {
      const XmpAttribute& attribute = tree_.attributes[element.first_attribute + a];
      if (attribute.name.local == "lang" && !attribute.declaration) return attribute.value;
    }
    return {};
  }

  void describe_items(std::uint32_t i, const Context& context, FieldKind kind) {
    for (std::uint32_t item = i + 1; item < tree_.elements[i].end_index; ++item) {
      const XmpElement& element = tree_.elements[item];
      const std::string_view text = trimmed(element.text);
      if (!rdf_.is_rdf(element.name, "li") || text.empty()) continue;
      Context named = context;
      const std::string_view language = language_of(item);
      if (!language.empty() && language != "x-default") named.tag += "-" + std::string{language};
      put_value(kind, named, element.at, text);
      scribe_.last().is_detail = true;
    }
  }

  void describe_members(std::uint32_t i, const Context& context) {
    rdf_.for_each_attribute(i, [&](const XmpAttribute& attribute) {
      if (rdf_.is_grammar(attribute)) return;
      put_value(kind_of(attribute.name), inside(context, attribute.name), attribute.at,
                trimmed(attribute.value));
    });
    rdf_.for_each_child(i, [&](std::uint32_t child) {
      if (rdf_.is_bracket(tree_.elements[child].name)) return describe_members(child, context);
      describe_property(child, context);
    });
  }

  BlockScribe& scribe_;
  XmpText text_;
  XmpTree tree_;
  XmpRdf rdf_;
  std::vector<std::string_view> groups_;
};

}  // namespace

void describe_xmp(BlockScribe& scribe) { XmpScribe{scribe}.run(); }

}  // namespace exifscrub
