/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Resource limits: Linux's defaults for the first process, never the host's, and their calls. */
#include "kernel/rlimit.h"
#include "kernel/internal.h"
#include "kernel/rttime.h"
#include "kernel/stack.h"
#include "syscall.h"
#include "uaccess.h"
#include "uapi/resource.h"

#define NR_OPEN (1u << 20) /* fs.nr_open */

/* Linux's fork_init(): an eighth of memory may be kernel stacks of 16 KiB; half of that each. */
static uint64_t default_max_threads(void)
{
	uint64_t n = kernel->config.mem_size / (8 * (16 << 10));

	return n < 20 ? 20 : n;
}

uint64_t max_threads(void)
{
	uint64_t most = min(default_max_threads(), (uint64_t)MAX_KSTACKS);

	return kernel->config.limit_procs ? min(kernel->config.limit_procs, most) : most;
}

void rlimit_init(struct rlimit64 rlim[RLIM_NLIMITS])
{
	uint64_t half = default_max_threads() / 2, files = NR_OPEN;

	if (kernel->config.limit_files)
		files = min(files, kernel->config.limit_files);

	for (unsigned i = 0; i < RLIM_NLIMITS; i++)
		rlim[i] = (struct rlimit64){ RLIM_INFINITY, RLIM_INFINITY };
	rlim[RLIMIT_STACK].cur = 8 << 20;
	rlim[RLIMIT_CORE].cur = 0;
	rlim[RLIMIT_NPROC] = (struct rlimit64){ half, half };
	rlim[RLIMIT_NOFILE] = (struct rlimit64){ min((uint64_t)1024, files), files };
	rlim[RLIMIT_MEMLOCK] = (struct rlimit64){ 8 << 20, 8 << 20 };
	rlim[RLIMIT_SIGPENDING] = (struct rlimit64){ half, half };
	rlim[RLIMIT_MSGQUEUE] = (struct rlimit64){ 819200, 819200 };
	rlim[RLIMIT_NICE] = (struct rlimit64){ 0, 0 };
	rlim[RLIMIT_RTPRIO] = (struct rlimit64){ 0, 0 };
}

uint64_t rlimit_of(const struct task *t, unsigned which)
{
	return t->signal->rlim[which].cur;
}

/* s: whose limits; NULL for ring3's own process, whose limits are the defaults and stay so. */
static int do_prlimit(struct signal_struct *s, unsigned which, const struct rlimit64 *new,
		      struct rlimit64 *old)
{
	struct rlimit64 defaults[RLIM_NLIMITS], *rlim;

	if (which >= RLIM_NLIMITS)
		return -EINVAL;
	if (new && new->cur > new->max)
		return -EINVAL;
	if (new && which == RLIMIT_NOFILE && new->max > NR_OPEN)
		return -EPERM;
	rlimit_init(defaults);
	rlim = s ? &s->rlim[which] : &defaults[which];
	if (new && new->max > rlim->max && !capable(CAP_SYS_RESOURCE))
		return -EPERM;
	if (old)
		*old = *rlim;
	if (new)
		*rlim = *new;
	if (new && s && which == RLIMIT_CPU)
		rlimit_cpu_changed(s);
	if (new && which == RLIMIT_RTTIME)
		rttime_changed();
	return 0;
}

SYSCALL_DEFINE2(getrlimit, resource_t, resource, urlimit_out_t, rlim)
{
	struct rlimit64 r;
	int err = do_prlimit(current->signal, resource, NULL, &r);

	if (err)
		return err;
	return copy_to_user(rlim, &r, sizeof(r)) ? -EFAULT : 0;
}

SYSCALL_DEFINE2(setrlimit, resource_t, resource, urlimit_in_t, rlim)
{
	struct rlimit64 r;

	if (copy_from_user(&r, rlim, sizeof(r)))
		return -EFAULT;
	return do_prlimit(current->signal, resource, &r, NULL);
}

static long get_compat_rlimit(unsigned resource, uaddr_t to, uint32_t infinity)
{
	struct i386_rlimit k;
	struct rlimit64 r;
	int err = do_prlimit(current->signal, resource, NULL, &r);

	if (err)
		return err;
	k.cur = min(r.cur, (uint64_t)infinity);
	k.max = min(r.max, (uint64_t)infinity);
	return copy_to_user(to, &k, sizeof(k)) ? -EFAULT : 0;
}

COMPAT_SYSCALL_DEFINE2(getrlimit, resource_t, resource, urlimit_out_t, rlim)
{
	return get_compat_rlimit(resource, rlim, COMPAT_RLIM_INFINITY);
}

COMPAT_SYSCALL_DEFINE2(old_getrlimit, resource_t, resource, urlimit_out_t, rlim)
{
	return get_compat_rlimit(resource, rlim, COMPAT_RLIM_OLD_INFINITY);
}

COMPAT_SYSCALL_DEFINE2(setrlimit, resource_t, resource, urlimit_in_t, rlim)
{
	struct i386_rlimit k;
	struct rlimit64 r;

	if (copy_from_user(&k, rlim, sizeof(k)))
		return -EFAULT;
	r.cur = k.cur == COMPAT_RLIM_INFINITY ? RLIM_INFINITY : k.cur;
	r.max = k.max == COMPAT_RLIM_INFINITY ? RLIM_INFINITY : k.max;
	return do_prlimit(current->signal, resource, &r, NULL);
}

/* Another's limits: all ids must be the same, or CAP_SYS_RESOURCE. */
static bool may_prlimit(const struct task *t)
{
	static const struct cred root;
	const struct cred *c = current->cred, *tc = t ? t->cred : &root;

	if (t == current)
		return true;
	if (c->uid == tc->euid && c->uid == tc->suid && c->uid == tc->uid && c->gid == tc->egid &&
	    c->gid == tc->sgid && c->gid == tc->gid)
		return true;
	return capable(CAP_SYS_RESOURCE);
}

SYSCALL_DEFINE4(prlimit64, pid_t, pid, resource_t, resource, urlimit64_in_t, new_rlim,
		urlimit64_out_t, old_rlim)
{
	struct rlimit64 new, old;
	struct task *t;
	int err;

	if (new_rlim && copy_from_user(&new, new_rlim, sizeof(new)))
		return -EFAULT;
	t = pid ? find_task(pid) : current;
	if (!t && !is_own_pid(pid))
		return -ESRCH;
	if (!may_prlimit(t))
		return -EPERM;
	err = do_prlimit(t ? t->signal : NULL, resource, new_rlim ? &new : NULL,
			 old_rlim ? &old : NULL);
	if (!err && old_rlim && copy_to_user(old_rlim, &old, sizeof(old)))
		err = -EFAULT;
	return err;
}
