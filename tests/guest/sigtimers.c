/* SPDX-License-Identifier: GPL-2.0-or-later */
/* guest: flags -pthread */
/*
 * Timers, masks and pending signals where tasks are more than one: over fork and exec, sent to
 * threads, on the CPU time of all threads.
 */
#include <pthread.h>
#include <signal.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>

#include "guest.h"

#ifndef sigev_notify_thread_id
#define sigev_notify_thread_id _sigev_un._tid
#endif

static volatile int count[65], by_thread[65];
static _Thread_local int self;

static void on_signal(int sig)
{
	count[sig]++;
	by_thread[sig] = self;
}

static void handle(int sig, int flags)
{
	struct sigaction sa = { .sa_handler = on_signal, .sa_flags = flags };

	sigaction(sig, &sa, NULL);
}

static sigset_t pending(void)
{
	sigset_t s;

	sigpending(&s);
	return s;
}

static void show_pending(const char *who)
{
	sigset_t p = pending(), blocked;

	sigprocmask(SIG_SETMASK, NULL, &blocked);
	printf("%s: pending", who);
	for (int i = 1; i < 65; i++)
		if (sigismember(&p, i) == 1)
			printf(" %d", i);
	printf(", blocked");
	for (int i = 1; i < 65; i++)
		if (sigismember(&blocked, i) == 1)
			printf(" %d", i);
	printf("\n");
	fflush(stdout);
}

static void show_timers(const char *who, timer_t t)
{
	struct itimerval it[3];
	struct itimerspec its;

	for (int i = 0; i < 3; i++)
		getitimer(i, &it[i]);
	printf("%s: real %d virtual %d prof %d", who, it[0].it_value.tv_sec > 900,
	       it[1].it_value.tv_sec > 900, it[2].it_value.tv_sec > 900);
	errno = 0;
	printf(" posix %s\n", timer_gettime(t, &its) ? guest_errno(errno) : "there");
	fflush(stdout);
}

static void set_timers(timer_t *t)
{
	struct itimerval it = { { 1000, 0 }, { 1000, 0 } };
	struct itimerspec its = { { 0, 0 }, { 1000, 0 } };
	struct sigevent sev = { .sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGUSR1 };

	for (int i = 0; i < 3; i++)
		setitimer(i, &it, NULL);
	timer_create(CLOCK_MONOTONIC, &sev, t);
	timer_settime(*t, 0, &its, NULL);
}

static void over_fork_and_exec(char *name)
{
	struct sigaction old;
	sigset_t set;
	timer_t t;
	pid_t p;

	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	sigaddset(&set, SIGRTMIN + 2);
	sigprocmask(SIG_BLOCK, &set, NULL);
	set_timers(&t);
	raise(SIGUSR1);
	sigqueue(getpid(), SIGRTMIN + 2, (union sigval){ 5 });
	sigqueue(getpid(), SIGRTMIN + 2, (union sigval){ 6 });
	show_timers("parent", t);
	show_pending("parent");
	p = fork();
	if (!p) {
		show_timers("child", t);
		show_pending("child");
		_exit(0);
	}
	waitpid(p, NULL, 0);
	handle(SIGUSR2, SA_SIGINFO | SA_RESTART);
	signal(SIGHUP, SIG_IGN);
	signal(SIGCHLD, SIG_IGN);
	sigaction(SIGUSR2, NULL, &old);
	printf("handled %d\n", old.sa_handler == on_signal);
	fflush(stdout);
	execl(name, name, "again", (char *)NULL);
	perror("exec");
}

static void after_exec(void)
{
	struct sigaction sa;
	struct itimerval none = { { 0, 0 }, { 0, 0 } };
	siginfo_t si;
	sigset_t set;

	show_timers("after exec", (timer_t)0);
	show_pending("after exec");
	for (int i = 0; i < 3; i++) {
		static const int signals[] = { SIGUSR2, SIGHUP, SIGCHLD };

		sigaction(signals[i], NULL, &sa);
		printf("signal %d: %s flags %x\n", signals[i],
		       sa.sa_handler == SIG_IGN ? "ignored" : sa.sa_handler ? "handled" : "default",
		       sa.sa_flags & ~0x04000000);
	}
	signal(SIGCHLD, SIG_DFL);
	sigfillset(&set);
	for (int i = 0; i < 3; i++) {
		int sig = sigwaitinfo(&set, &si);

		printf("took %d code %d value %d\n", sig, si.si_code,
		       sig == SIGUSR1 ? 0 : si.si_value.sival_int);
	}
	for (int i = 0; i < 3; i++)
		setitimer(i, &none, NULL);
	sigprocmask(SIG_UNBLOCK, &set, NULL);
}

/* --- threads --- */

static pid_t tid;
static pthread_barrier_t barrier;
static volatile int done;

static void *target(void *arg)
{
	self = 2;
	tid = (pid_t)raw(SYS_gettid, 0, 0, 0, 0, 0, 0);
	pthread_barrier_wait(&barrier);
	while (!count[SIGUSR1])
		usleep(1000);
	return arg;
}

static void to_a_thread(void)
{
	struct sigevent sev = { .sigev_notify = SIGEV_THREAD_ID, .sigev_signo = SIGUSR1 };
	struct itimerspec its = { { 0, 0 }, { 0, 1000000 } };
	pthread_t t;
	timer_t timer;

	self = 1;
	handle(SIGUSR1, SA_RESTART);
	pthread_barrier_init(&barrier, NULL, 2);
	pthread_create(&t, NULL, target, NULL);
	pthread_barrier_wait(&barrier);
	sev.sigev_notify_thread_id = tid;
	show(timer_create(CLOCK_MONOTONIC, &sev, &timer));
	show(timer_settime(timer, 0, &its, NULL));
	pthread_join(t, NULL);
	printf("signals %d, in thread %d\n", count[SIGUSR1], by_thread[SIGUSR1]);
	/* of a thread that has ended: nothing comes, nothing breaks */
	while (!raw(SYS_tgkill, getpid(), tid, 0, 0, 0, 0))
		;
	show(timer_settime(timer, 0, &its, NULL));
	usleep(5000);
	show(timer_create(CLOCK_MONOTONIC, &sev, &timer));
	sev.sigev_notify_thread_id = getppid();
	show(timer_create(CLOCK_MONOTONIC, &sev, &timer));
	printf("signals %d\n", count[SIGUSR1]);
}

static void *burn(void *arg)
{
	volatile unsigned long n = 0;

	while (!done)
		n++;
	return arg;
}

/* The time of all threads counts: with three that burn it, a third of the time will do. */
static void on_cpu_time(void)
{
	static const struct {
		int which, sig;
	} timers[] = { { ITIMER_VIRTUAL, SIGVTALRM }, { ITIMER_PROF, SIGPROF } };
	struct sigevent sev = { .sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGUSR2 };
	struct itimerspec its = { { 0, 0 }, { 0, 30000000 } };
	struct timespec before, after;
	pthread_t t[3];
	timer_t timer;

	for (int i = 0; i < 2; i++) {
		struct itimerval it = { { 0, 0 }, { 0, 30000 } };

		done = 0;
		count[timers[i].sig] = 0;
		handle(timers[i].sig, 0);
		clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &before);
		setitimer(timers[i].which, &it, NULL);
		for (int j = 0; j < 3; j++)
			pthread_create(&t[j], NULL, burn, NULL);
		while (!count[timers[i].sig])
			sched_yield();
		clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &after);
		done = 1;
		for (int j = 0; j < 3; j++)
			pthread_join(t[j], NULL);
		/* Linux counts in ticks: natively, on many CPUs, it may be over at once. */
		printf("%d: %d, after enough %d\n", timers[i].sig, count[timers[i].sig],
		       is_native() || (after.tv_sec - before.tv_sec) * 1000000000ll + after.tv_nsec -
				       before.tv_nsec >= 5000000);
	}
	done = 0;
	handle(SIGUSR2, 0);
	timer_create(CLOCK_PROCESS_CPUTIME_ID, &sev, &timer);
	for (int j = 0; j < 3; j++)
		pthread_create(&t[j], NULL, burn, NULL);
	timer_settime(timer, 0, &its, NULL);
	while (!count[SIGUSR2])
		sched_yield();
	done = 1;
	for (int j = 0; j < 3; j++)
		pthread_join(t[j], NULL);
	printf("process clock: %d\n", count[SIGUSR2]);
	/* a thread's own clock, which stands still while the others burn */
	count[SIGUSR2] = 0;
	timer_create(CLOCK_THREAD_CPUTIME_ID, &sev, &timer);
	timer_settime(timer, 0, &its, NULL);
	while (!count[SIGUSR2])
		;
	printf("thread clock: %d\n", count[SIGUSR2]);
}

/* What a timer says whose clock's owner may have ended, and whether it can be set. */
static void show_owned(const char *who, timer_t t)
{
	struct itimerspec its = { { 1, 0 }, { 1000, 0 } };

	errno = 0;
	guest_show(who, timer_gettime(t, &its));
	printf("  %ld %s\n", (long)its.it_interval.tv_sec,
	       its.it_value.tv_sec || its.it_value.tv_nsec ? "left" : "nothing left");
	its = (struct itimerspec){ { 50, 0 }, { 1000, 0 } };
	errno = 0;
	guest_show("  set", timer_settime(t, 0, &its, NULL));
}

static timer_t of_process, of_thread;
static int ended_tid;

static void *make_timers(void *arg)
{
	struct sigevent sev = { .sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGUSR2 };

	timer_create(CLOCK_PROCESS_CPUTIME_ID, &sev, &of_process);
	timer_create(CLOCK_THREAD_CPUTIME_ID, &sev, &of_thread);
	show_owned("of a thread", of_thread);
	ended_tid = gettid();
	return arg;
}

/* A clock of the process outlives the thread that made a timer on it; the thread's own does not. */
static void owners_end(void)
{
	struct sigevent sev = { .sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGUSR2 };
	const struct itimerspec soon = { { 0, 0 }, { 0, 10000000 } };
	clockid_t clock;
	timer_t of_child;
	char name[64];
	pthread_t t;
	pid_t p;

	pthread_create(&t, NULL, make_timers, NULL);
	pthread_join(t, NULL);
	snprintf(name, sizeof(name), "/proc/self/task/%d", ended_tid);
	while (!access(name, F_OK))
		sched_yield();
	show_owned("of an ended thread", of_thread);
	handle(SIGUSR2, 0);
	count[SIGUSR2] = 0;
	timer_settime(of_process, 0, &soon, NULL);
	while (!count[SIGUSR2])
		;
	printf("made by an ended thread: %d\n", count[SIGUSR2]);
	p = fork();
	if (!p)
		for (;;)
			pause();
	show(clock_getcpuclockid(p, &clock));
	show(timer_create(clock, &sev, &of_child));
	show_owned("of a child", of_child);
	kill(p, SIGKILL);
	waitid(P_PID, p, NULL, WEXITED | WNOWAIT);
	show_owned("of a zombie", of_child);
	waitpid(p, NULL, 0);
	show_owned("of a child that was", of_child);
}

/* Loops that call nothing are interrupted, each of several processes by its own alarm. */
static void busy_loops(void)
{
	pid_t p[4];
	int status;

	for (int i = 0; i < 4; i++) {
		p[i] = fork();
		if (!p[i]) {
			struct itimerval it = { { 0, 0 }, { 0, 5000 } };
			timer_t t;
			struct sigevent sev = { .sigev_notify = SIGEV_SIGNAL,
						.sigev_signo = SIGRTMIN };
			struct itimerspec its = { { 0, 0 }, { 0, 5000000 } };

			signal(SIGPROF, SIG_DFL);
			signal(SIGVTALRM, SIG_DFL);
			if (i < 3)
				setitimer(i, &it, NULL);
			else if (!timer_create(CLOCK_REALTIME, &sev, &t))
				timer_settime(t, 0, &its, NULL);
			for (;;)
				;
		}
	}
	for (int i = 0; i < 4; i++) {
		waitpid(p[i], &status, 0);
		printf("loop %d ended by %d\n", i, WTERMSIG(status));
	}
}

int main(int argc, char **argv)
{
	setvbuf(stdout, NULL, _IOLBF, 0);
	if (argc == 1)
		over_fork_and_exec(argv[0]);
	after_exec();
	to_a_thread();
	on_cpu_time();
	owners_end();
	busy_loops();
	return 0;
}
