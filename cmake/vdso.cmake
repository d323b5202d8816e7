# The vDSOs: assembled and linked at build time as shared objects, embedded as bytes, and the
# offsets of the i386 one's symbols as a header. No C library is involved, so that any compiler
# driver for x86 will do for both widths.
set(vdso_src ${CMAKE_CURRENT_SOURCE_DIR}/loader/vdso)
set(vdso_out ${CMAKE_CURRENT_BINARY_DIR}/vdso)
set(vdso_link -shared -nostdlib -Wl,-T,${vdso_src}/vdso.lds -Wl,--hash-style=both
	-Wl,--eh-frame-hdr -Wl,--build-id=sha1 -Wl,-Bsymbolic -Wl,-z,max-page-size=4096
	-Wl,-z,noexecstack -Wl,--no-undefined)
set(vdso_name_32 linux-gate.so.1)
set(vdso_name_64 linux-vdso.so.1)

foreach(bits 32 64)
	set(so ${vdso_out}/vdso${bits}.so)
	add_custom_command(OUTPUT ${so}.dbg
		COMMAND ${CMAKE_COMMAND} -E make_directory ${vdso_out}
		COMMAND ${CMAKE_C_COMPILER} -m${bits} ${vdso_link} -Wl,-soname=${vdso_name_${bits}}
			-Wl,--version-script=${vdso_src}/vdso${bits}.map
			${vdso_src}/vdso${bits}.S ${vdso_src}/note.S -o ${so}.dbg
		DEPENDS ${vdso_src}/vdso${bits}.S ${vdso_src}/note.S ${vdso_src}/vdso.lds
			${vdso_src}/vdso${bits}.map
		VERBATIM)
	add_custom_command(OUTPUT ${so}
		COMMAND ${CMAKE_OBJCOPY} --strip-all ${so}.dbg ${so}
		DEPENDS ${so}.dbg VERBATIM)
	list(APPEND vdso_images ${so})
endforeach()

set(vdso_offsets ${CMAKE_CURRENT_BINARY_DIR}/generated/vdso_offsets.h)
add_custom_command(OUTPUT ${vdso_offsets}
	COMMAND ${CMAKE_COMMAND} -E make_directory ${CMAKE_CURRENT_BINARY_DIR}/generated
	COMMAND sh -c "'${CMAKE_NM}' '${vdso_out}/vdso32.so.dbg' | \
awk -f '${vdso_src}/offsets.awk' >'${vdso_offsets}.tmp' && mv '${vdso_offsets}.tmp' '${vdso_offsets}'"
	DEPENDS ${vdso_out}/vdso32.so.dbg ${vdso_src}/offsets.awk VERBATIM)

set_source_files_properties(${vdso_src}/embed.S PROPERTIES
	OBJECT_DEPENDS "${vdso_images}"
	COMPILE_DEFINITIONS "VDSO32=\"${vdso_out}/vdso32.so\";VDSO64=\"${vdso_out}/vdso64.so\"")
target_sources(ring3_objects PRIVATE ${vdso_src}/embed.S ${vdso_offsets})
if(TARGET ring3_sanitized)
	target_sources(ring3_sanitized PRIVATE ${vdso_src}/embed.S)
endif()
