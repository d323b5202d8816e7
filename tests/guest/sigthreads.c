/* SPDX-License-Identifier: GPL-2.0-or-later */
/* guest: flags -pthread */
/*
 * Signals and threads: who takes one sent to the process, one sent to a thread, waiting in several
 * threads, masks, stopping all, dying of one.
 */
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <time.h>

#include "guest.h"

#define N 4

static pid_t tids[N];
static volatile int took[N], nr_taken;
static sem_t taken, ready, go;
static _Thread_local int self = -1;

static long tgkill_(pid_t tgid, pid_t tid, int sig)
{
	return raw(SYS_tgkill, tgid, tid, sig, 0, 0, 0);
}

static void on_signal(int sig)
{
	(void)sig;
	if (self >= 0)
		took[self]++;
	__sync_fetch_and_add(&nr_taken, 1);
	sem_post(&taken);
}

static void block(int how, int a, int b)
{
	sigset_t s;

	sigemptyset(&s);
	sigaddset(&s, a);
	if (b)
		sigaddset(&s, b);
	pthread_sigmask(how, &s, NULL);
}

static void wait_sem(sem_t *s)
{
	while (sem_wait(s) && errno == EINTR)
		;
}

static void show_taken(const char *what)
{
	printf("%s:", what);
	for (int i = 0; i < N; i++) {
		printf(" %d", took[i]);
		took[i] = 0;
	}
	printf("\n");
}

/* --- threads with different masks --- */

static volatile int stop;

/* Thread i blocks SIGUSR1 unless it is 2, SIGUSR2 unless it is 1. */
static void *masked(void *arg)
{
	self = (int)(long)arg;
	tids[self] = raw(SYS_gettid, 0, 0, 0, 0, 0, 0);
	if (self == 2)
		block(SIG_UNBLOCK, SIGUSR1, 0);
	if (self == 1)
		block(SIG_UNBLOCK, SIGUSR2, 0);
	sem_post(&ready);
	while (!stop)
		poll(NULL, 0, 100); /* the last signal may come just before it sleeps */
	return NULL;
}

static void by_mask(void)
{
	struct sigaction sa = { .sa_handler = on_signal };
	pthread_t t[N];

	sigaction(SIGUSR1, &sa, NULL);
	sigaction(SIGUSR2, &sa, NULL);
	sigaction(SIGTERM, &sa, NULL);
	block(SIG_BLOCK, SIGUSR1, SIGUSR2);
	for (long i = 0; i < N; i++) {
		pthread_create(&t[i], NULL, masked, (void *)i);
		wait_sem(&ready);
	}
	for (int i = 0; i < 3; i++) {
		kill(getpid(), SIGUSR1);
		wait_sem(&taken);
	}
	show_taken("SIGUSR1 of the process");
	kill(getpid(), SIGUSR2);
	wait_sem(&taken);
	show_taken("SIGUSR2 of the process");
	for (int i = 0; i < N; i++) { /* not in any mask: to each its own */
		tgkill_(getpid(), tids[i], SIGTERM);
		wait_sem(&taken);
	}
	show_taken("SIGTERM of each thread");
	/* a thread's own is nobody else's */
	tgkill_(getpid(), tids[3], SIGUSR1);
	kill(getpid(), SIGUSR1);
	wait_sem(&taken);
	show_taken("one blocked in 3, one of the process");
	show(tgkill_(getpid(), tids[3], 0));
	show(tgkill_(getpid() + 1, tids[3], 0));
	show(tgkill_(getpid(), 0x3fffffff, 0));
	show(tgkill_(getpid(), tids[3], 65));
	show(tgkill_(0, tids[3], 0));
	show(raw(SYS_tkill, tids[3], 0, 0, 0, 0, 0));
	show(kill(tids[3], 0)); /* a thread's id names its process */
	stop = 1;
	for (int i = 0; i < N; i++) {
		tgkill_(getpid(), tids[i], SIGTERM);
		pthread_join(t[i], NULL);
	}
	memset((void *)took, 0, sizeof(took)); /* some saw `stop` before they took it */
	sem_init(&taken, 0, 0);
	block(SIG_UNBLOCK, SIGUSR1, SIGUSR2);
	printf("left for the last thread: %d\n", took[0] + took[1] + took[2] + took[3]);
}

/* A thread that blocks what it was to take, or ends, leaves it to another. */
static void *late(void *arg)
{
	self = 0;
	sem_post(&ready);
	wait_sem(&go);
	block(SIG_UNBLOCK, SIGUSR1, 0);
	sem_post(&ready);
	return arg;
}

static void left_over(void)
{
	pthread_t t;

	memset((void *)took, 0, sizeof(took));
	block(SIG_BLOCK, SIGUSR1, 0);
	pthread_create(&t, NULL, late, NULL);
	wait_sem(&ready);
	kill(getpid(), SIGUSR1); /* blocked in both */
	sem_post(&go);
	pthread_join(t, NULL);
	wait_sem(&taken);
	wait_sem(&ready);
	show_taken("left until somebody unblocks it");
	block(SIG_UNBLOCK, SIGUSR1, 0);
}

/* --- waiting in several threads --- */

static int waited[N];

static void *waiter(void *arg)
{
	int i = (int)(long)arg;
	siginfo_t si;
	sigset_t s;

	sigemptyset(&s);
	sigaddset(&s, SIGRTMIN);
	sem_post(&ready);
	for (;;) {
		if (sigwaitinfo(&s, &si) < 0)
			continue; /* another thread was faster: EINTR, as Linux has it */
		if (si.si_value.sival_int < 0)
			break;
		waited[i]++;
		__sync_fetch_and_add(&nr_taken, si.si_value.sival_int);
		sem_post(&taken);
	}
	return NULL;
}

static void wait_in_many(void)
{
	union sigval v;
	pthread_t t[N];
	int all = 0;

	nr_taken = 0;
	block(SIG_BLOCK, SIGRTMIN, 0);
	for (long i = 0; i < N; i++)
		pthread_create(&t[i], NULL, waiter, (void *)i);
	for (int i = 0; i < 20; i++) {
		v.sival_int = i;
		sigqueue(getpid(), SIGRTMIN, v);
	}
	for (int i = 0; i < 20; i++)
		wait_sem(&taken);
	v.sival_int = -1;
	for (int i = 0; i < N; i++)
		sigqueue(getpid(), SIGRTMIN, v);
	for (int i = 0; i < N; i++) {
		pthread_join(t[i], NULL);
		all += waited[i];
	}
	printf("waiters took %d, sum %d\n", all, nr_taken);
}

/*
 * Two signals of the process reach one waiter at once, by timers of one instant on one CPU: what it
 * does not take is the other waiter's, which sleeps already.
 */
static volatile pid_t other_tid;

static void *wait_for_other(void *arg)
{
	sigset_t s;
	int sig;

	(void)arg;
	sigemptyset(&s);
	sigaddset(&s, SIGUSR2);
	other_tid = raw(SYS_gettid, 0, 0, 0, 0, 0, 0);
	sigwait(&s, &sig);
	return (void *)(long)sig;
}

static bool thread_sleeps(pid_t tid)
{
	char name[64], text[512], *end;
	int fd, n;

	snprintf(name, sizeof(name), "/proc/self/task/%d/stat", tid);
	fd = open(name, O_RDONLY);
	n = read(fd, text, sizeof(text) - 1);
	close(fd);
	text[n > 0 ? n : 0] = 0;
	end = strrchr(text, ')');
	return end && end[2] == 'S';
}

static void arm(int sig, const struct itimerspec *when)
{
	struct sigevent e = { .sigev_notify = SIGEV_SIGNAL, .sigev_signo = sig };
	timer_t t;

	timer_create(CLOCK_MONOTONIC, &e, &t);
	timer_settime(t, TIMER_ABSTIME, when, NULL);
}

static void two_at_once(void)
{
	struct itimerspec when = {};
	cpu_set_t all, one;
	sigset_t s;
	pthread_t t;
	void *other;
	int sig;

	CPU_ZERO(&one);
	CPU_SET(0, &one);
	sched_getaffinity(0, sizeof(all), &all);
	sched_setaffinity(0, sizeof(one), &one);
	block(SIG_BLOCK, SIGUSR1, SIGUSR2);
	pthread_create(&t, NULL, wait_for_other, NULL);
	while (!other_tid || !thread_sleeps(other_tid))
		sched_yield();
	clock_gettime(CLOCK_MONOTONIC, &when.it_value);
	when.it_value.tv_nsec += 50000000;
	if (when.it_value.tv_nsec >= 1000000000) {
		when.it_value.tv_nsec -= 1000000000;
		when.it_value.tv_sec++;
	}
	arm(SIGUSR2, &when);
	arm(SIGUSR1, &when);
	sigemptyset(&s);
	sigaddset(&s, SIGUSR1);
	sigaddset(&s, SIGUSR2);
	sigwait(&s, &sig);
	alarm(10); /* instead of waiting for good */
	pthread_join(t, &other);
	alarm(0);
	printf("one waiter took %d, the other %ld\n", sig, (long)other);
	block(SIG_UNBLOCK, SIGUSR1, SIGUSR2);
	sched_setaffinity(0, sizeof(all), &all);
}

/* Two threads read one signalfd. */
static void *reader(void *arg)
{
	struct signalfd_siginfo si;
	int fd = (int)(long)arg;
	long sum = 0;

	while (read(fd, &si, sizeof(si)) == sizeof(si) && si.ssi_int >= 0)
		sum += si.ssi_int;
	return (void *)sum;
}

static void read_in_two(void)
{
	sigset_t s;
	union sigval v;
	pthread_t t[2];
	void *sum[2];
	int fd;

	sigemptyset(&s);
	sigaddset(&s, SIGRTMIN);
	fd = signalfd(-1, &s, 0);
	for (int i = 0; i < 2; i++)
		pthread_create(&t[i], NULL, reader, (void *)(long)fd);
	for (int i = 1; i <= 30; i++) {
		v.sival_int = i;
		sigqueue(getpid(), SIGRTMIN, v);
	}
	v.sival_int = -1;
	for (int i = 0; i < 2; i++)
		sigqueue(getpid(), SIGRTMIN, v);
	for (int i = 0; i < 2; i++)
		pthread_join(t[i], &sum[i]);
	printf("readers' sum %ld\n", (long)sum[0] + (long)sum[1]);
	close(fd);
}

/* --- all threads of a child stop, go on and die --- */

static int counter_pipe[2];

static void *count(void *arg)
{
	for (;;)
		write(counter_pipe[1], "x", 1);
	return arg;
}

static void *sleep_for_good(void *arg)
{
	for (;;)
		poll(NULL, 0, -1);
	return arg;
}

static void *spin(void *arg)
{
	volatile unsigned n = 0;

	for (;;)
		n++;
	return arg;
}

static pid_t many_threads(void)
{
	void *(*const body[])(void *) = { count, sleep_for_good, spin, count };
	pthread_t t;
	pid_t p = fork();

	if (p)
		return p;
	close(counter_pipe[0]);
	for (int i = 0; i < 4; i++)
		pthread_create(&t, NULL, body[i], NULL);
	write(counter_pipe[1], "r", 1);
	for (;;)
		pause();
}

/* Empties the pipe: true if anything came within so many milliseconds. */
static int moves(int limit)
{
	struct pollfd p = { counter_pipe[0], POLLIN, 0 };
	char buf[4096];

	fcntl(counter_pipe[0], F_SETFL, O_NONBLOCK);
	while (read(counter_pipe[0], buf, sizeof(buf)) > 0)
		if (poll(&p, 1, 0) <= 0)
			break;
	return poll(&p, 1, limit) > 0;
}

static void drain(void)
{
	char buf[4096];

	while (read(counter_pipe[0], buf, sizeof(buf)) > 0)
		;
}

static void all_of_them(void)
{
	int status;
	pid_t p;

	signal(SIGTERM, SIG_DFL);
	pipe(counter_pipe);
	p = many_threads();
	close(counter_pipe[1]);
	printf("runs %d\n", moves(10000));
	for (int i = 0; i < 2; i++) {
		kill(p, SIGSTOP);
		waitpid(p, &status, WUNTRACED);
		printf("status %x\n", status);
		fcntl(counter_pipe[0], F_SETFL, O_NONBLOCK);
		drain();
		printf("stopped: moves %d\n", moves(60));
		kill(p, SIGCONT);
		waitpid(p, &status, WCONTINUED);
		printf("status %x, moves %d\n", status, moves(10000));
	}
	kill(p, SIGTERM);
	waitpid(p, &status, 0);
	printf("status %x\n", status);
	drain();
	close(counter_pipe[0]);
}

/* A thread that does not lead ends them all: by a fault, by exit_group, by a signal to itself. */
static void *ender(void *arg)
{
	switch ((long)arg) {
	case 0:
		*(volatile int *)8 = 1;
		break;
	case 1:
		raw(SYS_exit_group, 77, 0, 0, 0, 0, 0);
		break;
	case 2:
		tgkill_(getpid(), raw(SYS_gettid, 0, 0, 0, 0, 0, 0), SIGTERM);
		break;
	case 3:
		raw(SYS_exit, 5, 0, 0, 0, 0, 0);
	}
	for (;;)
		pause();
	return arg;
}

static void how_they_end(void)
{
	for (long how = 0; how < 4; how++) {
		int status;
		pid_t p = fork();

		if (!p) {
			pthread_t t;

			pthread_create(&t, NULL, sleep_for_good, NULL);
			pthread_create(&t, NULL, spin, NULL);
			pthread_create(&t, NULL, ender, (void *)how);
			if (how == 3) { /* the leader goes first, the process by a signal */
				kill(getppid(), SIGUSR2);
				raw(SYS_exit, 9, 0, 0, 0, 0, 0);
			}
			for (;;)
				pause();
		}
		if (how == 3) {
			wait_sem(&taken);
			printf("leader gone: %d\n", waitpid(p, &status, WNOHANG));
			kill(p, SIGTERM);
		}
		waitpid(p, &status, 0);
		printf("end %ld: %x\n", how, status);
	}
}

int main(void)
{
	setvbuf(stdout, NULL, _IONBF, 0);
	sem_init(&taken, 0, 0);
	sem_init(&ready, 0, 0);
	sem_init(&go, 0, 0);
	by_mask();
	left_over();
	wait_in_many();
	two_at_once();
	read_in_two();
	all_of_them();
	how_they_end();
	return 0;
}
