#include "io/atomic_file.hpp"

#include <sys/random.h>

#include <algorithm>
#include <cerrno>

namespace exifscrub {
namespace {

/// A call of its own costs less than to copy so many bytes once more.
constexpr std::size_t not_gathered_from = 32 * 1024;

constexpr std::string_view temp_prefix = ".exifscrub-";
constexpr std::size_t temp_digits = 16;
constexpr int name_tries = 16;
constexpr std::int64_t stale_after_seconds = 3600;

/// A name that nobody has guessed. It need not be a secret: a taken one is noticed, not overwritten.
std::string random_temp_name() {
  thread_local std::uint64_t state = [] {
    std::uint64_t seed = 0;
    if (getrandom(&seed, sizeof seed, 0) != sizeof seed) seed = reinterpret_cast<std::uintptr_t>(&seed);
    return seed;
  }();
  // SplitMix64 (Steele, Lea, Flood 2014).
  state += 0x9E3779B97F4A7C15U;
  std::uint64_t mixed = state;
  mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9U;
  mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBU;
  mixed ^= mixed >> 31;

  std::string name{temp_prefix};
  for (std::size_t digit = 0; digit < temp_digits; ++digit, mixed >>= 4) {
    name.push_back("0123456789abcdef"[mixed & 0xF]);
  }
  return name;
}

/// What file systems and kernels without unnamed files answer to O_TMPFILE.
bool has_no_unnamed_files(const Error& error) {
  return error.sys == EOPNOTSUPP || error.sys == EISDIR || error.sys == EINVAL || error.sys == ENOENT ||
         error.sys == ENOSYS;
}

/// Calls `give(name)` with fresh names until one is free.
template <class Give>
Result<std::string> with_free_name(Give give) {
  for (int tries = 1;; ++tries) {
    std::string name = random_temp_name();
    const Result<void> given = give(name);
    if (given) return name;
    if (given.error().sys != EEXIST || tries == name_tries) return given.error();
  }
}

}  // namespace

Result<AtomicFile> AtomicFile::create(FileSystem& files, int folder) {
  AtomicFile file{files, folder};
  EXS_CHECK(file.open());
  EXS_CHECK(hold(files, file.descriptor()));
  return file;
}

AtomicFile::AtomicFile(AtomicFile&& other) noexcept
    : files_(other.files_),
      folder_(other.folder_),
      descriptor_(std::move(other.descriptor_)),
      temp_name_(std::exchange(other.temp_name_, {})),
      size_(other.size_),
      gathered_(std::move(other.gathered_)),
      gathered_size_(other.gathered_size_) {}

Result<void> AtomicFile::open() {
  auto unnamed = open_file(*files_, folder_, ".", {O_TMPFILE | O_RDWR, 0600, false});
  if (unnamed) {
    descriptor_ = std::move(unnamed).value();
    return {};
  }
  if (!has_no_unnamed_files(unnamed.error())) {
    return Error{Errc::io, 0, "cannot make a new file in the folder", unnamed.error().sys};
  }
  EXS_TRY(temp_name_, with_free_name([&](const std::string& name) -> Result<void> {
            EXS_TRY(descriptor_,
                    open_file(*files_, folder_, name.c_str(), {O_CREAT | O_EXCL | O_RDWR, 0600, false}));
            return {};
          }));
  return {};
}

Result<void> AtomicFile::append(Bytes bytes) {
  const bool goes_straight = bytes.size() >= not_gathered_from;
  if (goes_straight || bytes.size() > ByteSource::max_window - gathered_size_) EXS_CHECK(flush());
  if (goes_straight) {
    EXS_CHECK(write_fully(*files_, descriptor(), size_, bytes));
  } else {
    if (!gathered_) gathered_.emplace();
    std::copy(bytes.begin(), bytes.end(), gathered_->bytes().subspan(gathered_size_).begin());
    gathered_size_ += bytes.size();
  }
  size_ += bytes.size();
  return {};
}

Result<void> AtomicFile::append_range(int source, Extent what, StopFlag stop) {
  EXS_CHECK(flush());
  EXS_CHECK(copy_fully(*files_, source, what, descriptor(), size_, stop));
  size_ += what.length;
  return {};
}

Result<void> AtomicFile::append_whole(int source, std::uint64_t size, StopFlag stop) {
  if (!files_->clone(source, descriptor())) return append_range(source, {0, size}, stop);
  EXS_TRY(const FileIdentity copy, files_->identity(descriptor()));
  if (copy.size != size) return Error{Errc::changed, 0, "changed while it was being read"};
  size_ = size;
  return {};
}

Result<void> AtomicFile::flush() {
  if (!gathered_) return {};
  const Bytes bytes = gathered_->bytes().first(std::exchange(gathered_size_, 0));
  const Result<void> written = write_fully(*files_, descriptor(), size_ - bytes.size(), bytes);
  gathered_.reset();
  return written;
}

void AtomicFile::start_write_back() { static_cast<void>(files_->start_write_back(descriptor())); }

Result<void> AtomicFile::sync() { return files_->sync(descriptor()); }

Result<void> AtomicFile::name_as_temp() {
  if (!temp_name_.empty()) return {};
  EXS_TRY(temp_name_, with_free_name([&](const std::string& name) { return link_as(name); }));
  return {};
}

bool AtomicFile::stands_at(const std::string& name) {
  const auto own = files_->identity(descriptor());
  const auto there = files_->identity_at(folder_, name.c_str());
  return own && there && same_inode(*own, *there);
}

Result<void> AtomicFile::link_as(const std::string& name) {
  Result<void> linked = files_->link_at(descriptor(), folder_, name.c_str());
  if (!linked && stands_at(name)) linked = {};
  return linked;
}

Result<void> AtomicFile::rename_to(const std::string& name, bool replace) {
  Result<void> renamed = files_->rename_at(folder_, temp_name_.c_str(), name.c_str(), replace);
  if (!renamed && stands_at(name)) renamed = {};
  return renamed;
}

Result<void> AtomicFile::replace(const std::string& target, const FileIdentity& expected) {
  EXS_CHECK(name_as_temp());
  Result<void> outcome = look_again(*files_, folder_, target.c_str(), expected);
  if (outcome) outcome = rename_to(target, true);
  if (!outcome) discard();
  temp_name_.clear();
  return outcome;
}

Result<void> AtomicFile::take_name(const std::string& name) {
  const Result<void> taken = temp_name_.empty() ? link_as(name) : rename_exclusively(name);
  if (!taken) discard();
  temp_name_.clear();
  if (!taken && taken.error().sys == EEXIST) return Error{Errc::denied, 0, "the name is taken", EEXIST};
  return taken;
}

Result<void> AtomicFile::rename_exclusively(const std::string& name) {
  const Result<void> renamed = rename_to(name, false);
  if (renamed || renamed.error().sys != EINVAL) return renamed;
  // NFS cannot rename exclusively, but it can link.
  EXS_CHECK(link_as(name));
  return files_->unlink_at(folder_, temp_name_.c_str());
}

void AtomicFile::discard() noexcept {
  if (!temp_name_.empty()) static_cast<void>(files_->unlink_at(folder_, temp_name_.c_str()));
  temp_name_.clear();
  descriptor_ = {};
}

bool is_temp_name(std::string_view name) {
  if (name.size() != temp_prefix.size() + temp_digits || !name.starts_with(temp_prefix)) return false;
  return name.find_first_not_of("0123456789abcdef", temp_prefix.size()) == std::string_view::npos;
}

Result<bool> sweep_temp(FileSystem& files, int folder, const std::string& name, Timestamp now) {
  if (!is_temp_name(name)) return false;
  EXS_TRY(const OpenFile temp, open_regular(files, folder, name.c_str()));
  if (now.seconds - temp.identity.changed.seconds < stale_after_seconds) return false;
  if (const auto held = hold(files, temp.descriptor.get()); !held) {
    if (held.error().code == Errc::in_use) return false;
    return held.error();
  }
  EXS_CHECK(look_again(files, folder, name.c_str(), temp.identity));
  EXS_CHECK(files.unlink_at(folder, name.c_str()));
  return true;
}

}  // namespace exifscrub
