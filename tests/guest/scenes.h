/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Three processes sleep in the same call, each kind of sleep in turn, until the parent lets them
 * go. Alone this is no more than a test of wake-ups; with --break-sleep and --kill-sleep each of
 * the sleeps is broken while the others stand in the same routine.
 */
#ifndef SCENES_H
#define SCENES_H

#include <sched.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>

#include "guest.h"

#define N 3
#define AGAIN(call)                                          \
	({                                                   \
		long again_;                                 \
		do                                           \
			again_ = (call);                     \
		while (again_ == -1 && errno == EINTR);      \
		again_;                                      \
	})

struct scene {
	const char *name;
	void (*make)(void);
	long (*sleep)(void); /* in each child */
	void (*give)(void);  /* what they wait for */
};

static struct shared {
	uint32_t word, pi;
	volatile int started;
} *shared;
static int fds[2];
static pid_t pids[N];

static inline void nothing(void) {}

static inline long read_byte(void)
{
	char c;

	return read(fds[0], &c, 1);
}

static inline void give_bytes(void)
{
	write(fds[1], "abc", N);
}

static inline void scenes_init(void)
{
	setvbuf(stdout, NULL, _IOLBF, 0);
	shared = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
}

/* What the sleepers need to get out, even when one of them was killed. */
static inline void play(const struct scene *scene)
{
	struct timespec pause = { 0, 5000000 };
	int status;

	shared->started = 0;
	scene->make();
	for (int i = 0; i < N; i++) {
		pids[i] = fork();
		if (pids[i])
			continue;
		__atomic_add_fetch(&shared->started, 1, __ATOMIC_SEQ_CST);
		errno = 0;
		long result = scene->sleep();

		_exit(result < 0 ? 100 : result ? 1 : 0);
	}
	/* Until they sleep, as good as certainly; what is printed does not depend on it. */
	for (int i = 0; i < 1000 && shared->started < N; i++)
		sched_yield();
	nanosleep(&pause, NULL);
	scene->give();
	printf("%s:", scene->name);
	for (int i = 0; i < N; i++) {
		AGAIN(waitpid(pids[i], &status, 0));
		printf(" %x", status);
	}
	printf("\n");
	for (int i = 3; i < 64; i++)
		close(i);
}

#endif
