# The kit for tests of system calls: a library of its own, which uses ring3's public functions,
# CMocka's, and nothing else. The programs that its tasks run are assembled here and embedded.
set(kit_dir ${CMAKE_CURRENT_SOURCE_DIR}/kit)
set(kit_out ${CMAKE_CURRENT_BINARY_DIR}/kit)
file(MAKE_DIRECTORY ${kit_out})
foreach(bits 32 64)
	set(image ${kit_out}/guest${bits})
	add_custom_command(OUTPUT ${image}
		COMMAND ${CMAKE_C_COMPILER} -m${bits} -nostdlib -static -no-pie
			-Wl,-Ttext=0x08049000 -Wl,-Tdata=0x0804b000 -Wl,--build-id=none
			-Wl,-z,max-page-size=4096 -Wl,-z,noseparate-code -Wl,--strip-all
			-o ${image} ${kit_dir}/guest/guest.S
		DEPENDS ${kit_dir}/guest/guest.S ${kit_dir}/guest/guest.h VERBATIM)
	list(APPEND kit_images ${image})
endforeach()
set_source_files_properties(${kit_dir}/guest/embed.S PROPERTIES
	OBJECT_DEPENDS "${kit_images}"
	COMPILE_DEFINITIONS "GUEST32=\"${kit_out}/guest32\";GUEST64=\"${kit_out}/guest64\"")

# The oracle's tasks are processes of the host: proxies that make calls, beside the machine's image.
foreach(bits 32 64)
	set(image ${kit_out}/proxy${bits})
	add_custom_command(OUTPUT ${image}
		COMMAND ${CMAKE_C_COMPILER} -m${bits} -nostdlib -static -no-pie -Wl,-e,proxy
			-Wl,--section-start=.proxy=0x08048800 -Wl,-Ttext=0x08049000
			-Wl,-Tdata=0x0804b000 -Wl,--build-id=none -Wl,-z,max-page-size=4096
			-Wl,-z,noseparate-code -Wl,-z,noexecstack -Wl,--strip-all
			-o ${image} ${kit_dir}/guest/guest.S ${kit_dir}/proxy/proxy${bits}.S
		DEPENDS ${kit_dir}/guest/guest.S ${kit_dir}/guest/guest.h
			${kit_dir}/proxy/proxy${bits}.S ${kit_dir}/proxy/area.h VERBATIM)
	list(APPEND proxy_images ${image})
endforeach()
set_source_files_properties(${kit_dir}/proxy/embed.S PROPERTIES
	OBJECT_DEPENDS "${proxy_images}"
	COMPILE_DEFINITIONS "PROXY32=\"${kit_out}/proxy32\";PROXY64=\"${kit_out}/proxy64\"")

file(GLOB kit_sources CONFIGURE_DEPENDS kit/*.c)
list(APPEND kit_sources ${kit_dir}/guest/embed.S ${kit_dir}/proxy/embed.S trace/text.c)
pkg_check_modules(CMOCKA REQUIRED IMPORTED_TARGET cmocka)

add_library(kit_objects OBJECT ${kit_sources})
target_include_directories(kit_objects PUBLIC ${CMAKE_CURRENT_SOURCE_DIR}
	${CMAKE_CURRENT_SOURCE_DIR}/include)
target_compile_definitions(kit_objects PRIVATE _GNU_SOURCE)
target_link_libraries(kit_objects PUBLIC PkgConfig::CMOCKA Threads::Threads)

# For tests of this tree, with the archive of ring3's parts.
add_library(kit_parts STATIC $<TARGET_OBJECTS:kit_objects>)
set_target_properties(kit_parts PROPERTIES OUTPUT_NAME ring3_kit_parts)
target_include_directories(kit_parts PUBLIC include)
target_link_libraries(kit_parts PUBLIC PkgConfig::CMOCKA Threads::Threads
	-Wl,--start-group libring3 unicorn -Wl,--end-group libraries)

# The kit with sanitizers, for a test of it beside the others.
if(TARGET ring3_sanitized)
	add_library(kit_sanitized OBJECT ${kit_sources})
	add_dependencies(kit_sanitized kit_objects) # which makes the images
	target_include_directories(kit_sanitized PUBLIC ${CMAKE_CURRENT_SOURCE_DIR}
		${CMAKE_CURRENT_SOURCE_DIR}/include)
	target_compile_definitions(kit_sanitized PRIVATE _GNU_SOURCE)
	target_compile_options(kit_sanitized PRIVATE -O1 -fno-omit-frame-pointer
		-fsanitize=address,undefined -fno-sanitize-recover=all)
	target_link_libraries(kit_sanitized PUBLIC PkgConfig::CMOCKA Threads::Threads)
endif()
