# The tables of system calls: one text file per ABI, turned into the body of an array.
foreach(bits 32 64)
	set(tbl ${CMAKE_CURRENT_SOURCE_DIR}/abi/linux/syscall_${bits}.tbl)
	set(inc ${CMAKE_CURRENT_BINARY_DIR}/generated/syscalls_${bits}.inc)
	add_custom_command(OUTPUT ${inc}
		COMMAND ${CMAKE_COMMAND} -E make_directory ${CMAKE_CURRENT_BINARY_DIR}/generated
		COMMAND awk -f ${CMAKE_CURRENT_SOURCE_DIR}/tools/syscalltbl.awk -v bits=${bits} ${tbl} > ${inc}.tmp
		COMMAND ${CMAKE_COMMAND} -E rename ${inc}.tmp ${inc}
		DEPENDS ${tbl} ${CMAKE_CURRENT_SOURCE_DIR}/tools/syscalltbl.awk)
	list(APPEND generated ${inc})
endforeach()
target_sources(ring3_objects PRIVATE ${generated})
