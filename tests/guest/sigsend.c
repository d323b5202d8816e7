/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Who may send what to whom: ids, process groups, sessions, codes that only the kernel may use, the
 * limit on queued signals. Needs root for the ids; without it those parts are left out.
 */
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

#include "guest.h"

/* --- children that wait --- */

/* A child with those real, effective and saved ids, in its own group if asked; it sleeps. */
static pid_t sleeper(int ruid, int euid, int suid, int own_group)
{
	int ready[2];
	char c;
	pid_t p;

	pipe(ready);
	p = fork();
	if (!p) {
		close(ready[0]);
		if (own_group)
			setpgid(0, 0);
		if (own_group > 1)
			setsid();
		if (ruid >= 0)
			setresuid(ruid, euid, suid);
		write(ready[1], "r", 1);
		for (;;)
			pause();
	}
	close(ready[1]);
	read(ready[0], &c, 1);
	close(ready[0]);
	return p;
}

static void reap(pid_t p)
{
	int status = 0;

	kill(p, SIGKILL);
	waitpid(p, &status, 0);
}

/* Runs fn in a child with those ids and waits for it. */
static void as(int ruid, int euid, int suid, void (*fn)(pid_t), pid_t arg)
{
	pid_t p = fork();

	if (!p) {
		if (setresuid(ruid, euid, suid))
			puts("setresuid failed");
		fn(arg);
		_exit(0);
	}
	waitpid(p, NULL, 0);
}

/* --- by ids --- */

static void try_null(pid_t p)
{
	uid_t r, e, s;

	getresuid(&r, &e, &s);
	errno = 0;
	printf("  as %d %d %d: ", r, e, s);
	guest_show("kill", kill(p, 0));
}

static void by_ids(void)
{
	static const int ids[][3] = { { 0, 0, 0 },	  { 5000, 5000, 5000 }, { 6000, 5000, 6000 },
				      { 5000, 6000, 6000 }, { 6000, 6000, 5000 }, { 6000, 6000, 6000 } };

	for (unsigned t = 0; t < 6; t++) {
		pid_t p = sleeper(ids[t][0], ids[t][1], ids[t][2], 0);

		printf("target %d %d %d\n", ids[t][0], ids[t][1], ids[t][2]);
		for (unsigned s = 0; s < 6; s++)
			as(ids[s][0], ids[s][1], ids[s][2], try_null, p);
		reap(p);
	}
}

static void try_cont(pid_t p)
{
	show(kill(p, SIGCONT));
	show(kill(p, SIGTERM));
	show(kill(p, 0));
	show(kill(p, 65));
	show(kill(p, -1));
	show(kill(1, 0));
}

static void by_session(void)
{
	pid_t same = sleeper(5000, 5000, 5000, 1), other = sleeper(5000, 5000, 5000, 2);

	puts("in the same session");
	as(6000, 6000, 6000, try_cont, same);
	puts("in another one");
	as(6000, 6000, 6000, try_cont, other);
	reap(same);
	reap(other);
}

/* A group with members that one may signal and others. */
static void try_group(pid_t pgrp)
{
	show(kill(-pgrp, 0));
	show(kill(-pgrp, SIGUSR1));
	show(kill(-pgrp, SIGCONT));
	show(kill(-0x7ffffff, 0));
}

static void by_group(void)
{
	pid_t a = sleeper(5000, 5000, 5000, 1), b;
	int status;

	b = fork();
	if (!b) {
		setpgid(0, a);
		setresuid(6000, 6000, 6000);
		for (;;)
			pause();
	}
	setpgid(b, a);
	while (kill(b, 0) || getpgid(b) != a)
		;
	puts("a group of two users");
	as(7000, 7000, 7000, try_group, a);
	as(5000, 5000, 5000, try_group, a);
	waitpid(a, &status, 0);
	printf("  its own died: %x\n", status);
	reap(b);
	puts("no member left");
	try_group(a);
}

/* --- codes and threads --- */

static void queue(const char *what, pid_t tgid, pid_t tid, int sig, int code)
{
	siginfo_t si;
	long r;

	memset(&si, 0, sizeof(si));
	si.si_signo = sig;
	si.si_code = code;
	si.si_pid = getpid();
	si.si_uid = getuid();
	if (tid)
		r = raw(SYS_rt_tgsigqueueinfo, tgid, tid, sig, (long)&si, 0, 0);
	else
		r = raw(SYS_rt_sigqueueinfo, tgid, sig, (long)&si, 0, 0, 0);
	printf("  %s code %d: %ld\n", what, code, r);
}

static void codes(void)
{
	static const int all[] = { SI_USER, SI_KERNEL, SI_QUEUE, SI_TIMER, SI_MESGQ, SI_ASYNCIO,
				   SI_SIGIO, SI_TKILL, -60, -1000, 1, 0x7fffffff };
	pid_t p = sleeper(-1, 0, 0, 0), me = getpid();

	puts("codes");
	for (unsigned i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		queue("other", p, 0, SIGWINCH, all[i]);
		queue("self", me, 0, SIGWINCH, all[i]);
		queue("other's thread", p, p, SIGWINCH, all[i]);
		queue("own thread", me, me, SIGWINCH, all[i]);
	}
	queue("nobody", 0x3fffffff, 0, SIGWINCH, SI_QUEUE);
	queue("wrong group", me, p, SIGWINCH, SI_QUEUE);
	queue("no group", 0, p, SIGWINCH, SI_QUEUE);
	queue("no thread", p, -1, SIGWINCH, SI_QUEUE);
	queue("signal 0", p, 0, 0, SI_QUEUE);
	queue("signal 65", p, 0, 65, SI_QUEUE);
	show(raw(SYS_rt_sigqueueinfo, p, SIGWINCH, 8, 0, 0, 0));
	show(raw(SYS_rt_sigqueueinfo, 0x3fffffff, 65, 8, 0, 0, 0));
	reap(p);
}

/* To all that one may signal (with signal 0: the real thing would hit the whole host). */
static void everybody(pid_t p)
{
	(void)p;
	show(kill(-1, 0));
	show(kill(-1, 65));
	show(kill(0, 0));
	show(kill(0x80000000, 0));
}

/* --- the limit of a user --- */

static int fill(int sig, int n)
{
	union sigval v = { 0 };
	int i;

	for (i = 0; i < n; i++)
		if (sigqueue(getpid(), sig, v))
			break;
	return i;
}

static void limits(pid_t unused)
{
	struct rlimit l = { 10, 10 };
	sigset_t set;
	siginfo_t si;
	timer_t timer;
	struct sigevent sev = { .sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGUSR1 };
	pid_t p;

	(void)unused;
	sigfillset(&set);
	sigprocmask(SIG_BLOCK, &set, NULL);
	setrlimit(RLIMIT_SIGPENDING, &l);
	printf("queued %d\n", fill(SIGRTMIN, 100));
	show(sigqueue(getpid(), SIGRTMIN, (union sigval){ 0 }));
	show(kill(getpid(), SIGRTMIN + 1)); /* comes without a place in the queue */
	show(kill(getpid(), SIGUSR2));
	/* its place is taken as well, whatever the limit says */
	show(sigqueue(getpid(), SIGUSR1, (union sigval){ 5 }));
	show(timer_create(CLOCK_MONOTONIC, &sev, &timer));
	/* another process of the user finds the queue full, too */
	p = fork();
	if (!p) {
		printf("child: queued %d\n", fill(SIGRTMIN, 100));
		fflush(stdout);
		_exit(0);
	}
	waitpid(p, NULL, 0);
	for (int i = 0; i < 4; i++)
		sigwaitinfo(&set, &si); /* USR1 USR2 CHLD and one of the ten */
	printf("queued %d\n", fill(SIGRTMIN, 100));
	p = fork();
	if (!p)
		_exit(0);
	waitpid(p, NULL, 0);
	/* what died gave all back */
}

static void limit_again(pid_t unused)
{
	struct rlimit l = { 10, 10 };
	sigset_t set;

	(void)unused;
	sigfillset(&set);
	sigprocmask(SIG_BLOCK, &set, NULL);
	setrlimit(RLIMIT_SIGPENDING, &l);
	printf("queued %d\n", fill(SIGRTMIN, 100));
}

/* --- real-time signals: order, and what they carry --- */

static int order[64], values[64], nr;

static void note(int sig, siginfo_t *si, void *uc)
{
	(void)uc;
	order[nr] = sig - SIGRTMIN;
	values[nr++] = si->si_value.sival_int;
}

static void in_order(void)
{
	static const int sent[][2] = { { 3, 1 }, { 1, 2 }, { 3, 3 }, { 0, 4 }, { 1, 5 }, { 3, 6 } };
	struct sigaction sa = { .sa_sigaction = note, .sa_flags = SA_SIGINFO };
	sigset_t set, old;

	sigfillset(&sa.sa_mask);
	sigfillset(&set);
	for (int i = 0; i < 4; i++)
		sigaction(SIGRTMIN + i, &sa, NULL);
	sigprocmask(SIG_BLOCK, &set, &old);
	for (int i = 0; i < 6; i++)
		sigqueue(getpid(), SIGRTMIN + sent[i][0], (union sigval){ sent[i][1] });
	sigprocmask(SIG_SETMASK, &old, NULL);
	printf("order:");
	for (int i = 0; i < nr; i++)
		printf(" %d/%d", order[i], values[i]);
	printf("\n");
}

/* What the code says nothing of comes, too: to 64-bit programs all that a queue keeps. */
static void all_of_it(void)
{
	static const int some_codes[] = { SI_QUEUE, SI_TKILL, SI_SIGIO, -1000, SI_USER, 2, 99 };
	const struct timespec now = {};
	uint32_t sent[32], taken[32];
	sigset_t s;

	sigemptyset(&s);
	sigaddset(&s, SIGBUS);
	sigprocmask(SIG_BLOCK, &s, NULL);
	for (unsigned i = 0; i < sizeof(some_codes) / sizeof(some_codes[0]); i++) {
		for (unsigned k = 0; k < 32; k++)
			sent[k] = k < 12 ? 0x1000 + k : 0;
		sent[2] = some_codes[i];
		raw(SYS_rt_sigqueueinfo, getpid(), SIGBUS, (long)sent, 0, 0, 0);
		memset(taken, 0xee, sizeof(taken));
		raw(SYS_rt_sigtimedwait, (long)&s, (long)taken, (long)&now, 8, 0, 0);
		printf("code %d:", some_codes[i]);
		for (unsigned k = 0; k < 13; k++)
			printf(" %x", taken[k]);
		printf("\n");
	}
	sigprocmask(SIG_UNBLOCK, &s, NULL);
}

int main(void)
{
	int uid = 100000 + getpid(); /* nobody else's, whatever runs beside us */
	pid_t other;

	setvbuf(stdout, NULL, _IOLBF, 0);
	codes();
	all_of_it();
	in_order();
	other = sleeper(-1, 0, 0, 0);
	everybody(0);
	reap(other);
	if (getuid())
		return 0;
	by_ids();
	by_session();
	by_group();
	other = sleeper(uid, uid, uid, 0);
	as(uid, uid, uid, everybody, 0);
	reap(other);
	as(uid, uid, uid, limits, 0);
	as(uid, uid, uid, limit_again, 0);
	return 0;
}
