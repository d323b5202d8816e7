/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ioctl: names, the parts of commands without one, arguments. */
#include "lines.h"

int main(void)
{
	int n = 5;
	long r;

	r = syscall(SYS_ioctl, -1, 0x5401, &n);
	expect("ioctl(-1, TCGETS, %p) = %s", (void *)&n, result(r));
	r = syscall(SYS_ioctl, -1, 0x5451, 0);
	expect("ioctl(-1, FIOCLEX) = %s", result(r));
	r = syscall(SYS_ioctl, -1, 0x5421, &n);
	expect("ioctl(-1, FIONBIO, [5]) = %s", result(r));
	r = syscall(SYS_ioctl, -1, 0x40049409, 3);
	expect("ioctl(-1, BTRFS_IOC_CLONE or FICLONE, 3) = %s", result(r));
	r = syscall(SYS_ioctl, -1, 0x80045499, &n);
	expect("ioctl(-1, _IOC(_IOC_READ, 0x54, 0x99, 0x4), %p) = %s", (void *)&n, result(r));
	r = syscall(SYS_ioctl, -1, 0xabcd, 0x7fffffff);
	expect("ioctl(-1, _IOC(_IOC_NONE, 0xab, 0xcd, 0), 0x7fffffff) = %s", result(r));
	r = syscall(SYS_ioctl, -1, 0xffffffff, 0);
	expect("ioctl(-1, _IOC(_IOC_READ|_IOC_WRITE, 0xff, 0xff, 0x3fff), 0) = %s", result(r));
	r = syscall(SYS_ioctl, -1, 0x540b, 2);
	expect("ioctl(-1, TCFLSH, TCIOFLUSH) = %s", result(r));
	return 0;
}
