/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * unshare and setns. There is one namespace of each kind, and nobody gets another: what would make
 * or enter one is -EPERM, after the checks that come before that in Linux.
 */
#include "fs/fs.h"
#include "kernel/internal.h"
#include "kernel/pidfd.h"
#include "mm/mm.h"
#include "syscall.h"
#include "uapi/sched.h"

/* --- unshare --- */

/* What is implied by what. */
static uint64_t widen(uint64_t flags)
{
	if (flags & CLONE_NEWUSER)
		flags |= CLONE_THREAD | CLONE_FS;
	if (flags & CLONE_VM)
		flags |= CLONE_SIGHAND;
	if (flags & CLONE_SIGHAND)
		flags |= CLONE_THREAD;
	if (flags & CLONE_NEWNS)
		flags |= CLONE_FS;
	return flags;
}

/* Threads cannot be taken apart: only what is not shared may be named. */
static int check_unshare_flags(uint64_t flags)
{
	if (flags & ~(CLONE_THREAD | CLONE_FS | CLONE_SIGHAND | CLONE_VM | CLONE_FILES |
		      CLONE_SYSVSEM | CLONE_NAMESPACES))
		return -EINVAL;
	if (flags & (CLONE_THREAD | CLONE_SIGHAND | CLONE_VM) && current->signal->nr_threads > 1)
		return -EINVAL;
	if (flags & (CLONE_SIGHAND | CLONE_VM) && current->sighand->refs > 1)
		return -EINVAL;
	if (flags & CLONE_VM && current->mm->users > 1)
		return -EINVAL;
	return 0;
}

static int unshare_fs(void)
{
	struct fs_struct *new;

	if (current->fs->refs == 1)
		return 0;
	new = fs_struct_dup(current->fs);
	if (!new)
		return -ENOMEM;
	fs_struct_put(current->fs);
	current->fs = new;
	return 0;
}

SYSCALL_DEFINE1(unshare, unshareflags_t, unshare_flags)
{
	uint64_t flags = widen(unshare_flags);
	int err = check_unshare_flags(flags);

	if (err)
		return err;
	if (flags & CLONE_NAMESPACES)
		return -EPERM;
	if (flags & CLONE_FILES)
		err = files_unshare();
	if (!err && flags & CLONE_FS)
		err = unshare_fs();
	return err;
}

/* --- setns --- */

static long enter_namespaces_of(const struct pid *pid, unsigned flags)
{
	if (!flags || flags & ~CLONE_NAMESPACES)
		return -EINVAL;
	return pid->task || pid == kernel->own_pid ? -EPERM : -ESRCH;
}

SYSCALL_DEFINE2(setns, fd_t, fd, setnstype_t, nstype)
{
	auto_file *f = file_get(fd);

	if (!f)
		return -EBADF;
	return pidfd_pid(f) ? enter_namespaces_of(pidfd_pid(f), nstype) : -EINVAL;
}
