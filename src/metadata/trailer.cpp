#include "metadata/trailer.hpp"

#include <algorithm>
#include <array>

#include "metadata/blanking.hpp"
#include "metadata/trailer_readers.hpp"

namespace exifscrub {
namespace {

void read_zip_archive(BlockFindings& into) {
  const Extent all{0, into.bytes().size()};
  into.add_value(LeakClass::unknown, "ZIP", "Archive", all, std::to_string(all.length) + " bytes");
}

/// Names and numbers of exposure, focus and white balance.
void read_pixel_debug(BlockFindings& into) {
  const Extent all{0, into.bytes().size()};
  into.add_value(LeakClass::device, "Google", "CameraDebug", all, std::to_string(all.length) + " bytes");
}

void read_unknown(BlockFindings& into) {
  into.add(LeakClass::unknown, "Trailer", "Unknown", {0, into.bytes().size()});
}

struct TrailerRow {
  std::string_view name;
  void (*read)(BlockFindings& into);
};

// Names are those that the container gives.
constexpr auto trailers = std::to_array<TrailerRow>({
    {"CanonVRD trailer", read_canon_vrd_trailer},
    {"AFCP trailer", read_afcp_trailer},
    {"FotoStation trailer", read_foto_station_trailer},
    {"PhotoMechanic trailer", read_photo_mechanic_trailer},
    {"MIE trailer", read_mie_trailer},
    {"Nikon NX trailer", read_nikon_nx_trailer},
    {"Insta360 trailer", read_insta360_trailer},
    {"Vivo trailer", read_vivo_trailer},
    {"OnePlus trailer", read_oneplus_trailer},
    {"Pixel camera debug", read_pixel_debug},
    {"ZIP archive", read_zip_archive},
});

}  // namespace

void read_trailer(const ReadRequest& request, Reading& into) {
  BlockFindings findings{request, into};
  const auto* row = std::ranges::find(trailers, request.name, &TrailerRow::name);
  row == trailers.end() ? read_unknown(findings) : row->read(findings);
}

Result<Erasure> erase_trailer(const EraseRequest& request) {
  Blanking blanking{request.bytes.size()};
  for (const BlockFinding* finding : request.selected) {
    const auto where = request.reading->where(*finding);
    const bool is_element = finding->group.starts_with(mie_group_prefix) && where.size() == 2;
    for (std::size_t i = 0; i < where.size(); ++i) {
      is_element&& i == 0 ? blanking.fill(where[i], mie_free, Phase::index) : blanking.fill(where[i]);
    }
  }
  Erasure erasure;
  erasure.patches = blanking.patches();
  return erasure;
}

}  // namespace exifscrub
