#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <variant>

namespace exifscrub {

/// What went wrong, coarse enough to act on. Bytes of an input and the operating system are expected
/// to be wrong; a bug of ours is an assertion instead (EXS_ASSERT).
enum class Errc : std::uint8_t {
  truncated,     ///< the bytes end before the structure does
  malformed,     ///< the bytes contradict the format
  unsupported,   ///< known, but not handled by this version
  limit,         ///< a budget of the design is used up (depth, count, memory)
  conflict,      ///< two claims on the same bytes that cannot both be honoured
  sealed,        ///< signed, compressed or encrypted: cannot be changed in part
  does_not_fit,  ///< the replacement is longer than the room for it
  changed,       ///< the file is no longer the one that was read
  in_use,        ///< another process holds the file
  denied,        ///< a safety rule forbids it (hard links, read-only, missing --force)
  io,            ///< the operating system refused; `sys` holds errno
};

/// One failure. `what` is static text without a path and without a full stop: the caller adds the path.
struct Error {
  Errc code = Errc::malformed;
  std::uint64_t offset = 0;  ///< bytes from the start of the file, or of the block that was read
  std::string_view what;
  int sys = 0;  ///< errno, or 0

  friend bool operator==(const Error&, const Error&) = default;
};

/// A value or an Error; for threads what its value is. The members are those of std::expected, so that C++23 makes it an alias.
template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : held_(std::in_place_index<0>, std::move(value)) {}  // NOLINT(google-explicit-constructor)
  Result(Error error) : held_(std::in_place_index<1>, error) {}         // NOLINT(google-explicit-constructor)

  [[nodiscard]] bool has_value() const { return held_.index() == 0; }
  explicit operator bool() const { return has_value(); }

  [[nodiscard]] T& value() & { return *std::get_if<0>(&held_); }
  [[nodiscard]] const T& value() const& { return *std::get_if<0>(&held_); }
  [[nodiscard]] T&& value() && { return std::move(*std::get_if<0>(&held_)); }
  [[nodiscard]] const Error& error() const { return *std::get_if<1>(&held_); }

  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

 private:
  std::variant<T, Error> held_;
};

template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Error error) : error_(error) {}  // NOLINT(google-explicit-constructor)

  [[nodiscard]] bool has_value() const { return !error_.has_value(); }
  explicit operator bool() const { return has_value(); }
  void value() const {}
  [[nodiscard]] const Error& error() const { return *error_; }

 private:
  std::optional<Error> error_;
};

}  // namespace exifscrub

#define EXS_TRY_JOIN_(a, b) a##b
#define EXS_TRY_NAME_(a, b) EXS_TRY_JOIN_(a, b)
#define EXS_TRY_VALUE_(name, declaration, expression) \
  auto name = (expression);                           \
  if (!name) return name.error();                     \
  declaration = std::move(name).value()

/// Hands an error up, else declares or assigns the value: `EXS_TRY(auto size, source.size_of(x));`
#define EXS_TRY(declaration, expression) \
  EXS_TRY_VALUE_(EXS_TRY_NAME_(exs_try_, __LINE__), declaration, expression)

/// The same for Result<void>: `EXS_CHECK(file.sync());`
#define EXS_CHECK(expression)                                                \
  do {                                                                       \
    if (auto exs_check = (expression); !exs_check) return exs_check.error(); \
  } while (false)
