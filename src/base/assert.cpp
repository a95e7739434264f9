#include "base/assert.hpp"

#include <cstdio>
#include <cstdlib>

namespace exifscrub {

void assertion_failed(const char* condition, const char* file, int line) {
  std::fprintf(
      stderr,
      "exifscrub: internal error: %s (%s:%d). Please report it. The next run finishes what was begun.\n",
      condition, file, line);
  std::abort();
}

}  // namespace exifscrub
