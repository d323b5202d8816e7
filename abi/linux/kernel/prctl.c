/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * prctl(2). What Linux offers for hardware or options that this machine does not have (filters,
 * syscall user dispatch, names of anonymous memory) is -EINVAL, as in a kernel built without.
 */
#include <string.h>
#include "kernel/internal.h"
#include "kernel/prctl_mm.h"
#include "mm/mm.h"
#include "syscall.h"
#include "uaccess.h"
#include "uapi/prctl.h"
#include "uapi/sched.h"
#include "uapi/securebits.h"

static bool cap_valid(uint64_t cap)
{
	return cap <= CAP_LAST_CAP;
}

static long get_int(int value, uaddr_t to)
{
	return put_user((int32_t)value, to);
}

/* --- capabilities: cap_task_prctl() of security/commoncap.c --- */

static long set_securebits(uint64_t bits)
{
	uint32_t old = current->cred->securebits;
	struct cred *new;

	if ((old & SECURE_ALL_LOCKS) >> 1 & (old ^ bits) || old & SECURE_ALL_LOCKS & ~bits ||
	    bits & ~(uint64_t)(SECURE_ALL_LOCKS | SECURE_ALL_BITS) || !capable(CAP_SETPCAP))
		return -EPERM;
	new = prepare_creds();
	if (!new)
		return -ENOMEM;
	new->securebits = bits;
	commit_creds(new);
	return 0;
}

static long set_keepcaps(uint64_t on)
{
	struct cred *new;

	if (on > 1)
		return -EINVAL;
	if (current->cred->securebits & SECURE_LOCK(SECURE_KEEP_CAPS))
		return -EPERM;
	new = prepare_creds();
	if (!new)
		return -ENOMEM;
	new->securebits &= ~SECURE_BITS(SECURE_KEEP_CAPS);
	new->securebits |= on ? SECURE_BITS(SECURE_KEEP_CAPS) : 0;
	commit_creds(new);
	return 0;
}

static long drop_from_bounding_set(uint64_t cap)
{
	struct cred *new;

	if (!capable(CAP_SETPCAP))
		return -EPERM;
	if (!cap_valid(cap))
		return -EINVAL;
	new = prepare_creds();
	if (!new)
		return -ENOMEM;
	new->cap_bset &= ~BIT(cap);
	commit_creds(new);
	return 0;
}

static long change_ambient(uint64_t clear, uint64_t set)
{
	struct cred *new = prepare_creds();

	if (!new)
		return -ENOMEM;
	new->cap_ambient = (new->cap_ambient & ~clear) | set;
	commit_creds(new);
	return 0;
}

static long cap_ambient(uint64_t op, uint64_t cap, uint64_t arg4, uint64_t arg5)
{
	const struct cred *c = current->cred;

	if (op == PR_CAP_AMBIENT_CLEAR_ALL)
		return cap | arg4 | arg5 ? -EINVAL : change_ambient(~0ull, 0);
	if (!cap_valid(cap) || arg4 | arg5)
		return -EINVAL;
	switch (op) {
	case PR_CAP_AMBIENT_IS_SET:
		return c->cap_ambient >> cap & 1;
	case PR_CAP_AMBIENT_RAISE:
		if (!(c->cap_permitted & c->cap_inheritable & BIT(cap)) ||
		    issecure(c, SECURE_NO_CAP_AMBIENT_RAISE))
			return -EPERM;
		return change_ambient(0, BIT(cap));
	case PR_CAP_AMBIENT_LOWER:
		return change_ambient(BIT(cap), 0);
	default:
		return -EINVAL;
	}
}

/* --- the thread and its process --- */

static long set_name(uaddr_t from)
{
	char comm[TASK_COMM_LEN] = { 0 };

	if (strncpy_from_user(comm, from, sizeof(comm) - 1) < 0)
		return -EFAULT;
	set_task_comm(current, comm);
	return 0;
}

static long set_dumpable(uint64_t value)
{
	if (value > 1)
		return -EINVAL;
	current->mm->dumpable = value;
	return 0;
}

static long set_tsc(uint64_t how)
{
	if (how != PR_TSC_ENABLE && how != PR_TSC_SIGSEGV)
		return -EINVAL;
	current->tsc_traps = how == PR_TSC_SIGSEGV;
	task_leave_engine(); /* control registers change while it does not run */
	kernel->cpu_ops->trap_rdtsc(kernel->cpu, current->tsc_traps || kernel->config.deterministic);
	return 0;
}

static long set_timerslack(uint64_t ns)
{
	if (current->policy == SCHED_FIFO || current->policy == SCHED_RR)
		return 0;
	current->timer_slack_ns = (int64_t)ns <= 0 ? TIMER_SLACK_DEFAULT : ns;
	return 0;
}

static long mce_kill(uint64_t how, uint64_t policy, uint64_t arg4, uint64_t arg5)
{
	if (arg4 | arg5)
		return -EINVAL;
	if (how == PR_MCE_KILL_CLEAR && !policy) {
		current->mce_process = false;
		return 0;
	}
	if (how != PR_MCE_KILL_SET)
		return -EINVAL;
	current->mce_process = policy != PR_MCE_KILL_DEFAULT; /* also with one that is not known */
	if (policy > PR_MCE_KILL_DEFAULT)
		return -EINVAL;
	current->mce_early = policy == PR_MCE_KILL_EARLY;
	return 0;
}

static long mce_kill_get(void)
{
	if (!current->mce_process)
		return PR_MCE_KILL_DEFAULT;
	return current->mce_early ? PR_MCE_KILL_EARLY : PR_MCE_KILL_LATE;
}

static void set_thp_disabled(struct mm *mm, bool on)
{
	mm->flags = on ? mm->flags | MMF_DISABLE_THP : mm->flags & ~MMF_DISABLE_THP;
}

static long get_spec(uint64_t which)
{
	switch (which) {
	case PR_SPEC_STORE_BYPASS:
	case PR_SPEC_INDIRECT_BRANCH:
		return PR_SPEC_NOT_AFFECTED;
	case PR_SPEC_L1D_FLUSH:
		return PR_SPEC_FORCE_DISABLE;
	default:
		return -ENODEV;
	}
}

static long set_spec(uint64_t which)
{
	switch (which) {
	case PR_SPEC_STORE_BYPASS:
		return -ENXIO;
	case PR_SPEC_INDIRECT_BRANCH:
	case PR_SPEC_L1D_FLUSH:
		return -EPERM;
	default:
		return -ENODEV;
	}
}

static long get_auxv(uaddr_t to, uint64_t len)
{
	uint64_t *auxv = current->mm->saved_auxv;
	size_t n = sizeof(current->mm->saved_auxv);

	if (copy_to_user(to, auxv, min(n, (size_t)len)))
		return -EFAULT;
	return n;
}

/* i386's 32-bit arguments arrive zero-extended, and -1 of theirs is not -1 of ours: as in Linux. */
SYSCALL_DEFINE5(prctl, prctl_op_t, option, prctl_arg_t, arg2, prctl_arg_t, arg3, prctl_arg_t, arg4,
		prctl_arg_t, arg5)
{
	const uint64_t beyond2 = arg3 | arg4 | arg5;

	switch (option) {
	case PR_SET_PDEATHSIG:
		if (arg2 > NSIG)
			return -EINVAL;
		current->pdeath_signal = arg2;
		return 0;
	case PR_GET_PDEATHSIG:
		return get_int(current->pdeath_signal, arg2);
	case PR_GET_DUMPABLE:
		return current->mm->dumpable;
	case PR_SET_DUMPABLE:
		return set_dumpable(arg2);
	case PR_GET_KEEPCAPS:
		return !!issecure(current->cred, SECURE_KEEP_CAPS);
	case PR_SET_KEEPCAPS:
		return set_keepcaps(arg2);
	case PR_GET_TIMING:
		return 0; /* statistical */
	case PR_SET_TIMING:
		return arg2 ? -EINVAL : 0;
	case PR_SET_NAME:
		return set_name(arg2);
	case PR_GET_NAME:
		return copy_to_user(arg2, current->comm, TASK_COMM_LEN) ? -EFAULT : 0;
	case PR_GET_SECCOMP:
		return 0; /* disabled */
	case PR_CAPBSET_READ:
		return cap_valid(arg2) ? (long)(current->cred->cap_bset >> arg2 & 1) : -EINVAL;
	case PR_CAPBSET_DROP:
		return drop_from_bounding_set(arg2);
	case PR_GET_TSC:
		return get_int(current->tsc_traps ? PR_TSC_SIGSEGV : PR_TSC_ENABLE, arg2);
	case PR_SET_TSC:
		return set_tsc(arg2);
	case PR_GET_SECUREBITS:
		return current->cred->securebits;
	case PR_SET_SECUREBITS:
		return set_securebits(arg2);
	case PR_SET_TIMERSLACK:
		return set_timerslack(arg2);
	case PR_GET_TIMERSLACK:
		return current->timer_slack_ns;
	case PR_MCE_KILL:
		return mce_kill(arg2, arg3, arg4, arg5);
	case PR_MCE_KILL_GET:
		return arg2 | beyond2 ? -EINVAL : mce_kill_get();
	case PR_SET_MM:
		return prctl_set_mm(arg2, arg3, arg4, arg5);
	case PR_SET_CHILD_SUBREAPER:
		current->signal->is_child_subreaper = arg2;
		return 0;
	case PR_GET_CHILD_SUBREAPER:
		return get_int(current->signal->is_child_subreaper, arg2);
	case PR_SET_NO_NEW_PRIVS:
		if (arg2 != 1 || beyond2)
			return -EINVAL;
		current->no_new_privs = true;
		return 0;
	case PR_GET_NO_NEW_PRIVS:
		return arg2 | beyond2 ? -EINVAL : current->no_new_privs;
	case PR_GET_TID_ADDRESS:
		return in_compat_syscall() ? put_user((uint32_t)current->clear_child_tid, arg2)
					   : put_user(current->clear_child_tid, arg2);
	case PR_SET_THP_DISABLE:
		if (beyond2)
			return -EINVAL;
		set_thp_disabled(current->mm, arg2);
		return 0;
	case PR_GET_THP_DISABLE:
		return arg2 | beyond2 ? -EINVAL : !!(current->mm->flags & MMF_DISABLE_THP);
	case PR_CAP_AMBIENT:
		return cap_ambient(arg2, arg3, arg4, arg5);
	case PR_GET_SPECULATION_CTRL:
		return beyond2 ? -EINVAL : get_spec(arg2);
	case PR_SET_SPECULATION_CTRL:
		return arg4 | arg5 ? -EINVAL : set_spec(arg2);
	case PR_SET_IO_FLUSHER:
		if (!capable(CAP_SYS_RESOURCE))
			return -EPERM;
		return beyond2 || arg2 > 1 ? -EINVAL : 0;
	case PR_GET_IO_FLUSHER:
		if (!capable(CAP_SYS_RESOURCE))
			return -EPERM;
		return arg2 | beyond2 ? -EINVAL : 0;
	case PR_SET_MDWE:
		return beyond2 ? -EINVAL : prctl_set_mdwe(arg2);
	case PR_GET_MDWE:
		return arg2 | beyond2 ? -EINVAL : prctl_get_mdwe();
	case PR_SET_MEMORY_MERGE:
		if (beyond2)
			return -EINVAL;
		mm_set_merge_any(current->mm, arg2);
		return 0;
	case PR_GET_MEMORY_MERGE:
		return arg2 | beyond2 ? -EINVAL : !!(current->mm->flags & MMF_MERGE_ANY);
	case PR_GET_AUXV:
		return arg4 | arg5 ? -EINVAL : get_auxv(arg2, arg3);
	default:
		return -EINVAL;
	}
}
