/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The place to wait: one epoll set, an eventfd that any thread may ring, and a pool of worker
 * threads that is started with the first work and never larger than the work at hand.
 */
#include "host/event.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "lib/compiler.h"

#define MAX_WORKERS 4

struct host_events {
	int epoll, bell;
	unsigned armed;
	bool used; /* something but the bell was ever in the set */

	pthread_mutex_t lock; /* of all below */
	pthread_cond_t more;
	struct list_head queued, finished;
	unsigned outstanding, nr_finished, idle, workers;
	pthread_t worker[MAX_WORKERS];
	bool stopping;
};

/* The epoll set, with the bell in it. */
static bool make_set(struct host_events *ev)
{
	struct epoll_event e = { .events = EPOLLIN };

	ev->epoll = epoll_create1(EPOLL_CLOEXEC);
	return ev->epoll >= 0 && ev->bell >= 0 &&
	       !epoll_ctl(ev->epoll, EPOLL_CTL_ADD, ev->bell, &e);
}

struct host_events *host_events_create(void)
{
	struct host_events *ev = calloc(1, sizeof(*ev));

	if (!ev)
		return NULL;
	ev->bell = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	pthread_mutex_init(&ev->lock, NULL);
	pthread_cond_init(&ev->more, NULL);
	list_init(&ev->queued);
	list_init(&ev->finished);
	if (!make_set(ev)) {
		host_events_destroy(ev);
		return NULL;
	}
	return ev;
}

void host_events_destroy(struct host_events *ev)
{
	unsigned i;

	if (!ev)
		return;
	pthread_mutex_lock(&ev->lock);
	ev->stopping = true;
	pthread_cond_broadcast(&ev->more);
	pthread_mutex_unlock(&ev->lock);
	for (i = 0; i < ev->workers; i++)
		pthread_join(ev->worker[i], NULL);
	if (ev->epoll >= 0)
		close(ev->epoll);
	if (ev->bell >= 0)
		close(ev->bell);
	pthread_mutex_destroy(&ev->lock);
	pthread_cond_destroy(&ev->more);
	free(ev);
}

int host_watch_arm(struct host_events *ev, struct host_watch *w)
{
	struct epoll_event e = { .events = w->events | EPOLLONESHOT, .data.ptr = w };

	if (epoll_ctl(ev->epoll, EPOLL_CTL_ADD, w->fd, &e) &&
	    (errno != EEXIST || epoll_ctl(ev->epoll, EPOLL_CTL_MOD, w->fd, &e)))
		return -errno;
	ev->used = true;
	if (!w->armed)
		ev->armed++;
	w->armed = true;
	w->ev = ev;
	return 0;
}

void host_watch_disarm(struct host_watch *w)
{
	if (!w->ev)
		return;
	epoll_ctl(w->ev->epoll, EPOLL_CTL_DEL, w->fd, NULL);
	if (w->armed)
		w->ev->armed--;
	w->armed = false;
	w->ev = NULL;
}

static void *worker_main(void *arg)
{
	struct host_events *ev = arg;
	struct host_work *w;

	pthread_mutex_lock(&ev->lock);
	for (;;) {
		while (list_empty(&ev->queued) && !ev->stopping) {
			ev->idle++;
			pthread_cond_wait(&ev->more, &ev->lock);
			ev->idle--;
		}
		if (list_empty(&ev->queued))
			break;
		w = list_first_entry(&ev->queued, struct host_work, node);
		list_del(&w->node);
		pthread_mutex_unlock(&ev->lock);
		w->result = w->fn(w->arg);
		pthread_mutex_lock(&ev->lock);
		list_add_tail(&w->node, &ev->finished);
		ev->nr_finished++;
		host_events_wake(ev);
	}
	pthread_mutex_unlock(&ev->lock);
	return NULL;
}

/* Workers take no signals: those are the embedder's threads' to handle. */
static int start_worker(struct host_events *ev)
{
	sigset_t all, old;
	int err;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &old);
	err = pthread_create(&ev->worker[ev->workers], NULL, worker_main, ev);
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	if (!err)
		ev->workers++;
	return -err;
}

int host_work_submit(struct host_events *ev, struct host_work *work)
{
	int err = 0;

	pthread_mutex_lock(&ev->lock);
	if (!ev->idle && ev->workers < MAX_WORKERS)
		err = start_worker(ev);
	if (ev->workers) {
		err = 0;
		list_add_tail(&work->node, &ev->queued);
		ev->outstanding++;
		pthread_cond_signal(&ev->more);
	}
	pthread_mutex_unlock(&ev->lock);
	return err;
}

static void run_finished(struct host_events *ev)
{
	struct host_work *w;

	pthread_mutex_lock(&ev->lock);
	while (!list_empty(&ev->finished)) {
		w = list_first_entry(&ev->finished, struct host_work, node);
		list_del(&w->node);
		ev->outstanding--;
		ev->nr_finished--;
		pthread_mutex_unlock(&ev->lock);
		w->done(w);
		pthread_mutex_lock(&ev->lock);
	}
	pthread_mutex_unlock(&ev->lock);
}

void host_events_wait(struct host_events *ev, int64_t timeout_ns)
{
	struct epoll_event e[16];
	struct timespec t = { timeout_ns / 1000000000, timeout_ns % 1000000000 };
	struct host_watch *w;
	uint64_t rung;
	int i, n;

	n = epoll_pwait2(ev->epoll, e, ARRAY_SIZE(e), timeout_ns < 0 ? NULL : &t, NULL);
	for (i = 0; i < n; i++) {
		w = e[i].data.ptr;
		if (!w) {
			if (read(ev->bell, &rung, sizeof(rung)) < 0)
				continue; /* somebody else's reading cannot be: nothing was lost */
			run_finished(ev);
		} else if (w->armed) {
			w->armed = false;
			ev->armed--;
			w->fired(w, e[i].events);
		}
	}
}

bool host_events_wait_alone(struct host_events *ev, int fd, unsigned events)
{
	struct pollfd p[] = {
		{ .fd = fd, .events = (short)events },
		{ .fd = ev->bell, .events = POLLIN },
	};

	while (poll(p, ARRAY_SIZE(p), -1) < 0)
		if (errno != EINTR)
			return false;
	return p[0].revents;
}

void host_events_wake(struct host_events *ev)
{
	uint64_t one = 1;
	ssize_t n = write(ev->bell, &one, sizeof(one));

	(void)n; /* a full counter rings as well */
}

bool host_events_pending(const struct host_events *ev)
{
	return ev->armed || ev->outstanding;
}

unsigned host_poll_now(int fd, unsigned events)
{
	struct pollfd p = { .fd = fd, .events = (short)events };

	return poll(&p, 1, 0) > 0 ? (unsigned short)p.revents : 0;
}

static void wait_for_bell(struct host_events *ev)
{
	struct pollfd p = { .fd = ev->bell, .events = POLLIN };
	uint64_t rung;

	if (poll(&p, 1, -1) > 0 && read(ev->bell, &rung, sizeof(rung)) < 0)
		return; /* somebody was quicker */
}

/* Work that has begun cannot be taken back: its end is waited for. */
static void forget_work(struct host_events *ev)
{
	struct host_work *w, *tmp;

	pthread_mutex_lock(&ev->lock);
	list_for_each_entry_safe(w, tmp, &ev->queued, node) {
		list_del(&w->node);
		ev->outstanding--;
	}
	while (ev->nr_finished < ev->outstanding) {
		pthread_mutex_unlock(&ev->lock);
		wait_for_bell(ev);
		pthread_mutex_lock(&ev->lock);
	}
	list_init(&ev->finished);
	ev->outstanding = ev->nr_finished = 0;
	pthread_mutex_unlock(&ev->lock);
}

bool host_events_reset(struct host_events *ev)
{
	if (ev->outstanding)
		forget_work(ev);
	if (!ev->used)
		return true;
	close(ev->epoll);
	ev->armed = 0;
	ev->used = false;
	return make_set(ev);
}
