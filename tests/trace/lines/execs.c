/* SPDX-License-Identifier: GPL-2.0-or-later */
/* execve of what is not there: argv whole, of the environment the number. */
#include "lines.h"

int main(void)
{
	char *argv[] = { "a", "b\n", NULL }, *env[] = { "A=1", "B=2", NULL }, *one[] = { "x", NULL };
	long r;

	r = syscall(SYS_execve, "nowhere", argv, env);
	expect("execve(\"nowhere\", [\"a\", \"b\\n\"], %p /* 2 vars */) = %s", (void *)env, result(r));
	r = syscall(SYS_execve, "nowhere", one, one);
	expect("execve(\"nowhere\", [\"x\"], %p /* 1 var */) = %s", (void *)one, result(r));
	r = syscall(SYS_execve, "nowhere", NULL, NULL);
	expect("execve(\"nowhere\", NULL, NULL) = %s", result(r));
	r = syscall(SYS_execveat, AT_FDCWD, "nowhere", one, one, AT_SYMLINK_NOFOLLOW);
	expect("execveat(AT_FDCWD, \"nowhere\", [\"x\"], %p /* 1 var */, AT_SYMLINK_NOFOLLOW) = %s",
	       (void *)one, result(r));
	return 0;
}
