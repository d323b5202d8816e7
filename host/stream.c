/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Inherited descriptors without blocking. Sockets have MSG_DONTWAIT; pipes RWF_NOWAIT on current
 * hosts; a terminal is opened once more with O_NONBLOCK, which concerns the new open file alone.
 * Where none of these works, readiness is asked first and little is written at once: that may
 * block only if somebody else takes the bytes, or the room, in between.
 */
#include "host/stream.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

static enum host_stream_kind kind_of(int fd, uint32_t mode)
{
	switch (mode & S_IFMT) {
	case S_IFREG:
		return HOST_STREAM_FILE;
	case S_IFIFO:
		return HOST_STREAM_PIPE;
	case S_IFSOCK:
		return HOST_STREAM_SOCKET;
	case S_IFCHR:
		return isatty(fd) ? HOST_STREAM_TTY : HOST_STREAM_OTHER;
	default:
		return HOST_STREAM_OTHER;
	}
}

/*
 * The same terminal, through our own /proc/self/fd, for both directions if that is allowed; -1
 * where none is.
 */
static int open_again(int fd, unsigned flags)
{
	const int how = O_NONBLOCK | O_NOCTTY | O_CLOEXEC;
	char name[32];
	int again;

	snprintf(name, sizeof(name), "/proc/self/fd/%d", fd);
	again = open(name, O_RDWR | how);
	return again < 0 ? open(name, (int)(flags & O_ACCMODE) | how) : again;
}

static bool sigpipe_is_ignored(void)
{
	struct sigaction sa;

	return !sigaction(SIGPIPE, NULL, &sa) && !(sa.sa_flags & SA_SIGINFO) &&
	       sa.sa_handler == SIG_IGN;
}

int host_stream_init(struct host_stream *s, int fd)
{
	int flags = fcntl(fd, F_GETFL), err;

	if (flags < 0)
		return -errno;
	*s = (struct host_stream){ .flags = (unsigned)flags, .fd = host_dup(fd) };
	if (s->fd < 0)
		return s->fd;
	err = host_stat(s->fd, &s->stat);
	if (err) {
		host_close(s->fd);
		return err;
	}
	s->kind = kind_of(s->fd, s->stat.mode);
	s->io_fd = s->kind == HOST_STREAM_TTY ? open_again(s->fd, s->flags) : -1;
	s->nonblock = s->io_fd >= 0 || (flags & O_NONBLOCK);
	if (s->io_fd < 0)
		s->io_fd = s->fd;
	s->guard = (s->kind == HOST_STREAM_PIPE || s->kind == HOST_STREAM_OTHER) &&
		   !sigpipe_is_ignored();
	return 0;
}

void host_stream_close(struct host_stream *s)
{
	if (s->io_fd != s->fd)
		host_close(s->io_fd);
	host_close(s->fd);
	s->fd = s->io_fd = -1;
}

static const struct iovec *as_iovec(const struct host_iov *v)
{
	return (const struct iovec *)(const void *)v;
}

static bool is_ready(int fd, short events)
{
	struct pollfd p = { .fd = fd, .events = events };

	return poll(&p, 1, 0) > 0;
}

static int64_t result(ssize_t n)
{
	return n < 0 ? -errno : n;
}

/* True when the host does not know how: the answer is not one about the data. */
static bool unsupported(int64_t n)
{
	return n == -EOPNOTSUPP || n == -ENOSYS || n == -EINVAL;
}

static int64_t read_socket(const struct host_stream *s, const struct host_iov *v, unsigned n)
{
	struct msghdr m = { .msg_iov = (struct iovec *)(uintptr_t)v, .msg_iovlen = n };

	return result(recvmsg(s->fd, &m, MSG_DONTWAIT));
}

static int64_t read_ready(const struct host_stream *s, const struct host_iov *v, unsigned n)
{
	return is_ready(s->io_fd, POLLIN) ? result(readv(s->io_fd, as_iovec(v), (int)n)) : -EAGAIN;
}

int64_t host_stream_read(struct host_stream *s, const struct host_iov *v, unsigned n)
{
	int64_t r;

	if (s->kind == HOST_STREAM_SOCKET)
		return read_socket(s, v, n);
	if (s->kind == HOST_STREAM_FILE || s->nonblock)
		return result(readv(s->io_fd, as_iovec(v), (int)n));
	if (!s->no_nowait) {
		r = result(preadv2(s->io_fd, as_iovec(v), (int)n, -1, RWF_NOWAIT));
		if (!unsupported(r))
			return r;
		s->no_nowait = true;
	}
	return read_ready(s, v, n);
}

static int64_t write_socket(const struct host_stream *s, const struct host_iov *v, unsigned n)
{
	struct msghdr m = { .msg_iov = (struct iovec *)(uintptr_t)v, .msg_iovlen = n };

	return result(sendmsg(s->fd, &m, MSG_DONTWAIT | MSG_NOSIGNAL));
}

/* What a pipe that is ready takes for sure. */
static int64_t write_ready(const struct host_stream *s, const struct host_iov *v)
{
	size_t len = v->len < PIPE_BUF ? v->len : PIPE_BUF;

	return is_ready(s->io_fd, POLLOUT) ? result(write(s->io_fd, v->base, len)) : -EAGAIN;
}

static int64_t write_unguarded(struct host_stream *s, const struct host_iov *v, unsigned n)
{
	int64_t r;

	if (s->kind == HOST_STREAM_FILE || s->nonblock)
		return result(writev(s->io_fd, as_iovec(v), (int)n));
	if (!s->no_nowait) {
		r = result(pwritev2(s->io_fd, as_iovec(v), (int)n, -1, RWF_NOWAIT));
		if (!unsupported(r))
			return r;
		s->no_nowait = true;
	}
	return write_ready(s, v);
}

/*
 * The signal is the guest's to get, from its own kernel. It is directed at the thread that writes:
 * block it there, and take back the one that this write raised.
 */
static int64_t write_guarded(struct host_stream *s, const struct host_iov *v, unsigned n)
{
	static const struct timespec now = { 0, 0 };
	sigset_t pipe_only, old, pending;
	int64_t r;

	sigpending(&pending);
	sigemptyset(&pipe_only);
	sigaddset(&pipe_only, SIGPIPE);
	pthread_sigmask(SIG_BLOCK, &pipe_only, &old);
	r = write_unguarded(s, v, n);
	if (r == -EPIPE && !sigismember(&pending, SIGPIPE))
		sigtimedwait(&pipe_only, NULL, &now);
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	return r;
}

int64_t host_stream_write(struct host_stream *s, const struct host_iov *v, unsigned n)
{
	if (s->kind == HOST_STREAM_SOCKET)
		return write_socket(s, v, n);
	return s->guard ? write_guarded(s, v, n) : write_unguarded(s, v, n);
}

int host_stream_pending(struct host_stream *s, bool output)
{
	int n;

	return ioctl(s->fd, output ? TIOCOUTQ : FIONREAD, &n) ? -errno : n;
}

int host_stream_reopen(const struct host_stream *s, int self_fds, unsigned flags)
{
	unsigned have = s->flags & O_ACCMODE, want = flags & O_ACCMODE;

	if (s->kind != HOST_STREAM_FILE)
		return -ENXIO;
	if (have != O_RDWR && want != have)
		return -EACCES;
	return host_reopen(self_fds, s->fd, want | (flags & O_APPEND));
}
