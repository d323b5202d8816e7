/* SPDX-License-Identifier: GPL-2.0-or-later */
/* poll and ppoll. */
#include "fs/pollwait.h"

#include "kernel/signal.h"
#include "kernel/slab.h"
#include "syscall.h"

struct pollfd { /* the same in both ABIs */
	int32_t fd;
	int16_t events, revents;
};
_Static_assert(sizeof(struct pollfd) == 8, "pollfd");

#define POLL_STACK_FDS 32

static unsigned poll_one(const struct pollfd *p, struct poll_table *pt)
{
	unsigned filter = (uint16_t)p->events | EPOLLERR | EPOLLHUP;

	if (p->fd < 0)
		return 0;
	auto_file *f = file_get(p->fd);
	if (!f)
		return EPOLLNVAL;
	if (pt)
		pt->key = filter;
	return vfs_poll(f, pt) & filter;
}

/* pt NULL: no sleep will follow. */
static int poll_all(struct pollfd *fds, unsigned nfds, struct poll_table *pt)
{
	int ready = 0;

	for (unsigned i = 0; i < nfds; i++) {
		fds[i].revents = poll_one(&fds[i], ready ? NULL : pt);
		ready += !!fds[i].revents;
	}
	return ready;
}

static int poll_loop(struct pollfd *fds, unsigned nfds, struct poll_wqueues *pwq, uint64_t end)
{
	bool in_time = end != POLL_NOWAIT;
	int ready;

	for (;;) {
		ready = poll_all(fds, nfds, in_time ? &pwq->table : NULL);
		pwq->table.queue = NULL;
		if (!ready) {
			ready = pwq->error;
			if (signal_pending(current))
				ready = -ERESTARTNOHAND;
		}
		if (ready || !in_time)
			return ready;
		in_time = poll_schedule_timeout(pwq, end);
	}
}

static bool put_revents(uaddr_t ufds, const struct pollfd *fds, unsigned nfds)
{
	uaddr_t to = ufds + offsetof(struct pollfd, revents);

	if (!access_ok(ufds, nfds * sizeof(*fds)))
		return false;
	for (unsigned i = 0; i < nfds; i++, to += sizeof(*fds))
		if (put_user(fds[i].revents, to))
			return false;
	return true;
}

static long poll_user_fds(struct pollfd *fds, uaddr_t ufds, unsigned nfds, uint64_t end)
{
	struct poll_wqueues pwq;
	int ready;

	if (copy_from_user(fds, ufds, nfds * sizeof(*fds)))
		return -EFAULT;
	poll_initwait(&pwq);
	ready = poll_loop(fds, nfds, &pwq, end);
	poll_freewait(&pwq);
	return put_revents(ufds, fds, nfds) ? ready : -EFAULT;
}

/* May sleep. The memory for nfds is bounded by RLIMIT_NOFILE. */
static long do_sys_poll(uaddr_t ufds, unsigned nfds, uint64_t end)
{
	struct pollfd few[POLL_STACK_FDS], *fds = few;
	long ret;

	if (nfds > rlimit(RLIMIT_NOFILE))
		return -EINVAL;
	if (nfds > POLL_STACK_FDS) {
		fds = kcalloc(nfds, sizeof(*fds));
		if (!fds)
			return -ENOMEM;
	}
	ret = poll_user_fds(fds, ufds, nfds, end);
	if (fds != few)
		kfree(fds);
	return ret;
}

static long poll_restartable(uaddr_t ufds, unsigned nfds, uint64_t end);

static long restart_poll(const uint64_t arg[6])
{
	return poll_restartable(arg[0], arg[1], arg[2]);
}

/* A restart keeps the end of the wait rather than its length. */
static long poll_restartable(uaddr_t ufds, unsigned nfds, uint64_t end)
{
	long ret = do_sys_poll(ufds, nfds, end);

	if (ret != -ERESTARTNOHAND)
		return ret;
	current->restart = (struct restart_block){ restart_poll, { ufds, nfds, end } };
	return -ERESTART_RESTARTBLOCK;
}

SYSCALL_DEFINE3(poll, upollfd_inout_t, ufds, uint_t, nfds, int_t, timeout_msecs)
{
	uint64_t end = POLL_FOREVER;

	if (timeout_msecs >= 0)
		poll_select_set_timeout(&end, timeout_msecs / 1000, timeout_msecs % 1000 * 1000000l);
	return poll_restartable(ufds, nfds, end);
}

static long do_ppoll(uaddr_t ufds, unsigned nfds, uaddr_t tsp, enum poll_time type,
		     uaddr_t sigmask, uint64_t sigsetsize)
{
	uint64_t end = POLL_FOREVER;
	struct timespec64 ts;
	int err;

	if (tsp) {
		if (type == PT_TIMESPEC ? get_timespec64(&ts, tsp) : get_old_timespec32(&ts, tsp))
			return -EFAULT;
		err = poll_select_set_timeout(&end, ts.tv_sec, ts.tv_nsec);
		if (err)
			return err;
	}
	err = set_user_sigmask(sigmask, sigsetsize);
	if (err)
		return err;
	return poll_select_finish(end, tsp, type, do_sys_poll(ufds, nfds, end));
}

SYSCALL_DEFINE5(ppoll, upollfd_inout_t, ufds, uint_t, nfds, utimespec_inout_t, tsp, usigset_in_t,
		sigmask, usize_t, sigsetsize)
{
	return do_ppoll(ufds, nfds, tsp, PT_TIMESPEC, sigmask, sigsetsize);
}

COMPAT_SYSCALL_DEFINE5(ppoll_time64, upollfd_inout_t, ufds, uint_t, nfds, utimespec_inout_t, tsp,
		       usigset_in_t, sigmask, usize_t, sigsetsize)
{
	return do_ppoll(ufds, nfds, tsp, PT_TIMESPEC, sigmask, sigsetsize);
}

COMPAT_SYSCALL_DEFINE5(ppoll_time32, upollfd_inout_t, ufds, uint_t, nfds, utimespec32_inout_t, tsp,
		       usigset_in_t, sigmask, usize_t, sigsetsize)
{
	return do_ppoll(ufds, nfds, tsp, PT_OLD_TIMESPEC, sigmask, sigsetsize);
}
