/* SPDX-License-Identifier: GPL-2.0-or-later */
/* guest: options --quiet */
/*
 * RLIMIT_RTTIME: a real-time process that does not sleep is told, then killed. Needs the right to be
 * one.
 */
#include <sched.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

#include "guest.h"

enum { SOFT_US = 30000, HARD_US = 90000, ENOUGH_MS = 400 };

static int told[2];

static void on_xcpu(int sig)
{
	(void)sig;
	write(told[1], "", 1);
}

/* For so long of its own CPU time; with `yields`, giving its turn away again and again. */
static void spin(int ms, int yields)
{
	struct timespec from, now;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &from);
	do {
		if (yields)
			sched_yield();
		clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	} while ((now.tv_sec - from.tv_sec) * 1000 + (now.tv_nsec - from.tv_nsec) / 1000000 < ms);
}

static void busy(void)
{
	spin(ENOUGH_MS, 0);
}

static void yielding(void)
{
	spin(ENOUGH_MS, 1);
}

/* More than the limit in all, but never without a sleep. */
static void sleeping(void)
{
	for (int i = 0; i < 20; i++) {
		spin(5, 0);
		usleep(1000);
	}
}

static void run(const char *name, int policy, void (*body)(void))
{
	struct rlimit limit = { SOFT_US, HARD_US };
	struct sched_param param = { policy == SCHED_OTHER ? 0 : 5 };
	int status;
	char c;

	fcntl(told[0], F_SETFL, O_NONBLOCK);
	if (!fork()) {
		signal(SIGXCPU, on_xcpu);
		sched_setscheduler(0, policy, &param);
		setrlimit(RLIMIT_RTTIME, &limit);
		body();
		_exit(0);
	}
	wait(&status);
	printf("%s: status %x, told %d\n", name, status, read(told[0], &c, 1) == 1);
	while (read(told[0], &c, 1) == 1)
		;
}

int main(void)
{
	struct sched_param param = { 1 };

	setvbuf(stdout, NULL, _IOLBF, 0);
	if (sched_setscheduler(0, SCHED_FIFO, &param))
		return 77;
	param.sched_priority = 0;
	sched_setscheduler(0, SCHED_OTHER, &param);
	pipe(told);
	run("fifo", SCHED_FIFO, busy);
	run("round robin", SCHED_RR, busy);
	run("yielding", SCHED_FIFO, yielding);
	run("sleeping", SCHED_FIFO, sleeping);
	run("ordinary", SCHED_OTHER, busy);
	return 0;
}
