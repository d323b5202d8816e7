/* SPDX-License-Identifier: GPL-2.0-or-later */
/* utimes, utime, futimesat: times with their dates. */
#include "lines.h"

int main(void)
{
	long tv[4] = { 1, 2, 1700000000, 1000000 }, t[2] = { 5, 0 };
	long r;

	r = syscall(SYS_utimes, "none", tv);
	expect("utimes(\"none\", [{tv_sec=1, tv_usec=2} /* 1970-01-01T00:00:01.000002+0000 */, "
	       "{tv_sec=1700000000, tv_usec=1000000}]) = %s", result(r));
	r = syscall(SYS_futimesat, -1, "none", NULL);
	expect("futimesat(-1, \"none\", NULL) = %s", result(r));
	r = syscall(SYS_utime, "none", t);
	expect("utime(\"none\", {actime=5 /* 1970-01-01T00:00:05+0000 */, modtime=0}) = %s", result(r));
	return 0;
}
