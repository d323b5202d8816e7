/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Restartable sequences: the registration, and the abort of a critical section that a signal's
 * handler or another task's turn interrupts. There is one CPU and one node, so that the ids never change once written.
 */
#include "kernel/internal.h"
#include "syscall.h"
#include "uaccess.h"
#include "uapi/rseq.h"

static int put_ids(uaddr_t rseq, uint32_t cpu_id_start, uint32_t cpu_id)
{
	uint32_t cpu[2] = { cpu_id_start, cpu_id }, node_and_mm[2] = { 0, 0 };

	if (copy_to_user(rseq, cpu, sizeof(cpu)) ||
	    copy_to_user(rseq + offsetof(struct linux_rseq, node_id), node_and_mm,
			 sizeof(node_and_mm)))
		return -EFAULT;
	return 0;
}

static long unregister(uaddr_t rseq, uint32_t len, unsigned flags, uint32_t sig)
{
	if (flags != RSEQ_FLAG_UNREGISTER || !current->rseq || current->rseq != rseq ||
	    len != current->rseq_len)
		return -EINVAL;
	if (current->rseq_sig != sig)
		return -EPERM;
	if (put_ids(rseq, 0, RSEQ_CPU_ID_UNINITIALIZED))
		return -EFAULT;
	current->rseq = 0;
	current->rseq_len = current->rseq_sig = 0;
	return 0;
}

static bool bad_area(uaddr_t rseq, uint32_t len)
{
	if (len < RSEQ_ORIG_SIZE || rseq % RSEQ_ORIG_SIZE)
		return true;
	return len != RSEQ_ORIG_SIZE && len < offsetof(struct linux_rseq, end);
}

SYSCALL_DEFINE4(rseq, urseq_t, rseq, x32_wide_t, rseq_len, x32_wide_t, flags, x32_wide_t, sig)
{
	if (flags & RSEQ_FLAG_UNREGISTER)
		return unregister(rseq, rseq_len, flags, sig);
	if (flags)
		return -EINVAL;
	if (current->rseq) {
		if (current->rseq != rseq || rseq_len != current->rseq_len)
			return -EINVAL;
		return current->rseq_sig != sig ? -EPERM : -EBUSY;
	}
	if (bad_area(rseq, rseq_len))
		return -EINVAL;
	if (!access_ok(rseq, rseq_len))
		return -EFAULT;
	/* What an earlier user of the memory left there is no critical section. */
	if (put_user((uint64_t)0, rseq + offsetof(struct linux_rseq, rseq_cs)) ||
	    put_ids(rseq, 0, 0))
		return -EFAULT;
	current->rseq = rseq;
	current->rseq_len = rseq_len;
	current->rseq_sig = sig;
	return 0;
}

/* The section that rseq names, checked. 0, *present false when there is none. */
static int get_section(struct linux_rseq_cs *cs, bool *present)
{
	uint64_t limit = current->image->task_size, at;
	uint32_t sig;

	*present = false;
	if (get_user(at, current->rseq + offsetof(struct linux_rseq, rseq_cs)))
		return -EFAULT;
	if (!at)
		return 0;
	if (at >= limit)
		return -EINVAL;
	if (copy_from_user(cs, at, sizeof(*cs)))
		return -EFAULT;
	if (cs->start_ip >= limit || cs->post_commit_offset >= limit - cs->start_ip ||
	    cs->abort_ip >= limit || cs->version > 0 ||
	    cs->abort_ip - cs->start_ip < cs->post_commit_offset)
		return -EINVAL;
	if (get_user(sig, cs->abort_ip - sizeof(sig)))
		return -EFAULT;
	*present = sig == current->rseq_sig;
	return *present ? 0 : -EINVAL;
}

/* Of the section or of the thread: "no restart on ..." is long gone, and others never were. */
static bool has_flags(const struct linux_rseq_cs *cs)
{
	uint32_t flags;

	return cs->flags || get_user(flags, current->rseq + offsetof(struct linux_rseq, flags)) || flags;
}

int rseq_signal_deliver(void)
{
	struct linux_rseq_cs cs;
	bool present, inside;
	int err;

	if (!current->rseq)
		return 0;
	err = get_section(&cs, &present);
	if (err || !present)
		return err;
	inside = task_get_reg(current, CPU_RIP) - cs.start_ip < cs.post_commit_offset;
	if (inside && has_flags(&cs))
		return -EINVAL;
	if (put_user((uint64_t)0, current->rseq + offsetof(struct linux_rseq, rseq_cs)))
		return -EFAULT;
	if (inside)
		task_set_reg(current, CPU_RIP, cs.abort_ip);
	return 0;
}

bool rseq_in_section(void)
{
	uint64_t at;

	return get_user(at, current->rseq + offsetof(struct linux_rseq, rseq_cs)) || at;
}

void rseq_resume(void)
{
	current->work &= ~TW_RSEQ;
	if (rseq_signal_deliver())
		force_sigsegv(0);
}
