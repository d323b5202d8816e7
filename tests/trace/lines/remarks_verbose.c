/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Constants in remarks on results are written as all are: as a number and a name.
 * trace: -X verbose
 * sed: s/\) += /) = /
 */
#include "lines.h"

#include <poll.h>

int main(void)
{
	struct pollfd f = { 99, POLLIN, 0 };
	long r;

	r = syscall(SYS_poll, &f, 1, 0);
	expect("poll([{fd=99, events=0x1 /* POLLIN */}], 1, 0) = %s "
	       "([{fd=99, revents=0x20 /* POLLNVAL */}])", result(r));
	r = syscall(SYS_personality, 0x40005);
	expect("personality(0x5 /* PER_??? */|0x40000 /* ADDR_NO_RANDOMIZE */) = %s (0 /* PER_LINUX */)",
	       result(r));
	r = syscall(SYS_personality, 0);
	expect("personality(0 /* PER_LINUX */) = 0x40005 (0x5 /* PER_??? */|0x40000 /* ADDR_NO_RANDOMIZE */)");
	r = syscall(SYS_ioprio_set, 1, 0, 0x4002);
	expect("ioprio_set(0x1 /* IOPRIO_WHO_PROCESS */, 0, "
	       "16386 /* IOPRIO_PRIO_VALUE(0x2 /* IOPRIO_CLASS_BE */, 2) */) = %s", result(r));
	r = syscall(SYS_ioprio_get, 1, 0);
	expect("ioprio_get(0x1 /* IOPRIO_WHO_PROCESS */, 0) = %s "
	       "(IOPRIO_PRIO_VALUE(0x2 /* IOPRIO_CLASS_BE */, 2))", result(r));
	return 0;
}
