/* SPDX-License-Identifier: GPL-2.0-or-later */
/* O_TMPFILE has a mode, and a part of it, too. */
#include "lines.h"

int main(void)
{
	long r;

	r = syscall(SYS_openat, -1, "dir", O_TMPFILE | O_RDWR, 0600);
	expect("openat(-1, \"dir\", O_RDWR|O_TMPFILE, 0600) = %s", result(r));
	r = syscall(SYS_openat, -1, "dir", 020000000 | O_RDWR, 0);
	expect("openat(-1, \"dir\", O_RDWR|__O_TMPFILE, 000) = %s", result(r));
	r = syscall(SYS_openat, -1, "dir", O_PATH, 0600);
	expect("openat(-1, \"dir\", O_RDONLY|O_PATH) = %s", result(r));
	return 0;
}
