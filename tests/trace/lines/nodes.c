/* SPDX-License-Identifier: GPL-2.0-or-later */
/* mknod: a device only for what has one. */
#include <sys/stat.h>

#include "lines.h"

int main(void)
{
	long r;

	r = syscall(SYS_mknod, "none/x", S_IFIFO | 0600, 5);
	expect("mknod(\"none/x\", S_IFIFO|0600) = %s", result(r));
	r = syscall(SYS_mknod, "none/x", S_IFCHR | 04666, 0x12345678);
	expect("mknod(\"none/x\", S_IFCHR|S_ISUID|0666, makedev(0x456, 0x12378)) = %s", result(r));
	r = syscall(SYS_mknodat, -1, "x", S_IFBLK, 0x801);
	expect("mknodat(-1, \"x\", S_IFBLK|000, makedev(0x8, 0x1)) = %s", result(r));
	r = syscall(SYS_mknodat, -1, "x", 0600, 1);
	expect("mknodat(-1, \"x\", 0600) = %s", result(r));
	r = syscall(SYS_mknodat, -1, "x", 0173777, 1);
	expect("mknodat(-1, \"x\", 0173777) = %s", result(r));
	return 0;
}
