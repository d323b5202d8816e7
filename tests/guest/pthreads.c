/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The C library's threads: every kind of mutex (robust and process-shared ones across fork),
 * cancellation, thread-local data, barriers, read-write locks, spin locks, semaphores, once,
 * directed signals, timers with threads.
 */
/* guest: flags -pthread -lrt */
#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { threads = 8 };

static const char *name(int err)
{
	return err ? strerror(err) : "ok";
}

static void run_all(void *(*body)(void *))
{
	pthread_t t[threads];

	for (long i = 0; i < threads; i++)
		pthread_create(&t[i], NULL, body, (void *)i);
	for (int i = 0; i < threads; i++)
		pthread_join(t[i], NULL);
}

static pthread_mutex_t kinds[3];
static long counts[3];

static void *count_kinds(void *arg)
{
	(void)arg;
	for (int n = 0; n < 500; n++) {
		for (int k = 0; k < 3; k++) {
			pthread_mutex_lock(&kinds[k]);
			counts[k]++;
			pthread_mutex_unlock(&kinds[k]);
		}
	}
	return NULL;
}

static void mutexes(void)
{
	static const int types[] = { PTHREAD_MUTEX_NORMAL, PTHREAD_MUTEX_RECURSIVE, PTHREAD_MUTEX_ERRORCHECK };
	pthread_mutexattr_t a;

	for (int k = 0; k < 3; k++) {
		pthread_mutexattr_init(&a);
		pthread_mutexattr_settype(&a, types[k]);
		if (k == 2)
			pthread_mutexattr_setprotocol(&a, PTHREAD_PRIO_INHERIT);
		pthread_mutex_init(&kinds[k], &a);
	}
	run_all(count_kinds);
	printf("counts %ld %ld %ld\n", counts[0], counts[1], counts[2]);
	pthread_mutex_lock(&kinds[1]);
	printf("recursive: %s\n", name(pthread_mutex_lock(&kinds[1])));
	pthread_mutex_lock(&kinds[2]);
	printf("error check: %s\n", name(pthread_mutex_lock(&kinds[2])));
	printf("try normal: %s\n", name(pthread_mutex_trylock(&kinds[0])));
	printf("try again: %s\n", name(pthread_mutex_trylock(&kinds[0])));
}

/* A process and a thread die with a robust mutex; the next owner is told. */
struct shared {
	pthread_mutex_t robust, plain;
	pthread_cond_t cond;
	pthread_barrier_t barrier;
	sem_t sem;
	int turn;
	long count;
};

static void *die_holding(void *arg)
{
	pthread_mutex_lock(arg);
	return NULL;
}

static struct shared *make_shared(void)
{
	struct shared *s = mmap(NULL, sizeof(*s), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	pthread_mutexattr_t m;
	pthread_condattr_t c;
	pthread_barrierattr_t b;

	pthread_mutexattr_init(&m);
	pthread_mutexattr_setpshared(&m, PTHREAD_PROCESS_SHARED);
	pthread_mutex_init(&s->plain, &m);
	pthread_mutexattr_setrobust(&m, PTHREAD_MUTEX_ROBUST);
	pthread_mutex_init(&s->robust, &m);
	pthread_condattr_init(&c);
	pthread_condattr_setpshared(&c, PTHREAD_PROCESS_SHARED);
	pthread_cond_init(&s->cond, &c);
	pthread_barrierattr_init(&b);
	pthread_barrierattr_setpshared(&b, PTHREAD_PROCESS_SHARED);
	pthread_barrier_init(&s->barrier, &b, 3);
	sem_init(&s->sem, 1, 0);
	return s;
}

static void robust(struct shared *s)
{
	pthread_t t;
	pid_t pid;

	pthread_create(&t, NULL, die_holding, &s->robust);
	pthread_join(t, NULL);
	printf("thread died: %s\n", name(pthread_mutex_lock(&s->robust)));
	printf("consistent: %s\n", name(pthread_mutex_consistent(&s->robust)));
	pthread_mutex_unlock(&s->robust);
	fflush(stdout);
	pid = fork();
	if (pid == 0) {
		pthread_mutex_lock(&s->robust);
		sem_post(&s->sem);
		raise(SIGKILL);
	}
	sem_wait(&s->sem);
	printf("process died: %s\n", name(pthread_mutex_lock(&s->robust)));
	pthread_mutex_unlock(&s->robust);
	printf("not made consistent: %s\n", name(pthread_mutex_lock(&s->robust)));
	waitpid(pid, NULL, 0);
}

static void process_shared(struct shared *s)
{
	for (int i = 0; i < 3; i++) {
		if (fork())
			continue;
		pthread_barrier_wait(&s->barrier);
		for (int n = 0; n < 200; n++) {
			pthread_mutex_lock(&s->plain);
			while (s->turn % 3 != i)
				pthread_cond_wait(&s->cond, &s->plain);
			s->turn++;
			s->count += i;
			pthread_cond_broadcast(&s->cond);
			pthread_mutex_unlock(&s->plain);
		}
		sem_post(&s->sem);
		_exit(0);
	}
	for (int i = 0; i < 3; i++)
		sem_wait(&s->sem);
	while (wait(NULL) > 0)
		;
	printf("processes: turn %d count %ld\n", s->turn, s->count);
}

static int cleaned, keyed;
static pthread_key_t key;
static __thread int tls = 5;
static sem_t started;

static void clean(void *arg)
{
	cleaned += (int)(long)arg;
}

static void destroy(void *arg)
{
	keyed += (int)(long)arg;
}

static void *cancelled(void *arg)
{
	int old;

	pthread_setspecific(key, (void *)100L);
	tls += 1;
	pthread_cleanup_push(clean, (void *)1L);
	pthread_cleanup_push(clean, (void *)10L);
	if (arg)
		pthread_setcanceltype(PTHREAD_CANCEL_ASYNCHRONOUS, &old);
	sem_post(&started);
	if (arg)
		for (;;)
			;
	pause();
	pthread_cleanup_pop(0);
	pthread_cleanup_pop(0);
	return NULL;
}

static void cancellation(void)
{
	pthread_t t;
	void *ret;

	pthread_key_create(&key, destroy);
	sem_init(&started, 0, 0);
	for (long async = 0; async < 2; async++) {
		pthread_create(&t, NULL, cancelled, (void *)async);
		sem_wait(&started);
		pthread_cancel(t);
		pthread_join(t, &ret);
		printf("cancelled %d, cleaned %d, keys %d, tls %d\n", ret == PTHREAD_CANCELED, cleaned, keyed, tls);
	}
}

static pthread_barrier_t barrier;
static pthread_rwlock_t rwlock = PTHREAD_RWLOCK_INITIALIZER;
static pthread_spinlock_t spin;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static int serial, ran_once, torn;
static long pair[2], spun;

static void run_once(void)
{
	ran_once++;
}

static void *meet(void *arg)
{
	long i = (long)arg;

	for (int n = 0; n < 50; n++) {
		pthread_once(&once, run_once);
		if (pthread_barrier_wait(&barrier) == PTHREAD_BARRIER_SERIAL_THREAD)
			__atomic_add_fetch(&serial, 1, __ATOMIC_RELAXED);
		if (i % 4 == 0) {
			pthread_rwlock_wrlock(&rwlock);
			pair[0]++;
			pair[1]++;
		} else {
			pthread_rwlock_rdlock(&rwlock);
			if (pair[0] != pair[1])
				__atomic_add_fetch(&torn, 1, __ATOMIC_RELAXED);
		}
		pthread_rwlock_unlock(&rwlock);
		pthread_spin_lock(&spin);
		spun++;
		pthread_spin_unlock(&spin);
	}
	return NULL;
}

static void meetings(void)
{
	pthread_barrier_init(&barrier, NULL, threads);
	pthread_spin_init(&spin, PTHREAD_PROCESS_PRIVATE);
	run_all(meet);
	printf("serial %d once %d torn %d pair %ld spun %ld\n", serial, ran_once, torn, pair[0], spun);
}

static __thread int hit;
static int hits;

static void on_signal(int sig)
{
	(void)sig;
	hit = 1;
	__atomic_add_fetch(&hits, 1, __ATOMIC_RELAXED);
}

static void *wait_for_signal(void *arg)
{
	sigset_t old, usr1;

	(void)arg;
	sigemptyset(&usr1);
	sigaddset(&usr1, SIGUSR1);
	pthread_sigmask(SIG_BLOCK, &usr1, &old);
	sem_post(&started);
	while (!hit)
		sigsuspend(&old);
	return NULL;
}

static void directed(void)
{
	struct sigaction sa = { .sa_handler = on_signal };
	pthread_t t[threads];

	sigaction(SIGUSR1, &sa, NULL);
	for (int i = 0; i < threads; i++)
		pthread_create(&t[i], NULL, wait_for_signal, NULL);
	for (int i = 0; i < threads; i++)
		sem_wait(&started);
	for (int i = 0; i < threads; i++)
		pthread_kill(t[i], SIGUSR1);
	for (int i = 0; i < threads; i++)
		pthread_join(t[i], NULL);
	printf("each its own signal: %d\n", hits);
}

static sem_t ticked;

static void tick(union sigval v)
{
	if (v.sival_int == 7)
		sem_post(&ticked);
}

static void timers(void)
{
	struct sigevent ev = { .sigev_notify = SIGEV_THREAD, .sigev_value.sival_int = 7 };
	struct itimerspec it = { .it_value.tv_nsec = 1000000, .it_interval.tv_nsec = 1000000 };
	struct timespec soon;
	pthread_cond_t c = PTHREAD_COND_INITIALIZER;
	pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
	timer_t timer;

	ev.sigev_notify_function = tick;
	sem_init(&ticked, 0, 0);
	timer_create(CLOCK_MONOTONIC, &ev, &timer);
	timer_settime(timer, 0, &it, NULL);
	for (int i = 0; i < 5; i++)
		sem_wait(&ticked);
	printf("ticked; delete %s\n", name(timer_delete(timer)));
	clock_gettime(CLOCK_REALTIME, &soon);
	pthread_mutex_lock(&m);
	printf("cond: %s\n", name(pthread_cond_timedwait(&c, &m, &soon)));
	printf("rwlock: %s\n", name(pthread_rwlock_wrlock(&rwlock)));
	printf("its writer again: %s\n", name(pthread_rwlock_tryrdlock(&rwlock)));
	errno = 0;
	sem_timedwait(&started, &soon);
	printf("semaphore: %s\n", name(errno));
}

static void *detached(void *arg)
{
	sem_post(arg);
	return NULL;
}

/* More threads than fit at once, one after another and detached. */
static void many(void)
{
	pthread_attr_t a;
	pthread_t t;
	sem_t done;

	sem_init(&done, 0, 0);
	pthread_attr_init(&a);
	pthread_attr_setdetachstate(&a, PTHREAD_CREATE_DETACHED);
	pthread_attr_setstacksize(&a, 1 << 16);
	for (int i = 0; i < 300; i++) {
		int err = pthread_create(&t, &a, detached, &done);

		if (err) {
			printf("create: %s\n", name(err));
			return;
		}
		if (i % 8 == 7)
			for (int n = 0; n < 8; n++)
				sem_wait(&done);
	}
	printf("300 threads\n");
}

int main(void)
{
	struct shared *s;

	alarm(50);
	mutexes();
	s = make_shared();
	robust(s);
	process_shared(s);
	cancellation();
	meetings();
	directed();
	timers();
	many();
	return 0;
}
