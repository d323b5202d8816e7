/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Process groups and sessions over several processes, and what may not be done to them. */
#include "tasks.h"

static struct gate up, go;

static int waits(void *arg)
{
	(void)arg;
	gate_open(&up);
	gate_wait(&go);
	return 0;
}

static pid_t child(void)
{
	pid_t p = spawn(waits, NULL);

	gate_wait(&up);
	return p;
}

static void let_go(pid_t p)
{
	kill(p, SIGKILL);
	waitpid(p, NULL, 0);
}

/* Once it has been read to its end: the exec is over. */
static int executing[2];

static int execs_and_waits(void *arg)
{
	execl(arg, arg, "waits", NULL);
	return 1;
}

static int leads_session(void *arg)
{
	setsid();
	return waits(arg);
}

static int leads_group(void *arg)
{
	setpgid(0, 0);
	return waits(arg);
}

static int has_child(void *arg)
{
	pid_t p = child();

	if (write(*(int *)arg, &p, sizeof(p)) != sizeof(p))
		return 1;
	gate_open(&up);
	gate_wait(&go);
	return 0;
}

/* --- setpgid --- */

static void groups(const char *self)
{
	int pipes[2];
	pid_t p = child(), q = child(), r;

	show(setpgid(p, -1));
	show(setpgid(-1, 0));
	show(setpgid(4194304, 0));
	show(setpgid(1, 0));
	show(setpgid(p, 4194304));
	show(setpgid(p, q)); /* no group yet */
	show(setpgid(p, p));
	show(getpgid(p) == p);
	show(setpgid(q, p));
	show(getpgid(q) == p);
	show(setpgid(p, p));
	show(setpgid(p, getpgrp()));
	show(getpgid(p) == getpgrp());
	show(getpgid(q) == p); /* the group lives on without the one that gave the number */
	show(setpgid(p, getpgid(q)));
	let_go(p);
	let_go(q);
	show(getpgid(p));
	show(setpgid(0, p));
	gate_make(&up);
	if (pipe2(executing, O_CLOEXEC))
		abort();
	r = spawn(execs_and_waits, (void *)self);
	close(executing[1]);
	show(read(executing[0], &(char){ 0 }, 1));
	close(executing[0]);
	show(setpgid(r, r));
	kill(r, SIGKILL);
	waitpid(r, NULL, 0);
	r = spawn(leads_session, NULL);
	gate_wait(&up);
	show(setpgid(r, r));
	show(setpgid(r, getpgrp()));
	show(setpgid(0, r));
	show(getsid(r) == r && getpgid(r) == r);
	let_go(r);
	if (pipe(pipes))
		abort();
	r = spawn(has_child, &pipes[1]);
	if (read(pipes[0], &p, sizeof(p)) != sizeof(p))
		abort();
	gate_wait(&up);
	show(setpgid(p, p)); /* a grandchild's is not ours to set */
	kill(p, SIGKILL);
	let_go(r);
}

static void kills(void)
{
	pid_t p = spawn(leads_group, NULL), q;

	gate_wait(&up);
	q = child();
	show(setpgid(q, p));
	show(kill(-p, 0));
	show(kill(-p, 65));
	show(kill(-4194304, 0));
	show(kill(0, 0));
	show(kill(-p, SIGTERM));
	reap("one", p);
	reap("two", q);
	show(kill(-p, 0));
	show(kill(p, 0));
	show(kill(4194304, SIGTERM));
	show(kill(p, -1));
}

/* --- setsid --- */

static int sessions(void *arg)
{
	pid_t p;

	(void)arg;
	show(setsid() == getpid());
	show(setsid());
	show(getsid(0) == getpid());
	show(getpgrp() == getpid());
	show(setpgid(0, 0));
	p = fork();
	if (!p) {
		show(setpgid(0, 0));
		show(setsid()); /* it leads a group */
		_exit(0);
	}
	reap("leader of a group", p);
	p = fork();
	if (!p) {
		pid_t c = fork();

		if (!c) {
			pause();
			_exit(0);
		}
		setpgid(0, 0);
		setpgid(c, getpid());
		show(setpgid(0, getppid()));
		show(setsid()); /* its child is still in the group of that number */
		kill(c, SIGKILL);
		waitpid(c, NULL, 0);
		show(setsid() == getpid());
		_exit(0);
	}
	reap("group of its number", p);
	show(getsid(4194304));
	show(getpgid(-1));
	return 0;
}

/* A number stays taken while it is a group's or a session's. */
static int numbers_stay(void *arg)
{
	pid_t leader = spawn(leads_group, NULL), member;
	int i, reused = 0;

	(void)arg;
	gate_wait(&up);
	member = child();
	setpgid(member, leader);
	let_go(leader);
	let_go(member);
	leader = spawn(leads_group, NULL);
	gate_wait(&up);
	member = fork();
	if (!member) {
		setpgid(0, leader);
		gate_open(&up);
		pause();
		_exit(0);
	}
	gate_wait(&up);
	let_go(leader);
	for (i = 0; i < 200; i++) {
		pid_t p = fork();

		if (!p)
			_exit(0);
		reused += p == leader;
		waitpid(p, NULL, 0);
	}
	printf("reused %d, group still there %d\n", reused, getpgid(member) == leader);
	show(kill(leader, 0));
	show(kill(-leader, SIGKILL));
	reap("member", member);
	return 0;
}

int main(int argc, char **argv)
{
	if (argc > 1) {
		pause();
		return 0;
	}
	gate_make(&up);
	gate_make(&go);
	setsid();
	groups(argv[0]);
	gate_make(&up);
	gate_make(&go);
	kills();
	reap("sessions", spawn(sessions, NULL));
	gate_make(&up);
	gate_make(&go);
	reap("numbers", spawn(numbers_stay, NULL));
	return 0;
}
