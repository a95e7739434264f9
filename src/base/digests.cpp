#include "base/digests.hpp"

#include <nettle/md5.h>
#include <nettle/sha2.h>

#define XXH_STATIC_LINKING_ONLY  // for the size of a state
#include <xxhash.h>
#ifdef EXIFSCRUB_XXHASH_DISPATCHES
#include <xxh_x86dispatch.h>  // XXH3 becomes that of the widest vectors that this processor has
#endif

#include <algorithm>

#include "base/characters.hpp"

namespace exifscrub {
namespace {

Digest canonical(XXH128_hash_t hash) {
  XXH128_canonical_t bytes;
  XXH128_canonicalFromHash(&bytes, hash);
  Digest digest{DigestKind::xxh3, sizeof bytes.digest, {}};
  std::copy(std::begin(bytes.digest), std::end(bytes.digest), digest.bytes.begin());
  return digest;
}

}  // namespace

struct ImageHasher::State {
  DigestKind kind;
  XXH3_state_t xxh3;
  sha256_ctx sha256;

  void reset() {
    if (kind == DigestKind::xxh3) {
      XXH3_128bits_reset(&xxh3);
    } else {
      sha256_init(&sha256);
    }
  }
};

ImageHasher::ImageHasher(DigestKind kind) : state_(std::make_unique<State>()) {
  state_->kind = kind;
  state_->reset();
}
ImageHasher::~ImageHasher() = default;
ImageHasher::ImageHasher(ImageHasher&&) noexcept = default;
ImageHasher& ImageHasher::operator=(ImageHasher&&) noexcept = default;

void ImageHasher::update(Bytes bytes) {
  if (state_->kind == DigestKind::xxh3) {
    XXH3_128bits_update(&state_->xxh3, bytes.data(), bytes.size());
  } else {
    sha256_update(&state_->sha256, bytes.size(), bytes.data());
  }
}

Digest ImageHasher::finish() {
  Digest digest;
  if (state_->kind == DigestKind::xxh3) {
    digest = canonical(XXH3_128bits_digest(&state_->xxh3));
  } else {
    digest.kind = DigestKind::sha256;
    digest.length = SHA256_DIGEST_SIZE;
    sha256_digest(&state_->sha256, SHA256_DIGEST_SIZE, digest.bytes.data());
  }
  state_->reset();
  return digest;
}

std::array<Byte, 16> md5(Bytes bytes) {
  md5_ctx context;
  md5_init(&context);
  md5_update(&context, bytes.size(), bytes.data());
  std::array<Byte, 16> digest{};
  md5_digest(&context, digest.size(), digest.data());
  return digest;
}

Digest sha256(Bytes bytes) {
  ImageHasher hasher{DigestKind::sha256};
  hasher.update(bytes);
  return hasher.finish();
}

Digest xxh3(Bytes bytes) { return canonical(XXH3_128bits(bytes.data(), bytes.size())); }

Result<Digest> digest_of(ByteSource& source, DigestKind kind) {
  ImageHasher hasher{kind};
  for (std::uint64_t at = 0; at < source.size();) {
    const std::uint64_t left = source.size() - at;
    const auto length = static_cast<std::size_t>(std::min<std::uint64_t>(left, ByteSource::max_window));
    EXS_TRY(const Bytes window, source.window(at, length));
    hasher.update(window);
    at += length;
  }
  return hasher.finish();
}

std::string to_string(const Digest& digest) {
  if (digest.empty()) return {};
  std::string text = digest.kind == DigestKind::xxh3 ? "xxh3:" : "sha256:";
  for (std::size_t i = 0; i < digest.length; ++i) append_hex(text, digest.bytes[i], lower_hex);
  return text;
}

}  // namespace exifscrub
