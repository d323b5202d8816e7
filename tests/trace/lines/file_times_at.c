/* SPDX-License-Identifier: GPL-2.0-or-later */
/* utimensat: now, and not at all. */
#include "lines.h"

int main(void)
{
	long ts[4] = { 0, 0x3fffffff, 0, 0x3ffffffe };
	long r;

	r = syscall(SYS_utimensat, -1, "none", ts, AT_SYMLINK_NOFOLLOW);
	expect("utimensat(-1, \"none\", [UTIME_NOW, UTIME_OMIT], AT_SYMLINK_NOFOLLOW) = %s", result(r));
	ts[0] = 1700000000;
	ts[1] = 123456789;
	ts[2] = -5;
	ts[3] = 0;
	r = syscall(SYS_utimensat, -1, "none", ts, 0);
	expect("utimensat(-1, \"none\", [{tv_sec=1700000000, tv_nsec=123456789} "
	       "/* 2023-11-14T22:13:20.123456789+0000 */, {tv_sec=-5, tv_nsec=0} "
	       "/* 1969-12-31T23:59:55+0000 */], 0) = %s", result(r));
	r = syscall(SYS_utimensat, -1, NULL, NULL, 0x1000);
	expect("utimensat(-1, NULL, NULL, AT_EMPTY_PATH) = %s", result(r));
	return 0;
}
