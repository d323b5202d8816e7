/* SPDX-License-Identifier: GPL-2.0-or-later */
/* epoll: the set as a file, its changes, waiting for what it watches. Items are in epitem.c. */
#include "fs/eventpoll.h"

#include "fs/pollwait.h"
#include "kernel/cred.h"
#include "kernel/signal.h"
#include "kernel/slab.h"
#include "syscall.h"

#define EP_MAX_EVENTS (INT32_MAX / (int)sizeof(struct linux_epoll_event))
#define EPOLLINOUT_BITS (EPOLLIN | EPOLLOUT)
#define EPOLLEXCLUSIVE_OK_BITS \
	(EPOLLINOUT_BITS | EPOLLERR | EPOLLHUP | EPOLLWAKEUP | EPOLLET | EPOLLEXCLUSIVE)

/* --- the file --- */

/* Readable when an item is. Those that are not any more leave the list. */
static unsigned ep_poll_file(struct file *f, struct poll_table *pt)
{
	struct eventpoll *ep = f->priv;
	struct epitem *item, *tmp;

	poll_wait(f, &ep->poll_wait, pt);
	list_for_each_entry_safe(item, tmp, &ep->ready, ready) {
		if (epitem_poll(item))
			return EPOLLIN | EPOLLRDNORM;
		list_del(&item->ready);
	}
	return 0;
}

static void ep_release(struct file *f)
{
	struct eventpoll *ep = f->priv;

	for (unsigned i = 0; i < EP_BUCKETS; i++)
		while (!list_empty(&ep->buckets[i]))
			epitem_remove(list_first_entry(&ep->buckets[i], struct epitem, hash));
	kfree(ep);
}

static void ep_show_fdinfo(struct file *f, struct seq_buf *out)
{
	const struct eventpoll *ep = f->priv;
	const struct epitem *item;

	for (unsigned i = 0; i < EP_BUCKETS; i++)
		list_for_each_entry(item, &ep->buckets[i], hash)
			seq_printf(out,
				   "tfd: %8d events: %8x data: %16llx  pos:%lli ino:%llx sdev:%x\n",
				   item->fd, item->event.events,
				   (unsigned long long)item->event.data, (long long)item->file->pos,
				   (unsigned long long)item->file->inode->ino,
				   item->file->inode->sb->dev);
}

static loff_t ep_llseek(struct file *f, __unused loff_t offset, __unused int whence)
{
	return f->pos;
}

#define NAPI_POLL_WEIGHT 64

static long ep_set_params(struct eventpoll *ep, uaddr_t from)
{
	struct linux_epoll_params p;

	if (copy_from_user(&p, from, sizeof(p)))
		return -EFAULT;
	if (p.pad || p.busy_poll_usecs > INT32_MAX || p.prefer_busy_poll > 1)
		return -EINVAL;
	if (p.busy_poll_budget > NAPI_POLL_WEIGHT && !capable(CAP_NET_ADMIN))
		return -EPERM;
	ep->params = p;
	return 0;
}

static long ep_ioctl(struct file *f, unsigned cmd, uint64_t arg)
{
	struct eventpoll *ep = f->priv;

	switch (cmd) {
	case EPIOCSPARAMS:
		return ep_set_params(ep, arg);
	case EPIOCGPARAMS:
		return copy_to_user(arg, &ep->params, sizeof(ep->params)) ? -EFAULT : 0;
	default:
		return -EINVAL; /* and not -ENOTTY, as others say */
	}
}

const struct file_ops eventpoll_ops = {
	.poll = ep_poll_file,
	.ioctl = ep_ioctl,
	.llseek = ep_llseek,
	.release = ep_release,
	.show_fdinfo = ep_show_fdinfo,
};

static struct eventpoll *ep_alloc(void)
{
	struct eventpoll *ep = kzalloc(sizeof(*ep));

	if (!ep)
		return NULL;
	init_waitqueue_head(&ep->wait);
	init_waitqueue_head(&ep->poll_wait);
	list_init(&ep->ready);
	for (unsigned i = 0; i < EP_BUCKETS; i++)
		list_init(&ep->buckets[i]);
	return ep;
}

static long do_epoll_create(unsigned flags)
{
	struct eventpoll *ep;
	struct file *f;
	int fd, err;

	if (flags & ~EPOLL_CLOEXEC)
		return -EINVAL;
	ep = ep_alloc();
	if (!ep)
		return -ENOMEM;
	err = fd_reserve(&fd, flags);
	if (err)
		goto free;
	f = anon_file("[eventpoll]", &eventpoll_ops, ep, O_RDWR);
	err = PTR_ERR(f);
	if (IS_ERR(f))
		goto unreserve;
	f->mode |= FMODE_STREAM | FMODE_NOSPLICE;
	ep->file = f;
	fd_install(fd, f);
	return fd;
unreserve:
	fd_unreserve(fd);
free:
	kfree(ep);
	return err;
}

SYSCALL_DEFINE1(epoll_create, int_t, size)
{
	return size <= 0 ? -EINVAL : do_epoll_create(0);
}

SYSCALL_DEFINE1(epoll_create1, epoll_flags_t, flags)
{
	return do_epoll_create(flags);
}

/* --- changes --- */

static bool bad_exclusive(int op, const struct file *target, unsigned events)
{
	if (op == EPOLL_CTL_DEL || !(events & EPOLLEXCLUSIVE))
		return false;
	if (op == EPOLL_CTL_MOD)
		return true;
	return op == EPOLL_CTL_ADD && (is_eventpoll(target) || (events & ~EPOLLEXCLUSIVE_OK_BITS));
}

static int ep_add(struct eventpoll *ep, struct file *target, int fd, struct linux_epoll_event *event)
{
	if (epitem_find(ep, target, fd))
		return -EEXIST;
	event->events |= EPOLLERR | EPOLLHUP;
	return epitem_insert(ep, target, fd, event);
}

static int ep_modify(struct eventpoll *ep, struct file *target, int fd,
		     struct linux_epoll_event *event)
{
	struct epitem *item = epitem_find(ep, target, fd);

	if (!item)
		return -ENOENT;
	if (item->event.events & EPOLLEXCLUSIVE)
		return -EINVAL;
	event->events |= EPOLLERR | EPOLLHUP;
	epitem_modify(item, event);
	return 0;
}

static int ep_del(struct eventpoll *ep, struct file *target, int fd)
{
	struct epitem *item = epitem_find(ep, target, fd);

	if (!item)
		return -ENOENT;
	epitem_remove(item);
	return 0;
}

static int do_epoll_ctl(struct file *f, int op, int fd, struct file *target,
			struct linux_epoll_event *event)
{
	if (!target->op->poll)
		return -EPERM; /* always ready: a regular file, a directory */
	event->events &= ~EPOLLWAKEUP; /* this machine never sleeps */
	if (f == target || !is_eventpoll(f) || bad_exclusive(op, target, event->events))
		return -EINVAL;
	if (op == EPOLL_CTL_ADD && ep_nests_too_deep(f->priv, target))
		return -ELOOP;
	switch (op) {
	case EPOLL_CTL_ADD:
		return ep_add(f->priv, target, fd, event);
	case EPOLL_CTL_MOD:
		return ep_modify(f->priv, target, fd, event);
	case EPOLL_CTL_DEL:
		return ep_del(f->priv, target, fd);
	}
	return -EINVAL;
}

SYSCALL_DEFINE4(epoll_ctl, fd_t, epfd, epoll_op_t, op, fd_t, fd, uepoll_event_in_t, event)
{
	struct linux_epoll_event epds = { 0 };

	if (op != EPOLL_CTL_DEL && copy_from_user(&epds, event, sizeof(epds)))
		return -EFAULT;
	auto_file *f = file_get(epfd);
	if (!f)
		return -EBADF;
	auto_file *target = file_get(fd);
	if (!target)
		return -EBADF;
	return do_epoll_ctl(f, op, fd, target, &epds);
}

/* --- kcmp --- */

struct file *eventpoll_watched(const struct file *f, int tfd, unsigned toff)
{
	const struct eventpoll *ep = f->priv;
	struct epitem *item;

	if (!is_eventpoll(f))
		return ERR_PTR(-EINVAL);
	list_for_each_entry(item, &ep->buckets[(unsigned)tfd % EP_BUCKETS], hash)
		if (item->fd == tfd && !toff--)
			return item->file;
	return ERR_PTR(-ENOENT);
}

/* --- who waits for what --- */

void eventpoll_each(const struct file *f,
		    bool (*fn)(void *ctx, int fd, const struct file *f, unsigned events), void *ctx)
{
	const struct eventpoll *ep = f->priv;
	const struct epitem *item;

	for (unsigned i = 0; is_eventpoll(f) && i < EP_BUCKETS; i++)
		list_for_each_entry(item, &ep->buckets[i], hash)
			if (!fn(ctx, item->fd, item->file, item->event.events))
				return;
}

/* --- waiting --- */

/* What becomes of an item that was reported: level-triggered ones are looked at again. */
static void after_report(struct eventpoll *ep, struct epitem *item)
{
	if (item->event.events & EPOLLONESHOT)
		item->event.events &= EP_PRIVATE_BITS;
	else if (!(item->event.events & EPOLLET))
		list_add_tail(&item->ready, &ep->ready);
}

/*
 * Takes items off the ready list, up to max of them that have events. The list is set aside, so
 * that level-triggered ones, which go back to its end, are not met again.
 */
static int send_events(struct eventpoll *ep, uaddr_t events, int max)
{
	struct list_head taken = LIST_HEAD_INIT(taken);
	int n = 0;

	list_splice_init(&ep->ready, &taken);
	while (n < max && !list_empty(&taken)) {
		struct epitem *item = list_first_entry(&taken, struct epitem, ready);
		struct linux_epoll_event out = { epitem_poll(item), item->event.data };

		list_del(&item->ready);
		if (!out.events)
			continue;
		if (copy_to_user(events + n * sizeof(out), &out, sizeof(out))) {
			list_add(&item->ready, &taken);
			n = n ? n : -EFAULT;
			break;
		}
		after_report(ep, item);
		n++;
	}
	list_splice_init(&taken, &ep->ready); /* not reported yet: first the next time */
	if (!list_empty(&ep->ready))
		wake_up(&ep->wait); /* there may be something for the next one who waits, too */
	return n;
}

/* May sleep. A signal ends it with -EINTR: it is never restarted. */
static int ep_wait(struct eventpoll *ep, uaddr_t events, int max, uint64_t end)
{
	struct wait_entry w;
	int n;

	for (;;) {
		n = send_events(ep, events, max);
		if (n || end == POLL_NOWAIT)
			return n;
		if (signal_pending(current))
			return -EINTR;
		init_wait_entry(&w);
		w.exclusive = true;
		prepare_to_wait(&ep->wait, &w, TASK_INTERRUPTIBLE);
		if (!poll_sleep_until(end))
			end = POLL_NOWAIT; /* and one more look */
		finish_wait(&w);
	}
}

static long do_epoll_wait(fd_t epfd, uaddr_t events, int max, uint64_t end)
{
	if (max <= 0 || max > EP_MAX_EVENTS)
		return -EINVAL;
	if (!access_ok(events, max * sizeof(struct linux_epoll_event)))
		return -EFAULT;
	auto_file *f = file_get(epfd);
	if (!f)
		return -EBADF;
	return is_eventpoll(f) ? ep_wait(f->priv, events, max, end) : -EINVAL;
}

static long do_epoll_pwait(fd_t epfd, uaddr_t events, int max, uint64_t end, uaddr_t sigmask,
			   uint64_t sigsetsize)
{
	long ret = set_user_sigmask(sigmask, sigsetsize);

	if (ret)
		return ret;
	ret = do_epoll_wait(epfd, events, max, end);
	restore_saved_sigmask_unless(ret == -EINTR);
	return ret;
}

static uint64_t end_of_msecs(int timeout)
{
	uint64_t end = POLL_FOREVER;

	if (timeout >= 0)
		poll_select_set_timeout(&end, timeout / 1000, timeout % 1000 * 1000000l);
	return end;
}

SYSCALL_DEFINE4(epoll_wait, fd_t, epfd, uepoll_event_out_t, events, int_t, maxevents, int_t,
		timeout)
{
	return do_epoll_wait(epfd, events, maxevents, end_of_msecs(timeout));
}

SYSCALL_DEFINE6(epoll_pwait, fd_t, epfd, uepoll_event_out_t, events, int_t, maxevents, int_t,
		timeout, uepoll_sigset_t, sigmask, usize_t, sigsetsize)
{
	return do_epoll_pwait(epfd, events, maxevents, end_of_msecs(timeout), sigmask, sigsetsize);
}

static long epoll_pwait2(fd_t epfd, uaddr_t events, int max, uaddr_t timeout, uaddr_t sigmask,
			 uint64_t sigsetsize)
{
	uint64_t end = POLL_FOREVER;
	struct timespec64 ts;

	if (timeout) {
		if (get_timespec64(&ts, timeout))
			return -EFAULT;
		if (poll_select_set_timeout(&end, ts.tv_sec, ts.tv_nsec))
			return -EINVAL;
	}
	return do_epoll_pwait(epfd, events, max, end, sigmask, sigsetsize);
}

SYSCALL_DEFINE6(epoll_pwait2, fd_t, epfd, uepoll_event_out_t, events, int_t, maxevents,
		uepoll_timeout_t, timeout, uepoll_sigset_t, sigmask, usize_t, sigsetsize)
{
	return epoll_pwait2(epfd, events, maxevents, timeout, sigmask, sigsetsize);
}

COMPAT_SYSCALL_DEFINE6(epoll_pwait2, fd_t, epfd, uepoll_event_out_t, events, int_t, maxevents,
		       uepoll_timeout_t, timeout, uepoll_sigset_t, sigmask, usize_t, sigsetsize)
{
	return epoll_pwait2(epfd, events, maxevents, timeout, sigmask, sigsetsize);
}
