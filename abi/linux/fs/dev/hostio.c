/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Waiting for a host descriptor. Nothing below this file blocks; a task that finds nothing to read
 * goes to sleep on our own wait queue, and the machine's epoll set wakes it.
 */
#include "fs/dev/internal.h"

#include <stdatomic.h>

#include "kernel/sched.h"
#include "kernel/signal.h"

#define IOV_BATCH 16
#define CHUNK (1ul << 18)

/* Armed for one event at a time: whoever still waits arms it again. */
static void host_ready(struct host_watch *watch, unsigned events)
{
	struct hostio *io = container_of(watch, struct hostio, watch);

	watch->events = 0;
	__wake_up(&io->wait, events, 0);
	if (io->fasync && (events & EPOLLIN))
		kill_fasync(io->fasync, POLL_IN);
}

static bool has_async(const struct hostio *io)
{
	return io->fasync && !list_empty(io->fasync);
}

int hostio_init(struct hostio *io, int host_fd)
{
	int err = host_stream_init(&io->host, host_fd);

	if (err)
		return err;
	init_waitqueue_head(&io->wait);
	io->watch = (struct host_watch){ .fd = io->host.fd, .fired = host_ready };
	return 0;
}

void hostio_destroy(struct hostio *io)
{
	host_watch_disarm(&io->watch);
	host_stream_close(&io->host);
}

/* False: the host cannot say when (a regular file, /dev/null): it is always ready. */
static bool arm(struct hostio *io, unsigned events)
{
	io->watch.events |= events;
	return !host_watch_arm(kernel->events, &io->watch);
}

/* Who stays on the queue (epoll) wants to hear of what comes after this read or write, too. */
static void rearm(struct hostio *io, unsigned events)
{
	if (!list_empty(&io->wait.head))
		arm(io, events);
	else
		hostio_watch_async(io);
}

void hostio_watch_async(struct hostio *io)
{
	if (has_async(io))
		arm(io, EPOLLIN);
}

static int hostio_wait_ready(struct hostio *io, unsigned events, int64_t ns, struct wait_entry *w)
{
	for (;;) {
		prepare_to_wait(&io->wait, w, TASK_INTERRUPTIBLE);
		if (host_poll_now(io->host.fd, events) || !arm(io, events))
			return 1;
		if (signal_pending(current))
			return -ERESTARTSYS;
		if (!ns)
			return 0;
		ns = schedule_timeout(ns);
	}
}

int hostio_wait(struct hostio *io, unsigned events, int64_t ns)
{
	struct wait_entry w;
	int r;

	init_wait_entry(&w);
	r = hostio_wait_ready(io, events, ns, &w);
	finish_wait(&w);
	if (list_empty(&io->wait.head)) {
		host_watch_disarm(&io->watch);
		io->watch.events = 0;
		hostio_watch_async(io);
	}
	return r;
}

/* --- deterministic machines: how fast the host takes what they write is not to be noticed --- */

/* An embedder that wants to know when nobody can run may be the one who reads. */
static bool waits_for_readers(void)
{
	return kernel->config.deterministic && !kernel->stop_idle;
}

static bool is_called(void)
{
	return kernel->stop || atomic_load_explicit(&kernel->kicked, memory_order_relaxed) ||
	       atomic_load_explicit(&kernel->called, memory_order_relaxed);
}

/* The whole machine waits until the host takes more. False: it is called away, or does not wait. */
static bool host_takes_more(const struct hostio *io)
{
	return waits_for_readers() && !is_called() &&
	       host_events_wait_alone(kernel->events, io->host.fd, EPOLLOUT);
}

/* So there is always room, unless nobody is left to read. */
static unsigned always_writable(unsigned ready, unsigned events)
{
	if (!waits_for_readers() || ready & (EPOLLERR | EPOLLHUP))
		return ready;
	return ready | (events & (EPOLLOUT | EPOLLWRNORM));
}

unsigned hostio_poll(struct hostio *io, struct file *f, struct poll_table *pt)
{
	unsigned events = EPOLLPRI, ready;

	if (f->mode & FMODE_READ)
		events |= EPOLLIN | EPOLLRDNORM;
	if (f->mode & FMODE_WRITE)
		events |= EPOLLOUT | EPOLLWRNORM;
	poll_wait(f, &io->wait, pt);
	ready = always_writable(host_poll_now(io->host.fd, events), events);
	if (pt && !(ready & pt->key))
		arm(io, events & pt->key & (EPOLLIN | EPOLLPRI | EPOLLOUT));
	return ready;
}

int64_t hostio_read_now(struct hostio *io, struct iov_iter *to)
{
	struct host_iov v[IOV_BATCH];
	unsigned nr = iov_iter_host(to, true, v, IOV_BATCH, CHUNK);
	int64_t n = nr ? host_stream_read(&io->host, v, nr) : -EFAULT;

	if (n > 0)
		iov_iter_advance(to, (size_t)n);
	return n;
}

int64_t hostio_write_now(struct hostio *io, struct iov_iter *from)
{
	struct host_iov v[IOV_BATCH];
	unsigned nr = iov_iter_host(from, false, v, IOV_BATCH, CHUNK);
	int64_t n = nr ? host_stream_write(&io->host, v, nr) : -EFAULT;

	if (n > 0)
		iov_iter_advance(from, (size_t)n);
	return n;
}

/* A signal to our own process got in between: the guest's are looked at by the wait. */
static bool try_again(int64_t n)
{
	return n == -EINTR && !need_break();
}

int64_t hostio_read(struct hostio *io, struct iov_iter *to, bool nonblock)
{
	int64_t n;
	int err;

	if (!to->count)
		return 0;
	for (;;) {
		n = hostio_read_now(io, to);
		if (try_again(n))
			continue;
		rearm(io, EPOLLIN);
		if (n != -EAGAIN)
			return n == -EINTR ? -ERESTARTSYS : n;
		if (nonblock)
			return -EAGAIN;
		err = hostio_wait(io, EPOLLIN, NO_TIMEOUT);
		if (err < 0)
			return err;
	}
}

int64_t hostio_write(struct hostio *io, struct iov_iter *from, bool nonblock)
{
	int64_t done = 0, n;

	while (from->count) {
		n = hostio_write_now(io, from);
		if (n > 0)
			done += n;
		if (n > 0 || try_again(n) || (n == -EAGAIN && host_takes_more(io)))
			continue;
		if (n == -EAGAIN)
			rearm(io, EPOLLOUT);
		if (n == -EAGAIN && !nonblock)
			n = hostio_wait(io, EPOLLOUT, NO_TIMEOUT);
		if (n > 0)
			continue;
		if (n == -EPIPE)
			send_sig(SIGPIPE, current);
		if (n == -EINTR)
			n = -ERESTARTSYS;
		return done ? done : n;
	}
	return done;
}
