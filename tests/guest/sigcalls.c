/* SPDX-License-Identifier: GPL-2.0-or-later */
/* System calls about signals: what they refuse and in which order, queues, waits, restarts. */
#include <limits.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <time.h>

#include "guest.h"

#define BAD ((void *)8)

static int caught[65];
static volatile int order[256], n_order;

static void count(int sig)
{
	caught[sig]++;
	if (n_order < 256)
		order[n_order++] = sig;
}

static void queued(int sig, siginfo_t *si, void *ctx)
{
	(void)ctx;
	count(sig);
	printf("got %d code %d pid %d uid %d value %#x\n", sig, si->si_code,
	       si->si_pid == getpid(), si->si_uid == getuid(), si->si_value.sival_int);
}

static void on(int sig, void (*fn)(int), int flags)
{
	struct sigaction sa = { .sa_handler = fn, .sa_flags = flags };

	sigaction(sig, &sa, NULL);
}

static void on_info(int sig, void (*fn)(int, siginfo_t *, void *), int flags)
{
	struct sigaction sa = { .sa_sigaction = fn, .sa_flags = SA_SIGINFO | flags };

	sigaction(sig, &sa, NULL);
}

static void print_mask(const char *what, uint64_t set)
{
	printf("%s %#llx\n", what, (unsigned long long)set);
}

struct ksa {
	unsigned long handler, flags, restorer;
	uint64_t mask;
} __attribute__((packed));

static void actions(void)
{
	struct ksa sa = { .handler = 1 }, old;

	show(raw(SYS_rt_sigaction, 0, 0, 0, 8, 0, 0));
	show(raw(SYS_rt_sigaction, 65, 0, 0, 8, 0, 0));
	show(raw(SYS_rt_sigaction, -1, 0, 0, 8, 0, 0));
	show(raw(SYS_rt_sigaction, 64, 0, 0, 8, 0, 0));
	show(raw(SYS_rt_sigaction, 10, 0, 0, 4, 0, 0));
	show(raw(SYS_rt_sigaction, 99, (long)BAD, 0, 8, 0, 0));
	show(raw(SYS_rt_sigaction, 99, (long)BAD, 0, 16, 0, 0));
	show(raw(SYS_rt_sigaction, 10, 0, (long)BAD, 8, 0, 0));
	show(raw(SYS_rt_sigaction, 9, (long)&sa, 0, 8, 0, 0));
	show(raw(SYS_rt_sigaction, 19, (long)&sa, 0, 8, 0, 0));
	show(raw(SYS_rt_sigaction, 9, 0, (long)&old, 8, 0, 0));
	/* With a bad place for the old one the new one is set all the same. */
	show(raw(SYS_rt_sigaction, 10, (long)&sa, (long)BAD, 8, 0, 0));
	show(raw(SYS_rt_sigaction, 10, 0, (long)&old, 8, 0, 0));
	printf("handler %lu flags %#lx\n", old.handler, old.flags);
	sa.flags = ~0ul;
	sa.mask = ~0ull;
	show(raw(SYS_rt_sigaction, 12, (long)&sa, 0, 8, 0, 0));
	show(raw(SYS_rt_sigaction, 12, 0, (long)&old, 8, 0, 0));
	printf("flags %#lx mask %#llx\n", old.flags, (unsigned long long)old.mask);
#ifdef __i386__
	show(raw(SYS_signal, 12, 0, 0, 0, 0, 0));
	show(raw(SYS_signal, 9, 0, 0, 0, 0, 0));
	show(raw(SYS_signal, 12, 1, 0, 0, 0, 0));
	show(raw(SYS_rt_sigaction, 12, 0, (long)&old, 8, 0, 0));
	printf("signal: handler %lu flags %#lx\n", old.handler, old.flags);
	struct { unsigned long h, mask, flags, rest; } o = { 1, 0x12345678, 0x10000000, 5 }, p;
	show(raw(SYS_sigaction, 12, (long)&o, (long)&p, 0, 0, 0));
	show(raw(SYS_sigaction, 12, 0, (long)&p, 0, 0, 0));
	printf("old: %lx %lx %lx %lx\n", p.h, p.mask, p.flags, p.rest);
	show(raw(SYS_sigaction, 12, (long)BAD, 0, 0, 0, 0));
	show(raw(SYS_sigaction, 77, 0, 0, 0, 0, 0));
#endif
}

static uint64_t mask_now(void)
{
	uint64_t set;

	raw(SYS_rt_sigprocmask, 0, 0, (long)&set, 8, 0, 0);
	return set;
}

static void masks(void)
{
	uint64_t set = ~0ull, old;

	show(raw(SYS_rt_sigprocmask, 77, 0, 0, 8, 0, 0));
	show(raw(SYS_rt_sigprocmask, 77, (long)&set, 0, 8, 0, 0));
	show(raw(SYS_rt_sigprocmask, 77, (long)BAD, 0, 8, 0, 0));
	show(raw(SYS_rt_sigprocmask, 0, (long)&set, 0, 4, 0, 0));
	show(raw(SYS_rt_sigprocmask, SIG_SETMASK, (long)&set, (long)&old, 8, 0, 0));
	print_mask("blocked", mask_now());
	set = 0xff00ff00ff00ull;
	show(raw(SYS_rt_sigprocmask, SIG_UNBLOCK, (long)&set, (long)BAD, 8, 0, 0));
	print_mask("blocked", mask_now());
#ifdef __i386__
	unsigned long low = 0xf0f0f0f0, o;

	show(raw(SYS_sigprocmask, SIG_SETMASK, (long)&low, (long)&o, 0, 0, 0));
	printf("old %#lx\n", o);
	print_mask("blocked", mask_now());
	show(raw(SYS_sigprocmask, SIG_UNBLOCK, (long)&low, 0, 0, 0, 0));
	print_mask("blocked", mask_now());
	show(raw(SYS_sigprocmask, 3, (long)&low, 0, 0, 0, 0));
	printf("sgetmask %#lx\n", raw(SYS_sgetmask, 0, 0, 0, 0, 0, 0));
	printf("ssetmask %#lx\n", raw(SYS_ssetmask, 0x80001001, 0, 0, 0, 0, 0));
	print_mask("blocked", mask_now());
	printf("ssetmask %#lx\n", raw(SYS_ssetmask, 0, 0, 0, 0, 0, 0));
#endif
	set = 0;
	raw(SYS_rt_sigprocmask, SIG_SETMASK, (long)&set, 0, 8, 0, 0);
	print_mask("blocked", mask_now());
}

static void pending(void)
{
	uint64_t set = ~0ull, got = 0x5555555555555555;

	on(SIGUSR1, count, 0);
	on(SIGCHLD, SIG_DFL, 0);
	on(SIGWINCH, SIG_IGN, 0);
	raw(SYS_rt_sigprocmask, SIG_SETMASK, (long)&set, 0, 8, 0, 0);
	kill(getpid(), SIGUSR1);
	kill(getpid(), SIGUSR1);
	kill(getpid(), SIGCHLD);
	kill(getpid(), SIGWINCH);
	raw(SYS_tgkill, getpid(), getpid(), SIGRTMIN, 0, 0, 0);
	show(raw(SYS_rt_sigpending, (long)&got, 9, 0, 0, 0, 0));
	show(raw(SYS_rt_sigpending, (long)BAD, 8, 0, 0, 0, 0));
	show(raw(SYS_rt_sigpending, (long)&got, 2, 0, 0, 0, 0));
	print_mask("pending", got);
	show(raw(SYS_rt_sigpending, (long)&got, 8, 0, 0, 0, 0));
	print_mask("pending", got);
	/* Setting SIG_IGN throws a pending one away, also a blocked one. */
	on(SIGRTMIN, SIG_IGN, 0);
	on(SIGCHLD, SIG_DFL, 0);
	raw(SYS_rt_sigpending, (long)&got, 8, 0, 0, 0, 0);
	print_mask("pending", got);
#ifdef __i386__
	unsigned long low[2] = { 0, 7 };

	show(raw(SYS_sigpending, (long)low, 0, 0, 0, 0, 0));
	printf("low %#lx then %#lx\n", low[0], low[1]);
#endif
	set = 0;
	raw(SYS_rt_sigprocmask, SIG_SETMASK, (long)&set, 0, 8, 0, 0);
	printf("SIGUSR1 came %d times\n", caught[SIGUSR1]);
}

static void queues(void)
{
	union sigval v = { .sival_int = 0x1234 };
	struct rlimit r;
	uint64_t set = ~0ull;
	siginfo_t si;

	for (int sig = SIGRTMIN; sig < SIGRTMIN + 4; sig++)
		on_info(sig, queued, 0);
	on_info(SIGUSR1, queued, 0);
	raw(SYS_rt_sigprocmask, SIG_SETMASK, (long)&set, 0, 8, 0, 0);
	for (int i = 0; i < 3; i++) {
		v.sival_int = i;
		sigqueue(getpid(), SIGRTMIN + 2, v);
		sigqueue(getpid(), SIGRTMIN + 1, v);
		sigqueue(getpid(), SIGUSR1, v);
	}
	kill(getpid(), SIGRTMIN + 1);
	raw(SYS_tkill, getpid(), SIGRTMIN + 3, 0, 0, 0, 0);
	set = 0;
	raw(SYS_rt_sigprocmask, SIG_SETMASK, (long)&set, 0, 8, 0, 0);
	memset(&si, 0, sizeof(si));
	si.si_code = SI_QUEUE;
	show(raw(SYS_rt_sigqueueinfo, getpid(), 0, (long)&si, 0, 0, 0));
	show(raw(SYS_rt_sigqueueinfo, getpid(), 65, (long)&si, 0, 0, 0));
	show(raw(SYS_rt_sigqueueinfo, getpid(), SIGUSR1, (long)BAD, 0, 0, 0));
	show(raw(SYS_rt_sigqueueinfo, 4194304, SIGUSR1, (long)&si, 0, 0, 0));
	si.si_code = SI_USER;
	show(raw(SYS_rt_sigqueueinfo, 4194304, SIGUSR1, (long)&si, 0, 0, 0));
	show(raw(SYS_rt_sigqueueinfo, getpid(), SIGUSR1, (long)&si, 0, 0, 0));
	si.si_code = 77; /* of no known meaning */
	show(raw(SYS_rt_sigqueueinfo, getpid(), SIGUSR1, (long)&si, 0, 0, 0));
	((char *)&si)[100] = 1;
	show(raw(SYS_rt_sigqueueinfo, getpid(), SIGUSR1, (long)&si, 0, 0, 0));
	((char *)&si)[100] = 0;
	si.si_code = SI_TKILL;
	show(raw(SYS_rt_tgsigqueueinfo, getpid(), getpid(), SIGUSR1, (long)&si, 0, 0));
	show(raw(SYS_rt_tgsigqueueinfo, 0, getpid(), SIGUSR1, (long)&si, 0, 0));
	show(raw(SYS_rt_tgsigqueueinfo, getpid(), 4194304, SIGUSR1, (long)&si, 0, 0));
	show(raw(SYS_rt_tgsigqueueinfo, 4194304, getpid(), SIGUSR1, (long)&si, 0, 0));
	/* The queue has a limit. */
	getrlimit(RLIMIT_SIGPENDING, &r);
	r.rlim_cur = 2;
	setrlimit(RLIMIT_SIGPENDING, &r);
	set = ~0ull;
	raw(SYS_rt_sigprocmask, SIG_SETMASK, (long)&set, 0, 8, 0, 0);
	r.rlim_cur = 0;
	setrlimit(RLIMIT_SIGPENDING, &r);
	show(sigqueue(getpid(), SIGRTMIN, v));
	show(kill(getpid(), SIGRTMIN));
	show(sigqueue(getpid(), SIGUSR1, v));
	show(kill(getpid(), SIGUSR2));
	on_info(SIGUSR2, queued, 0);
	r.rlim_cur = r.rlim_max;
	setrlimit(RLIMIT_SIGPENDING, &r);
	set = 0;
	raw(SYS_rt_sigprocmask, SIG_SETMASK, (long)&set, 0, 8, 0, 0);
}

static void kills(void)
{
	show(kill(getpid(), 0));
	show(kill(getpid(), 65));
	show(kill(getpid(), -1));
	show(kill(4194304, 65));
	show(kill(4194304, 0));
	show(kill(INT_MIN, 0));
	show(kill(-4194304, 0));
	show(raw(SYS_tkill, 0, SIGUSR1, 0, 0, 0, 0));
	show(raw(SYS_tkill, -1, SIGUSR1, 0, 0, 0, 0));
	show(raw(SYS_tkill, 4194304, SIGUSR1, 0, 0, 0, 0));
	show(raw(SYS_tkill, getpid(), 65, 0, 0, 0, 0));
	show(raw(SYS_tgkill, 0, getpid(), SIGUSR1, 0, 0, 0));
	show(raw(SYS_tgkill, getpid(), 0, SIGUSR1, 0, 0, 0));
	show(raw(SYS_tgkill, 4194304, getpid(), SIGUSR1, 0, 0, 0));
	show(raw(SYS_tgkill, getpid(), getpid(), 0, 0, 0, 0));
	on_info(SIGUSR1, queued, 0);
	show(raw(SYS_tgkill, getpid(), getpid(), SIGUSR1, 0, 0, 0));
	show(kill(getpid(), SIGUSR1));
}

/* Again and again: the first may come before the call that it is meant for. 0: no more. */
static void alarm_every(long usec)
{
	setitimer(ITIMER_REAL, &(struct itimerval){ { 0, usec }, { 0, usec } }, NULL);
}

static void waits(void)
{
	uint64_t set = 1ull << (SIGUSR1 - 1) | 1ull << (SIGRTMIN - 1) | 1ull << (SIGKILL - 1), all = ~0ull;
	struct timespec ts = { 0, 1000000 }, none = { 0, 0 }, bad = { 0, 1000000000 };
	union sigval v = { .sival_int = 7 };
	siginfo_t si;

	on(SIGUSR1, SIG_DFL, 0);
	show(sigtimedwait((sigset_t *)BAD, &si, &none));
	show(raw(SYS_rt_sigtimedwait, (long)&set, 0, (long)&none, 4, 0, 0));
	show(raw(SYS_rt_sigtimedwait, (long)&set, 0, (long)BAD, 8, 0, 0));
	show(raw(SYS_rt_sigtimedwait, (long)&set, 0, (long)&bad, 8, 0, 0));
	show(raw(SYS_rt_sigtimedwait, (long)&set, 0, (long)&none, 8, 0, 0));
	show(raw(SYS_rt_sigtimedwait, (long)&set, 0, (long)&ts, 8, 0, 0));
	raw(SYS_rt_sigprocmask, SIG_SETMASK, (long)&all, 0, 8, 0, 0);
	sigqueue(getpid(), SIGRTMIN, v);
	sigqueue(getpid(), SIGUSR1, v);
	memset(&si, 0, sizeof(si));
	show(raw(SYS_rt_sigtimedwait, (long)&set, (long)&si, (long)&none, 8, 0, 0));
	printf("%d code %d value %d\n", si.si_signo, si.si_code, si.si_value.sival_int);
	show(raw(SYS_rt_sigtimedwait, (long)&set, (long)BAD, (long)&none, 8, 0, 0));
	show(raw(SYS_rt_sigtimedwait, (long)&set, (long)&si, (long)&none, 8, 0, 0));
	/* A timer's signal ends the wait for it, although its default action would be fatal. */
	set = 1ull << (SIGALRM - 1);
	setitimer(ITIMER_REAL, &(struct itimerval){ .it_value.tv_usec = 2000 }, NULL);
	show(raw(SYS_rt_sigtimedwait, (long)&set, (long)&si, 0, 8, 0, 0));
	printf("%d code %d pid %d\n", si.si_signo, si.si_code, si.si_pid);
	all = 0;
	raw(SYS_rt_sigprocmask, SIG_SETMASK, (long)&all, 0, 8, 0, 0);
	/* Another signal interrupts it. */
	on(SIGALRM, count, SA_RESTART);
	set = 1ull << (SIGUSR1 - 1);
	alarm_every(2000);
	show(raw(SYS_rt_sigtimedwait, (long)&set, (long)&si, 0, 8, 0, 0));
	alarm_every(0);
}


static void suspended(void)
{
	uint64_t blocked = 1ull << (SIGALRM - 1) | 1ull << (SIGUSR1 - 1), none = 0;

	on(SIGALRM, count, SA_RESTART);
	caught[SIGALRM] = 0;
	raw(SYS_rt_sigprocmask, SIG_SETMASK, (long)&blocked, 0, 8, 0, 0);
	alarm_every(2000);
	show(raw(SYS_rt_sigsuspend, (long)&none, 8, 0, 0, 0, 0));
	alarm_every(0);
	printf("SIGALRM %d\n", caught[SIGALRM] > 0);
	print_mask("blocked", mask_now());
	show(raw(SYS_rt_sigsuspend, (long)&none, 4, 0, 0, 0, 0));
	show(raw(SYS_rt_sigsuspend, (long)BAD, 8, 0, 0, 0, 0));
	print_mask("blocked", mask_now());
#ifdef __i386__
	alarm_every(2000);
	show(raw(SYS_sigsuspend, 0, 0, 0x10000, 0, 0, 0));
	alarm_every(0);
	print_mask("blocked", mask_now());
#endif
	raw(SYS_rt_sigprocmask, SIG_SETMASK, (long)&none, 0, 8, 0, 0);
	caught[SIGALRM] = 0;
	alarm_every(2000);
	show(pause());
	alarm_every(0);
	printf("SIGALRM %d\n", caught[SIGALRM] > 0);
}

/* Which calls go on after a handler, with SA_RESTART and without. */
static void restarts(void)
{
	struct timespec ts = { 20, 0 }, left = { 9, 9 };
	int fd[2], flags[2] = { 0, SA_RESTART };
	char c;

	pipe(fd);
	for (int i = 0; i < 2; i++) {
		on(SIGALRM, count, flags[i]);
		left = (struct timespec){ 9, 9 };
		alarm_every(3000);
		show(nanosleep(&ts, &left));
		printf("left: %d\n", left.tv_sec < 20);
		show(clock_nanosleep(CLOCK_MONOTONIC, 0, &ts, &left));
	}
	on(SIGALRM, count, 0);
	show(read(fd[0], &c, 1));
	/* Ignored, or without a handler to run: the sleep goes on to its end. */
	on(SIGALRM, SIG_IGN, 0);
	ts = (struct timespec){ 0, 50000000 };
	left = (struct timespec){ 9, 9 };
	show(nanosleep(&ts, &left));
	alarm_every(0);
	printf("left untouched: %ld %ld\n", (long)left.tv_sec, left.tv_nsec);
	on(SIGWINCH, SIG_DFL, 0);
	show(raise(SIGWINCH));
}

static volatile int to_write;

static void write_one(int sig)
{
	count(sig);
	write(to_write, "x", 1);
}

static void restarted_read(void)
{
	int fd[2];
	char c = 0;

	pipe(fd);
	to_write = fd[1];
	on(SIGALRM, write_one, SA_RESTART);
	alarm_every(3000);
	show(read(fd[0], &c, 1));
	alarm_every(0);
	printf("read %c\n", c);
}

int main(void)
{
	setvbuf(stdout, NULL, _IOLBF, 0);
	actions();
	masks();
	pending();
	queues();
	kills();
	waits();
	suspended();
	restarts();
	restarted_read();
	show(raw(SYS_restart_syscall, 0, 0, 0, 0, 0, 0));
	return 0;
}
