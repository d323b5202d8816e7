/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sending and receiving: send*, recv*, one message or many. */
#include "net/sock.h"

#include "fs/pollwait.h"
#include "syscall.h"

/* Flags of a call on f: its own O_NONBLOCK counts. */
static unsigned call_flags(const struct file *f, unsigned flags)
{
	return f->flags & O_NONBLOCK ? flags | MSG_DONTWAIT : flags;
}

/* The file of a socket, referenced, or ERR_PTR. */
static struct file *sock_file_get(fd_t fd)
{
	struct file *f = file_get(fd);

	if (!f)
		return ERR_PTR(-EBADF);
	if (!sock_of(f)) {
		file_put(f);
		return ERR_PTR(-ENOTSOCK);
	}
	return f;
}

/* May sleep. */
SYSCALL_DEFINE6(sendto, fd_t, fd, uin_t, buff, usize_t, len, msgflags_t, flags, usockaddr_in_t,
		addr, int_t, addr_len)
{
	struct kmsg m;
	int err;

	kmsg_init(&m, flags & ~MSG_CMSG_COMPAT);
	err = iov_iter_user(&m.iter, buff, len);
	if (err)
		return err;
	auto_file *f = sock_file_get(fd);
	if (IS_ERR(f))
		return PTR_ERR(f);
	if (addr) {
		err = move_addr_to_kernel(&m, addr, addr_len);
		if (err)
			return err;
	}
	m.flags = call_flags(f, m.flags);
	return sock_of(f)->ops->sendmsg(sock_of(f), &m);
}

/* May sleep. */
static long do_recvfrom(fd_t fd, uaddr_t buf, uint64_t len, unsigned flags, uaddr_t addr,
			uaddr_t addr_len)
{
	struct kmsg m;
	int64_t n;
	int err;

	kmsg_init(&m, flags);
	err = iov_iter_user(&m.iter, buf, len);
	if (err)
		return err;
	auto_file *f = sock_file_get(fd);
	if (IS_ERR(f))
		return PTR_ERR(f);
	m.want_name = addr;
	m.flags = call_flags(f, flags);
	n = sock_of(f)->ops->recvmsg(sock_of(f), &m);
	if (n >= 0 && addr) {
		err = move_addr_to_user(&m, m.namelen, addr, addr_len);
		if (err)
			return err;
	}
	return n;
}

SYSCALL_DEFINE6(recvfrom, fd_t, fd, ureceived_t, ubuf, usize_t, size, msgflags_t, flags, usockaddr_out_t,
		addr, usocklen_inout_t, addr_len)
{
	return do_recvfrom(fd, ubuf, size, flags & ~MSG_CMSG_COMPAT, addr, addr_len);
}

COMPAT_SYSCALL_DEFINE6(recvfrom, fd_t, fd, ureceived_t, buf, usize_t, len, msgflags_t, flags,
		       usockaddr_out_t, addr, usocklen_inout_t, addrlen)
{
	return do_recvfrom(fd, buf, len, flags | MSG_CMSG_COMPAT, addr, addrlen);
}

/* --- with a header --- */

/* *left: bytes that were not sent. May sleep. */
static int64_t send_one(struct file *f, uaddr_t umsg, unsigned flags, size_t *left)
{
	struct kmsg m;
	int64_t n;

	kmsg_init(&m, call_flags(f, flags));
	n = kmsg_import_send(&m, umsg);
	if (n)
		return n;
	n = sock_of(f)->ops->sendmsg(sock_of(f), &m);
	*left = n < 0 ? 0 : m.iter.count;
	kmsg_free(&m);
	return n;
}

/* *out: the flags that were told. May sleep. */
static int64_t recv_one(struct file *f, uaddr_t umsg, unsigned flags, unsigned *out)
{
	uaddr_t uname, ucontrol;
	struct kmsg m;
	int64_t n;
	int err;

	kmsg_init(&m, call_flags(f, flags));
	n = kmsg_import_recv(&m, umsg, &uname);
	if (n)
		return n;
	ucontrol = m.ucontrol;
	n = sock_of(f)->ops->recvmsg(sock_of(f), &m);
	if (n >= 0) {
		err = kmsg_export(&m, umsg, uname, ucontrol);
		n = err ? err : n;
	}
	*out = m.out;
	kmsg_free(&m);
	return n;
}

/* MSG_CMSG_COMPAT is the kernel's own: an x86-64 caller must not set it. */
static bool forbidden(unsigned flags)
{
	return flags & MSG_CMSG_COMPAT;
}

static long do_sendmsg(fd_t fd, uaddr_t umsg, unsigned flags)
{
	auto_file *f = sock_file_get(fd);
	size_t left;

	return IS_ERR(f) ? PTR_ERR(f) : send_one(f, umsg, flags, &left);
}

static long do_recvmsg(fd_t fd, uaddr_t umsg, unsigned flags)
{
	auto_file *f = sock_file_get(fd);
	unsigned out;

	return IS_ERR(f) ? PTR_ERR(f) : recv_one(f, umsg, flags, &out);
}

SYSCALL_DEFINE3(sendmsg, fd_t, fd, umsghdr_in_t, msg, msgflags_t, flags)
{
	return forbidden(flags) ? -EINVAL : do_sendmsg(fd, msg, flags);
}

COMPAT_SYSCALL_DEFINE3(sendmsg, fd_t, fd, umsghdr_in_t, msg, msgflags_t, flags)
{
	return do_sendmsg(fd, msg, flags | MSG_CMSG_COMPAT);
}

SYSCALL_DEFINE3(recvmsg, fd_t, fd, umsghdr_inout_t, msg, msgflags_t, flags)
{
	return forbidden(flags) ? -EINVAL : do_recvmsg(fd, msg, flags);
}

COMPAT_SYSCALL_DEFINE3(recvmsg, fd_t, fd, umsghdr_inout_t, msg, msgflags_t, flags)
{
	return do_recvmsg(fd, msg, flags | MSG_CMSG_COMPAT);
}

/* --- many at once: an array of headers, each followed by a length --- */

static uaddr_t entry_size(unsigned flags)
{
	return flags & MSG_CMSG_COMPAT ? sizeof(struct i386_msghdr) + 4
				       : sizeof(struct x64_msghdr) + 8;
}

static uaddr_t entry_len(uaddr_t entry, unsigned flags)
{
	return entry +
	       (flags & MSG_CMSG_COMPAT ? sizeof(struct i386_msghdr) : sizeof(struct x64_msghdr));
}

static int put_len(uaddr_t entry, unsigned flags, int64_t n)
{
	uint32_t len = (uint32_t)n;

	return put_user(len, entry_len(entry, flags));
}

/* Stops at the first failure, which is told only if it is the very first message. May sleep. */
static long do_sendmmsg(fd_t fd, uaddr_t entry, unsigned vlen, unsigned flags)
{
	auto_file *f = sock_file_get(fd);
	unsigned sent = 0;
	size_t left = 0;
	int64_t n = 0;

	if (IS_ERR(f))
		return PTR_ERR(f);
	vlen = min(vlen, (unsigned)UIO_MAXIOV);
	for (; sent < vlen && !left; entry += entry_size(flags)) {
		n = send_one(f, entry, flags, &left);
		if (n < 0)
			break;
		n = put_len(entry, flags, n);
		if (n)
			break;
		sent++;
		cond_resched();
	}
	return sent ? (long)sent : n;
}

SYSCALL_DEFINE4(sendmmsg, fd_t, fd, ummsghdr_send_t, mmsg, uint_t, vlen, msgflags_t, flags)
{
	return forbidden(flags) ? -EINVAL : do_sendmmsg(fd, mmsg, vlen, flags);
}

COMPAT_SYSCALL_DEFINE4(sendmmsg, fd_t, fd, ummsghdr_send_t, mmsg, uint_t, vlen, msgflags_t, flags)
{
	return do_sendmmsg(fd, mmsg, vlen, flags | MSG_CMSG_COMPAT);
}

/* The limit is looked at only after a message: a wait for the next one is not cut short by it. */
static bool time_is_over(uint64_t end)
{
	return end != POLL_FOREVER && ktime_get() >= end;
}

static int64_t recv_many(struct file *f, uaddr_t entry, unsigned vlen, unsigned flags, uint64_t end)
{
	unsigned got = 0, out = 0;
	int64_t n = 0;

	while (got < vlen) {
		n = recv_one(f, entry, flags & ~MSG_WAITFORONE, &out);
		if (n >= 0)
			n = put_len(entry, flags, n);
		if (n)
			break;
		got++;
		entry += entry_size(flags);
		if (flags & MSG_WAITFORONE)
			flags |= MSG_DONTWAIT;
		if (time_is_over(end) || (out & MSG_OOB))
			break;
		cond_resched();
	}
	/* What went wrong after the first is kept for the next call. */
	if (n && got && n != -EAGAIN)
		sock_of(f)->err = (int)-n;
	return got ? (int64_t)got : n;
}

/* May sleep. */
static long do_recvmmsg(fd_t fd, uaddr_t mmsg, unsigned vlen, unsigned flags, uint64_t end)
{
	auto_file *f = sock_file_get(fd);
	int err;

	if (IS_ERR(f))
		return PTR_ERR(f);
	err = flags & MSG_ERRQUEUE ? 0 : sock_error(sock_of(f));
	return err ? err : recv_many(f, mmsg, vlen, flags, end);
}

static struct timespec64 time_left(uint64_t end)
{
	uint64_t now = ktime_get();

	return ns_to_timespec64(end > now ? (int64_t)(end - now) : 0);
}

/* The time limit is read before all else, and written back only where something was received. */
static long recvmmsg(fd_t fd, uaddr_t mmsg, unsigned vlen, unsigned flags, uaddr_t timeout,
		     int (*get)(struct timespec64 *, uaddr_t),
		     int (*put)(const struct timespec64 *, uaddr_t))
{
	uint64_t end = POLL_FOREVER;
	struct timespec64 ts;
	long ret;

	if (!timeout)
		return do_recvmmsg(fd, mmsg, vlen, flags, end);
	if (get(&ts, timeout))
		return -EFAULT;
	if (poll_select_set_timeout(&end, ts.tv_sec, ts.tv_nsec))
		return -EINVAL;
	ret = do_recvmmsg(fd, mmsg, vlen, flags, end);
	if (ret > 0) {
		ts = time_left(end);
		if (put(&ts, timeout))
			return -EFAULT;
	}
	return ret;
}

SYSCALL_DEFINE5(recvmmsg, fd_t, fd, ummsghdr_recv_t, mmsg, uint_t, vlen, msgflags_t, flags,
		urecv_timeout_t, timeout)
{
	if (forbidden(flags))
		return -EINVAL;
	return recvmmsg(fd, mmsg, vlen, flags, timeout, get_timespec64, put_timespec64);
}

COMPAT_SYSCALL_DEFINE5(recvmmsg_time64, fd_t, fd, ummsghdr_recv_t, mmsg, uint_t, vlen, msgflags_t,
		       flags, urecv_timeout_t, timeout)
{
	return recvmmsg(fd, mmsg, vlen, flags | MSG_CMSG_COMPAT, timeout, get_timespec64,
			put_timespec64);
}

COMPAT_SYSCALL_DEFINE5(recvmmsg_time32, fd_t, fd, ummsghdr_recv_t, mmsg, uint_t, vlen, msgflags_t,
		       flags, urecv_timeout32_t, timeout)
{
	return recvmmsg(fd, mmsg, vlen, flags | MSG_CMSG_COMPAT, timeout, get_old_timespec32,
			put_old_timespec32);
}
