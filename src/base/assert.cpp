#include "base/assert.hpp"

#include <cstdio>
#include <cstdlib>

namespace exifscrub {

void assertion_failed(const char* condition, const char* file, int line) {
  std::fprintf(stderr, "exifscrub: internal error: %s (%s:%d). No file was left half written.\n", condition,
               file, line);
  std::abort();
}

}  // namespace exifscrub
