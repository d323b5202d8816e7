/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The alternate signal stack of a thread. */
#include "kernel/internal.h"
#include "syscall.h"
#include "uaccess.h"
#include "uapi/signal.h"

bool on_sig_stack(uint64_t sp)
{
	if (current->sas_flags & SS_AUTODISARM)
		return false; /* a handler may set another one while it runs on this */
	return sp > current->sas_sp && sp - current->sas_sp <= current->sas_size;
}

unsigned sas_ss_flags(uint64_t sp)
{
	if (!current->sas_size)
		return SS_DISABLE;
	return on_sig_stack(sp) ? SS_ONSTACK : 0;
}

void get_altstack(struct altstack *s, uint64_t sp)
{
	s->sp = current->sas_sp;
	s->size = current->sas_size;
	s->flags = sas_ss_flags(sp) | (current->sas_flags & SS_AUTODISARM);
}

int set_altstack(const struct altstack *s, uint64_t sp)
{
	unsigned mode = s->flags & ~SS_AUTODISARM;
	bool off = mode == SS_DISABLE;

	if (on_sig_stack(sp))
		return -EPERM;
	if (mode != SS_DISABLE && mode != SS_ONSTACK && mode != 0)
		return -EINVAL;
	if (current->sas_sp == s->sp && current->sas_size == s->size && current->sas_flags == s->flags)
		return 0; /* nothing changes: Linux does not look at the size then */
	if (!off && s->size < MINSIGSTKSZ)
		return -ENOMEM;
	current->sas_sp = off ? 0 : s->sp;
	current->sas_size = off ? 0 : s->size;
	current->sas_flags = s->flags;
	return 0;
}

SYSCALL_DEFINE2(sigaltstack, ustack_in_t, uss, ustack_out_t, uoss)
{
	uint64_t sp = task_get_reg(current, CPU_RSP);
	struct altstack new, old;
	struct x64_stack k;
	int err;

	get_altstack(&old, sp);
	if (uss) {
		if (copy_from_user(&k, uss, sizeof(k)))
			return -EFAULT;
		new = (struct altstack){ k.sp, k.size, k.flags };
		err = set_altstack(&new, sp);
		if (err)
			return err;
	}
	if (!uoss)
		return 0;
	k = (struct x64_stack){ .sp = old.sp, .flags = old.flags, .size = old.size };
	return copy_to_user(uoss, &k, sizeof(k)) ? -EFAULT : 0;
}

COMPAT_SYSCALL_DEFINE2(sigaltstack, ustack_in_t, uss, ustack_out_t, uoss)
{
	uint64_t sp = (uint32_t)task_get_reg(current, CPU_RSP);
	struct altstack new, old;
	struct i386_stack k;
	int err;

	get_altstack(&old, sp);
	if (uss) {
		if (copy_from_user(&k, uss, sizeof(k)))
			return -EFAULT;
		new = (struct altstack){ k.sp, k.size, k.flags };
		err = set_altstack(&new, sp);
		if (err)
			return err;
	}
	if (!uoss)
		return 0;
	k = (struct i386_stack){ .sp = old.sp, .flags = old.flags, .size = old.size };
	return copy_to_user(uoss, &k, sizeof(k)) ? -EFAULT : 0;
}
