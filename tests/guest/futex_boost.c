/* SPDX-License-Identifier: GPL-2.0-or-later */
/* guest: flags -pthread */
/* guest: options --user 0:0 */
/*
 * Priority inheritance: what /proc shows of the priority of those who own mutexes that real-time
 * tasks wait for: at once, along chains, after time-outs, changes of priority and ends; and in which
 * order those who wait are served. Needs the right to be a real-time task.
 */
#include <linux/futex.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <sys/resource.h>
#include <time.h>

#include "guest.h"

enum { WORKERS = 5, CONDITION = 4 };

static uint32_t words[WORKERS];

static struct worker {
	int to[2], from[2];
	pid_t tid;
	volatile int starts;
} workers[WORKERS];

struct order {
	/*
	 * l: lock, t: lock with a time-out, u: unlock, w: wait for nothing in particular, c: wait
	 * for the condition of the mutex, r: move those who do so to the mutex, e: end
	 */
	char what;
	int word;
};

static long futex(uint32_t *word, int op, const struct timespec *t)
{
	return raw(SYS_futex, (long)word, op, 0, (long)t, 0, 0);
}

static long obey(const struct order *o)
{
	struct timespec t;

	switch (o->what) {
	case 'l':
		return futex(&words[o->word], FUTEX_LOCK_PI, NULL);
	case 't':
		clock_gettime(CLOCK_REALTIME, &t);
		t.tv_sec += 2; /* to look at all priorities meanwhile, on a slow machine, too */
		return futex(&words[o->word], FUTEX_LOCK_PI, &t);
	case 'w':
		return futex(&words[o->word], FUTEX_WAIT, NULL);
	case 'c':
		return raw(SYS_futex, (long)&words[CONDITION], FUTEX_WAIT_REQUEUE_PI, 0, 0,
			   (long)&words[o->word], 0);
	case 'r':
		return raw(SYS_futex, (long)&words[CONDITION], FUTEX_CMP_REQUEUE_PI, 1, 9,
			   (long)&words[o->word], 0);
	default:
		return futex(&words[o->word], FUTEX_UNLOCK_PI, NULL);
	}
}

static void *work(void *arg)
{
	struct worker *w = arg;
	struct order o;
	long result;

	w->tid = (pid_t)syscall(SYS_gettid);
	result = 0;
	write(w->from[1], &result, sizeof(result));
	while (read(w->to[0], &o, sizeof(o)) == sizeof(o) && o.what != 'e') {
		w->starts = 1;
		result = obey(&o);
		write(w->from[1], &result, sizeof(result));
	}
	return NULL;
}

static void stat_of(int i, char *state, int *priority)
{
	char name[64], text[512] = "", *p;
	int fd;

	*state = '?';
	*priority = 0;
	snprintf(name, sizeof(name), "/proc/self/task/%d/stat", workers[i].tid);
	fd = open(name, O_RDONLY);
	read(fd, text, sizeof(text) - 1);
	close(fd);
	p = strrchr(text, ')');
	if (!p)
		return; /* it has ended */
	p += 2;
	*state = *p;
	for (int field = 3; field < 18; field++)
		p = strchr(p, ' ') + 1;
	*priority = atoi(p);
}

static void finish(int i)
{
	long result;

	read(workers[i].from[0], &result, sizeof(result));
	printf("%d: %s\n", i, result < 0 ? guest_errno((int)-result) : "done");
}

static void tell(int i, char what, int word)
{
	struct order o = { what, word };

	workers[i].starts = 0;
	write(workers[i].to[1], &o, sizeof(o));
}

static void command(int i, char what, int word)
{
	tell(i, what, word);
	finish(i);
}

/* Until it waits for the mutex. */
static void block(int i, char what, int word)
{
	char state;
	int priority, started;

	tell(i, what, word);
	do {
		usleep(1000);
		started = workers[i].starts; /* before the look: it sleeps until it is told, too */
		stat_of(i, &state, &priority);
	} while (!started || state != 'S');
}

static void set(int i, int priority)
{
	struct sched_param p = { priority };

	if (sched_setscheduler(workers[i].tid, priority ? SCHED_FIFO : SCHED_OTHER, &p))
		printf("set: %s\n", guest_errno(errno));
}

static void show_all(const char *what)
{
	printf("%s:", what);
	for (int i = 0; i < WORKERS; i++) {
		char state;
		int priority;

		stat_of(i, &state, &priority);
		printf(" %d", priority);
	}
	printf("\n");
}

static void one_mutex(void)
{
	set(1, 10);
	set(2, 30);
	command(0, 'l', 0);
	show_all("owned");
	block(1, 'l', 0);
	show_all("10 waits");
	block(2, 't', 0);
	show_all("30 waits, too");
	finish(2);
	show_all("no longer");
	block(3, 'l', 0);
	show_all("an ordinary one waits");
	block(2, 'l', 0);
	set(1, 40);
	show_all("10 is 40");
	command(0, 'u', 0);
	finish(1);
	show_all("unlocked");
	command(1, 'u', 0);
	finish(2);
	command(2, 'u', 0);
	finish(3);
	command(3, 'u', 0);
	set(1, 0);
	set(2, 0);
	show_all("the end");
}

static void chain(void)
{
	for (int i = 0; i < 4; i++)
		command(i, 'l', i);
	for (int i = 1; i < 4; i++)
		block(i, 'l', i - 1);
	show_all("chain");
	command(0, 'l', 3);
	set(4, 20);
	block(4, 't', 3);
	show_all("20 waits at its end");
	set(2, 50);
	show_all("50 in its middle");
	set(2, 0);
	show_all("not any more");
	finish(4);
	show_all("timed out");
	block(4, 'l', 3);
	set(4, 60);
	show_all("60 waits at its end");
	for (int i = 0; i < 3; i++) {
		command(i, 'u', i);
		finish(i + 1);
		show_all("unlocked");
		command(i + 1, 'u', i);
	}
	command(3, 'u', 3);
	finish(4);
	command(4, 'u', 3);
	set(4, 0);
	show_all("the end");
}

static void two_mutexes(void)
{
	set(1, 10);
	set(2, 20);
	command(0, 'l', 0);
	command(0, 'l', 1);
	block(1, 'l', 0);
	block(2, 'l', 1);
	show_all("two wait");
	command(0, 'u', 1);
	finish(2);
	show_all("one left");
	command(2, 'u', 1);
	tell(0, 'e', 0);
	finish(1); /* its owner has died: that is told in the word */
	while (!syscall(SYS_tgkill, getpid(), workers[0].tid, 0))
		usleep(1000); /* it gave the mutex up on its way out */
	show_all("the owner is dead");
	command(1, 'u', 0);
}

/* Whichever of the two is done first. */
static int finish_one_of(int a, int b)
{
	struct pollfd p[2] = { { workers[a].from[0], POLLIN, 0 }, { workers[b].from[0], POLLIN, 0 } };
	int first;

	poll(p, 2, -1);
	first = p[0].revents ? a : b;
	finish(first);
	return first;
}

/* A place in the queue is taken with the priority of that moment, whatever becomes of it. */
static void order_of_waking(void)
{
	for (int before = 0; before <= 20; before += 20) {
		int first;

		set(1, before);
		block(1, 'w', CONDITION);
		set(1, 20 - before);
		set(2, 10);
		block(2, 'w', CONDITION);
		show_all("wait");
		printf("%ld\n", raw(SYS_futex, (long)&words[CONDITION], FUTEX_WAKE, 1, 0, 0, 0));
		first = finish_one_of(1, 2);
		raw(SYS_futex, (long)&words[CONDITION], FUTEX_WAKE, 1, 0, 0, 0);
		finish(3 - first);
	}
	set(1, 0);
	set(2, 0);
}

/* That of a mutex is another: who comes back to its old priority stands behind its equals. */
static void order_of_locking(void)
{
	int first;

	command(0, 'l', 0);
	block(1, 'l', 0);
	block(2, 'l', 0);
	set(1, 10);
	set(1, 0);
	command(0, 'u', 0);
	first = finish_one_of(1, 2);
	command(first, 'u', 0);
	finish(3 - first);
	command(3 - first, 'u', 0);
}

static void interrupt(int i)
{
	syscall(SYS_tgkill, getpid(), workers[i].tid, SIGUSR1);
}

static void nothing(int sig)
{
	(void)sig;
}

/* Who has the mutex and waits for its condition cannot be moved to it, and waits on. */
static void condition_of_the_owner(void)
{
	block(1, 'c', 0);
	command(2, 'l', 0);
	set(1, 10);
	block(2, 'c', 0);
	command(0, 'r', 0);
	show_all("one was moved");
	words[CONDITION] = 1;
	interrupt(2);
	finish(2);
	words[CONDITION] = 0;
	command(2, 'u', 0);
	finish(1);
	command(1, 'u', 0);
	set(1, 0);
}

int main(void)
{
	struct sched_param p = { 1 };
	pthread_t threads[WORKERS];

	setvbuf(stdout, NULL, _IOLBF, 0);
	signal(SIGUSR1, nothing);
	if (sched_setscheduler(0, SCHED_FIFO, &p)) {
		puts("nobody may be a real-time task here");
		return 77;
	}
	p.sched_priority = 0;
	sched_setscheduler(0, SCHED_OTHER, &p);
	setpriority(PRIO_PROCESS, 0, 0); /* whatever those who run the tests have */
	for (int i = 0; i < WORKERS; i++) {
		pipe(workers[i].to);
		pipe(workers[i].from);
		pthread_create(&threads[i], NULL, work, &workers[i]);
		finish(i);
	}
	order_of_waking();
	order_of_locking();
	condition_of_the_owner();
	one_mutex();
	chain();
	two_mutexes();
	return 0;
}
