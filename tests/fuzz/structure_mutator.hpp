#pragma once

#include <cstddef>
#include <cstdint>

#include "fuzz/repair_segments.hpp"
#include "fuzz/repair_tiff.hpp"

// Mutates as libFuzzer does, then mends what would keep the mutant from getting anywhere. One macro a target:
// the function that mends gets the bytes and a seed.

#if defined(EXIFSCRUB_LIBFUZZER)
extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t max_size);

#define EXIFSCRUB_MUTATE_THEN(repair)                                                                        \
  extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t max_size, \
                                                 unsigned seed) {                                            \
    const std::size_t mutated = LLVMFuzzerMutate(data, size, max_size);                                      \
    if (seed % 4 != 0) repair(data, mutated, seed / 4);                                                      \
    return mutated;                                                                                          \
  }
#else
#define EXIFSCRUB_MUTATE_THEN(repair)
#endif
