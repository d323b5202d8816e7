/* SPDX-License-Identifier: GPL-2.0-or-later */
/* chown: -1 is no change. */
#include "lines.h"

int main(void)
{
	long r;

	r = syscall(SYS_chown, "none", -1, 0);
	expect("chown(\"none\", -1, 0) = %s", result(r));
	r = syscall(SYS_fchown, -1, 1000, -1);
	expect("fchown(-1, 1000, -1) = %s", result(r));
	r = syscall(SYS_fchownat, -1, "none", -2, 5, AT_SYMLINK_NOFOLLOW);
	expect("fchownat(-1, \"none\", 4294967294, 5, AT_SYMLINK_NOFOLLOW) = %s", result(r));
#ifdef __i386__
	r = syscall(SYS_lchown32, "none", 70000, -1);
	expect("lchown32(\"none\", 70000, -1) = %s", result(r));
	r = syscall(SYS_lchown, "none", 0xffff, 65534);
	expect("lchown(\"none\", -1, 65534) = %s", result(r));
#endif
	return 0;
}
