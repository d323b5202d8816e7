/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What poll and select have in common: the queues a task waits on, and time limits. */
#ifndef FS_POLLWAIT_H
#define FS_POLLWAIT_H

#include "fs/fs.h"

struct poll_wqueues;

struct poll_entry {
	struct wait_entry wait;
	struct poll_wqueues *pwq;
	struct file *file; /* referenced, so that the queue lives */
	unsigned key;	   /* EPOLL* that matter */
};

#define POLL_INLINE_ENTRIES 12
#define POLL_CHUNK_ENTRIES 60

struct poll_chunk {
	struct poll_chunk *next;
	unsigned n;
	struct poll_entry entries[POLL_CHUNK_ENTRIES];
};

/* Lives on the caller's stack for the time of one call. */
struct poll_wqueues {
	struct poll_table table;
	bool triggered;		 /* something happened since the last look */
	int error;		 /* -ENOMEM: not every queue could be entered */
	unsigned n;
	struct poll_entry entries[POLL_INLINE_ENTRIES];
	struct poll_chunk *more;
};

void poll_initwait(struct poll_wqueues *pwq);
void poll_freewait(struct poll_wqueues *pwq);

/*
 * The end of a wait in machine time; POLL_NOWAIT: only look. Relative times are converted once, so
 * that a call which is restarted does not begin anew.
 */
#define POLL_FOREVER UINT64_MAX
#define POLL_NOWAIT 0
int poll_select_set_timeout(uint64_t *end, int64_t sec, int64_t nsec); /* 0 or -EINVAL */

/* Sleeps in the state that is set; false: the end has come. May sleep. */
bool poll_sleep_until(uint64_t end);

/* Sleeps until an event, a signal or the end; false: the end has come. May sleep. */
bool poll_schedule_timeout(struct poll_wqueues *pwq, uint64_t end);

/* How the guest lays out its time limit. */
enum poll_time { PT_TIMEVAL, PT_OLD_TIMEVAL, PT_TIMESPEC, PT_OLD_TIMESPEC };

/*
 * A call with a time limit at p (0: none) ends with ret: the mask comes back, and what is left of
 * the time goes to p. A call whose limit could not be written is not restarted.
 */
long poll_select_finish(uint64_t end, uaddr_t p, enum poll_time type, long ret);

#endif
