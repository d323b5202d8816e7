# SPDX-License-Identifier: GPL-2.0-or-later
# A table of system calls as "#define NR_name number" for each; names of the other table get -1:
#	awk -f numbers.awk THIS.tbl OTHER.tbl
# With -v rows=1: ROWS(number) for each of the table that strace 6.1 knows (others are not injected).
/^[ \t]*(#.*)?$/ { next }
rows && ($1 > 450 || $2 ~ /^u(ret)?probe$/) { next }
rows { print "ROWS(" $1 ")"; next }
FILENAME == ARGV[1] { print "#define NR_" $2, $1; has[$2] = 1; next }
!($2 in has) { print "#define NR_" $2, "-1" }
