# Compiler and linker flags of the whole project: warnings, hardening, reproducible paths.
include(CheckCXXCompilerFlag)

add_library(exifscrub_flags INTERFACE)
target_compile_options(exifscrub_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow -Wformat=2 -Werror=format-security
  -fstack-protector-strong -fstack-clash-protection -fcf-protection=full
  -ffile-prefix-map=${PROJECT_SOURCE_DIR}=.)
target_link_options(exifscrub_flags INTERFACE -Wl,-z,relro,-z,now,-z,noexecstack)
if(NOT CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")
  get_target_property(_options exifscrub_flags INTERFACE_COMPILE_OPTIONS)
  list(REMOVE_ITEM _options -fcf-protection=full)
  set_target_properties(exifscrub_flags PROPERTIES INTERFACE_COMPILE_OPTIONS "${_options}")
endif()
target_compile_definitions(exifscrub_flags INTERFACE _GLIBCXX_ASSERTIONS)
if(EXIFSCRUB_SANITIZE)
  set(_sanitizers address,undefined)
  if(EXIFSCRUB_SANITIZE STREQUAL "thread")
    set(_sanitizers thread)
  endif()
  target_compile_options(exifscrub_flags INTERFACE -fsanitize=${_sanitizers} -fno-sanitize-recover=all
                                                   -fno-omit-frame-pointer)
  target_link_options(exifscrub_flags INTERFACE -fsanitize=${_sanitizers})
elseif(NOT CMAKE_BUILD_TYPE STREQUAL "Debug")
  target_compile_definitions(exifscrub_flags INTERFACE _FORTIFY_SOURCE=3)
  # Clang 14 wants a second switch before it believes this one.
  check_cxx_compiler_flag(-ftrivial-auto-var-init=zero EXIFSCRUB_HAS_ZERO_INIT)
  if(EXIFSCRUB_HAS_ZERO_INIT)
    target_compile_options(exifscrub_flags INTERFACE -ftrivial-auto-var-init=zero)
  endif()
endif()
