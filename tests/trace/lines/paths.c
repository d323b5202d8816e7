/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Escapes, and paths that end at a hole. */
#include "lines.h"

int main(void)
{
	char *hole = tail_alloc(3);
	long r;

	memcpy(hole, "abc", 3);
	r = syscall(SYS_chdir, hole);
	expect("chdir(%p) = %s", (void *)hole, result(r));
	r = syscall(SYS_chdir, "\t\033[1m\"\\\200" "9");
	expect("chdir(\"\\t\\33[1m\\\"\\\\\\2009\") = %s", result(r));
	r = syscall(SYS_chdir, "/");
	expect("chdir(\"/\") = %s", result(r));
	r = syscall(SYS_getcwd, hole - 16, 16);
	expect("getcwd(\"/\", 16) = %s", result(r));
	r = syscall(SYS_getcwd, hole, 1);
	expect("getcwd(%p, 1) = %s", (void *)hole, result(r));
	return 0;
}
