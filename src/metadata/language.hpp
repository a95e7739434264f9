#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "exifscrub/byte_source.hpp"
#include "exifscrub/plan.hpp"
#include "layout/reading.hpp"
#include "syntax/dialect.hpp"

namespace exifscrub {

/// What a reader gets: the decoded bytes of one block and nothing else of the file.
struct ReadRequest {
  Bytes bytes;
  std::uint32_t block = no_index;   ///< goes into every finding
  bool values = false;              ///< whether findings need their values in words
  Dialect dialect = Dialect::none;  ///< which maker's format, of a trailer or an application segment
  std::string_view name = {};       ///< the block's, for people: "APP5 ssuniqueid"
};

/// What an eraser gets: the block's bytes, what its reader said, and which of it must go, all at once.
struct EraseRequest {
  Bytes bytes;
  std::uint32_t block = no_index;
  const Reading* reading = nullptr;
  std::vector<const BlockFinding*> selected;  ///< findings of this block that go, in order of reading
  /// Whether everything that is no kept finding goes too: gaps, padding, comments (--keep in a strip).
  bool wipe_rest = false;
};

/// What a block will say: its bytes as an eraser leaves them, and what their reader makes of them.
struct Foreseen {
  std::vector<Byte> bytes;
  Reading reading;
};

/// Same-size patches over the block's bytes, and what is worth telling.
struct Erasure {
  std::vector<Patch> patches;           ///< bytes of the block; phases set; sorted, without overlap
  std::vector<std::string_view> notes;  ///< static texts: "shared bytes not wiped"
  /// The block means nothing any more: a carrier in the file is emptied instead. Inside another block the
  /// patches leave what stands for nothing there: zeros, an empty packet.
  bool nothing_left = false;
  std::shared_ptr<const Foreseen> foreseen;  ///< where the eraser had to read what it leaves; else null
};

/// A metadata language: a row of functions. Reader and eraser are pure and may run on any thread.
struct Language {
  BlockKind kind;
  std::string_view carrier;  ///< how text reports call it: "EXIF", "XMP"
  void (*read)(const ReadRequest& request, Reading& into);
  /// Null: the language cannot be erased in part, only with its carrier.
  Result<Erasure> (*erase)(const EraseRequest& request);
};

/// The language of `kind`, or null when nobody can read such a block.
[[nodiscard]] const Language* language_of(BlockKind kind);

/// All languages, for the manual.
[[nodiscard]] std::span<const Language> languages();

}  // namespace exifscrub
