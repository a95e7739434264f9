#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "metadata/language.hpp"

namespace exifscrub {

inline std::vector<Byte> bytes_of(std::string_view text) { return {text.begin(), text.end()}; }
inline std::string text_of(Bytes bytes) { return {bytes.begin(), bytes.end()}; }

/// One block read by one language, as tests look at it.
struct BlockReading {
  using Read = void (*)(const ReadRequest&, Reading&);
  using Erase = Result<Erasure> (*)(const EraseRequest&);

  BlockReading(Read read, Bytes bytes) : bytes_(bytes.begin(), bytes.end()) {
    read(ReadRequest{bytes_, 0, true}, reading);
  }
  BlockReading(Read read, std::string_view text) : BlockReading(read, Bytes{bytes_of(text)}) {}

  [[nodiscard]] const BlockFinding* find(std::string_view name) const {
    for (const BlockFinding& finding : reading.findings) {
      if (std::string{finding.group}.append(":").append(finding.tag) == name) return &finding;
    }
    return nullptr;
  }
  [[nodiscard]] std::string value(std::string_view name) const {
    const BlockFinding* finding = find(name);
    return finding == nullptr ? "(none)" : finding->value;
  }
  [[nodiscard]] std::string class_of(std::string_view name) const {
    const BlockFinding* finding = find(name);
    return finding == nullptr ? "(none)" : std::string{name_of(finding->leak_class)};
  }
  [[nodiscard]] std::size_t count(LeakClass leak_class) const {
    return static_cast<std::size_t>(
        std::count_if(reading.findings.begin(), reading.findings.end(), [&](const BlockFinding& finding) {
          return finding.leak_class == leak_class && finding.standing == Standing::leak;
        }));
  }

  /// The bytes after the findings of `leak_class` are erased.
  [[nodiscard]] Result<std::vector<Byte>> without(Erase erase, LeakClass leak_class) const {
    return without_if(erase, [&](const BlockFinding& f) { return f.leak_class == leak_class; });
  }
  template <class Selects>
  [[nodiscard]] Result<std::vector<Byte>> without_if(Erase erase, Selects selects,
                                                     bool wipe_rest = false) const {
    EraseRequest request;
    request.bytes = bytes_;
    request.block = 0;
    request.reading = &reading;
    request.wipe_rest = wipe_rest;
    for (const BlockFinding& finding : reading.findings) {
      if (selects(finding)) request.selected.push_back(&finding);
    }
    EXS_TRY(const Erasure erasure, erase(request));
    std::vector<Byte> out = bytes_;
    std::uint64_t behind = 0;
    for (const Patch& patch : erasure.patches) {
      if (patch.offset < behind || patch.at().end() > out.size()) {
        return Error{Errc::conflict, patch.offset, "patches overlap or lie outside the block"};
      }
      behind = patch.at().end();
      std::copy(patch.bytes.begin(), patch.bytes.end(),
                out.begin() + static_cast<std::ptrdiff_t>(patch.offset));
    }
    return out;
  }

  Reading reading;

 private:
  std::vector<Byte> bytes_;
};

}  // namespace exifscrub
