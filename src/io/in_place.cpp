#include "io/in_place.hpp"

#include <algorithm>
#include <utility>

#include "base/digests.hpp"
#include "base/zeros.hpp"
#include "io/file_source.hpp"
#include "io/open_file.hpp"
#include "io/transfer.hpp"

namespace exifscrub {
namespace {

/// Patches lie close together, in the metadata at the front: one read fetches several.
constexpr std::size_t patch_read_ahead = 4096;

/// Calls `use(bytes)` with what `source` holds at the patched places, window by window.
template <class Use>
Result<void> for_each_window(ByteSource& source, const Patch& patch, Use use) {
  for (std::uint64_t done = 0; done < patch.at().length;) {
    const auto length =
        static_cast<std::size_t>(std::min<std::uint64_t>(patch.at().length - done, ByteSource::max_window));
    EXS_TRY(const Bytes bytes, source.window(patch.offset + done, length));
    EXS_CHECK(use(done, bytes));
    done += length;
  }
  return {};
}

Result<std::vector<Digest>> digests_at(ByteSource& source, const std::vector<Patch>& patches) {
  std::vector<Digest> digests;
  for (const Patch& patch : patches) {
    EXS_CHECK(for_each_window(source, patch, [&](std::uint64_t, Bytes bytes) -> Result<void> {
      digests.push_back(xxh3(bytes));
      return {};
    }));
  }
  return digests;
}

Result<void> check_patched(ByteSource& source, const Patch& patch) {
  return for_each_window(source, patch, [&](std::uint64_t done, Bytes bytes) -> Result<void> {
    const Bytes told = Bytes{patch.bytes}.subspan(std::min<std::uint64_t>(done, patch.bytes.size()));
    const std::size_t first = std::min(bytes.size(), told.size());
    const bool same = std::ranges::equal(bytes.first(first), told.first(first)) &&
                      std::ranges::equal(bytes.subspan(first), zeros_up_to(bytes.size() - first));
    if (same) return {};
    return Error{Errc::io, patch.offset + done, "reads back differently from what was written"};
  });
}

}  // namespace

InPlaceEdit::InPlaceEdit(FileSystem& files, int folder, std::string name, const FileIdentity& identity,
                         std::vector<Patch> patches)
    : files_(&files),
      folder_(folder),
      name_(std::move(name)),
      identity_(identity),
      patches_(std::move(patches)) {}

Result<InPlaceEdit> InPlaceEdit::prepare(FileSystem& files, int folder, std::string name,
                                         const FileIdentity& expected, ByteSource& parsed,
                                         std::vector<Patch> patches) {
  InPlaceEdit edit{files, folder, std::move(name), expected, std::move(patches)};
  EXS_TRY(edit.preimage_, digests_at(parsed, edit.patches_));
  EXS_TRY(edit.descriptor_, open_for_patching(files, folder, edit.name_.c_str(), expected));
  EXS_CHECK(hold(files, edit.descriptor()));
  return edit;
}

Result<void> InPlaceEdit::look_again() {
  EXS_CHECK(exifscrub::look_again(*files_, folder_, name_.c_str(), identity_));
  FileSource now{*files_, descriptor(), identity_.size, patch_read_ahead};
  EXS_TRY(const std::vector<Digest> digests, digests_at(now, patches_));
  if (digests != preimage_) return Error{Errc::changed, 0, "changed while it was being read"};
  return {};
}

bool InPlaceEdit::has(Phase phase) const {
  return std::ranges::any_of(patches_, [phase](const Patch& patch) { return patch.phase == phase; });
}

bool InPlaceEdit::goes_on_after(Phase phase) const {
  return std::ranges::any_of(patches_, [phase](const Patch& patch) { return patch.phase > phase; });
}

Result<void> InPlaceEdit::write(Phase phase) {
  for (const Patch& patch : patches_) {
    if (patch.phase != phase) continue;
    started_ = true;
    EXS_CHECK(write_fully(*files_, descriptor(), patch.offset, patch.bytes));
    std::uint64_t at = patch.offset + patch.bytes.size();
    EXS_CHECK(for_zeros(patch.zeros, [&](Bytes zeros) {
      at += zeros.size();
      return write_fully(*files_, descriptor(), at - zeros.size(), zeros);
    }));
  }
  return {};
}

Result<void> InPlaceEdit::read_back(Phase phase) {
  FileSource now{*files_, descriptor(), identity_.size, patch_read_ahead};
  for (const Patch& patch : patches_) {
    if (patch.phase == phase) EXS_CHECK(check_patched(now, patch));
  }
  return {};
}

Result<void> InPlaceEdit::verify() {
  EXS_TRY(const OpenFile fresh, open_regular(*files_, folder_, name_.c_str()));
  if (!same_inode(fresh.identity, identity_) || fresh.identity.size != identity_.size) {
    return Error{Errc::changed, 0, "was replaced while it was being written"};
  }
  FileSource now{*files_, fresh.descriptor.get(), fresh.identity.size, patch_read_ahead};
  for (const Patch& patch : patches_) EXS_CHECK(check_patched(now, patch));
  return {};
}

}  // namespace exifscrub
