/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sleeping, by clocks that are there and not; what is left is told only if it was written. */
#include <time.h>

#include "lines.h"

int main(void)
{
	static struct { long sec, nsec; } ts = { 0, 5 }, left;
	long r;

	r = syscall(SYS_nanosleep, &ts, &left);
	expect("nanosleep({tv_sec=0, tv_nsec=5}, %p) = %s", (void *)&left, result(r));
	r = syscall(SYS_clock_nanosleep, CLOCK_MONOTONIC, TIMER_ABSTIME, &ts, NULL);
	expect("clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, {tv_sec=0, tv_nsec=5}, NULL) = %s",
	       result(r));
	r = syscall(SYS_clock_nanosleep, 99, 2, &ts, &left);
	expect("clock_nanosleep(0x63 /* CLOCK_??? */, 0x2 /* TIMER_??? */, {tv_sec=0, tv_nsec=5}, %p) = %s",
	       (void *)&left, result(r));
	r = syscall(SYS_clock_gettime, CLOCK_TAI, NULL);
	expect("clock_gettime(CLOCK_TAI, NULL) = %s", result(r));
	r = syscall(SYS_nanosleep, NULL, NULL);
	expect("nanosleep(NULL, NULL) = %s", result(r));
	return 0;
}
