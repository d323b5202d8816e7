/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Setting options of SOL_SOCKET. Many mean nothing to AF_UNIX and are only kept, as in Linux; what
 * is checked, and in which order, is Linux's sk_setsockopt(). There are no packet filters.
 */
#include "net/sock.h"

#include "uapi/time.h"

#define MEM_MAX 212992 /* net.core.wmem_max, rmem_max */
#define SOCK_MIN_SNDBUF 4608
#define SOCK_MIN_RCVBUF 2304
#define BUF_LOCK_MASK 3
#define TIMESTAMPING_MASK ((1 << 18) - 1)
#define TXTIME_MASK 3

/* --- bits --- */

static const struct {
	int opt;
	unsigned flag;
} flag_options[] = {
	{ SO_DEBUG, SOCKF_DEBUG },
	{ SO_REUSEADDR, SOCKF_REUSEADDR },
	{ SO_DONTROUTE, SOCKF_LOCALROUTE },
	{ SO_BROADCAST, SOCKF_BROADCAST },
	{ SO_KEEPALIVE, SOCKF_KEEPALIVE },
	{ SO_OOBINLINE, SOCKF_URGINLINE },
	{ SO_NO_CHECK, SOCKF_NO_CHECK },
	{ SO_PASSCRED, SOCKF_PASSCRED },
	{ SO_PASSPIDFD, SOCKF_PASSPIDFD },
	{ SO_PASSSEC, SOCKF_PASSSEC },
	{ SO_RCVMARK, SOCKF_RCVMARK },
	{ SO_RXQ_OVFL, SOCKF_RXQ_OVFL },
	{ SO_WIFI_STATUS, SOCKF_WIFI_STATUS },
	{ SO_NOFCS, SOCKF_NOFCS },
	{ SO_SELECT_ERR_QUEUE, SOCKF_SELECT_ERR_QUEUE },
	{ SO_LOCK_FILTER, SOCKF_FILTER_LOCKED },
	{ SO_PREFER_BUSY_POLL, SOCKF_PREFER_BUSY_POLL },
};

unsigned sock_option_flag(int opt)
{
	for (unsigned i = 0; i < ARRAY_SIZE(flag_options); i++)
		if (flag_options[i].opt == opt)
			return flag_options[i].flag;
	return 0;
}

static bool net_admin(void)
{
	return capable(CAP_NET_ADMIN);
}

static bool net_raw_or_admin(void)
{
	return capable(CAP_NET_RAW) || net_admin();
}

static int may_set_flag(const struct sock *sk, int opt, bool on)
{
	switch (opt) {
	case SO_DEBUG:
		return on && !net_admin() ? -EACCES : 0;
	case SO_PREFER_BUSY_POLL:
		return on && !net_admin() ? -EPERM : 0;
	case SO_RCVMARK:
		return net_raw_or_admin() ? 0 : -EPERM;
	case SO_LOCK_FILTER:
		return (sk->flags & SOCKF_FILTER_LOCKED) && !on ? -EPERM : 0;
	}
	return 0;
}

static int set_flag(struct sock *sk, int opt, unsigned flag, bool on)
{
	int err = may_set_flag(sk, opt, on);

	if (!err)
		sk->flags = on ? sk->flags | flag : sk->flags & ~flag;
	return err;
}

/* --- buffers --- */

static void set_sndbuf(struct sock *sk, int n)
{
	sk->buf_lock |= 1;
	sk->sndbuf = max(min(n, INT32_MAX / 2) * 2, SOCK_MIN_SNDBUF);
	sock_writable(sk);
}

static void set_rcvbuf(struct sock *sk, int n)
{
	sk->buf_lock |= 2;
	sk->rcvbuf = max(min(n, INT32_MAX / 2) * 2, SOCK_MIN_RCVBUF);
}

static int set_buffer(struct sock *sk, int opt, int val)
{
	int capped = (int)min((unsigned)val, (unsigned)MEM_MAX);

	switch (opt) {
	case SO_SNDBUF:
		set_sndbuf(sk, capped);
		return 0;
	case SO_RCVBUF:
		set_rcvbuf(sk, capped);
		return 0;
	}
	if (!net_admin())
		return -EPERM;
	if (opt == SO_SNDBUFFORCE)
		set_sndbuf(sk, max(val, 0));
	else
		set_rcvbuf(sk, max(val, 0));
	return 0;
}

/* --- times --- */

#define HZ 1000 /* Linux keeps such limits in ticks: they come back rounded up to them */
#define TICK_NS (NSEC_PER_SEC / HZ)

static int64_t ticks_up(int64_t ns)
{
	return (ns + TICK_NS - 1) / TICK_NS * TICK_NS;
}

static int get_timeval(struct timespec64 *tv, uaddr_t optval, int optlen, bool old)
{
	if (old && in_compat_syscall()) {
		struct i386_timeval narrow;

		if (optlen < (int)sizeof(narrow))
			return -EINVAL;
		if (get_user(narrow, optval))
			return -EFAULT;
		*tv = (struct timespec64){ narrow.tv_sec, narrow.tv_usec };
	} else {
		struct x64_timeval wide;

		if (optlen < (int)sizeof(wide))
			return -EINVAL;
		if (get_user(wide, optval))
			return -EFAULT;
		*tv = (struct timespec64){ wide.tv_sec, wide.tv_usec };
	}
	return tv->tv_nsec < 0 || tv->tv_nsec >= 1000000 ? -EDOM : 0;
}

/* Zero, or more than can be counted, is for ever; what is over already is 0. */
static int set_timeout(int64_t *timeo, uaddr_t optval, int optlen, bool old)
{
	struct timespec64 tv; /* with microseconds */
	int err = get_timeval(&tv, optval, optlen, old);
	int64_t ns;

	if (err)
		return err;
	if (tv.tv_sec < 0) {
		*timeo = 0;
		return 0;
	}
	*timeo = NO_TIMEOUT;
	if ((!tv.tv_sec && !tv.tv_nsec) || tv.tv_sec >= INT64_MAX / HZ / HZ)
		return 0;
	if (__builtin_mul_overflow(tv.tv_sec, NSEC_PER_SEC, &ns))
		return 0;
	if (!__builtin_add_overflow(ns, ticks_up(tv.tv_nsec * NSEC_PER_USEC), &ns))
		*timeo = ns;
	return 0;
}

/* --- setting --- */

static int set_linger(struct sock *sk, uaddr_t optval, int optlen)
{
	struct linux_linger l;

	if (optlen < (int)sizeof(l))
		return -EINVAL;
	if (get_user(l, optval))
		return -EFAULT;
	sk->flags = l.onoff ? sk->flags | SOCKF_LINGER : sk->flags & ~SOCKF_LINGER;
	if (l.onoff)
		sk->linger = l.linger;
	return 0;
}

static int set_timestamp(struct sock *sk, int opt, bool on)
{
	const unsigned all = SOCKF_RCVTSTAMP | SOCKF_RCVTSTAMPNS | SOCKF_TSTAMP_NEW;
	bool ns = opt == SO_TIMESTAMPNS_OLD || opt == SO_TIMESTAMPNS_NEW;
	bool new = opt == SO_TIMESTAMP_NEW || opt == SO_TIMESTAMPNS_NEW;

	sk->flags &= ~(unsigned)all;
	if (on)
		sk->flags |=
			(ns ? SOCKF_RCVTSTAMPNS : SOCKF_RCVTSTAMP) | (new ? SOCKF_TSTAMP_NEW : 0);
	return 0;
}

static int set_priority(struct sock *sk, int val)
{
	if ((val < 0 || val > 6) && !net_raw_or_admin())
		return -EPERM;
	sk->priority = val;
	return 0;
}

static int set_busy_poll_budget(struct sock *sk, int val)
{
	if (val > sk->busy_poll_budget && !net_admin())
		return -EPERM;
	if (val < 0 || val > UINT16_MAX)
		return -EINVAL;
	sk->busy_poll_budget = val;
	return 0;
}

static int set_pacing_rate(struct sock *sk, uaddr_t optval, int optlen, int val)
{
	uint64_t rate = val == -1 ? UINT64_MAX : (unsigned)val;

	if (optlen >= (int)sizeof(rate) && get_user(rate, optval))
		return -EFAULT;
	sk->pacing_rate = rate;
	return 0;
}

static int set_txtime(struct sock *sk, uaddr_t optval, int optlen)
{
	__typeof__(sk->txtime) tx;

	if (optlen != (int)sizeof(tx))
		return -EINVAL;
	if (get_user(tx, optval))
		return -EFAULT;
	if (tx.flags & ~(unsigned)TXTIME_MASK)
		return -EINVAL;
	if (tx.clockid != CLOCK_MONOTONIC && !net_admin())
		return -EPERM;
	sk->txtime = tx;
	return 0;
}

static int set_kept(struct sock *sk, int opt, int val)
{
	switch (opt) {
	case SO_MARK:
		if (!net_raw_or_admin())
			return -EPERM;
		sk->mark = val;
		return 0;
	case SO_INCOMING_CPU:
		sk->incoming_cpu = val;
		return 0;
	case SO_BUSY_POLL:
		if (val < 0)
			return -EINVAL;
		sk->busy_poll = val;
		return 0;
	case SO_BUSY_POLL_BUDGET:
		return set_busy_poll_budget(sk, val);
	case SO_RCVLOWAT:
		sk->rcvlowat = val < 0 ? INT32_MAX : val ? val : 1;
		return 0;
	case SO_BINDTOIFINDEX:
		if (sk->bound_if && !capable(CAP_NET_RAW))
			return -EPERM;
		if (val < 0)
			return -EINVAL;
		sk->bound_if = val;
		return 0;
	case SO_BUF_LOCK:
		if (val & ~BUF_LOCK_MASK)
			return -EINVAL;
		sk->buf_lock = (unsigned)val;
		return 0;
	case SO_TIMESTAMPING_OLD:
	case SO_TIMESTAMPING_NEW:
		if (val & ~TIMESTAMPING_MASK)
			return -EINVAL;
		sk->timestamping = val;
		return 0;
	}
	return -ENOPROTOOPT;
}

/* There is no network device to bind to; an empty name unbinds. */
static int bind_to_device(struct sock *sk, uaddr_t optval, int optlen)
{
	char name[16] = "";

	if (sk->bound_if && !capable(CAP_NET_RAW))
		return -EPERM;
	if (copy_from_user(name, optval, min((size_t)optlen, sizeof(name) - 1)))
		return -EFAULT;
	if (name[0])
		return -ENODEV;
	sk->bound_if = 0;
	return 0;
}

long sock_setsockopt(struct sock *sk, int opt, uaddr_t optval, int optlen)
{
	int val;

	if (opt == SO_BINDTODEVICE)
		return bind_to_device(sk, optval, optlen);
	if (optlen < (int)sizeof(val))
		return -EINVAL;
	if (get_user(val, optval))
		return -EFAULT;
	switch (opt) {
	case SO_SNDBUF:
	case SO_RCVBUF:
	case SO_SNDBUFFORCE:
	case SO_RCVBUFFORCE:
		return set_buffer(sk, opt, val);
	case SO_LINGER:
		return set_linger(sk, optval, optlen);
	case SO_RCVTIMEO_OLD:
	case SO_RCVTIMEO_NEW:
		return set_timeout(&sk->rcvtimeo, optval, optlen, opt == SO_RCVTIMEO_OLD);
	case SO_SNDTIMEO_OLD:
	case SO_SNDTIMEO_NEW:
		return set_timeout(&sk->sndtimeo, optval, optlen, opt == SO_SNDTIMEO_OLD);
	case SO_TIMESTAMP_OLD:
	case SO_TIMESTAMP_NEW:
	case SO_TIMESTAMPNS_OLD:
	case SO_TIMESTAMPNS_NEW:
		return set_timestamp(sk, opt, val);
	case SO_PRIORITY:
		return set_priority(sk, val);
	case SO_PEEK_OFF:
		return sk->ops->set_peek_off ? sk->ops->set_peek_off(sk, val) : -EOPNOTSUPP;
	case SO_MAX_PACING_RATE:
		return set_pacing_rate(sk, optval, optlen, val);
	case SO_TXTIME:
		return set_txtime(sk, optval, optlen);
	case SO_REUSEPORT:
		return val ? -EOPNOTSUPP : 0;
	case SO_RESERVE_MEM:
		return val < 0 ? -EINVAL : -EOPNOTSUPP;
	case SO_ZEROCOPY:
	case SO_TXREHASH:
		return -EOPNOTSUPP;
	case SO_DETACH_FILTER:
		return sk->flags & SOCKF_FILTER_LOCKED ? -EPERM : -ENOENT;
	case SO_DETACH_REUSEPORT_BPF:
		return -ENOENT;
	case SO_BSDCOMPAT:
	case SO_CNX_ADVICE:
		return 0;
	}
	if (sock_option_flag(opt))
		return set_flag(sk, opt, sock_option_flag(opt), val);
	return set_kept(sk, opt, val);
}
