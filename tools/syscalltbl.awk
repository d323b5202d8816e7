# SPDX-License-Identifier: GPL-2.0-or-later
#
# Turns a table of system calls into SYSCALL(number, "name", routine) lines:
#	awk -f syscalltbl.awk -v bits=32 syscall_32.tbl
# A line is: number name routine [compat routine]; the compat routine counts for bits=32 only.
# Anything else (disorder, a number or name that comes twice, a stray column) is refused.

function refuse(why)
{
	printf "%s:%d: %s: %s\n", FILENAME, FNR, why, $0 > "/dev/stderr"
	failed = 1
	exit 1
}

BEGIN {
	if (bits != 32 && bits != 64) {
		print "syscalltbl.awk: give -v bits=32 or -v bits=64" > "/dev/stderr"
		failed = 1
		exit 1
	}
	last = -1
	word = "^[a-z_][a-z0-9_]*$"
}

/^[ \t]*(#.*)?$/ { next }

{
	if (NF < 3 || NF > 3 + (bits == 32))
		refuse("wrong number of columns")
	if ($1 !~ /^(0|[1-9][0-9]*)$/)
		refuse("not a number")
	for (i = 2; i <= NF; i++)
		if ($i !~ word)
			refuse("not a name")
	if ($1 + 0 <= last)
		refuse($1 + 0 == last ? "number comes twice" : "out of order")
	if ($2 in seen)
		refuse("name comes twice")
	last = $1 + 0
	seen[$2] = 1
	printf "SYSCALL(%d, \"%s\", %s)\n", $1, $2, $NF
}

END {
	if (!failed && last < 0) {
		print "syscalltbl.awk: empty table" > "/dev/stderr"
		failed = 1
	}
	exit failed
}
