/* SPDX-License-Identifier: GPL-2.0-or-later */
/* System calls about actions, masks and waiting for signals. Those that send are in kill.c. */
#include "kernel/internal.h"
#include "kernel/time.h"
#include "syscall.h"
#include "uaccess.h"
#include "uapi/signal.h"

#define NEVER_BLOCKED (sigmask(SIGKILL) | sigmask(SIGSTOP))
/* What a program may set; other bits read back as zero, which tells it that they are unknown. */
#define UAPI_SA_FLAGS                                                                    \
	(SA_NOCLDSTOP | SA_NOCLDWAIT | SA_SIGINFO | SA_ONSTACK | SA_RESTART | SA_NODEFER | \
	 SA_RESETHAND | SA_EXPOSE_TAGBITS | SA_RESTORER)

/* --- actions --- */

static bool ignores(const struct k_sigaction *ka, int sig)
{
	return ka->handler == SIG_IGN || (ka->handler == SIG_DFL && sig_kernel_ignore(sig));
}

static int do_sigaction(int sig, struct k_sigaction *act, struct k_sigaction *old)
{
	struct k_sigaction *ka;

	if (sig < 1 || sig > NSIG || (act && sigmask(sig) & NEVER_BLOCKED))
		return -EINVAL;
	ka = &current->sighand->action[sig - 1];
	if (old) {
		*old = *ka;
		old->flags &= UAPI_SA_FLAGS;
	}
	if (!act)
		return 0;
	act->flags &= UAPI_SA_FLAGS;
	if (in_compat_syscall())
		act->flags |= SA_IA32_ABI;
	act->mask.bits &= ~NEVER_BLOCKED;
	*ka = *act;
	if (ignores(ka, sig)) { /* POSIX: a pending one goes, blocked or not */
		flush_process_signals(current, sigmask(sig));
		recalc_sigpending();
	}
	return 0;
}

SYSCALL_DEFINE4(rt_sigaction, sig_t, sig, usigaction_in_t, act, usigaction_out_t, oact,
		usize_t, sigsetsize)
{
	struct k_sigaction new, old;
	struct x64_sigaction k;
	int err;

	if (sigsetsize != sizeof(k.mask))
		return -EINVAL;
	if (act) {
		if (copy_from_user(&k, act, sizeof(k)))
			return -EFAULT;
		new = (struct k_sigaction){ k.handler, k.flags, k.restorer, { k.mask } };
	}
	err = do_sigaction(sig, act ? &new : NULL, oact ? &old : NULL);
	if (err || !oact)
		return err;
	k = (struct x64_sigaction){ old.handler, old.flags, old.restorer, old.mask.bits };
	return copy_to_user(oact, &k, sizeof(k)) ? -EFAULT : 0;
}

COMPAT_SYSCALL_DEFINE4(rt_sigaction, sig_t, sig, usigaction_in_t, act, usigaction_out_t, oact,
		       usize_t, sigsetsize)
{
	struct k_sigaction new, old;
	struct i386_sigaction k;
	int err;

	if (sigsetsize != sizeof(k.mask))
		return -EINVAL;
	if (act) {
		if (copy_from_user(&k, act, sizeof(k)))
			return -EFAULT;
		new = (struct k_sigaction){ k.handler, k.flags, k.restorer, { k.mask } };
	}
	err = do_sigaction(sig, act ? &new : NULL, oact ? &old : NULL);
	if (err || !oact)
		return err;
	k = (struct i386_sigaction){ old.handler, old.flags, old.restorer, old.mask.bits };
	return copy_to_user(oact, &k, sizeof(k)) ? -EFAULT : 0;
}

COMPAT_SYSCALL_DEFINE3(sigaction, sig_t, sig, uold_sigaction_in_t, act, uold_sigaction_out_t, oact)
{
	struct k_sigaction new, old;
	struct i386_old_sigaction k;
	int err;

	if (act) {
		if (copy_from_user(&k, act, sizeof(k)))
			return -EFAULT;
		new = (struct k_sigaction){ k.handler, k.flags, k.restorer, { k.mask } };
	}
	err = do_sigaction(sig, act ? &new : NULL, oact ? &old : NULL);
	if (err || !oact)
		return err;
	k = (struct i386_old_sigaction){ old.handler, old.mask.bits, old.flags, old.restorer };
	return copy_to_user(oact, &k, sizeof(k)) ? -EFAULT : 0;
}

SYSCALL_DEFINE2(signal, sig_t, sig, sighandler_t, handler)
{
	struct k_sigaction new = { .handler = handler, .flags = SA_RESETHAND | SA_NODEFER }, old;
	int err = do_sigaction(sig, &new, &old);

	return err ? err : (long)old.handler;
}

/* --- masks --- */

static int change_mask(int how, struct sigset64 set)
{
	struct sigset64 new = current->blocked;

	switch (how) {
	case SIG_BLOCK:
		new.bits |= set.bits;
		break;
	case SIG_UNBLOCK:
		new.bits &= ~set.bits;
		break;
	case SIG_SETMASK:
		new = set;
		break;
	default:
		return -EINVAL;
	}
	set_current_blocked(new);
	return 0;
}

static long do_rt_sigprocmask(int how, uaddr_t nset, uaddr_t oset, uint64_t size)
{
	struct sigset64 old = current->blocked, set;
	int err;

	if (size != sizeof(set))
		return -EINVAL;
	if (nset) {
		if (copy_from_user(&set, nset, sizeof(set)))
			return -EFAULT;
		err = change_mask(how, set);
		if (err)
			return err;
	}
	return oset && copy_to_user(oset, &old, sizeof(old)) ? -EFAULT : 0;
}

SYSCALL_DEFINE4(rt_sigprocmask, sighow_t, how, usigset_in_t, nset, usigset_out_t, oset,
		usize_t, sigsetsize)
{
	return do_rt_sigprocmask(how, nset, oset, sigsetsize);
}

COMPAT_SYSCALL_DEFINE4(rt_sigprocmask, sighow_t, how, usigset_in_t, nset, usigset_out_t, oset,
		       usize_t, sigsetsize)
{
	return do_rt_sigprocmask(how, nset, oset, sigsetsize);
}

/* The first 32 signals only; the others stay as they are. */
COMPAT_SYSCALL_DEFINE3(sigprocmask, sighow_t, how, uold_sigset_in_t, nset, uold_sigset_out_t, oset)
{
	uint32_t old = current->blocked.bits, low;
	struct sigset64 set;
	int err;

	if (nset) {
		if (get_user(low, nset))
			return -EFAULT;
		set.bits = low;
		if (how == SIG_SETMASK)
			set.bits |= current->blocked.bits & ~0xffffffffull;
		err = change_mask(how, set);
		if (err)
			return err;
	}
	return oset ? put_user(old, oset) : 0;
}

SYSCALL_DEFINE0(sgetmask)
{
	return current->blocked.bits;
}

/* Sign-extended, as Linux's 64-bit kernel does for its i386 callers. */
SYSCALL_DEFINE1(ssetmask, old_sigset_t, newmask)
{
	struct sigset64 set = { (int64_t)newmask };
	long old = current->blocked.bits;

	set_current_blocked(set);
	return old;
}

static uint64_t pending_and_blocked(void)
{
	return (current->pending.signal.bits | current->signal->shared_pending.signal.bits) &
	       current->blocked.bits;
}

static long do_rt_sigpending(uaddr_t uset, uint64_t size)
{
	uint64_t set = pending_and_blocked();

	if (size > sizeof(set))
		return -EINVAL;
	return copy_to_user(uset, &set, size) ? -EFAULT : 0;
}

SYSCALL_DEFINE2(rt_sigpending, usigset_part_out_t, uset, usize_t, sigsetsize)
{
	return do_rt_sigpending(uset, sigsetsize);
}

COMPAT_SYSCALL_DEFINE2(rt_sigpending, usigset_part_out_t, uset, usize_t, sigsetsize)
{
	return do_rt_sigpending(uset, sigsetsize);
}

COMPAT_SYSCALL_DEFINE1(sigpending, uold_sigset_out_t, set)
{
	return put_user((uint32_t)pending_and_blocked(), set);
}

int set_user_sigmask(uaddr_t umask, uint64_t size)
{
	struct sigset64 set;

	if (!umask)
		return 0;
	if (size != sizeof(set))
		return -EINVAL;
	if (copy_from_user(&set, umask, sizeof(set)))
		return -EFAULT;
	set_user_sigmask_kernel(set);
	return 0;
}

/* --- waiting --- */

static long sleep_until_signal(void)
{
	while (!signal_pending(current)) {
		set_current_state(TASK_INTERRUPTIBLE);
		schedule();
	}
	return -ERESTARTNOHAND;
}

SYSCALL_DEFINE0(pause)
{
	return sleep_until_signal();
}

static long do_sigsuspend(struct sigset64 set)
{
	set_user_sigmask_kernel(set);
	return sleep_until_signal();
}

static long do_rt_sigsuspend(uaddr_t unewset, uint64_t size)
{
	struct sigset64 set;

	if (size != sizeof(set))
		return -EINVAL;
	if (copy_from_user(&set, unewset, sizeof(set)))
		return -EFAULT;
	return do_sigsuspend(set);
}

SYSCALL_DEFINE2(rt_sigsuspend, usigset_in_t, unewset, usize_t, sigsetsize)
{
	return do_rt_sigsuspend(unewset, sigsetsize);
}

COMPAT_SYSCALL_DEFINE2(rt_sigsuspend, usigset_in_t, unewset, usize_t, sigsetsize)
{
	return do_rt_sigsuspend(unewset, sigsetsize);
}

SYSCALL_DEFINE3(sigsuspend, unused_t, unused1, unused_t, unused2, old_sigset_t, mask)
{
	(void)unused1;
	(void)unused2;
	return do_sigsuspend((struct sigset64){ mask });
}

/*
 * Takes a signal of which without a handler. While it sleeps those signals count as unblocked, so
 * that one wakes it, but real_blocked keeps them from being ignored or fatal. May sleep.
 */
static int do_sigtimedwait(struct sigset64 which, struct ksiginfo *info,
			   const struct timespec64 *ts)
{
	struct sigset64 blocked = { ~(which.bits & ~NEVER_BLOCKED) };
	int64_t timeout = NO_TIMEOUT;
	int sig;

	if (ts) {
		if (!timespec64_valid(ts))
			return -EINVAL;
		timeout = timespec64_to_ns(ts);
	}
	sig = dequeue_signal(&blocked, info);
	if (sig || !timeout)
		return sig ? sig : -EAGAIN;
	current->real_blocked = current->blocked;
	current->blocked.bits &= blocked.bits;
	recalc_sigpending();
	set_current_state(TASK_INTERRUPTIBLE);
	timeout = schedule_timeout(timeout);
	set_current_blocked(current->real_blocked); /* and others take what we woke up for in vain */
	current->real_blocked.bits = 0;
	sig = dequeue_signal(&blocked, info);
	if (sig)
		return sig;
	return timeout ? -EINTR : -EAGAIN;
}

static long rt_sigtimedwait_with(uaddr_t uthese, uaddr_t uinfo, uaddr_t uts, uint64_t size,
				 int (*get)(struct timespec64 *, uaddr_t))
{
	struct sigset64 these;
	struct timespec64 ts;
	struct ksiginfo info;
	long sig;

	if (size != sizeof(these))
		return -EINVAL;
	if (copy_from_user(&these, uthese, sizeof(these)))
		return -EFAULT;
	if (uts && get(&ts, uts))
		return -EFAULT;
	sig = do_sigtimedwait(these, &info, uts ? &ts : NULL);
	if (sig > 0 && uinfo && copy_siginfo_to_user(uinfo, &info))
		return -EFAULT;
	return sig;
}

SYSCALL_DEFINE4(rt_sigtimedwait, usigset_in_t, uthese, usiginfo_out_t, uinfo, utimespec_in_t, uts,
		usize_t, sigsetsize)
{
	return rt_sigtimedwait_with(uthese, uinfo, uts, sigsetsize, get_timespec64);
}

COMPAT_SYSCALL_DEFINE4(rt_sigtimedwait_time64, usigset_in_t, uthese, usiginfo_out_t, uinfo,
		       utimespec_in_t, uts, usize_t, sigsetsize)
{
	return rt_sigtimedwait_with(uthese, uinfo, uts, sigsetsize, get_timespec64);
}

COMPAT_SYSCALL_DEFINE4(rt_sigtimedwait_time32, usigset_in_t, uthese, usiginfo_out_t, uinfo,
		       utimespec32_in_t, uts, usize_t, sigsetsize)
{
	return rt_sigtimedwait_with(uthese, uinfo, uts, sigsetsize, get_old_timespec32);
}
