# Fills a manual page with what the program's own option table says.
# cmake -D PROGRAM=... -D VERB=... -D TEMPLATE=... -D PAGE=... -P fill.cmake
foreach(_part IN ITEMS OPTIONS CLASSES)
  set(_what "${VERB}")
  if(_part STREQUAL "CLASSES")
    set(_what classes)
  endif()
  execute_process(COMMAND "${PROGRAM}" --generate "${_what}" OUTPUT_VARIABLE ${_part} COMMAND_ERROR_IS_FATAL ANY)
  string(STRIP "${${_part}}" ${_part})
endforeach()
configure_file("${TEMPLATE}" "${PAGE}" @ONLY)
