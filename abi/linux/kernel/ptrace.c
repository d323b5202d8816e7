/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The check of Linux's __ptrace_may_access(), which guards /proc and process_vm_readv() too. */
#include "kernel/ptrace.h"

#include "kernel/cred.h"
#include "kernel/task.h"
#include "mm/mm.h"

static bool same_ids(const struct cred *it, unsigned mode)
{
	const struct cred *me = current->cred;
	uid_t uid = mode & PTRACE_MODE_FSCREDS ? me->fsuid : me->uid;
	gid_t gid = mode & PTRACE_MODE_FSCREDS ? me->fsgid : me->gid;

	return uid == it->euid && uid == it->suid && uid == it->uid && gid == it->egid &&
	       gid == it->sgid && gid == it->gid;
}

/* Has it no right that the caller lacks? */
static bool caps_are_subset(const struct cred *it, unsigned mode)
{
	const struct cred *me = current->cred;
	uint64_t mine = mode & PTRACE_MODE_FSCREDS ? me->cap_effective : me->cap_permitted;

	return !(it->cap_permitted & ~mine);
}

static bool dumpable(const struct task *t)
{
	return t->mm ? t->mm->dumpable == 1 : t->was_dumpable;
}

bool ptrace_may_access(const struct task *t, unsigned mode)
{
	if (t->signal == current->signal || capable(CAP_SYS_PTRACE))
		return true;
	return same_ids(t->cred, mode) && dumpable(t) && caps_are_subset(t->cred, mode);
}
