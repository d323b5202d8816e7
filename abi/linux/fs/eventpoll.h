/* SPDX-License-Identifier: GPL-2.0-or-later */
/* An epoll set and its items, for eventpoll.c and epitem.c. */
#ifndef FS_EVENTPOLL_H
#define FS_EVENTPOLL_H

#include "fs/fs.h"
#include "uapi/epoll.h"

#define EP_PRIVATE_BITS (EPOLLWAKEUP | EPOLLONESHOT | EPOLLET | EPOLLEXCLUSIVE)
#define EP_MAX_NESTS 4
#define EP_BUCKETS 64

struct eventpoll {
	struct wait_queue_head wait;	  /* epoll_wait */
	struct wait_queue_head poll_wait; /* who watches this set */
	struct list_head ready;		  /* epitem.ready: may have events */
	struct list_head buckets[EP_BUCKETS]; /* epitem.hash, by descriptor */
	struct file *file;		  /* its own; not counted */
	struct linux_epoll_params params; /* kept only: no device here is polled */
};

/* One queue that an item hangs on. */
struct ep_wait {
	struct wait_entry wait;
	struct epitem *item;
	struct ep_wait *next;
};

struct epitem {
	struct eventpoll *ep;
	struct file *file; /* not counted: it takes its items with it */
	int fd;
	struct linux_epoll_event event;
	struct list_head hash, ready, of_file; /* of_file: file.epoll_items */
	struct ep_wait *waits;
	bool no_memory; /* a queue could not be entered */
};

extern const struct file_ops eventpoll_ops;

static inline bool is_eventpoll(const struct file *f)
{
	return f->op == &eventpoll_ops;
}

/* fs/epitem.c */
struct epitem *epitem_find(struct eventpoll *ep, const struct file *f, int fd);
int epitem_insert(struct eventpoll *ep, struct file *f, int fd,
		  const struct linux_epoll_event *event);
void epitem_modify(struct epitem *item, const struct linux_epoll_event *event);
void epitem_remove(struct epitem *item);
unsigned epitem_poll(struct epitem *item); /* what of its events there is; asks for more to come */
bool ep_nests_too_deep(struct eventpoll *ep, const struct file *target); /* or in a circle */

#endif
