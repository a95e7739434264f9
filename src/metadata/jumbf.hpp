#pragma once

#include "metadata/language.hpp"

namespace exifscrub {

/// Reads JUMBF superboxes (ISO/IEC 19566-5), put together from their segments: C2PA manifests and whatever
/// else is packed that way.
///
/// A finding of class credentials for each superbox, "JUMBF:JUMDLabel" with its label; thumbnails of the
/// manifest are of class thumbnail. A content box that tells a place (coordinates, place names, in JSON or
/// CBOR) or an assertion that exists for places is a finding of class location, with a position where there
/// is one. The manifest is signed: it is blanked whole or not at all, so there is no eraser.
///
/// Blind spots that may hide a location: boxes that cannot be followed, compressed content, and a thumbnail
/// that carries metadata of its own.
void read_jumbf(const ReadRequest& request, Reading& into);

}  // namespace exifscrub
