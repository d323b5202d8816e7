/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Interval timers, set and asked. */
#include <sys/time.h>

#include "lines.h"

int main(void)
{
	static long zero[4], old[4];
	long r;

	r = syscall(SYS_setitimer, ITIMER_VIRTUAL, zero, old);
	expect("setitimer(ITIMER_VIRTUAL, {it_interval={tv_sec=0, tv_usec=0}, it_value={tv_sec=0, tv_usec=0}}, "
	       "{it_interval={tv_sec=0, tv_usec=0}, it_value={tv_sec=0, tv_usec=0}}) = %s", result(r));
	r = syscall(SYS_getitimer, ITIMER_REAL, old);
	expect("getitimer(ITIMER_REAL, {it_interval={tv_sec=0, tv_usec=0}, it_value={tv_sec=0, tv_usec=0}}) = %s",
	       result(r));
	r = syscall(SYS_getitimer, 7, old);
	expect("getitimer(0x7 /* ITIMER_??? */, %p) = %s", (void *)old, result(r));
	r = syscall(SYS_timer_delete, 99);
	expect("timer_delete(99) = %s", result(r));
	return 0;
}
