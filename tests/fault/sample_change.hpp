#pragma once

#include <cstring>
#include <string>
#include <string_view>

#include "apply/batch.hpp"
#include "fault/scratch_folder.hpp"

namespace exifscrub::testing {

/// A file that is no picture, and two plans for it: what stands between brackets is to go.
///
///     head  [secret]  picture (70 KB)  [secret]
///
/// The plan that shrinks puts a literal in the first secret's place and drops the second; the plan that keeps
/// the size overwrites both, in all three phases, with dashes and zeros.
class SampleChange {
 public:
  static constexpr std::string_view secret = "48.8584 north, 2.2945 east";

  explicit SampleChange(char salt = 'a') {
    const std::string head = "head of the file ";
    std::string payload;
    while (payload.size() < 3000) payload += secret;
    std::string picture(70'000, '\0');
    for (std::size_t i = 0; i < picture.size(); ++i) {
      picture[i] = static_cast<char>(i * 7 + i / 255 + static_cast<unsigned char>(salt));
    }
    before_ = head + payload + picture + payload;

    const Extent first{head.size(), payload.size()};
    const Extent middle{first.end(), picture.size()};
    const Extent last{middle.end(), payload.size()};

    shrink_.literals.push_back({bytes_of("kept orientation"), {}});
    shrink_.pieces = {{{0, first.offset}, no_index}, {{}, 0}, {middle, no_index}};
    shrink_.input_size = before_.size();
    shrink_.output_size = first.offset + 16 + middle.length;
    shrunk_ = head + "kept orientation" + picture;

    blank_.pieces = {{{0, before_.size()}, no_index}};
    blank_.input_size = blank_.output_size = before_.size();
    // Bytes, bytes with zeros behind them, and zeros alone.
    blank_.patches = {
        patch({first.offset, 20}, 20, Phase::pointer), patch({first.offset + 20, 80}, 80, Phase::index),
        patch({first.offset + 100, first.length - 100}, 1000, Phase::values), patch(last, 0, Phase::values)};
    blanked_ = before_;
    for (const Patch& each : blank_.patches) {
      blanked_.replace(each.offset, each.bytes.size(), each.bytes.size(), '-');
      blanked_.replace(each.offset + each.bytes.size(), each.zeros, each.zeros, '\0');
    }
  }

  [[nodiscard]] const std::string& before() const { return before_; }
  [[nodiscard]] const std::string& shrunk() const { return shrunk_; }
  [[nodiscard]] const std::string& blanked() const { return blanked_; }
  [[nodiscard]] const Plan& shrink() const { return shrink_; }
  [[nodiscard]] const Plan& blank() const { return blank_; }

  /// Whether `content` is a state that an interrupted change in place may leave: the same size and picture,
  /// every other byte old or new, and nothing of a phase before all of the phase that goes first.
  [[nodiscard]] bool is_between(const std::string& content) const {
    if (content.size() != before_.size()) return false;
    if (content == before_ || content == blanked_) return true;
    std::string rest = content;
    bool begun[3] = {};
    bool done[3] = {true, true, true};
    for (const Patch& each : blank_.patches) {
      const auto phase = static_cast<std::size_t>(each.phase);
      for (std::size_t at = each.offset; at < each.at().end(); ++at) {
        const bool is_new = content[at] == blanked_[at];
        if (!is_new && content[at] != before_[at]) return false;
        begun[phase] = begun[phase] || is_new;
        done[phase] = done[phase] && is_new;
        rest[at] = before_[at];
      }
    }
    // The order of the phases is the promise: evidence goes last.
    const bool ordered = (!begun[1] || done[0]) && (!begun[2] || done[1]);
    return ordered && rest == before_;
  }

 private:
  /// @param told  how many of the bytes are told; the rest are zeros
  static Patch patch(Extent at, std::size_t told, Phase phase) {
    Patch patch;
    patch.offset = at.offset;
    patch.bytes.assign(told, Byte{'-'});
    patch.zeros = at.length - told;
    patch.phase = phase;
    return patch;
  }

  std::string before_;
  std::string shrunk_;
  std::string blanked_;
  Plan shrink_;
  Plan blank_;
};

/// Accepts exactly `expected`.
inline Batch::Verify expect(const std::string& expected) {
  return [&expected](ByteSource& output) -> Result<void> {
    std::vector<Byte> bytes(output.size());
    EXS_CHECK(output.read_into(0, bytes));
    const bool same =
        bytes.size() == expected.size() && std::memcmp(bytes.data(), expected.data(), bytes.size()) == 0;
    if (!same) return Error{Errc::malformed, 0, "not the planned bytes"};
    return {};
  };
}

}  // namespace exifscrub::testing
