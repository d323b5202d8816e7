/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a system call costs: getppid() beside a function call and beside what needs no kernel. */
#include <stdint.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static uint64_t now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000000 + (uint64_t)t.tv_nsec;
}

static __attribute__((noinline)) long nothing(void)
{
	__asm__ volatile("");
	return 0;
}

static long by_syscall(void)
{
	return syscall(SYS_getppid);
}

/* The number is 64 on i386, whatever the program is: int $0x80 is always that ABI. */
static long by_int80(void)
{
	long r = 64;

	__asm__ volatile("int $0x80" : "+a"(r) : : "memory");
	return r;
}

/* The best of some tries: what interferes makes it slower only. */
static double cost(long (*fn)(void))
{
	enum { TRIES = 5, TIMES = 200000 };
	uint64_t best = UINT64_MAX;

	for (int t = 0; t < TRIES; t++) {
		uint64_t start = now(), ns;

		for (int i = 0; i < TIMES; i++)
			fn();
		ns = now() - start;
		if (ns < best)
			best = ns;
	}
	return (double)best / TIMES;
}

int main(void)
{
	double call = cost(nothing), trap = cost(by_syscall), gate = cost(by_int80);

	printf("a function call  %7.1f ns\n", call);
	printf("getppid          %7.1f ns, %.0f function calls\n", trap, trap / call);
	printf("by int $0x80     %7.1f ns, %.0f function calls\n", gate, gate / call);
	return trap <= call; /* then something is wrong with the measurement */
}
