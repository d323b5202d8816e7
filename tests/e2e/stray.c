// SPDX-License-Identifier: GPL-2.0-or-later
// stray NUMBER: has it in all registers where a call that takes none would have arguments.
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	long n = argc == 2 ? atol(argv[1]) : 0;

	return syscall(SYS_getuid, n, n, n, n, n, n) < 0;
}
