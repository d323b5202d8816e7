/* SPDX-License-Identifier: GPL-2.0-or-later */
/* kcmp: do two processes share an object? The order that it gives is by address in the arena. */
#include "fs/fs.h"
#include "kernel/internal.h"
#include "kernel/ptrace.h"
#include "syscall.h"
#include "uaccess.h"
#include "uapi/kcmp.h"

static bool may_look(const struct task *t)
{
	return ptrace_may_access(t, PTRACE_MODE_READ | PTRACE_MODE_REALCREDS);
}

static long compare(const void *a, const void *b)
{
	return a == b ? 0 : a < b ? 1 : 2;
}

/* The file is only compared: no reference is kept. */
static struct file *peek_file(const struct task *t, uint64_t fd)
{
	struct file *f = t->files ? files_lookup(t->files, (unsigned)fd, NULL) : NULL;

	if (f)
		file_put(f);
	return f;
}

static long compare_files(const struct task *a, uint64_t fd_a, const struct task *b, uint64_t fd_b)
{
	const struct file *fa = peek_file(a, fd_a), *fb = peek_file(b, fd_b);

	return fa && fb ? compare(fa, fb) : -EBADF;
}

/* A file of a with what an epoll set of b watches. */
static long compare_watched(const struct task *a, uint64_t fd, const struct task *b, uaddr_t uslot)
{
	struct linux_kcmp_epoll_slot slot;
	const struct file *f, *set, *watched;

	if (copy_from_user(&slot, uslot, sizeof(slot)))
		return -EFAULT;
	f = peek_file(a, fd);
	set = f ? peek_file(b, slot.efd) : NULL;
	if (!set)
		return -EBADF;
	watched = eventpoll_watched(set, (int)slot.tfd, slot.toff);
	return IS_ERR(watched) ? PTR_ERR(watched) : compare(f, watched);
}

static long compare_objects(const struct task *a, const struct task *b, int type, uint64_t idx1,
			    uint64_t idx2)
{
	switch (type) {
	case KCMP_FILE:
		return compare_files(a, idx1, b, idx2);
	case KCMP_VM:
		return compare(a->mm, b->mm);
	case KCMP_FILES:
		return compare(a->files, b->files);
	case KCMP_FS:
		return compare(a->fs, b->fs);
	case KCMP_SIGHAND:
		return compare(a->sighand, b->sighand);
	case KCMP_IO:
	case KCMP_SYSVSEM:
		return 0; /* nobody has such an object */
	case KCMP_EPOLL_TFD:
		return compare_watched(a, idx1, b, idx2);
	default:
		return -EINVAL;
	}
}

SYSCALL_DEFINE5(kcmp, pid_t, pid1, pid_t, pid2, cmd_t, type, ulong_t, idx1, ulong_t, idx2)
{
	const struct task *a = find_task(pid1), *b = find_task(pid2);
	bool init_is_asked = kernel->own_pid && (pid1 == INIT_PID || pid2 == INIT_PID);

	if ((!a && !(init_is_asked && pid1 == INIT_PID)) ||
	    (!b && !(init_is_asked && pid2 == INIT_PID)))
		return -ESRCH;
	if (init_is_asked || !may_look(a) || !may_look(b))
		return -EPERM;
	return compare_objects(a, b, type, idx1, idx2);
}
