/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Credentials: immutable objects shared by reference. A change is a copy, made ready and then
 * installed whole. There is one user namespace. What execve does to them: exec_creds.c.
 */
#include "kernel/cred.h"
#include "kernel/groups.h"
#include "kernel/signal.h"
#include "kernel/slab.h"
#include "kernel/task.h"
#include "mm/mm.h"
#include "uapi/capability.h"
#include "uapi/securebits.h"

const struct cred *get_cred(const struct cred *c)
{
	((struct cred *)c)->refs++;
	return c;
}

void put_cred(const struct cred *c)
{
	struct cred *cred = (struct cred *)c;

	if (!cred || --cred->refs)
		return;
	group_info_put(cred->groups);
	kfree(cred);
}

struct cred *prepare_creds(void)
{
	struct cred *new = kmalloc(sizeof(*new));

	if (!new)
		return NULL;
	*new = *current->cred;
	new->refs = 1;
	new->groups->refs++;
	return new;
}

void abort_creds(struct cred *new)
{
	put_cred(new);
}

/*
 * A process whose rights changed may hold secrets of the old ones: it stops being dumpable and
 * loses its parent-death signal, as in Linux.
 */
void commit_creds(struct cred *new)
{
	const struct cred *old = current->cred;

	if (old->euid != new->euid || old->egid != new->egid || old->fsuid != new->fsuid ||
	    old->fsgid != new->fsgid || new->cap_permitted & ~old->cap_permitted) {
		if (current->mm)
			current->mm->dumpable = 0;
		current->pdeath_signal = 0;
	}
	if (old->uid != new->uid) /* without current itself, as in Linux */
		current->nproc_exceeded = nproc_limit_exceeded(new);
	current->cred = new;
	put_cred(old);
}

/* Counted only where the number of all tasks makes it possible at all. */
static bool user_has_tasks(uid_t uid, uint64_t n)
{
	const struct task *t;

	if (kernel->nr_tasks < n)
		return false;
	list_for_each_entry(t, &kernel->tasks, task_node) {
		if (!n)
			break;
		n -= t->cred->uid == uid;
	}
	return !n;
}

bool nproc_limit_reached(const struct cred *c)
{
	return c->uid && user_has_tasks(c->uid, rlimit(RLIMIT_NPROC));
}

bool nproc_limit_exceeded(const struct cred *c)
{
	uint64_t limit = rlimit(RLIMIT_NPROC);

	return c->uid && limit != RLIM_INFINITY && user_has_tasks(c->uid, limit + 1);
}

bool capable(int cap)
{
	return current->cred->cap_effective & BIT(cap);
}

bool may_schedule(const struct cred *other)
{
	return !(other->cap_permitted & ~current->cred->cap_permitted) || capable(CAP_SYS_NICE);
}

struct cred *cred_create(uid_t uid, gid_t gid)
{
	struct cred *c = kzalloc(sizeof(*c));

	if (!c)
		return NULL;
	c->groups = group_info_alloc(0);
	if (!c->groups) {
		kfree(c);
		return NULL;
	}
	c->refs = 1;
	c->uid = c->euid = c->suid = c->fsuid = uid;
	c->gid = c->egid = c->sgid = c->fsgid = gid;
	c->cap_bset = CAP_FULL_SET;
	if (uid == 0)
		c->cap_permitted = c->cap_effective = CAP_FULL_SET;
	return c;
}
