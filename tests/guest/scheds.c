/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Scheduling policies, priorities, affinity; futexes of one thread. */
#include <linux/futex.h>
#include <sched.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <time.h>

#include "guest.h"

#define BAD 8
#define NONE 4194304 /* no pid is as high */

struct attr {
	uint32_t size, policy;
	uint64_t flags;
	int32_t nice;
	uint32_t priority;
	uint64_t runtime, deadline, period;
	uint32_t min, max;
};

static void policies(void)
{
	static const int all[] = { 0, 1, 2, 3, 4, 5, 6, 8, 9, -1, 0x40000000 };
	struct sched_param p = { 0 };
	struct timespec ts;

	for (unsigned i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		printf("policy %d: %ld %ld\n", all[i], raw(SYS_sched_get_priority_max, all[i], 0, 0, 0, 0, 0),
		       raw(SYS_sched_get_priority_min, all[i], 0, 0, 0, 0, 0));
	}
	show(sched_getscheduler(0));
	show(sched_getscheduler(-1));
	show(sched_getscheduler(NONE));
	show(sched_getparam(0, &p));
	show(raw(SYS_sched_getparam, 0, 0, 0, 0, 0, 0));
	show(raw(SYS_sched_getparam, 0, BAD, 0, 0, 0, 0));
	show(raw(SYS_sched_getparam, NONE, BAD, 0, 0, 0, 0));
	show(sched_setscheduler(0, -1, &p));
	show(sched_setscheduler(0, 4, &p));
	show(sched_setscheduler(-1, 0, &p));
	show(sched_setscheduler(NONE, 0, &p));
	show(raw(SYS_sched_setscheduler, 0, 0, 0, 0, 0, 0));
	show(raw(SYS_sched_setscheduler, NONE, 77, BAD, 0, 0, 0));
	p.sched_priority = 1;
	show(sched_setscheduler(0, SCHED_OTHER, &p));
	show(sched_setparam(0, &p));
	p.sched_priority = 100;
	show(sched_setscheduler(0, SCHED_FIFO, &p));
	p.sched_priority = 0;
	show(sched_setscheduler(0, SCHED_FIFO, &p));
	show(sched_setscheduler(0, SCHED_BATCH, &p));
	show(sched_getscheduler(0));
	show(sched_setscheduler(0, SCHED_OTHER | SCHED_RESET_ON_FORK, &p));
	show(sched_getscheduler(0));
	show(sched_setparam(0, &p));
	show(sched_getscheduler(0));
	show(sched_rr_get_interval(-1, &ts));
	show(sched_rr_get_interval(NONE, &ts));
	show(raw(SYS_sched_rr_get_interval, 0, BAD, 0, 0, 0, 0));
	show(sched_yield());
}

static void attributes(void)
{
	struct attr a = { .size = sizeof(a) }, b[2];

	show(raw(SYS_sched_setattr, 0, 0, 0, 0, 0, 0));
	show(raw(SYS_sched_setattr, 0, BAD, 0, 0, 0, 0));
	show(raw(SYS_sched_setattr, 0, (long)&a, 1, 0, 0, 0));
	show(raw(SYS_sched_setattr, -1, (long)&a, 0, 0, 0, 0));
	show(raw(SYS_sched_setattr, NONE, (long)&a, 0, 0, 0, 0));
	a.size = 40;
	show(raw(SYS_sched_setattr, 0, (long)&a, 0, 0, 0, 0));
	printf("size at least %d\n", a.size >= 56);
	a.size = 0;
	a.policy = SCHED_BATCH;
	a.nice = 3;
	show(raw(SYS_sched_setattr, 0, (long)&a, 0, 0, 0, 0));
	memset(b, 0xff, sizeof(b));
	memcpy(b, &a, sizeof(a));
	b[0].size = 64;
	show(raw(SYS_sched_setattr, 0, (long)b, 0, 0, 0, 0));
	memset(&b[1], 0, sizeof(b[1]));
	b[0].size = 64;
	show(raw(SYS_sched_setattr, 0, (long)b, 0, 0, 0, 0));
	a.flags = 0x80;
	show(raw(SYS_sched_setattr, 0, (long)&a, 0, 0, 0, 0));
	a.flags = 0;
	a.policy = -1;
	show(raw(SYS_sched_setattr, 0, (long)&a, 0, 0, 0, 0));
	memset(b, 0, sizeof(b));
	show(raw(SYS_sched_getattr, 0, (long)b, sizeof(a), 0, 0, 0));
	printf("policy %u nice %d priority %u\n", b[0].policy, b[0].nice, b[0].priority);
	/* What KEEP_PARAMS keeps is only what the present policy has: a priority is the caller's. */
	a = (struct attr){ .size = sizeof(a), .policy = SCHED_BATCH, .flags = 0x10, .priority = 18 };
	show(raw(SYS_sched_setattr, 0, (long)&a, 0, 0, 0, 0));
	a.priority = 0;
	show(raw(SYS_sched_setattr, 0, (long)&a, 0, 0, 0, 0));
	show(raw(SYS_sched_getattr, 0, (long)b, 47, 0, 0, 0));
	show(raw(SYS_sched_getattr, 0, (long)b, 4097, 0, 0, 0));
	show(raw(SYS_sched_getattr, 0, (long)b, 48, 1, 0, 0));
	show(raw(SYS_sched_getattr, 0, 0, 48, 0, 0, 0));
	show(raw(SYS_sched_getattr, 0, BAD, 48, 0, 0, 0));
	show(raw(SYS_sched_getattr, NONE, (long)b, 48, 0, 0, 0));
	show(raw(SYS_sched_getattr, 0, (long)b, 64, 0, 0, 0));
}

static void nices(void)
{
	show(raw(SYS_getpriority, 3, 0, 0, 0, 0, 0));
	show(raw(SYS_getpriority, -1, 0, 0, 0, 0, 0));
	show(raw(SYS_getpriority, PRIO_PROCESS, 0, 0, 0, 0, 0));
	show(raw(SYS_getpriority, PRIO_PROCESS, NONE, 0, 0, 0, 0));
	show(raw(SYS_getpriority, PRIO_PGRP, NONE, 0, 0, 0, 0));
	show(raw(SYS_setpriority, 3, 0, 0, 0, 0, 0));
	show(raw(SYS_setpriority, PRIO_PROCESS, NONE, 0, 0, 0, 0));
	show(raw(SYS_setpriority, PRIO_PROCESS, 0, 100, 0, 0, 0));
	show(raw(SYS_getpriority, PRIO_PROCESS, 0, 0, 0, 0, 0));
	show(raw(SYS_ioprio_get, 0, 0, 0, 0, 0, 0));
	show(raw(SYS_ioprio_get, 1, 0, 0, 0, 0, 0));
	show(raw(SYS_ioprio_get, 1, NONE, 0, 0, 0, 0));
	show(raw(SYS_ioprio_set, 1, 0, 4 << 13, 0, 0, 0));
	show(raw(SYS_ioprio_set, 1, 0, 1, 0, 0, 0));
	show(raw(SYS_ioprio_set, 7, 0, 0, 0, 0, 0));
	show(raw(SYS_ioprio_set, 1, 0, 2 << 13 | 3, 0, 0, 0));
	show(raw(SYS_ioprio_get, 1, 0, 0, 0, 0, 0));
	show(raw(SYS_ioprio_set, 1, 0, 3 << 13, 0, 0, 0));
	show(raw(SYS_ioprio_get, 1, 0, 0, 0, 0, 0));
}

static void affinity(void)
{
	unsigned long mask[16] = { 0 };
	unsigned cpu = 99, node = 99;

	show(raw(SYS_sched_getaffinity, 0, 0, (long)mask, 0, 0, 0));
	show(raw(SYS_sched_getaffinity, 0, 6, (long)mask, 0, 0, 0));
	show(raw(SYS_sched_getaffinity, NONE, 128, (long)mask, 0, 0, 0));
	show(raw(SYS_sched_getaffinity, -1, 128, (long)mask, 0, 0, 0));
	show(raw(SYS_sched_getaffinity, 0, 128, BAD, 0, 0, 0));
	show(raw(SYS_sched_getaffinity, 0, 128, (long)mask, 0, 0, 0) > 0);
	printf("some CPU: %d\n", mask[0] != 0);
	show(raw(SYS_sched_setaffinity, 0, sizeof(long), (long)mask, 0, 0, 0));
	mask[0] = 0;
	show(raw(SYS_sched_setaffinity, 0, sizeof(long), (long)mask, 0, 0, 0));
	show(raw(SYS_sched_setaffinity, 0, 0, (long)mask, 0, 0, 0));
	show(raw(SYS_sched_setaffinity, 0, sizeof(long), BAD, 0, 0, 0));
	show(raw(SYS_sched_setaffinity, NONE, sizeof(long), (long)mask, 0, 0, 0));
	show(raw(SYS_getcpu, (long)&cpu, (long)&node, 0, 0, 0, 0));
	printf("cpu %d node %d\n", cpu < 4096, is_native() ? 0 : node); /* the host may have several */
	show(raw(SYS_getcpu, 0, 0, 0, 0, 0, 0));
	show(raw(SYS_getcpu, BAD, 0, 0, 0, 0, 0));
}

static long futex(void *addr, int op, int val, const struct timespec *ts, void *addr2, int val3)
{
	return raw(SYS_futex, (long)addr, op, val, (long)ts, (long)addr2, val3);
}

static void on_alarm(int sig)
{
	(void)sig;
}

/* Again and again: the first may come before the call that it is meant for. */
static void alarm_every(long usec)
{
	setitimer(ITIMER_REAL, &(struct itimerval){ { 0, usec }, { 0, usec } }, NULL);
}

static void futexes(void)
{
	static uint32_t word[4] = { 5, 6 };
	struct timespec ts = { 0, 2000000 }, bad = { 0, 1000000000 }, past = { 1, 0 };
	struct sigaction sa = { .sa_handler = on_alarm };
	void *ro = mmap(NULL, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	for (int p = 0; p <= FUTEX_PRIVATE_FLAG; p += FUTEX_PRIVATE_FLAG) {
		show(futex(word, FUTEX_WAIT | p, 6, NULL, NULL, 0));
		show(futex(word, FUTEX_WAIT | p, 5, &ts, NULL, 0));
		show(futex(word, FUTEX_WAIT | p, 6, &bad, NULL, 0));
		show(futex(word, FUTEX_WAIT | p, 5, (void *)BAD, NULL, 0));
		show(futex((void *)BAD, FUTEX_WAIT | p, 5, NULL, NULL, 0));
		show(futex((char *)word + 1, FUTEX_WAIT | p, 5, NULL, NULL, 0));
		show(futex((void *)-4096l, FUTEX_WAKE | p, 1, NULL, NULL, 0));
		show(futex((void *)BAD, FUTEX_WAKE | p, 1, NULL, NULL, 0));
		show(futex((char *)word + 2, FUTEX_WAKE | p, 1, NULL, NULL, 0));
		show(futex(word, FUTEX_WAKE | p, 1, NULL, NULL, 0));
		show(futex(ro, FUTEX_WAKE | p, 1, NULL, NULL, 0));
		show(futex(ro, FUTEX_WAIT | p, 1, NULL, NULL, 0));
		show(futex(word, FUTEX_WAIT_BITSET | p, 6, NULL, NULL, 0));
		show(futex(word, FUTEX_WAIT_BITSET | p, 6, NULL, NULL, 1));
		show(futex(word, FUTEX_WAIT_BITSET | p, 5, &past, NULL, 1));
		show(futex(word, FUTEX_WAIT_BITSET | FUTEX_CLOCK_REALTIME | p, 5, &past, NULL, 1));
		show(futex(word, FUTEX_WAIT | FUTEX_CLOCK_REALTIME | p, 5, &ts, NULL, 1));
		show(futex(word, FUTEX_WAKE | FUTEX_CLOCK_REALTIME | p, 1, NULL, NULL, 0));
		show(futex(word, FUTEX_WAKE_BITSET | p, 1, NULL, NULL, 0));
		show(futex(word, FUTEX_WAKE_BITSET | p, 1, NULL, NULL, 1));
		show(futex(word, FUTEX_REQUEUE | p, 1, (void *)1, word + 1, 0));
		show(futex(word, FUTEX_REQUEUE | p, -1, (void *)1, word + 1, 0));
		show(futex(word, FUTEX_REQUEUE | p, 1, (void *)-1l, word + 1, 0));
		show(futex(word, FUTEX_REQUEUE | p, 1, (void *)1, (char *)word + 1, 0));
		show(futex(word, FUTEX_CMP_REQUEUE | p, 1, (void *)1, word + 1, 6));
		show(futex(word, FUTEX_CMP_REQUEUE | p, 1, (void *)1, word + 1, 5));
		show(futex(word, FUTEX_WAKE_OP | p, 1, (void *)1, word + 1,
			   FUTEX_OP(FUTEX_OP_ADD, 10, FUTEX_OP_CMP_EQ, 6)));
		printf("word %u\n", word[1]);
		show(futex(word, FUTEX_WAKE_OP | p, 1, (void *)1, word + 1,
			   FUTEX_OP((FUTEX_OP_SET | FUTEX_OP_OPARG_SHIFT), 5, FUTEX_OP_CMP_GT, 6)));
		printf("word %u\n", word[1]);
		show(futex(word, FUTEX_WAKE_OP | p, 1, (void *)1, word + 1,
			   FUTEX_OP(FUTEX_OP_ANDN, 0xfff, FUTEX_OP_CMP_LT, -1)));
		printf("word %u\n", word[1]);
		word[1] = 6;
		show(futex(word, FUTEX_WAKE_OP | p, 1, (void *)1, word + 1, FUTEX_OP(7, 1, 0, 6)));
		show(futex(word, FUTEX_WAKE_OP | p, 1, (void *)1, word + 1, FUTEX_OP(1, 1, 9, 6)));
		printf("word %u\n", word[1]);
		word[1] = 6;
		show(futex(word, FUTEX_WAKE_OP | p, 1, (void *)1, ro, FUTEX_OP(1, 1, 0, 6)));
	}
	show(futex(word, 99, 0, NULL, NULL, 0));
	show(futex(word, FUTEX_FD, 0, NULL, NULL, 0));
	sigaction(SIGALRM, &sa, NULL);
	alarm_every(2000);
	show(futex(word, FUTEX_WAIT, 5, NULL, NULL, 0));
	sa.sa_flags = SA_RESTART;
	sigaction(SIGALRM, &sa, NULL);
	ts = (struct timespec){ 20, 0 };
	show(futex(word, FUTEX_WAIT, 5, &ts, NULL, 0));
	signal(SIGALRM, SIG_IGN);
	ts = (struct timespec){ 0, 50000000 };
	show(futex(word, FUTEX_WAIT, 5, &ts, NULL, 0));
}

int main(void)
{
	setvbuf(stdout, NULL, _IOLBF, 0);
	policies();
	attributes();
	nices();
	affinity();
	futexes();
	return 0;
}
