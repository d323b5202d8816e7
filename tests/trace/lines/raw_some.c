/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Arguments of some calls as numbers. trace: -e raw=openat,write */
#include "lines.h"

int main(void)
{
	static const char name[] = "name";
	long r = syscall(SYS_openat, 5, name, O_RDWR, 0);

	expect("openat(0x5, %p, 0x2, 0) = %s", (const void *)name, result(r));
	r = syscall(SYS_write, 7, name, 4);
	expect("write(0x7, %p, 0x4) = %s", (const void *)name, result(r));
	r = syscall(SYS_chdir, name);
	expect("chdir(\"name\") = %s", result(r));
	return 0;
}
