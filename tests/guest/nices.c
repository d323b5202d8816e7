/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Priorities of other processes, groups and users: whom they reach, and who may change them. */
#include <sched.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "guest.h"

/* Users of this run alone, since PRIO_USER reaches all of a user's processes; `none` has none. */
static uid_t one, two, none;

static pid_t sleeper(uid_t uid, pid_t group, int nice_value)
{
	int fds[2];
	char c;
	pid_t pid;

	pipe(fds);
	pid = fork();
	if (!pid) {
		setpgid(0, group);
		setpriority(PRIO_PROCESS, 0, nice_value);
		if (uid)
			setresuid(uid, uid, uid);
		write(fds[1], "x", 1);
		for (;;)
			pause();
	}
	read(fds[0], &c, 1);
	close(fds[0]);
	close(fds[1]);
	return pid;
}

static void end(pid_t pid)
{
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
}

static long prio(int which, int who)
{
	return raw(SYS_getpriority, which, who, 0, 0, 0, 0);
}

static long set_prio(int which, int who, int nice_value)
{
	return raw(SYS_setpriority, which, who, nice_value, 0, 0, 0);
}

static void policy_of(pid_t pid, int policy, int priority)
{
	struct sched_param p = { priority };

	show(raw(SYS_sched_setscheduler, pid, policy, (long)&p, 0, 0, 0));
	show(raw(SYS_sched_getscheduler, pid, 0, 0, 0, 0, 0));
}

/* As an ordinary user. */
static void ordinary(pid_t mine, pid_t others, pid_t group)
{
	struct rlimit limit = { 25, 25 }; /* down to -5 */
	unsigned long mask = ~0ul;

	setrlimit(RLIMIT_NICE, &(struct rlimit){ 0, 0 });
	setresuid(one, one, one);
	show(prio(PRIO_PROCESS, mine));
	show(set_prio(PRIO_PROCESS, mine, 6));
	show(set_prio(PRIO_PROCESS, mine, 7));
	show(set_prio(PRIO_PROCESS, mine, 5));
	show(prio(PRIO_PROCESS, mine));
	show(prio(PRIO_PROCESS, others));
	show(set_prio(PRIO_PROCESS, others, 19));
	show(set_prio(PRIO_PGRP, group, 10));
	show(prio(PRIO_PGRP, group));
	show(set_prio(PRIO_USER, 0, 10));
	show(prio(PRIO_USER, one));
	show(prio(PRIO_USER, two));
	show(prio(PRIO_USER, none));
	show(set_prio(PRIO_USER, none, 1));
	errno = 0;
	show(nice(-1));
	show(nice(1));
	show(raw(SYS_ioprio_set, 1, others, 2 << 13, 0, 0, 0));
	show(raw(SYS_ioprio_set, 1, mine, 2 << 13 | 5, 0, 0, 0));
	show(raw(SYS_ioprio_get, 1, mine, 0, 0, 0, 0));
	policy_of(mine, SCHED_BATCH, 0);
	policy_of(mine, SCHED_IDLE, 0);
	policy_of(mine, SCHED_OTHER, 0);
	policy_of(others, SCHED_BATCH, 0);
	policy_of(mine, SCHED_FIFO, 1);
	show(raw(SYS_sched_setaffinity, others, sizeof(mask), (long)&mask, 0, 0, 0));
	show(raw(SYS_sched_setaffinity, mine, sizeof(mask), (long)&mask, 0, 0, 0));
	setrlimit(RLIMIT_NICE, &limit);
	show(set_prio(PRIO_PROCESS, 0, -5));
}

/* What children inherit, and what they do not with SCHED_RESET_ON_FORK. */
static void inherited(void)
{
	struct sched_param p = { 0 };

	setpriority(PRIO_PROCESS, 0, 3);
	for (int reset = 0; reset < 2; reset++) {
		sched_setscheduler(0, SCHED_BATCH | (reset ? SCHED_RESET_ON_FORK : 0), &p);
		if (!fork()) {
			show(sched_getscheduler(0));
			show(prio(PRIO_PROCESS, 0));
			_exit(0);
		}
		wait(NULL);
	}
	show(sched_getscheduler(0));
}

int main(void)
{
	pid_t mine, others, third;

	setvbuf(stdout, NULL, _IOLBF, 0);
	if (getuid()) {
		puts("for root only");
		return 77;
	}
	one = 30000000 + 3 * (uid_t)getpid();
	two = one + 1;
	none = one + 2;
	mine = sleeper(one, 0, 5);
	third = sleeper(one, mine, 2);
	others = sleeper(two, mine, 0);
	show(prio(PRIO_PGRP, mine));
	if (!fork()) {
		ordinary(mine, others, mine);
		_exit(0);
	}
	wait(NULL);
	show(prio(PRIO_PROCESS, mine));
	show(prio(PRIO_PROCESS, third));
	show(prio(PRIO_PROCESS, others));
	end(mine);
	show(prio(PRIO_PROCESS, mine));
	show(prio(PRIO_PGRP, mine));
	end(third);
	end(others);
	show(prio(PRIO_PGRP, mine));
	inherited();
	return 0;
}
