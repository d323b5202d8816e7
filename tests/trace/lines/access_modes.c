/* SPDX-License-Identifier: GPL-2.0-or-later */
/* access in its three forms. */
#include "lines.h"

int main(void)
{
	long r;

	r = syscall(SYS_access, "none", 0);
	expect("access(\"none\", F_OK) = %s", result(r));
	r = syscall(SYS_access, "none", 7);
	expect("access(\"none\", R_OK|W_OK|X_OK) = %s", result(r));
	r = syscall(SYS_faccessat, -1, "none", 0x14);
	expect("faccessat(-1, \"none\", R_OK|0x10) = %s", result(r));
	r = syscall(SYS_faccessat2, -1, "none", 8, AT_EACCESS | AT_EMPTY_PATH | 1);
	expect("faccessat2(-1, \"none\", 0x8 /* ?_OK */, AT_EACCESS|AT_EMPTY_PATH|0x1) = %s", result(r));
	return 0;
}
