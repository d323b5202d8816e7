/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The time stamp counter goes forward, with the clock, and as prefixes may stand before it. Any
 * argument: the values themselves, for runs that are to be the same.
 */
#include <signal.h>
#include <sys/prctl.h>
#include <time.h>

#include "guest.h"

static uint64_t rdtsc(void)
{
	uint32_t low, high;

	asm volatile("rdtsc" : "=a"(low), "=d"(high));
	return (uint64_t)high << 32 | low;
}

static uint64_t rdtsc_with_prefix(void)
{
	uint32_t low, high;

	asm volatile(".byte 0x66, 0x0f, 0x31" : "=a"(low), "=d"(high));
	return (uint64_t)high << 32 | low;
}

static uint64_t now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (uint64_t)ts.tv_sec * 1000000000 + (uint64_t)ts.tv_nsec;
}

static void on_fault(int sig)
{
	(void)sig;
	puts("it may be forbidden");
	fflush(stdout);
	_exit(0);
}

int main(int argc, char **argv)
{
	struct timespec ts = { 0, 3000000 };
	uint64_t first = rdtsc(), last = first, next, clock = now(), later;
	int forward = 1;

	(void)argv;
	for (int i = 0; i < 1000; i++, last = next) {
		next = i % 2 ? rdtsc() : rdtsc_with_prefix();
		forward &= next > last;
	}
	printf("forward %d\n", forward);
	nanosleep(&ts, NULL);
	next = rdtsc();
	later = now();
	printf("while asleep %d %d\n", next - last > 1000000, later - clock >= 3000000);
	if (argc > 1)
		printf("%llu %llu %llu %llu\n", (unsigned long long)first, (unsigned long long)next,
		       (unsigned long long)clock, (unsigned long long)later);
	fflush(stdout);
	signal(SIGSEGV, on_fault);
	prctl(PR_SET_TSC, PR_TSC_SIGSEGV);
	rdtsc();
	return 1;
}
