#pragma once

#include "metadata/language.hpp"

namespace exifscrub {

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
