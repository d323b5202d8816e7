/* SPDX-License-Identifier: GPL-2.0-or-later */
/* guest: flags -pthread */
/* guest: args wake */
/* guest: args requeue */
/* guest: args shared */
/* guest: args waitv */
/* guest: args pi */
/* guest: args chain */
/* guest: args died */
/* guest: args condition */
/* guest: args robust */
/* guest: args hostile */
/* guest: args timeouts */
/* guest: args mutexes */
/* Futexes between threads and processes. Who sleeps is found out from the kernel's own answers. */
#include <linux/futex.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>

#include "asleep.h"

#define PRIVATE FUTEX_PRIVATE_FLAG
#ifndef FUTEX_LOCK_PI2
#define FUTEX_LOCK_PI2 13
#endif

static uint32_t word, other, third;
static int results[8];

static long futex(void *addr, int op, int val, const void *ts, void *addr2, int val3)
{
	return raw(SYS_futex, (long)addr, op, val, (long)ts, (long)addr2, val3);
}

static int tid(void)
{
	return (int)raw(SYS_gettid, 0, 0, 0, 0, 0, 0);
}

struct thread {
	pthread_t handle;
	volatile int tid;
	int number;
	void (*fn)(struct thread *t);
};

static void *run(void *arg)
{
	struct thread *t = arg;

	t->tid = tid();
	t->fn(t);
	return NULL;
}

static void start(struct thread *t, int number, void (*fn)(struct thread *))
{
	t->tid = 0;
	t->number = number;
	t->fn = fn;
	pthread_create(&t->handle, NULL, run, t);
	while (!t->tid)
		sched_yield();
}

static void start_asleep(struct thread *t, int number, void (*fn)(struct thread *))
{
	start(t, number, fn);
	until_asleep(t->tid);
}

static void join(struct thread *t)
{
	pthread_join(t->handle, NULL);
}

/* --- waking --- */

static int order[8], n_order;

static void sleeper(struct thread *t)
{
	results[t->number] = (int)futex(&word, FUTEX_WAIT_BITSET | PRIVATE, 0, NULL, NULL,
					1 << t->number);
	order[__atomic_fetch_add(&n_order, 1, __ATOMIC_SEQ_CST)] = t->number;
}

static void wakes(void)
{
	struct thread t[4];

	for (int i = 0; i < 4; i++)
		start_asleep(&t[i], i, sleeper);
	show(futex(&word, FUTEX_WAKE, 1, NULL, NULL, 0));
	show(futex(&word, FUTEX_WAKE_BITSET | PRIVATE, 9, NULL, NULL, 0x14));
	join(&t[2]);
	show(futex(&word, FUTEX_WAKE | PRIVATE, 1, NULL, NULL, 0));
	join(&t[0]);
	show(futex(&word, FUTEX_WAKE | PRIVATE, 0, NULL, NULL, 0));
	join(&t[1]);
	show(futex(&word, FUTEX_WAKE | PRIVATE, 100, NULL, NULL, 0));
	join(&t[3]);
	for (int i = 0; i < 4; i++)
		printf("%d: thread %d, result %d\n", i, order[i], results[order[i]]);
}

static void requeues(void)
{
	struct thread t[4];

	for (int i = 0; i < 4; i++)
		start_asleep(&t[i], i, sleeper);
	show(futex(&word, FUTEX_CMP_REQUEUE | PRIVATE, 1, (void *)2, &other, 1));
	show(futex(&word, FUTEX_CMP_REQUEUE | PRIVATE, 1, (void *)2, &other, 0));
	join(&t[0]);
	show(futex(&word, FUTEX_REQUEUE | PRIVATE, 0, (void *)9, &word, 0));
	show(futex(&other, FUTEX_WAKE | PRIVATE, 1, NULL, NULL, 0));
	join(&t[1]);
	show(futex(&word, FUTEX_REQUEUE | PRIVATE, 0, (void *)9, &other, 0));
	show(futex(&word, FUTEX_WAKE | PRIVATE, 9, NULL, NULL, 0));
	show(futex(&other, FUTEX_WAKE_OP | PRIVATE, 1, (void *)1, &word,
		   FUTEX_OP(FUTEX_OP_ADD, 3, FUTEX_OP_CMP_EQ, 1)));
	join(&t[2]);
	show(futex(&word, FUTEX_WAKE_OP | PRIVATE, 1, (void *)1, &other,
		   FUTEX_OP(FUTEX_OP_OR, 5, FUTEX_OP_CMP_GE, 0)));
	join(&t[3]);
	printf("words %u %u\n", word, other);
}

/* --- between processes --- */

static void wait_until(volatile uint32_t *flag)
{
	while (!*flag)
		sched_yield();
}

static void shared_words(void)
{
	uint32_t *anon = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	int fd = memfd_create("words", 0);
	uint32_t *map1, *map2;

	ftruncate(fd, 8192);
	map1 = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	map2 = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 4096);
	for (int i = 0; i < 3; i++) {
		uint32_t *where = i == 0 ? anon : i == 1 ? map1 + 1024 : &word;
		uint32_t *from = i == 1 ? map2 : where;
		struct timespec ts = { 0, i == 2 ? 50000000 : 0 };
		pid_t pid = fork();

		if (!pid) {
			anon[8] = i + 1;
			_exit(futex(where, FUTEX_WAIT, 0, i == 2 ? &ts : NULL, NULL, 0) ? 1 : 0);
		}
		while (anon[8] != (uint32_t)i + 1)
			sched_yield();
		if (i == 2) { /* a private word is a copy of its own */
			show(futex(from, FUTEX_WAKE, 1, NULL, NULL, 0));
		} else {
			while (futex(from, FUTEX_WAKE, 1, NULL, NULL, 0) != 1)
				sched_yield();
			show(futex(from, FUTEX_WAKE | PRIVATE, 1, NULL, NULL, 0));
		}
		waitpid(pid, &results[i], 0);
		printf("status %x\n", results[i]);
	}
}

/* --- many at once --- */

struct waitv {
	uint64_t val, addr;
	uint32_t flags, reserved;
};

static void vector_sleeper(struct thread *t)
{
	struct waitv w[3] = { { 0, (uintptr_t)&word, 2, 0 },
			      { 0, (uintptr_t)&other, 2 | PRIVATE, 0 },
			      { 0, (uintptr_t)&third, 2, 0 } };

	results[t->number] = (int)raw(449, (long)w, 3, 0, 0, 0, 0);
}

static void vectors(void)
{
	struct thread t;

	start_asleep(&t, 0, vector_sleeper);
	show(futex(&other, FUTEX_WAKE, 1, NULL, NULL, 0));
	show(futex(&other, FUTEX_WAKE | PRIVATE, 1, NULL, NULL, 0));
	join(&t);
	show(results[0]);
	start_asleep(&t, 0, vector_sleeper);
	show(futex(&third, FUTEX_WAKE, 1, NULL, NULL, 0));
	join(&t);
	show(results[0]);
}

/* --- mutexes with an owner --- */

static const char *owner(uint32_t value, const struct thread *t, int n)
{
	for (int i = 0; i < n; i++)
		if ((value & FUTEX_TID_MASK) == (uint32_t)t[i].tid)
			return (const char *[]){ "thread 0", "thread 1", "thread 2" }[i];
	return value & FUTEX_TID_MASK ? (value & FUTEX_TID_MASK) == (uint32_t)tid() ? "me" : "?"
				      : "nobody";
}

static void locker(struct thread *t)
{
	results[t->number] = (int)futex(&word, FUTEX_LOCK_PI | PRIVATE, 0, NULL, NULL, 0);
	order[__atomic_fetch_add(&n_order, 1, __ATOMIC_SEQ_CST)] = t->number;
	while (__atomic_load_n(&third, __ATOMIC_SEQ_CST) != 1)
		sched_yield();
	__atomic_store_n(&third, 0, __ATOMIC_SEQ_CST);
	futex(&word, FUTEX_UNLOCK_PI | PRIVATE, 0, NULL, NULL, 0);
}

static void inheritance(void)
{
	struct thread t[3];

	show(futex(&word, FUTEX_LOCK_PI | PRIVATE, 0, NULL, NULL, 0));
	for (int i = 0; i < 3; i++)
		start_asleep(&t[i], i, locker);
	printf("waiters %d\n", !!(word & FUTEX_WAITERS));
	show(futex(&word, FUTEX_WAKE | PRIVATE, 1, NULL, NULL, 0));
	show(futex(&word, FUTEX_REQUEUE | PRIVATE, 1, (void *)1, &other, 0));
	show(futex(&word, FUTEX_TRYLOCK_PI | PRIVATE, 0, NULL, NULL, 0));
	show(futex(&word, FUTEX_UNLOCK_PI | PRIVATE, 0, NULL, NULL, 0));
	for (int i = 0; i < 3; i++) {
		while (n_order == i)
			sched_yield();
		printf("%s has it\n", owner(word, t, 3));
		show(futex(&word, FUTEX_TRYLOCK_PI | PRIVATE, 0, NULL, NULL, 0));
		show(futex(&word, FUTEX_UNLOCK_PI | PRIVATE, 0, NULL, NULL, 0));
		__atomic_store_n(&third, 1, __ATOMIC_SEQ_CST);
		join(&t[i]);
		show(results[i]);
	}
	printf("free %d\n", word == 0);
	/* A value that does not fit to who waits. */
	show(futex(&word, FUTEX_LOCK_PI | PRIVATE, 0, NULL, NULL, 0));
	n_order = 0;
	start_asleep(&t[0], 0, locker);
	uint32_t right = word;

	word = (right & ~FUTEX_TID_MASK) | (uint32_t)t[0].tid;
	show(futex(&word, FUTEX_UNLOCK_PI | PRIVATE, 0, NULL, NULL, 0));
	word = (right & ~FUTEX_TID_MASK) | 1;
	show(futex(&word, FUTEX_LOCK_PI | PRIVATE, 0, NULL, NULL, 0));
	word = right;
	show(futex(&word, FUTEX_UNLOCK_PI | PRIVATE, 0, NULL, NULL, 0));
	__atomic_store_n(&third, 1, __ATOMIC_SEQ_CST);
	join(&t[0]);
}

static void chain_link(struct thread *t)
{
	futex(&other, FUTEX_LOCK_PI | PRIVATE, 0, NULL, NULL, 0);
	results[t->number] = (int)futex(&word, FUTEX_LOCK_PI | PRIVATE, 0, NULL, NULL, 0);
	futex(&word, FUTEX_UNLOCK_PI | PRIVATE, 0, NULL, NULL, 0);
	futex(&other, FUTEX_UNLOCK_PI | PRIVATE, 0, NULL, NULL, 0);
}

/* I have word and want other; the other thread has other and wants word. */
static void chains(void)
{
	struct timespec soon = { 0, 1 };
	struct thread t;

	futex(&word, FUTEX_LOCK_PI | PRIVATE, 0, NULL, NULL, 0);
	start_asleep(&t, 0, chain_link);
	show(futex(&other, FUTEX_LOCK_PI | PRIVATE, 0, NULL, NULL, 0));
	show(futex(&other, FUTEX_LOCK_PI2 | PRIVATE, 0, &soon, NULL, 0));
	show(futex(&other, FUTEX_TRYLOCK_PI | PRIVATE, 0, NULL, NULL, 0));
	show(futex(&word, FUTEX_UNLOCK_PI | PRIVATE, 0, NULL, NULL, 0));
	show(futex(&other, FUTEX_LOCK_PI | PRIVATE, 0, NULL, NULL, 0));
	show(futex(&other, FUTEX_UNLOCK_PI | PRIVATE, 0, NULL, NULL, 0));
	join(&t);
	show(results[0]);
}

static void dies(struct thread *t)
{
	struct { void *next; long offset; void *pending; } head = { &head, 0, NULL };
	struct { void *next; } entry;

	(void)t;
	futex(&word, FUTEX_LOCK_PI | PRIVATE, 0, NULL, NULL, 0);
	if (other) { /* on its list, with the mark of PI */
		head.next = (void *)((uintptr_t)&entry | 1);
		entry.next = &head;
		head.offset = (char *)&word - (char *)&entry;
		raw(SYS_set_robust_list, (long)&head, sizeof(head), 0, 0, 0, 0);
	}
	__atomic_store_n(&third, 1, __ATOMIC_SEQ_CST);
	while (__atomic_load_n(&third, __ATOMIC_SEQ_CST) == 1)
		sched_yield();
	raw(SYS_exit, 0, 0, 0, 0, 0, 0);
}

static void died(void)
{
	struct thread t[2];

	for (other = 0; other < 2; other++) {
		word = third = n_order = 0;
		start(&t[0], 0, dies);
		wait_until(&third);
		start_asleep(&t[1], 1, locker);
		third = 2;
		while (!n_order)
			sched_yield();
		show(results[1]);
		printf("owner %s, died %d\n", owner(word, t, 2), !!(word & FUTEX_OWNER_DIED));
		show(futex(&word, FUTEX_TRYLOCK_PI | PRIVATE, 0, NULL, NULL, 0));
		__atomic_store_n(&third, 1, __ATOMIC_SEQ_CST);
		join(&t[1]);
		printf("free %d\n", word == 0);
	}
}

static void waiter(struct thread *t)
{
	results[t->number] = (int)futex(&other, FUTEX_WAIT_REQUEUE_PI | PRIVATE, 0, NULL, &word, 0);
	order[__atomic_fetch_add(&n_order, 1, __ATOMIC_SEQ_CST)] = t->number;
	if (!results[t->number])
		results[t->number] = (int)futex(&word, FUTEX_UNLOCK_PI | PRIVATE, 0, NULL, NULL, 0);
}

static void conditions(void)
{
	struct thread t[3];

	for (int i = 0; i < 3; i++)
		start_asleep(&t[i], i, waiter);
	show(futex(&other, FUTEX_WAKE | PRIVATE, 1, NULL, NULL, 0));
	show(futex(&other, FUTEX_CMP_REQUEUE | PRIVATE, 1, (void *)9, &word, 0));
	show(futex(&other, FUTEX_CMP_REQUEUE_PI | PRIVATE, 1, (void *)9, &third, 0));
	show(futex(&other, FUTEX_CMP_REQUEUE_PI | PRIVATE, 1, NULL, &word, 0)); /* it is free */
	join(&t[0]);
	show(results[0]);
	show(futex(&word, FUTEX_LOCK_PI | PRIVATE, 0, NULL, NULL, 0));
	show(futex(&other, FUTEX_CMP_REQUEUE_PI | PRIVATE, 1, (void *)9, &word, 0));
	printf("waiters %d\n", !!(word & FUTEX_WAITERS));
	show(futex(&word, FUTEX_UNLOCK_PI | PRIVATE, 0, NULL, NULL, 0));
	join(&t[1]);
	join(&t[2]);
	printf("in order %d%d%d, results %d %d\n", order[0], order[1], order[2], results[1],
	       results[2]);
	printf("free %d\n", word == 0);
}

/* --- who dies with a lock --- */

static void robust(void)
{
	pthread_mutex_t *m = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	pthread_mutexattr_t a;

	for (int pi = 0; pi < 2; pi++) {
		int status;
		pid_t pid;

		pthread_mutexattr_init(&a);
		pthread_mutexattr_setpshared(&a, PTHREAD_PROCESS_SHARED);
		pthread_mutexattr_setrobust(&a, PTHREAD_MUTEX_ROBUST);
		pthread_mutexattr_setprotocol(&a, pi ? PTHREAD_PRIO_INHERIT : PTHREAD_PRIO_NONE);
		pthread_mutex_init(m, &a);
		pid = fork();
		if (!pid) {
			pthread_mutex_lock(m);
			raise(SIGKILL);
		}
		waitpid(pid, &status, 0);
		show(status);
		show(pthread_mutex_lock(m));
		show(pthread_mutex_consistent(m));
		show(pthread_mutex_unlock(m));
		pid = fork();
		if (!pid) { /* by exec, too */
			pthread_mutex_lock(m);
			execl("/proc/self/exe", "futexes", "nothing", NULL);
			_exit(1);
		}
		waitpid(pid, &status, 0);
		show(status);
		show(pthread_mutex_lock(m));
		show(pthread_mutex_unlock(m));
		show(pthread_mutex_lock(m));
	}
}

static void hostile_exit(struct thread *t)
{
	static struct { void *next; long offset; void *pending; } head;
	static struct { void *next; uint32_t word; } entry[3000];

	for (int i = 0; i < 3000; i++) {
		entry[i].next = i < 2999 ? &entry[i + 1] : (void *)&head;
		entry[i].word = (uint32_t)t->tid;
	}
	head.next = &entry[0];
	head.offset = (char *)&entry[0].word - (char *)&entry[0];
	switch (t->number) {
	case 1:
		entry[2999].next = &entry[0];
		break;
	case 2:
		entry[5].next = (void *)8;
		break;
	case 3:
		entry[5].next = (char *)&entry[6] + 1 + sizeof(long) * 0; /* marked as PI */
		break;
	case 4:
		head.pending = &entry[2];
		entry[2].word = 0;
		break;
	case 5:
		head.offset += 1;
		break;
	}
	raw(SYS_set_robust_list, (long)&head, sizeof(head), 0, 0, 0, 0);
	if (t->number == 6)
		raw(SYS_set_robust_list, 8, sizeof(head), 0, 0, 0, 0);
	raw(SYS_exit, 0, 0, 0, 0, 0, 0);
	(void)head;
}

static void hostile(void)
{
	struct thread t;

	for (int i = 0; i < 7; i++) {
		start(&t, i, hostile_exit);
		join(&t);
	}
	puts("survived");
}

/* --- time-outs --- */

static void expect_after(const char *what, clockid_t clock, const struct timespec *end)
{
	struct timespec now;

	clock_gettime(clock, &now);
	printf("%s: in time %d\n", what,
	       now.tv_sec > end->tv_sec || (now.tv_sec == end->tv_sec && now.tv_nsec >= end->tv_nsec));
}

static struct timespec soon(clockid_t clock)
{
	struct timespec ts;

	clock_gettime(clock, &ts);
	ts.tv_nsec += 20000000;
	if (ts.tv_nsec >= 1000000000) {
		ts.tv_sec++;
		ts.tv_nsec -= 1000000000;
	}
	return ts;
}

static void holder(struct thread *t)
{
	(void)t;
	futex(&word, FUTEX_LOCK_PI | PRIVATE, 0, NULL, NULL, 0);
	__atomic_store_n(&third, 1, __ATOMIC_SEQ_CST);
	while (__atomic_load_n(&third, __ATOMIC_SEQ_CST) == 1)
		futex(&third, FUTEX_WAIT, 1, NULL, NULL, 0);
	futex(&word, FUTEX_UNLOCK_PI | PRIVATE, 0, NULL, NULL, 0);
}

static void timeouts(void)
{
	struct timespec ts;
	struct thread t;

	ts = soon(CLOCK_MONOTONIC);
	show(futex(&other, FUTEX_WAIT_BITSET | PRIVATE, 0, &ts, NULL, -1));
	expect_after("monotonic", CLOCK_MONOTONIC, &ts);
	ts = soon(CLOCK_REALTIME);
	show(futex(&other, FUTEX_WAIT_BITSET | FUTEX_CLOCK_REALTIME, 0, &ts, NULL, -1));
	expect_after("realtime", CLOCK_REALTIME, &ts);
	start(&t, 0, holder);
	wait_until(&third);
	ts = soon(CLOCK_REALTIME);
	show(futex(&word, FUTEX_LOCK_PI | PRIVATE, 0, &ts, NULL, 0));
	expect_after("lock", CLOCK_REALTIME, &ts);
	ts = soon(CLOCK_MONOTONIC);
	show(futex(&word, FUTEX_LOCK_PI2 | PRIVATE, 0, &ts, NULL, 0));
	expect_after("lock, monotonic", CLOCK_MONOTONIC, &ts);
	ts = soon(CLOCK_MONOTONIC);
	show(futex(&other, FUTEX_WAIT_REQUEUE_PI | PRIVATE, 0, &ts, &word, 0));
	expect_after("condition", CLOCK_MONOTONIC, &ts);
	third = 2;
	futex(&third, FUTEX_WAKE, 1, NULL, NULL, 0);
	join(&t);
	printf("free %d\n", (word & FUTEX_TID_MASK) == 0);
}

/* --- all of it at once, by libc --- */

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int turn, sum;

static void in_turns(struct thread *t)
{
	for (int i = 0; i < 200; i++) {
		pthread_mutex_lock(&mutex);
		while (turn % 6 != t->number)
			pthread_cond_wait(&changed, &mutex);
		turn++;
		sum += t->number;
		pthread_cond_broadcast(&changed);
		pthread_mutex_unlock(&mutex);
	}
}

static void mutexes(void)
{
	struct thread t[6];
	pthread_mutexattr_t a;

	for (int pi = 0; pi < 2; pi++) {
		pthread_mutexattr_init(&a);
		pthread_mutexattr_setprotocol(&a, pi ? PTHREAD_PRIO_INHERIT : PTHREAD_PRIO_NONE);
		pthread_mutex_init(&mutex, &a);
		turn = sum = 0;
		for (int i = 0; i < 6; i++)
			start(&t[i], i, in_turns);
		for (int i = 0; i < 6; i++)
			join(&t[i]);
		printf("turns %d sum %d\n", turn, sum);
	}
}

int main(int argc, char **argv)
{
	static const struct {
		const char *name;
		void (*fn)(void);
	} all[] = {
		{ "wake", wakes }, { "requeue", requeues }, { "shared", shared_words },
		{ "waitv", vectors }, { "pi", inheritance }, { "chain", chains }, { "died", died },
		{ "condition", conditions }, { "robust", robust }, { "hostile", hostile },
		{ "timeouts", timeouts }, { "mutexes", mutexes },
	};

	(void)argc;
	setvbuf(stdout, NULL, _IOLBF, 0);
	for (unsigned i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (!strcmp(argv[1], all[i].name))
			all[i].fn();
	return 0;
}
