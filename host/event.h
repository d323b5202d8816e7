/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Where a machine waits when every task sleeps: one epoll set with a wake-up eventfd, watches on
 * host descriptors, and a few worker threads for host calls that can block long.
 */
#ifndef HOST_EVENT_H
#define HOST_EVENT_H

#include <stdbool.h>
#include <stdint.h>
#include "lib/list.h"

struct host_events;

struct host_events *host_events_create(void); /* NULL: the host refuses */
void host_events_destroy(struct host_events *ev);

/*
 * One watched host descriptor; fired(w, events) is called from host_events_wait(). One-shot: armed
 * again by the next host_watch_arm. Regular files cannot be watched: arm returns -EPERM, and the
 * caller treats them as always ready.
 */
struct host_watch {
	int fd;
	unsigned events; /* POLLIN, POLLOUT ... */
	bool armed;
	void (*fired)(struct host_watch *w, unsigned events);
	struct host_events *ev;
};
int host_watch_arm(struct host_events *ev, struct host_watch *w);
void host_watch_disarm(struct host_watch *w);

/* A call on a worker thread; done(work) is called from host_events_wait(). */
struct host_work {
	struct list_head node;
	long (*fn)(void *arg);
	void *arg;
	long result;
	void (*done)(struct host_work *work);
};
int host_work_submit(struct host_events *ev, struct host_work *work);

/* Watches and work are forgotten; nothing of them is called any more. False: the host refuses. */
bool host_events_reset(struct host_events *ev);

/* Wait at most timeout_ns (<0: no limit; 0: look only) and call what fired. */
void host_events_wait(struct host_events *ev, int64_t timeout_ns);
/*
 * Wait for one descriptor's events alone. False: host_events_wake() was called first, which the
 * next host_events_wait() hears of, too.
 */
bool host_events_wait_alone(struct host_events *ev, int fd, unsigned events);
/* Any thread or signal handler: a wait in progress, or the next one, returns at once. */
void host_events_wake(struct host_events *ev);
/* Can anything still fire (armed watches, running work)? */
bool host_events_pending(const struct host_events *ev);

/* What the kernel says it looks at now, without waiting: poll(2) with no timeout. */
unsigned host_poll_now(int fd, unsigned events);

#endif
