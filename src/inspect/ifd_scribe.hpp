#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "inspect/block_scribe.hpp"
#include "syntax/ifd.hpp"

namespace exifscrub {

/// What an entry of a directory says.
struct EntryWords {
  std::string_view name;
  std::string_view group;   ///< ExifTool's group 1; empty: the entry is no tag, it only leads somewhere
  std::string value;        ///< in words
  std::string number = {};  ///< as `exiftool -n` writes it
  std::string_view note = {};
  FieldKind kind = FieldKind::value;         ///< of the bytes of its value
  std::optional<std::uint64_t> target = {};  ///< the value is an offset: of these bytes of the block
};

/// Writes down how a TIFF stream is built, whatever its tags mean: header, directories, entries.
/// @par Spec TIFF 6.0 section 2
class IfdScribe {
 public:
  /// @param base  what offsets count from, in bytes of the block: see read_ifd_entry()
  IfdScribe(BlockScribe& scribe, TiffGrammar grammar, std::int64_t base = 0)
      : scribe_(scribe), grammar_(grammar), base_(base) {}

  [[nodiscard]] TiffGrammar grammar() const { return grammar_; }
  [[nodiscard]] Bytes tiff() const { return scribe_.bytes(); }

  /// The header at `at`, bytes of the block. @param first  where the first directory is, in words
  void describe_header(std::string_view name, std::uint64_t at, const TiffHeader& header, std::string first);

  /// Opens a directory and puts its entry count.
  void open_table(std::string_view name, const IfdTable& table, std::string_view note = {});
  /// Puts the link behind the entries, where there is one, and closes the directory.
  void describe_link(const IfdTable& table, std::string words);

  /// Opens an entry and puts what it consists of; the caller closes it. A value that stands elsewhere comes
  /// from open_value().
  void open_entry(const IfdEntry& entry, EntryWords words);
  /// Opens the value of an entry that stands outside of it.
  Field& open_value(const IfdEntry& entry, std::string_view name, FieldKind kind, std::string words);

  /// Puts the first fractions of a value. @param names  of the first ones; the others are called "fraction"
  void describe_fractions(const IfdEntry& entry, std::span<const std::string_view> names, FieldKind kind);

  /// "-> GPS IFD at 0x2a4" @param offset  bytes of the block
  [[nodiscard]] std::string lead(std::uint64_t offset, std::string_view what) const;

 private:
  void describe_room(const IfdEntry& entry, const EntryWords& words);
  [[nodiscard]] std::string sum_of(const IfdEntry& entry, std::uint64_t target) const;
  [[nodiscard]] std::string grammar_words() const;
  [[nodiscard]] std::string order_words() const;

  BlockScribe& scribe_;
  TiffGrammar grammar_;
  std::int64_t base_;
};

}  // namespace exifscrub
