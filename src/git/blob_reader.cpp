#include "git/blob_reader.hpp"

#include <algorithm>
#include <charconv>

namespace exifscrub::git {
namespace {

constexpr std::size_t chunk = 256U << 10U;
constexpr std::size_t longest_line = 256;

Error ended() { return {Errc::io, 0, "git ended before it had told everything"}; }

}  // namespace

Result<BlobReader> BlobReader::start(const Repository& repository, std::span<const std::string> objects) {
  std::string list;
  for (const std::string& object : objects) list.append(object).append(1, '\n');
  EXS_TRY(Child child, Child::start(repository.call({"cat-file", "--batch", "--buffer"}),
                                    {reinterpret_cast<const Byte*>(list.data()), list.size()}));
  return BlobReader(std::move(child));
}

/// Reads on; only when all that was read is used up.
Result<void> BlobReader::refill() {
  begin_ = 0;
  buffer_.resize(chunk);
  EXS_TRY(const std::size_t got, child_.read(buffer_));
  buffer_.resize(got);
  if (got == 0) return ended();
  return {};
}

Result<std::string> BlobReader::read_line() {
  std::string line;
  while (line.size() < longest_line) {
    if (begin_ == buffer_.size()) EXS_CHECK(refill());
    const char c = static_cast<char>(buffer_[begin_++]);
    if (c == '\n') return line;
    line += c;
  }
  return Error{Errc::malformed, 0, "git answered what was not asked"};
}

/// Takes `count` bytes and adds the first `keep` of them to `into`.
Result<void> BlobReader::read_bytes(std::uint64_t count, std::uint64_t keep, std::vector<Byte>& into) {
  while (count > 0) {
    if (begin_ == buffer_.size()) EXS_CHECK(refill());
    const auto here = static_cast<std::size_t>(std::min<std::uint64_t>(count, buffer_.size() - begin_));
    const auto kept = static_cast<std::size_t>(std::min<std::uint64_t>(keep, here));
    const auto from = buffer_.begin() + static_cast<std::ptrdiff_t>(begin_);
    into.insert(into.end(), from, from + static_cast<std::ptrdiff_t>(kept));
    begin_ += here;
    count -= here;
    keep -= kept;
  }
  return {};
}

Result<Blob> BlobReader::next(std::uint64_t most, std::size_t head) {
  // "OBJECT TYPE SIZE", the bytes, a newline; or "OBJECT missing"
  EXS_TRY(const std::string line, read_line());
  std::string_view rest = line;
  take_until(rest, ' ');
  const std::string_view type = take_until(rest, ' ');
  Blob blob;
  blob.missing = type != "blob" && rest.empty();
  if (blob.missing) return blob;
  const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), blob.size);
  if (error != std::errc() || end != rest.data() + rest.size()) {
    return Error{Errc::malformed, 0, "git answered what was not asked"};
  }
  EXS_CHECK(read_bytes(blob.size, blob.size > most ? head : blob.size, blob.bytes));
  std::vector<Byte> newline;
  EXS_CHECK(read_bytes(1, 0, newline));
  return blob;
}

Trouble BlobReader::why(const Error& error) {
  static_cast<void>(child_.wait());
  const std::string complaint = child_.complaint();
  return complaint.empty() ? trouble_of(error) : trouble_of(complaint);
}

}  // namespace exifscrub::git
