/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What an epoll set watches: an item for each pair of open file and descriptor. It hangs on the
 * file's wait queues from its insertion to its end; a wake-up puts it on the set's ready list.
 */
#include "fs/eventpoll.h"

#include "kernel/slab.h"

static struct list_head *bucket(struct eventpoll *ep, int fd)
{
	return &ep->buckets[(unsigned)fd % EP_BUCKETS];
}

struct epitem *epitem_find(struct eventpoll *ep, const struct file *f, int fd)
{
	struct epitem *item;

	list_for_each_entry(item, bucket(ep, fd), hash)
		if (item->fd == fd && item->file == f)
			return item;
	return NULL;
}

/*
 * Somebody may sleep in epoll_wait, or watch the set by another one: who does so for EPOLLRDNORM
 * alone finds it when looking, but is not told, as in Linux.
 */
static void mark_ready(struct epitem *item)
{
	struct eventpoll *ep = item->ep;

	if (list_empty(&item->ready))
		list_add_tail(&item->ready, &ep->ready);
	wake_up(&ep->wait);
	wake_up_poll(&ep->poll_wait, EPOLLIN);
}

/* A look has found events: no news where the item waits to be reported already. */
static void mark_found(struct epitem *item)
{
	if (list_empty(&item->ready))
		mark_ready(item);
}

/* One-shot items that have fired keep no events: nothing wakes them. */
static bool ep_callback(struct wait_entry *wait, unsigned long key)
{
	struct epitem *item = container_of(wait, struct ep_wait, wait)->item;
	unsigned events = item->event.events;
	bool sleeper = !list_empty(&item->ep->wait.head);

	if (!(events & ~EP_PRIVATE_BITS) || (key && !(key & events)))
		return false;
	mark_ready(item);
	/* An exclusive wake-up is used up if it reached somebody. */
	return sleeper || !(events & EPOLLEXCLUSIVE);
}

struct item_table {
	struct poll_table table;
	struct epitem *item;
};

static void item_queue(struct poll_table *pt, __unused struct file *f, struct wait_queue_head *q)
{
	struct epitem *item = container_of(pt, struct item_table, table)->item;
	struct ep_wait *w = kmalloc(sizeof(*w));

	if (!w) {
		item->no_memory = true;
		return;
	}
	init_wait_entry(&w->wait);
	w->wait.func = ep_callback;
	w->wait.exclusive = item->event.events & EPOLLEXCLUSIVE;
	w->item = item;
	w->next = item->waits;
	item->waits = w;
	add_wait_queue(q, &w->wait);
}

static unsigned poll_with(struct epitem *item, struct poll_table *pt)
{
	pt->key = item->event.events & ~EP_PRIVATE_BITS;
	return vfs_poll(item->file, pt) & item->event.events;
}

unsigned epitem_poll(struct epitem *item)
{
	return poll_with(item, &(struct poll_table){ NULL });
}

void epitem_remove(struct epitem *item)
{
	struct ep_wait *w;

	while ((w = item->waits)) {
		item->waits = w->next;
		remove_wait_queue(&w->wait);
		kfree(w);
	}
	list_del(&item->ready);
	list_del(&item->hash);
	list_del(&item->of_file);
	kfree(item);
}

int epitem_insert(struct eventpoll *ep, struct file *f, int fd,
		  const struct linux_epoll_event *event)
{
	struct epitem *item = kzalloc(sizeof(*item));
	struct item_table t = { { item_queue, 0 }, item };
	unsigned events;

	if (!item)
		return -ENOMEM;
	item->ep = ep;
	item->file = f;
	item->fd = fd;
	item->event = *event;
	list_init(&item->ready);
	list_add(&item->hash, bucket(ep, fd));
	list_add(&item->of_file, &f->epoll_items);
	events = poll_with(item, &t.table);
	if (item->no_memory) {
		epitem_remove(item);
		return -ENOMEM;
	}
	if (events)
		mark_found(item);
	return 0;
}

void epitem_modify(struct epitem *item, const struct linux_epoll_event *event)
{
	item->event = *event;
	if (epitem_poll(item))
		mark_found(item);
}

void eventpoll_release_file(struct file *f)
{
	while (!list_empty(&f->epoll_items))
		epitem_remove(list_first_entry(&f->epoll_items, struct epitem, of_file));
}

/* --- sets in sets --- */

/* How many sets stand below; EP_MAX_NESTS + 1 for more than that, which a circle is. */
static int nests_below(const struct file *f, const struct eventpoll *searched, int depth)
{
	const struct eventpoll *ep = f->priv;
	const struct epitem *item;
	int deepest = 0;

	if (!is_eventpoll(f))
		return 0;
	if (ep == searched || depth > EP_MAX_NESTS)
		return EP_MAX_NESTS + 1;
	for (unsigned i = 0; i < EP_BUCKETS; i++)
		list_for_each_entry(item, &ep->buckets[i], hash)
			deepest = max(deepest, nests_below(item->file, searched, depth + 1));
	return min(deepest + 1, EP_MAX_NESTS + 1);
}

static int nests_above(const struct eventpoll *ep, int depth)
{
	const struct epitem *item;
	int highest = 0;

	if (depth > EP_MAX_NESTS)
		return EP_MAX_NESTS + 1;
	list_for_each_entry(item, &ep->file->epoll_items, of_file)
		highest = max(highest, 1 + nests_above(item->ep, depth + 1));
	return min(highest, EP_MAX_NESTS + 1);
}

bool ep_nests_too_deep(struct eventpoll *ep, const struct file *target)
{
	if (!is_eventpoll(target))
		return false;
	return nests_below(target, ep, 0) + nests_above(ep, 0) > EP_MAX_NESTS;
}
