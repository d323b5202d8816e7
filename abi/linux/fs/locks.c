/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Advisory locks: flock's, owned by an open file; POSIX records, owned by a descriptor table; and
 * records owned by an open file (OFD). They hang on the inode and are seen by this machine alone:
 * programs outside know nothing of a lock on a host file. The calls are in flock.c.
 */
#include "fs/locks.h"

#include "kernel/slab.h"

static bool same_owner(const struct file_lock *a, const struct file_lock *b)
{
	return a->kind == b->kind && a->owner == b->owner;
}

/* Records of both kinds know each other; flock's are a world of their own. */
static bool same_world(const struct file_lock *a, const struct file_lock *b)
{
	return (a->kind == LOCK_FLOCK) == (b->kind == LOCK_FLOCK);
}

static bool overlap(const struct file_lock *a, const struct file_lock *b)
{
	return a->start <= b->end && b->start <= a->end;
}

static bool conflict(const struct file_lock *a, const struct file_lock *b)
{
	return same_world(a, b) && !same_owner(a, b) && overlap(a, b) &&
	       (a->type == F_WRLCK || b->type == F_WRLCK);
}

static struct file_lock *first_conflict(struct inode *inode, const struct file_lock *request)
{
	struct file_lock *l;

	list_for_each_entry(l, &inode->flocks, node)
		if (conflict(l, request))
			return l;
	return NULL;
}

static void delete_lock(struct file_lock *l)
{
	list_del(&l->node);
	kfree(l);
}

const struct file_lock *locks_test(struct inode *inode, const struct file_lock *request)
{
	struct file_lock *l;

	if (request->type != F_UNLCK)
		return first_conflict(inode, request);
	list_for_each_entry(l, &inode->flocks, node)
		if (same_owner(l, request) && overlap(l, request))
			return l;
	return NULL;
}

/* --- deadlocks: who waits for whose records --- */

struct lock_wait {
	struct lock_wait *next;
	void *owner;   /* of POSIX records, waiting */
	void *blocker; /* owner of the record it waits for; NULL: not a POSIX one */
};

#define MAX_DEADLOCK_STEPS 10

static void *waits_for(const void *owner)
{
	for (struct lock_wait *w = kernel->lock_waits; w; w = w->next)
		if (w->owner == owner)
			return w->blocker;
	return NULL;
}

/* Would the owner of the request, waiting for l, wait for itself in the end? */
static bool deadlock(const struct file_lock *request, const struct file_lock *l)
{
	void *owner = l->kind == LOCK_POSIX ? l->owner : NULL;

	if (request->kind != LOCK_POSIX)
		return false;
	for (int i = 0; owner && i < MAX_DEADLOCK_STEPS; i++) {
		owner = waits_for(owner);
		if (owner == request->owner)
			return true;
	}
	return false;
}

static void lock_wait_begin(struct lock_wait *w, const struct file_lock *request,
			    const struct file_lock *blocker)
{
	w->owner = request->kind == LOCK_POSIX ? request->owner : NULL;
	w->blocker = blocker->kind == LOCK_POSIX ? blocker->owner : NULL;
	w->next = kernel->lock_waits;
	kernel->lock_waits = w;
}

static void lock_wait_end(struct lock_wait *w)
{
	struct lock_wait **p = &kernel->lock_waits;

	while (*p != w)
		p = &(*p)->next;
	*p = w->next;
}

/* One sleep: until some lock on the inode goes. May sleep. */
static int wait_for_change(struct inode *inode, const struct file_lock *request,
			   const struct file_lock *blocker)
{
	struct wait_entry entry;
	struct lock_wait w;
	int err = 0;

	lock_wait_begin(&w, request, blocker);
	init_wait_entry(&entry);
	prepare_to_wait(&inode->wait, &entry, TASK_INTERRUPTIBLE);
	if (signal_pending(current))
		err = -ERESTARTSYS;
	else
		schedule();
	finish_wait(&entry);
	lock_wait_end(&w);
	return err;
}

int locks_wait(struct inode *inode, const struct file_lock *request, bool wait)
{
	struct file_lock *l;
	int err;

	while ((l = first_conflict(inode, request))) {
		if (!wait)
			return -EAGAIN;
		if (deadlock(request, l))
			return -EDEADLK;
		err = wait_for_change(inode, request, l);
		if (err)
			return err;
	}
	return 0;
}

/* --- changes --- */

/* The owner's records in order of their start, owners in order of their coming. */
static void insert_lock(struct inode *inode, struct file_lock *new)
{
	struct file_lock *l, *before = NULL;
	bool known = false;

	list_for_each_entry(l, &inode->flocks, node) {
		if (!same_owner(l, new)) {
			if (known)
				break;
			continue;
		}
		known = true;
		if (l->start > new->start)
			break;
		before = l;
	}
	if (before)
		list_add(&new->node, &before->node);
	else if (known)
		list_add_tail(&new->node, &l->node);
	else
		list_add_tail(&new->node, &inode->flocks);
}

/* Takes the request's range out of l, which overlaps it; *spare becomes the upper rest if both
 * sides remain. */
static void cut(struct file_lock *l, const struct file_lock *request, struct file_lock **spare)
{
	bool below = l->start < request->start, above = l->end > request->end;
	struct file_lock *rest = *spare;

	if (below && above) {
		*spare = NULL;
		*rest = *l;
		rest->start = request->end + 1;
		list_add(&rest->node, &l->node);
		l->end = request->start - 1;
	} else if (below) {
		l->end = request->start - 1;
	} else if (above) {
		l->start = request->end + 1;
	} else {
		delete_lock(l);
	}
}

static bool touch(const struct file_lock *a, const struct file_lock *b)
{
	return overlap(a, b) || (a->end != OFFSET_MAX && a->end + 1 == b->start) ||
	       (b->end != OFFSET_MAX && b->end + 1 == a->start);
}

/* Makes room for the request among its owner's records: like ones join it, others are cut. */
static void replace(struct inode *inode, struct file_lock *request, struct file_lock **spare)
{
	struct file_lock *l, *tmp;

	list_for_each_entry_safe(l, tmp, &inode->flocks, node) {
		if (!same_owner(l, request))
			continue;
		if (l->type == request->type && touch(l, request)) {
			request->start = min(request->start, l->start);
			request->end = max(request->end, l->end);
			delete_lock(l);
		} else if (overlap(l, request)) {
			cut(l, request, spare);
		}
	}
}

static bool whole_file(const struct file_lock *request)
{
	return request->start == 0 && request->end == OFFSET_MAX;
}

int locks_set_record(struct inode *inode, struct file_lock *request)
{
	struct file_lock *new = NULL, *spare = NULL;

	/* Giving everything up must not need memory. */
	if (request->type != F_UNLCK || !whole_file(request)) {
		new = kmalloc(sizeof(*new));
		spare = kmalloc(sizeof(*spare));
		if (!new || !spare) {
			kfree(new);
			kfree(spare);
			return -ENOLCK;
		}
	}
	replace(inode, request, &spare);
	if (request->type != F_UNLCK) {
		*new = *request;
		insert_lock(inode, new);
		new = NULL;
	}
	kfree(new);
	kfree(spare);
	wake_up_all(&inode->wait);
	return 0;
}

/* The lock that this file has is given up first, even if the new one is then not to be had. */
int locks_set_flock(struct inode *inode, const struct file_lock *request, bool wait)
{
	struct file_lock *l, *tmp, *new;
	int err;

	list_for_each_entry_safe(l, tmp, &inode->flocks, node) {
		if (!same_owner(l, request))
			continue;
		if (l->type == request->type)
			return 0;
		delete_lock(l);
		wake_up_all(&inode->wait);
	}
	if (request->type == F_UNLCK)
		return 0;
	err = locks_wait(inode, request, wait);
	if (err)
		return err;
	new = kmalloc(sizeof(*new));
	if (!new)
		return -ENOMEM;
	*new = *request;
	list_add_tail(&new->node, &inode->flocks);
	return 0;
}

static void remove_owned(struct inode *inode, enum lock_kind kind, const void *owner)
{
	struct file_lock *l, *tmp;
	bool any = false;

	list_for_each_entry_safe(l, tmp, &inode->flocks, node)
		if (l->kind == kind && l->owner == owner) {
			delete_lock(l);
			any = true;
		}
	if (any)
		wake_up_all(&inode->wait);
}

void locks_remove_posix(struct file *f, struct files_struct *owner)
{
	remove_owned(f->inode, LOCK_POSIX, owner);
}

void locks_remove_file(struct file *f)
{
	remove_owned(f->inode, LOCK_FLOCK, f);
	remove_owned(f->inode, LOCK_OFD, f);
}
