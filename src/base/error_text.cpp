#include "base/error_text.hpp"

#include <cerrno>
#include <cstring>

namespace exifscrub {

std::string reason_at(std::string_view what, std::uint64_t offset) {
  return std::string{what} + " at byte " + std::to_string(offset);
}

std::string reason_of(const Error& error) {
  if (error.sys == EINTR) return std::string{error.what};  // the user did that; the system has nothing to add
  if (error.sys != 0) return std::string{error.what} + ": " + std::strerror(error.sys);
  return reason_at(error.what, error.offset);
}

}  // namespace exifscrub
