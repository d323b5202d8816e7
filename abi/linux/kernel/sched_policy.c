/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Scheduling policies and affinity: who may change what; runqueue.c acts on it. There is one CPU.
 * SCHED_DEADLINE is checked as in Linux, and then there is no CPU time left to promise (-EBUSY).
 */
#include <string.h>
#include "kernel/futex.h"
#include "kernel/internal.h"
#include "kernel/nice.h"
#include "kernel/rttime.h"
#include "kernel/sched.h"
#include "kernel/time.h"
#include "syscall.h"
#include "uaccess.h"
#include "uapi/sched.h"

#define MAX_RT_PRIO 99
#define RR_TIMESLICE_NS 100000000
#define FAIR_SLICE_NS 750000 /* sched_base_slice with one CPU */
#define MIN_CUSTOM_SLICE_NS 100000u
#define MAX_CUSTOM_SLICE_NS 100000000u
#define KEEP_POLICY (-1)     /* sched_setparam */

/* For questions only: ring3's own process is an ordinary one. NULL: no such task. */
static const struct task *look_up(pid_t pid)
{
	static const struct task init;
	const struct task *t = pid ? find_task(pid) : current;

	return t ? t : is_own_pid(pid) ? &init : NULL;
}

static bool rt_policy(int policy)
{
	return policy == SCHED_FIFO || policy == SCHED_RR;
}

static bool fair_policy(int policy)
{
	return policy == SCHED_NORMAL || policy == SCHED_BATCH;
}

static bool valid_policy(int policy)
{
	return rt_policy(policy) || fair_policy(policy) || policy == SCHED_IDLE;
}

#define DL_MIN_RUNTIME 1024u	 /* ns */
#define DL_MIN_PERIOD 100000u
#define DL_MAX_PERIOD (4194304ull * 1000)

/* __checkparam_dl() */
static bool valid_deadline(const struct linux_sched_attr *a)
{
	uint64_t period = a->period ? a->period : a->deadline;

	if (!a->deadline || a->runtime < DL_MIN_RUNTIME || (a->deadline | a->period) >> 63)
		return false;
	if (period < a->deadline || a->deadline < a->runtime)
		return false;
	return period >= DL_MIN_PERIOD && period <= DL_MAX_PERIOD;
}

/* user_check_sched_setscheduler(): what needs no capability. */
static bool may_set(const struct task *t, const struct linux_sched_attr *a, int policy, bool reset)
{
	const struct cred *c = current->cred;

	if (fair_policy(policy) && a->nice < t->nice && !is_nice_reduction(t, a->nice))
		return false;
	if (rt_policy(policy)) {
		uint64_t limit = rlimit_of(t, RLIMIT_RTPRIO);

		if (policy != t->policy && !limit)
			return false;
		if ((int)a->priority > t->rt_priority && a->priority > limit)
			return false;
	}
	if (t->policy == SCHED_IDLE && policy != SCHED_IDLE && !is_nice_reduction(t, t->nice))
		return false;
	if (c->euid != t->cred->euid && c->euid != t->cred->uid)
		return false;
	return !t->reset_on_fork || reset;
}

/* __setparam_fair(): how long its turns are, if it says so. */
static void set_slice(struct task *t, uint64_t runtime)
{
	t->custom_slice = runtime;
	if (runtime)
		t->custom_slice = min(max(runtime, (uint64_t)MIN_CUSTOM_SLICE_NS),
				      (uint64_t)MAX_CUSTOM_SLICE_NS);
}

static uint64_t slice_of(const struct task *t)
{
	return t->custom_slice ? t->custom_slice : FAIR_SLICE_NS;
}

static int set_policy(struct task *t, const struct linux_sched_attr *a)
{
	int policy = a->policy;
	bool reset = a->flags & SCHED_FLAG_RESET_ON_FORK;

	if (policy < 0) {
		reset = t->reset_on_fork;
		policy = t->policy;
	} else if (!valid_policy(policy) && policy != SCHED_DEADLINE) {
		return -EINVAL;
	}
	if (a->flags & ~(uint64_t)SCHED_FLAG_ALL || a->priority > MAX_RT_PRIO ||
	    rt_policy(policy) != (a->priority != 0) ||
	    (policy == SCHED_DEADLINE && !valid_deadline(a)))
		return -EINVAL;
	if (policy == SCHED_DEADLINE)
		return capable(CAP_SYS_NICE) ? -EBUSY : -EPERM;
	if (!may_set(t, a, policy, reset) && !capable(CAP_SYS_NICE))
		return -EPERM;
	if (!may_schedule(t->cred))
		return -EPERM;
	if (a->flags & SCHED_FLAG_UTIL_CLAMP)
		return -EOPNOTSUPP;
	t->reset_on_fork = reset;
	if (a->flags & SCHED_FLAG_KEEP_PARAMS)
		return 0;
	if (fair_policy(policy))
		set_slice(t, a->runtime);
	rq_set_policy(t, policy, (int)a->priority, fair_policy(policy) ? a->nice : t->nice);
	futex_priority_changed(t);
	rttime_changed();
	return 0;
}

/* A task to change: process 1 is out of reach. */
static int find_to_set(pid_t pid, struct task **t)
{
	*t = pid ? find_task(pid) : current;
	if (*t)
		return 0;
	return is_own_pid(pid) ? -EPERM : -ESRCH;
}

static long do_setscheduler(pid_t pid, int policy, uaddr_t param)
{
	struct linux_sched_attr a = { .policy = policy };
	int32_t priority;
	struct task *t;
	int err;

	if (!param || pid < 0)
		return -EINVAL;
	if (get_user(priority, param))
		return -EFAULT;
	err = find_to_set(pid, &t);
	if (err)
		return err;
	a.priority = priority;
	a.nice = t->nice;
	a.runtime = t->custom_slice;
	if (policy != KEEP_POLICY && policy & SCHED_RESET_ON_FORK) {
		a.flags = SCHED_FLAG_RESET_ON_FORK;
		a.policy = policy & ~SCHED_RESET_ON_FORK;
	}
	return set_policy(t, &a);
}

SYSCALL_DEFINE3(sched_setscheduler, pid_t, pid, sched_policy_t, policy, usched_param_in_t, param)
{
	return policy < 0 ? -EINVAL : do_setscheduler(pid, policy, param);
}

SYSCALL_DEFINE2(sched_setparam, pid_t, pid, usched_param_in_t, param)
{
	return do_setscheduler(pid, KEEP_POLICY, param);
}

SYSCALL_DEFINE1(sched_getscheduler, pid_t, pid)
{
	const struct task *t;

	if (pid < 0)
		return -EINVAL;
	t = look_up(pid);
	if (!t)
		return -ESRCH;
	return t->policy | (t->reset_on_fork ? SCHED_RESET_ON_FORK : 0);
}

SYSCALL_DEFINE2(sched_getparam, pid_t, pid, usched_param_out_t, param)
{
	const struct task *t;

	if (!param || pid < 0)
		return -EINVAL;
	t = look_up(pid);
	if (!t)
		return -ESRCH;
	return put_user((int32_t)t->rt_priority, param);
}

/* --- sched_attr --- */

static bool user_bytes_zero(uaddr_t from, size_t n, int *err)
{
	uint8_t chunk[64];

	*err = 0;
	while (n) {
		size_t part = min(n, sizeof(chunk));

		if (copy_from_user(chunk, from, part)) {
			*err = -EFAULT;
			return false;
		}
		for (size_t i = 0; i < part; i++)
			if (chunk[i])
				return false;
		from += part;
		n -= part;
	}
	return true;
}

/* A longer structure is fine if the kernel would not miss anything: the rest must be zero. */
static int copy_attr(struct linux_sched_attr *a, uaddr_t from)
{
	uint32_t size;
	int err = 0;

	memset(a, 0, sizeof(*a));
	if (get_user(size, from))
		return -EFAULT;
	if (!size)
		size = SCHED_ATTR_SIZE_VER0;
	if (size < SCHED_ATTR_SIZE_VER0 || size > PAGE_SIZE)
		goto wrong_size;
	if (size > sizeof(*a) && !user_bytes_zero(from + sizeof(*a), size - sizeof(*a), &err)) {
		if (err)
			return err;
		goto wrong_size;
	}
	if (copy_from_user(a, from, min((size_t)size, sizeof(*a))))
		return -EFAULT;
	if (a->flags & SCHED_FLAG_UTIL_CLAMP && size < sizeof(*a))
		return -EINVAL;
	a->nice = clamp_nice(a->nice);
	return 0;

wrong_size:
	return put_user((uint32_t)sizeof(*a), from) ? -EFAULT : -E2BIG;
}

/* Only what its present policy has: the rest is still the caller's, and checked. */
static void keep_params(struct linux_sched_attr *a, const struct task *t)
{
	if (rt_policy(t->policy)) {
		a->priority = t->rt_priority;
	} else {
		a->nice = t->nice;
		a->runtime = slice_of(t);
	}
}

SYSCALL_DEFINE3(sched_setattr, pid_t, pid, usched_attr_inout_t, uattr, u32_t, flags)
{
	struct linux_sched_attr a;
	struct task *t;
	int err;

	if (!uattr || pid < 0 || flags)
		return -EINVAL;
	err = copy_attr(&a, uattr);
	if (err)
		return err;
	if ((int)a.policy < 0)
		return -EINVAL;
	if (a.flags & SCHED_FLAG_KEEP_POLICY)
		a.policy = KEEP_POLICY;
	err = find_to_set(pid, &t);
	if (err)
		return err;
	if (a.flags & SCHED_FLAG_KEEP_PARAMS)
		keep_params(&a, t);
	return set_policy(t, &a);
}

SYSCALL_DEFINE4(sched_getattr, pid_t, pid, usched_attr_out_t, uattr, uint_t, usize, u32_t, flags)
{
	struct linux_sched_attr a = { 0 };
	const struct task *t;

	if (!uattr || pid < 0 || usize > PAGE_SIZE || usize < SCHED_ATTR_SIZE_VER0 || flags)
		return -EINVAL;
	t = look_up(pid);
	if (!t)
		return -ESRCH;
	a.size = min((size_t)usize, sizeof(a));
	a.policy = t->policy;
	a.flags = t->reset_on_fork ? SCHED_FLAG_RESET_ON_FORK : 0;
	if (rt_policy(t->policy)) {
		a.priority = t->rt_priority;
	} else {
		a.nice = t->nice;
		a.runtime = slice_of(t);
	}
	if (!access_ok(uattr, usize))
		return -EFAULT;
	return copy_to_user(uattr, &a, a.size) ? -EFAULT : 0;
}

/* --- ranges and intervals --- */

SYSCALL_DEFINE1(sched_get_priority_max, sched_policy_t, policy)
{
	if (rt_policy(policy))
		return MAX_RT_PRIO;
	return valid_policy(policy) || policy == SCHED_DEADLINE ? 0 : -EINVAL;
}

SYSCALL_DEFINE1(sched_get_priority_min, sched_policy_t, policy)
{
	if (rt_policy(policy))
		return 1;
	return valid_policy(policy) || policy == SCHED_DEADLINE ? 0 : -EINVAL;
}

/* A fair task's slice is less than a tick, and Linux answers in whole ticks. */
static int rr_interval(pid_t pid, struct timespec64 *ts)
{
	const struct task *t;

	if (pid < 0)
		return -EINVAL;
	t = look_up(pid);
	if (!t)
		return -ESRCH;
	*ts = ns_to_timespec64(t->policy == SCHED_RR ? RR_TIMESLICE_NS : 0);
	return 0;
}

SYSCALL_DEFINE2(sched_rr_get_interval, pid_t, pid, utimespec_out_t, interval)
{
	struct timespec64 ts;
	int err = rr_interval(pid, &ts);

	return err ? err : put_timespec64(&ts, interval);
}

SYSCALL_DEFINE2(sched_rr_get_interval_time32, pid_t, pid, utimespec32_out_t, interval)
{
	struct timespec64 ts;
	int err = rr_interval(pid, &ts);

	return err ? err : put_old_timespec32(&ts, interval);
}

/* --- affinity: CPU 0 is all there is --- */

#define CPUMASK_SIZE 8

static long set_affinity(pid_t pid, unsigned len, uaddr_t from)
{
	uint64_t mask = 0;
	struct task *t;
	int err;

	if (copy_from_user(&mask, from, min(len, (unsigned)CPUMASK_SIZE)))
		return -EFAULT;
	err = find_to_set(pid, &t);
	if (err)
		return err;
	if (current->cred->euid != t->cred->euid && current->cred->euid != t->cred->uid &&
	    !capable(CAP_SYS_NICE))
		return -EPERM;
	if (!may_schedule(t->cred))
		return -EPERM;
	return mask & 1 ? 0 : -EINVAL;
}

static long get_affinity(pid_t pid, unsigned len, uaddr_t to, unsigned word)
{
	uint64_t mask = 1;

	if (len * 8 < 1 || len & (word - 1))
		return -EINVAL;
	if (pid < 0 || !look_up(pid))
		return -ESRCH;
	len = min(len, (unsigned)CPUMASK_SIZE);
	return copy_to_user(to, &mask, len) ? -EFAULT : (long)len;
}

SYSCALL_DEFINE3(sched_setaffinity, pid_t, pid, uint_t, len, ucpumask_in_t, user_mask_ptr)
{
	return set_affinity(pid, len, user_mask_ptr);
}

COMPAT_SYSCALL_DEFINE3(sched_setaffinity, pid_t, pid, uint_t, len, ucpumask_in_t, user_mask_ptr)
{
	return set_affinity(pid, len, user_mask_ptr);
}

SYSCALL_DEFINE3(sched_getaffinity, pid_t, pid, uint_t, len, ucpumask_out_t, user_mask_ptr)
{
	return get_affinity(pid, len, user_mask_ptr, 8);
}

COMPAT_SYSCALL_DEFINE3(sched_getaffinity, pid_t, pid, uint_t, len, ucpumask_out_t, user_mask_ptr)
{
	return get_affinity(pid, len, user_mask_ptr, 4);
}

SYSCALL_DEFINE3(getcpu, uint_out_t, cpup, uint_out_t, nodep, addr_t, unused)
{
	uint32_t zero = 0;

	(void)unused;
	if (cpup && put_user(zero, cpup))
		return -EFAULT;
	return nodep ? put_user(zero, nodep) : 0;
}

SYSCALL_DEFINE0(sched_yield)
{
	if (!rq_empty())
		yield();
	return 0;
}
