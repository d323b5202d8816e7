/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Paths behind descriptors.
 * trace: -y
 * sed: s/\[[0-9]+\]/[N]/g; s/\) += /) = /
 */
#include "lines.h"

int main(void)
{
	int p[2];
	long r;

	chdir("/");
	expect("chdir(\"/\") = 0");
	r = syscall(SYS_openat, AT_FDCWD, "dev/null", O_RDWR);
	expect("openat(AT_FDCWD</>, \"dev/null\", O_RDWR) = %s</dev/null>", result(r));
	r = syscall(SYS_dup, 3);
	expect("dup(3</dev/null>) = %s</dev/null>", result(r));
	r = syscall(SYS_fsync, 77);
	expect("fsync(77) = %s", result(r));
	r = syscall(SYS_eventfd2, 0, 0);
	expect("eventfd2(0, 0) = %s<anon_inode:[eventfd]>", result(r));
	r = syscall(SYS_memfd_create, "<x>", 0);
	expect("memfd_create(\"<x>\", 0) = %s</memfd:\\74x\\76>(deleted)", result(r));
	r = syscall(SYS_pipe2, p, 0);
	expect("pipe2([%d<pipe:[N]>, %d<pipe:[N]>], 0) = %s", p[0], p[1], result(r));
	return 0;
}
