#include "metadata/trailer.hpp"

#include <algorithm>
#include <array>

#include "metadata/blanking.hpp"
#include "metadata/text_places.hpp"
#include "metadata/trailer_readers.hpp"

namespace exifscrub {
namespace {

void read_whole(BlockFindings& into, Dialect dialect) {
  const DialectRow& row = row_of(dialect);
  const Extent all{0, into.bytes().size()};
  if (row.group.empty() || row.tag.empty()) {  // no trailer's row
    into.add(LeakClass::unknown, "Trailer", "Unknown", all);
  } else {
    into.add_value(row.leak_class, row.group, row.tag, all, std::to_string(all.length) + " bytes");
  }
}

/// Trailers of which more is known than that they are there.
struct TrailerReader {
  Dialect dialect;
  void (*read)(BlockFindings& into);
};

constexpr auto readers = std::to_array<TrailerReader>({
    {Dialect::canon_vrd, read_canon_vrd_trailer},
    {Dialect::afcp, read_afcp_trailer},
    {Dialect::foto_station, read_foto_station_trailer},
    {Dialect::photo_mechanic, read_photo_mechanic_trailer},
    {Dialect::mie, read_mie_trailer},
    {Dialect::nikon_nx, read_nikon_nx_trailer},
    {Dialect::insta360, read_insta360_trailer},
    {Dialect::vivo, read_vivo_trailer},
    {Dialect::oneplus, read_oneplus_trailer},
});

}  // namespace

void read_trailer(const ReadRequest& request, Reading& into) {
  BlockFindings findings{request, into};
  const auto* reader = std::ranges::find(readers, request.dialect, &TrailerReader::dialect);
  if (reader != readers.end()) return reader->read(findings);
  read_whole(findings, request.dialect);
  const DialectRow& row = row_of(request.dialect);
  if (!row.group.empty() && !row.tag.empty())
    report_embedded_places(request, row.group, row.tag, request.bytes, 0, into);
}

Result<Erasure> erase_trailer(const EraseRequest& request) {
  Blanking blanking{request.bytes.size()};
  for (const BlockFinding* finding : request.selected) {
    const auto where = request.reading->where(*finding);
    if (finding->form == Form::text_place) continue;
    const bool is_element = finding->form == Form::mie_element;
    for (std::size_t i = 0; i < where.size(); ++i) {
      is_element&& i == 0 ? blanking.fill(where[i], mie_free, Phase::index) : blanking.fill(where[i]);
    }
  }
  Erasure erasure;
  erasure.patches = blanking.patches();
  overwrite_text_places(request, erasure);
  return erasure;
}

}  // namespace exifscrub
