/* SPDX-License-Identifier: GPL-2.0-or-later */
/* No signals are shown. trace: -e signal=none */
#include <signal.h>

#include "lines.h"

int main(void)
{
	int pid = getpid();

	expect("getpid() = %d", pid);
	expect("kill(%d, SIGCHLD) = %s", pid, result(syscall(SYS_kill, pid, SIGCHLD)));
	return 0;
}
