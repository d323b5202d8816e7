/* SPDX-License-Identifier: GPL-2.0-or-later */
/* guest: flags -pthread */
/* futex_wake, futex_wait and futex_requeue: their checks, and a wait that a handler interrupts. */
#include <pthread.h>
#include <signal.h>
#include <time.h>

#include "guest.h"

#define NR_FUTEX_WAKE 454
#define NR_FUTEX_WAIT 455
#define NR_FUTEX_REQUEUE 456
#define SIZE_U32 2
#define PRIVATE 128
#define BAD 8

struct waitv {
	uint64_t val, addr;
	uint32_t flags, reserved;
};

static volatile uint32_t word[2];
static volatile int interrupts;

static void handler(int sig)
{
	(void)sig;
	if (++interrupts == 2)
		word[0] = 1; /* so that a call which is repeated ends */
}

static char state_of(int tid)
{
	char name[64], text[256] = "", *p;
	int fd;

	snprintf(name, sizeof(name), "/proc/self/task/%d/stat", tid);
	fd = open(name, O_RDONLY);
	read(fd, text, sizeof(text) - 1);
	close(fd);
	p = strrchr(text, ')');
	return p ? p[2] : '?';
}

/* Two signals, each while the other thread sleeps; after the first it may be done already. */
static void *interrupt(void *arg)
{
	int tid = (int)(long)arg;

	for (int i = 0; i < 2 && interrupts == i; i++) {
		while (state_of(tid) != 'S' && interrupts == i)
			sched_yield();
		if (interrupts > i)
			break;
		syscall(SYS_tgkill, getpid(), tid, SIGUSR1);
		while (interrupts == i)
			sched_yield();
	}
	return NULL;
}

/* With a time-out, too, the call is repeated, where FUTEX_WAIT would end. */
static void restarts(void)
{
	struct sigaction sa = { .sa_handler = handler, .sa_flags = SA_RESTART };
	struct { int64_t s, ns; } end = { 0, 0 };
	struct timespec now;
	pthread_t t;
	long result;

	sigaction(SIGUSR1, &sa, NULL);
	clock_gettime(CLOCK_MONOTONIC, &now);
	end.s = now.tv_sec + 100;
	pthread_create(&t, NULL, interrupt, (void *)(long)gettid());
	result = raw(NR_FUTEX_WAIT, (long)word, 0, ~0u, SIZE_U32, (long)&end, CLOCK_MONOTONIC);
	printf("%s after %d\n", guest_errno((int)-result), interrupts);
	interrupts = 2;
	pthread_join(t, NULL);
}

static void checks(void)
{
	struct waitv w[2] = { { 0, (uintptr_t)word, SIZE_U32, 0 },
			      { 0, (uintptr_t)(word + 1), SIZE_U32 | PRIVATE, 0 } };

	word[0] = 0;
	show(raw(NR_FUTEX_REQUEUE, (long)w, 0, 0, 0, 0, 0)); /* not of one kind */
	w[0].flags |= PRIVATE;
	show(raw(NR_FUTEX_REQUEUE, (long)w, 0, 0, 0, 0, 0));
	show(raw(NR_FUTEX_REQUEUE, (long)w, 0, -1, 0, 0, 0));
	show(raw(NR_FUTEX_REQUEUE, (long)w, 1, 0, 0, 0, 0));
	show(raw(NR_FUTEX_REQUEUE, 0, 0, 0, 0, 0, 0));
	w[0].val = 1;
	show(raw(NR_FUTEX_REQUEUE, (long)w, 0, 0, 0, 0, 0));
	show(raw(NR_FUTEX_WAKE, (long)word, 0, 1, SIZE_U32, 0, 0));
	show(raw(NR_FUTEX_WAKE, (long)word, 1, 0, SIZE_U32, 0, 0));
	show(raw(NR_FUTEX_WAKE, BAD, 1, 0, SIZE_U32, 0, 0));
	show(raw(NR_FUTEX_WAKE, (long)word, 1, 1, 1, 0, 0));
	show(raw(NR_FUTEX_WAIT, (long)word, 1, 0, SIZE_U32, 0, 0));
	show(raw(NR_FUTEX_WAIT, (long)word, 1, 1, SIZE_U32, 0, 9));
	show(raw(NR_FUTEX_WAIT, (long)word, 1, 1, SIZE_U32, BAD, 9));
	show(raw(NR_FUTEX_WAIT, (long)word, 1, 1, SIZE_U32, BAD, CLOCK_MONOTONIC));
}

int main(void)
{
	setvbuf(stdout, NULL, _IOLBF, 0);
	if (raw(NR_FUTEX_WAKE, (long)word, 1, 1, SIZE_U32, 0, 0) == -ENOSYS)
		return 77; /* they are younger than Linux 6.6 */
	checks();
	restarts();
	return 0;
}
