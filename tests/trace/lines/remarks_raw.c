/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Constants in remarks on results are written as all are: as numbers.
 * trace: -X raw
 * sed: s/\) += /) = /
 */
#include "lines.h"

#include <poll.h>

int main(void)
{
	struct pollfd f = { 99, POLLIN, 0 };
	long r;

	r = syscall(SYS_poll, &f, 1, 0);
	expect("poll([{fd=99, events=0x1}], 1, 0) = %s ([{fd=99, revents=0x20}])", result(r));
	r = syscall(SYS_personality, 0x40005);
	expect("personality(0x5|0x40000) = %s (0)", result(r));
	r = syscall(SYS_personality, 0);
	expect("personality(0) = 0x40005 (0x5|0x40000)");
	r = syscall(SYS_ioprio_set, 1, 0, 0x4002);
	expect("ioprio_set(0x1, 0, 16386) = %s", result(r));
	r = syscall(SYS_ioprio_get, 1, 0);
	expect("ioprio_get(0x1, 0) = %s", result(r));
	return 0;
}
