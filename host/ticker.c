/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "host/ticker.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <time.h>

#include "host/clock.h"

#define NEVER UINT64_MAX

struct ticker {
	void (*ring)(void *arg);
	void *arg;
	_Atomic uint64_t at; /* earliest time set; NEVER: none. Written with lock held. */
	pthread_mutex_t lock;
	pthread_cond_t changed;
	pthread_t thread;
	bool running, stopping;
};

struct ticker *ticker_create(void (*ring)(void *arg), void *arg)
{
	struct ticker *t = calloc(1, sizeof(*t));
	pthread_condattr_t attr;

	if (!t)
		return NULL;
	t->ring = ring;
	t->arg = arg;
	t->at = NEVER;
	pthread_mutex_init(&t->lock, NULL);
	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_cond_init(&t->changed, &attr);
	pthread_condattr_destroy(&attr);
	return t;
}

void ticker_destroy(struct ticker *t)
{
	if (!t)
		return;
	pthread_mutex_lock(&t->lock);
	t->stopping = true;
	pthread_cond_signal(&t->changed);
	pthread_mutex_unlock(&t->lock);
	if (t->running)
		pthread_join(t->thread, NULL);
	pthread_mutex_destroy(&t->lock);
	pthread_cond_destroy(&t->changed);
	free(t);
}

/* Sleeps until `at` or a change. Lock held. */
static void wait_for_alarm(struct ticker *t)
{
	uint64_t at = atomic_load(&t->at);
	struct timespec ts = { (time_t)(at / 1000000000), (long)(at % 1000000000) };

	if (at == NEVER)
		pthread_cond_wait(&t->changed, &t->lock);
	else
		pthread_cond_timedwait(&t->changed, &t->lock, &ts);
}

static void *ticker_main(void *arg)
{
	struct ticker *t = arg;

	pthread_mutex_lock(&t->lock);
	while (!t->stopping) {
		if (atomic_load(&t->at) > host_monotonic_ns()) {
			wait_for_alarm(t);
			continue;
		}
		atomic_store(&t->at, NEVER);
		pthread_mutex_unlock(&t->lock);
		t->ring(t->arg);
		pthread_mutex_lock(&t->lock);
	}
	pthread_mutex_unlock(&t->lock);
	return NULL;
}

/* The thread takes no signals: those are the embedder's threads' to handle. */
static bool start(struct ticker *t)
{
	sigset_t all, old;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &old);
	t->running = !pthread_create(&t->thread, NULL, ticker_main, t);
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	return t->running;
}

void ticker_set(struct ticker *t, uint64_t host_ns)
{
	if (host_ns >= atomic_load_explicit(&t->at, memory_order_relaxed))
		return;
	pthread_mutex_lock(&t->lock);
	if (host_ns < atomic_load(&t->at))
		atomic_store(&t->at, host_ns);
	if (t->running || start(t))
		pthread_cond_signal(&t->changed);
	pthread_mutex_unlock(&t->lock);
}
