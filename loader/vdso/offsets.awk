# nm's output of the i386 vDSO as a header: what entry and signal frames must know of it.
BEGIN {
	print "/* Made by the build from loader/vdso/vdso32.S. */"
	print "#ifndef VDSO_OFFSETS_H"
	print "#define VDSO_OFFSETS_H"
}
$3 ~ /^(__kernel_|int80_landing_pad)/ {
	sub(/@.*/, "", $3)
	sub(/^__/, "", $3)
	printf "#define VDSO32_%s 0x%s\n", $3, $1
	n++
}
END {
	print "#endif"
	if (n != 4) {
		print "offsets.awk: found " n " symbols, expected 4" > "/dev/stderr"
		exit 1
	}
}
