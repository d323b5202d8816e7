# source_marks(source mark variable): what stands behind a mark ("guest: args") in the comments of a
# source, a list of one string a line.
function(source_marks source mark variable)
	file(STRINGS ${source} lines REGEX "[ \t/*#]${mark} ")
	set(found)
	foreach(line IN LISTS lines)
		string(REGEX REPLACE ".*[ \t/*#]${mark} " "" value "${line}")
		string(REGEX REPLACE "[ \t]*\\*/$" "" value "${value}")
		list(APPEND found "${value}")
	endforeach()
	set(${variable} "${found}" PARENT_SCOPE)
endfunction()
