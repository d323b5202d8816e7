/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names of constants with their numbers. trace: -X verbose */
#include "lines.h"

int main(void)
{
	long r = syscall(SYS_openat, AT_FDCWD, "x", O_RDWR | O_CLOEXEC);

	expect("openat(-100 /* AT_FDCWD */, \"x\", 0x80002 /* O_RDWR|O_CLOEXEC */) = %s", result(r));
	r = syscall(SYS_lseek, -1, 0, SEEK_END);
	expect("lseek(-1, 0, 0x2 /* SEEK_END */) = %s", result(r));
	return 0;
}
