/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What SOL_SOCKET's options are, and who is at the other end: Linux's sk_getsockopt(). */
#include "net/sock.h"

#include "uapi/time.h"

union value {
	int val;
	uint64_t val64;
	struct linux_linger linger;
	struct i386_timeval tv32;
	struct x64_timeval tv;
	__typeof__(((struct sock *)NULL)->txtime) txtime;
};

static int put_value(const void *v, int n, uaddr_t optval, int len, uaddr_t optlen)
{
	len = min(len, n);
	if (copy_to_user(optval, v, (size_t)len) || put_user(len, optlen))
		return -EFAULT;
	return 0;
}

static int get_timeout(union value *v, int64_t timeo, bool old)
{
	int64_t us = timeo == NO_TIMEOUT ? 0 : timeo / NSEC_PER_USEC;

	if (old && in_compat_syscall()) {
		v->tv32 = (struct i386_timeval){ (int32_t)(us / 1000000), (int32_t)(us % 1000000) };
		return sizeof(v->tv32);
	}
	v->tv = (struct x64_timeval){ us / 1000000, us % 1000000 };
	return sizeof(v->tv);
}

static bool has_timestamp(const struct sock *sk, int opt)
{
	bool ns = opt == SO_TIMESTAMPNS_OLD || opt == SO_TIMESTAMPNS_NEW;
	bool new = opt == SO_TIMESTAMP_NEW || opt == SO_TIMESTAMPNS_NEW;

	return (sk->flags & (ns ? SOCKF_RCVTSTAMPNS : SOCKF_RCVTSTAMP)) &&
	       new == !!(sk->flags & SOCKF_TSTAMP_NEW);
}

/* Values of one int. False: it is none of these. */
static bool get_int(struct sock *sk, int opt, int *val)
{
	switch (opt) {
	case SO_TYPE:
		*val = sk->type;
		return true;
	case SO_DOMAIN:
		*val = sk->ops->family;
		return true;
	case SO_PROTOCOL:
		*val = sk->protocol;
		return true;
	case SO_ERROR:
		*val = -sock_error(sk);
		return true;
	case SO_ACCEPTCONN:
		*val = sk->state == SS_LISTEN;
		return true;
	case SO_SNDBUF:
		*val = sk->sndbuf;
		return true;
	case SO_RCVBUF:
		*val = sk->rcvbuf;
		return true;
	case SO_RCVLOWAT:
		*val = sk->rcvlowat;
		return true;
	case SO_SNDLOWAT:
		*val = 1;
		return true;
	case SO_PRIORITY:
		*val = sk->priority;
		return true;
	case SO_MARK:
		*val = sk->mark;
		return true;
	case SO_PEEK_OFF:
		*val = sk->peek_off;
		return true;
	case SO_INCOMING_CPU:
		*val = sk->incoming_cpu;
		return true;
	case SO_BUSY_POLL:
		*val = sk->busy_poll;
		return true;
	case SO_BUSY_POLL_BUDGET:
		*val = sk->busy_poll_budget;
		return true;
	case SO_BINDTOIFINDEX:
		*val = sk->bound_if;
		return true;
	case SO_BUF_LOCK:
		*val = (int)sk->buf_lock;
		return true;
	case SO_BPF_EXTENSIONS:
		*val = 64;
		return true;
	case SO_TIMESTAMP_OLD:
	case SO_TIMESTAMP_NEW:
	case SO_TIMESTAMPNS_OLD:
	case SO_TIMESTAMPNS_NEW:
		*val = has_timestamp(sk, opt);
		return true;
	case SO_BSDCOMPAT:
	case SO_REUSEPORT:
	case SO_ZEROCOPY:
	case SO_RESERVE_MEM:
	case SO_TXREHASH:
	case SO_INCOMING_NAPI_ID:
		*val = 0;
		return true;
	}
	if (!sock_option_flag(opt))
		return false;
	*val = !!(sk->flags & sock_option_flag(opt));
	return true;
}

/* Longer values. Their length, or -ENOPROTOOPT. */
static int get_struct(struct sock *sk, int opt, union value *v)
{
	switch (opt) {
	case SO_LINGER:
		v->linger = (struct linux_linger){ !!(sk->flags & SOCKF_LINGER), sk->linger };
		return sizeof(v->linger);
	case SO_RCVTIMEO_OLD:
	case SO_RCVTIMEO_NEW:
		return get_timeout(v, sk->rcvtimeo, opt == SO_RCVTIMEO_OLD);
	case SO_SNDTIMEO_OLD:
	case SO_SNDTIMEO_NEW:
		return get_timeout(v, sk->sndtimeo, opt == SO_SNDTIMEO_OLD);
	case SO_TIMESTAMPING_OLD:
	case SO_TIMESTAMPING_NEW:
		v->val64 = (unsigned)sk->timestamping; /* { flags, bind_phc } */
		return sizeof(v->val64);
	case SO_TXTIME:
		v->txtime = sk->txtime;
		return sizeof(v->txtime);
	}
	return -ENOPROTOOPT;
}

static int get_pacing_rate(const struct sock *sk, union value *v, int len)
{
	if (len >= (int)sizeof(uint64_t)) {
		v->val64 = sk->pacing_rate;
		return sizeof(v->val64);
	}
	v->val = (int)min(sk->pacing_rate, (uint64_t)UINT32_MAX);
	return sizeof(v->val);
}

static int get_peer_cred(const struct sock *sk, uaddr_t optval, int len, uaddr_t optlen)
{
	struct linux_ucred uc = { 0, UINT32_MAX, UINT32_MAX };

	if (sk->peer_cred) {
		uc.pid = sk->peer_pid->nr;
		uc.uid = sk->peer_cred->euid;
		uc.gid = sk->peer_cred->egid;
	}
	return put_value(&uc, sizeof(uc), optval, len, optlen);
}

static int get_peer_pidfd(const struct sock *sk, uaddr_t optval, int len, uaddr_t optlen)
{
	struct file *f = NULL;
	int fd, err;

	if (!sk->peer_pid)
		return -ENODATA;
	fd = pidfd_prepare(sk->peer_pid, &f);
	if (fd < 0)
		return fd;
	err = put_value(&fd, sizeof(fd), optval, len, optlen);
	if (err) {
		fd_unreserve(fd);
		file_put(f);
		return err;
	}
	fd_install(fd, f);
	return 0;
}

static int get_peer_groups(const struct sock *sk, uaddr_t optval, int len, uaddr_t optlen)
{
	const struct group_info *groups;
	int n;

	if (!sk->peer_cred)
		return -ENODATA;
	groups = sk->peer_cred->groups;
	n = (int)((groups ? groups->ngroups : 0) * sizeof(gid_t));
	if (len < n)
		return put_user(n, optlen) ? -EFAULT : -ERANGE;
	if (n && copy_to_user(optval, groups->gid, (size_t)n))
		return -EFAULT;
	return put_user(n, optlen);
}

static int get_peer_name(struct sock *sk, uaddr_t optval, int len, uaddr_t optlen)
{
	struct kmsg m;
	int n = sk->ops->getname(sk, &m, true);

	if (n < 0)
		return -ENOTCONN;
	if (n < len)
		return -EINVAL;
	return put_value(m.name, len, optval, len, optlen);
}

static int get_cookie(struct sock *sk, int opt, uaddr_t optval, int len, uaddr_t optlen)
{
	uint64_t cookie = opt == SO_COOKIE ? sock_cookie(sk) : 1; /* of the only namespace */

	if (len < (int)sizeof(cookie))
		return -EINVAL;
	return put_value(&cookie, sizeof(cookie), optval, len, optlen);
}

static int get_meminfo(const struct sock *sk, uaddr_t optval, int len, uaddr_t optlen)
{
	uint32_t info[9] = { 0, (uint32_t)sk->rcvbuf, sk->wmem, (uint32_t)sk->sndbuf };

	return put_value(info, sizeof(info), optval, len, optlen);
}

long sock_getsockopt(struct sock *sk, int opt, uaddr_t optval, uaddr_t optlen)
{
	union value v = { .val64 = 0 };
	int len, n = sizeof(v.val);

	if (get_user(len, optlen))
		return -EFAULT;
	if (len < 0)
		return -EINVAL;
	switch (opt) {
	case SO_PEERCRED:
		return get_peer_cred(sk, optval, len, optlen);
	case SO_PEERPIDFD:
		return get_peer_pidfd(sk, optval, len, optlen);
	case SO_PEERGROUPS:
		return get_peer_groups(sk, optval, len, optlen);
	case SO_PEERNAME:
		return get_peer_name(sk, optval, len, optlen);
	case SO_COOKIE:
	case SO_NETNS_COOKIE:
		return get_cookie(sk, opt, optval, len, optlen);
	case SO_MEMINFO:
		return get_meminfo(sk, optval, len, optlen);
	case SO_BINDTODEVICE:
	case SO_ATTACH_FILTER: /* SO_GET_FILTER: none */
		return put_value(&v, 0, optval, 0, optlen);
	case SO_MAX_PACING_RATE:
		n = get_pacing_rate(sk, &v, len);
		break;
	default:
		if (!get_int(sk, opt, &v.val))
			n = get_struct(sk, opt, &v);
	}
	return n < 0 ? n : put_value(&v, n, optval, len, optlen);
}
