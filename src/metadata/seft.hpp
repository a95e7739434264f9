#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "metadata/language.hpp"

namespace exifscrub {

/// A data block of Samsung's trailer: 0 2 | type 2 | length of the name 4 | name | data.
struct SeftBlock {
  std::uint16_t type = 0;
  std::string_view name;  ///< of the bytes read
  Extent entry;           ///< of the directory: 0 2 | type 2 | distance before the directory 4 | length 4
  Extent at;
  Extent data;
};

/// Where the directory stands, "SEFH" to its last entry; nothing where it makes no sense.
[[nodiscard]] std::optional<Extent> find_seft_directory(Bytes trailer);

/// The blocks that the directory names and that lie in front of it.
[[nodiscard]] std::vector<SeftBlock> read_seft_blocks(Bytes trailer, Extent directory);

/// Reads Samsung's trailer (also the content of a `sefd` box): data blocks, then a directory that counts back
/// from its own start, then perhaps an audio index (QDIO).
///
/// One finding a block, group Samsung: MCC_Data is the country where the picture was taken, there even when
/// the user forbade positions. Embedded pictures and videos become references too. Blocks that the directory
/// does not name are class unknown; a directory that makes no sense leaves the whole trailer unreadable.
/// @par Spec none public; layout as ExifTool documents it (Samsung Trailer Tags)
void read_seft(const ReadRequest& request, Reading& into);

/// Overwrites the data of the selected blocks with zeros, the country with "000"; names and directory stay.
[[nodiscard]] Result<Erasure> erase_seft(const EraseRequest& request);

}  // namespace exifscrub
