/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * -X raw: numbers instead of names.
 * trace: -X raw
 */
#include "lines.h"

int main(void)
{
	long r;

	r = syscall(SYS_openat, AT_FDCWD, "none", O_WRONLY | O_APPEND);
	expect("openat(-100, \"none\", 0x401) = %s", result(r));
	r = syscall(SYS_lseek, -1, 0, SEEK_CUR);
	expect("lseek(-1, 0, 0x1) = %s", result(r));
	r = syscall(SYS_mknod, "none/x", 020600, 0x103);
	expect("mknod(\"none/x\", 020600, 0x103) = %s", result(r));
	r = syscall(SYS_ioctl, -1, 0x5413, NULL);
	expect("ioctl(-1, 0x5413, NULL) = %s", result(r));
	r = syscall(SYS_flock, -1, 0x1000);
	expect("flock(-1, 0x1000) = %s", result(r));
	return 0;
}
