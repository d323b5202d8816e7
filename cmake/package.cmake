# libring3 as others get it: static and shared, found by pkg-config and by CMake.
#
# Both are made of one relocatable object in which everything is linked already: ring3's parts,
# Unicorn with its functions replaced, Capstone. Only the r3_ functions can be seen in it, so that
# an embedder may use another Unicorn or Capstone of its own beside it. libelf stays outside: its
# archive is not made for shared libraries, and Debian has it as a package.
include(GNUInstallDirs)

file(STRINGS emu/unicorn/mute.list muted REGEX "^[^#]")
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS emu/unicorn/mute.list)
list(TRANSFORM muted PREPEND "--wrap=")
list(TRANSFORM interposed REPLACE "^LINKER:" "" OUTPUT_VARIABLE wraps)
list(APPEND wraps ${muted})
set(package_dir ${CMAKE_CURRENT_BINARY_DIR}/package)
set(whole_object ${package_dir}/ring3.o)
file(MAKE_DIRECTORY ${package_dir})

add_custom_command(OUTPUT ${whole_object}
	COMMAND ${CMAKE_LINKER} -r -o ${whole_object}.all ${wraps}
		--whole-archive $<TARGET_FILE:libring3> --no-whole-archive
		--start-group ${UNICORN_LIB} ${CAPSTONE_ARCHIVE} --end-group
	COMMAND ${CMAKE_OBJCOPY} --wildcard --keep-global-symbol=r3_*
		${whole_object}.all ${whole_object}
	COMMAND ${CMAKE_COMMAND} -E rm ${whole_object}.all
	DEPENDS libring3 ${UNICORN_LIB} ${CAPSTONE_ARCHIVE}
	COMMENT "Linking libring3's object" VERBATIM)

# A target of its own makes it, once: two that only listed the file would each make it, and at the
# same time in a parallel build.
add_custom_target(ring3_object DEPENDS ${whole_object})
set_source_files_properties(${whole_object} PROPERTIES EXTERNAL_OBJECT TRUE GENERATED TRUE)
add_library(ring3_static STATIC ${whole_object})
add_library(ring3_shared SHARED ${whole_object})
add_dependencies(ring3_static ring3_object)
add_dependencies(ring3_shared ring3_object)
set_target_properties(ring3_static ring3_shared PROPERTIES OUTPUT_NAME ring3 LINKER_LANGUAGE C
	ARCHIVE_OUTPUT_DIRECTORY ${package_dir} LIBRARY_OUTPUT_DIRECTORY ${package_dir})
set_target_properties(ring3_shared PROPERTIES VERSION ${PROJECT_VERSION} SOVERSION 0
	EXPORT_NAME ring3)
set_target_properties(ring3_static PROPERTIES EXPORT_NAME ring3_static)
target_link_options(ring3_shared PRIVATE LINKER:-z,defs,-z,text,-z,noexecstack)
target_link_libraries(ring3_shared PRIVATE elf m pthread)
target_link_libraries(ring3_static INTERFACE elf z m pthread)
foreach(target ring3_static ring3_shared)
	target_include_directories(${target} INTERFACE
		$<BUILD_INTERFACE:${CMAKE_CURRENT_SOURCE_DIR}/include>
		$<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
endforeach()

# --- where it goes -------------------------------------------------------------------------------
# Both descriptions find the rest from where they lie themselves: DESTDIR and a prefix that is
# chosen at installation need no second thought.
file(RELATIVE_PATH prefix_from_pc ${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig ${CMAKE_INSTALL_PREFIX})
configure_file(cmake/ring3.pc.in ${package_dir}/ring3.pc @ONLY)
include(CMakePackageConfigHelpers)
write_basic_package_version_file(${package_dir}/ring3-config-version.cmake
	COMPATIBILITY SameMinorVersion)

include(cmake/kit_package.cmake)

install(TARGETS ring3)
install(TARGETS ring3_shared ring3_static EXPORT ring3)
install(EXPORT ring3 NAMESPACE ring3:: FILE ring3-config.cmake
	DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/ring3)
install(FILES ${package_dir}/ring3-config-version.cmake
	DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/ring3)
install(FILES ${package_dir}/ring3.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
install(DIRECTORY include/ring3 DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} FILES_MATCHING PATTERN *.h)

file(GLOB pages CONFIGURE_DEPENDS man/*.1)
install(FILES ${pages} DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
file(GLOB pages CONFIGURE_DEPENDS man/*.3)
install(FILES ${pages} DESTINATION ${CMAKE_INSTALL_MANDIR}/man3)

# What `make install` needs: no tests.
add_custom_target(products)
add_dependencies(products ring3 ring3_shared ring3_static ring3_cmocka_shared ring3_cmocka_static)
