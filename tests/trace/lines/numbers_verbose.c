/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * -X verbose: numbers and names.
 * trace: -X verbose
 */
#include "lines.h"

int main(void)
{
	long r;

	r = syscall(SYS_openat, AT_FDCWD, "none", O_WRONLY | O_APPEND);
	expect("openat(-100 /* AT_FDCWD */, \"none\", 0x401 /* O_WRONLY|O_APPEND */) = %s", result(r));
	r = syscall(SYS_lseek, -1, 0, SEEK_CUR);
	expect("lseek(-1, 0, 0x1 /* SEEK_CUR */) = %s", result(r));
	r = syscall(SYS_mknod, "none/x", 020600, 0x103);
	expect("mknod(\"none/x\", 020600 /* S_IFCHR|0600 */, 0x103 /* makedev(0x1, 0x3) */) = %s", result(r));
	r = syscall(SYS_flock, -1, 0x1000);
	expect("flock(-1, 0x1000 /* LOCK_??? */) = %s", result(r));
	r = syscall(SYS_flock, -1, 0);
	expect("flock(-1, 0) = %s", result(r));
	return 0;
}
