/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A task's name has 15 characters at most, and no more than -s says.
 * trace: -s 3
 * sed: s/\) += /) = /
 */
#include "lines.h"

int main(void)
{
	char name[16];
	long r;

	r = syscall(SYS_prctl, 15, "abcd", 0, 0, 0);
	expect("prctl(PR_SET_NAME, \"abc\"...) = %s", result(r));
	r = syscall(SYS_prctl, 16, name, 0, 0, 0);
	expect("prctl(PR_GET_NAME, \"abc\"...) = %s", result(r));
	r = syscall(SYS_prctl, 15, "abc", 0, 0, 0);
	expect("prctl(PR_SET_NAME, \"abc\") = %s", result(r));
	return 0;
}
