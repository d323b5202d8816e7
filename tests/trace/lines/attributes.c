/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Extended attributes: a NUL at the end of a value is not shown.
 * trace: -e inject=/xattr:retval=4
 */
#include "lines.h"

int main(void)
{
	char buf[8] = "abc", names[8] = "a\0bc";
	long r;

	r = syscall(SYS_setxattr, "f", "user.x", buf, 4, 1);
	expect("setxattr(\"f\", \"user.x\", \"abc\", 4, XATTR_CREATE) = %s (INJECTED)", result(r));
	r = syscall(SYS_fsetxattr, 3, "user.x", "abcd", 4, 4);
	expect("fsetxattr(3, \"user.x\", \"abcd\", 4, 0x4 /* XATTR_??? */) = %s (INJECTED)", result(r));
	r = syscall(SYS_getxattr, "f", "user.x", buf, 8);
	expect("getxattr(\"f\", \"user.x\", \"abc\", 8) = %s (INJECTED)", result(r));
	r = syscall(SYS_lgetxattr, "f", "user.x", buf, 0);
	expect("lgetxattr(\"f\", \"user.x\", \"abc\", 0) = %s (INJECTED)", result(r));
	r = syscall(SYS_listxattr, "f", names, 8);
	expect("listxattr(\"f\", \"a\\0bc\", 8) = %s (INJECTED)", result(r));
	r = syscall(SYS_removexattr, NULL, "user.x");
	expect("removexattr(NULL, \"user.x\") = %s (INJECTED)", result(r));
	return 0;
}
