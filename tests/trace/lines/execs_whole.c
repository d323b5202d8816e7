/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * With -v the environment is told, too.
 * trace: -v
 */
#include "lines.h"

int main(void)
{
	char *one[] = { "x", NULL }, *env[] = { "A=1", "B=2", NULL };
	long r;

	r = syscall(SYS_execve, "nowhere", one, env);
	expect("execve(\"nowhere\", [\"x\"], [\"A=1\", \"B=2\"]) = %s", result(r));
	return 0;
}
