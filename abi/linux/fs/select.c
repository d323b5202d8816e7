/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * select and pselect6. A set is an array of the ABI's unsigned longs, copied as far as n reaches;
 * on a little-endian machine its bits are in the same places for both ABIs.
 */
#include "fs/pollwait.h"

#include "kernel/signal.h"
#include "kernel/slab.h"
#include "syscall.h"
#include "uapi/time.h"

#define POLLIN_SET (EPOLLRDNORM | EPOLLRDBAND | EPOLLIN | EPOLLHUP | EPOLLERR | EPOLLNVAL)
#define POLLOUT_SET (EPOLLWRBAND | EPOLLWRNORM | EPOLLOUT | EPOLLERR | EPOLLNVAL)
#define POLLEX_SET (EPOLLPRI | EPOLLNVAL)

enum { IN, OUT, EX, NR_SETS };

static const unsigned set_events[NR_SETS] = { POLLIN_SET, POLLOUT_SET, POLLEX_SET };

/* What is asked for and what was found, word by word. */
struct fd_sets {
	unsigned n;	/* descriptors */
	unsigned words; /* of 64 bits, for each */
	uint64_t *ask[NR_SETS], *found[NR_SETS];
};

#define SELECT_STACK_WORDS 16 /* 1024 descriptors */

static unsigned select_one(int fd, unsigned key, struct poll_table *pt)
{
	auto_file *f = file_get(fd);

	if (!f)
		return EPOLLNVAL;
	if (pt)
		pt->key = key;
	return vfs_poll(f, pt);
}

static unsigned asked_events(const struct fd_sets *s, unsigned word, uint64_t bit)
{
	unsigned key = POLLEX_SET;

	for (unsigned i = IN; i <= OUT; i++)
		if (s->ask[i][word] & bit)
			key |= set_events[i];
	return key;
}

static int note_found(const struct fd_sets *s, unsigned word, uint64_t bit, unsigned mask)
{
	int count = 0;

	for (unsigned i = 0; i < NR_SETS; i++)
		if ((mask & set_events[i]) && (s->ask[i][word] & bit)) {
			s->found[i][word] |= bit;
			count++;
		}
	return count;
}

static uint64_t asked(const struct fd_sets *s, unsigned word)
{
	uint64_t bits = s->ask[IN][word] | s->ask[OUT][word] | s->ask[EX][word];

	if (word == s->n / 64)
		bits &= BIT(s->n % 64) - 1;
	return bits;
}

static bool is_open(int fd)
{
	struct file *f = file_get_raw(fd);

	if (f)
		file_put(f);
	return f;
}

static bool all_open(const struct fd_sets *s)
{
	for (unsigned word = 0; word < s->words; word++)
		for (uint64_t left = asked(s, word); left; left &= left - 1)
			if (!is_open(word * 64 + __builtin_ctzll(left)))
				return false;
	return true;
}

/* pt NULL: no sleep will follow. */
static int select_all(const struct fd_sets *s, struct poll_table *pt)
{
	int count = 0;

	for (unsigned word = 0; word < s->words; word++)
		for (uint64_t left = asked(s, word); left; left &= left - 1) {
			uint64_t bit = left & -left;
			int fd = word * 64 + __builtin_ctzll(left);
			unsigned key = asked_events(s, word, bit);

			count += note_found(s, word, bit, select_one(fd, key, count ? NULL : pt));
		}
	return count;
}

static int select_loop(const struct fd_sets *s, struct poll_wqueues *pwq, uint64_t end)
{
	bool in_time = end != POLL_NOWAIT;
	int count;

	for (;;) {
		count = select_all(s, in_time ? &pwq->table : NULL);
		pwq->table.queue = NULL;
		if (count || !in_time)
			return count;
		if (signal_pending(current))
			return -ERESTARTNOHAND;
		if (pwq->error)
			return pwq->error;
		in_time = poll_schedule_timeout(pwq, end);
	}
}

static int do_select(const struct fd_sets *s, uint64_t end)
{
	struct poll_wqueues pwq;
	int ret;

	if (!all_open(s))
		return -EBADF;
	poll_initwait(&pwq);
	ret = select_loop(s, &pwq, end);
	poll_freewait(&pwq);
	/* A signal that came with the time limit counts more. */
	if (!ret && signal_pending(current))
		ret = -ERESTARTNOHAND;
	return ret;
}

/* Bytes of a guest's set for n descriptors: whole longs. */
static size_t set_bytes(unsigned n)
{
	unsigned size = current->abi->long_size;

	return (n + size * 8 - 1) / (size * 8) * size;
}

static long select_user_sets(struct fd_sets *s, const uaddr_t user[NR_SETS], uint64_t end)
{
	size_t bytes = set_bytes(s->n);
	int ret;

	for (unsigned i = 0; i < NR_SETS; i++)
		if (user[i] && copy_from_user(s->ask[i], user[i], bytes))
			return -EFAULT;
	ret = do_select(s, end);
	if (ret < 0)
		return ret;
	for (unsigned i = 0; i < NR_SETS; i++)
		if (user[i] && copy_to_user(user[i], s->found[i], bytes))
			return -EFAULT;
	return ret;
}

/* May sleep. */
static long core_sys_select(int n, const uaddr_t user[NR_SETS], uint64_t end)
{
	uint64_t few[2 * NR_SETS * SELECT_STACK_WORDS], *words = few;
	struct fd_sets s;
	long ret;

	if (n < 0)
		return -EINVAL;
	s.n = min((unsigned)n, files_max_fds(current->files));
	s.words = (s.n + 63) / 64;
	if (s.words > SELECT_STACK_WORDS)
		words = kmalloc(2 * NR_SETS * s.words * sizeof(*words));
	if (!words)
		return -ENOMEM;
	memset(words, 0, 2 * NR_SETS * s.words * sizeof(*words));
	for (unsigned i = 0; i < NR_SETS; i++) {
		s.ask[i] = words + i * s.words;
		s.found[i] = words + (NR_SETS + i) * s.words;
	}
	ret = select_user_sets(&s, user, end);
	if (words != few)
		kfree(words);
	return ret;
}

static int set_timeval_end(uint64_t *end, int64_t sec, int64_t usec)
{
	/* Wraps as Linux's does; what comes of it is negative and refused. */
	return poll_select_set_timeout(end, (uint64_t)sec + usec / 1000000,
				       usec % 1000000 * NSEC_PER_USEC);
}

SYSCALL_DEFINE5(select, int_t, n, ufdset_inout_t, inp, ufdset_inout_t, outp, ufdset_inout_t, exp,
		utimeval_inout_t, tvp)
{
	const uaddr_t user[NR_SETS] = { inp, outp, exp };
	uint64_t end = POLL_FOREVER;
	struct x64_timeval tv;

	if (tvp) {
		if (copy_from_user(&tv, tvp, sizeof(tv)))
			return -EFAULT;
		if (set_timeval_end(&end, tv.tv_sec, tv.tv_usec))
			return -EINVAL;
	}
	return poll_select_finish(end, tvp, PT_TIMEVAL, core_sys_select(n, user, end));
}

static long do_compat_select(int n, const uaddr_t user[NR_SETS], uaddr_t tvp)
{
	uint64_t end = POLL_FOREVER;
	struct i386_timeval tv;

	if (tvp) {
		if (copy_from_user(&tv, tvp, sizeof(tv)))
			return -EFAULT;
		if (set_timeval_end(&end, tv.tv_sec, tv.tv_usec))
			return -EINVAL;
	}
	return poll_select_finish(end, tvp, PT_OLD_TIMEVAL, core_sys_select(n, user, end));
}

COMPAT_SYSCALL_DEFINE5(select, int_t, n, ufdset_inout_t, inp, ufdset_inout_t, outp, ufdset_inout_t,
		       exp, utimeval32_inout_t, tvp)
{
	return do_compat_select(n, (const uaddr_t[NR_SETS]){ inp, outp, exp }, tvp);
}

COMPAT_SYSCALL_DEFINE1(old_select, uold_select_t, arg)
{
	uint32_t a[5]; /* n, inp, outp, exp, tvp */

	if (copy_from_user(a, arg, sizeof(a)))
		return -EFAULT;
	return do_compat_select(a[0], (const uaddr_t[NR_SETS]){ a[1], a[2], a[3] }, a[4]);
}

/* pselect6's last argument: where the mask is and how long. */
struct sigset_argpack {
	uaddr_t set;
	uint64_t size;
};

static int get_sigset_argpack(struct sigset_argpack *pack, uaddr_t from)
{
	uint32_t compat[2];

	*pack = (struct sigset_argpack){ 0, 0 };
	if (!from)
		return 0;
	if (!in_compat_syscall())
		return copy_from_user(pack, from, sizeof(*pack)) ? -EFAULT : 0;
	if (copy_from_user(compat, from, sizeof(compat)))
		return -EFAULT;
	*pack = (struct sigset_argpack){ compat[0], compat[1] };
	return 0;
}

static long do_pselect(int n, const uaddr_t user[NR_SETS], uaddr_t tsp, enum poll_time type,
		       uaddr_t sig)
{
	uint64_t end = POLL_FOREVER;
	struct sigset_argpack pack;
	struct timespec64 ts;
	int err;

	err = get_sigset_argpack(&pack, sig);
	if (err)
		return err;
	if (tsp) {
		if (type == PT_TIMESPEC ? get_timespec64(&ts, tsp) : get_old_timespec32(&ts, tsp))
			return -EFAULT;
		if (poll_select_set_timeout(&end, ts.tv_sec, ts.tv_nsec))
			return -EINVAL;
	}
	err = set_user_sigmask(pack.set, pack.size);
	if (err)
		return err;
	return poll_select_finish(end, tsp, type, core_sys_select(n, user, end));
}

SYSCALL_DEFINE6(pselect6, int_t, n, ufdset_inout_t, inp, ufdset_inout_t, outp, ufdset_inout_t, exp,
		utimespec_inout_t, tsp, upselect_sig_in_t, sig)
{
	return do_pselect(n, (const uaddr_t[NR_SETS]){ inp, outp, exp }, tsp, PT_TIMESPEC, sig);
}

COMPAT_SYSCALL_DEFINE6(pselect6_time64, int_t, n, ufdset_inout_t, inp, ufdset_inout_t, outp,
		       ufdset_inout_t, exp, utimespec_inout_t, tsp, upselect_sig_in_t, sig)
{
	return do_pselect(n, (const uaddr_t[NR_SETS]){ inp, outp, exp }, tsp, PT_TIMESPEC, sig);
}

COMPAT_SYSCALL_DEFINE6(pselect6_time32, int_t, n, ufdset_inout_t, inp, ufdset_inout_t, outp,
		       ufdset_inout_t, exp, utimespec32_inout_t, tsp, upselect_sig_in_t, sig)
{
	return do_pselect(n, (const uaddr_t[NR_SETS]){ inp, outp, exp }, tsp, PT_OLD_TIMESPEC, sig);
}
