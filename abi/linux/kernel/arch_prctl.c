/* SPDX-License-Identifier: GPL-2.0-or-later */
/* arch_prctl(2): segment bases of 64-bit programs, and questions about the CPU. */
#include "kernel/task.h"
#include "kernel/tls.h"
#include "syscall.h"
#include "uaccess.h"
#include "uapi/prctl.h"

#define XFEATURES_X87_SSE 3 /* there is no XSAVE: these two are always there */

/*
 * The selector becomes null, which would take the base with it, and selectors are loaded outside
 * the engine: only then the base.
 */
static long set_base(enum cpu_reg selector, enum cpu_reg base, uint64_t value)
{
	if (value >= abi_x64.task_size)
		return -EPERM;
	if ((uint16_t)task_get_reg(current, selector)) {
		task_leave_engine();
		kernel->cpu_ops->set_segment(kernel->cpu, selector, 0);
	}
	task_set_reg(current, base, value);
	return 0;
}

void set_fs_base(uint64_t value)
{
	set_base(CPU_FS, CPU_FS_BASE, value);
}

static long do_arch_prctl_64(int option, uint64_t arg)
{
	switch (option) {
	case ARCH_SET_FS:
		return set_base(CPU_FS, CPU_FS_BASE, arg);
	case ARCH_SET_GS:
		return set_base(CPU_GS, CPU_GS_BASE, arg);
	case ARCH_GET_FS:
		return put_user(task_get_reg(current, CPU_FS_BASE), arg);
	case ARCH_GET_GS:
		return put_user(task_get_reg(current, CPU_GS_BASE), arg);
	default:
		return -EINVAL;
	}
}

static long do_arch_prctl_common(int option, uint64_t arg)
{
	switch (option) {
	case ARCH_GET_CPUID:
		return 1; /* CPUID does not fault */
	case ARCH_SET_CPUID:
		return -ENODEV;
	case ARCH_GET_XCOMP_SUPP:
	case ARCH_GET_XCOMP_PERM:
	case ARCH_GET_XCOMP_GUEST_PERM:
		return put_user((uint64_t)XFEATURES_X87_SSE, arg);
	case ARCH_REQ_XCOMP_PERM:
	case ARCH_REQ_XCOMP_GUEST_PERM:
		return -EOPNOTSUPP;
	default:
		return -EINVAL;
	}
}

SYSCALL_DEFINE2(arch_prctl, arch_prctl_op_t, option, prctl_arg_t, arg2)
{
	long ret = do_arch_prctl_64(option, arg2);

	return ret == -EINVAL ? do_arch_prctl_common(option, arg2) : ret;
}

COMPAT_SYSCALL_DEFINE2(arch_prctl, arch_prctl_op_t, option, prctl_arg_t, arg2)
{
	return do_arch_prctl_common(option, arg2);
}
