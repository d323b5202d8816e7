/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The calls that make, name and connect sockets. One family is built in, AF_UNIX; the others are
 * -EAFNOSUPPORT, after the checks and in the order of Linux.
 */
#include "net/sock.h"

#include "net/unix/unix.h"
#include "syscall.h"

/* --- addresses --- */

int move_addr_to_kernel(struct kmsg *m, uaddr_t from, int len)
{
	if (len < 0 || len > SOCKADDR_STORAGE)
		return -EINVAL;
	m->namelen = len;
	return copy_from_user(m->name, from, (size_t)len) ? -EFAULT : 0;
}

/* The length that is told is the whole one, though what did not fit is cut. */
int move_addr_to_user(const struct kmsg *m, int len, uaddr_t to, uaddr_t ulen)
{
	int room;

	if (get_user(room, ulen))
		return -EFAULT;
	room = min(room, len);
	if (room < 0)
		return -EINVAL;
	if (copy_to_user(to, m->name, (size_t)room))
		return -EFAULT;
	return put_user(len, ulen);
}

/* The socket behind fd, with its file's reference in *f; or ERR_PTR. */
static struct sock *sock_lookup(fd_t fd, struct file **f)
{
	*f = file_get(fd);
	if (!*f)
		return ERR_PTR(-EBADF);
	return sock_of(*f) ? sock_of(*f) : ERR_PTR(-ENOTSOCK);
}

/* --- making --- */

static bool bad_type_flags(int type)
{
	return type & ~SOCK_TYPE_MASK & ~(SOCK_CLOEXEC | SOCK_NONBLOCK);
}

/* A socket with one reference, or ERR_PTR. */
static struct sock *sock_create(int family, int type, int protocol)
{
	if (family < 0 || family >= NPROTO)
		return ERR_PTR(-EAFNOSUPPORT);
	if (type >= SOCK_MAX)
		return ERR_PTR(-EINVAL);
	return family == AF_UNIX ? unix_create(type, protocol) : ERR_PTR(-EAFNOSUPPORT);
}

/* A file on a new socket (whose reference it takes in any case); or ERR_PTR. */
static struct file *file_on(struct sock *sk, unsigned flags)
{
	struct file *f = sock_file(flags);

	if (IS_ERR(f))
		sk->ops->release(sk);
	else
		sock_attach(sk, f);
	return f;
}

SYSCALL_DEFINE3(socket, socket_family_t, family, socket_type_t, type, socket_protocol_t, protocol)
{
	struct sock *sk;
	struct file *f;
	int fd, err;

	if (bad_type_flags(type))
		return -EINVAL;
	sk = sock_create(family, type & SOCK_TYPE_MASK, protocol);
	if (IS_ERR(sk))
		return PTR_ERR(sk);
	f = file_on(sk, type);
	if (IS_ERR(f))
		return PTR_ERR(f);
	err = fd_reserve(&fd, type);
	if (err) {
		file_put(f);
		return err;
	}
	fd_install(fd, f);
	return fd;
}

static int make_pair(struct file *ends[2], int family, int type, int protocol)
{
	struct sock *a, *b;

	a = sock_create(family, type & SOCK_TYPE_MASK, protocol);
	if (IS_ERR(a))
		return PTR_ERR(a);
	b = sock_create(family, type & SOCK_TYPE_MASK, protocol);
	if (IS_ERR(b)) {
		a->ops->release(a);
		return PTR_ERR(b);
	}
	a->ops->pair(a, b);
	ends[0] = file_on(a, type);
	if (IS_ERR(ends[0])) {
		b->ops->release(b);
		return PTR_ERR(ends[0]);
	}
	ends[1] = file_on(b, type);
	if (IS_ERR(ends[1])) {
		file_put(ends[0]);
		return PTR_ERR(ends[1]);
	}
	return 0;
}

/* Linux takes both descriptors and tells their numbers before it looks at the family. */
SYSCALL_DEFINE4(socketpair, socket_family_t, family, socket_type_t, type, any_protocol_t, protocol, ufds_t,
		usockvec)
{
	struct file *ends[2] = { NULL };
	int fd[2], err;

	if (bad_type_flags(type))
		return -EINVAL;
	err = fd_reserve(&fd[0], type);
	if (err)
		return err;
	err = fd_reserve(&fd[1], type);
	if (err)
		goto unreserve_first;
	err = copy_to_user(usockvec, fd, sizeof(fd)) ? -EFAULT
						     : make_pair(ends, family, type, protocol);
	if (err)
		goto unreserve_both;
	fd_install(fd[0], ends[0]);
	fd_install(fd[1], ends[1]);
	return 0;
unreserve_both:
	fd_unreserve(fd[1]);
unreserve_first:
	fd_unreserve(fd[0]);
	return err;
}

/* --- naming and connecting --- */

SYSCALL_DEFINE3(bind, fd_t, fd, usockaddr_in_t, umyaddr, int_t, addrlen)
{
	auto_file *f = NULL;
	struct sock *sk = sock_lookup(fd, &f);
	struct kmsg m;
	int err;

	if (IS_ERR(sk))
		return PTR_ERR(sk);
	err = move_addr_to_kernel(&m, umyaddr, addrlen);
	return err ? err : sk->ops->bind(sk, &m);
}

SYSCALL_DEFINE2(listen, fd_t, fd, int_t, backlog)
{
	auto_file *f = NULL;
	struct sock *sk = sock_lookup(fd, &f);

	if (IS_ERR(sk))
		return PTR_ERR(sk);
	return sk->ops->listen(sk, (int)min((unsigned)backlog, (unsigned)SOMAXCONN));
}

/* The address is read before the descriptor is known to be a socket. May sleep. */
SYSCALL_DEFINE3(connect, fd_t, fd, usockaddr_in_t, uservaddr, int_t, addrlen)
{
	auto_file *f = file_get(fd);
	struct kmsg m;
	int err;

	if (!f)
		return -EBADF;
	err = move_addr_to_kernel(&m, uservaddr, addrlen);
	if (err)
		return err;
	if (!sock_of(f))
		return -ENOTSOCK;
	return sock_of(f)->ops->connect(sock_of(f), &m, f->flags);
}

/* A file on the next connection of f, a socket or not; or ERR_PTR. May sleep. */
static struct file *accept_file(struct file *f, unsigned flags, struct kmsg *m, uaddr_t addr,
				uaddr_t addrlen)
{
	struct sock *sk = sock_of(f), *new;
	struct file *newf;
	int len;

	if (!sk)
		return ERR_PTR(-ENOTSOCK);
	newf = sock_file(flags);
	if (IS_ERR(newf))
		return newf;
	new = sk->ops->accept(sk, f->flags);
	if (IS_ERR(new)) {
		file_put(newf);
		return (struct file *)new;
	}
	sock_attach(new, newf);
	if (!addr)
		return newf;
	len = new->ops->getname(new, m, true);
	len = len < 0 ? -ECONNABORTED : move_addr_to_user(m, len, addr, addrlen);
	if (len < 0) {
		file_put(newf);
		return ERR_PTR(len);
	}
	return newf;
}

static long do_accept(fd_t fd, uaddr_t addr, uaddr_t addrlen, unsigned flags)
{
	auto_file *f = file_get(fd);
	struct file *newf;
	struct kmsg m;
	int newfd, err;

	if (!f)
		return -EBADF;
	if (flags & ~(unsigned)(SOCK_CLOEXEC | SOCK_NONBLOCK))
		return -EINVAL;
	err = fd_reserve(&newfd, flags);
	if (err)
		return err;
	newf = accept_file(f, flags, &m, addr, addrlen);
	if (IS_ERR(newf)) {
		fd_unreserve(newfd);
		return PTR_ERR(newf);
	}
	fd_install(newfd, newf);
	return newfd;
}

SYSCALL_DEFINE3(accept, fd_t, fd, usockaddr_out_t, upeer_sockaddr, usocklen_inout_t, upeer_addrlen)
{
	return do_accept(fd, upeer_sockaddr, upeer_addrlen, 0);
}

SYSCALL_DEFINE4(accept4, fd_t, fd, usockaddr_out_t, upeer_sockaddr, usocklen_inout_t, upeer_addrlen,
		sockflags_t, flags)
{
	return do_accept(fd, upeer_sockaddr, upeer_addrlen, (unsigned)flags);
}

static long do_getname(fd_t fd, uaddr_t addr, uaddr_t addrlen, bool peer)
{
	auto_file *f = NULL;
	struct sock *sk = sock_lookup(fd, &f);
	struct kmsg m;
	int len;

	if (IS_ERR(sk))
		return PTR_ERR(sk);
	len = sk->ops->getname(sk, &m, peer);
	return len < 0 ? len : move_addr_to_user(&m, len, addr, addrlen);
}

SYSCALL_DEFINE3(getsockname, fd_t, fd, usockaddr_out_t, usockaddr, usocklen_inout_t, usockaddr_len)
{
	return do_getname(fd, usockaddr, usockaddr_len, false);
}

SYSCALL_DEFINE3(getpeername, fd_t, fd, usockaddr_out_t, usockaddr, usocklen_inout_t, usockaddr_len)
{
	return do_getname(fd, usockaddr, usockaddr_len, true);
}

SYSCALL_DEFINE2(shutdown, fd_t, fd, shut_how_t, how)
{
	auto_file *f = NULL;
	struct sock *sk = sock_lookup(fd, &f);

	return IS_ERR(sk) ? PTR_ERR(sk) : sk->ops->shutdown(sk, how);
}

/* --- options: of the socket itself; no protocol here has any --- */

SYSCALL_DEFINE5(setsockopt, fd_t, fd, sock_level_t, level, sockopt_set_t, optname,
		uoptval_in_t, optval, int_t, optlen)
{
	auto_file *f = NULL;
	struct sock *sk = sock_lookup(fd, &f);

	if (IS_ERR(sk))
		return PTR_ERR(sk);
	if (optlen < 0)
		return -EINVAL;
	return level == SOL_SOCKET ? sock_setsockopt(sk, optname, optval, optlen) : -EOPNOTSUPP;
}

SYSCALL_DEFINE5(getsockopt, fd_t, fd, sock_level_t, level, sockopt_get_t, optname,
		uoptval_out_t, optval, uoptlen_inout_t, optlen)
{
	auto_file *f = NULL;
	struct sock *sk = sock_lookup(fd, &f);

	if (IS_ERR(sk))
		return PTR_ERR(sk);
	return level == SOL_SOCKET ? sock_getsockopt(sk, optname, optval, optlen) : -EOPNOTSUPP;
}
