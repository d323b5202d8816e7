/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lists of groups, and identities that do not change. */
#include "lines.h"

#ifdef __i386__
#define GETGROUPS SYS_getgroups32
#define SETGROUPS SYS_setgroups32
#define SUFFIX "32"
#else
#define GETGROUPS SYS_getgroups
#define SETGROUPS SYS_setgroups
#define SUFFIX ""
#endif

int main(void)
{
	static unsigned list[3] = { 0, 5, -1 };
	long r;

	r = syscall(SETGROUPS, 3, list);
	expect("setgroups" SUFFIX "(3, [0, 5, -1]) = %s", result(r));
	r = syscall(SETGROUPS, -5, list);
	expect("setgroups" SUFFIX "(-5, %p) = %s", (void *)list, result(r));
	r = syscall(GETGROUPS, -1, list);
	expect("getgroups" SUFFIX "(-1, %p) = %s", (void *)list, result(r));
	r = syscall(SYS_setregid, -1, -1);
	expect("setregid(-1, -1) = %s", result(r));
	return 0;
}
