/* SPDX-License-Identifier: GPL-2.0-or-later */
/* guest: options --quiet */
/* alarm, interval timers and POSIX timers: settings, signals, overruns, what is refused. */
#include <limits.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <time.h>

#include "guest.h"

#define BAD ((void *)8)

static volatile int n;

static void count(int sig)
{
	(void)sig;
	n++;
}

static void wait_for(int want)
{
	for (int i = 0; i < 2000 && n < want; i++)
		usleep(1000);
}

static void burn(int want)
{
	struct timespec a, b;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &a);
	do
		clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &b);
	while (n < want && b.tv_sec - a.tv_sec < 10);
}

static void alarms(void)
{
	struct itimerval it;

	signal(SIGALRM, count);
	show(alarm(0));
	show(alarm(100));
	show(alarm(50));
	show(getitimer(ITIMER_REAL, &it));
	printf("%ld %d\n", (long)it.it_interval.tv_sec, it.it_value.tv_sec >= 48);
	show(alarm(0xffffffff));
	show(alarm(0) > 1000000);
	it = (struct itimerval){ { 0, 0 }, { 0, 1400000 } };
	show(setitimer(ITIMER_REAL, &it, NULL));
	it.it_value.tv_usec = 400000;
	show(setitimer(ITIMER_REAL, &it, NULL));
	show(alarm(0));
}

static void refused(void)
{
	struct itimerval it = { { 0, 0 }, { 0, 1000000 } };

	show(getitimer(3, &it));
	show(getitimer(-1, &it));
	show(raw(SYS_getitimer, ITIMER_REAL, (long)BAD, 0, 0, 0, 0));
	show(setitimer(77, &it, NULL));
	show(raw(SYS_setitimer, 77, (long)BAD, 0, 0, 0, 0));
	it.it_value.tv_usec = 1;
	show(setitimer(77, &it, NULL));
	it.it_value.tv_sec = -1;
	show(setitimer(ITIMER_REAL, &it, NULL));
	it.it_value.tv_sec = 0;
	it.it_interval.tv_usec = -1;
	show(setitimer(ITIMER_REAL, &it, NULL));
	show(raw(SYS_setitimer, ITIMER_REAL, 0, (long)&it, 0, 0, 0));
	printf("%ld %ld\n", (long)it.it_value.tv_sec, (long)it.it_value.tv_usec);
	it = (struct itimerval){ { 0, 0 }, { 7, 0 } };
	show(raw(SYS_setitimer, ITIMER_REAL, (long)&it, (long)BAD, 0, 0, 0));
	show(alarm(0));
}

static void periodic(void)
{
	struct itimerval it = { { 0, 2000 }, { 0, 2000 } };
	static const struct {
		int which, sig;
	} cpu[] = { { ITIMER_VIRTUAL, SIGVTALRM }, { ITIMER_PROF, SIGPROF } };

	n = 0;
	setitimer(ITIMER_REAL, &it, NULL);
	wait_for(5);
	printf("five alarms: %d\n", n >= 5);
	getitimer(ITIMER_REAL, &it);
	printf("interval %ld, left %d\n", (long)it.it_interval.tv_usec, it.it_value.tv_usec <= 2000);
	/* In a loop that calls nothing. */
	n = 0;
	while (n < 3)
		;
	setitimer(ITIMER_REAL, &(struct itimerval){ 0 }, NULL);
	for (int i = 0; i < 2; i++) {
		n = 0;
		signal(cpu[i].sig, count);
		it = (struct itimerval){ { 0, 4000 }, { 0, 4000 } };
		show(setitimer(cpu[i].which, &it, NULL));
		burn(3);
		printf("three: %d\n", n >= 3);
		show(getitimer(cpu[i].which, &it));
		printf("interval %d\n", it.it_interval.tv_usec >= 4000);
		show(setitimer(cpu[i].which, &(struct itimerval){ 0 }, NULL));
	}
}

static int infos;

static void info(int sig, siginfo_t *si, void *ctx)
{
	(void)ctx;
	n++;
	if (infos-- > 0)
		printf("signal %d code %d value %d overrun %d\n", sig, si->si_code,
		       si->si_value.sival_int, si->si_overrun);
}

static int create(clockid_t clock, int notify, int sig, int *id)
{
	struct sigevent e = { .sigev_notify = notify, .sigev_signo = sig,
			      .sigev_value.sival_int = 5 };

	e._sigev_un._tid = getpid();
	return raw(SYS_timer_create, clock, (long)&e, (long)id, 0, 0, 0);
}

static void created(void)
{
	static const int clocks[] = { 0, 1, 2, 3, 4, 5, 6, 7, 10, 11, 12, -2, -6, -5, -1, -1000000 };
	int id, first;

	for (unsigned i = 0; i < sizeof(clocks) / sizeof(clocks[0]); i++) {
		int err = create(clocks[i], SIGEV_SIGNAL, SIGUSR1, &id);

		printf("timer on %d: %d\n", clocks[i], err);
		if (!err)
			show(raw(SYS_timer_delete, id, 0, 0, 0, 0, 0));
	}
	show(create(1, 3, SIGUSR1, &id));
	show(create(1, SIGEV_SIGNAL, 0, &id));
	show(create(1, SIGEV_SIGNAL, 65, &id));
	show(create(1, SIGEV_NONE, 0, &id));
	show(raw(SYS_timer_delete, id, 0, 0, 0, 0, 0));
	show(create(1, SIGEV_THREAD_ID, SIGUSR1, &id));
	show(raw(SYS_timer_delete, id, 0, 0, 0, 0, 0));
	show(create(77, 3, 0, &id));
	show(raw(SYS_timer_create, 77, (long)BAD, (long)&id, 0, 0, 0));
	show(raw(SYS_timer_create, 1, 0, (long)BAD, 0, 0, 0));
	show(raw(SYS_timer_create, 1, 0, (long)&first, 0, 0, 0));
	show(raw(SYS_timer_create, 1, 0, (long)&id, 0, 0, 0));
	printf("ids count up: %d\n", id == first + 1);
	show(raw(SYS_timer_delete, id, 0, 0, 0, 0, 0));
	show(raw(SYS_timer_delete, id, 0, 0, 0, 0, 0));
	show(raw(SYS_timer_delete, first, 0, 0, 0, 0, 0));
	show(raw(SYS_timer_getoverrun, first, 0, 0, 0, 0, 0));
}

static long set(int id, int flags, long sec, long nsec, long interval)
{
	struct itimerspec it = { { 0, interval }, { sec, nsec } };

	return raw(SYS_timer_settime, id, flags, (long)&it, 0, 0, 0);
}

static void print_left(int id)
{
	struct itimerspec it = { { 7, 7 }, { 7, 7 } };

	show(raw(SYS_timer_gettime, id, (long)&it, 0, 0, 0, 0));
	printf("interval %ld left %d\n", it.it_interval.tv_nsec,
	       it.it_value.tv_sec || it.it_value.tv_nsec);
}

static void posix(void)
{
	struct sigaction sa = { .sa_sigaction = info, .sa_flags = SA_SIGINFO };
	struct itimerspec it = { { 0, 0 }, { 5, 0 } }, old = { { 9, 9 }, { 9, 9 } };
	sigset_t block;
	int id;

	sigaction(SIGUSR1, &sa, NULL);
	create(CLOCK_MONOTONIC, SIGEV_SIGNAL, SIGUSR1, &id);
	print_left(id);
	show(raw(SYS_timer_settime, id, 0, 0, 0, 0, 0));
	show(raw(SYS_timer_settime, id, 0, (long)BAD, 0, 0, 0));
	show(raw(SYS_timer_settime, 77, 0, (long)&it, 0, 0, 0));
	show(set(id, 0, -1, 0, 0));
	show(set(id, 0, 0, 1000000000, 0));
	show(set(id, 0, 1, 0, -1));
	show(raw(SYS_timer_settime, id, 0, (long)&it, (long)&old, 0, 0));
	printf("old %ld %ld\n", (long)old.it_value.tv_sec, old.it_value.tv_nsec);
	show(raw(SYS_timer_settime, id, 0, (long)&it, (long)BAD, 0, 0));
	print_left(id);
	show(raw(SYS_timer_gettime, id, (long)BAD, 0, 0, 0, 0));
	show(raw(SYS_timer_gettime, 77, (long)&it, 0, 0, 0, 0));
	infos = 1;
	n = 0;
	set(id, 0, 0, 2000000, 0);
	wait_for(1);
	print_left(id);
	/* A period that is over several times while its signal is blocked. */
	sigemptyset(&block);
	sigaddset(&block, SIGUSR1);
	sigprocmask(SIG_BLOCK, &block, NULL);
	n = 0;
	infos = 0;
	set(id, 0, 0, 1000000, 1000000);
	usleep(20000);
	sigprocmask(SIG_UNBLOCK, &block, NULL);
	printf("came %d, overruns %d\n", n >= 1,
	       raw(SYS_timer_getoverrun, id, 0, 0, 0, 0, 0) >= 0);
	wait_for(5);
	printf("goes on: %d\n", n >= 5);
	set(id, 0, 0, 0, 0);
	print_left(id);
	infos = 1;
	n = 0;
	show(set(id, TIMER_ABSTIME, 0, 1, 0)); /* long ago */
	wait_for(1);
	/* Deleted with its signal pending: it is delivered all the same. */
	sigprocmask(SIG_BLOCK, &block, NULL);
	set(id, 0, 0, 1, 0);
	for (sigset_t pending; sigpending(&pending), !sigismember(&pending, SIGUSR1);)
		usleep(100);
	show(raw(SYS_timer_delete, id, 0, 0, 0, 0, 0));
	infos = 1;
	sigprocmask(SIG_UNBLOCK, &block, NULL);
	create(CLOCK_PROCESS_CPUTIME_ID, SIGEV_SIGNAL, SIGUSR1, &id);
	n = 0;
	infos = 0;
	show(set(id, 0, 0, 5000000, 5000000));
	burn(3);
	printf("CPU timer: %d\n", n >= 3);
	show(raw(SYS_timer_delete, id, 0, 0, 0, 0, 0));
	create(CLOCK_REALTIME, SIGEV_NONE, 0, &id);
	show(set(id, 0, 100, 0, 0));
	print_left(id);
	show(set(id, 0, 0, 1, 0));
	usleep(1000);
	print_left(id);
}

/* The signal of a timer, which is blocked: is it there, and did it overrun? */
static void take(const sigset_t *set, const struct timespec *wait)
{
	siginfo_t si = { 0 };
	int sig = sigtimedwait(set, &si, wait);

	printf("signal %d", sig == SIGUSR1);
	printf(" overrun %s\n", sig < 0 ? "-" : si.si_overrun > 1000 ? "often" :
			      si.si_overrun ? "sometimes" : "not");
}

/* Periods that lead beyond the end of time, and what has passed since 1970. */
static void far_ends(void)
{
	static const int clocks[] = { CLOCK_MONOTONIC, CLOCK_REALTIME, CLOCK_BOOTTIME };
	const struct timespec now = { 0, 0 }, soon = { 20, 0 };
	const struct itimerspec stop = { { 0, 0 }, { 0, 0 } };
	struct itimerspec it = { { LONG_MAX, 0 }, { 0, 1 } };
	sigset_t usr1;
	int id;

	sigemptyset(&usr1);
	sigaddset(&usr1, SIGUSR1);
	sigprocmask(SIG_BLOCK, &usr1, NULL);
	for (int i = 0; i < 3; i++) {
		create(clocks[i], SIGEV_SIGNAL, SIGUSR1, &id);
		show(raw(SYS_timer_settime, id, TIMER_ABSTIME, (long)&it, 0, 0, 0));
		take(&usr1, &soon);
		print_left(id);
		take(&usr1, &now);
		show(raw(SYS_timer_delete, id, 0, 0, 0, 0, 0));
	}
	/* To ask what is left counts the periods that have passed, too. */
	it.it_interval.tv_sec = 1000000;
	create(CLOCK_REALTIME, SIGEV_SIGNAL, SIGUSR1, &id);
	show(raw(SYS_timer_settime, id, TIMER_ABSTIME, (long)&it, 0, 0, 0));
	for (sigset_t pending; sigpending(&pending), !sigismember(&pending, SIGUSR1);)
		usleep(100);
	print_left(id);
	take(&usr1, &now);
	take(&usr1, &now);
	show(raw(SYS_timer_delete, id, 0, 0, 0, 0, 0));
	sigprocmask(SIG_UNBLOCK, &usr1, NULL);
	/* Without a signal, a timer that was stopped still says what was left. */
	create(CLOCK_MONOTONIC, SIGEV_NONE, 0, &id);
	print_left(id);
	show(set(id, 0, 1000000, 0, 0));
	show(raw(SYS_timer_settime, id, 0, (long)&stop, 0, 0, 0));
	print_left(id);
	show(raw(SYS_timer_delete, id, 0, 0, 0, 0, 0));
}

static void quota(void)
{
	struct rlimit r;
	int id;

	getrlimit(RLIMIT_SIGPENDING, &r);
	r.rlim_cur = 0;
	setrlimit(RLIMIT_SIGPENDING, &r);
	show(create(1, SIGEV_SIGNAL, SIGUSR1, &id));
	show(create(1, 3, SIGUSR1, &id));
}

static void cpu_limit(void)
{
	n = 0;
	signal(SIGXCPU, count);
	show(setrlimit(RLIMIT_CPU, &(struct rlimit){ 1, 2 }));
	burn(1);
	printf("SIGXCPU: %d\n", n);
	burn(2);
	printf("not reached\n");
}

int main(void)
{
	setvbuf(stdout, NULL, _IOLBF, 0);
	alarms();
	refused();
	periodic();
	created();
	posix();
	far_ends();
	quota();
	cpu_limit();
	return 0;
}
