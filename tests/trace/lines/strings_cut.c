/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * -s: strings that are cut, at a hole, or end just there.
 * trace: -s 5
 */
#include "lines.h"

int main(void)
{
	char *exact = tail_alloc(6), *open = tail_alloc(6);
	long r;

	memcpy(exact, "12345", 6);
	memcpy(open, "123456", 6);
	r = syscall(SYS_chdir, exact);
	expect("chdir(\"12345\") = %s", result(r));
	r = syscall(SYS_chdir, open);
	expect("chdir(%p) = %s", (void *)open, result(r));
	open = tail_alloc(3);
	memcpy(open, "123", 3);
	r = syscall(SYS_chdir, open);
	expect("chdir(%p) = %s", (void *)open, result(r));
	r = syscall(SYS_write, -1, "abcdefgh", 8);
	expect("write(-1, \"abcde\"..., 8) = %s", result(r));
	r = syscall(SYS_write, -1, "abcdefgh", 5);
	expect("write(-1, \"abcde\", 5) = %s", result(r));
	return 0;
}
