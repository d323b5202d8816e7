/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Modes with three digits, as arguments and as results. */
#include "lines.h"

int main(void)
{
	long r;

	r = syscall(SYS_umask, 022);
	expect("umask(022) = %#lo", (unsigned long)r);
	syscall(SYS_umask, 0);
	expect("umask(000) = 022");
	syscall(SYS_umask, 0170777);
	expect("umask(0170777) = 000");
	syscall(SYS_umask, 07);
	expect("umask(007) = 0777");
	r = syscall(SYS_creat, "", 012);
	expect("creat(\"\", 012) = %s", result(r));
	r = syscall(SYS_chmod, "none", 04755);
	expect("chmod(\"none\", 04755) = %s", result(r));
	r = syscall(SYS_mkdir, NULL, 0);
	expect("mkdir(NULL, 000) = %s", result(r));
	return 0;
}
