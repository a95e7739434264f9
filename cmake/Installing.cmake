# Install rules, the CMake package for users of the library, and CPack (.deb and tarball).
include(CMakePackageConfigHelpers)

install(TARGETS exifscrub_program RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}" COMPONENT program)
install(FILES "${PROJECT_SOURCE_DIR}/LICENSE" "${PROJECT_SOURCE_DIR}/README.md" "${PROJECT_SOURCE_DIR}/SECURITY.md"
        "${PROJECT_SOURCE_DIR}/ARCHITECTURE.md" "${PROJECT_SOURCE_DIR}/THIRD_PARTY.md" "${PROJECT_SOURCE_DIR}/TRUST.md"
        DESTINATION "${CMAKE_INSTALL_DOCDIR}" COMPONENT program)
install(DIRECTORY "${PROJECT_SOURCE_DIR}/docs" DESTINATION "${CMAKE_INSTALL_DOCDIR}" COMPONENT program)
install(DIRECTORY "${PROJECT_SOURCE_DIR}/src/report/schema/" DESTINATION "${CMAKE_INSTALL_DATADIR}/exifscrub"
        COMPONENT program FILES_MATCHING PATTERN "*.schema.json")

# What the program is made of, asked of the program itself when it is installed or packed.
find_package(Python3 REQUIRED COMPONENTS Interpreter)
set(_sbom "${PROJECT_BINARY_DIR}/exifscrub.spdx.json")
install(CODE "execute_process(COMMAND \"${Python3_EXECUTABLE}\" \"${PROJECT_SOURCE_DIR}/scripts/make_sbom\"
  \"$<TARGET_FILE:exifscrub_program>\" \"${PROJECT_VERSION}\" \"${_sbom}\" COMMAND_ERROR_IS_FATAL ANY)" COMPONENT program)
install(FILES "${_sbom}" DESTINATION "${CMAKE_INSTALL_DOCDIR}" COMPONENT program)

install(TARGETS exifscrub EXPORT exifscrub-targets ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}" COMPONENT library)
install(DIRECTORY "${PROJECT_SOURCE_DIR}/include/exifscrub" DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}"
        COMPONENT library)
install(EXPORT exifscrub-targets NAMESPACE exifscrub:: COMPONENT library
        DESTINATION "${CMAKE_INSTALL_LIBDIR}/cmake/exifscrub")
configure_package_config_file("${PROJECT_SOURCE_DIR}/cmake/exifscrub-config.cmake.in"
  "${PROJECT_BINARY_DIR}/exifscrub-config.cmake" INSTALL_DESTINATION "${CMAKE_INSTALL_LIBDIR}/cmake/exifscrub")
write_basic_package_version_file("${PROJECT_BINARY_DIR}/exifscrub-config-version.cmake"
                                 COMPATIBILITY SameMinorVersion)
install(FILES "${PROJECT_BINARY_DIR}/exifscrub-config.cmake" "${PROJECT_BINARY_DIR}/exifscrub-config-version.cmake"
        DESTINATION "${CMAKE_INSTALL_LIBDIR}/cmake/exifscrub" COMPONENT library)

set(CPACK_PACKAGE_NAME exifscrub)
set(CPACK_PACKAGE_CONTACT "the exifscrub developers <security@exifscrub.invalid>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "${PROJECT_DESCRIPTION}")
set(CPACK_RESOURCE_FILE_LICENSE "${PROJECT_SOURCE_DIR}/LICENSE")
set(CPACK_GENERATOR "DEB;TGZ")
set(CPACK_STRIP_FILES ON)
set(CPACK_COMPONENTS_GROUPING ALL_COMPONENTS_IN_ONE)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_ARCHIVE_COMPONENT_INSTALL ON)
set(CPACK_PROJECT_CONFIG_FILE "${PROJECT_SOURCE_DIR}/cmake/Packing.cmake")
set(CPACK_COMPONENTS_ALL program)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION graphics)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_SUGGESTS git)
include(CPack)
