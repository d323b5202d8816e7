# libring3-cmocka as others get it, beside libring3: one relocatable object in which only the r3_
# functions can be seen, as an archive and as a shared library.
set(kit_object ${package_dir}/ring3-cmocka.o)
add_custom_command(OUTPUT ${kit_object}
	COMMAND ${CMAKE_LINKER} -r -o ${kit_object}.all
		--whole-archive $<TARGET_FILE:kit_parts> --no-whole-archive
	COMMAND ${CMAKE_OBJCOPY} --wildcard --keep-global-symbol=r3_*
		${kit_object}.all ${kit_object}
	COMMAND ${CMAKE_COMMAND} -E rm ${kit_object}.all
	DEPENDS kit_parts
	COMMENT "Linking libring3-cmocka's object" VERBATIM)
add_custom_target(ring3_kit_object DEPENDS ${kit_object})
set_source_files_properties(${kit_object} PROPERTIES EXTERNAL_OBJECT TRUE GENERATED TRUE)
add_library(ring3_cmocka_static STATIC ${kit_object})
add_library(ring3_cmocka_shared SHARED ${kit_object})
foreach(kind static shared)
	set(target ring3_cmocka_${kind})
	add_dependencies(${target} ring3_kit_object)
	set_target_properties(${target} PROPERTIES OUTPUT_NAME ring3-cmocka LINKER_LANGUAGE C
		ARCHIVE_OUTPUT_DIRECTORY ${package_dir} LIBRARY_OUTPUT_DIRECTORY ${package_dir})
endforeach()
set_target_properties(ring3_cmocka_shared PROPERTIES VERSION ${PROJECT_VERSION} SOVERSION 0
	EXPORT_NAME cmocka)
set_target_properties(ring3_cmocka_static PROPERTIES EXPORT_NAME cmocka_static)
target_link_options(ring3_cmocka_shared PRIVATE LINKER:-z,defs,-z,text,-z,noexecstack)
target_link_libraries(ring3_cmocka_shared PUBLIC ring3_shared cmocka PRIVATE pthread)
target_link_libraries(ring3_cmocka_static INTERFACE ring3_static cmocka pthread)

configure_file(cmake/ring3-cmocka.pc.in ${package_dir}/ring3-cmocka.pc @ONLY)
install(TARGETS ring3_cmocka_shared ring3_cmocka_static EXPORT ring3)
install(FILES ${package_dir}/ring3-cmocka.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
